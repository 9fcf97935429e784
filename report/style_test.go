package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestStyleFor(t *testing.T) {
	utf8Env := map[string]string{"LANG": "en_US.UTF-8", "TERM": "xterm-256color"}
	with := func(pairs ...string) map[string]string {
		env := map[string]string{"LANG": utf8Env["LANG"], "TERM": utf8Env["TERM"]}
		for i := 0; i < len(pairs); i += 2 {
			env[pairs[i]] = pairs[i+1]
		}
		return env
	}
	for _, c := range []struct {
		name           string
		mode           ColorMode
		env            map[string]string
		tty            bool
		color, unicode bool
	}{
		{"a terminal", ColorAuto, with(), true, true, true},
		{"a pipe", ColorAuto, with(), false, false, true},
		{"a pipe, forced", ColorAlways, with(), false, true, true},
		{"a terminal, never", ColorNever, with(), true, false, true},
		{"NO_COLOR", ColorAuto, with("NO_COLOR", "1"), true, false, true},
		{"NO_COLOR, empty", ColorAuto, with("NO_COLOR", ""), true, true, true},
		{"NO_COLOR loses to the flag", ColorAlways, with("NO_COLOR", "1"), true, true, true},
		{"dumb", ColorAuto, with("TERM", "dumb"), true, false, false},
		{"dumb, forced", ColorAlways, with("TERM", "dumb"), true, true, false},
		{"LC_ALL wins", ColorAuto, with("LC_ALL", "C"), true, true, false},
		{"LC_ALL empty", ColorAuto, with("LC_ALL", ""), true, true, true},
		{"LC_CTYPE before LANG", ColorAuto, map[string]string{"LC_CTYPE": "C.utf8", "LANG": "C"}, true, true, true},
		{"another charset", ColorAuto, with("LANG", "de_DE.ISO-8859-1"), true, true, false},
		{"no locale", ColorAuto, nil, true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := StyleFor(c.mode, func(name string) string { return c.env[name] }, c.tty)
			if got.Color != c.color || got.Unicode != c.unicode {
				t.Errorf("got color %v, unicode %v; want %v, %v", got.Color, got.Unicode, c.color, c.unicode)
			}
		})
	}
}

func TestColorIsDecidedByStyleAlone(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	if got := (Style{Color: true}).paint(bad, "x"); !strings.Contains(got, "\x1b[") {
		t.Errorf("NO_COLOR reached past the Style: %q", got)
	}
	if got := (Style{}).paint(bad, "x"); got != "x" {
		t.Errorf("colour without being asked for: %q", got)
	}
}

func TestParseColorMode(t *testing.T) {
	if m, err := ParseColorMode("never"); m != ColorNever || err != nil {
		t.Errorf("never: %v, %v", m, err)
	}
	if _, err := ParseColorMode("yes"); err == nil || !strings.Contains(err.Error(), "auto, always or never") {
		t.Errorf("yes: %v", err)
	}
}

func TestRendererFor(t *testing.T) {
	_, err := RendererFor("xml")
	if err == nil || !strings.Contains(err.Error(), "text, short, json") {
		t.Errorf("xml: %v", err)
	}
}

func TestEscape(t *testing.T) {
	for _, c := range []struct{ in, want, ascii string }{
		{"plain text", "plain text", "plain text"},
		{`CN=a\,b`, `CN=a\,b`, `CN=a\,b`},
		{"a\x1b[31mb", `a\x1b[31mb`, `a\x1b[31mb`},
		{"a\nb\tc\rd", `a\nb\tc\rd`, `a\nb\tc\rd`},
		{"\x00\x7f\u0085\u009b", `\x00\x7f\u0085\u009b`, `\x00\x7f\u0085\u009b`},
		{"a\xffb\xe2\x80", `a\ufffdb\ufffd\ufffd`, `a\ufffdb\ufffd\ufffd`},
		{"\u202a\u202e\u2066\u2069", `\u202a\u202e\u2066\u2069`, `\u202a\u202e\u2066\u2069`},
		{"a\u200b\u200d\u2060\ufeffb", `a\u200b\u200d\u2060\ufeffb`, `a\u200b\u200d\u2060\ufeffb`},
		{"\u2028\u2029\u00a0\u3000", `\u2028\u2029\u00a0\u3000`, `\u2028\u2029\u00a0\u3000`},
		{"\u034f\u3164\ufe0f\U000e0041", `\u034f\u3164\ufe0f\U000e0041`, `\u034f\u3164\ufe0f\U000e0041`},
		{"Müller 証", "Müller 証", `M\u00fcller \u8a3c`},
		{"wait… – it’s", "wait… – it’s", "wait... - it's"},
	} {
		if got := plain.Escape(c.in); got != c.want {
			t.Errorf("%q: got %s, want %s", c.in, got, c.want)
		}
		if got := (Style{}).Escape(c.in); got != c.ascii {
			t.Errorf("%q in ASCII: got %s, want %s", c.in, got, c.ascii)
		}
	}
}

func TestEscapeCutsTheMiddle(t *testing.T) {
	got := plain.Escape("start " + strings.Repeat("x", 1<<20) + " end")
	if !strings.HasPrefix(got, "start x") || !strings.HasSuffix(got, "x end") || columns(got) > maxValue || strings.Count(got, "…") != 1 {
		t.Errorf("%d columns: %.60s", columns(got), got)
	}
	exact := strings.Repeat("x", maxValue)
	if plain.Escape(exact) != exact {
		t.Error("a text that fits is cut")
	}
	if got := plain.Escape(strings.Repeat("\x1b", maxValue)); columns(got) > maxValue || strings.Contains(strings.ReplaceAll(got, `\x1b`, ""), `\`) {
		t.Errorf("an escape is cut in its middle: %s", got)
	}
	if got := plain.Escape("a" + strings.Repeat("\u0301", 1<<20)); utf8.RuneCountInString(got) > maxValue {
		t.Errorf("%d combining marks are left", utf8.RuneCountInString(got))
	}
}

func FuzzEscape(f *testing.F) {
	for _, seed := range []string{hostile, "", strings.Repeat("é", 1000), strings.Repeat("\xff", 3000), "a\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, s := range []Style{plain, {}} {
			got := s.Escape(in)
			checkVisible(t, "a value", []byte(strings.ReplaceAll(got, "\n", "\x00")))
			if columns(got) > maxValue {
				t.Errorf("%d columns", columns(got))
			}
			if got != s.Escape(validUTF8(in)) {
				t.Error("what JSON would make of the text is shown otherwise")
			}
			checkVisible(t, "prose", []byte(escaper{s.Unicode}.prose(in)))
		}
	})
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text        string
		first, rest int
		want        string
	}{
		{"", 10, 10, ""},
		{"one two", 10, 10, "one two"},
		{"one  two", 10, 10, "one  two"},
		{"one two three", 7, 10, "one two|three"},
		{"one two three", 2, 10, "|one two|three"},
		{"abcdefghij", 4, 4, "abcd|efgh|ij"},
		{"x abcdefghij y", 4, 4, "x|abcd|efgh|ij y"},
		{"証明書", 4, 4, "証明|書"},
		{"証明", 0, -3, "証|明"},
	} {
		if got := strings.Join(wrap(c.text, c.first, c.rest), "|"); got != c.want {
			t.Errorf("%q at %d, %d: got %q, want %q", c.text, c.first, c.rest, got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	for want, in := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := list(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}
