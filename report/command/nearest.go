package command

import (
	"slices"
	"strings"
)

// nearest is the name that a mistyped word was meant to be, "" where none is close. Of
// names equally close it is the first of the alphabet.
func nearest(word string, names []string) string {
	word = strings.ToLower(word)
	best, least := "", 1+min(3, len(word)/3)
	for _, name := range slices.Sorted(slices.Values(names)) {
		if edits := editDistance(word, strings.ToLower(name)); edits < least {
			best, least = name, edits
		}
	}
	return best
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return ": did you mean " + name + "?"
}

// editDistance is Levenshtein's, in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
