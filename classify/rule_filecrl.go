package classify

import (
	"slices"

	"mongotls/probe/evidence"
)

// fileCRLRule is crlRule. A CRL file covers the certificates that its owner verifies: of an
// own one it says for certain only that it is revoked, which the other side notices.
func fileCRLRule(m *member) []finding {
	out := crlRule(m)
	if !m.clientSide() {
		return out
	}
	out = slices.DeleteFunc(out, func(f finding) bool { return !f.always })
	for i := range out {
		out[i].refused = m.everyone()
	}
	return out
}

// listRule: CRLs that are out of date, or of no CA that is trusted.
func listRule(m *member) []finding {
	var out []finding
	for i, c := range m.file.CRLs {
		ref := m.ref("crls/%d", i)
		if c.NextUpdate != nil && !m.at.Before(*c.NextUpdate) {
			out = append(out, finding{word: "crl-expired", refused: m.crlJudges(), mild: Warning, facts: []Fact{
				fact("CRL of", c.Issuer, ref+"/issuer"), fact("next update", day(*c.NextUpdate, m.at), ref+"/next_update")}})
		}
		if c.ThisUpdate != nil && m.at.Before(*c.ThisUpdate) {
			out = append(out, finding{word: "crl-missing", refused: m.crlJudges(), mild: Warning, detail: "the list is not valid yet", facts: []Fact{
				fact("CRL of", c.Issuer, ref+"/issuer"), fact("this update", day(*c.ThisUpdate, m.at), ref+"/this_update")}})
		}
		if c.Signed == "no" {
			out = append(out, finding{word: "crl-missing", refused: m.crlJudges(), mild: Warning, detail: "the list is signed with another key than that of the CA with this name",
				facts: []Fact{fact("CRL of", c.Issuer, ref+"/issuer")}})
		}
		if c.Signed == "" && m.client.CASource != evidence.SystemStore {
			out = append(out, finding{word: "crl-missing", mild: Warning, detail: "no certificate of the files given is the issuer of the list",
				facts: []Fact{fact("CRL of", c.Issuer, ref+"/issuer"), fact("trusted here", m.trustText(), "/evidence/client/ca_source")}})
		}
	}
	return merge(out)
}
