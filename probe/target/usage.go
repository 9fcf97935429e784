package target

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// UsageError is a mistake in what the user gave, told in one line that holds no
// secret. It leads to exit status 2 (contract, section 2).
type UsageError struct {
	// Msg says what was wrong and what is expected, without a full stop.
	Msg string
	// Example is something that would be right; "" where Msg says it all.
	Example string
	// Run is the command that mends it; it takes the place of Example.
	Run string
	// Cause is the contract's word for the same fault where a file or a URI is what is
	// examined and not what is used: "conflicting-options", "ca-file-unreadable". It may be "".
	Cause string
}

func (e *UsageError) Error() string {
	switch {
	case e.Run != "":
		return e.Msg + "; run: " + e.Run
	case e.Example != "":
		return e.Msg + "; for example: " + e.Example
	}
	return e.Msg
}

// usage makes a UsageError with an example.
func usage(example, format string, args ...any) *UsageError {
	return &UsageError{Msg: fmt.Sprintf(format, args...), Example: example}
}

// Note is something to tell the user that stops nothing.
type Note struct {
	Text string
	// Warning marks what the specifications want drivers to warn about: something
	// that was given and has no effect.
	Warning bool
}

func (n Note) String() string { return n.Text }

func notef(format string, args ...any) Note { return Note{Text: fmt.Sprintf(format, args...)} }

func warnf(format string, args ...any) Note {
	return Note{Text: fmt.Sprintf(format, args...), Warning: true}
}

// maxShown is the number of characters of user input that a message repeats.
const maxShown = 60

// Show makes user input fit for one line of a message: quoted, with control
// characters escaped, and cut after maxShown characters.
func Show(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		text = string(runes[:maxShown]) + "…"
	}
	return strconv.Quote(text)
}

// ShowPath is Show for file names: whole, and quoted only where they need it.
func ShowPath(path string) string {
	odd := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }
	if path == "" || strings.ContainsFunc(path, odd) {
		return strconv.Quote(path)
	}
	return path
}
