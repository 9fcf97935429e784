package keyfile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"encoding/asn1"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// errPassphrase means that the plaintext is not a key: the passphrase was wrong.
var errPassphrase = errors.New("wrong passphrase")

// errShape means that the bytes are not what their label says.
var errShape = errors.New("its DER structure is broken")

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
