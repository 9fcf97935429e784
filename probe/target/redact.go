package target

import "strings"

// credentials stand for a user name and password.
const credentials = "<credentials>"

// redacted writes the connection string again without its secrets.
func (p parts) redacted() string {
	var b strings.Builder
	b.WriteString(p.scheme + "://")
	if p.hasUser {
		b.WriteString(credentials + "@")
	}
	b.WriteString(p.hosts)
	if p.hasPath {
		b.WriteString("/" + p.path)
	}
	if !p.hasOptions {
		return b.String()
	}
	pairs := strings.Split(p.query, "&")
	for i, pair := range pairs {
		pairs[i] = redactPair(pair)
	}
	b.WriteString("?" + strings.Join(pairs, "&"))
	return b.String()
}

// redactPair hides the value of every option that is secret or unknown: a misspelt
// password option is unknown too.
func redactPair(pair string) string {
	key, value, _ := strings.Cut(pair, "=")
	option, known := lookup(key, inURI)
	if value == "" || known && !option.secret() {
		return pair
	}
	return key + "=" + redacted
}
