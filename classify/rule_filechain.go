package classify

import (
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// fileChainRule: what is wrong with the chain of a file. A chain for clients is judged as
// each judge judges it from a server; a client's own as mongod does.
func fileChainRule(m *member) []finding {
	if m.leaf == nil {
		return m.unreadable()
	}
	out := m.clientChain()
	if !m.clientSide() {
		out = m.startsNot(chainRule(m))
	}
	if m.anchorsKnown() {
		return out
	}
	return slices.DeleteFunc(out, func(f finding) bool { return anchorWords[f.word] })
}

// startsNot adds what mongod makes of a certificate outside its dates: it does not start
// (mongodb/mongo, ssl_manager_openssl.cpp).
func (m *member) startsNot(found []finding) []finding {
	for i, f := range found {
		if f.word == "expired" || f.word == "not-yet-valid" {
			found[i].facts = append(found[i].facts, fact("mongod", "does not start with a certificate outside its dates; a running one goes on", ""))
		}
	}
	return found
}

// anchorWords are the causes that nobody can know of without the CA file that counts.
var anchorWords = map[Word]bool{
	"unknown-authority": true, "self-signed": true, "missing-intermediate": true, "ca-file-lacks-root": true,
	"trust-anchor-mismatch": true, "empty-trust-store": true, "client-cert-untrusted": true,
}

// clientWords are what the faults of a chain are called where a server meets them.
var clientWords = map[Word]Word{
	"expired": "client-cert-expired", "not-yet-valid": "client-cert-expired", "wrong-eku": "client-cert-wrong-eku",
	"unknown-authority": "client-cert-untrusted", "missing-intermediate": "client-cert-untrusted",
	"trust-anchor-mismatch": "client-cert-untrusted", "self-signed": "client-cert-untrusted",
}

// clientChain judges the chain as mongod judges that of a client or of another member: by
// OpenSSL's rules, and the same for every client that presents it.
func (m *member) clientChain() []finding {
	if !m.clientSide() {
		return nil
	}
	var out []finding
	for _, p := range m.openssl.Problems {
		f := m.chainFinding(p)
		if w, ok := clientWords[f.word]; ok {
			f.word = w
		}
		f.refused, f.candidates = m.everyone(), nil
		if slices.IndexFunc(out, func(o finding) bool { return o.word == f.word }) < 0 {
			out = append(out, f)
		}
	}
	return out
}

// fileNameRule: the certificate is not valid for some of the host names that it is to serve.
func fileNameRule(m *member) []finding {
	if m.leaf == nil || m.clientSide() {
		return nil
	}
	var out []finding
	for _, name := range m.file.Names {
		out = append(out, m.nameFindings(name)...)
	}
	if len(m.file.Names) == 0 {
		out = m.withoutName()
	}
	return merge(out)
}

// withoutName: the certificate has no name at all that some clients would compare with. That it
// is a server's is certain only where its use is known.
func (m *member) withoutName() []finding {
	if len(m.leaf.DNSNames)+len(m.leaf.IPs)+len(m.leaf.BadIPs) > 0 || m.file.Role == evidence.RolePeer {
		return nil
	}
	name := Placeholders["name"]
	if cns := m.leaf.Subject.CommonNames; len(cns) > 0 {
		name = cns[len(cns)-1]
	}
	found := m.nameFindings(name)
	for i := range found {
		found[i].facts = found[i].facts[1:] // no name was asked for
		if m.file.Use == evidence.UseUnknown {
			found[i].refused, found[i].mild = nil, Info
			found[i].detail = "the certificate has no subjectAltName, which a server's needs"
			if strings.Contains(name, ".") { // looks like a host
				found[i].mild = Warning
			}
		}
	}
	return found
}

// nameFindings are one for each cause that a judge finds with one name.
func (m *member) nameFindings(name string) []finding {
	var out []finding
	for i, j := range m.judges {
		p := verify.Host(m.leaf, name, j.Chain.Names)
		if p == nil {
			continue
		}
		at := slices.IndexFunc(out, func(f finding) bool { return f.word == Word(p.Cause) })
		if at < 0 {
			at = len(out)
			out = append(out, finding{word: Word(p.Cause), cert: m.leaf, vars: map[string]string{
				"name": name, "san": sanFor(name), "host": name + ":27017",
			}, facts: []Fact{fact("not valid for", name, ""), m.validFor()}})
		}
		out[at].refused = append(out[at].refused, i)
	}
	return out
}

func (m *member) validFor() Fact {
	names := strings.Join(m.Chain.Presented[0].Names, ", ")
	if names == "" {
		names = "no name (no subjectAltName)"
	}
	return fact("it is valid for", names, m.ref("chain/presented/0/names"))
}

// fileUsageRule: the certificate of a member is a client's, too, towards the other members
// (server manual, "Member Certificate Requirements"). Where it is not known to be a
// member's, that is worth a warning only.
func fileUsageRule(m *member) []finding {
	f := m.file
	if m.leaf == nil || !slices.Contains([]evidence.Use{evidence.UseUnknown, evidence.UseMember}, f.Use) {
		return nil
	}
	out := m.memberUsage()
	for i := range out {
		out[i].detail += "; other members refuse it as the certificate of a client"
		out[i].always = f.Use == evidence.UseMember
		if !out[i].always {
			out[i].detail += " (this matters in a replica set or a sharded cluster whose members present it to each other)"
		}
	}
	return merge(out)
}

// memberUsage is what other members find wrong with the purposes of a certificate, and clients
// do not.
func (m *member) memberUsage() []finding {
	in := m.input
	in.Client, in.Host = true, ""
	var out []finding
	for _, p := range verify.Chain(in, verify.OpenSSLRules()).Problems {
		if memberTitles[Word(p.Cause)] == "" || slices.ContainsFunc(m.openssl.Problems, func(q verify.Problem) bool { return q.Cause == p.Cause }) {
			continue // another matter, or wrong for clients as well
		}
		found := m.chainFinding(p)
		found.title = memberTitles[found.word]
		found.detail = p.Detail
		out = append(out, found)
	}
	return out
}

// memberTitles say what a member's certificate lacks as a client's.
var memberTitles = map[Word]string{
	"wrong-eku":       "The certificate lacks clientAuth, which members need",
	"wrong-key-usage": "The certificate's key may not sign, as members need it to",
}

// firstOnlyRule: some clients send the first certificate of their file only, and a server
// without the intermediates cannot verify that. What the server has is not known here.
func firstOnlyRule(m *member) []finding {
	judges := m.judgesWhere(func(j driver.Profile) bool { return j.SendsLeafOnly })
	if m.leaf == nil || m.file.Use != evidence.UseClient || len(judges) == 0 || len(m.chain) < 2 || !m.openssl.Verified {
		return nil
	}
	in := m.input
	in.Presented = m.chain[:1]
	if verify.Chain(in, verify.OpenSSLRules()).Verified {
		return nil
	}
	titles := make([]string, len(judges))
	for i, j := range judges {
		titles[i] = m.judges[j].Label()
	}
	return []finding{{word: "client-cert-untrusted", mild: Warning, title: "Some clients send the first certificate of the file only",
		detail: "a server that lacks the intermediate refuses it then; it must have the intermediate in its own CA file",
		facts:  []Fact{fact("the first only", enumerate(titles), ""), fact("issued by", m.leaf.Issuer.Text, m.certRef(m.leaf, "issuer"))}}}
}
