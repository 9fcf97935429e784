package target

import (
	"fmt"
	"strconv"
	"strings"
)

// unescape decodes percent-encoding (RFC 3986, section 2.1). A "+" is no space in a
// connection string. It reports false for a "%" without two hexadecimal digits.
func unescape(text string) (string, bool) {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, "%")
		out.WriteString(before)
		if !found {
			return out.String(), true
		}
		if len(after) < 2 {
			return "", false
		}
		octet, err := strconv.ParseUint(after[:2], 16, 8)
		if err != nil {
			return "", false
		}
		out.WriteByte(byte(octet))
		text = after[2:]
	}
}

// escape writes text so that unescape reads it back: what is neither unreserved (RFC 3986,
// section 2.3) nor in keep is percent-encoded.
func escape(text, keep string) string {
	var out strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("-._~"+keep, c) >= 0 {
			out.WriteByte(c)
			continue
		}
		fmt.Fprintf(&out, "%%%02X", c)
	}
	return out.String()
}
