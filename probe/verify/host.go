package verify

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/cert"
)

// Host says why c is not a certificate for host under the rules r; nil when it is. An
// IPv6 address may stand in brackets. The cause is no-san where the stack finds no name
// at all to compare with, else hostname-mismatch.
func Host(c *cert.Cert, host string, r NameRules) *Problem {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	var names []string
	var matched bool
	if ip, err := netip.ParseAddr(host); err == nil && ip.Zone() == "" {
		matched = r.matchIP(c, ip)
	} else {
		names = r.names(c)
		matched = slices.ContainsFunc(names, func(name string) bool { return r.matchName(name, host) })
	}
	if matched {
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
	if r.IPInDNS && slices.Contains(c.DNSNames, ip.String()) {
		return true
	}
	return slices.ContainsFunc(c.IPs, func(san netip.Addr) bool {
		return san == ip || r.MappedIPv4 && san.Unmap() == ip.Unmap()
	})
}

// names are those that count for a DNS host.
func (r NameRules) names(c *cert.Cert) []string {
	cns := c.Subject.CommonNames
	switch {
	case len(c.DNSNames) > 0, r.CNFallback == "never", r.CNFallback == "no-san" && c.HasSAN, len(cns) == 0:
		return c.DNSNames
	case r.LastCN:
		return cns[len(cns)-1:]
	}
	return cns
}

func withoutNames(c *cert.Cert) string {
	if c.HasSAN {
		return "its subjectAltName has neither DNS names nor IP addresses"
	}
	return "it has no subjectAltName"
}
