package logfile

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"mongotls/classify/message"
	"mongotls/fixtures/oracle"
)

// plainly is what the automaton stands for: the phrases looked for one by one.
func plainly(line string, phrases []string) bool {
	line = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\r\v\f_-", r) {
			return ' '
		}
		return r
	}, strings.ToLower(line))
	for strings.Contains(line, "  ") {
		line = strings.ReplaceAll(line, "  ", " ")
	}
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(line, p) })
}

// hitLines are the numbers of the lines that the automaton stops in.
func hitLines(m *matcher, text string) []int {
	var out []int
	for _, hit := range m.hits([]byte(text)) {
		out = append(out, strings.Count(text[:hit], "\n"))
	}
	return out
}

func checkHits(t *testing.T, phrases []string, text string) {
	t.Helper()
	var want []int
	for i, line := range strings.Split(text, "\n") {
		if plainly(line, phrases) {
			want = append(want, i)
		}
	}
	if got := hitLines(newMatcher(phrases), text); !slices.Equal(got, want) {
		t.Errorf("%q in %q: lines %v, want %v", phrases, text, got, want)
	}
}

func TestMatcher(t *testing.T) {
	for _, c := range []struct {
		phrases []string
		text    string
	}{
		{[]string{"abc", "bcd", "cab"}, "abx\nABC\nab\nc\nxbCdx\ncacab\n"},
		{[]string{"has expired"}, "certificate HAS_EXPIRED\nhas-  \t expired\nhasexpired\nhas\nexpired"},
		{[]string{" crl ", "ssl"}, "the crl is\ncrl is\nscrl x\n  crl  \nS\xffSL\nclassless"},
		{[]string{"aab"}, "aaab"},
		{[]string{"a b c"}, "a b b c\na b a b c\na  b__c"},
		{[]string{"x"}, ""},
	} {
		checkHits(t, c.phrases, c.text)
	}
}

// TestMatcherAtRandom compares with the plain search on texts of few letters, in which
// phrases overlap in all ways.
func TestMatcherAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func(n int, alphabet string) string {
		out := make([]byte, n)
		for i := range out {
			out[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(out)
	}
	for range 300 {
		var phrases []string
		for range 1 + r.IntN(6) {
			phrases = append(phrases, strings.Join(strings.Fields(some(1+r.IntN(6), "ab c")), " "))
		}
		if phrases = message.Shortest(phrases); len(phrases) > 0 {
			checkHits(t, phrases, some(r.IntN(120), "abBc -\n"))
		}
	}
}

// TestEveryMessageHasAPhrase: no real message is passed over.
func TestEveryMessageHasAPhrase(t *testing.T) {
	text, err := os.ReadFile("../../../shared/errors/corpus.jsonl")
	if err != nil {
		t.Skipf("no corpus beside the repository: %v", err)
	}
	m := newMatcher(Phrases())
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if len(m.hits([]byte(line))) != 1 {
			t.Errorf("passed over: %s", line)
		}
	}
}

// TestEveryRecordedMessageHasAPhrase: the same for what the drivers said in the scenarios.
func TestEveryRecordedMessageHasAPhrase(t *testing.T) {
	cells, err := oracle.Read("../../fixtures/oracle/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	m := newMatcher(Phrases())
	for _, c := range cells {
		if c.Message != "" && len(m.hits([]byte(c.Message))) == 0 && message.Explain(c.Message).Understood() {
			t.Errorf("%s %s is passed over: %s", c.Scenario, c.Client, c.Message)
		}
	}
}

func TestPhrasesAreUsable(t *testing.T) {
	phrases := Phrases()
	for _, p := range phrases {
		if len(strings.TrimSpace(p)) < 3 || p != strings.ToLower(p) || strings.ContainsAny(p, "_\n\"'<>&\\") || strings.Contains(p, "  ") {
			t.Errorf("%q cannot be found in a log", p)
		}
	}
	if len(phrases) < 200 {
		t.Errorf("there are only %d phrases", len(phrases))
	}
}
