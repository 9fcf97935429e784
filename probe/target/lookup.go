package target

import (
	"slices"
	"strings"
)

// found is one option by the name that was used for it.
type found struct {
	Option
	used string
	old  *OldName // nil where used is a current name
}

// lookup finds the row whose canonical or old name, in any case, satisfies keep.
func lookup(name string, keep func(Option) bool) (found, bool) {
	for _, row := range Table() {
		if !keep(row) {
			continue
		}
		if strings.EqualFold(row.Name, name) {
			return found{Option: row, used: row.Name}, true
		}
		for _, old := range row.Old {
			if strings.EqualFold(old.Name, name) {
				return found{Option: row, used: old.Name, old: &old}, true
			}
		}
	}
	return found{}, false
}

func inURI(row Option) bool { return row.URI }

// translate turns a value under an old name into today's.
func (f found) translate(value string) string {
	if f.old == nil || f.old.Values == nil {
		return value
	}
	for was, is := range f.old.Values {
		if strings.EqualFold(was, value) {
			return is
		}
	}
	return value
}

// renamed is the note about an old name. It repeats only values of the table.
func (f found) renamed(value string) Note {
	today := f.translate(value)
	if today == value {
		return notef("use %s instead of %s, a name of %s", f.Name, f.used, f.old.Of)
	}
	return notef("use %s=%s instead of %s=%s, a form of %s", f.Name, today, f.used, value, f.old.Of)
}

// nearestOption is the URI option that an unknown key was meant to be, "" if none is close.
func nearestOption(key string) string {
	var names []string
	for _, row := range Table() {
		if row.URI {
			names = append(names, row.Name)
		}
	}
	return Nearest(key, names)
}

// Nearest is the name that a mistyped word was meant to be, "" where none is close. Case
// does not matter; of names equally close it is the first of the alphabet.
func Nearest(word string, names []string) string {
	word = strings.ToLower(word)
	best, least := "", 1+min(3, len(word)/3)
	for _, name := range slices.Sorted(slices.Values(names)) {
		if edits := editDistance(word, strings.ToLower(name)); edits < least {
			best, least = name, edits
		}
	}
	return best
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
