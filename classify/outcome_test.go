package classify

import (
	"testing"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// clients judges a made-up member by the five families; both maps are by driver.
func clients(t *testing.T, m evidence.Member, c evidence.Client) map[string]Outcome {
	t.Helper()
	r := Classify(&evidence.Evidence{Client: c, Members: []evidence.Member{m}}, Options{Judges: driver.Families(), FailOn: Error})
	if len(r.Defects) > 0 {
		t.Fatal(r.Defects)
	}
	out := map[string]Outcome{}
	for _, o := range r.Drivers {
		out[o.Driver] = o
	}
	return out
}

func answered() evidence.Member {
	return evidence.Member{
		Dials:     []evidence.Dial{{Outcome: evidence.OK}},
		Handshake: &evidence.Handshake{Offer: "current", Outcome: evidence.OK, Version: "TLS 1.2", Stage: evidence.Done},
		Versions:  map[evidence.Version]evidence.Answer{evidence.TLS12: evidence.Accepted},
		Exchange:  &evidence.Exchange{Outcome: evidence.OK},
		Hello:     &evidence.Hello{Role: "primary", MaxWireVersion: 25},
	}
}

func check(t *testing.T, got map[string]Outcome, want map[string]string) {
	t.Helper()
	for name, outcome := range want {
		if got[name].Outcome != outcome {
			t.Errorf("%s %s (%s %s), want %s", name, got[name].Outcome, got[name].Cause, got[name].Why, outcome)
		}
	}
}

// TestOrder: a client reports the fault that its own stack meets first.
func TestOrder(t *testing.T) {
	found := func(words ...Word) []placed {
		var out []placed
		for _, w := range words {
			cause, ok := Find(w)
			if !ok {
				t.Fatalf("no cause %s", w)
			}
			out = append(out, placed{finding: finding{word: w, refused: []int{0}}, cause: cause, severity: Error})
		}
		return out
	}
	for _, test := range []struct {
		found []placed
		first map[string]Word
	}{
		{found("expired", "hostname-mismatch"), map[string]Word{"pymongo": "hostname-mismatch", "c": "hostname-mismatch", "node": "expired", "go": "expired", "java": "expired"}},
		{found("unknown-authority", "expired", "hostname-mismatch"), map[string]Word{"pymongo": "unknown-authority", "c": "unknown-authority", "node": "expired", "go": "expired", "java": "unknown-authority"}},
		{found("wrong-eku", "hostname-mismatch"), map[string]Word{"pymongo": "wrong-eku", "node": "wrong-eku", "go": "hostname-mismatch"}},
		{found("no-shared-cipher", "expired"), map[string]Word{"pymongo": "no-shared-cipher", "node": "no-shared-cipher", "go": "no-shared-cipher"}},
		{found("leaf-not-first", "hostname-mismatch"), map[string]Word{"pymongo": "leaf-not-first", "go": "leaf-not-first"}},
	} {
		for _, j := range driver.Families() {
			if p := firstRefusal(test.found, 0, j.Order); test.first[j.Name] != "" && p.word != test.first[j.Name] {
				t.Errorf("%s reports %s first, want %s", j.Name, p.word, test.first[j.Name])
			}
		}
	}
}

// TestWarning: JSSE ends a handshake on a warning that belongs to handshakes, and on no other.
func TestWarning(t *testing.T) {
	m := answered()
	m.Handshake.Warnings = []evidence.Alert{{Code: 112, Name: "unrecognized_name", Level: "warning", From: "server"}}
	got := clients(t, m, evidence.Client{})
	check(t, got, map[string]string{"java": "fails", "go": "connects", "node": "connects"})
	if says := got["java"].Says; says != javaTLS("received handshake warning: unrecognized_name") {
		t.Errorf("Java says %q", says)
	}
	m.Handshake.Warnings = []evidence.Alert{{Code: 90, Name: "user_canceled", Level: "warning", From: "server"}}
	check(t, clients(t, m, evidence.Client{}), map[string]string{"java": "connects"})
}

// TestLateAlert: an alert after the certificates is not about the offer, which had been taken.
func TestLateAlert(t *testing.T) {
	for _, code := range []uint8{40, 70, 71, 86} {
		m := answered()
		m.Exchange = nil
		m.Handshake.Outcome, m.Handshake.Stage = evidence.Alerted, evidence.AfterCerts
		m.Handshake.Alert = &evidence.Alert{Code: code, Name: "some_alert", Level: "fatal", From: "server"}
		m.Versions = map[evidence.Version]evidence.Answer{evidence.TLS12: evidence.Accepted}
		check(t, clients(t, m, evidence.Client{}), map[string]string{"pymongo": "fails", "node": "fails", "go": "fails", "java": "fails", "c": "fails"})
	}
}

// TestAddressAsName: who sends an address as server name is not stopped by a server that
// wants any.
func TestAddressAsName(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"192.0.2.1":   {"pymongo": "fails", "go": "fails", "java": "unknown", "c": "unknown"},
		"2001:db8::1": {"pymongo": "fails", "java": "fails", "c": "unknown"},
	} {
		for _, outcome := range []evidence.Outcome{evidence.Alerted, evidence.Closed} {
			m := evidence.Member{Name: name, Dials: []evidence.Dial{{Outcome: evidence.OK}}, Lookup: evidence.Lookup{Literal: true}}
			m.Handshake = &evidence.Handshake{Offer: "current", Outcome: outcome, Stage: evidence.BeforeHello}
			if outcome == evidence.Alerted {
				m.Handshake.Alert = &evidence.Alert{Code: 40, Name: "handshake_failure", Level: "fatal", From: "server"}
			}
			m.SNI = []evidence.SNIProbe{{ServerName: "mongotls.invalid", Offer: "current", Outcome: evidence.OK}}
			check(t, clients(t, m, evidence.Client{}), want)
		}
	}
}

// TestOldRSA: C completes TLS 1.0 with RSA key exchange, and with no other.
func TestOldRSA(t *testing.T) {
	for suite, want := range map[string]string{
		"TLS_RSA_WITH_AES_128_CBC_SHA":       "unknown",
		"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA": "fails",
	} {
		m := answered()
		m.Handshake = &evidence.Handshake{Offer: "current", Outcome: evidence.Alerted, Stage: evidence.BeforeHello,
			Alert: &evidence.Alert{Code: 70, Name: "protocol_version", Level: "fatal", From: "server"}}
		m.Fallbacks = []evidence.Handshake{{Offer: "legacy", Outcome: evidence.OK, Version: "TLS 1.0", Suite: suite, Stage: evidence.Done}}
		m.Versions = map[evidence.Version]evidence.Answer{evidence.TLS10: evidence.Accepted, evidence.TLS12: evidence.Rejected, evidence.TLS13: evidence.Rejected}
		check(t, clients(t, m, evidence.Client{}), map[string]string{"c": want, "node": "fails", "go": "fails"})
	}
}

// TestOwnStore: what stands in SSL_CERT_FILE says nothing of clients that do not read it.
func TestOwnStore(t *testing.T) {
	store := evidence.Client{CASource: evidence.SystemStore, StoreFrom: "SSL_CERT_FILE"}
	check(t, clients(t, answered(), store), map[string]string{"node": "unknown", "java": "unknown", "go": "connects", "pymongo": "connects"})
	store.StoreFrom = ""
	check(t, clients(t, answered(), store), map[string]string{"node": "connects", "java": "connects"})
}

// TestAlertVars: the spellings of an alert, and none for one that no stack knows.
func TestAlertVars(t *testing.T) {
	vars := alertVars(evidence.Alert{Code: 70, Name: "protocol_version"})
	for name, want := range map[string]string{
		"alert_code": "0A00042E", "alert_number": "70", "alert_openssl": "tlsv1 alert protocol version",
		"alert_python": "TLSV1_ALERT_PROTOCOL_VERSION", "alert_go": "protocol version not supported",
		"alert_java": "javax.net.ssl.SSLHandshakeException", "alert_name": "protocol_version",
	} {
		if vars[name] != want {
			t.Errorf("%s %q, want %q", name, vars[name], want)
		}
	}
	if vars := alertVars(evidence.Alert{Code: 200}); vars["alert_go"] != "" || vars["alert_openssl"] != "" {
		t.Errorf("an unknown alert is spelt %v", vars)
	}
}

// TestWordings: every wording is of causes that exist and of clients that judge.
func TestWordings(t *testing.T) {
	for _, w := range wordings {
		for _, word := range w.of {
			if _, ok := Find(word); !ok {
				t.Errorf("no cause %s", word)
			}
		}
		for family, says := range w.says {
			filled(t, says)
			_, known := voices[family]
			if !known && family != "pymongo" && family != "node" && family != "go" && family != "java" && family != "c" {
				t.Errorf("no family %s", family)
			}
		}
	}
}
