package message

import (
	"html"
	"strings"
	"unicode"
)

// unescape undoes the escapes that a text gains in JSON logs, in program output and on
// web pages.
var unescape = strings.NewReplacer(
	`\"`, `"`, `\'`, `'`, `\n`, "\n", `\t`, "\t", `\r`, "\r", `\/`, "/",
	`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\u0027`, "'", `\u0022`, `"`,
)

// sameAs are characters that messages write in several ways.
var sameAs = map[rune]rune{
	'_': ' ', '-': ' ', '‐': ' ', '‑': ' ', '–': ' ', '`': '\'',
	'‘': '\'', '’': '\'', '“': '"', '”': '"', '«': '"', '»': '"',
}

// plain is the form in which phrases are compared: lower case, underscores and hyphens
// as spaces, one space between words. "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "self-signed"
// and "certificate_unknown" so look as in prose.
func plain(text string) string {
	if strings.ContainsRune(text, '\\') {
		text = unescape.Replace(text)
	}
	if strings.ContainsRune(text, '&') {
		text = html.UnescapeString(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	space := true
	for _, r := range text {
		if same, ok := sameAs[r]; ok {
			r = same
		}
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimSuffix(b.String(), " ")
}

// maxGap is how far the parts of a phrase may be apart, in bytes.
const maxGap = 160

// says tells whether a plain text has a phrase. "…" in it, with the spaces around it,
// stands for up to maxGap bytes.
func says(text, phrase string) bool {
	first, rest, more := strings.Cut(phrase, "…")
	if more {
		first, rest = strings.TrimSuffix(first, " "), strings.TrimPrefix(rest, " ")
	}
	for from := 0; ; {
		i := strings.Index(text[from:], first)
		if i < 0 {
			return false
		}
		end := from + i + len(first)
		if !more || says(text[end:min(len(text), end+maxGap)], rest) {
			return true
		}
		from += i + 1
	}
}

func saysAny(text string, phrases []string) bool {
	for _, p := range phrases {
		if says(text, p) {
			return true
		}
	}
	return false
}
