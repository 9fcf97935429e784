// Package target turns what the user typed into a Target: a host, a list of hosts
// or a connection string, with every option under its canonical name. It promises
// that a secret never leaves Secret, in no error, note or encoding, and that
// whatever is refused is refused with one line that shows what is right.
//
// The rules are those of the specifications "Connection String" and "URI Options"
// of github.com/mongodb/specifications: strict where drivers must fail, a Note
// where they must warn. No name is looked up and no file is read here.
package target

import (
	"strings"
	"unicode"
)

// Target is one deployment to examine, as given.
type Target struct {
	// Text is what was typed, with credentials and secret options redacted.
	Text string
	// Hosts are the members given, in their order; empty for an SRV target.
	Hosts []HostPort
	// Sockets are Unix domain sockets among the hosts. TLS is not used on them.
	Sockets []string
	// SRV is true for mongodb+srv; SRVName is then the name that has the records.
	SRV     bool
	SRVName string
	// Credentials tells whether the connection string has a user name.
	Credentials bool
	// Database is the path of the URI, the default of Options.AuthSource.
	Database string
	Options  Options
	// Written are the options of a connection string, as they stand there.
	Written []Written
	Notes   []Note
}

// maxText bounds a target in bytes; connection strings are far shorter.
const maxText = 64 << 10

// MaxHosts bounds the hosts of one target.
const MaxHosts = 256

const (
	exampleHost = "db1.example.com:27017"
	exampleURI  = "mongodb://db1.example.com:27017/?tls=true"
	exampleSRV  = "mongodb+srv://cluster0.example.com/"
	exampleX509 = "mongodb://db1.example.com/?tls=true&authMechanism=MONGODB-X509"
	exampleAuth = "mongodb://alice:p%40ss@db1.example.com/ (%40 stands for @)"
)

// Parse reads a TARGET of the command line: host, host:port, [IPv6]:port, several
// of them with commas, mongodb://… or mongodb+srv://…. Every error is a *UsageError.
func Parse(text string) (Target, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return Target{}, usage(exampleHost, "the target is empty: a host or a connection string is expected")
	case len(text) > maxText:
		return Target{}, usage(exampleHost, "the target is longer than %d bytes", maxText)
	case strings.TrimSpace(text) != text:
		return Target{}, usage(exampleHost, "the target begins or ends with white space; remove it")
	case strings.ContainsFunc(text, unicode.IsControl):
		return Target{}, usage(exampleHost, "the target holds a control character (a line break or a tab); write it as one line")
	}
	scheme, rest, found := strings.Cut(text, "://")
	switch {
	case !found:
		return parsePlain(text)
	case scheme == "mongodb", scheme == "mongodb+srv":
		return parseURI(scheme, rest)
	}
	return Target{}, wrongScheme(scheme, rest)
}

// Dialable is nil when the target has something to examine, and else the
// *UsageError that says why not.
func (t Target) Dialable() error {
	if len(t.Hosts) > 0 || t.SRV {
		return nil
	}
	if len(t.Sockets) == 0 {
		return usage(exampleHost, "the target names no host")
	}
	return usage(exampleHost, "%s is a Unix domain socket, and TLS is not used on a socket; give the host and port that the server listens on", Show(t.Sockets[0]))
}

// wrongScheme explains a scheme that is not MongoDB's, and guesses the host meant.
func wrongScheme(scheme, rest string) error {
	switch lower := strings.ToLower(scheme); {
	case strings.Contains(scheme, "@"):
		return errPlainCredentials()
	case lower == "mongodb" || lower == "mongodb+srv":
		return usage(lower+"://"+guessHost(rest), "the scheme %s is written in lower case", Show(scheme))
	case lower == "http" || lower == "https":
		return usage(guessHost(rest), "%s:// is the address of a web site, not of a MongoDB server; give the host, or a mongodb:// connection string", lower)
	case strings.HasSuffix(lower, ":mongodb") || strings.HasSuffix(lower, ":mongodb+srv"):
		return usage(lower[strings.LastIndex(lower, ":")+1:]+"://"+guessHost(rest), "the prefix before mongodb is not part of a connection string; remove it")
	}
	return usage("mongodb://"+guessHost(rest), "the scheme %s is not known: mongodb:// or mongodb+srv:// is expected", Show(scheme))
}

// guessHost returns the host name in the rest of a URI, or an example where there
// is none that is surely only a host name.
func guessHost(rest string) string {
	if strings.Contains(rest, "@") {
		return exampleHost
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	if host == "" || checkHostName(host) != nil {
		return exampleHost
	}
	return host + ":27017"
}
