package message

import (
	"testing"
	"unicode/utf8"

	"mongotls/classify"
)

// FuzzExplain: any text is explained without a panic, in causes that exist, and a text
// that is explained again means the same.
func FuzzExplain(f *testing.F) {
	for _, seed := range []string{
		"", "error:0A000438:SSL routines::tlsv1 alert internal error", "certificate verify failed (64): IP address mismatch",
		"mongodb://bob:hunter2@db1.example.com:27017", `{"id":23255,"msg":"\"x\""}`, "0x80090325 (-9838) SSL alert number 80", pemKey,
		"Hostname: \xff\xfe does not match SAN(s): \u202e", "('h', 27017) [::1]:27017 … … …", "option tls",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Explain(text)
		if !utf8.ValidString(got.Message) {
			t.Error("the message is not UTF-8")
		}
		if got.Understood() != (len(got.Candidates) > 0) || got.Understood() && got.Candidates[0] != got.Cause {
			t.Errorf("cause %q, candidates %v", got.Cause, got.Candidates)
		}
		for _, w := range got.Candidates {
			if _, ok := classify.Find(w); !ok {
				t.Errorf("unknown cause %s", w)
			}
		}
		if again := mask(got.Message); again != got.Message {
			t.Errorf("masked again it differs: %q, %q", got.Message, again)
		}
	})
}
