package verify

import (
	"fmt"
	"slices"

	"mongotls/probe/cert"
)

// stop is a path that ends without an anchor.
type stop struct {
	*pool
	path  []*cert.Cert
	top   *cert.Cert
	depth int
}

// whyStopped says why no anchor follows the last certificate of path. The reasons are
// asked in order, from what the certificates prove to what they only suggest.
func (p *pool) whyStopped(path []*cert.Cert) Problem {
	s := stop{pool: p, path: path, top: path[len(path)-1], depth: len(path) - 1}
	reasons := []func(stop) *Problem{
		stop.emptyStore,
		stop.nameOfIssuer,
		stop.anchorOfOtherKey,
		stop.storeLacksRoot,
		stop.issuerOfOtherKey,
		stop.ownRoot,
		stop.fetchedCloses,
		stop.otherIssuerSent,
	}
	problem := s.missing()
	for _, reason := range reasons {
		if proven := reason(s); proven != nil {
			problem = *proven
			break
		}
	}
	problem.Depth = s.depth
	return problem
}

func (s stop) emptyStore() *Problem {
	if s.store > 0 {
		return nil
	}
	return &Problem{Cause: "empty-trust-store", Detail: "there is no trust anchor to compare the chain with"}
}

// nameOfIssuer finds a certificate that bears its issuer's name: a stack that judges by
// names takes it for self-signed, although the key of a CA signed it.
func (s stop) nameOfIssuer() *Problem {
	if !s.rules.OneIssuer || !s.selfSigned(s.top) || s.link(s.top, s.top).sound() {
		return nil
	}
	signer := s.signer(slices.Concat(s.anchors, s.presented[1:]))
	if signer == nil {
		return nil
	}
	return &Problem{Cert: s.top, Cause: "self-signed", Candidates: []string{"unknown-authority"},
		Detail: fmt.Sprintf("the subject of the certificate, %s, is also the name of the CA that signed it, so that %s takes it for self-signed",
			subject(s.top), s.rules.Name)}
}

// signer returns the certificate of from that signed the top one.
func (s stop) signer(from []*cert.Cert) *cert.Cert {
	for _, c := range from {
		if s.named(s.top, c) && c.SHA256 != s.top.SHA256 && s.link(s.top, c).sound() {
			return c
		}
	}
	return nil
}

func (s stop) anchorOfOtherKey() *Problem {
	a := s.otherKey(s.anchors)
	if a == nil {
		return nil
	}
	problem := mismatch("trust-anchor-mismatch", s.top, a, s.link(s.top, a))
	if s.depth == 0 && s.selfSigned(s.top) {
		problem.Candidates = []string{"self-signed"}
	}
	return problem
}

func (s stop) issuerOfOtherKey() *Problem {
	if c := s.otherKey(s.presented[1:]); c != nil {
		return mismatch("wrong-intermediate", s.top, c, s.link(s.top, c))
	}
	return nil
}

// otherKey returns a certificate with the name of the missing issuer, but not its key.
func (s stop) otherKey(from []*cert.Cert) *cert.Cert {
	for _, c := range from {
		if s.named(s.top, c) && !inPath(s.path, c) {
			return c
		}
	}
	return nil
}

// mismatch words why an issuer of the right name is not the issuer.
func mismatch(cause string, child, issuer *cert.Cert, l link) *Problem {
	why := "the signature does not fit its key"
	if l.keyID == keyIDDiffers {
		why = fmt.Sprintf("its key identifier or serial number is not the one asked for (wanted %s, has %s)",
			keyIDText(child.AuthorityKeyID), keyIDText(issuer.SubjectKeyID))
		if l.sound() {
			why += ", although the signature fits its key"
		}
	}
	return &Problem{Cert: child, Cause: cause, Detail: fmt.Sprintf(
		"%s names %s as its issuer, and the certificate of that name (serial %s) is another one: %s",
		subject(child), quoteName(child.Issuer), serialText(issuer), why)}
}

func keyIDText(id []byte) string {
	if id == nil {
		return "none"
	}
	return fmt.Sprintf("%x", id)
}

func serialText(c *cert.Cert) string {
	if c.Serial == nil {
		return "unreadable"
	}
	return c.Serial.Text(16)
}

func (s stop) storeLacksRoot() *Problem {
	i := slices.IndexFunc(s.path, func(c *cert.Cert) bool { return s.isAnchor[c.SHA256] })
	if i < 0 || s.rules.PartialChain {
		return nil
	}
	return &Problem{Cert: s.path[i], Cause: "ca-file-lacks-root", Detail: fmt.Sprintf(
		"the trust store holds %s, but not the self-signed root above it: the issuer %s is missing",
		subject(s.path[i]), quoteName(s.top.Issuer))}
}

// ownRoot finds a chain that is complete up to a root nobody trusts.
func (s stop) ownRoot() *Problem {
	if !s.selfSigned(s.top) {
		return nil
	}
	if s.depth == 0 {
		by := "is signed with its own key"
		if !s.link(s.top, s.top).sound() {
			by = "names itself as its issuer (the signature does not fit its own key)"
		}
		return &Problem{Cert: s.top, Cause: "self-signed", Detail: fmt.Sprintf(
			"the certificate of %s %s and is not among the trust anchors", subject(s.top), by)}
	}
	return &Problem{Cert: s.top, Cause: "unknown-authority", Detail: fmt.Sprintf(
		"the chain ends in the root %s, which is not among the trust anchors", subject(s.top))}
}

// fetchedCloses uses certificates that the server did not send to see what is behind the gap.
func (s stop) fetchedCloses() *Problem {
	if len(s.in.Fetched) == 0 {
		return nil
	}
	behind := s.findWithFetched()
	if len(behind.anchored) > 0 {
		return s.closed(behind.anchored[0])
	}
	longest := slices.MaxFunc(behind.deadEnds, func(a, b []*cert.Cert) int { return len(a) - len(b) })
	if len(longest) <= len(s.path) || !slices.Equal(longest[:len(s.path)], s.path) {
		return nil
	}
	further := *s.pool
	further.in.Fetched = nil
	problem := further.whyStopped(longest)
	problem.Cert = s.top
	problem.Detail += fmt.Sprintf("; the server did not send %s", subject(longest[len(s.path)]))
	problem.Candidates = append(problem.Candidates, "missing-intermediate")
	return &problem
}

// closed words a gap that fetched certificates fill. It is a wrong intermediate where
// another one was sent that has no part in the whole path.
func (s stop) closed(whole []*cert.Cert) *Problem {
	i := slices.IndexFunc(whole, func(c *cert.Cert) bool { return !slices.Contains(s.presented, c) })
	gap := fmt.Sprintf("the server did not send %s, which leads from %s to a trust anchor",
		subject(whole[max(i, 1)]), subject(whole[max(i, 1)-1]))
	if sent := s.strayIntermediate(); sent != nil && !slices.Contains(whole, sent) {
		return &Problem{Cert: sent, Cause: "wrong-intermediate", Detail: gap + ", but " + subject(sent)}
	}
	return &Problem{Cause: "missing-intermediate", Detail: gap}
}

// otherIssuerSent finds an intermediate that was sent in the place of the right one.
func (s stop) otherIssuerSent() *Problem {
	sent := s.strayIntermediate()
	if sent == nil {
		return nil
	}
	problem := &Problem{Cert: sent, Cause: "wrong-intermediate", Detail: fmt.Sprintf(
		"the certificate was issued by %s, and the server sent %s instead", quoteName(s.top.Issuer), subject(sent))}
	if bc := sent.BasicConstraints; bc.MaxPathLen != 0 {
		problem.Candidates = []string{"missing-intermediate"}
	}
	return problem
}

// strayIntermediate returns a CA certificate other than a root that was sent after a leaf
// whose issuer was not.
func (s stop) strayIntermediate() *cert.Cert {
	if s.depth > 0 {
		return nil
	}
	for _, c := range s.presented[1:] {
		if c.BasicConstraints != nil && c.BasicConstraints.CA && !s.selfSigned(c) {
			return c
		}
	}
	return nil
}
