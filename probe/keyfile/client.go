package keyfile

import (
	"crypto"
	"crypto/tls"
	"fmt"
	"slices"

	"mongotls/probe/cert"
	"mongotls/probe/target"
)

// ClientIdentity is a client certificate with its private key. It prints as the
// subject; the key is reached through Certificate only.
type ClientIdentity struct {
	CertPath, KeyPath string // the same where one file holds both
	// Chain is the certificate of the key, then the other certificates in the order of
	// the files.
	Chain []*cert.Cert
	Notes []string

	key crypto.Signer
}

// Certificate is the identity as crypto/tls takes it: the whole Chain is sent.
func (id *ClientIdentity) Certificate() tls.Certificate {
	c := tls.Certificate{PrivateKey: id.key, Leaf: id.Chain[0].Std()}
	for _, link := range id.Chain {
		c.Certificate = append(c.Certificate, link.Raw)
	}
	return c
}

// Format hides the key from every verb of fmt.
func (id *ClientIdentity) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "client certificate %s of %s", id.Chain[0].Subject.Text, id.CertPath)
}

// LoadClient reads a client certificate and its key from one PEM file, from two
// (keyPath is then not ""), in any order, or from a PKCS#12 file. The error is a
// *target.UsageError, or what passphrase returned.
func LoadClient(certPath, keyPath string, passphrase Passphrase) (*ClientIdentity, error) {
	r := certRole()
	if certPath == "" {
		return nil, &target.UsageError{
			Msg:     "tlsKeyFile " + target.ShowPath(keyPath) + " has a key only; its certificate belongs into tlsCertificateKeyFile",
			Example: "--tlsCertificateKeyFile client.crt --tlsKeyFile client.key",
		}
	}
	data, err := r.read(certPath)
	if err != nil {
		return nil, err
	}
	ask := askOnce(certPath, passphrase)
	if derShape(isPKCS12)(data) {
		return r.loadPKCS12(certPath, data, ask)
	}
	sources := make([]source, 1, 2)
	if sources[0].contents, err = r.sort(certPath, data); err != nil {
		return nil, err
	}
	sources[0].role = r
	if keyPath != "" && keyPath != certPath {
		kr := keyRole()
		c, err := kr.open(keyPath)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source{kr, c})
	}
	return combine(sources, ask)
}

// source is one of the files and what it is for.
type source struct {
	role
	*contents
}

// askOnce asks for the passphrase when it is first needed, and once.
func askOnce(path string, passphrase Passphrase) func() (string, error) {
	var asked target.Secret
	return func() (string, error) {
		if asked.IsSet() {
			return asked.Reveal(), nil
		}
		if passphrase != nil {
			given, err := passphrase()
			if err != nil {
				return "", err
			}
			asked = given
		}
		if !asked.IsSet() {
			wrong := certRole().failf(path, "has an encrypted private key, and no passphrase is given; set MONGOTLS_KEY_PASSWORD or give the flag")
			wrong.Cause, wrong.Example = "bad-passphrase", "--tlsCertificateKeyFilePassword TEXT"
			return "", wrong
		}
		return asked.Reveal(), nil
	}
}

// combine finds the key and the certificate that belong together. A key in the file
// for keys comes first.
func combine(sources []source, ask func() (string, error)) (*ClientIdentity, error) {
	var certs []*cert.Cert
	for _, s := range sources {
		found, err := s.certs(s.contents)
		if err != nil {
			return nil, err
		}
		certs = append(certs, found...)
	}
	if len(certs) == 0 {
		return nil, sources[0].lacks(sources[0].contents, "certificate")
	}
	var mismatch error
	for _, s := range slices.Backward(sources) {
		for _, b := range s.keys {
			key, err := s.readKey(s.path, b, ask)
			if err != nil {
				return nil, err
			}
			id, err := newIdentity(sources[0].path, s.path, certs, key)
			if err == nil {
				return id, nil
			}
			mismatch = err
		}
	}
	if mismatch != nil {
		return nil, mismatch
	}
	last := sources[len(sources)-1]
	return nil, last.lacks(last.contents, "private key")
}

// newIdentity puts the certificate of the key first.
func newIdentity(certPath, keyPath string, certs []*cert.Cert, key crypto.Signer) (*ClientIdentity, error) {
	at := slices.IndexFunc(certs, func(c *cert.Cert) bool { return samePublicKey(key, c.RawSPKI) })
	if at < 0 {
		wrong := certRole().failf(certPath, "does not fit: the private key in %s belongs to another certificate than %s", target.ShowPath(keyPath), target.Show(certs[0].Subject.Text))
		wrong.Cause = "key-mismatch"
		wrong.Run = "openssl x509 -noout -pubkey -in " + shellQuote(certPath) + "; openssl pkey -pubout -in " + shellQuote(keyPath)
		return nil, wrong
	}
	id := &ClientIdentity{CertPath: certPath, KeyPath: keyPath, Chain: []*cert.Cert{certs[at]}, key: key}
	for _, c := range certs {
		same := func(other *cert.Cert) bool { return other.SHA256 == c.SHA256 }
		if !slices.ContainsFunc(id.Chain, same) {
			id.Chain = append(id.Chain, c)
		}
	}
	if at > 0 {
		wrong := certRole().failf(certPath, "has the certificate of the key in place %d; drivers take the first and refuse the file, so put it first and the intermediates after it", at+1)
		wrong.Cause = "key-mismatch"
		return nil, wrong
	}
	return id, nil
}
