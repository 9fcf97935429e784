package verify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/cert"
)

// missing decides between an intermediate that the server left out and a CA that is
// unknown. Both look alike: a certificate whose issuer is neither sent nor trusted.
// The likelier one becomes the cause; the other stays a candidate.
//
// For an intermediate speaks that a trusted CA is a relative of the missing issuer
// (the same organisation, domain components or first word of the common name), that
// the server sent a trusted root, that the issuer calls itself "issuing" or the like, and
// that it publishes its certificate while the store is the system's large one: public
// CAs issue no leaf from a root. Against it speaks that the issuer calls itself a root,
// and that the server did send an intermediate although no anchor is a close relative.
func (s stop) missing() Problem {
	signs := s.signsOfIntermediate()
	weight := 0
	for _, sign := range signs {
		weight += sign.weight
	}
	detail := fmt.Sprintf("%s was issued by %s, which was neither sent nor is among the trust anchors",
		subject(s.top), quoteName(s.top.Issuer))
	for _, sign := range signs {
		detail += "; " + sign.text
	}
	problem := Problem{Cause: "unknown-authority", Detail: detail}
	if weight >= 2 {
		problem.Cause, problem.Candidates = "missing-intermediate", []string{"unknown-authority"}
	} else if !s.top.SelfIssued() {
		problem.Candidates = []string{"missing-intermediate"}
	}
	return problem
}

// sign speaks for (positive weight) or against a missing intermediate.
type sign struct {
	weight int
	text   string
}

// manyAnchors is more than a CA file of one's own holds; systems trust over a hundred.
const manyAnchors = 50

func (s stop) signsOfIntermediate() []sign {
	var signs []sign
	issuer := strings.ToLower(strings.Join(s.top.Issuer.CommonNames, " "))
	a, kinship := s.relative()
	if a != nil {
		signs = append(signs, sign{kinship, "the trust anchor " + subject(a) + " looks related"})
	}
	if root := s.sentAnchor(); root != nil {
		signs = append(signs, sign{2, "the server sent the trust anchor " + subject(root)})
	}
	if containsWord(issuer, "intermediate", "issuing", "sub", "subordinate", "signing") {
		signs = append(signs, sign{2, "the name of the issuer is that of an intermediate"})
	}
	if url := s.publishedAt(); url != "" {
		weight := 1
		if s.store >= manyAnchors {
			weight = 2
		}
		signs = append(signs, sign{weight, "the issuer publishes its certificate at " + url})
	}
	if containsWord(issuer, "root") {
		signs = append(signs, sign{-3, "the name of the issuer is that of a root"})
	}
	if s.depth > 0 && kinship < 2 {
		signs = append(signs, sign{-1, fmt.Sprintf("%d certificates of the path were sent", s.depth+1)})
	}
	return signs
}

// relative returns the anchor that most looks as if it stood above the missing issuer,
// and the weight of the likeness.
func (s stop) relative() (best *cert.Cert, weight int) {
	for _, a := range s.anchors {
		if a.BasicConstraints != nil && a.BasicConstraints.MaxPathLen == 0 {
			continue // it can have no CA below it
		}
		if w := likeness(a.Subject, s.top.Issuer); w > weight {
			best, weight = a, w
		}
	}
	return best, weight
}

func (s stop) sentAnchor() *cert.Cert {
	for _, c := range s.presented[1:] {
		if s.isAnchor[c.SHA256] && !slices.Contains(s.path, c) {
			return c
		}
	}
	return nil
}

// publishedAt returns a caIssuers URL that is open to the world; directories are not.
func (s stop) publishedAt() string {
	for _, url := range s.top.CAIssuers {
		if strings.HasPrefix(strings.ToLower(url), "http") {
			return url
		}
	}
	return ""
}

// Attribute types that tell who runs a CA (X.520; RFC 4519, section 2.4).
const (
	oidOrganization    = "2.5.4.10"
	oidDomainComponent = "0.9.2342.19200300.100.1.25"
)

func likeness(a, b cert.Name) int {
	for _, oid := range []string{oidOrganization, oidDomainComponent} {
		if v := values(a, oid); v != "" && v == values(b, oid) {
			return 2
		}
	}
	first := firstWord(a)
	switch {
	case len(first) < 2 || first != firstWord(b):
		return 0
	case slices.Contains(commonWords(), first):
		return 1
	}
	return 2
}

func values(n cert.Name, oid string) string {
	var out []string
	for _, a := range n.Attributes {
		if a.OID == oid {
			out = append(out, strings.ToLower(a.Value))
		}
	}
	return strings.Join(out, "\n")
}

// commonWords begin the names of many CAs that have nothing to do with each other.
func commonWords() []string {
	return []string{"internal", "private", "local", "test", "global", "corporate", "enterprise", "my", "the", "dev", "mongo", "mongodb"}
}

// roleWords say what a certificate is for, not whose it is.
func roleWords() []string {
	return []string{"root", "issuing", "intermediate", "server", "certificate", "certification", "authority"}
}

func firstWord(n cert.Name) string {
	if len(n.CommonNames) == 0 {
		return ""
	}
	words := splitWords(strings.ToLower(n.CommonNames[len(n.CommonNames)-1]))
	if len(words) == 0 || slices.Contains(roleWords(), words[0]) {
		return ""
	}
	return words[0]
}

func containsWord(text string, any ...string) bool {
	return slices.ContainsFunc(splitWords(text), func(w string) bool { return slices.Contains(any, w) })
}

func splitWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -_.,/()", r) })
}
