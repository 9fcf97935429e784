package classify

import (
	"strings"
	"testing"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// replays are what the families' own hellos met, by driver.
func replays(t *testing.T, met map[string]evidence.Simulation) []evidence.Simulation {
	t.Helper()
	var out []evidence.Simulation
	for _, p := range driver.Families() {
		if s, ok := met[p.Name]; ok {
			s.Hello = p.Hello
			if s.Outcome == "" {
				s.Outcome = evidence.OK
			}
			out = append(out, s)
		}
	}
	if len(out) != len(met) {
		t.Fatalf("%d replays of %d", len(out), len(met))
	}
	return out
}

var (
	took12     = evidence.Simulation{Version: "TLS 1.2", Suite: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", ServerName: "x"}
	tookDH     = evidence.Simulation{Version: "TLS 1.2", Suite: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", DHBits: 1024, ServerName: "x"}
	took10     = evidence.Simulation{Version: "TLS 1.0", Suite: "TLS_RSA_WITH_AES_128_CBC_SHA", ServerName: "x"}
	chose0     = evidence.Simulation{Version: "TLS 1.0", Outcome: evidence.Unsupported, ServerName: "x"}
	closed     = evidence.Simulation{Outcome: evidence.Closed, ServerName: "x", Bytes: 1507}
	unanswered = evidence.Simulation{Outcome: evidence.Timeout, ServerName: "x"}
)

func refused(code uint8) evidence.Simulation {
	return evidence.Simulation{Outcome: evidence.Alerted, Alert: &evidence.Alert{Code: code, Name: tlswire.AlertName(code), Level: "fatal", From: "server"}, ServerName: "x"}
}

// TestReplayDecides: what a judge's own hello met is worth more than what its profile says.
func TestReplayDecides(t *testing.T) {
	failed := func(m *evidence.Member) {
		m.Handshake = &evidence.Handshake{Offer: "current", Outcome: evidence.Alerted, Alert: refused(40).Alert, Stage: evidence.BeforeHello}
		m.Suites = []evidence.SuiteSet{{Version: evidence.TLS12, Suites: []string{"TLS_RSA_WITH_AES_128_CBC_SHA"}, Complete: true}}
	}
	old := func(m *evidence.Member) {
		failed(m)
		m.Suites = nil
		m.Versions = map[evidence.Version]evidence.Answer{evidence.TLS10: evidence.Accepted, evidence.TLS11: evidence.Rejected, evidence.TLS12: evidence.Rejected, evidence.TLS13: evidence.Rejected}
		m.Fallbacks = []evidence.Handshake{{Offer: "legacy", Outcome: evidence.OK, Version: "TLS 1.0", Suite: took10.Suite, Stage: evidence.Done}}
	}
	for title, test := range map[string]struct {
		edit  func(*evidence.Member)
		met   map[string]evidence.Simulation
		cause map[string]Word // "" = connects
	}{
		"as the profiles say": {failed, nil, map[string]Word{"go": "no-shared-cipher", "pymongo": "no-shared-cipher", "java": ""}},
		"against them": {failed, map[string]evidence.Simulation{"go": took12, "java": refused(40)},
			map[string]Word{"go": "", "java": "no-shared-cipher", "pymongo": "no-shared-cipher"}},
		"an alert about versions":    {func(*evidence.Member) {}, map[string]evidence.Simulation{"go": refused(70)}, map[string]Word{"go": "client-too-old", "java": ""}},
		"an alert about the name":    {func(*evidence.Member) {}, map[string]evidence.Simulation{"go": refused(112)}, map[string]Word{"go": "sni-refused", "java": ""}},
		"an alert that says little":  {func(*evidence.Member) {}, map[string]evidence.Simulation{"go": refused(49)}, map[string]Word{"go": "handshake-alert", "java": ""}},
		"a middlebox":                {func(*evidence.Member) {}, map[string]evidence.Simulation{"go": closed, "java": took12}, map[string]Word{"go": "closed-early", "java": ""}},
		"silence decides nothing":    {func(*evidence.Member) {}, map[string]evidence.Simulation{"go": unanswered}, map[string]Word{"go": "", "java": ""}},
		"a weak prime":               {func(*evidence.Member) {}, map[string]evidence.Simulation{"pymongo": tookDH, "node": tookDH, "c": tookDH}, map[string]Word{"pymongo": "weak-dh", "node": "", "c": "weak-dh"}},
		"an old version, completed":  {old, map[string]evidence.Simulation{"c": took10, "java": chose0}, map[string]Word{"c": "", "java": "server-too-old", "go": "server-too-old"}},
		"an old version, other kind": {old, map[string]evidence.Simulation{"c": {Version: "TLS 1.0", Suite: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", ServerName: "x"}}, map[string]Word{"c": "server-too-old"}},
	} {
		m := answered()
		test.edit(&m)
		m.Simulations = replays(t, test.met)
		got := clients(t, m, evidence.Client{})
		for name, cause := range test.cause {
			outcome := "fails"
			if cause == "" {
				outcome = "connects"
			}
			if o := got[name]; o.Outcome != outcome || o.Cause != cause {
				t.Errorf("%s: %s %s (%s %s), want %s %s", title, name, o.Outcome, o.Cause, o.Why, outcome, cause)
			}
		}
	}
}

// TestReplaySpares: what is said of everyone because of the main handshake is not said of a
// judge whose own hello the server took.
func TestReplaySpares(t *testing.T) {
	m := answered()
	m.Handshake = &evidence.Handshake{Offer: "current", Outcome: evidence.Closed, Stage: evidence.NothingReceived}
	m.Versions = map[evidence.Version]evidence.Answer{evidence.TLS12: evidence.Unknown}
	m.Simulations = replays(t, map[string]evidence.Simulation{"go": took12, "java": closed})
	got := clients(t, m, evidence.Client{})
	if got["go"].Outcome != "connects" || got["java"].Cause != "closed-early" || got["node"].Cause != "closed-early" {
		t.Errorf("%+v", got)
	}
	m.Handshake.Stage = evidence.AfterCerts // a hello says nothing of that
	if got := clients(t, m, evidence.Client{}); got["go"].Cause != "closed-early" {
		t.Errorf("%+v", got["go"])
	}
}

// TestReplaySize: what divides the hellos by their size drops the long ones, silently or not.
func TestReplaySize(t *testing.T) {
	sized := func(s evidence.Simulation, bytes int) evidence.Simulation {
		s.Bytes = bytes
		return s
	}
	for title, test := range map[string]struct {
		golang, java evidence.Simulation
		cause        Word
		detail       string
	}{
		"silence":             {sized(unanswered, 1507), sized(took12, 464), "handshake-timeout", "ClientHellos of 1507 bytes and more get no answer, those of up to 464 bytes do"},
		"a close":             {sized(closed, 1507), sized(took12, 464), "closed-early", "ClientHellos of 1507 bytes and more get no answer, those of up to 464 bytes do"},
		"a close of any size": {sized(closed, 373), sized(took12, 464), "closed-early", ""},
		"silence at any size": {sized(unanswered, 373), sized(took12, 464), "", ""},
	} {
		m := answered()
		m.Simulations = replays(t, map[string]evidence.Simulation{"go": test.golang, "java": test.java})
		r := Classify(&evidence.Evidence{Members: []evidence.Member{m}}, Options{Judges: driver.Families(), FailOn: Error})
		var seen string
		for _, d := range r.Diagnoses {
			for _, f := range d.Facts {
				if f.Label == "seen" {
					seen = f.Value
				}
			}
		}
		if r.Cause != test.cause || seen != test.detail {
			t.Errorf("%s: %s, seen %q", title, r.Cause, seen)
		}
	}
}

// TestReplayApplies: a replay is of a hello as the judge would send it here.
func TestReplayApplies(t *testing.T) {
	m := answered()
	m.Simulations = replays(t, map[string]evidence.Simulation{"go": refused(40), "java": refused(40)})
	if got := clients(t, m, evidence.Client{DisabledProtocols: []string{"TLS 1.3"}}); got["go"].Outcome != "connects" {
		t.Errorf("the user's hello has no TLS 1.3: %+v", got["go"])
	}
	m.Lookup.Literal, m.Name = true, "192.0.2.1"
	got := clients(t, m, evidence.Client{})
	check(t, got, map[string]string{"go": "connects", "java": "fails"}) // Go sends no name to an address
}

// TestReplayIsTold: the diagnosis shows it, with a place in the evidence.
func TestReplayIsTold(t *testing.T) {
	m := answered()
	m.Simulations = replays(t, map[string]evidence.Simulation{"go": closed, "c": closed, "java": refused(40)})
	r := Classify(&evidence.Evidence{Members: []evidence.Member{m}}, Options{Judges: driver.Families(), FailOn: Error})
	var told []string
	for _, d := range r.Diagnoses {
		for _, f := range d.Facts {
			if strings.HasPrefix(f.Ref, "/evidence/members/0/simulations/") {
				told = append(told, string(d.Cause)+": "+f.Value)
			}
		}
	}
	want := "closed-early: the connection was closed upon its 1507 bytes (Go and C)\nno-shared-cipher: refused with alert 40 handshake_failure (Java)"
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
}
