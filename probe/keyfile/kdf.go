package keyfile

import (
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/scrypt"
)

// Bounds on what a key file may make this program compute.
const (
	maxIterations   = 5_000_000 // PBKDF2; OpenSSL's default is 2048
	maxScryptMemory = 256 << 20 // bytes, N*r*128; OpenSSL's default needs 16 MiB
	maxScryptWork   = 1 << 30   // N*r*p*128
)

// deriveKey makes the key of the cipher from the passphrase.
func deriveKey(kdf string, params cryptobyte.String, passphrase string, size int) ([]byte, error) {
	switch kdf {
	case "1.2.840.113549.1.5.12":
		return derivePBKDF2(params, passphrase, size)
	case "1.3.6.1.4.1.11591.4.11":
		return deriveScrypt(params, passphrase, size)
	}
	return nil, unsupportedError{kdf}
}

// derivePBKDF2 reads PBKDF2-params (RFC 8018, appendix A.2).
func derivePBKDF2(params cryptobyte.String, passphrase string, size int) ([]byte, error) {
	var body, salt cryptobyte.String
	var iterations int
	if !params.ReadASN1(&body, cbasn1.SEQUENCE) || !body.ReadASN1(&salt, cbasn1.OCTET_STRING) ||
		!body.ReadASN1Integer(&iterations) || !body.SkipOptionalASN1(cbasn1.INTEGER) || iterations < 1 {
		return nil, errShape
	}
	if iterations > maxIterations {
		return nil, fmt.Errorf("its %d rounds of PBKDF2 exceed the limit of %d", iterations, maxIterations)
	}
	prf := "1.2.840.113549.2.7" // the default
	if !body.Empty() {
		var ok bool
		if prf, _, ok = readAlgorithm(&body); !ok {
			return nil, errShape
		}
	}
	digest, known := pbkdf2Digests()[prf]
	if !known {
		return nil, unsupportedError{prf}
	}
	return pbkdf2.Key(digest, passphrase, salt, iterations, size)
}

func pbkdf2Digests() map[string]func() hash.Hash {
	return map[string]func() hash.Hash{
		"1.2.840.113549.2.7":  sha1.New,
		"1.2.840.113549.2.8":  sha256.New224,
		"1.2.840.113549.2.9":  sha256.New,
		"1.2.840.113549.2.10": sha512.New384,
		"1.2.840.113549.2.11": sha512.New,
	}
}

// deriveScrypt reads scrypt-params (RFC 7914, section 7).
func deriveScrypt(params cryptobyte.String, passphrase string, size int) ([]byte, error) {
	var body, salt cryptobyte.String
	var cost, blockSize, parallel uint32
	if !params.ReadASN1(&body, cbasn1.SEQUENCE) || !body.ReadASN1(&salt, cbasn1.OCTET_STRING) ||
		!body.ReadASN1Integer(&cost) || !body.ReadASN1Integer(&blockSize) || !body.ReadASN1Integer(&parallel) {
		return nil, errShape
	}
	if cost < 2 || cost&(cost-1) != 0 || blockSize == 0 || parallel == 0 {
		return nil, errShape
	}
	if blockSize > 1<<16 || parallel > 1<<16 || 128*uint64(cost)*uint64(blockSize) > maxScryptMemory ||
		128*uint64(cost)*uint64(blockSize)*uint64(parallel) > maxScryptWork {
		return nil, fmt.Errorf("its scrypt parameters exceed the limit of %d MiB", maxScryptMemory>>20)
	}
	return scrypt.Key([]byte(passphrase), salt, int(cost), int(blockSize), int(parallel), size)
}
