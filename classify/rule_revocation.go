package classify

import (
	"fmt"
	"slices"
	"time"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/revocation"
)

// stapleRule: what the server stapled, or did not although it must.
func stapleRule(m *member) []finding {
	if !m.OCSP.Asked || m.leaf == nil {
		return nil
	}
	s := m.OCSP.Staple
	ref := m.ref("ocsp/staple")
	if s.Status == evidence.StatusNone {
		return m.withoutStaple(ref)
	}
	refused, says := m.stapleRefused(s)
	word := Word(s.Cause)
	switch {
	case s.Status == evidence.StatusRevoked:
		return []finding{m.revoked(0, "the stapled OCSP response", s.RevokedAt, s.Reason, ref, refused)}
	case word == "" && len(refused) == 0:
		return nil
	case word == "":
		word = "staple-invalid" // valid by the standards; these clients have rules of their own
	}
	return []finding{{word: word, refused: refused, mild: Warning, detail: says, facts: stapleFacts(s, m.at, ref)}}
}

// withoutStaple: none came, although the certificate demands one or names a responder.
func (m *member) withoutStaple(ref string) []finding {
	switch {
	case m.OCSP.MustStaple:
		return []finding{{word: "must-staple-missing", cert: m.leaf,
			refused: m.revocationJudges(func(j driver.Profile) bool { return j.MustStaple }),
			facts: []Fact{
				fact("the certificate", "demands a stapled OCSP response (TLS feature extension)", m.ref("ocsp/must_staple")),
				fact("the server stapled", "none", ref),
			}}}
	case len(m.leaf.OCSPServers) > 0:
		return []finding{{word: "no-staple", cert: m.leaf, facts: []Fact{fact("responder named", m.leaf.OCSPServers[0], m.ref("chain/presented/0/pem"))}}}
	}
	return nil
}

// ocspCode runs one implementation of OCSP over a staple; path is the verified chain, leaf
// first. An error is a refusal.
var ocspCode = map[driver.OCSPCode]func(der []byte, path []*cert.Cert, at time.Time) error{
	driver.GoOCSP: func(der []byte, path []*cert.Cert, at time.Time) error {
		var issuer *cert.Cert
		if len(path) > 1 {
			issuer = path[1]
		}
		return revocation.GoOCSP(der, path[0], issuer, at)
	},
	driver.LibmongocOCSP: revocation.LibmongocOCSP,
	driver.PyMongoOCSP:   revocation.PyMongoOCSP,
	driver.MongodOCSP:    revocation.MongodOCSP,
	driver.PerlOCSP:      revocation.PerlOCSP,
	driver.JSSEOCSP:      func(der []byte, _ []*cert.Cert, _ time.Time) error { return revocation.JSSEOCSP(der) },
}

// stapleRefused are the judges who end the connection because of a staple that is not a
// plain "good", and what the first of them says.
func (m *member) stapleRefused(s evidence.OCSPResponse) (refused []int, says string) {
	if len(m.openssl.Path) == 0 {
		return nil, ""
	}
	for _, i := range m.revocationJudges(func(j driver.Profile) bool { return j.OCSP != driver.NoOCSP }) {
		err := ocspCode[m.judges[i].OCSP](s.DER, m.openssl.Path, m.at)
		if f := m.hardFault(i); err == nil && f.staple {
			err = f.err
		}
		if err != nil {
			refused = append(refused, i)
			if says == "" && s.Cause == "" {
				says = m.judges[i].Title + " refuses the response: " + err.Error()
			}
		}
	}
	return refused, says
}

// revocationJudges are the judges for whom a revocation cause ends the connection, unless
// the user switched the checks off (driver OCSP specification, "tlsInsecure").
func (m *member) revocationJudges(refuses func(driver.Profile) bool) []int {
	if m.client.DisableRevocationCheck {
		return nil
	}
	return m.judgesWhere(func(j driver.Profile) bool { return !m.trusting(j) && refuses(j) })
}

func stapleFacts(s evidence.OCSPResponse, at time.Time, ref string) []Fact {
	var facts []Fact
	if s.Why != "" {
		facts = append(facts, fact("the staple", s.Why, ref+"/why"))
	}
	if s.Signer != "" {
		facts = append(facts, fact("signed by", s.Signer, ref+"/signer"))
	}
	if s.ThisUpdate != nil {
		facts = append(facts, fact("this update", day(*s.ThisUpdate, at), ref+"/this_update"))
	}
	if s.NextUpdate != nil {
		facts = append(facts, fact("next update", day(*s.NextUpdate, at), ref+"/next_update"))
	}
	return facts
}

// revoked is the finding for a certificate known to be revoked: an error whoever connects.
func (m *member) revoked(depth int, source string, when *time.Time, reason, ref string, notice []int) finding {
	f := finding{word: "revoked", always: true, cert: m.leaf, refused: notice}
	if depth > 0 {
		f.word, f.cert = "intermediate-revoked", m.atDepth(depth)
	}
	f.facts = []Fact{fact("says so", source, ref)}
	if f.cert != nil {
		f.facts = append(f.facts, fact("certificate", f.cert.Subject.Text+", serial "+f.cert.Evidence().Serial, m.certRef(f.cert, "serial")))
	}
	if when != nil {
		f.facts = append(f.facts, fact("revoked", day(*when, m.at), ref+"/revoked_at"))
	}
	if reason != "" {
		f.facts = append(f.facts, fact("reason", reason, ref+"/reason"))
	}
	return f
}

func (m *member) atDepth(depth int) *cert.Cert {
	if depth < len(m.openssl.Path) {
		return m.openssl.Path[depth]
	}
	return nil
}

// responderWords are what a responder's answer means where it settles nothing.
var responderWords = map[evidence.OCSPStatus]Word{
	evidence.StatusUnknown: "ocsp-unknown",
	evidence.StatusInvalid: "ocsp-response-invalid",
	evidence.StatusNone:    "ocsp-unreachable",
}

// responderRule: what the OCSP responders said.
func responderRule(m *member) []finding {
	var out []finding
	conclusive := map[int]bool{}
	for i, r := range m.OCSP.Responders {
		if r.Status == evidence.StatusRevoked {
			out = append(out, m.revoked(r.Depth, "the OCSP responder "+r.URL, r.RevokedAt, r.Reason, m.ref("ocsp/responders/%d", i), m.asksResponder(r.Depth)))
		}
		conclusive[r.Depth] = conclusive[r.Depth] || r.Status == evidence.StatusRevoked || r.Status == evidence.StatusGood
	}
	for i, r := range m.OCSP.Responders {
		word := responderWord(r)
		if word == "" || conclusive[r.Depth] || r.Outcome == evidence.Skipped {
			continue
		}
		out = append(out, finding{word: word, cert: m.atDepth(r.Depth), vars: map[string]string{"responder": r.URL},
			facts: []Fact{fact(r.URL, responderText(r), m.ref("ocsp/responders/%d", i))}})
	}
	return merge(append(out, m.hardRefusals()...))
}

// responderWord is what one answer means; "" where it settles the matter.
func responderWord(r evidence.OCSPResponse) Word {
	if r.Cause == "staple-error-response" {
		return "ocsp-responder-error"
	}
	return responderWords[r.Status]
}

// asksResponder are the judges who would learn of it: drivers do not ask for intermediates.
func (m *member) asksResponder(depth int) []int {
	if depth > 0 || m.client.DisableOCSPEndpointCheck || m.OCSP.Staple.Status == evidence.StatusGood {
		return nil
	}
	return m.revocationJudges(func(j driver.Profile) bool {
		return j.Responder && !j.NeedsNonce && !(j.ListBeforeResponder && m.client.CRLFile != "")
	})
}

// unsureOfRevocation says why it cannot be told whether a judge would learn of a revocation or
// get the proof that it needs; "" if it can.
func (m *member) unsureOfRevocation(judge int) string {
	j := m.judges[judge]
	revokedThere := slices.ContainsFunc(m.OCSP.Responders, func(r evidence.OCSPResponse) bool { return r.Depth == 0 && r.Status == evidence.StatusRevoked })
	if j.NeedsNonce && revokedThere && slices.Contains(m.revocationJudges(func(driver.Profile) bool { return true }), judge) &&
		!m.client.DisableOCSPEndpointCheck {
		return "the responder says revoked, and it believes only answers that repeat its nonce, which was not tried"
	}
	return m.hardFault(judge).open
}

func responderText(r evidence.OCSPResponse) string {
	if r.Error != "" {
		return fmt.Sprintf("%s: %s", r.Outcome, r.Error)
	}
	return r.Why
}
