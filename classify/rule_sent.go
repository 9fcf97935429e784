package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/verify"
)

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
