package classify

import (
	"cmp"
	"slices"
)

// outcomes says of every judge whether it would connect to the member.
func outcomes(m *member, found []placed) []Outcome {
	out := make([]Outcome, 0, len(m.judges))
	for i, j := range m.judges {
		o := Outcome{Member: m.Host, Driver: j.Name, Title: j.Title, Version: j.Release, Runtime: j.Runtime, Outcome: "connects"}
		if p := firstRefusal(found, i); p != nil {
			o.Outcome, o.Cause = "fails", p.word
			o.Says = p.says(j)
		} else if why := m.undecided(); why != "" {
			o.Outcome, o.Why = "unknown", why
		}
		out = append(out, o)
	}
	return out
}

// firstRefusal is the cause that a judge meets first; nil if it meets none.
func firstRefusal(found []placed, judge int) *placed {
	var first *placed
	for i, p := range found {
		if contains(p.refused, judge) && (first == nil || p.compare(*first) < 0) {
			first = &found[i]
		}
	}
	return first
}

// undecided says why nothing can be said of a judge that no cause stops; "" where all was asked.
func (m *member) undecided() string {
	switch {
	case m.Handshake == nil:
		return cmp.Or(m.Incomplete, "the handshake was not tried")
	case m.Exchange == nil:
		return cmp.Or(m.Incomplete, "hello was not asked")
	}
	return ""
}

// ExitStatus is the exit status of a run (contract, section 2): that of the first target,
// in the order given, which has something at or above failOn.
func ExitStatus(results []Result, failOn Severity) int {
	for _, r := range results {
		if s := r.exitStatus(failOn); s != 0 {
			return s
		}
	}
	return 0
}

const statusInconclusive = 1

var categoryStatus = map[Category]int{Connection: 3, VerifyFailed: 4, ProtocolVersion: 5, Revocation: 6}

func (r Result) exitStatus(failOn Severity) int {
	if r.Verdict == Inconclusive {
		return statusInconclusive
	}
	i := slices.IndexFunc(r.Diagnoses, func(d Diagnosis) bool { return rank(d.Severity) <= rank(failOn) })
	if i < 0 {
		return 0
	}
	return categoryStatus[r.Diagnoses[i].Category]
}
