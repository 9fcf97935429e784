package login

import (
	"slices"
	"strings"
	"testing"
)

func TestWellNamed(t *testing.T) {
	hostile := []string{"SCRAM-SHA-256", "", "scram", "A\x1b[2J", "A{set}B", strings.Repeat("A", 21), "MONGODB-X509"}
	if got, want := wellNamed(hostile), []string{"SCRAM-SHA-256", "MONGODB-X509"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := wellNamed(slices.Repeat([]string{"PLAIN"}, 1000)); len(got) != maxMechanisms {
		t.Errorf("%d names, want %d", len(got), maxMechanisms)
	}
	if wellNamed(nil) == nil {
		t.Error("nil is what was not asked")
	}
}
