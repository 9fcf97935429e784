package report

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"mongotls/classify"
)

// Style is how a screen looks. It is made once for each writer and never changes
// what is said.
type Style struct {
	Width   int // columns; 0 means DefaultWidth
	Color   bool
	Unicode bool
	Quiet   bool
	Verbose bool
}

// DefaultWidth is the width of every screen, in columns.
const DefaultWidth = 80

// ColorMode is the value of --color.
type ColorMode string

const (
	ColorAuto   ColorMode = "auto"
	ColorAlways ColorMode = "always"
	ColorNever  ColorMode = "never"
)

// ParseColorMode reads the value of --color.
func ParseColorMode(s string) (ColorMode, error) {
	switch m := ColorMode(s); m {
	case ColorAuto, ColorAlways, ColorNever:
		return m, nil
	}
	return "", fmt.Errorf("--color is %q: expected auto, always or never", s)
}

// StyleFor makes the Style of one writer: tty tells whether that writer is a terminal,
// getenv reads the environment. The flag wins over NO_COLOR (no-color.org: any value
// but the empty one), that over TERM=dumb, that over the terminal test.
func StyleFor(mode ColorMode, getenv func(string) string, tty bool) Style {
	dumb := getenv("TERM") == "dumb"
	auto := tty && !dumb && getenv("NO_COLOR") == ""
	return Style{
		Width:   DefaultWidth,
		Color:   mode == ColorAlways || mode == ColorAuto && auto,
		Unicode: !dumb && utf8Locale(getenv),
	}
}

// utf8Locale reads the locale of characters in POSIX's order (XBD 8.2).
func utf8Locale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(getenv(name)); value != "" {
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return false
}

func (s Style) width() int {
	if s.Width <= 0 {
		return DefaultWidth
	}
	return s.Width
}

// paint is a use of colour. Colour only repeats what a symbol or a word says.
type paint []color.Attribute

var (
	good    = paint{color.FgGreen}
	caution = paint{color.FgYellow}
	bad     = paint{color.FgRed, color.Bold}
	faint   = paint{color.Faint}
	strong  = paint{color.Bold}
)

func (s Style) paint(p paint, text string) string {
	c := color.New(p...)
	if s.Color {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.Sprint(text)
}

// mark is the symbol of one state, in both alphabets.
type mark struct {
	symbol, ascii string
	paint         paint
}

var (
	passMark = mark{"✓", "ok", good}
	warnMark = mark{"!", "warn", caution}
	failMark = mark{"✗", "FAIL", bad}
	skipMark = mark{"–", "skip", faint}
	listMark = mark{" ", "", faint} // a list beside the checks, which judges nothing
)

// asciiMarkWidth is the width of the widest mark in ASCII.
const asciiMarkWidth = len("FAIL")

var stateMarks = map[classify.State]mark{
	classify.Passed: passMark, classify.Warned: warnMark, classify.Failed: failMark, classify.Skipped: skipMark,
}

var outcomeMarks = map[string]mark{connects: passMark, fails: failMark, unknown: skipMark}

var severityPaints = map[classify.Severity]paint{
	classify.Error: bad, classify.Warning: caution, classify.Info: strong,
}

// orSkip is m, or the mark of "not checked" for a state that the table lacks.
func orSkip(m mark, known bool) mark {
	if known {
		return m
	}
	return skipMark
}

// mark renders m, padded to the width that all marks of the alphabet share.
func (s Style) mark(m mark) string {
	if s.Unicode {
		return s.paint(m.paint, m.symbol)
	}
	return s.paint(m.paint, m.ascii) + strings.Repeat(" ", asciiMarkWidth-len(m.ascii))
}

func (s Style) state(st classify.State) string {
	m, known := stateMarks[st]
	return s.mark(orSkip(m, known))
}

func (s Style) outcome(o string) string {
	m, known := outcomeMarks[o]
	return s.mark(orSkip(m, known))
}

func (s Style) dash() string {
	if s.Unicode {
		return "─"
	}
	return "-"
}
