package verify

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
)

// path is a path under judgement.
type path struct {
	*pool
	certs    []*cert.Cert
	anchored bool
}

// verdict is what one check says of one certificate; the zero verdict is "nothing wrong".
type verdict struct{ cause, detail string }

// check looks at the certificate at depth i and, if need be, at its neighbours.
type check func(p path, i int) verdict

// checks are all that can be wrong with a certificate on a path, each asked by itself.
func checks() []check {
	return []check{
		path.malformed,
		path.signature,
		path.outdated,
		path.premature,
		path.version1,
		path.caMark,
		path.caKeyUsage,
		path.pathLength,
		path.extKeyUsage,
		path.netscapeType,
		path.leafKeyUsage,
		path.unknownCritical,
		path.weakSignature,
		path.weakKey,
		path.unsupported,
		path.longValidity,
		path.strict,
		path.nameConstraints,
	}
}

// judge finds every fault of a path. Why a path has no anchor is not among them.
func (p *pool) judge(certs []*cert.Cert, anchored bool) candidate {
	on := path{pool: p, certs: certs, anchored: anchored}
	out := candidate{certs: certs, anchored: anchored}
	trusted := p.rules.TrustedLeaf && anchored && len(certs) == 1
	for i, c := range certs {
		if trusted {
			break
		}
		for _, check := range checks() {
			if v := check(on, i); v.cause != "" {
				out.problems = append(out.problems, Problem{Depth: i, Cert: c, Cause: v.cause, Detail: v.detail})
			}
		}
	}
	if p.in.Host != "" {
		if problem := Host(certs[0], p.in.Host, p.rules.Names); problem != nil {
			out.problems = append(out.problems, *problem)
		}
	}
	return out
}

// isLastAnchor reports whether the certificate at depth i is the anchor of the path.
func (p path) isLastAnchor(i int) bool { return p.anchored && i == len(p.certs)-1 }

// isRoot is isLastAnchor for what ends the path by itself, trusted or not.
func (p path) isRoot(i int) bool {
	return i == len(p.certs)-1 && (p.anchored || p.selfSigned(p.certs[i]))
}

const (
	emptyName = 2 // octets: a SEQUENCE of nothing
	oidSAN    = "2.5.29.17"
)

func (p path) malformed(i int) verdict {
	return p.unreadable(p.certs[i], p.isLastAnchor(i))
}

func (p *pool) unreadable(c *cert.Cert, fromStore bool) verdict {
	why := c.Malformed
	switch {
	case p.rules.GoParser && c.GoError != "":
		why = []string{c.GoError}
	case p.rules.GoParser:
		why = nil
	case p.rules.JavaParser && len(c.Issuer.Raw) <= emptyName:
		why = append(slices.Clone(why), "the issuer has no name")
	case p.rules.JavaParser && len(c.Subject.Raw) <= emptyName && !(c.HasSAN && slices.Contains(c.Critical, oidSAN)):
		why = append(slices.Clone(why), "it has no subject, and its subjectAltName is not marked critical")
	case c.Trailing > 0 && !fromStore && !p.rules.JavaParser:
		why = append(slices.Clone(why), fmt.Sprintf("%d octets follow the certificate", c.Trailing))
	}
	if len(why) == 0 {
		return verdict{}
	}
	return verdict{"malformed-certificate", fmt.Sprintf("%s cannot be read: %s", subject(c), strings.Join(why, "; "))}
}

// signature judges the signature of the certificate by the next one of the path.
func (p path) signature(i int) verdict {
	if i+1 >= len(p.certs) {
		return verdict{}
	}
	child, issuer := p.certs[i], p.certs[i+1]
	l := p.link(child, issuer)
	switch {
	case l.sound():
		return verdict{}
	case l.keyID == keyIDAgrees:
		return verdict{"bad-signature", fmt.Sprintf(
			"the signature of %s does not verify with the key of %s, although the key identifier %x is right: the certificate is damaged",
			subject(child), subject(issuer), issuer.SubjectKeyID)}
	case p.isAnchor[issuer.SHA256]:
		return p.mismatch("trust-anchor-mismatch", child, issuer)
	}
	return p.mismatch("wrong-intermediate", child, issuer)
}

func (p path) mismatch(cause string, child, issuer *cert.Cert) verdict {
	return verdict{cause, mismatch(cause, child, issuer, p.link(child, issuer)).Detail}
}

// place names the words of the contract for a certificate's dates by where it stands.
func (p path) place(i int, leaf, between, root string) string {
	switch {
	case i == 0:
		return leaf
	case p.isRoot(i):
		return root
	}
	return between
}

func (p path) outdated(i int) verdict {
	c := p.certs[i]
	if !p.expired(c) || p.rules.SkipAnchorDates && p.isLastAnchor(i) {
		return verdict{}
	}
	return verdict{p.place(i, "expired", "expired-intermediate", "expired-root"),
		fmt.Sprintf("%s was valid until %s, and it is %s", subject(c), date(c.NotAfter), date(p.in.At))}
}

func (p path) premature(i int) verdict {
	c := p.certs[i]
	if !p.notYetValid(c) || p.rules.SkipAnchorDates && p.isLastAnchor(i) {
		return verdict{}
	}
	const above = "not-yet-valid-intermediate" // the contract has no word of its own for a root
	return verdict{p.place(i, "not-yet-valid", above, above),
		fmt.Sprintf("%s is valid from %s, and it is %s", subject(c), date(c.NotBefore), date(p.in.At))}
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// weakSignature: that of an anchor, or of a self-signed certificate, proves nothing and
// is not looked at.
func (p path) weakSignature(i int) verdict {
	c := p.certs[i]
	if p.isRoot(i) || !slices.Contains(p.rules.RefusedHashes, c.SignatureAlgorithm.Hash) {
		return verdict{}
	}
	return verdict{"weak-signature", fmt.Sprintf("%s is signed with %s, and %s refuses %s signatures",
		subject(c), c.SignatureAlgorithm.Name, p.rules.Name, c.SignatureAlgorithm.Hash)}
}

func (p path) weakKey(i int) verdict {
	key, least := p.certs[i].Key, 0
	switch key.Type {
	case "RSA", "RSA-PSS", "DSA":
		least = p.rules.MinRSABits
	case "ECDSA":
		least = p.rules.MinECBits
	}
	if key.Bits >= least {
		return verdict{}
	}
	return verdict{"weak-key", fmt.Sprintf("%s has an %s key of %d bits, and %s asks for at least %d",
		subject(p.certs[i]), key.Type, key.Bits, p.rules.Name, least)}
}

func (p path) longValidity(i int) verdict {
	c := p.certs[i]
	span := c.NotAfter.Sub(c.NotBefore)
	if i > 0 || p.rules.MaxValidity == 0 || span <= p.rules.MaxValidity {
		return verdict{}
	}
	return verdict{"cert-validity-too-long", fmt.Sprintf("%s is valid for %d days, and %s accepts %d",
		subject(c), days(span), p.rules.Name, days(p.rules.MaxValidity))}
}

func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

// presentation finds faults in what was sent, apart from the path.
func (p *pool) presentation(onPath []*cert.Cert) []Problem {
	var out []Problem
	first := p.presented[0]
	for _, c := range p.presented {
		if v := p.unreadable(c, false); p.rules.GoParser && v.cause != "" && !slices.Contains(onPath, c) {
			out = append(out, Problem{Depth: len(onPath), Cert: c, Cause: v.cause, Detail: v.detail + "; every certificate sent must be readable"})
		}
	}
	for _, c := range p.presented[1:] {
		if p.named(c, first) && !p.selfSigned(c) && p.acceptSound(p.link(c, first)) && !inPath([]*cert.Cert{first}, c) {
			return append(out, Problem{Cert: first, Cause: "leaf-not-first", Detail: fmt.Sprintf(
				"the first certificate sent is %s, the issuer of %s, and clients take the first for the server's own", subject(first), subject(c))})
		}
	}
	return out
}
