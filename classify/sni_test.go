package classify

import (
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

// TestServerNeedsName: a server that was dialled by its address and wants a server name is
// reached by the clients that send the address as one, if it takes that.
func TestServerNeedsName(t *testing.T) {
	alert := &evidence.Alert{Code: 40, Name: "handshake_failure", Level: "fatal", From: "server"}
	named := evidence.SNIProbe{ServerName: "mongotls.invalid", Offer: "current", Outcome: evidence.OK, Leaf: "00"}
	address := func(o evidence.Outcome, leaf string) evidence.SNIProbe {
		return evidence.SNIProbe{ServerName: "127.0.0.1", Offer: evidence.BareOffer, Outcome: o, Leaf: leaf}
	}
	cases := map[string]struct {
		sni       []evidence.SNIProbe
		answered  bool
		java, all string // java and c, and the others
	}{
		"the address will do":     {[]evidence.SNIProbe{address(evidence.OK, "00"), named}, true, "connects", "fails"},
		"the address will not do": {[]evidence.SNIProbe{address(evidence.Alerted, ""), named}, false, "fails", "fails"},
		"ended for another cause": {[]evidence.SNIProbe{address(evidence.Alerted, "00"), named}, false, "unknown", "fails"},
		"address not tried":       {[]evidence.SNIProbe{named}, false, "unknown", "fails"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			m := answered()
			m.Name = "127.0.0.1"
			m.Handshake = &evidence.Handshake{Offer: "current", Outcome: evidence.Alerted, Alert: alert, Stage: evidence.BeforeHello}
			m.SNI = c.sni
			if !c.answered {
				m.Exchange, m.Hello = nil, nil
			}
			check(t, clients(t, m, evidence.Client{}), map[string]string{"java": c.java, "c": c.java, "go": c.all, "node": c.all, "pymongo": c.all})
		})
	}
}

// TestWithheld: nothing is said of clients that bring a certificate where the only handshake
// that could be finished sent none.
func TestWithheld(t *testing.T) {
	m := answered()
	m.Exchange, m.Hello = nil, nil
	m.Client = evidence.ClientAuth{Asked: true, Requested: true, Required: "unknown"}
	brought := evidence.Client{Certificate: &evidence.ClientCert{Source: "client.pem"}}
	for name, o := range clients(t, m, brought) {
		if o.Outcome != "unknown" || !strings.Contains(o.Why, "client certificate") {
			t.Errorf("%s %s: %q", name, o.Outcome, o.Why)
		}
	}
}
