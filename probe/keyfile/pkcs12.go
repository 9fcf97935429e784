package keyfile

import (
	"crypto"
	"crypto/x509"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
	"software.sslmate.com/src/go-pkcs12"

	"mongotls/probe/cert"
	"mongotls/probe/target"
)

// loadPKCS12 reads a certificate and its key out of a PKCS#12 file (RFC 7292).
func (r role) loadPKCS12(path string, data []byte, passphrase func() (string, error)) (*ClientIdentity, error) {
	if slowKDF(data, maxIterations, maxDERDepth) {
		return nil, r.failf(path, "is a PKCS#12 file whose key derivation exceeds the limit of %d rounds", maxIterations)
	}
	key, leaf, others, err := pkcs12.DecodeChain(data, "")
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		text, askErr := passphrase()
		if askErr != nil {
			return nil, askErr
		}
		key, leaf, others, err = pkcs12.DecodeChain(data, text)
	}
	if err != nil {
		return nil, r.badPKCS12(path, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, r.failf(path, "holds a private key that cannot sign; RSA, ECDSA or Ed25519 is expected")
	}
	certs, err := reparse(append([]*x509.Certificate{leaf}, others...))
	if err != nil {
		return nil, r.failf(path, "is damaged: %v", err)
	}
	id, err := newIdentity(path, path, certs, signer)
	if err != nil {
		return nil, err
	}
	id.Notes = append(id.Notes, target.ShowPath(path)+" is a PKCS#12 file, and drivers other than Java's read PEM; run: "+command("openssl pkcs12 -in {in} -nodes -out {out}", path))
	return id, nil
}

func reparse(certs []*x509.Certificate) ([]*cert.Cert, error) {
	var parsed []*cert.Cert
	for _, c := range certs {
		p, err := cert.Parse(c.Raw)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, p)
	}
	return parsed, nil
}

func (r role) badPKCS12(path string, err error) error {
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		wrong := r.failf(path, "is a PKCS#12 file, and the passphrase given is wrong")
		wrong.Cause = "bad-passphrase"
		wrong.Run = "openssl pkcs12 -noout -info -in " + shellQuote(path)
		return wrong
	}
	wrong := r.failf(path, "is a PKCS#12 file that this tool cannot read (%v)", err)
	wrong.Run = command("openssl pkcs12 -in {in} -nodes -out {out}", path)
	return wrong
}

// maxDERDepth bounds the nesting that slowKDF follows.
const maxDERDepth = 16

// slowKDF finds a number of iterations above limit anywhere in a PKCS#12 file: an INTEGER right after the OCTET STRING of a salt (RFC 7292, MacData and
// pkcs-12PbeParams; RFC 8018, PBKDF2-params). The library has no bound of its own.
func slowKDF(s cryptobyte.String, limit uint64, depth int) bool {
	afterSalt := false
	for depth > 0 && !s.Empty() {
		var content cryptobyte.String
		var tag cbasn1.Tag
		if !s.ReadAnyASN1(&content, &tag) {
			return false
		}
		if tag == cbasn1.INTEGER && afterSalt && above(content, limit) {
			return true
		}
		nested := tag == cbasn1.OCTET_STRING || tag&0x20 != 0 // constructed
		if nested && slowKDF(content, limit, depth-1) {
			return true
		}
		afterSalt = tag == cbasn1.OCTET_STRING
	}
	return false
}

// above compares the octets of an INTEGER with limit.
func above(octets []byte, limit uint64) bool {
	var n uint64
	for _, octet := range octets {
		if n = n<<8 | uint64(octet); n > limit {
			return true
		}
	}
	return false
}
