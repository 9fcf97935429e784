package classify

import (
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// alertRule: the server ended every handshake with an alert. What the versions, suites
// or names asked for explain better folds this away (Cause.After).
func alertRule(m *member) []finding {
	h := m.Handshake
	if h == nil || m.handshook() || h.Outcome != evidence.Alerted || h.Alert == nil || h.Alert.From != "server" {
		return nil
	}
	if _, ok := certificateAlerts[h.Alert.Code]; ok {
		return nil // the client certificate's rule
	}
	late := h.Stage == evidence.AfterCerts // the offer had been taken by then
	if late && m.Client.Requested {
		return nil // likewise
	}
	if !late && offerAlerts[h.Alert.Code] && len(m.acceptedVersions()) > 0 {
		return m.unasked() // it takes other offers: what it takes was asked for, and is judged client by client
	}
	if m.wantsAnyName() {
		return nil // sniRule knows who sends one
	}
	a := alerts[h.Alert.Code]
	if a.word == "" || late {
		a = alertMeaning{word: "handshake-alert"}
	}
	if h.Alert.Code == alertInternalError && m.onAtlas() && !late {
		a = alertMeaning{"not-on-access-list", []Word{"not-on-access-list", "cluster-paused", "sni-missing"}}
	}
	if a.word == "sni-refused" && h.ServerName == "" {
		a.word = "sni-missing"
	}
	return []finding{{
		word: a.word, refused: m.everyone(), candidates: a.candidates,
		facts: []Fact{fact("the server sent", h.Alert.Level+" "+alertText(h.Alert)+progress(h.Stage), m.ref("handshake/alert"))},
	}}
}

// unasked is the finding that the server refused what current clients offer where nothing more
// could be asked: whom it refuses is then not known.
func (m *member) unasked() []finding {
	if m.Suites != nil || len(m.Simulations) > 0 || code(m.Handshake.Alert) == alertProtocolVersion {
		return nil
	}
	return []finding{{word: "no-shared-cipher", mild: Warning, candidates: aboutOffer, facts: m.offerFacts(),
		title: "The server refused what current clients have in common", fixed: true,
		fix: []Fix{askAlone}}}
}

const alertInternalError = 80

type alertMeaning struct {
	word       Word
	candidates []Word
}

// alerts are those that name a version, a suite or a server name (RFC 8446, section 6.2;
// RFC 7507). With nothing accepted they leave more than one reading.
var alerts = map[uint8]alertMeaning{
	40:  {"no-shared-cipher", []Word{"no-shared-cipher", "no-shared-group", "client-cert-required", "sni-refused"}},
	71:  {"no-shared-cipher", []Word{"no-shared-cipher", "no-shared-group", "weak-dh"}},
	70:  {"server-too-old", []Word{"server-too-old", "client-too-old"}},
	86:  {"client-too-old", nil},
	80:  {"handshake-alert", []Word{"handshake-alert", "not-on-access-list", "sni-missing"}},
	112: {"sni-refused", nil},
}

// offerAlerts are those about versions, suites, groups and signature algorithms offered.
var offerAlerts = map[uint8]bool{40: true, 70: true, 71: true, 86: true}

// sniRule compares the handshake with the same one under another server name.
func sniRule(m *member) []finding {
	h := m.Handshake
	if h == nil || !endedEarly(h) {
		return nil
	}
	for i, p := range m.SNI {
		if p.Outcome != evidence.OK || p.Offer != h.Offer {
			continue
		}
		facts := []Fact{
			fact("with SNI "+sniText(h.ServerName), m.handshakeText(), m.ref("handshake")),
			fact("with SNI "+sniText(p.ServerName), "the server answers", m.ref("sni/%d", i)),
		}
		switch {
		case h.ServerName == "" && p.ServerName != "":
			return []finding{{word: "sni-missing", refused: m.nameless(), facts: append(facts, m.addressFacts()...)}}
		case h.ServerName != "":
			return []finding{{word: "sni-refused", refused: m.everyone(), facts: facts}}
		}
	}
	return nil
}

// wantsAnyName tells whether the server ended the handshake without a server name and
// answered the same one under a name that nobody has.
func (m *member) wantsAnyName() bool {
	h := m.Handshake
	return h.ServerName == "" && endedEarly(h) && slices.ContainsFunc(m.SNI, func(p evidence.SNIProbe) bool {
		return p.ServerName != "" && p.Outcome == evidence.OK && p.Offer == h.Offer
	})
}

// nameless are the judges that send no server name to an address, or all where the server
// does not take the address for a name.
func (m *member) nameless() []int {
	if i := m.underAddress(); i >= 0 && refusedName(m.SNI[i]) {
		return m.everyone()
	}
	six := strings.Contains(m.Name, ":")
	return m.judgesWhere(func(j driver.Profile) bool { return six && !j.SNIForIPv6 || !six && !j.SNIForIPv4 })
}

// underAddress is the index of the handshake that sent the address as server name; -1 if
// there was none.
func (m *member) underAddress() int {
	return slices.IndexFunc(m.SNI, func(p evidence.SNIProbe) bool { return p.ServerName == m.Name })
}

func (m *member) addressFacts() []Fact {
	i := m.underAddress()
	switch {
	case i >= 0 && m.SNI[i].Outcome == evidence.OK:
		return []Fact{fact("with SNI "+sniText(m.Name), "the server answers", m.ref("sni/%d", i))}
	case i >= 0 && refusedName(m.SNI[i]):
		return []Fact{fact("with SNI "+sniText(m.Name), "the server refuses, too", m.ref("sni/%d", i))}
	}
	return nil
}

// refusedName tells whether a handshake ended before the certificates.
func refusedName(p evidence.SNIProbe) bool { return broke(p.Outcome) && p.Leaf == "" }

// warningRule: the server warned in a handshake that went on, and some clients do not.
func warningRule(m *member) []finding {
	h := m.Handshake
	if h == nil {
		return nil
	}
	for i, w := range h.Warnings {
		if w.From == "server" && handshakeAlerts[w.Code] {
			refused := m.judgesWhere(func(j driver.Profile) bool { return j.FatalWarnings })
			word := alerts[w.Code].word
			if word == "" {
				word = "handshake-alert"
			}
			return []finding{{word: word, refused: refused, vars: alertVars(w), facts: []Fact{
				fact("the server warned of", w.Name+", and went on", m.ref("handshake/warnings/%d", i)),
			}}}
		}
	}
	return nil
}

// handshakeAlerts are the alerts that belong to handshakes alone (sun.security.ssl Alert.java,
// handshakeOnly).
var handshakeAlerts = map[uint8]bool{40: true, 41: true, 42: true, 43: true, 44: true, 45: true, 46: true, 47: true, 48: true,
	49: true, 50: true, 51: true, 60: true, 70: true, 71: true, 100: true, 109: true, 110: true, 111: true, 112: true,
	113: true, 114: true, 115: true, 116: true, 120: true}

// endedEarly tells whether the server ended a handshake before its certificate, as it does
// when it does not like what the ClientHello asks for.
func endedEarly(h *evidence.Handshake) bool {
	return broke(h.Outcome) && h.Stage != evidence.AfterCerts
}

// broke tells whether the server ended a handshake.
func broke(o evidence.Outcome) bool {
	return o == evidence.Alerted || o == evidence.Closed || o == evidence.Reset
}

func sniText(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}
