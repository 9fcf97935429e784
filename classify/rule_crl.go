package classify

import (
	"slices"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/revocation"
)

// crlRule: the CRL file by each judge's rules, and lists that were downloaded, which no
// driver sees.
func crlRule(m *member) []finding {
	var out []finding
	for i, c := range m.CRL {
		ref := m.ref("crl/%d", i)
		fromFile := c.Source == m.client.CRLFile
		switch {
		case c.Status == evidence.StatusRevoked:
			out = append(out, m.revokedByCRL(c, fromFile, ref)...)
		case fromFile && c.Cause != "":
			out = append(out, finding{word: Word(c.Cause), cert: m.atDepth(c.Depth), mild: Warning, facts: []Fact{fact(c.Source, c.Why, ref)}})
		case c.Cause != "" && c.Depth == 0:
			out = append(out, finding{word: Word(c.Cause), cert: m.leaf, mild: Info, facts: []Fact{fact(c.Source, c.Why, ref)}})
		}
	}
	return merge(append(append(out, m.crlRefusals()...), m.crlOptionRefused()...))
}

// crlOptionRefused: a client that does not start with a CRL file.
func (m *member) crlOptionRefused() []finding {
	refused := m.judgesWhere(func(j driver.Profile) bool { return j.RefusesCRLFile })
	if m.client.CRLFile == "" || len(refused) == 0 {
		return nil
	}
	return []finding{{word: "unsupported-option", refused: refused,
		facts: []Fact{fact("the option", "a CRL file ("+m.client.CRLFile+")", "/evidence/client/crl_file")}}}
}

func (m *member) revokedByCRL(c evidence.CRLCheck, fromFile bool, ref string) []finding {
	var notice []int
	if fromFile {
		for _, i := range m.crlJudges() {
			check, applied := m.heldAgainst(m.judges[i], c.Depth)
			if applied && check.Status == evidence.StatusRevoked {
				notice = append(notice, i)
			}
		}
	}
	out := []finding{m.revoked(c.Depth, "the CRL "+c.Source, c.RevokedAt, c.Reason, ref, notice)}
	if c.Depth == 0 && m.OCSP.Staple.Status == evidence.StatusGood {
		out = append(out, finding{word: "revoked-behind-good-staple", facts: []Fact{fact("the staple says", "good", m.ref("ocsp/staple"))}})
	}
	return out
}

// crlJudges are the judges with an option for a CRL file.
func (m *member) crlJudges() []int {
	return m.revocationJudges(func(j driver.Profile) bool { return j.CRLDepth != driver.NoCRL })
}

// crlRefusals asks of each judge with an option for a CRL file what its code finds missing
// or stale in the file.
func (m *member) crlRefusals() []finding {
	var out []finding
	for _, i := range m.crlJudges() {
		for depth, c := range m.openssl.Path {
			check, applied := m.heldAgainst(m.judges[i], depth)
			if applied && check.Cause != "" && check.Status != evidence.StatusRevoked {
				out = append(out, finding{word: Word(check.Cause), refused: []int{i}, cert: c, facts: m.crlFacts(check, c, m.judges[i])})
			}
		}
	}
	return out
}

// heldAgainst holds the certificate at one depth against the CRL file as a judge does;
// applied is false where the judge does not.
func (m *member) heldAgainst(j driver.Profile, depth int) (check evidence.CRLCheck, applied bool) {
	lists, path := m.crlFile(), m.openssl.Path
	if len(lists) == 0 || depth+1 >= len(path) || depth > 0 && j.CRLDepth == driver.LeafCRL {
		return check, false
	}
	if j.FirstCRLOnly {
		lists = lists[:1]
	}
	return revocation.CheckCRL(path[depth], path[depth+1], lists, m.at, m.client.CRLFile), true
}

// crlFacts tells what is missing for one judge, unless the evidence says it for all.
func (m *member) crlFacts(check evidence.CRLCheck, c *cert.Cert, j driver.Profile) []Fact {
	same := func(e evidence.CRLCheck) bool { return e.Source == check.Source && e.Why == check.Why }
	if slices.ContainsFunc(m.CRL, same) {
		return nil
	}
	return []Fact{fact("for "+j.Title, shortName(c.Subject)+": "+check.Why+" (it reads the first list of the file only)", "")}
}

func (m *member) crlFile() []*revocation.CRL {
	var lists []*revocation.CRL
	for _, c := range m.client.CRLs {
		parsed, _ := revocation.ParseCRLs(c.DER)
		lists = append(lists, parsed...)
	}
	return lists
}
