package verify

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/cert"
)

// Extended key usages (RFC 5280, section 4.2.1.12) and their forerunners.
const (
	oidServerAuth = "1.3.6.1.5.5.7.3.1"
	oidClientAuth = "1.3.6.1.5.5.7.3.2"
	oidAnyUsage   = "2.5.29.37.0"
	oidMSGC       = "1.3.6.1.4.1.311.10.3.3"
	oidNSSGC      = "2.16.840.1.113730.4.1"
)

// Extensions that not every stack knows when they are critical.
const (
	oidNoCheck       = "1.3.6.1.5.5.7.48.1.5"
	oidProxy         = "1.3.6.1.5.5.7.1.14" // RFC 3820
	oidAddressBlocks = "1.3.6.1.5.5.7.1.7"  // RFC 3779
	oidSystemNumbers = "1.3.6.1.5.5.7.1.8"
)

// version1 finds certificates of version 1, which cannot say that they are a CA.
func (p path) version1(i int) verdict {
	c := p.certs[i]
	switch {
	case c.Version != 1 || p.isRoot(i):
		return verdict{}
	case i > 0 || p.rules.RefuseV1:
		return verdict{"cert-version-1", fmt.Sprintf("%s is a certificate of version 1", subject(c))}
	case p.rules.RefuseV1Extensions && extended(c):
		return verdict{"cert-version-1", fmt.Sprintf("%s is a certificate of version 1 with extensions, which only version 3 has", subject(c))}
	}
	return verdict{}
}

// extended tells whether a certificate has any of the extensions that servers' ones have.
func extended(c *cert.Cert) bool {
	return c.HasSAN || c.HasExtKeyUsage || c.KeyUsage != nil || c.BasicConstraints != nil || c.SubjectKeyID != nil || c.AuthorityKeyID != nil
}

// caMark judges basicConstraints of an issuer (v3_purp.c, check_ca; RFC 5280, section 6.1.4 (k)).
func (p path) caMark(i int) verdict {
	c := p.certs[i]
	switch {
	case i == 0 && p.rules.RefuseCALeaf && c.BasicConstraints != nil && c.BasicConstraints.CA:
		return verdict{"leaf-is-ca", fmt.Sprintf("%s says that it is a CA (CA:TRUE), and %s takes no CA certificate for that of a server", subject(c), p.rules.Name)}
	case i == 0, c.BasicConstraints != nil && c.BasicConstraints.CA, p.keyOnly(i):
		return verdict{}
	}
	if c.BasicConstraints != nil {
		return verdict{"not-a-ca", fmt.Sprintf("%s issued a certificate and says itself that it is no CA (CA:FALSE)", subject(c))}
	}
	if c.Version == 1 && !p.isRoot(i) || p.isLastAnchor(i) && p.anchorWithoutMark(i) {
		return verdict{}
	}
	return verdict{"not-a-ca", fmt.Sprintf("%s issued a certificate and has no basicConstraints that make it a CA", subject(c))}
}

// anchorWithoutMark: an anchor without basicConstraints may be a CA all the same.
func (p path) anchorWithoutMark(i int) bool {
	c := p.certs[i]
	if p.rules.AnchorNeedsBC {
		return c.Version != 3
	}
	return c.KeyUsage != nil || c.Version == 1 && p.selfSigned(c)
}

// caKeyUsage: the contract has no word of its own for an issuer that may not sign
// certificates; it is not a CA either (RFC 5280, section 6.1.4 (n)).
func (p path) caKeyUsage(i int) verdict {
	c := p.certs[i]
	if i == 0 || p.rules.IgnoreKeyUsage || c.KeyUsage == nil || *c.KeyUsage&x509.KeyUsageCertSign != 0 {
		return verdict{}
	}
	return verdict{"not-a-ca", fmt.Sprintf("%s issued a certificate, and its keyUsage does not allow that (keyCertSign is missing)", subject(c))}
}

// keyOnly: of this certificate, an anchor above the leaf, only name, key and name constraints count.
func (p path) keyOnly(i int) bool { return i > 0 && p.rules.AnchorIsKey && p.isLastAnchor(i) }

// skipExtensions: of this certificate, an anchor, the stack reads no more than the CA mark.
func (p path) skipExtensions(i int) bool { return p.rules.SkipAnchorExtensions && p.isLastAnchor(i) }

// pathLength counts the intermediates below; self-issued ones do not count
// (RFC 5280, section 4.2.1.9).
func (p path) pathLength(i int) verdict {
	bc := p.certs[i].BasicConstraints
	if i == 0 || p.skipExtensions(i) || p.keyOnly(i) || bc == nil || bc.MaxPathLen < 0 {
		return verdict{}
	}
	below := 0
	for _, c := range p.certs[1:i] {
		if p.rules.CountSelfIssued || !c.Subject.Equal(c.Issuer) {
			below++
		}
	}
	if below <= bc.MaxPathLen {
		return verdict{}
	}
	return verdict{"path-length", fmt.Sprintf("%s allows %d CA certificates below it, and there are %d",
		subject(p.certs[i]), bc.MaxPathLen, below)}
}

func (p path) extKeyUsage(i int) verdict {
	c := p.certs[i]
	switch {
	case !c.HasExtKeyUsage, i > 0 && !p.rules.EKUOnCA, p.keyOnly(i):
		return verdict{}
	case len(c.ExtKeyUsage) == 0 && p.rules.EmptyEKU:
		return verdict{}
	}
	wanted, word := []string{oidServerAuth}, "serverAuth"
	if p.in.Client {
		wanted, word = []string{oidClientAuth}, "clientAuth"
	} else if p.rules.SGC {
		wanted = append(wanted, oidMSGC, oidNSSGC)
	}
	if p.rules.AnyEKU {
		wanted = append(wanted, oidAnyUsage)
	}
	if slices.ContainsFunc(c.ExtKeyUsage, func(oid string) bool { return slices.Contains(wanted, oid) }) {
		return verdict{}
	}
	return verdict{"wrong-eku", fmt.Sprintf("the extended key usage of %s lacks %s: it has %s", subject(c), word, ekuText(c.ExtKeyUsage))}
}

// ekuNames are the words for the usages seen in practice.
func ekuNames() map[string]string {
	return map[string]string{
		oidServerAuth: "serverAuth", oidClientAuth: "clientAuth", oidAnyUsage: "anyExtendedKeyUsage",
		"1.3.6.1.5.5.7.3.3": "codeSigning", "1.3.6.1.5.5.7.3.4": "emailProtection",
		"1.3.6.1.5.5.7.3.8": "timeStamping", "1.3.6.1.5.5.7.3.9": "OCSPSigning",
	}
}

func ekuText(oids []string) string {
	if len(oids) == 0 {
		return "none"
	}
	names := ekuNames()
	out := make([]string, len(oids))
	for i, oid := range oids {
		if out[i] = names[oid]; out[i] == "" {
			out[i] = oid
		}
	}
	return strings.Join(out, ", ")
}

// netscapeType is ns_reject of OpenSSL (v3_purp.c) and EndEntityChecker of Java: a Netscape
// certificate type, where there is one, has to name what the certificate is used for.
func (p path) netscapeType(i int) verdict {
	const client, server = 0x80, 0x40
	c, wanted, word := p.certs[i], byte(server), "SSL server"
	if p.in.Client {
		wanted, word = client, "SSL client"
	}
	if i > 0 || c.NetscapeType == nil || *c.NetscapeType&wanted != 0 || !p.rules.CheckKeyUsage {
		return verdict{}
	}
	return verdict{"wrong-eku", fmt.Sprintf("the Netscape certificate type of %s does not have %q", subject(c), word)}
}

// leafKeyUsage is check_purpose_ssl_server and _client of OpenSSL (v3_purp.c).
func (p path) leafKeyUsage(i int) verdict {
	c := p.certs[i]
	if i > 0 || c.KeyUsage == nil || !p.rules.CheckKeyUsage {
		return verdict{}
	}
	enough, words := x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment|x509.KeyUsageKeyAgreement,
		"digitalSignature, keyEncipherment or keyAgreement"
	switch {
	case p.rules.NeedSigning:
		enough, words = x509.KeyUsageDigitalSignature, "digitalSignature"
	case p.in.Client:
		enough, words = x509.KeyUsageDigitalSignature|x509.KeyUsageKeyAgreement, "digitalSignature or keyAgreement"
	}
	if *c.KeyUsage&enough != 0 {
		return verdict{}
	}
	return verdict{"wrong-key-usage", fmt.Sprintf("the keyUsage of %s allows none of what TLS needs (%s)", subject(c), words)}
}

// goIgnores tells whether crypto/x509 leaves a critical extension to its caller. Name
// constraints it reads in part, which ConstraintKinds tells.
func goIgnores(c *cert.Cert, oid string) bool {
	const nameConstraints = "2.5.29.30"
	return c.Std() != nil && oid != nameConstraints &&
		slices.ContainsFunc(c.Std().UnhandledCriticalExtensions, func(id asn1.ObjectIdentifier) bool { return id.String() == oid })
}

func (p path) unknownCritical(i int) verdict {
	c := p.certs[i]
	if p.skipExtensions(i) || p.keyOnly(i) {
		return verdict{}
	}
	unknown := slices.Clone(c.UnknownCritical)
	for _, oid := range c.Critical {
		if slices.Contains(p.rules.AlsoUnknown, oid) || p.rules.GoParser && goIgnores(c, oid) && !slices.Contains(unknown, oid) {
			unknown = append(unknown, oid)
		}
	}
	if nc := c.NameConstraints; nc != nil && nc.Critical && p.rules.ConstraintKinds != nil {
		for _, t := range slices.Concat(nc.Permitted, nc.Excluded) {
			if !slices.Contains(p.rules.ConstraintKinds, t.Kind) {
				unknown = append(unknown, "name constraints of kind "+t.Kind)
			}
		}
	}
	if len(unknown) == 0 {
		return verdict{}
	}
	return verdict{"unknown-critical-extension", fmt.Sprintf("%s has a critical extension that %s does not know: %s",
		subject(c), p.rules.Name, strings.Join(slices.Compact(unknown), ", "))}
}
