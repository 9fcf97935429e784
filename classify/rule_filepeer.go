package classify

import (
	"slices"

	"mongotls/probe/evidence"
)

// peerRule holds the subject against those of the other members: O, OU and DC must be equal
// as sets, and at least one be there (server manual, "Member Certificate Requirements"). A
// user's must differ.
func peerRule(m *member) []finding {
	own := m.file.X509
	if own == nil || len(m.file.Peers) == 0 {
		return nil
	}
	same, other := m.peersByName(own.Member)
	facts := []Fact{fact("this certificate", attributes(own.Member), m.ref("x509/member"))}
	if m.file.Use == evidence.UseClient {
		if len(same) == 0 || len(own.Member) == 0 {
			return nil
		}
		return []finding{{word: "x509-subject-is-member", always: true, cert: m.leaf, facts: append(facts, same...)}}
	}
	switch {
	case len(own.Member) == 0:
		return []finding{{word: "member-cert-mismatch", always: true, cert: m.leaf, facts: append(facts, slices.Concat(same, other)...),
			title: "The subject has none of O, OU and DC, which members need"}}
	case len(other) > 0:
		return []finding{{word: "member-cert-mismatch", always: true, cert: m.leaf, facts: append(facts, other...),
			title:  "O, OU or DC of the certificate differ from another member's",
			detail: "O, OU and DC differ from those of " + plural(len(other), "other certificate")}}
	}
	return m.otherIssuers()
}

// otherIssuers: without a CA file to verify them with, certificates of different issuers may
// or may not be of one CA.
func (m *member) otherIssuers() []finding {
	if m.leaf == nil || m.anchorsKnown() {
		return nil
	}
	f := finding{word: "member-cert-mismatch", title: "The certificates of the members have different issuers", why: untakenWhy, mild: Warning,
		detail: "members verify each other with one CA file, which must hold the CAs of all; give it (--tlsCAFile) to have that checked",
		facts:  []Fact{fact("this certificate", m.leaf.Issuer.Text, m.certRef(m.leaf, "issuer"))}}
	for i, p := range m.file.Peers {
		if p.Certificate.Issuer != m.leaf.Issuer.Text {
			f.facts = append(f.facts, fact(p.Path, p.Certificate.Issuer, m.ref("peers/%d/certificate/issuer", i)))
		}
	}
	if len(f.facts) == 1 {
		return nil
	}
	return []finding{f}
}

// peersByName tells which of the peers have the same O, OU and DC, and which have not.
func (m *member) peersByName(own []string) (same, other []Fact) {
	for i, p := range m.file.Peers {
		f := fact(p.Path, attributes(p.Member), m.ref("peers/%d/member", i))
		if slices.Equal(own, p.Member) {
			same = append(same, f)
		} else {
			other = append(other, f)
		}
	}
	return same, other
}
