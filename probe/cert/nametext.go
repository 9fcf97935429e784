package cert

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Universal tags of the string types.
const (
	tagUTF8      = 0x0c
	tagNumeric   = 0x12
	tagPrintable = 0x13
	tagT61       = 0x14
	tagIA5       = 0x16
	tagUTCTime   = 0x17
	tagTime      = 0x18
	tagVisible   = 0x1a
	tagUniversal = 0x1c
	tagBMP       = 0x1e
)

// stringValue decodes a string to UTF-8. OpenSSL takes the one-octet types for
// Latin-1 (a_strex.c, tag2nbyte). isText is false for types that it does not print.
func stringValue(e element) (text string, isText bool, err error) {
	b, err := e.octets()
	if err != nil {
		return "", false, err
	}
	switch e.tag &^ bitConstructed {
	case tagUTF8:
		if !utf8.Valid(b) {
			return "", false, errors.New("a UTF8String is not UTF-8")
		}
		return string(b), true, nil
	case tagNumeric, tagPrintable, tagT61, tagIA5, tagVisible, tagUTCTime, tagTime:
		return latin1(b), true, nil
	case tagBMP:
		text, err = wide(b, 2)
		return text, err == nil, err
	case tagUniversal:
		text, err = wide(b, 4)
		return text, err == nil, err
	}
	return "", false, nil
}

func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// wide decodes characters of size octets each; surrogates are none (a_utf8.c).
func wide(b []byte, size int) (string, error) {
	if len(b)%size != 0 {
		return "", fmt.Errorf("its length is no multiple of %d octets", size)
	}
	var out []byte
	for part := range slices.Chunk(b, size) {
		var char uint32
		for _, c := range part {
			char = char<<8 | uint32(c)
		}
		if char > unicode.MaxRune || !utf8.ValidRune(rune(char)) {
			return "", fmt.Errorf("U+%04X is no character", char)
		}
		out = utf8.AppendRune(out, rune(char))
	}
	return string(out), nil
}

// escape follows RFC 4514, section 2.4, and writes control characters as \XX.
func escape(s string) string {
	var out strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&out, `\%02X`, c)
			continue
		case strings.IndexByte(`,+"\<>;`, c) >= 0,
			i == 0 && (c == ' ' || c == '#'),
			i == len(s)-1 && c == ' ':
			out.WriteByte('\\')
		}
		out.WriteByte(c)
	}
	return out.String()
}

// canonicalAttribute is what two equal attributes have in common: the type and, for
// the string types of ASN1_MASK_CANON (x_name.c), the folded text, else the encoding.
func canonicalAttribute(oid string, value element) string {
	kind, text := value.tag, string(value.body)
	switch value.tag &^ bitConstructed {
	case tagUTF8, tagPrintable, tagT61, tagIA5, tagVisible, tagUniversal, tagBMP:
		plain, _, _ := stringValue(value)
		kind, text = tagUTF8, fold(plain)
	}
	return fmt.Sprintf("%s %02x %d:%s", oid, kind, len(text), text)
}

// fold strips and collapses ASCII white space and lowers ASCII letters.
func fold(s string) string {
	var out []byte
	for i := range len(s) {
		c := s[i]
		if isSpace(c) {
			if len(out) > 0 && out[len(out)-1] != ' ' {
				out = append(out, ' ')
			}
			continue
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		out = append(out, c)
	}
	return string(bytes.TrimSuffix(out, []byte(" ")))
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
