package classify

import "testing"

func TestDigAt(t *testing.T) {
	for server, want := range map[string]string{
		"":                     "dig +short ",
		"203.0.113.53":         "dig @203.0.113.53 +short ",
		"203.0.113.53:5353":    "dig @203.0.113.53 -p 5353 +short ",
		"2001:db8::53":         "dig @2001:db8::53 +short ",
		"[2001:db8::53]":       "dig @2001:db8::53 +short ",
		"[2001:db8::53]:5353":  "dig @2001:db8::53 -p 5353 +short ",
		"ns1.example.com":      "dig @ns1.example.com +short ",
		"ns1.example.com:5353": "dig @ns1.example.com -p 5353 +short ",
	} {
		if got := digAt(server); got != want {
			t.Errorf("%s: %q, want %q", server, got, want)
		}
	}
}
