package verify

import (
	"crypto/x509"
	"fmt"
	"strings"

	"mongotls/probe/cert"
)

// strict is what X509_V_FLAG_X509_STRICT adds (x509_vfy.c, check_extensions). A
// certificate that is its own path is exempt (RFC 6818, section 2).
func (p path) strict(i int) verdict {
	if !p.rules.Strict || len(p.certs) < 2 {
		return verdict{}
	}
	c := p.certs[i]
	faults := append(strictCA(c), strictNames(c)...)
	if i > 0 && c.BasicConstraints == nil {
		faults = append(faults, "it has no basicConstraints")
	}
	if c.Version == 3 && c.AuthorityKeyID == nil && i+1 < len(p.certs) {
		faults = append(faults, "it has no authority key identifier")
	}
	if len(faults) == 0 {
		return verdict{}
	}
	return verdict{"strict-x509", fmt.Sprintf("%s breaks the rules of RFC 5280: %s", subject(c), strings.Join(faults, "; "))}
}

// strictCA is section 4.2.1.2, 4.2.1.3 and 4.2.1.9 of RFC 5280.
func strictCA(c *cert.Cert) []string {
	bc, isCA := c.BasicConstraints, c.BasicConstraints != nil && c.BasicConstraints.CA
	signs := c.KeyUsage != nil && *c.KeyUsage&x509.KeyUsageCertSign != 0
	var faults []string
	for _, f := range []struct {
		broken bool
		text   string
	}{
		{bc != nil && bc.MaxPathLen >= 0 && !isCA, "it has a path length and is no CA"},
		{bc != nil && bc.MaxPathLen >= 0 && c.KeyUsage != nil && !signs, "it has a path length and no keyCertSign"},
		{isCA && !bc.Critical, "its basicConstraints is not critical"},
		{isCA && c.KeyUsage == nil, "it is a CA and has no keyUsage"},
		{isCA && c.Version == 3 && c.SubjectKeyID == nil, "it is a CA and has no subject key identifier"},
		{!isCA && signs, "it is no CA and has keyCertSign"},
	} {
		if f.broken {
			faults = append(faults, f.text)
		}
	}
	return faults
}

// strictNames is section 4.1.2.4, 4.1.2.6 and 4.2.1.6 of RFC 5280.
func strictNames(c *cert.Cert) []string {
	var faults []string
	isCA := c.BasicConstraints != nil && c.BasicConstraints.CA
	if len(c.Issuer.Attributes) == 0 {
		faults = append(faults, "its issuer is empty")
	}
	if len(c.Subject.Attributes) == 0 && (isCA || !c.HasSAN) {
		faults = append(faults, "its subject is empty")
	}
	if c.HasSAN && len(c.DNSNames)+len(c.IPs)+len(c.BadIPs)+len(c.URIs)+len(c.Emails)+c.OtherNames == 0 {
		faults = append(faults, "its subjectAltName is empty")
	}
	return faults
}
