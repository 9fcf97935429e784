package verify

import (
	"cmp"
	"slices"

	"mongotls/probe/cert"
)

// Bounds of the search. A chain of more than maxDepth certificates is not seen in practice.
const (
	maxDepth = 32
	maxPaths = 64
	maxSteps = 1000
)

// found is the outcome of a search: paths that end in an anchor, and those that end
// for want of an issuer. Together they hold at least one path.
type found struct {
	anchored, deadEnds [][]*cert.Cert
}

// search walks from the leaf upwards, depth first.
type search struct {
	*pool
	// accept tells whether a certificate of the right name may continue a path.
	accept func(link) bool
	// only follows no issuer but the one that a stack with OneIssuer takes, or all among
	// which its choice depends on the order in which it finds them.
	only bool
	// untrusted are the certificates between leaf and anchors, none of which is an anchor.
	untrusted []*cert.Cert
	steps     int
	found     found
}

func (p *pool) run(s search, extra ...*cert.Cert) found {
	s.pool = p
	s.untrusted = slices.DeleteFunc(unique(slices.Concat(p.presented[1:], extra)), func(c *cert.Cert) bool {
		return p.isAnchor[c.SHA256]
	})
	s.grow(p.presented[:1:1], false)
	return s.found
}

// findPaths returns all paths whose signatures hold. When none of them ends in an anchor
// it also follows issuers that the key identifier confirms but the signature does not.
func (p *pool) findPaths() found {
	f := p.run(search{accept: p.acceptSound})
	if len(f.anchored) > 0 {
		return f
	}
	return p.run(search{accept: func(l link) bool {
		return p.acceptSound(l) || l.keyID == keyIDAgrees
	}})
}

// findWithFetched returns the paths that there were, had the server sent more.
func (p *pool) findWithFetched() found {
	return p.run(search{accept: p.acceptSound}, p.in.Fetched...)
}

// onlyPaths returns the one path of a stack that takes a single issuer for each certificate;
// several where that depends on the order of certificates of one name.
func (p *pool) onlyPaths() found {
	return p.run(search{accept: p.acceptKeyID, only: true})
}

func (p *pool) acceptSound(l link) bool { return l.sound() && p.acceptKeyID(l) }

func (p *pool) acceptKeyID(l link) bool {
	return p.rules.IgnoreAKI || p.rules.AnchorAKI && !l.anchored || l.keyID != keyIDDiffers
}

func (s *search) grow(path []*cert.Cert, trustedOnly bool) {
	if s.ends(path) {
		s.found.anchored = append(s.found.anchored, path)
		return
	}
	issuers := s.issuers(path, trustedOnly)
	if len(issuers) == 0 {
		s.found.deadEnds = append(s.found.deadEnds, path)
	}
	for _, issuer := range issuers {
		if s.steps++; s.steps > maxSteps || len(s.found.anchored) >= maxPaths {
			s.note("the search for paths stopped after %d paths and %d steps", len(s.found.anchored), s.steps-1)
			return
		}
		s.grow(append(path[:len(path):len(path)], issuer), trustedOnly || s.isAnchor[issuer.SHA256])
	}
}

// ends tells whether the last certificate of a path is an anchor at which the stack stops.
func (s *search) ends(path []*cert.Cert) bool {
	top := path[len(path)-1]
	switch {
	case !s.isAnchor[top.SHA256]:
		return false
	case s.rules.AnchorIsKey && len(path) == 1:
		return s.selfSigned(top)
	}
	return s.rules.PartialChain || s.selfSigned(top)
}

// issuers returns who may come next, the anchors first and the best of each kind first.
func (s *search) issuers(path []*cert.Cert, trustedOnly bool) []*cert.Cert {
	top := path[len(path)-1]
	if len(path) == maxDepth {
		s.note("the search for paths stopped at a length of %d certificates", maxDepth)
		return nil
	}
	if s.rules.OneIssuer && s.selfSigned(top) {
		return nil
	}
	if s.only && s.rules.UntrustedFirst && !trustedOnly {
		if sent := s.matching(path, s.untrusted); len(sent) > 0 {
			return s.equallyGood(sent)
		}
	}
	out := s.matching(path, s.anchors)
	if s.only && (len(out) > 0 || trustedOnly) {
		return s.equallyGood(out)
	}
	out = append(out, s.matching(path, s.untrusted)...)
	if s.only {
		return s.equallyGood(out)
	}
	return out
}

// equallyGood keeps those among which OpenSSL takes the first: the ones that are valid now,
// else the ones that expire last (x509_lu.c, X509_STORE_CTX_get1_issuer; x509_vfy.c, find_issuer).
func (s *search) equallyGood(sorted []*cert.Cert) []*cert.Cert {
	return slices.DeleteFunc(sorted, func(c *cert.Cert) bool {
		first := sorted[0]
		return s.validNow(c) != s.validNow(first) || !s.validNow(first) && !c.NotAfter.Equal(first.NotAfter)
	})
}

func (s *search) matching(path, from []*cert.Cert) []*cert.Cert {
	top := path[len(path)-1]
	var out []*cert.Cert
	for _, c := range from {
		if s.named(top, c) && !inPath(path, c) && keyFits(top, c) && s.accept(s.link(top, c)) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b *cert.Cert) int {
		return cmp.Or(
			preferTrue(s.validNow(a), s.validNow(b)),
			b.NotAfter.Compare(a.NotAfter),
			compareCerts(a, b))
	})
	return out
}

func preferTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// inPath: a name with the same key twice is a loop, whatever else the certificates say.
func inPath(path []*cert.Cert, c *cert.Cert) bool {
	return slices.ContainsFunc(path, func(o *cert.Cert) bool {
		return o.Subject.Equal(c.Subject) && string(o.RawSPKI) == string(c.RawSPKI)
	})
}
