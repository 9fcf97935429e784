package login

import (
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/wire"
)

// Bounds on the options that are kept.
const (
	maxOptions     = 200
	maxOptionDepth = 6
)

// keptOptions are the sections of getCmdLineOpts that matter to TLS and to who may connect.
var keptOptions = []string{"net.tls", "net.ssl", "net.bindIp", "net.bindIpAll", "net.port", "security", "setParameter"}

// readOptions flattens what the server was started with: "net.tls.mode".
func (s *session) readOptions(r wire.Reply) {
	s.flatten("", r.Document("parsed"), maxOptionDepth)
}

func (s *session) flatten(path string, r wire.Reply, depth int) {
	for _, key := range r.Keys() {
		name := strings.TrimPrefix(path+"."+s.scrub(key), ".")
		switch {
		case secret(name) || len(s.out.Options) == maxOptions:
		case r.IsDocument(key) && depth > 0:
			s.flatten(name, r.Document(key), depth-1)
		case kept(name):
			if value, ok := optionValue(r, key); ok {
				put(&s.out.Options, name, s.scrub(value))
			}
		}
	}
}

// put adds to a map, which it makes where there is none.
func put[V any](m *map[string]V, key string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = value
}

func kept(name string) bool {
	for _, section := range keptOptions {
		if name == section || strings.HasPrefix(name, section+".") {
			return true
		}
	}
	return false
}

// secretWords are what the names of options have that may hold a secret.
var secretWords = []string{"password", "passphrase", "secret", "token", "credential"}

// secret tells whether an option may hold a secret: its value is never kept. mongod itself
// hides those that it knows.
func secret(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(secretWords, func(w string) bool { return strings.Contains(name, w) })
}

// optionValue is a value as a configuration file has it; lists are joined by commas.
func optionValue(r wire.Reply, key string) (string, bool) {
	if b, ok := r.Is(key); ok {
		return strconv.FormatBool(b), true
	}
	if n, ok := r.Count(key); ok {
		return strconv.FormatInt(n, 10), true
	}
	if list := r.Texts(key); list != nil {
		return strings.Join(list, ","), true
	}
	text := r.Text(key)
	return text, text != ""
}
