package report

import (
	"strings"
	"testing"

	"mongotls/classify"
)

// TestChangesKeepTargetsApart: what is new at one target is not what another one lost.
func TestChangesKeepTargetsApart(t *testing.T) {
	expired := classify.Diagnosis{Cause: "expired", Severity: classify.Error, Members: []string{"db"}}
	faulty := Target{Target: "a", Result: classify.Result{Verdict: classify.Fail, Diagnoses: []classify.Diagnosis{expired}}}
	healthy := Target{Target: "b", Result: classify.Result{Verdict: classify.Pass}}
	var c Changes
	if got := c.Since(Document{At: at, Targets: []Target{faulty, healthy}}, plain); len(got) != 3 {
		t.Errorf("the first time: %q", got)
	}
	faulty.Target, healthy.Target = "b", "a"
	got := c.Since(Document{At: at, Targets: []Target{healthy, faulty}}, plain)
	want := []string{"a verdict pass, was fail", "a not seen any more: error expired on db", "b verdict fail, was pass", "b new: error expired on db"}
	for i, line := range got {
		if i >= len(want) || !strings.HasSuffix(line, " "+want[i]) {
			t.Errorf("line %d: %q, want %q", i, line, want)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
	if again := c.Since(Document{At: at, Targets: []Target{healthy, faulty}}, plain); again != nil {
		t.Errorf("nothing changed: %q", again)
	}
}

// TestHostileChanges: each change stays one line without controls.
func TestHostileChanges(t *testing.T) {
	const bad = "a\x1b[2J\nb\u202e"
	d := classify.Diagnosis{Cause: bad, Severity: classify.Error, Members: []string{bad}}
	doc := Document{At: at, Targets: []Target{{Target: bad, Result: classify.Result{Verdict: classify.Fail, Diagnoses: []classify.Diagnosis{d}}}}}
	for _, s := range styles {
		var c Changes
		for _, line := range c.Since(doc, s) {
			checkVisible(t, "changes", []byte(line))
			if strings.Contains(line, "\n") {
				t.Errorf("two lines: %q", line)
			}
		}
	}
}
