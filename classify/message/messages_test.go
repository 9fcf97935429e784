package message

import (
	"os"
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
)

// TestMessages: what is printed in the world, one message a line of testdata/messages.txt,
// behind the causes that it allows in their order.
func TestMessages(t *testing.T) {
	text, err := os.ReadFile("testdata/messages.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		causes, message, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " | ")
		if !ok {
			t.Fatalf("no causes: %s", line)
		}
		var want []classify.Word
		for _, w := range strings.Fields(causes) {
			want = append(want, classify.Word(w))
		}
		if got := Explain(message); !slices.Equal(got.Candidates, want) {
			t.Errorf("%s\n got %v\nwant %v", message, got.Candidates, want)
		}
		n++
	}
	if n < 100 {
		t.Errorf("%d messages", n)
	}
}
