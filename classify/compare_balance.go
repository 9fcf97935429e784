package classify

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// addressContrast: one name leads to several servers, which show different certificates.
// Certificates that were issued together for the same names are as good as one.
func addressContrast(c *comparison) []contrast {
	var out []contrast
	for _, m := range c.showing() {
		var facts []Fact
		var other string // an address with another certificate
		for i, d := range m.Dials {
			for _, x := range parse(shownAt(d)) {
				if !alike(m.leaf, x) {
					other = cmp.Or(other, hostOnly(d.Address))
					facts = append(facts, fact(d.Address, m.judged(x), m.ref("dials/%d/certificate", i)))
				}
			}
		}
		if len(facts) == 0 {
			continue
		}
		facts = append([]Fact{fact(m.Address, m.judged(m.leaf), m.ref("chain/presented/0"))}, facts...)
		out = append(out, contrast{members: []*member{m}, finding: finding{word: "members-differ", facts: facts,
			title:  "The addresses of one name show different certificates",
			detail: "a client takes any of the addresses, so that it works or fails by chance",
			fix: []Fix{{On: OnServer, Text: "Put the same certificate on every server behind the name, and reload; take an address of another host out of the DNS. Examine each by itself.",
				Run: script("mongotls doctor --resolve "+quote(m.pinned(other))+" \\\n    "+quote(m.Host), "dig +short "+quote(m.Name))}}}})
	}
	return out
}

// judged is a certificate, and what every client finds wrong with its name or its dates.
func (m *member) judged(x *cert.Cert) string {
	if fault := m.fault(x); fault != "" {
		return summaryOf(x) + "; clients refuse it: it " + fault
	}
	return summaryOf(x)
}

// fault is what every client finds wrong with the name or the dates of a certificate; "" where
// that is nothing.
func (m *member) fault(x *cert.Cert) string {
	switch {
	case m.at.After(x.NotAfter):
		return "has expired"
	case m.at.Before(x.NotBefore):
		return "is not valid yet"
	case verify.Host(x, m.Name, verify.OpenSSLRules().Names) != nil:
		return "is not for " + m.Name
	}
	return ""
}

// shownAt is what an address showed, where it is not what the main connection saw.
func shownAt(d evidence.Dial) []evidence.Certificate {
	if d.Certificate == nil {
		return nil
	}
	return []evidence.Certificate{*d.Certificate}
}

// alike tells whether two certificates serve the same names, come from one issuer and were
// issued in one round.
func alike(a, b *cert.Cert) bool {
	if a.NotBefore.After(b.NotBefore) {
		a, b = b, a
	}
	return a.Issuer.Equal(b.Issuer) && nameSet(a) == nameSet(b) && sameRound(a, b)
}

func summaryOf(x *cert.Cert) string {
	names := strings.Join(x.Evidence().Names, ", ")
	if names == "" {
		names = x.Subject.Text
	}
	return names + ", from " + date(x.NotBefore) + " to " + date(x.NotAfter) + ", issued by " + x.Issuer.Text
}

// nameContrast: the certificate depends on the server name, or on the connection. mongod has
// one certificate and reads the name for its horizons only (ssl_manager_openssl.cpp), so
// something is in front of it.
func nameContrast(c *comparison) []contrast {
	var out []contrast
	for _, m := range c.showing() {
		f, ok := m.turningCertificate()
		if !ok && len(m.byTurns()) == 0 {
			f, ok = m.namedCertificate()
		}
		if ok {
			out = append(out, contrast{finding: f, members: []*member{m}})
		}
	}
	return out
}

// turningCertificate: asked again under one name, the server showed another certificate, and
// one is not as good as the other. So connections to it end at several servers.
func (m *member) turningCertificate() (finding, bool) {
	var facts []Fact
	turns := m.byTurns()
	for _, i := range slices.Sorted(maps.Keys(turns)) {
		x := turns[i]
		if m.another(x) && !m.ownOfEach(x) {
			facts = append(facts, fact("another", m.judged(x), m.ref("sni/%d/certificate", i)))
		}
	}
	if len(facts) == 0 {
		return finding{}, false
	}
	return finding{word: "members-differ",
		title:  "Connections to one address show different certificates",
		detail: "a load balancer hands them to servers with different certificates, so that a client works or fails by chance; the other checks are about the first of these",
		facts:  append([]Fact{fact("one connection", m.judged(m.leaf), m.ref("chain/presented/0"))}, facts...),
		fix: []Fix{{On: OnServer, Text: "Put the same certificate on every server behind the load balancer, and reload. Examine each by its own address, under the name of the load balancer.",
			Run: script("mongotls doctor --resolve " + quote(m.pinned("ADDRESS")) + " \\\n    " + quote(m.Host))}},
	}, true
}

// byTurns are the certificates that further connections under the same name showed, by their
// place in the evidence.
func (m *member) byTurns() map[int]*cert.Cert {
	out := map[int]*cert.Cert{}
	if m.leaf == nil || m.Handshake == nil || m.Handshake.ServerName == "" {
		return out
	}
	for i, p := range m.SNI {
		for _, x := range parse(shownUnder(p)) {
			if p.ServerName == m.Handshake.ServerName && x.Key.Type == m.leaf.Key.Type && x.SHA256 != m.leaf.SHA256 {
				out[i] = x
			}
		}
	}
	return out
}

// ownOfEach tells whether the servers behind a load balancer have a certificate each, issued
// in one round, and all with its name: a client takes one as well as the other.
func (m *member) ownOfEach(x *cert.Cert) bool {
	older, newer := m.leaf, x
	if older.NotBefore.After(newer.NotBefore) {
		older, newer = newer, older
	}
	return x.Issuer.Equal(m.leaf.Issuer) && sameRound(older, newer) && m.fault(x) == "" && m.fault(m.leaf) == ""
}

// byChance says why it is open whether a client connects: another connection shows a
// certificate that clients refuse, or one of an issuer that was not judged.
func (m *member) byChance() string {
	for _, x := range m.byTurns() {
		if m.fault(x) != "" || !x.Issuer.Equal(m.leaf.Issuer) {
			return "connections to this address end at servers with different certificates, and the other one was not judged"
		}
	}
	return ""
}

// pinned is what --resolve takes to lead the member's name to an address.
func (m *member) pinned(address string) string {
	return m.Host + ":" + address
}

// another tells whether a certificate takes the place of the one that was seen first: it has a
// key of the same type, as a server may have one certificate for each, and is not as good.
func (m *member) another(x *cert.Cert) bool {
	return x.Key.Type == m.leaf.Key.Type && x.SHA256 != m.leaf.SHA256 && !alike(m.leaf, x)
}

func (m *member) namedCertificate() (finding, bool) {
	var facts []Fact
	for i, p := range m.SNI {
		for _, x := range parse(shownUnder(p)) {
			if m.another(x) {
				facts = append(facts, fact("with SNI "+sniText(p.ServerName), summaryOf(x), m.ref("sni/%d/certificate", i)))
			}
		}
	}
	if len(facts) == 0 {
		return finding{}, false
	}
	facts = append([]Fact{fact("with SNI "+sniText(m.Name), summaryOf(m.leaf), m.ref("chain/presented/0"))}, facts...)
	for i, p := range m.SNI {
		if p.Leaf == "" && refusedName(p) {
			facts = append(facts, fact("with SNI "+sniText(p.ServerName), "refused: it passes connections on by name", m.ref("sni/%d", i)))
		}
	}
	return finding{word: "certificate-by-sni", detail: m.infront(), facts: facts}, true
}

func shownUnder(p evidence.SNIProbe) []evidence.Certificate {
	if p.Certificate == nil {
		return nil
	}
	return []evidence.Certificate{*p.Certificate}
}

// infront says what the certificate under the right name tells of what stands in front. A
// mongod that shows a certificate for the name by which it knows itself shows its own.
func (m *member) infront() string {
	if m.Hello == nil || m.Hello.Me == "" || m.Hello.Error != "" {
		return "something in front of MongoDB reads the server name; whether it ends TLS or passes it on is not known. If it changes when asked again, a load balancer hands connections to different servers"
	}
	own := hostOnly(m.Hello.Me)
	if verify.Host(m.leaf, own, verify.OpenSSLRules().Names) == nil {
		return "with the right name it is a certificate for " + own + ", as the server calls itself: TLS is likely passed on by name, and ends at MongoDB"
	}
	return "the server calls itself " + own + ", for which the certificate is not valid: TLS likely ends at a proxy, and X.509 login does not work through it"
}

// hostOnly is a host without its port.
func hostOnly(host string) string {
	if ap, err := netip.ParseAddrPort(host); err == nil {
		return ap.Addr().String()
	}
	if i := strings.LastIndexByte(host, ':'); i > 0 && !slices.Contains([]byte(host[:i]), ':') {
		return host[:i]
	}
	return host
}

// balanceCauses are about what stands between a client and its servers.
var balanceCauses = []Cause{{
	Word: "certificate-by-sni", Category: VerifyFailed, Layer: LayerFinding, Mild: Info,
	Title: "The certificate depends on the server name that is asked for",
	Explain: `mongod has one certificate and shows it to everybody. Here it depends on the
name in the ClientHello (SNI), so a proxy, load balancer or ingress stands in
front and either ends TLS itself or passes connections on by name. Clients that
send no name, as old ones and those that dial an address, get another
certificate than the one that was judged.

Where TLS ends in front of mongod, X.509 login does not work, and mongod sees
the address of the proxy.`,
	Fix: []Fix{
		{On: OnClient, Text: "Compare what is shown with the name and without one.",
			Run: script(served("-noout -subject -issuer -dates"), "openssl s_client -connect {host} -noservername \\\n    </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates")},
		{On: OnNetwork, Text: "For X.509 login, pass TLS through to mongod: by TCP, without a certificate on the proxy."},
	},
	Sources: []string{"RFC 6066, section 3", "mongodb/specifications, source/load-balancers", "mongodb/mongo, ssl_manager_openssl.cpp"},
}}
