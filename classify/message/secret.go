package message

import (
	"strings"
)

// hidden stands for a secret.
const hidden = "***"

// secretNames are options, properties and variables whose value is a secret: those of the
// server, of the drivers and of Java, in any case; many end in "password".
const secretNames = `\w*password|\w*passphrase|passwd|\w*pwd|sslPass|storepass|keypass|secret|AWS_SESSION_TOKEN|access_token`

// secrets are the places of secrets in a text; what is kept of each is before and after.
var secrets = []struct {
	place *pattern
	kept  string
}{
	// A private key, whole or cut off.
	{lazy(`(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END [A-Z ]*PRIVATE KEY-----|\z)`), "${1}" + hidden + "${2}"},
	// user:password@ in a URI. A raw "@" or "/" in the password is wrong there, and happens.
	{lazy(`(?i)\b([a-z][a-z0-9+.-]{1,20}://[^\s:/@"'<>]*):[^\s"'<>]*@`), "${1}:" + hidden + "@"},
	// user:password@host:port without a scheme.
	{lazy(`(\b[\w.%+-]+):[^\s:@/"'<>]+(@[\w.-]+:\d{2,5}\b)`), "${1}:" + hidden + "${2}"},
	// name=value, name: value, "name":"value", --name value.
	{lazy(`(?i)((?:` + secretNames + `)["']?\s*[=:]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'&;,)}\]]+)`), "${1}" + hidden},
	{lazy(`(?i)(-{1,2}(?:` + secretNames + `)\s+)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'-][^\s]*)`), "${1}" + hidden},
	// -p value of the shell and the tools.
	{lazy(`(\bmongo(?:sh|dump|restore|export|import|stat|top|files|d|s)?\b[^\n]*?\s-p[ =]?)(?:"[^"\n]*"|'[^'\n]*'|[^\s"'-][^\s]*)`), "${1}" + hidden},
}

// secretSigns are parts of every text that holds a secret which secrets finds, in lower case.
var secretSigns = []string{"private key", "://", "pass", "pwd", "secret", "token", " -p", "@"}

// mask puts hidden in the place of every secret.
func mask(text string) string {
	if !hasAny(strings.ToLower(text), secretSigns) {
		return text
	}
	for _, s := range secrets {
		text = s.place.ReplaceAllString(text, s.kept)
	}
	return text
}
