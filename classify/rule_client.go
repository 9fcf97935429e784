package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// certificateAlerts are the alerts by which a server refuses a client's certificate, and
// what each says of it (RFC 8446, section 6.2).
var certificateAlerts = map[uint8]Word{
	42:  "client-cert-rejected",
	43:  "client-cert-wrong-eku",
	44:  "client-cert-rejected",
	45:  "client-cert-expired",
	46:  "client-cert-rejected",
	48:  "client-cert-untrusted",
	116: "client-cert-required",
}

// clientAuthRule: the server wanted a client certificate, or refused ours. mongod ends the
// connection after a good handshake, without an alert; others send an alert.
func clientAuthRule(m *member) []finding {
	ended, alert := m.endedAfterRequest()
	if !ended {
		return m.acceptedThough()
	}
	facts := m.clientFacts(alert)
	if !m.Client.Sent {
		return []finding{{word: "client-cert-required", refused: m.everyone(), facts: facts, candidates: silent(alert)}}
	}
	f := finding{word: "client-cert-rejected", refused: m.senders(), facts: facts}
	if faults := m.clientFaults(); len(faults) > 0 {
		f.word, f.detail = Word(faults[0].Cause), faults[0].Detail
		for _, p := range faults {
			f.candidates = append(f.candidates, Word(p.Cause))
		}
	} else if w, ok := certificateAlerts[alertCode(alert)]; ok {
		f.word = w
	}
	if f.word == "client-cert-rejected" {
		f.candidates = silent(alert)
	}
	m.readReason(&f)
	return []finding{f}
}

// senders are the judges who would send our certificate, and so meet its refusal. Some send
// none where its issuer is not listed: they get in where the server takes clients without.
func (m *member) senders() []int {
	optional := m.Client.Required == "no" && m.unlisted(parse(m.client.Certificate.Chain))
	return m.judgesWhere(func(j driver.Profile) bool { return !optional || !j.WithholdsUnlisted })
}

// silent names what else ends a connection without a word.
func silent(alert *evidence.Alert) []Word {
	if alert != nil {
		return nil
	}
	return []Word{"closed-after-handshake"}
}

// endedAfterRequest tells whether the server ended the connection as it does over a client
// certificate, and with which alert if any: by an alert that names certificates, or by
// any end right after it had asked for one.
func (m *member) endedAfterRequest() (bool, *evidence.Alert) {
	outcome, alert, right := m.end()
	if !endings[outcome] || alert != nil && alert.From != "server" {
		return false, nil
	}
	_, named := certificateAlerts[alertCode(alert)]
	return named || m.Client.Requested && right, alert
}

var endings = map[evidence.Outcome]bool{evidence.Closed: true, evidence.Reset: true, evidence.Alerted: true}

// end is how the connection ended, and whether that was right after the point where a client
// certificate is due: in the handshake below TLS 1.3, else in answer to hello.
func (m *member) end() (outcome evidence.Outcome, alert *evidence.Alert, right bool) {
	if h := m.Handshake; h != nil && !m.handshook() {
		return h.Outcome, h.Alert, h.Stage == evidence.AfterCerts
	}
	if x := m.Exchange; x != nil {
		return x.Outcome, x.Alert, x.Received == 0
	}
	return evidence.Skipped, nil, false
}

func alertCode(a *evidence.Alert) uint8 {
	if a == nil {
		return 0
	}
	return a.Code
}

func (m *member) clientFacts(alert *evidence.Alert) []Fact {
	ended := "closed the connection without an alert, as mongod does"
	if alert != nil {
		ended = "sent " + alertText(alert)
	}
	facts := []Fact{fact("the server", "asked for a client certificate and "+ended, m.ref("client_auth"))}
	if len(m.Client.Issuers) > 0 {
		facts = append(facts, fact("it takes those of", strings.Join(m.Client.Issuers, "; "), m.ref("client_auth/issuers")))
	}
	c := m.client.Certificate
	if c == nil || len(c.Chain) == 0 {
		return append(facts, fact("you sent", "none", m.ref("client_auth/sent")))
	}
	facts = append(facts,
		fact("you sent", c.Chain[0].Subject, "/evidence/client/certificate/chain/0/subject"),
		fact("issued by", c.Chain[0].Issuer, "/evidence/client/certificate/chain/0/issuer"))
	for _, own := range parse(c.Chain[:1]) {
		facts = append(facts, fact("valid", day(own.NotBefore, m.at)+" to "+day(own.NotAfter, m.at), "/evidence/client/certificate/chain/0/not_after"))
	}
	return facts
}

// clientFaults are what is wrong with our own certificate, before the server is blamed,
// the most certain first.
func (m *member) clientFaults() []verify.Problem {
	chain := parse(m.client.Certificate.Chain)
	if len(chain) == 0 {
		return nil
	}
	leaf := chain[0]
	var out []verify.Problem
	add := func(cause, format string, args ...any) {
		out = append(out, verify.Problem{Cause: cause, Cert: leaf, Detail: fmt.Sprintf(format, args...)})
	}
	if m.at.After(leaf.NotAfter) || m.at.Before(leaf.NotBefore) {
		add("client-cert-expired", "the client certificate is valid from %s to %s", stamp(leaf.NotBefore), stamp(leaf.NotAfter))
	}
	if leaf.HasExtKeyUsage && !slices.Contains(leaf.ExtKeyUsage, oidClientAuth) && !slices.Contains(leaf.ExtKeyUsage, oidAnyUsage) {
		add("client-cert-wrong-eku", "the client certificate's extended key usage lacks clientAuth")
	}
	if m.unlisted(chain) {
		add("client-cert-untrusted", "the client certificate's issuer %s is not among the CAs that the server lists", leaf.Issuer.Text)
	}
	return out
}

const (
	oidClientAuth = "1.3.6.1.5.5.7.3.2" // RFC 5280, section 4.2.1.12
	oidAnyUsage   = "2.5.29.37.0"
)

// unlisted tells whether the server named the CAs that it takes and none of them issued a
// certificate of our chain (RFC 8446, section 4.2.4).
func (m *member) unlisted(chain []*cert.Cert) bool {
	if len(m.Client.Issuers) == 0 {
		return false
	}
	return !slices.ContainsFunc(chain, func(c *cert.Cert) bool { return slices.Contains(m.Client.Issuers, c.Issuer.Text) })
}

// acceptedThough warns of a client certificate that works although other servers, or this
// one on another day, will refuse it.
func (m *member) acceptedThough() []finding {
	if m.Exchange == nil || m.Exchange.Outcome != evidence.OK || !m.Client.Sent || m.client.Certificate == nil {
		return nil
	}
	for _, p := range m.clientFaults() {
		if p.Cause != "client-cert-untrusted" {
			return []finding{{word: Word(p.Cause), mild: Warning, detail: p.Detail + "; this server let it pass", cert: p.Cert}}
		}
	}
	return nil
}
