package message

import (
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
)

// TestCatalogueIsUnderstood: what the catalogue says that a client prints leads to its
// cause.
func TestCatalogueIsUnderstood(t *testing.T) {
	for _, c := range classify.Catalogue() {
		for client, says := range c.Says {
			for text := range strings.SplitSeq(says, ", or: ") {
				got := Explain(fill(text, nil))
				if !slices.Contains(got.Candidates, c.Word) && !slices.Contains(got.Rarer, c.Word) {
					t.Errorf("%s %s: %v, rarer %v\n%s", c.Word, client, got.Candidates, got.Rarer, text)
				}
			}
		}
	}
}
