// Package verify builds the paths from a presented chain to the trust anchors
// and reports every reason why each fails, under the rules of one TLS stack.
// The default rules are OpenSSL 3's, which mongod and most drivers on Linux use
// (x509_vfy.c, v3_purp.c; RFC 5280, section 6).
//
// It is pure: no I/O, no clock. classify calls it again under each driver's rules.
// The order of the anchors, and of the presented certificates after the first,
// has no influence on a report.
package verify

import (
	"fmt"
	"slices"
	"time"

	"mongotls/probe/cert"
)

// Input is one chain to judge.
type Input struct {
	Presented []*cert.Cert // as sent, leaf first
	Anchors   []*cert.Cert
	// OtherAnchors is the number of further trust anchors that were left out because they
	// have nothing to do with the chain.
	OtherAnchors int
	// Fetched are certificates that the server did not send, got by an AIA URL or from
	// elsewhere. They never make a chain good; they tell why it is not.
	Fetched []*cert.Cert
	At      time.Time
	Host    string // DNS name or IP address; "" = do not check
	// Client judges for clientAuth instead of serverAuth.
	Client bool
	// Signatures are what earlier calls found out; nil if there were none.
	Signatures Signatures
}

// Signatures remember which certificate signed which, so that judging one chain under several
// rules costs each public key operation once. They are not safe for concurrent use.
type Signatures map[[2][32]byte]cert.SignatureState

func (s Signatures) check(child, issuer *cert.Cert) cert.SignatureState {
	pair := [2][32]byte{child.SHA256, issuer.SHA256}
	state, known := s[pair]
	if !known {
		state = child.CheckSignatureFrom(issuer)
		if s != nil {
			s[pair] = state
		}
	}
	return state
}

// Report is what a chain is worth under some rules. It is zero but for Notes when
// nothing was presented.
type Report struct {
	Verified bool
	// Path is the best path found, leaf first: the one that verifies, else the one with the
	// fewest faults, and for a stack that tries one path only, that one. It ends in an anchor
	// only when Anchored.
	Path     []*cert.Cert
	Anchored bool
	// Paths are all paths that end in an anchor, good or not.
	Paths    []Path
	Problems []Problem // of Path, by depth; empty exactly when Verified
	// Notes are sentences about what could not be judged or was not looked at.
	Notes []string
	// Unsure says why Verified may be too kind: the stack's choice depends on an order that
	// these rules do not model. It is one of Notes.
	Unsure string
}

// Path is one candidate.
type Path struct {
	Certs    []*cert.Cert
	Problems []Problem
}

// Problem is one reason, in the contract's words for causes.
type Problem struct {
	Depth  int        // 0 = leaf; the length of the path for a certificate off the path
	Cert   *cert.Cert // concerned; nil when it is about what is missing
	Cause  string
	Detail string // one sentence with the values seen
	// Candidates are other causes that the same facts would fit, the likelier first;
	// empty when Cause is certain.
	Candidates []string
}

// Chain judges the chain in under the rules r.
func Chain(in Input, r Rules) Report {
	p := newPool(in, r)
	if len(p.presented) == 0 {
		return Report{Notes: []string{"no certificate was presented"}}
	}
	s := p.findPaths()
	candidates := p.judgeAll(s.anchored)
	best := p.choose(s, candidates)
	best.problems = append(best.problems, p.presentation(best.certs)...)
	slices.SortStableFunc(best.problems, func(a, b Problem) int { return a.Depth - b.Depth })

	report := Report{
		Verified: len(best.problems) == 0,
		Path:     best.certs,
		Anchored: best.anchored,
		Problems: best.problems,
		Notes:    append(p.notes, p.unverifiable(best.certs)...),
		Unsure:   p.unsure,
	}
	for _, c := range candidates {
		report.Paths = append(report.Paths, Path{Certs: c.certs, Problems: c.problems})
	}
	return report
}

// candidate is a path that was judged.
type candidate struct {
	certs    []*cert.Cert
	anchored bool
	problems []Problem
}

// choose returns the path that the stack would judge by.
func (p *pool) choose(s found, anchored []candidate) candidate {
	if p.rules.OneIssuer {
		return p.chooseOnly(anchored)
	}
	if len(anchored) == 0 {
		return p.chooseDeadEnd(s.deadEnds)
	}
	return fewestProblems(anchored)
}

// chooseOnly returns the path of a stack that never goes back on its choice. Where that
// depends on the order of certificates of one name, it gets the benefit of the doubt.
func (p *pool) chooseOnly(anchored []candidate) candidate {
	only := p.onlyPaths()
	switch {
	case len(only.anchored) > 0:
	case p.rules.UntrustedFirst && len(anchored) > 0:
		return fewestProblems(anchored) // x509_vfy.c of 1.0.2: "look for an alternate chain"
	default:
		p.noteBetter(anchored)
		return p.chooseDeadEnd(only.deadEnds)
	}
	judged := p.judgeAll(only.anchored)
	best := fewestProblems(judged)
	if len(best.problems) > 0 {
		p.noteBetter(anchored)
	} else if len(only.deadEnds) > 0 || slices.ContainsFunc(judged, func(c candidate) bool { return len(c.problems) > 0 }) {
		p.unsure = fmt.Sprintf("several certificates of one name fit, and %s finds the good path or not by the order in which it comes upon them", p.rules.Name)
		p.note("%s", p.unsure)
	}
	return best
}

func fewestProblems(of []candidate) candidate {
	return slices.MinFunc(of, func(a, b candidate) int { return len(a.problems) - len(b.problems) })
}

func (p *pool) judgeAll(paths [][]*cert.Cert) []candidate {
	out := make([]candidate, len(paths))
	for i, certs := range paths {
		out[i] = p.judge(certs, true)
	}
	return out
}

func (p *pool) noteBetter(anchored []candidate) {
	if slices.ContainsFunc(anchored, func(c candidate) bool { return len(c.problems) == 0 }) {
		p.note("%s tries one issuer for each certificate and does not find another path, which is good", p.rules.Name)
	}
}

// chooseDeadEnd returns the path that came furthest of those without an anchor.
func (p *pool) chooseDeadEnd(deadEnds [][]*cert.Cert) candidate {
	longest := slices.MaxFunc(deadEnds, func(a, b []*cert.Cert) int { return len(a) - len(b) })
	end := p.judge(longest, false)
	end.problems = append([]Problem{p.whyStopped(longest)}, end.problems...)
	return end
}
