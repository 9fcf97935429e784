package srv

import (
	"cmp"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

// refused says why drivers refuse an SRV record of name; "" where they take it. Names and
// the suffix, "" for none, are bare.
func refused(name, suffix string, r evidence.SRVRecord) string {
	switch _, err := target.ParseHostPort(r.Host); {
	case r.Host == "":
		return "the record says that there is no such service (RFC 2782)"
	case err != nil || strings.ContainsAny(r.Host, ":["):
		return "the target is not a host name"
	case r.Port == 0:
		return "port 0 cannot be connected to"
	}
	if domain := cmp.Or(suffix, parent(name)); !under(r.Host, domain) {
		return "the target is not under " + domain
	}
	return ""
}

func under(host, domain string) bool { return strings.HasSuffix(host, "."+domain) }

// parent is the domain that targets of a name must lie under: the name without its first
// label, or the whole where it has fewer than three labels. A target is then always longer
// than the domain by a label.
func parent(name string) string {
	if strings.Count(name, ".") < 2 {
		return name
	}
	_, domain, _ := strings.Cut(name, ".")
	return domain
}
