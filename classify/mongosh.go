package classify

import (
	"encoding/json"
	"strings"
)

// jsString is a text as a literal of JavaScript, for lines that are pasted into mongosh. Names
// come from servers: what would end the literal is escaped, and what would begin a placeholder
// (Fix.expand fills those in later).
func jsString(text string) string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(text) != nil {
		return `"…"`
	}
	return strings.ReplaceAll(strings.TrimSpace(out.String()), "{", `\u007b`)
}
