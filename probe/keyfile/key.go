package keyfile

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/target"
)

// Passphrase asks for the passphrase of a client key; it is called only when the
// key is encrypted. A Secret that is not set means that there is none to be had.
type Passphrase func() (target.Secret, error)

// readKey decrypts and parses one private key. Errors are *target.UsageError.
func (r role) readKey(path string, b block, passphrase func() (string, error)) (crypto.Signer, error) {
	if b.Type == "OPENSSH PRIVATE KEY" {
		wrong := r.failf(path, "holds a private key in OpenSSH's own format; a private key in PEM is expected")
		wrong.Run = command("cp {in} {out} && ssh-keygen -p -m PEM -f {out}", path)
		return nil, wrong
	}
	der := b.Bytes
	if encrypted(b) {
		text, err := passphrase()
		if err != nil {
			return nil, err
		}
		if der, err = decrypt(b, text); err != nil {
			return nil, r.unusable(path, err)
		}
	}
	key, err := parseKey(der)
	if encrypted(b) && errors.Is(err, errShape) {
		err = errPassphrase // one wrong passphrase in 256 yields good padding
	}
	if err != nil {
		return nil, r.unusable(path, err)
	}
	return key, nil
}

// encrypted tells whether a block needs a passphrase: PKCS#8 by its label, older
// forms by RFC 1421's header.
func encrypted(b block) bool {
	return b.Type == "ENCRYPTED PRIVATE KEY" || strings.HasSuffix(b.Headers["Proc-Type"], "ENCRYPTED")
}

func decrypt(b block, passphrase string) ([]byte, error) {
	if b.Type == "ENCRYPTED PRIVATE KEY" {
		return decryptPKCS8(b.Bytes, passphrase)
	}
	//lint:ignore SA1019 deprecated because nobody should write such files; they exist
	plain, err := x509.DecryptPEMBlock(&b.Block, []byte(passphrase))
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, errPassphrase
	}
	name, _, found := strings.Cut(b.Headers["DEK-Info"], ",")
	if err != nil && !found {
		return nil, errShape
	}
	if err != nil {
		return nil, unsupportedError{printable(name)}
	}
	return plain, nil
}

// unusable puts a key that cannot be decrypted or parsed into words.
func (r role) unusable(path string, err error) *target.UsageError {
	if errors.Is(err, errPassphrase) {
		wrong := r.failf(path, "holds an encrypted private key, and the passphrase given is wrong")
		wrong.Cause = "bad-passphrase"
		wrong.Run = "openssl pkey -noout -in " + shellQuote(path)
		return wrong
	}
	if unsupported := (unsupportedError{}); errors.As(err, &unsupported) {
		wrong := r.failf(path, "holds a private key encrypted with %v, which this tool cannot read", unsupported)
		wrong.Run = command(recrypt(unsupported), path)
		return wrong
	}
	return r.failf(path, "holds a private key that cannot be used: %v", err)
}

// recrypt is the command that encrypts a key in a way that every current program reads.
func recrypt(scheme unsupportedError) string {
	const plain = "openssl pkcs8 -topk8 -v2 aes256 -in {in} -out {out}"
	name := scheme.Error()
	for _, old := range []string{"DES-CBC", "MD5", "MD2", "RC2", "RC4", "PBE-SHA1-DES"} {
		if strings.Contains(name, old) && !strings.Contains(name, "EDE3") {
			return plain + " -provider legacy -provider default"
		}
	}
	return plain
}

// parseKey reads PKCS#8, PKCS#1 or SEC 1, whatever the label says. Errors are
// errShape or name the key's type.
func parseKey(der []byte) (crypto.Signer, error) {
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		if signer, ok := key.(crypto.Signer); ok {
			return signer, nil
		}
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key, nil
	}
	if kind := keyType(der); kind != "" {
		return nil, fmt.Errorf("its type is %s; RSA, ECDSA with P-256, P-384 or P-521, or Ed25519 is expected", kind)
	}
	return nil, errShape
}

// keyType names the algorithm of a PKCS#8 key, "" where der is none.
func keyType(der []byte) string {
	input := cryptobyte.String(der)
	var body cryptobyte.String
	if !input.ReadASN1(&body, cbasn1.SEQUENCE) || !body.SkipASN1(cbasn1.INTEGER) {
		return ""
	}
	oid, params, ok := readAlgorithm(&body)
	if !ok {
		return ""
	}
	names := map[string]string{
		"1.2.840.10040.4.1":     "DSA",
		"1.2.840.113549.1.1.10": "RSA-PSS",
		"1.3.101.112":           "",
		"1.3.101.113":           "Ed448",
		"1.3.101.110":           "X25519",
		"1.2.840.10045.2.1":     "EC",
		"1.2.840.113549.1.1.1":  "",
	}
	name, known := names[oid]
	if !known {
		return oid
	}
	var curve asn1.ObjectIdentifier
	if name == "EC" && params.ReadASN1ObjectIdentifier(&curve) {
		return fmt.Sprintf("EC with the curve %s", curve)
	}
	return name
}

// samePublicKey compares by the encoding of the SubjectPublicKeyInfo.
func samePublicKey(key crypto.Signer, spki []byte) bool {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return false
	}
	if string(der) == string(spki) {
		return true
	}
	other, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return false
	}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(other)
}
