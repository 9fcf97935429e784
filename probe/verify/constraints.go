package verify

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/cert"
)

// oidEmail is the emailAddress attribute of PKCS #9, which name constraints bind like a
// SAN (RFC 5280, section 4.2.1.10).
const oidEmail = "1.2.840.113549.1.9.1"

// maxConstraintWork bounds the comparisons of names with constraints in one call. OpenSSL
// gives up, too (v3_ncons.c, NAME_CHECK_MAX).
const maxConstraintWork = 1 << 18

// boundName is a name of a certificate, as a constraint sees it.
type boundName struct {
	kind, text string
	ip         netip.Addr
	dn         cert.Name
}

// nameConstraints judges the names of the certificate at depth i by the constraints of all
// above it, the anchor's too (x509_vfy.c, check_name_constraints). Self-issued
// intermediates are exempt.
func (p path) nameConstraints(i int) verdict {
	c := p.certs[i]
	last := i == len(p.certs)-1
	if p.rules.SkipNameConstraints || last || i > 0 && c.Subject.Equal(c.Issuer) {
		return verdict{}
	}
	names := namesOf(c)
	if i == 0 && p.rules.ConstrainCN && len(c.DNSNames) == 0 {
		names = append(names, hostLikeCNs(c)...)
	}
	for j, above := range p.certs {
		if j <= i || above.NameConstraints == nil || p.skipExtensions(j) {
			continue
		}
		if why := p.violation(names, above.NameConstraints); why != "" {
			return verdict{"name-constraints", fmt.Sprintf("the name constraints of %s do not allow %s: %s", subject(above), subject(c), why)}
		}
	}
	return verdict{}
}

func namesOf(c *cert.Cert) []boundName {
	var names []boundName
	if len(c.Subject.Attributes) > 0 {
		names = append(names, boundName{kind: "DN", text: c.Subject.Text, dn: c.Subject})
	}
	for _, a := range c.Subject.Attributes {
		if a.OID == oidEmail {
			names = append(names, boundName{kind: "email", text: a.Value})
		}
	}
	for kind, texts := range map[string][]string{"DNS": c.DNSNames, "email": c.Emails, "URI": c.URIs} {
		for _, text := range texts {
			names = append(names, boundName{kind: kind, text: text})
		}
	}
	for _, ip := range c.IPs {
		names = append(names, boundName{kind: "IP", text: ip.String(), ip: ip})
	}
	slices.SortStableFunc(names, func(a, b boundName) int { return strings.Compare(a.kind, b.kind) })
	return names
}

// hostLikeCNs are the common names that OpenSSL takes for host names: at least two
// labels of letters, digits, hyphens and underscores (v3_ncons.c, cn2dnsid).
func hostLikeCNs(c *cert.Cert) []boundName {
	var names []boundName
	for _, cn := range c.Subject.CommonNames {
		labels := strings.Split(cn, ".")
		if len(labels) > 1 && !slices.ContainsFunc(labels, func(l string) bool { return !hostLabel(l) }) {
			names = append(names, boundName{kind: "DNS", text: cn})
		}
	}
	return names
}

func hostLabel(label string) bool {
	return label != "" && label[0] != '-' && label[len(label)-1] != '-' &&
		strings.Trim(label, ldh+"_") == ""
}

// violation says which name breaks nc, "" if none does.
func (p path) violation(names []boundName, nc *cert.NameConstraints) string {
	p.compared += len(names) * (len(nc.Permitted) + len(nc.Excluded))
	if p.compared > maxConstraintWork {
		return "there are too many names and constraints to compare"
	}
	for _, n := range names {
		bound, allowed := false, false
		for _, t := range nc.Permitted {
			if t.Kind == n.kind && p.understands(t.Kind) {
				bound, allowed = true, allowed || within(n, t)
			}
		}
		if bound && !allowed {
			return fmt.Sprintf("%s:%s is outside of what is permitted", n.kind, n.text)
		}
		for _, t := range nc.Excluded {
			if t.Kind == n.kind && p.understands(t.Kind) && within(n, t) {
				return fmt.Sprintf("%s:%s is excluded", n.kind, n.text)
			}
		}
	}
	return ""
}

func (p path) understands(kind string) bool {
	return p.rules.ConstraintKinds == nil || slices.Contains(p.rules.ConstraintKinds, kind)
}

// within tells whether a name lies in a subtree of its kind.
func within(n boundName, t cert.GeneralSubtree) bool {
	switch n.kind {
	case "DNS":
		return withinDomain(n.text, t.Name)
	case "email":
		return withinMail(n.text, t.Name)
	case "URI":
		return withinHost(uriHost(n.text), t.Name)
	case "IP":
		return n.ip.BitLen() == t.Prefix.Addr().BitLen() && t.Prefix.Contains(n.ip)
	}
	base, err := cert.ParseName(t.RawDN)
	return err == nil && n.dn.Within(base)
}

// withinDomain is nc_dns: labels may be added on the left; "" holds every name.
func withinDomain(name, base string) bool {
	name, base = lower(name), lower(base)
	rest, ok := strings.CutSuffix(name, base)
	return ok && (base == "" || rest == "" || base[0] == '.' || strings.HasSuffix(rest, "."))
}

// withinMail is nc_email: a mailbox, a host, or with a leading dot a domain.
func withinMail(name, base string) bool {
	at := strings.LastIndexByte(name, '@')
	if at < 0 {
		return false
	}
	if i := strings.LastIndexByte(base, '@'); i > 0 {
		return name[:at] == base[:i] && lower(name[at:]) == lower(base[i:])
	}
	return withinHost(name[at+1:], strings.TrimPrefix(base, "@"))
}

// withinHost: a leading dot takes hosts below, else it is that very host.
func withinHost(host, base string) bool {
	host, base = lower(host), lower(base)
	switch {
	case base == "":
		return true
	case base[0] == '.':
		return len(host) > len(base) && strings.HasSuffix(host, base)
	}
	return host == base
}

// uriHost is the host of a URI with an authority, without user and port (nc_uri).
func uriHost(uri string) string {
	_, rest, ok := strings.Cut(uri, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	host, _, _ := strings.Cut(rest, ":")
	return host
}
