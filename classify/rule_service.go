package classify

import (
	"fmt"
	"strings"

	"mongotls/probe/evidence"
)

// serviceRule: TLS was never reached because something else answers.
func serviceRule(m *member) []finding {
	if !m.reached() || m.speaksTLS() {
		return nil
	}
	if m.Plaintext == evidence.Accepted {
		return []finding{{word: "server-plaintext", refused: m.everyone(), facts: m.plaintextFacts()}}
	}
	if s := m.Service; s != nil {
		return []finding{{word: "wrong-service", refused: m.everyone(), facts: m.serviceFacts(s)}}
	}
	return nil
}

func (m *member) plaintextFacts() []Fact {
	facts := []Fact{
		fact("to a ClientHello", m.handshakeText(), m.ref("handshake")),
		fact("to a plaintext hello", "a MongoDB reply", m.ref("plaintext")),
	}
	if m.Hello != nil {
		facts = append(facts, fact("it is", helloText(m.Hello), m.ref("hello")))
	}
	return facts
}

func (m *member) serviceFacts(s *evidence.Service) []Fact {
	name := s.Name
	if name == "" {
		name = "not recognised"
	}
	return []Fact{
		fact("service", name, m.ref("service/name")),
		fact("it sent", s.FirstBytes+" "+s.Where, m.ref("service/first_bytes")),
	}
}

// brokenRule: no handshake came to its end, and the server did not say why with an alert.
// Where another rule knows the reason, this is its echo (Cause.After).
func brokenRule(m *member) []finding {
	h := m.Handshake
	if h == nil || m.handshook() || m.Service != nil || m.Plaintext == evidence.Accepted && !m.speaksTLS() || m.wantsAnyName() {
		return nil
	}
	word := m.brokenWord(h)
	if word == "" {
		return nil
	}
	f := finding{word: word, refused: m.everyone(), facts: []Fact{fact("to a ClientHello", m.handshakeText(), m.ref("handshake"))}}
	if m.Plaintext == evidence.Rejected {
		f.facts = append(f.facts, fact("to a plaintext hello", "the connection ended", m.ref("plaintext")))
	}
	return []finding{m.routed(f)}
}

// brokenWord names how the handshake ended; "" where other rules judge it.
func (m *member) brokenWord(h *evidence.Handshake) Word {
	switch {
	case h.Outcome == evidence.Timeout && h.Stage == evidence.NothingReceived && !m.speaksTLS():
		return "no-answer"
	case h.Outcome == evidence.TooLarge && h.Stage == evidence.AfterHello:
		return "malformed-certificate" // no other message there may be large
	case brokenWords[h.Outcome] != "":
		return brokenWords[h.Outcome]
	case len(m.Chain.Presented) > 0 || h.Outcome == evidence.Alerted || h.Outcome == evidence.Skipped || h.Outcome == evidence.Unsupported:
		return ""
	}
	return "wrong-service"
}

var brokenWords = map[evidence.Outcome]Word{
	evidence.Closed:  "closed-early",
	evidence.Reset:   "reset",
	evidence.Timeout: "handshake-timeout",
}

func (m *member) handshakeText() string {
	h := m.Handshake
	if h == nil {
		return "not asked"
	}
	switch h.Outcome {
	case evidence.OK:
		return h.Version + ", " + h.Suite
	case evidence.Alerted:
		return alertText(h.Alert)
	case evidence.Closed:
		return "the connection was closed" + progress(h.Stage)
	case evidence.Reset:
		return "the connection was reset" + progress(h.Stage)
	case evidence.Timeout:
		return fmt.Sprintf("no answer within %.1f s%s", h.MS/1000, progress(h.Stage))
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", h.Outcome, text(h.Error)))
}

func progress(s evidence.Stage) string {
	return map[evidence.Stage]string{
		evidence.NothingReceived: " without a byte",
		evidence.BeforeHello:     " before a ServerHello",
		evidence.AfterHello:      " after the ServerHello",
		evidence.AfterCerts:      " after the certificate",
	}[s]
}
