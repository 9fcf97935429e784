package classify

import (
	"cmp"
	"errors"
	"slices"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/revocation"
	"mongotls/probe/verify"
)

// Java with revocation checks on goes on only where each certificate below the anchor is shown
// not to be revoked (sun.security.provider.certpath RevocationChecker).

// hardFault is where such a judge stops.
type hardFault struct {
	word   Word
	err    error  // what it prints; nil where it goes on
	open   string // why that cannot be told; "" where it can
	staple bool   // the staple is at fault
	cert   *cert.Cert
}

//lint:ignore ST1005 these are Java's words
var errNoResponder = errors.New("Certificate does not specify OCSP responder")

// hardFault walks from the anchor down, as Java does; zero where the judge goes on.
func (m *member) hardFault(judge int) hardFault {
	if !m.judges[judge].HardRevocation || !slices.Contains(m.hardJudges(), judge) || judge >= len(m.reports) || !m.reports[judge].Anchored {
		return hardFault{}
	}
	path := m.reports[judge].Path
	for depth := len(path) - 2; depth >= 0; depth-- {
		if m.stopsBefore(judge, depth) {
			return hardFault{}
		}
		if f := m.shown(path[depth], path[depth+1], depth); f.err != nil || f.open != "" {
			return f
		}
	}
	return hardFault{}
}

// stopsBefore tells whether something else is wrong with the certificate at this depth or one
// above it, which Java meets first.
func (m *member) stopsBefore(judge, depth int) bool {
	return slices.ContainsFunc(m.reports[judge].Problems, func(p verify.Problem) bool {
		at := p.Depth
		if p.Cause == "path-length" {
			at-- // it is the certificate below that is one too many
		}
		return at > depth || at == depth && !afterRevocation[p.Cause]
	})
}

// afterRevocation are the faults of a certificate for which Java looks only after its
// revocation (PKIXMasterCertPathValidator; EndEntityChecker; HostnameChecker).
var afterRevocation = map[string]bool{"unknown-critical-extension": true, "wrong-eku": true, "wrong-key-usage": true,
	"hostname-mismatch": true, "no-san": true, "weak-key": true, "weak-signature": true}

func (m *member) hardJudges() []int {
	return m.revocationJudges(func(j driver.Profile) bool { return j.HardRevocation })
}

// shown asks OCSP about one certificate, and the CRLs where that settles nothing. Java downloads
// CRLs only where the server stapled a response (PKIXValidator.addResponses).
func (m *member) shown(c, issuer *cert.Cert, depth int) hardFault {
	f := m.ocspShown(c, issuer, depth)
	f.cert = c
	stapled := len(m.OCSP.Staple.DER) > 0
	if f.err == nil || errors.Is(f.err, revocation.ErrRevoked) || !stapled || len(c.CRLURLs) == 0 {
		return f
	}
	for _, check := range m.CRL {
		if check.Depth == depth && check.Source != m.client.CRLFile {
			return f.afterCRL(check)
		}
	}
	f.err, f.open = nil, "it would look for "+shortName(c.Subject)+" in a CRL, which was not downloaded"
	return f
}

func (f hardFault) afterCRL(check evidence.CRLCheck) hardFault {
	switch check.Status {
	case evidence.StatusGood:
		return hardFault{}
	case evidence.StatusRevoked:
		f.word = "revoked"
	}
	return f
}

// ocspShown asks the staple or the first responder that the certificate names.
func (m *member) ocspShown(c, issuer *cert.Cert, depth int) hardFault {
	if s := m.OCSP.Staple; depth == 0 && len(s.DER) > 0 {
		f := hardFault{word: cmp.Or(Word(s.Cause), "staple-invalid"), err: revocation.JavaOCSP(s.DER, c, issuer, m.at), staple: true}
		return f.revokedAt(depth)
	}
	if len(c.OCSPServers) == 0 {
		return hardFault{word: "ocsp-unreachable", err: errNoResponder}
	}
	i := slices.IndexFunc(m.OCSP.Responders, func(r evidence.OCSPResponse) bool { return r.Depth == depth && r.URL == c.OCSPServers[0] })
	if i < 0 || m.OCSP.Responders[i].Outcome == evidence.Skipped {
		return hardFault{open: "it asks " + c.OCSPServers[0] + ", which was not asked"}
	}
	r := m.OCSP.Responders[i]
	f := hardFault{word: cmp.Or(responderWord(r), "ocsp-response-invalid"), err: revocation.ErrJavaUndetermined}
	if len(r.DER) > 0 {
		f.err = revocation.JavaOCSP(r.DER, c, issuer, m.at)
	}
	return f.revokedAt(depth)
}

func (f hardFault) revokedAt(depth int) hardFault {
	if errors.Is(f.err, revocation.ErrRevoked) {
		f.word = "revoked"
		if depth > 0 {
			f.word = "intermediate-revoked"
		}
	}
	return f
}

// hardRefusals are the judges stopped by what is not the staple, a finding each.
func (m *member) hardRefusals() []finding {
	var out []finding
	for i := range m.judges {
		if f := m.hardFault(i); f.err != nil && !f.staple {
			out = append(out, finding{word: f.word, refused: []int{i}, cert: f.cert, facts: []Fact{
				fact("for "+m.judges[i].Label(), shortName(f.cert.Subject)+": "+f.err.Error(), "")}})
		}
	}
	return out
}

// javaRevocation is what Java with revocation checks on prints of this member; "" if nothing.
func (m *member) javaRevocation() string {
	for i := range m.judges {
		if f := m.hardFault(i); f.err != nil {
			return f.err.Error()
		}
	}
	return ""
}
