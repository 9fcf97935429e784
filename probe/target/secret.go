package target

import (
	"fmt"
	"io"
)

// redacted stands for every secret wherever one would be shown.
const redacted = "<redacted>"

// Secret is a password or passphrase. No verb of fmt, no JSON encoder and no
// reflection of a struct that holds it shows the text; only Reveal does. The zero
// value means that none was given, which differs from an empty one.
type Secret struct {
	text *string // a pointer, so that fmt shows an address where it cannot call Format
}

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{text: &text} }

// IsSet tells whether one was given, an empty one included.
func (s Secret) IsSet() bool { return s.text != nil }

// Reveal returns the text, for the code that needs it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

func (s Secret) String() string {
	if s.text == nil {
		return ""
	}
	return redacted
}

// GoString serves %#v where Format is not reached.
func (s Secret) GoString() string { return s.String() }

// Format writes the same for every verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// MarshalJSON writes null where none was given.
func (s Secret) MarshalJSON() ([]byte, error) {
	if s.text == nil {
		return []byte("null"), nil
	}
	return []byte(`"` + redacted + `"`), nil
}
