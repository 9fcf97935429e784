package main

import (
	"context"
	"testing"

	"mongotls/classify"
	"mongotls/fixtures"
	"mongotls/probe/evidence"
	"mongotls/report"
)

// loginConnections is one more for each member where somebody logs in.
const loginConnections = maxConnections + 1

// TestDeployments holds the doctor to every deployment, as TestScenarios does to single
// endpoints.
func TestDeployments(t *testing.T) {
	for _, d := range fixtures.Deployments() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			lab, err := fixtures.Deploy(context.Background(), d, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer lab.Close()
			doc, status := doctor(t, lab)
			result := doc.Targets[0].Result
			if root := rootOf(result); root != d.Root && (d.Root != "" || result.Verdict == classify.Fail) {
				t.Errorf("root cause %q, want %q\n%s", root, d.Root, summary(result))
			}
			checkOthers(t, fixtures.Scenario{Root: d.Root, Shows: d.Shows, Also: d.Also}, result)
			checkDrivers(t, fixtures.Scenario{}, result)
			checkRefs(t, doc)
			checkFixes(t, doc)
			if d.Root == "" && status != 0 {
				t.Errorf("status %d for a healthy deployment", status)
			}
			if status != doc.ExitCode {
				t.Errorf("status %d, the document says %d", status, doc.ExitCode)
			}
			for _, m := range doc.Targets[0].Evidence.Members {
				allowed := maxConnections
				if m.Login != nil {
					allowed = loginConnections
				}
				// What was given alone is asked for its suites, where nothing else tells what is wrong.
				if m.Connections > allowed && (m.Suites == nil || given(doc) > 1) {
					t.Errorf("%d connections to %s, at most %d are allowed", m.Connections, m.Host, allowed)
				}
			}
		})
	}
}

// given counts the members that the user gave.
func given(d report.Document) int {
	n := 0
	for _, m := range d.Targets[0].Evidence.Members {
		if m.FoundBy == evidence.Given || m.FoundBy == evidence.SRV {
			n++
		}
	}
	return n
}
