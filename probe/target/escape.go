package target

import (
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
