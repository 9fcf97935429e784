package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// chainRule: what each judge's own rules find wrong with the chain or the name. One
// cause is one finding, whoever sees it.
func chainRule(m *member) []finding {
	var out []finding
	for i, r := range m.reports {
		for _, p := range r.Problems {
			w := Word(p.Cause)
			at := slices.IndexFunc(out, func(f finding) bool { return f.word == w })
			if at < 0 {
				out = append(out, m.chainFinding(p))
				at = len(out) - 1
			}
			if !m.waived(m.judges[i], w) && !contains(out[at].refused, i) {
				out[at].refused = append(out[at].refused, i)
			}
		}
	}
	return out
}

// unsure says why a judge's own choice among several paths cannot be foretold; "" if it can.
func (m *member) unsure(judge int) string {
	if judge >= len(m.reports) || m.trusting(m.judges[judge]) {
		return ""
	}
	return m.reports[judge].Unsure
}

// waived tells whether the user's own options let a client go on in spite of the cause.
func (m *member) waived(j driver.Profile, w Word) bool {
	if m.trusting(j) {
		return true
	}
	names := m.client.Insecure || m.client.AllowInvalidHostnames && !j.IgnoresAllowHostnames
	return names && (w == "hostname-mismatch" || w == "no-san")
}

// trusting tells whether the user's options make a client take any certificate.
func (m *member) trusting(j driver.Profile) bool {
	return m.client.AllowInvalidCertificates && !j.IgnoresAllowCertificates || m.client.Insecure && !j.InsecureIsNames
}

func (m *member) chainFinding(p verify.Problem) finding {
	f := finding{word: Word(p.Cause), detail: p.Detail, cert: p.Cert, mild: Warning}
	for _, c := range p.Candidates {
		f.candidates = append(f.candidates, Word(c))
	}
	if f.cert == nil && len(m.openssl.Path) > 0 {
		f.cert = m.openssl.Path[len(m.openssl.Path)-1] // what is missing is above it
	}
	switch f.word {
	case "hostname-mismatch", "no-san":
		f.facts = m.nameFacts()
	default:
		f.facts = m.chainFacts(p)
	}
	return f
}

func (m *member) nameFacts() []Fact {
	e := m.Chain.Presented[0]
	valid := strings.Join(e.Names, ", ")
	if valid == "" {
		valid = "no name (no subjectAltName)"
	}
	return []Fact{
		fact("you connect to", m.Name, m.ref("name")),
		fact("it is valid for", valid, m.ref("chain/presented/0/names")),
		fact("subject", e.Subject, m.ref("chain/presented/0/subject")),
		fact("issued", m.leaf.NotBefore.UTC().Format("2006-01-02")+" by "+e.Issuer, m.ref("chain/presented/0/issuer")),
	}
}

// chainFacts tells which certificate is concerned, what is around it and what it was held against.
func (m *member) chainFacts(p verify.Problem) []Fact {
	var facts []Fact
	if c := p.Cert; c != nil {
		facts = append(facts,
			fact(rolesOf(m, c), c.Subject.Text, m.certRef(c, "subject")),
			fact("issued by", c.Issuer.Text, m.certRef(c, "issuer")),
			fact("valid", day(c.NotBefore, m.at)+" to "+day(c.NotAfter, m.at), m.certRef(c, "not_after")),
		)
	}
	facts = append(facts, fact("the server sent", m.sentText(), m.ref("chain/presented")))
	if trustWords[Word(p.Cause)] {
		facts = append(facts, fact("trusted here", m.trustText(), "/evidence/client/ca_source"))
		facts = append(facts, m.fetchFacts()...)
	}
	return facts
}

// trustWords are the causes for which the anchors matter to the reader.
var trustWords = map[Word]bool{
	"unknown-authority": true, "self-signed": true, "missing-intermediate": true, "wrong-intermediate": true,
	"trust-anchor-mismatch": true, "ca-file-lacks-root": true, "empty-trust-store": true, "bad-signature": true,
}

// rolesOf names a certificate by its part in the chain.
func rolesOf(m *member, c *cert.Cert) string {
	switch {
	case m.leaf != nil && c.SHA256 == m.leaf.SHA256:
		return "server certificate"
	case c.SelfIssued():
		return "root certificate"
	}
	return "CA certificate"
}

// sentText lists the presented certificates by their common names.
func (m *member) sentText() string {
	names := make([]string, 0, len(m.chain))
	for _, c := range m.chain {
		names = append(names, shortName(c.Subject))
	}
	const most = 6
	if more := len(names) - most; more > 0 {
		names = append(names[:most], plural(more, "more certificate"))
	}
	return strings.Join(names, " > ")
}

// shortName is the most specific common name, or the whole name where there is none.
func shortName(n cert.Name) string {
	if len(n.CommonNames) > 0 {
		return n.CommonNames[len(n.CommonNames)-1]
	}
	if n.Text == "" {
		return "(no subject)"
	}
	return n.Text
}

func (m *member) trustText() string {
	if m.client.CASource == evidence.SystemStore || len(m.anchors) > 4 {
		return m.client.CASource + " (" + plural(m.client.AnchorCount, "certificate") + ")"
	}
	names := make([]string, 0, len(m.anchors))
	for _, a := range m.anchors {
		names = append(names, shortName(a.Subject))
	}
	if len(names) == 0 {
		return m.client.CASource + " (no certificate)"
	}
	return m.client.CASource + ": " + strings.Join(names, ", ")
}

func (m *member) fetchFacts() []Fact {
	var facts []Fact
	for i, f := range m.Chain.Fetched {
		value := string(f.Outcome)
		if len(f.Certificates) > 0 {
			value = f.Certificates[0].Subject + " (clients do not fetch it)"
		}
		facts = append(facts, fact("found at "+f.URL, value, m.ref("chain/fetched/%d", i)))
	}
	return facts
}

// chainFindings: what is odd about a chain without stopping anybody.
func chainFindings(m *member) []finding {
	if len(m.chain) == 0 {
		return nil
	}
	return slices.Concat(m.sentOdd(), m.pathOdd())
}

// sentOdd judges what was sent beside the path that was used.
func (m *member) sentOdd() []finding {
	var out []finding
	seen := map[[32]byte]bool{}
	onPath := map[[32]byte]bool{}
	for _, p := range append([]verify.Path{{Certs: m.openssl.Path}}, m.openssl.Paths...) {
		for _, c := range p.Certs {
			onPath[c.SHA256] = true
		}
	}
	for i, c := range m.chain {
		ref := m.ref("chain/presented/%d", i)
		switch {
		case seen[c.SHA256]:
			out = append(out, finding{word: "duplicate-certificate", cert: c, facts: []Fact{fact("sent twice", c.Subject.Text, ref)}})
		case i > 0 && c.SelfIssued() && m.openssl.Anchored && onPath[c.SHA256]:
			out = append(out, finding{word: "root-sent", cert: c, facts: []Fact{fact("sent", c.Subject.Text, ref)}})
		case i > 0 && m.openssl.Anchored && !onPath[c.SHA256]:
			out = append(out, finding{word: "extra-certificate", cert: c, facts: []Fact{fact("not needed", c.Subject.Text, ref)}})
		}
		seen[c.SHA256] = true
	}
	if m.openssl.Anchored && m.disordered() {
		out = append(out, finding{word: "chain-order", facts: []Fact{fact("sent in this order", m.sentText(), m.ref("chain/presented"))}})
	}
	return merge(out)
}

// merge makes one finding of several with the same cause.
func merge(list []finding) []finding {
	var out []finding
	for _, f := range list {
		i := slices.IndexFunc(out, func(o finding) bool { return o.word == f.word })
		if i < 0 {
			out = append(out, f)
			continue
		}
		out[i].facts = append(out[i].facts, f.facts...)
		for _, j := range f.refused {
			if !contains(out[i].refused, j) {
				out[i].refused = append(out[i].refused, j)
			}
		}
	}
	return out
}

// disordered tells whether the certificates of the path were sent in another order than
// the path's (RFC 5246, section 7.4.2 asked for it; RFC 8446 no longer does).
func (m *member) disordered() bool {
	last := -1
	for _, c := range m.openssl.Path {
		i := slices.IndexFunc(m.chain, func(p *cert.Cert) bool { return p.SHA256 == c.SHA256 })
		if i < 0 {
			continue
		}
		if i < last {
			return true
		}
		last = i
	}
	return false
}

// sizeRule: more certificates, or more bytes of them, than a client takes. Usually a whole
// bundle of CAs was put into certificateKeyFile.
func sizeRule(m *member) []finding {
	size := 0
	for _, c := range m.chain {
		size += len(c.Raw)
	}
	refused := m.judgesWhere(func(j driver.Profile) bool {
		return j.MaxChain > 0 && len(m.chain) > j.MaxChain || j.MaxChainBytes > 0 && size > j.MaxChainBytes
	})
	if len(refused) == 0 {
		return nil
	}
	return []finding{{word: "extra-certificate", refused: refused, facts: []Fact{
		fact("the server sent", plural(len(m.chain), "certificate")+fmt.Sprintf(", %d kB", size/1000), m.ref("chain/presented")),
		fact("too many for", m.limits(refused), ""),
	}}}
}

// limits lists how much each of some judges takes.
func (m *member) limits(judges []int) string {
	var out []string
	for _, i := range judges {
		j := m.judges[i]
		limit := fmt.Sprintf("%d kB", j.MaxChainBytes/1000)
		if j.MaxChain > 0 {
			limit = fmt.Sprintf("%d certificates or %s", j.MaxChain, limit)
		}
		out = append(out, j.Title+" ("+limit+")")
	}
	return strings.Join(out, ", ")
}

// pathOdd judges the path that was used.
func (m *member) pathOdd() []finding {
	var out []finding
	r := m.openssl
	if bc := m.leaf.BasicConstraints; bc != nil && bc.CA {
		out = append(out, finding{word: "leaf-is-ca", cert: m.leaf, facts: []Fact{fact("server certificate", m.leaf.Subject.Text+" says CA:TRUE", m.certRef(m.leaf, "pem"))}})
	}
	if !r.Anchored || len(r.Path) == 0 {
		return out
	}
	if missing := m.notSent(); len(missing) > 0 {
		out = append(out, finding{word: "intermediate-not-sent", cert: missing[0], facts: []Fact{
			fact("not sent", missing[0].Subject.Text, ""),
			fact("found only in", m.client.CASource, "/evidence/client/ca_source"),
		}})
	}
	if r.Verified {
		for _, p := range r.Paths {
			if i := slices.IndexFunc(p.Problems, func(q verify.Problem) bool { return strings.HasPrefix(q.Cause, "expired") }); i >= 0 {
				out = append(out, finding{word: "expired-alternative-path", cert: p.Problems[i].Cert, detail: p.Problems[i].Detail})
				break
			}
		}
	}
	if root := r.Path[len(r.Path)-1]; root.SelfIssued() && root != m.leaf {
		if root.Version == 1 {
			out = append(out, finding{word: "v1-root", cert: root, facts: []Fact{fact("root", root.Subject.Text, "")}})
		}
		if h := root.SignatureAlgorithm.Hash; h == "SHA-1" || h == "MD5" {
			out = append(out, finding{word: "sha1-root", cert: root, facts: []Fact{fact("root", root.Subject.Text+", signed with "+h, "")}})
		}
	}
	return out
}

// notSent are the CA certificates between leaf and anchor that only the CA source had.
func (m *member) notSent() []*cert.Cert {
	var out []*cert.Cert
	path := m.openssl.Path
	for i, c := range path {
		if i == 0 || i == len(path)-1 {
			continue
		}
		if !slices.ContainsFunc(m.chain, func(p *cert.Cert) bool { return p.SHA256 == c.SHA256 }) {
			out = append(out, c)
		}
	}
	return out
}
