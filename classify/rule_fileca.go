package classify

import (
	"slices"

	"mongotls/probe/cert"
)

// authorityRule: what is wrong with the certificates of a CA file.
func authorityRule(m *member) []finding {
	certs := m.fileCerts()
	if len(certs) == 0 {
		return nil
	}
	return merge(slices.Concat(m.withoutAnchor(certs), m.datedAnchors(certs), m.weakAnchors(certs), m.soonAnchors(certs), oddAnchors(m, certs)))
}

func canIssue(c *cert.Cert) bool { return c.IsCA() || c.SelfIssued() }

// withoutAnchor: no certificate of the file ends a path for everybody.
func (m *member) withoutAnchor(certs []*cert.Cert) []finding {
	roots := slices.ContainsFunc(certs, func(c *cert.Cert) bool { return c.SelfIssued() })
	if roots {
		return nil
	}
	f := finding{word: "ca-file-lacks-root", cert: certs[0]}
	for i, j := range m.judges {
		issuers := slices.ContainsFunc(certs, canIssue)
		if !j.Chain.PartialChain || !issuers && !j.Chain.TrustedLeaf {
			f.refused = append(f.refused, i)
		}
	}
	f.detail = "no certificate of the file is self-signed"
	if !slices.ContainsFunc(certs, canIssue) {
		f.detail = "the file holds no CA certificate, only certificates of servers or clients"
	}
	for _, c := range certs[:min(len(certs), maxIssuersTold)] {
		f.facts = append(f.facts, fact("it holds", c.Subject.Text+", issued by "+c.Issuer.Text, ""))
	}
	return []finding{f}
}

// datedAnchors: a CA certificate is not within its dates. It stops clients for certain only
// where the file has no other.
func (m *member) datedAnchors(certs []*cert.Cert) []finding {
	outside := func(c *cert.Cert) bool { return m.at.After(c.NotAfter) || m.at.Before(c.NotBefore) }
	good := slices.ContainsFunc(certs, func(c *cert.Cert) bool { return canIssue(c) && !outside(c) })
	var out []finding
	for _, c := range certs {
		if !outside(c) {
			continue
		}
		f := finding{word: "expired-root", cert: c, mild: Warning, facts: []Fact{
			fact("CA certificate", c.Subject.Text, ""), fact("valid", day(c.NotBefore, m.at)+" to "+day(c.NotAfter, m.at), "")}}
		switch {
		case m.at.Before(c.NotBefore):
			f.word = "not-yet-valid-intermediate" // the contract has no word of its own for a root
		case !c.SelfIssued():
			f.word = "expired-intermediate"
		}
		for i, j := range m.judges {
			if !good && !j.Chain.SkipAnchorDates {
				f.refused = append(f.refused, i)
			}
		}
		out = append(out, f)
	}
	return out
}

// weakAnchors: a key below what judges ask for; certain only where the file has no other CA.
func (m *member) weakAnchors(certs []*cert.Cert) []finding {
	var out []finding
	for _, c := range certs {
		f := finding{word: "weak-key", cert: c, mild: Warning, facts: []Fact{fact("CA certificate", c.Subject.Text+", "+c.Key.String(), "")}}
		var below []string
		for i, j := range m.judges {
			least := j.Chain.MinRSABits
			if c.Key.Type == "ECDSA" {
				least = j.Chain.MinECBits
			}
			if c.Key.Bits == 0 || c.Key.Bits >= least {
				continue
			}
			below = append(below, j.Label())
			if len(certs) == 1 {
				f.refused = append(f.refused, i)
			}
		}
		if len(below) > 0 {
			f.facts = append(f.facts, fact("too weak for", enumerate(below), ""))
			out = append(out, f)
		}
	}
	return out
}

func (m *member) soonAnchors(certs []*cert.Cert) []finding {
	var out []finding
	for _, c := range certs {
		if left := c.NotAfter.Sub(m.at); left >= 0 && left <= m.soon {
			out = append(out, finding{word: "expires-soon", cert: c, facts: []Fact{
				fact("CA certificate", c.Subject.Text, ""), fact("valid until", day(c.NotAfter, m.at), "")}})
		}
	}
	return out
}

// oddAnchors: what a CA file holds beside CA certificates.
func oddAnchors(m *member, certs []*cert.Cert) []finding {
	var out []finding
	seen := map[[32]byte]bool{}
	issuers := slices.ContainsFunc(certs, canIssue)
	for i, c := range certs {
		ref := m.ref("chain/presented/%d", i)
		switch {
		case seen[c.SHA256]:
			out = append(out, finding{word: "duplicate-certificate", cert: c, facts: []Fact{fact("held twice", c.Subject.Text, ref)}})
		case issuers && !canIssue(c):
			out = append(out, finding{word: "extra-certificate", cert: c, facts: []Fact{fact("no CA certificate", c.Subject.Text, ref)}})
		}
		seen[c.SHA256] = true
	}
	return out
}

// keyInCARule: a private key among the CA certificates, which are given to everybody.
func keyInCARule(m *member) []finding {
	if len(m.file.Keys) == 0 {
		return nil
	}
	return []finding{{word: "key-in-ca-file", detail: "the file holds " + plural(len(m.file.Keys), "private key") + " beside its certificates",
		facts: []Fact{fact("file", m.fileText(), m.ref("path"))}}}
}
