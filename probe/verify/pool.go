package verify

import (
	"bytes"
	"fmt"
	"slices"

	"mongotls/probe/cert"
)

// maxSignatureChecks bounds the public key operations of one call, so that a hostile
// web of cross-signed certificates costs a bounded time.
const maxSignatureChecks = 200

// pool holds the certificates of one call and remembers what was found out of them.
type pool struct {
	in        Input
	rules     Rules
	presented []*cert.Cert // leaf first, the rest in one order whatever was given
	anchors   []*cert.Cert
	store     int // number of anchors in the whole store
	isAnchor  map[[32]byte]bool
	links     map[[2][32]byte]link
	checks    int // signatures checked
	compared  int // names with name constraints
	notes     []string
	unsure    string
}

func newPool(in Input, r Rules) *pool {
	p := &pool{in: in, rules: r, isAnchor: map[[32]byte]bool{}, links: map[[2][32]byte]link{}}
	if r.FollowsAIA && len(in.Presented) > 0 {
		in.Presented = slices.Concat(in.Presented, in.Fetched)
	}
	if presented := unique(in.Presented); len(presented) > 0 {
		p.presented = append(presented[:1:1], sorted(presented[1:])...)
	}
	if r.FirstAnchorOnly && in.OtherAnchors == 0 {
		in.Anchors = in.Anchors[:min(1, len(in.Anchors))]
	}
	p.anchors = sorted(unique(in.Anchors))
	p.store = len(p.anchors) + in.OtherAnchors
	for _, a := range p.anchors {
		p.isAnchor[a.SHA256] = true
	}
	return p
}

func unique(certs []*cert.Cert) []*cert.Cert {
	seen := map[[32]byte]bool{}
	var out []*cert.Cert
	for _, c := range certs {
		if c != nil && !seen[c.SHA256] {
			seen[c.SHA256] = true
			out = append(out, c)
		}
	}
	return out
}

func sorted(certs []*cert.Cert) []*cert.Cert {
	return slices.SortedFunc(slices.Values(certs), compareCerts)
}

func compareCerts(a, b *cert.Cert) int { return bytes.Compare(a.SHA256[:], b.SHA256[:]) }

// keyIDMatch is what the authority key identifier of a certificate says of an issuer.
type keyIDMatch int

const (
	keyIDSilent keyIDMatch = iota // one of both has no identifier
	keyIDAgrees
	keyIDDiffers
)

// link is what is known of one certificate as the issuer of another of that name.
type link struct {
	keyID keyIDMatch
	sig   cert.SignatureState
	// anchored: the issuer is one of the anchors.
	anchored bool
}

// sound: the signature fits, or cannot be judged by this tool.
func (l link) sound() bool { return l.sig.Status != cert.SignatureInvalid }

// link compares child and issuer. Facts about keys, not about names or dates.
func (p *pool) link(child, issuer *cert.Cert) link {
	pair := [2][32]byte{child.SHA256, issuer.SHA256}
	if l, ok := p.links[pair]; ok {
		return l
	}
	l := link{keyID: matchKeyID(child, issuer), anchored: p.isAnchor[issuer.SHA256]}
	if p.checks < maxSignatureChecks {
		p.checks++
		l.sig = p.in.Signatures.check(child, issuer)
	} else {
		p.note("the search for paths stopped after %d signature checks", maxSignatureChecks)
		l.sig.Status = cert.SignatureInvalid
	}
	p.links[pair] = l
	return l
}

// matchKeyID is X509_check_akid (v3_purp.c).
func matchKeyID(child, issuer *cert.Cert) keyIDMatch {
	match := keyIDSilent
	if child.AuthorityKeyID != nil && issuer.SubjectKeyID != nil {
		if !bytes.Equal(child.AuthorityKeyID, issuer.SubjectKeyID) {
			return keyIDDiffers
		}
		match = keyIDAgrees
	}
	if serial := child.AuthoritySerial; serial != nil && issuer.Serial != nil && serial.Cmp(issuer.Serial) != 0 {
		return keyIDDiffers
	}
	if child.AuthorityIssuer != nil {
		name, _ := cert.ParseName(child.AuthorityIssuer)
		if !name.Equal(issuer.Issuer) {
			return keyIDDiffers
		}
	}
	return match
}

// named reports whether issuer has the name that child gives its issuer.
func (p *pool) named(child, issuer *cert.Cert) bool {
	if p.rules.RawNames {
		return child.Issuer.RawEqual(issuer.Subject)
	}
	return child.Issuer.Equal(issuer.Subject)
}

// selfSigned follows EXFLAG_SS of OpenSSL (names, key identifier and type of key, not
// the signature) where the stack does, and else the signature.
func (p *pool) selfSigned(c *cert.Cert) bool {
	if !p.named(c, c) {
		return false
	}
	if p.rules.OneIssuer {
		return matchKeyID(c, c) != keyIDDiffers && keyFits(c, c)
	}
	return p.link(c, c).sound()
}

// keyFits reports whether the key of issuer is of the type that signed c.
func keyFits(c, issuer *cert.Cert) bool {
	want := c.SignatureAlgorithm.Key
	return want == "" || want == issuer.Key.Type || want == "RSA" && issuer.Key.Type == "RSA-PSS"
}

// validNow reports whether the dates of c include the moment judged.
func (p *pool) validNow(c *cert.Cert) bool { return !p.expired(c) && !p.notYetValid(c) }

func (p *pool) expired(c *cert.Cert) bool {
	now, end := p.in.At.Unix(), c.NotAfter.Unix()
	return now > end || now == end && !p.rules.LastSecond
}

func (p *pool) notYetValid(c *cert.Cert) bool { return p.in.At.Unix() < c.NotBefore.Unix() }

func (p *pool) note(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(p.notes, text) {
		p.notes = append(p.notes, text)
	}
}

// unverifiable names the signatures of a path that this tool cannot check.
func (p *pool) unverifiable(path []*cert.Cert) []string {
	var notes []string
	for i := 1; i < len(path); i++ {
		if l := p.link(path[i-1], path[i]); l.sig.Status == cert.SignatureUnsupported {
			notes = append(notes, fmt.Sprintf("the signature of %s: %s", subject(path[i-1]), l.sig.Why))
		}
	}
	return notes
}

// subject is the name of c for a sentence.
func subject(c *cert.Cert) string { return quoteName(c.Subject) }

func quoteName(n cert.Name) string {
	if n.Text == "" {
		return "a certificate with an empty subject"
	}
	return fmt.Sprintf("%q", n.Text)
}
