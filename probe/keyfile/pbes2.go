package keyfile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"errors"
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

// errPassphrase means that the plaintext is not a key: the passphrase was wrong.
var errPassphrase = errors.New("wrong passphrase")

// errShape means that the bytes are not what their label says.
var errShape = errors.New("its DER structure is broken")

// unsupportedError names an algorithm that this package does not implement.
type unsupportedError struct{ oid string }

func (e unsupportedError) Error() string {
	if name := schemeName(e.oid); name != "" {
		return name + " (" + e.oid + ")"
	}
	return e.oid
}

// schemeName names what older programs encrypted keys with (RFC 8018, appendix C;
// RFC 7292, appendix C) and ciphers of PBES2 that are rare.
func schemeName(oid string) string {
	return map[string]string{
		"1.2.840.113549.1.5.1":      "PBE-MD2-DES",
		"1.2.840.113549.1.5.3":      "PBE-MD5-DES",
		"1.2.840.113549.1.5.6":      "PBE-MD5-RC2-64",
		"1.2.840.113549.1.5.10":     "PBE-SHA1-DES",
		"1.2.840.113549.1.5.11":     "PBE-SHA1-RC2-64",
		"1.2.840.113549.1.12.1.1":   "PBE-SHA1-RC4-128",
		"1.2.840.113549.1.12.1.2":   "PBE-SHA1-RC4-40",
		"1.2.840.113549.1.12.1.3":   "PBE-SHA1-3DES",
		"1.2.840.113549.1.12.1.4":   "PBE-SHA1-2DES",
		"1.2.840.113549.1.12.1.5":   "PBE-SHA1-RC2-128",
		"1.2.840.113549.1.12.1.6":   "PBE-SHA1-RC2-40",
		"1.2.840.113549.3.2":        "RC2-CBC",
		"1.3.14.3.2.7":              "DES-CBC",
		"1.2.392.200011.61.1.1.1.2": "Camellia-128-CBC",
		"1.2.392.200011.61.1.1.1.4": "Camellia-256-CBC",
		"1.2.410.200046.1.1.2":      "ARIA-128-CBC",
		"1.2.410.200046.1.1.12":     "ARIA-256-CBC",
		"2.16.840.1.101.3.4.1.6":    "AES-128-GCM",
		"2.16.840.1.101.3.4.1.46":   "AES-256-GCM",
	}[oid]
}

// decryptPKCS8 opens an EncryptedPrivateKeyInfo (RFC 5958, section 3) under PBES2
// (RFC 8018, section 6.2) and returns the PrivateKeyInfo. Errors are errPassphrase,
// errShape, an unsupportedError or a bound that was exceeded.
func decryptPKCS8(der []byte, passphrase string) ([]byte, error) {
	input := cryptobyte.String(der)
	var outer, encrypted cryptobyte.String
	if !input.ReadASN1(&outer, cbasn1.SEQUENCE) {
		return nil, errShape
	}
	scheme, params, ok := readAlgorithm(&outer)
	if !ok || !outer.ReadASN1(&encrypted, cbasn1.OCTET_STRING) {
		return nil, errShape
	}
	if scheme != "1.2.840.113549.1.5.13" { // id-PBES2
		return nil, unsupportedError{scheme}
	}
	return decryptPBES2(params, encrypted, passphrase)
}

func decryptPBES2(params cryptobyte.String, encrypted []byte, passphrase string) ([]byte, error) {
	var body cryptobyte.String
	if !params.ReadASN1(&body, cbasn1.SEQUENCE) {
		return nil, errShape
	}
	kdf, kdfParams, ok1 := readAlgorithm(&body)
	cipherOID, cipherParams, ok2 := readAlgorithm(&body)
	var iv cryptobyte.String
	if !ok1 || !ok2 {
		return nil, errShape
	}
	scheme, known := pbes2Ciphers()[cipherOID]
	if !known {
		return nil, unsupportedError{cipherOID}
	}
	if !cipherParams.ReadASN1(&iv, cbasn1.OCTET_STRING) {
		return nil, errShape
	}
	key, err := deriveKey(kdf, kdfParams, passphrase, scheme.keySize)
	if err != nil {
		return nil, err
	}
	return decryptCBC(scheme, key, iv, encrypted)
}

// readAlgorithm reads an AlgorithmIdentifier.
func readAlgorithm(s *cryptobyte.String) (oid string, params cryptobyte.String, ok bool) {
	var body cryptobyte.String
	var id asn1.ObjectIdentifier
	if !s.ReadASN1(&body, cbasn1.SEQUENCE) || !body.ReadASN1ObjectIdentifier(&id) {
		return "", nil, false
	}
	return id.String(), body, true
}

// cbcCipher is a block cipher in CBC mode.
type cbcCipher struct {
	keySize int
	new     func([]byte) (cipher.Block, error)
}

func pbes2Ciphers() map[string]cbcCipher {
	return map[string]cbcCipher{
		"2.16.840.1.101.3.4.1.2":  {16, aes.NewCipher},
		"2.16.840.1.101.3.4.1.22": {24, aes.NewCipher},
		"2.16.840.1.101.3.4.1.42": {32, aes.NewCipher},
		"1.2.840.113549.3.7":      {24, des.NewTripleDESCipher},
	}
}

// decryptCBC removes PKCS#5 padding; padding that is wrong means a wrong passphrase.
func decryptCBC(scheme cbcCipher, key, iv, encrypted []byte) ([]byte, error) {
	b, err := scheme.new(key)
	if err != nil || len(iv) != b.BlockSize() || len(encrypted) == 0 || len(encrypted)%b.BlockSize() != 0 {
		return nil, errShape
	}
	plain := make([]byte, len(encrypted))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(plain, encrypted)
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > b.BlockSize() {
		return nil, errPassphrase
	}
	for _, octet := range plain[len(plain)-padding:] {
		if int(octet) != padding {
			return nil, errPassphrase
		}
	}
	return plain[:len(plain)-padding], nil
}

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
