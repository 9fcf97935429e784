// Package inspection knows the names that products which open TLS connections give to their
// CAs. A name is a sign and no proof: everybody may name a CA so. It is pure.
package inspection

import "strings"

// products are parts of a subject, in lower case, and the product that is known by them. They
// are long enough not to stand in the name of a public CA.
var products = []struct{ part, product string }{
	{"zscaler", "Zscaler"},
	{"netskope", "Netskope"},
	{"goskope", "Netskope"},
	{"fortinet", "FortiGate"},
	{"fortigate", "FortiGate"},
	{"palo alto networks", "Palo Alto Networks"},
	{"globalprotect", "Palo Alto Networks"},
	{"blue coat", "Blue Coat"},
	{"bluecoat", "Blue Coat"},
	{"cisco umbrella", "Cisco Umbrella"},
	{"cloudflare for teams", "Cloudflare Gateway"},
	{"gateway ca - cloudflare", "Cloudflare Gateway"},
	{"forcepoint", "Forcepoint"},
	{"websense", "Forcepoint"},
	{"mcafee web gateway", "Skyhigh Web Gateway"},
	{"skyhigh security", "Skyhigh Web Gateway"},
	{"sophos", "Sophos"},
	{"check point", "Check Point"},
	{"barracuda", "Barracuda"},
	{"untangle", "Untangle"},
	{"watchguard", "WatchGuard"},
	{"sonicwall", "SonicWall"},
	{"cato networks", "Cato Networks"},
	{"iboss", "iboss"},
	{"kaspersky", "Kaspersky"},
	{"avast web/mail shield", "Avast"},
	{"avg web/mail shield", "AVG"},
	{"eset ssl filter", "ESET"},
	{"bitdefender", "Bitdefender"},
	{"squid proxy", "Squid"},
	{"mitmproxy", "mitmproxy"},
	{"charles proxy", "Charles"},
	{"fiddler", "Fiddler"},
	{"portswigger", "Burp Suite"},
}

// Product is the product whose name a subject bears (RFC 4514); "" for none.
func Product(subject string) string {
	subject = strings.ToLower(subject)
	for _, p := range products {
		if strings.Contains(subject, p.part) {
			return p.product
		}
	}
	return ""
}
