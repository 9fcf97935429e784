package report

import (
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// TestWho spells the drivers' outcomes of each member: y connects, n fails, ? unknown.
// The first member is the primary.
func TestWho(t *testing.T) {
	for _, c := range []struct {
		members []string
		want    string
	}{
		{[]string{""}, ""},
		{[]string{"y"}, "PyMongo 4.16 would connect."},
		{[]string{"n"}, "PyMongo 4.16 would not connect."},
		{[]string{"?"}, "Whether PyMongo 4.16 would connect is not known."},
		{[]string{"yy"}, "PyMongo and Node.js would both connect."},
		{[]string{"yyyyy"}, "PyMongo, Node.js, Go, Java and C would all connect."},
		{[]string{"nn"}, "No driver would connect."},
		{[]string{"yyn"}, "PyMongo and Node.js would connect; Go would not."},
		{[]string{"yn?"}, "PyMongo would connect; Node.js would not; whether Go would is not known."},
		{[]string{"n?"}, "PyMongo would not connect; whether Node.js would is not known."},
		{[]string{"y?"}, "PyMongo would connect; whether Node.js would is not known."},
		{[]string{"yy", "yy", "yy"}, "Every driver would connect to all 3 members."},
		{[]string{"yy", "nn", "yn"}, "Every driver would connect to 1 of 3 members, the primary among them."},
		{[]string{"nn", "yy", "yy"}, "Every driver would connect to 2 of 3 members, but not to the primary."},
		{[]string{"??", "yy", "yy"}, "Every driver would connect to 2 of 3 members; for 1 it is not known."},
		{[]string{"nn", "nn"}, "No driver would connect to any member."},
		{[]string{"nn", "??"}, "No member would be reached by every driver; for 1 it is not known."},
		{[]string{"yn", "yn", "yn"}, "PyMongo would connect to all 3 members; Node.js to none."},
		{[]string{"yn", "nn"}, "No member would be reached by every driver."},
		{[]string{"??", "??"}, "Whether a driver would connect to a member is not known."},
		{[]string{"y", "n"}, "PyMongo 4.16 would connect to 1 of 2 members, the primary among them."},
		{[]string{"n", "n"}, "PyMongo 4.16 would not connect to any member."},
		{[]string{"?", "n"}, "PyMongo 4.16 would not connect to 1 of 2 members; for 1 it is not known."},
	} {
		if got := who(outcomesOf(c.members)); got != c.want {
			t.Errorf("%q: got %q, want %q", c.members, got, c.want)
		}
	}
}

// TestWhoAlone: the seed is no name of the set, and the names of the set are not reached.
func TestWhoAlone(t *testing.T) {
	v := outcomesOf([]string{"yy", "??", "??"})
	v.members[0].alias = "drivers will not use this name"
	const want = "Every driver would connect to a alone (directConnection=true). Whether a driver would connect to a member is not known."
	if got := who(v); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWhoBehindSeeds: a driver that may not log in has learnt of the members; one that does not
// take the certificate has not.
func TestWhoBehindSeeds(t *testing.T) {
	for check, want := range map[string]string{
		"mongodb":     "No driver would connect to any member.",
		"certificate": "No driver would get past the hosts given, and so none learns of the other members.",
	} {
		v := outcomesOf([]string{"nn", "nn"})
		v.members[1].found = "hello"
		v.result.Checks = []classify.Check{{Member: "a", Check: check, State: classify.Failed}}
		if got := who(v); got != want {
			t.Errorf("%s: got %q, want %q", check, got, want)
		}
	}
}

func outcomesOf(members []string) view {
	words := map[rune]string{'y': connects, 'n': fails, '?': unknown}
	var target Target
	for i, outcomes := range members {
		host, role := string(rune('a'+i)), "secondary"
		if i == 0 {
			role = "primary"
		}
		target.Evidence.Members = append(target.Evidence.Members, evidence.Member{Host: host, Hello: &evidence.Hello{Role: role}})
		for j, o := range outcomes {
			outcome := families[j]
			outcome.Member, outcome.Outcome = host, words[o]
			target.Result.Drivers = append(target.Result.Drivers, outcome)
		}
	}
	return newView(target, escaper{true})
}

func TestVersionsTellReleasesApart(t *testing.T) {
	outcomes := []classify.Outcome{
		{Title: "PyMongo", Version: "3.11", Outcome: fails}, {Title: "PyMongo", Version: "4.16", Outcome: connects},
		{Title: "Go", Version: "2.9", Outcome: connects},
	}
	if got := list(titlesOf(outcomes, connects)); got != "PyMongo 4.16 and Go" {
		t.Errorf("got %q", got)
	}
}
