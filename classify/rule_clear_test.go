package classify

import (
	"testing"

	"mongotls/probe/evidence"
)

// TestClear: tls=false is told of where TLS is there, and is an error where plaintext is not.
func TestClear(t *testing.T) {
	tests := []struct {
		off       bool
		plaintext evidence.Answer
		cause     Word
		verdict   Verdict
	}{
		{true, evidence.Rejected, "tls-required", Fail},
		{true, evidence.Accepted, "tls-off", Warn},
		{true, evidence.Unknown, "", Pass},
		{false, evidence.Rejected, "", Pass},
	}
	for _, tt := range tests {
		f := newFleet(t)
		f.add(f.own(1, 10*day24, 300*day24)).Plaintext = tt.plaintext
		f.Client.TLSOff = tt.off
		r, told := f.judge(t), Word("")
		for _, d := range r.Diagnoses {
			if d.Cause == "tls-required" || d.Cause == "tls-off" {
				told = d.Cause
			}
		}
		if r.Verdict != tt.verdict || told != tt.cause {
			t.Errorf("off %v, plaintext %s: %s %q", tt.off, tt.plaintext, r.Verdict, told)
		}
	}
}
