package classify

import (
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
			if !m.waived(m.judges[i], w) && !m.unfetched(i) && !contains(out[at].refused, i) {
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
	if m.unfetched(judge) {
		return "it downloads the issuer's certificate, which was not tried"
	}
	return m.reports[judge].Unsure
}

// unfetched tells whether a judge would go on from the end of the path by downloading the issuer,
// and nobody tried.
func (m *member) unfetched(judge int) bool {
	r := m.reports[judge]
	if !m.judges[judge].Chain.FollowsAIA || r.Anchored || len(r.Path) == 0 || len(m.Chain.Fetched) > 0 {
		return false
	}
	top := r.Path[len(r.Path)-1]
	return !top.SelfIssued() && len(top.CAIssuers) > 0
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
	facts = append(facts, fact(m.sentLabel(), m.sentText(), m.ref("chain/presented")))
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
	case m.leaf != nil && c.SHA256 == m.leaf.SHA256 && m.file != nil:
		return "first certificate"
	case m.leaf != nil && c.SHA256 == m.leaf.SHA256:
		return "server certificate"
	case c.SelfIssued():
		return "root certificate"
	}
	return "CA certificate"
}

// sentLabel says who has the chain.
func (m *member) sentLabel() string {
	if m.file != nil {
		return "the file holds"
	}
	return "the server sent"
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
