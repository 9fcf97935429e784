package classify

import "testing"

// TestValuesAreNotFilledIn: a value that a server chose is no text with placeholders, by which
// another value of its choice would get out of the quotes.
func TestValuesAreNotFilledIn(t *testing.T) {
	hostile := map[string]string{"set": `"); quit(); ("`, "name": "'; id; '"}
	f := Fix{Run: []string{"m.host = " + jsString("a{set}b"), "echo " + quote("a{name}b"), "echo {name}"}}.expand(hostile)
	for i, want := range []string{`m.host = "a\u007bset}b"`, `echo 'a{''name}b'`, `echo ''\''; id; '\'''`} {
		if f.Run[i] != want {
			t.Errorf("%s, want %s", f.Run[i], want)
		}
	}
}
