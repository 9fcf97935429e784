package message_test

import (
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/classify/message"
	"mongotls/fixtures"
	"mongotls/fixtures/oracle"
)

// leastTold is the share of the recorded messages whose scenario must be among what the
// message can mean.
const leastTold = 0.95

// elsewhere are messages that are about another fault than their scenario's, each with
// the reason.
var elsewhere = []struct{ client, text, reason string }{
	{"java-3-revocation", "Certificate does not specify OCSP responder", "this client checks revocation first, and most scenarios have no responder"},
	{"", "is not supported", "the client does not know the option that the scenario needs"},
	{"", "cannot be used with PyOpenSSL", "the client does not know the option that the scenario needs"},
	{"", "could not be parsed (IP literals", "the client does not know addresses of IPv6"},
}

func meantElsewhere(c oracle.Cell) bool {
	for _, e := range elsewhere {
		if (e.client == "" || e.client == c.Client) && strings.Contains(c.Message, e.text) {
			return true
		}
	}
	return false
}

// TestRecordedMessages holds the rules to what real clients said in the scenarios, whose
// causes are known.
func TestRecordedMessages(t *testing.T) {
	cells, err := oracle.Read("../../fixtures/oracle/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	all, among, told := 0, 0, 0
	for _, c := range cells {
		s, ok := fixtures.Find(c.Scenario)
		if !ok || s.Root == "" || c.Outcome != oracle.Fails || c.Message == "" || meantElsewhere(c) {
			continue
		}
		all++
		got := message.Explain(c.Message)
		switch roots := causesOf(s); {
		case slices.ContainsFunc(roots, func(w classify.Word) bool { return slices.Contains(got.Candidates, w) }):
			among++
			told++
		case slices.ContainsFunc(roots, func(w classify.Word) bool { return slices.Contains(got.Rarer, w) }):
			told++
		default:
			t.Logf("%s %s (%s): %v, rarer %v\n%.400s", c.Scenario, c.Client, s.Root, got.Candidates, got.Rarer, c.Message)
		}
	}
	t.Logf("of %d messages %d have their cause among the candidates, %d among them or the rarer ones", all, among, told)
	if float64(told) < leastTold*float64(all) {
		t.Errorf("%d of %d messages lead to their cause, want %.0f %%", told, all, 100*leastTold)
	}
}

// causesOf are the causes of a scenario, by themselves or explained by another.
func causesOf(s fixtures.Scenario) []classify.Word {
	var out []classify.Word
	for _, w := range slices.Concat([]string{s.Root}, s.Shows, s.Also) {
		out = append(out, classify.Word(w))
	}
	return out
}
