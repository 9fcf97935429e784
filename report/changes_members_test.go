package report

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// seenMember is a member as one run saw it; leaf is "" where the handshake failed.
func seenMember(host, role, leaf string) evidence.Member {
	m := evidence.Member{Host: host}
	if role != "" {
		m.Hello = &evidence.Hello{Role: role}
	}
	if leaf != "" {
		m.Chain.Presented = []evidence.Certificate{{SHA256: leaf, NotAfter: "2027-" + leaf + "-01T00:00:00Z"}}
	}
	return m
}

// TestChangesOfMembers: a certificate that was rotated is told once, a member that is away
// keeps what was found on it.
func TestChangesOfMembers(t *testing.T) {
	expired := classify.Diagnosis{Cause: "expired", Severity: classify.Error, Members: []string{"db2"}}
	rounds := []struct {
		members []evidence.Member
		found   []classify.Diagnosis
		want    []string
	}{
		{[]evidence.Member{seenMember("db1", "primary", "01"), seenMember("db2", "secondary", "02")}, []classify.Diagnosis{expired},
			[]string{"verdict pass", "new: error expired on db2"}},
		{[]evidence.Member{seenMember("db1", "", "")}, nil, []string{"db2 is not examined any more"}},
		{[]evidence.Member{seenMember("db1", "secondary", "01")}, nil, []string{"db1 is secondary, was primary"}},
		{[]evidence.Member{seenMember("db1", "secondary", "03"), seenMember("db2", "primary", "02")}, nil, []string{
			"db1 shows another certificate, until 2027-03-01T00:00:00Z, was until 2027-01-01T00:00:00Z",
			"db2 is examined again", "db2 is primary, was secondary", "not seen any more: error expired on db2"}},
		{[]evidence.Member{seenMember("db1", "secondary", "01"), seenMember("db2", "primary", "02")}, nil, nil},
		{[]evidence.Member{seenMember("db1", "secondary", "01"), seenMember("db2", "primary", "02"), seenMember("db3", "", "")}, nil,
			[]string{"db3 is examined, and was not before"}},
	}
	var c Changes
	for i, r := range rounds {
		doc := Document{At: at, Targets: []Target{{Target: "a", Result: classify.Result{Verdict: classify.Pass, Diagnoses: r.found}}}}
		doc.Targets[0].Evidence.Members = r.members
		var got []string
		for _, line := range c.Since(doc, plain) {
			_, text, _ := strings.Cut(line, " a ")
			got = append(got, text)
		}
		if !slices.Equal(got, r.want) {
			t.Errorf("round %d: %q, want %q", i, got, r.want)
		}
	}
}

// TestChangesAreBounded: of a server that shows a new certificate each time not all are kept,
// and of a deployment with new members each time not all members.
func TestChangesAreBounded(t *testing.T) {
	var c Changes
	const rounds = 1200
	for i := range rounds {
		doc := Document{At: at, Targets: []Target{{Target: "a", Result: classify.Result{Verdict: classify.Pass}}}}
		doc.Targets[0].Evidence.Members = []evidence.Member{
			seenMember("db1", "primary", strconv.Itoa(i)), seenMember("other"+strconv.Itoa(i), "secondary", "01"),
		}
		c.Since(doc, plain)
	}
	seen := c.targets[0].seen
	if n := len(seen["db1"].leaves); n > maxLeaves || !seen["db1"].leaves[strconv.Itoa(rounds-1)] {
		t.Errorf("%d certificates of one member, at most %d, the last among them", n, maxLeaves)
	}
	if len(seen) > maxRemembered+1 {
		t.Errorf("%d members, at most %d", len(seen), maxRemembered)
	}
}

// TestTargetIsNotNamedTwice: where the target is the member, one name is enough.
func TestTargetIsNotNamedTwice(t *testing.T) {
	var c Changes
	var got []string
	for _, leaf := range []string{"01", "02"} {
		doc := Document{At: at, Targets: []Target{{Target: "db1", Result: classify.Result{Verdict: classify.Pass}}}}
		doc.Targets[0].Evidence.Members = []evidence.Member{seenMember("db1", "primary", leaf)}
		got = c.Since(doc, plain)
	}
	if len(got) != 1 || strings.Count(got[0], "db1") != 1 {
		t.Errorf("%q", got)
	}
}
