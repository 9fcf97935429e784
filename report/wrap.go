package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// columns is the width of s on a terminal. Colour sequences of our own have none.
func columns(s string) int {
	n := 0
	inColor := false
	for _, r := range s {
		switch {
		case r == '\x1b':
			inColor = true
		case inColor:
			inColor = r != 'm'
		default:
			n += runeColumns(r)
		}
	}
	return n
}

func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// wrap breaks text into lines: the first of at most first columns, the others of at
// most rest. It breaks inside a word only where the word is wider than a line.
func wrap(text string, first, rest int) []string {
	first, rest = max(first, 1), max(rest, 1)
	if columns(text) <= first {
		return []string{text}
	}
	var lines []string
	line, room := "", first
	for _, word := range strings.Fields(text) {
		if line != "" && columns(line)+1+columns(word) <= room {
			line += " " + word
			continue
		}
		if line != "" || columns(word) > room && room < rest {
			lines, line, room = append(lines, line), "", rest
		}
		for cut := fitting(word, room); cut < len(word); cut = fitting(word, room) {
			lines, word, room = append(lines, word[:cut]), word[cut:], rest
		}
		line = word
	}
	return append(lines, line)
}

// fitting is the length in bytes of the longest start of s that room columns hold, and
// at least one character.
func fitting(s string, room int) int {
	used := 0
	for i, r := range s {
		used += runeColumns(r)
		if used > room && i > 0 {
			return i
		}
	}
	return len(s)
}

// pad fills s with spaces up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-columns(s)))
}

// list joins names as a sentence does: "a, b and c".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// capital begins s with a capital letter.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// sentence ends s with a full stop, if it does not end already.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".:?") {
		return s
	}
	return s + "."
}
