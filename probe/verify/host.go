package verify

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"mongotls/probe/cert"
)

// Host says why c is not a certificate for host under the rules r; nil when it is. An
// IPv6 address may stand in brackets. The cause is no-san where the stack finds no name
// at all to compare with, else hostname-mismatch.
func Host(c *cert.Cert, host string, r NameRules) *Problem {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if r.WholeSAN && unreadableSAN(c) {
		c = withoutSAN(c)
	}
	var names []string
	var matched bool
	ip, err := netip.ParseAddr(host)
	isIP := err == nil && ip.Zone() == ""
	if !isIP || r.IPAsName {
		names = r.names(c)
	}
	matched = isIP && r.matchIP(c, ip) ||
		slices.ContainsFunc(names, func(name string) bool { return r.allows(c, name) && r.matchName(name, host) })
	if matched && !r.spoilt(c) {
		return nil
	}
	if len(names)+len(c.DNSNames)+len(c.IPs)+len(c.BadIPs) == 0 {
		return &Problem{Cert: c, Cause: "no-san", Detail: fmt.Sprintf(
			"the certificate has no name to compare %q with: %s%s", host, withoutNames(c), aboutCN(c))}
	}
	return &Problem{Cert: c, Cause: "hostname-mismatch", Detail: fmt.Sprintf(
		"the certificate is valid for %s, not for %q", listNames(c, names), host)}
}

func aboutCN(c *cert.Cert) string {
	if len(c.Subject.CommonNames) == 0 {
		return ""
	}
	return fmt.Sprintf(", and the common name %q does not count", c.Subject.CommonNames[len(c.Subject.CommonNames)-1])
}

// maxListed bounds the names in a detail.
const maxListed = 8

func listNames(c *cert.Cert, compared []string) string {
	var out []string
	for _, n := range c.DNSNames {
		out = append(out, fmt.Sprintf("DNS:%q", n))
	}
	for _, ip := range c.IPs {
		out = append(out, "IP:"+ip.String())
	}
	for _, bad := range c.BadIPs {
		out = append(out, fmt.Sprintf("an IP entry of %d octets", len(bad)))
	}
	if len(c.DNSNames) == 0 {
		for _, n := range compared {
			out = append(out, fmt.Sprintf("the common name %q", n))
		}
	}
	if len(out) > maxListed {
		out = append(out[:maxListed], fmt.Sprintf("%d more", len(out)-maxListed))
	}
	return strings.Join(out, ", ")
}

func (r NameRules) matchIP(c *cert.Cert, ip netip.Addr) bool {
	switch {
	case r.IPInDNS && slices.Contains(c.DNSNames, ip.String()),
		r.IPInCN == "no-dns-or-ip-san" && len(c.DNSNames)+len(c.IPs)+len(c.BadIPs) == 0 && slices.Contains(r.cns(c), ip.String()),
		(r.IPInCN == "any" || r.IPInCN == "ipv4" && ip.Is4()) && slices.Contains(r.cns(c), ip.String()):
		return true
	}
	return slices.ContainsFunc(c.IPs, func(san netip.Addr) bool {
		return san == ip || r.MappedIPv4 && san.Unmap() == ip.Unmap()
	})
}

// names are those that count for a DNS host.
func (r NameRules) names(c *cert.Cert) []string {
	switch {
	case len(c.DNSNames) > 0, r.CNFallback == "never", r.CNFallback == "no-san" && c.HasSAN,
		r.CNFallback == "no-dns-or-ip-san" && len(c.IPs)+len(c.BadIPs) > 0,
		r.CNFallback == "no-dns-ip-or-uri-san" && len(c.IPs)+len(c.BadIPs)+len(c.URIs) > 0, len(c.Subject.CommonNames) == 0:
		return c.DNSNames
	}
	return r.cns(c)
}

// unreadableSAN tells whether Java fails to read a name of the certificate (IPAddressName.java,
// URIName.java), and so the whole extension. An address may have a mask.
func unreadableSAN(c *cert.Cert) bool {
	return slices.ContainsFunc(c.BadIPs, func(ip []byte) bool { return len(ip) != 2*4 && len(ip) != 2*16 }) ||
		slices.ContainsFunc(c.URIs, func(text string) bool {
			u, err := url.Parse(text)
			return err != nil || u.Scheme == ""
		})
}

func withoutSAN(c *cert.Cert) *cert.Cert {
	bare := *c
	bare.HasSAN, bare.DNSNames, bare.IPs, bare.BadIPs, bare.URIs = false, nil, nil, nil, nil
	return &bare
}

// spoilt tells whether a name of the certificate keeps the stack from comparing any.
func (r NameRules) spoilt(c *cert.Cert) bool {
	return r.LegalNamesOnly && (len(c.BadIPs) > 0 ||
		slices.ContainsFunc(c.DNSNames, func(name string) bool { return !legalPattern(name) }) ||
		slices.ContainsFunc(c.URIs, func(uri string) bool {
			_, host, _ := strings.Cut(uri, ":")
			return strings.Count(uri, ":") != 1 || strings.Contains(uri, "*") || !legalPattern(host)
		}))
}

// allows tells whether a name may be compared: in a common name a stack may take no wildcard.
func (r NameRules) allows(c *cert.Cert, name string) bool {
	return !r.ExactCN || len(c.DNSNames) > 0 || !strings.Contains(name, "*")
}

// cns are the common names that may count.
func (r NameRules) cns(c *cert.Cert) []string {
	cns := c.Subject.CommonNames
	switch {
	case r.LastCN && len(cns) > 0:
		return cns[len(cns)-1:]
	case r.FirstCN && len(cns) > 0:
		return cns[:1]
	}
	return cns
}

func withoutNames(c *cert.Cert) string {
	if c.HasSAN {
		return "its subjectAltName has neither DNS names nor IP addresses"
	}
	return "it has no subjectAltName"
}
