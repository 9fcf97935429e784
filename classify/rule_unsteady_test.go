package classify

import (
	"regexp"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

// TestUnsteady: a handshake that was cut off, and one that was completed, are never passed over
// in silence, and stop nobody for certain.
func TestUnsteady(t *testing.T) {
	cut := func(o evidence.Outcome, s evidence.Stage) *evidence.Handshake {
		return &evidence.Handshake{Offer: "current", ServerName: hostName(1), Outcome: o, Stage: s}
	}
	for name, c := range map[string]struct {
		main *evidence.Handshake
		then string // the server name of the handshake that was completed
		want Word
	}{
		"closed":              {cut(evidence.Closed, evidence.NothingReceived), hostName(1), "closed-early"},
		"reset":               {cut(evidence.Reset, evidence.NothingReceived), hostName(1), "reset"},
		"under another name":  {cut(evidence.Closed, evidence.NothingReceived), "", ""},
		"after a ServerHello": {cut(evidence.Closed, evidence.AfterHello), hostName(1), ""},
		"in time":             {cut(evidence.OK, evidence.Done), hostName(1), ""},
	} {
		f := newFleet(t)
		m := f.add(f.own(1, 10*day24, 300*day24))
		m.Handshake = c.main
		m.Fallbacks = []evidence.Handshake{{Offer: "legacy", ServerName: c.then, Outcome: evidence.OK, Version: "TLS 1.2",
			Suite: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", Stage: evidence.Done}}
		view := newMember(&f.Evidence, 0, f.options)
		got := unsteadyRule(view)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: %+v", name, got)
		case c.want != "" && (len(got) != 1 || got[0].word != c.want || got[0].severity(Cause{}) != Warning):
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestUnsteadyCount: what counts completed handshakes in the remedy knows them in each version,
// by what openssl s_client 3.0 prints.
func TestUnsteadyCount(t *testing.T) {
	f := newFleet(t)
	m := f.add(f.own(1, 10*day24, 300*day24))
	m.Handshake = &evidence.Handshake{ServerName: hostName(1), Outcome: evidence.Closed, Stage: evidence.NothingReceived}
	m.Fallbacks = []evidence.Handshake{{ServerName: hostName(1), Outcome: evidence.OK}}
	lines := unsteadyRule(newMember(&f.Evidence, 0, f.options))[0].fix[0].Run
	_, pattern, _ := strings.Cut(strings.Join(lines, "\n"), "grep -c '")
	pattern, _, _ = strings.Cut(pattern, "'")
	for line, want := range map[string]bool{
		"New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384":      true,
		"New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384": true,
		"New, (NONE), Cipher is (NONE)":                       false,
	} {
		if got := regexp.MustCompile(pattern).MatchString(line); got != want {
			t.Errorf("%q counts %q: %v, want %v", pattern, line, got, want)
		}
	}
}
