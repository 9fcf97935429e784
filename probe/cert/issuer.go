package cert

import (
	"bytes"
	"crypto/x509"
)

// SelfIssued tells whether subject and issuer are the same name (RFC 5280, section 3.2).
func (c *Cert) SelfIssued() bool { return c.Subject.Equal(c.Issuer) }

// SelfSigned tells whether the certificate is its own issuer by name, by authority key
// identifier and by signature. A signature that this tool cannot verify counts, because
// OpenSSL decides without it (v3_purp.c, EXFLAG_SS).
func (c *Cert) SelfSigned() bool {
	return c.selfIssuedByKey() && c.CheckSignatureFrom(c).Status != SignatureInvalid
}

func (c *Cert) selfIssuedByKey() bool { return c.SelfIssued() && c.NamesIssuer(c) }

// NamesIssuer tells whether the authority key identifier of c, if any, allows issuer:
// each part that both sides have must agree (v3_purp.c, X509_check_akid).
func (c *Cert) NamesIssuer(issuer *Cert) bool {
	if c.AuthorityKeyID != nil && issuer.SubjectKeyID != nil &&
		!bytes.Equal(c.AuthorityKeyID, issuer.SubjectKeyID) {
		return false
	}
	if c.AuthoritySerial != nil && c.AuthoritySerial.Cmp(issuer.Serial) != 0 {
		return false
	}
	if c.AuthorityIssuer == nil {
		return true
	}
	name, _ := ParseName(c.AuthorityIssuer)
	return name.Equal(issuer.Issuer)
}

// CABasis is why a certificate counts as a CA; the values are those of OpenSSL's
// X509_check_ca (v3_purp.c).
type CABasis int

const (
	NotCA             CABasis = 0
	CAByConstraints   CABasis = 1 // basicConstraints has cA
	CAByVersion1      CABasis = 3 // self-signed, version 1, so without extensions
	CAByKeyUsage      CABasis = 4 // no basicConstraints, but keyUsage has keyCertSign
	CAByNetscapeUsage CABasis = 5 // only Netscape's extension says so
)

const (
	keyCertSign   = x509.KeyUsageCertSign
	netscapeAnyCA = 0x07 // SSL CA, S/MIME CA, object signing CA
)

// CABasis tells whether and why OpenSSL takes the certificate for a CA. A keyUsage
// without keyCertSign overrules everything; then basicConstraints decides, if present.
func (c *Cert) CABasis() CABasis {
	switch {
	case c.KeyUsage != nil && *c.KeyUsage&keyCertSign == 0:
		return NotCA
	case c.BasicConstraints != nil && c.BasicConstraints.CA:
		return CAByConstraints
	case c.BasicConstraints != nil:
		return NotCA
	case c.Version == 1 && c.selfIssuedByKey():
		return CAByVersion1
	case c.KeyUsage != nil:
		return CAByKeyUsage
	case c.NetscapeType != nil && *c.NetscapeType&netscapeAnyCA != 0:
		return CAByNetscapeUsage
	}
	return NotCA
}

// IsCA tells whether OpenSSL takes the certificate for a CA on any basis.
func (c *Cert) IsCA() bool { return c.CABasis() != NotCA }
