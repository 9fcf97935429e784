package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"mongotls/classify"
)

// Bounds on what a screen shows of one text, in columns of its escaped form.
const (
	maxName    = 30 // of a check, a driver or a version
	maxWord    = 60 // of a cause
	maxValue   = 300
	maxProse   = 6000
	maxCommand = 4000
)

// escaper makes text safe for a terminal. Without unicode its output is ASCII: in
// a locale that is not UTF-8 the bytes of a multi-byte character can be controls.
type escaper struct{ unicode bool }

// Escape makes one line of s that is safe on a terminal: controls, invisible
// characters, bidi controls and invalid UTF-8 become visible escapes, and a long
// text loses its middle.
func (s Style) Escape(text string) string { return escaper{s.Unicode}.value(text) }

// value escapes one line.
func (e escaper) value(s string) string { return e.clip(s, maxValue) }

// name and word escape what stands in a column or in a rule.
func (e escaper) name(s string) string { return e.clip(s, maxName) }

func (e escaper) word(w classify.Word) classify.Word {
	return classify.Word(e.clip(string(w), maxWord))
}

// command escapes a command; it is cut only where no person would copy it.
func (e escaper) command(s string) string { return e.clip(s, maxCommand) }

// prose escapes text of several lines, whose newlines are layout.
func (e escaper) prose(s string) string {
	s = validUTF8(s)
	if runes := []rune(s); len(runes) > maxProse {
		s = string(runes[:maxProse]) + "…"
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = e.clip(line, maxProse)
	}
	return strings.Join(lines, "\n")
}

// clip escapes s and cuts the middle of what is wider than limit.
func (e escaper) clip(s string, limit int) string {
	s = validUTF8(s)
	head, tail := s, ""
	if len(s) > 8*limit { // the middle cannot show: do not look at it
		head, tail = s[:4*limit], s[len(s)-4*limit:]
	}
	tokens := append(e.tokens(head), e.tokens(tail)...)
	if total(tokens) <= limit && tail == "" {
		return strings.Join(tokens, "")
	}
	dots := e.rune('…')
	room := limit - len(dots)
	var left, right, i, j int
	for j = len(tokens); i < j && left+cost(tokens[i]) <= room/2; i++ {
		left += cost(tokens[i])
	}
	for ; j > i && right+cost(tokens[j-1]) <= room-room/2; j-- {
		right += cost(tokens[j-1])
	}
	return strings.Join(tokens[:i], "") + dots + strings.Join(tokens[j:], "")
}

func total(tokens []string) int {
	n := 0
	for _, t := range tokens {
		n += cost(t)
	}
	return n
}

// cost counts a combining mark as one column, so that a flood of them is cut too.
func cost(token string) int { return max(1, columns(token)) }

// validUTF8 puts U+FFFD for each invalid byte, exactly as encoding/json does, so that
// saved and live documents look alike.
func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

func (e escaper) tokens(s string) []string {
	out := make([]string, 0, len(s))
	for _, r := range s {
		out = append(out, e.rune(r))
	}
	return out
}

var named = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}

// asciiForms stand for the few characters of our own texts that ASCII lacks.
var asciiForms = map[rune]string{'…': "...", '–': "-", '’': "'"}

// rune is r as a terminal may show it.
func (e escaper) rune(r rune) string {
	if name, ok := named[r]; ok {
		return name
	}
	if !e.unicode {
		if form, ok := asciiForms[r]; ok {
			return form
		}
	}
	if visible(r) && (e.unicode || r <= unicode.MaxASCII) {
		return string(r)
	}
	switch {
	case r <= 0x7F:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xFFFF:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// visible is false for what a reader cannot see or trust: controls, formats (bidi,
// zero-width), separators but the space, unassigned and private characters, and those
// that Unicode says to ignore by default.
func visible(r rune) bool {
	return r != unicode.ReplacementChar && unicode.IsPrint(r) &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
