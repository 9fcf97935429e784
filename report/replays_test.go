package report

import (
	"bytes"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

// TestReplays: hellos with the same answer share a line, which is shown where the replays
// were asked for.
func TestReplays(t *testing.T) {
	text := "the server chose what the hello does not offer: TLS 1.0"
	m := evidence.Member{Host: "db1.example.com:27017", Simulations: []evidence.Simulation{
		{Hello: "a", Outcome: evidence.OK, Version: "TLS 1.3", Suite: "TLS_AES_128_GCM_SHA256", Group: "X25519"},
		{Hello: "b", Outcome: evidence.Alerted, Alert: &evidence.Alert{Code: 40, Name: "handshake_failure"}},
		{Hello: "c", Outcome: evidence.OK, Version: "TLS 1.3", Suite: "TLS_AES_128_GCM_SHA256", Group: "X25519"},
		{Hello: "d\x1b[2J", Outcome: evidence.Closed},
		{Hello: "e", Outcome: evidence.Unsupported, Error: &text},
	}}
	want := []string{
		"replay       TLS 1.3, TLS_AES_128_GCM_SHA256, X25519: a, c",
		"replay       alert handshake_failure: b",
		`replay       closed: d\x1b[2J`,
		"replay       unsupported: the server chose what the hello does not offer:",
		"TLS 1.0: e",
	}
	for _, test := range []struct {
		verbose   bool
		handshake *evidence.Handshake
		shown     bool
	}{
		{false, &evidence.Handshake{Outcome: evidence.OK}, true},
		{false, &evidence.Handshake{Outcome: evidence.Alerted}, false},
		{true, &evidence.Handshake{Outcome: evidence.Alerted}, true},
		{true, nil, true},
	} {
		m.Handshake = test.handshake
		doc := Document{Schema: SchemaID, Targets: []Target{{Target: m.Host, Evidence: evidence.Evidence{Members: []evidence.Member{m}}}}}
		var out bytes.Buffer
		if err := Text(&out, doc, Style{Verbose: test.verbose}); err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if strings.Contains(out.String(), line) != test.shown {
				t.Errorf("%+v: %q shown is not %t:\n%s", test, line, test.shown, &out)
			}
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Error("a control came through")
		}
	}
}
