package classify

import (
	"strings"

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
	if offerAlerts[h.Alert.Code] && len(m.acceptedVersions()) > 0 {
		return nil // it takes other offers: what it takes was asked for, and is judged client by client
	}
	a := alerts[h.Alert.Code]
	if a.word == "" || late {
		a = alertMeaning{word: "handshake-alert"}
	}
	if h.Alert.Code == alertInternalError && isAtlas(m.Name) && !late {
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

// isAtlas tells whether a name is one of MongoDB Atlas.
func isAtlas(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(name), "."), ".mongodb.net")
}

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
			return []finding{{word: "sni-missing", refused: m.everyone(), facts: facts}}
		case h.ServerName != "":
			return []finding{{word: "sni-refused", refused: m.everyone(), facts: facts}}
		}
	}
	return nil
}

// endedEarly tells whether the server ended a handshake before its certificate, as it does
// when it does not like what the ClientHello asks for.
func endedEarly(h *evidence.Handshake) bool {
	ended := h.Outcome == evidence.Alerted || h.Outcome == evidence.Closed || h.Outcome == evidence.Reset
	return ended && h.Stage != evidence.AfterCerts
}

func sniText(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}
