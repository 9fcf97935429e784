package message

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"mongotls/classify"
)

// corpusFile holds real messages with their true causes. It is not part of this
// repository.
const corpusFile = "../../../shared/errors/corpus.jsonl"

type corpusEntry struct {
	ID, Message, Emitter string
	Category             classify.Category
	Cause                classify.Word
	Candidates           []classify.Word
}

func corpus(t *testing.T) []corpusEntry {
	t.Helper()
	f, err := os.Open(corpusFile)
	if err != nil {
		t.Skipf("no corpus beside the repository: %v", err)
	}
	defer f.Close()
	var out []corpusEntry
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var e corpusEntry
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// leastRight is the share of the corpus that must come out right.
const leastRight = 0.95

// right tells whether an explanation is: the one cause where the message suffices, all of
// them where it does not.
func right(want corpusEntry, got Explanation) bool {
	if len(want.Candidates) == 1 {
		return got.Cause == want.Cause
	}
	for _, c := range want.Candidates {
		if !slices.Contains(got.Candidates, c) {
			return false
		}
	}
	return true
}

func TestCorpus(t *testing.T) {
	entries := corpus(t)
	rightOnes, exact, emitters, single := 0, 0, 0, 0
	for _, want := range entries {
		got := Explain(want.Message)
		switch {
		case len(got.Candidates) == 1 && got.Cause != want.Cause:
			t.Errorf("%s is a confident wrong answer: %s, want %v\n%s", want.ID, got.Cause, want.Candidates, want.Message)
		case !right(want, got):
			t.Logf("%s: %v, want %s of %v\n%s", want.ID, got.Candidates, want.Cause, want.Candidates, want.Message)
		default:
			rightOnes++
		}
		if got.Cause == want.Cause {
			exact++
		}
		if got.Emitter == want.Emitter {
			emitters++
		} else {
			t.Logf("emitter of %s: %s, want %s: %.90q", want.ID, got.Emitter, want.Emitter, want.Message)
		}
		if len(want.Candidates) == 1 && len(got.Candidates) == 1 {
			single++
		}
	}
	t.Logf("%d of %d right, %d with the true cause first, %d emitters, %d singles", rightOnes, len(entries), exact, emitters, single)
	if float64(rightOnes) < leastRight*float64(len(entries)) {
		t.Errorf("%d of %d are right, want %.0f %%", rightOnes, len(entries), 100*leastRight)
	}
}
