package verify

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"mongotls/probe/cert"
)

// at is the moment at which the tests judge.
func at() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }

// minted is a certificate with its key.
type minted struct {
	*cert.Cert
	std *x509.Certificate
	key crypto.Signer
}

// mint makes certificates for one test.
type mint struct {
	t      testing.TB
	serial int64
}

type edit func(*x509.Certificate)

func (m *mint) root(cn string, edits ...edit) *minted { return m.ca(nil, cn, edits...) }

func (m *mint) ca(parent *minted, cn string, edits ...edit) *minted {
	caTemplate := func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	}
	return m.issue(parent, cn, append([]edit{caTemplate}, edits...)...)
}

func (m *mint) leaf(parent *minted, edits ...edit) *minted {
	leafTemplate := func(c *x509.Certificate) {
		c.DNSNames = []string{"db1.example.com"}
		c.KeyUsage = x509.KeyUsageDigitalSignature
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	}
	return m.issue(parent, "db1.example.com", append([]edit{leafTemplate}, edits...)...)
}

func (m *mint) issue(parent *minted, cn string, edits ...edit) *minted {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	m.check(err)
	return m.issueKey(key, parent, cn, edits...)
}

func (m *mint) issueKey(key crypto.Signer, parent *minted, cn string, edits ...edit) *minted {
	m.serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(m.serial),
		Subject:      pkix.Name{CommonName: cn},
		NotBefore:    at().AddDate(-1, 0, 0),
		NotAfter:     at().AddDate(1, 0, 0),
	}
	for _, e := range edits {
		e(template)
	}
	signer, signerCert := key, template
	if parent != nil {
		signer, signerCert = parent.key, parent.std
	}
	if template.AuthorityKeyId != nil {
		signerCert = &x509.Certificate{RawSubject: signerCert.RawSubject, Subject: signerCert.Subject, SubjectKeyId: template.AuthorityKeyId}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signerCert, key.Public(), signer)
	m.check(err)
	return m.read(der, key)
}

func (m *mint) read(der []byte, key crypto.Signer) *minted {
	c, err := cert.Parse(der)
	m.check(err)
	std, _ := x509.ParseCertificate(der)
	return &minted{Cert: c, std: std, key: key}
}

// tbs is a TBSCertificate taken apart.
type tbs struct {
	Version    int `asn1:"optional,explicit,default:0,tag:0"`
	Serial     *big.Int
	Algorithm  asn1.RawValue
	Issuer     asn1.RawValue
	Validity   asn1.RawValue
	Subject    asn1.RawValue
	Key        asn1.RawValue
	Extensions []pkix.Extension `asn1:"omitempty,optional,explicit,tag:3"`
}

// version1 makes c again without version and extensions, signed by the ECDSA key of parent.
func (m *mint) version1(c, parent *minted) *minted {
	var parts tbs
	_, err := asn1.Unmarshal(c.RawTBS, &parts)
	m.check(err)
	parts.Version, parts.Extensions = 0, nil
	raw, err := asn1.Marshal(parts)
	m.check(err)
	digest := crypto.SHA256.New()
	digest.Write(raw)
	sig, err := parent.key.Sign(rand.Reader, digest.Sum(nil), crypto.SHA256)
	m.check(err)
	der, err := asn1.Marshal(struct {
		TBS, Alg asn1.RawValue
		Sig      asn1.BitString
	}{asn1.RawValue{FullBytes: raw}, parts.Algorithm, asn1.BitString{Bytes: sig, BitLength: 8 * len(sig)}})
	m.check(err)
	return m.read(der, c.key)
}

// damaged flips a bit of the signature's value.
func (m *mint) damaged(c *minted) *minted {
	der := append([]byte(nil), c.Raw...)
	der[len(der)-1] ^= 1
	return m.read(der, c.key)
}

func (m *mint) rsaKey(bits int) crypto.Signer {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	m.check(err)
	return key
}

func (m *mint) check(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func certs(in ...*minted) []*cert.Cert {
	out := make([]*cert.Cert, len(in))
	for i, c := range in {
		out[i] = c.Cert
	}
	return out
}

// Edits of templates.

func years(from, to int) edit {
	return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = at().AddDate(from, 0, 0), at().AddDate(to, 0, 0) }
}

func organization(name string) edit {
	return func(c *x509.Certificate) { c.Subject.Organization = []string{name} }
}

func commonName(name string) edit {
	return func(c *x509.Certificate) { c.Subject.CommonName = name }
}

func dnsNames(names ...string) edit { return func(c *x509.Certificate) { c.DNSNames = names } }

func usages(eku ...x509.ExtKeyUsage) edit {
	return func(c *x509.Certificate) { c.ExtKeyUsage = eku }
}

func keyUsage(ku x509.KeyUsage) edit { return func(c *x509.Certificate) { c.KeyUsage = ku } }

func pathLen(n int) edit {
	return func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = n, n == 0 }
}

func notCA(c *x509.Certificate) { c.IsCA, c.MaxPathLen = false, -1 }

func noBC(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = false, false }

// authorityKey sets the key identifier asked for, whatever the issuer has; none = no such extension.
func authorityKey(id ...byte) edit {
	return func(c *x509.Certificate) { c.AuthorityKeyId = append([]byte{}, id...) }
}

func extension(id asn1.ObjectIdentifier, critical bool, der ...byte) edit {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: id, Critical: critical, Value: der})
	}
}
