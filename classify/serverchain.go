package classify

import (
	"slices"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// ServerChain is the chain that the first member with a missing intermediate should send,
// as PEM: leaf and intermediates, without the root. "" when no such chain is known.
func ServerChain(e *evidence.Evidence) string {
	for i := range e.Members {
		m := newMember(e, i, Options{})
		if m.leaf == nil || len(m.fetched) == 0 {
			continue
		}
		r := verify.Chain(verify.Input{
			Presented: slices.Concat(m.chain, m.fetched), Anchors: m.anchors, At: m.at,
		}, verify.OpenSSLRules())
		if r.Anchored {
			return bundle(r.Path)
		}
	}
	return ""
}

func bundle(path []*cert.Cert) string {
	var out strings.Builder
	for i, c := range path {
		if i == 0 || !c.SelfIssued() {
			out.WriteString(c.Evidence().PEM)
		}
	}
	return out.String()
}
