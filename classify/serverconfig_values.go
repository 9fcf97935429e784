package classify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// valueRules are about single values that the server does not take.
var valueRules = []configRule{
	{
		word: "unsupported-option", severity: Error,
		title: "An option is given twice",
		why: `mongod takes an option once from each source; the former name of an option is the
same option to it.`,
		says:     "Error parsing YAML config: duplicate key: {key}(canonical key: {name})",
		flagSays: `Error parsing command line:  Multiple occurrences of option "{flag}"`,
		fix:      []Fix{{On: OnServer, Text: "Keep one of the lines, under the name {name}."}},
		find:     (*serverConfig).twice,
	},
	{
		word: "unsupported-option", severity: Error,
		title: "An option has no value, or more than one",
		why:   "Each of these options takes one value, on the line of its name.",
		says:  "Scalar option '{key}' must be a single value",
		fix:   []Fix{{On: OnServer, Text: "Give it one value, or make the line a comment."}},
		find: func(c *serverConfig) []settingAt {
			return c.all(func(s *evidence.ServerSetting) bool {
				return s.Name != "" && (s.Shape == string(serverconf.List) || s.Shape == string(serverconf.Map))
			})
		},
	},
	{
		word: "unsupported-option", severity: Error,
		title: "The mode is a word that its option does not take",
		why: `net.tls.mode takes disabled, allowTLS, preferTLS and requireTLS, and the former
net.ssl.mode the same words with SSL; each refuses the other's. Case counts.`,
		says: "unsupported value for {flag} {value}",
		find: func(c *serverConfig) []settingAt { return c.bad(serverconf.Enum, optMode) },
	},
	{
		word: "unsupported-option", severity: Error,
		check: "client-auth", title: "clusterAuthMode is a word that it does not take",
		why:  "It takes keyFile, sendKeyFile, sendX509 and x509. Case counts.",
		says: "unsupported value for clusterAuthMode {value}",
		find: func(c *serverConfig) []settingAt { return c.bad(serverconf.Enum, optCluster) },
	},
	{
		word: "unsupported-option", severity: Error,
		title: "A switch is neither true nor false",
		why: `The server's YAML knows true and false only, in small letters: yes, on and 1 are
plain text to it.`,
		says: "Expected boolean switch but found string: {value} for option: {key}",
		find: func(c *serverConfig) []settingAt { return c.bad(serverconf.Switch, "") },
	},
	{
		word: "unsupported-option", severity: Error,
		check: "versions", title: "A list of protocols has a word that it does not take",
		why: `The words are TLS1_0, TLS1_1, TLS1_2 and TLS1_3, separated by commas without
spaces; none alone switches nothing off.`,
		says: "Unrecognized disabledProtocols '{now}'",
		fix:  []Fix{{On: OnServer, Text: "Write it as in TLS1_0,TLS1_1.", Run: []string{"net:", "  tls:", "    disabledProtocols: TLS1_0,TLS1_1"}}},
		find: (*serverConfig).badProtocols,
	},
	{
		word: "unsupported-option", severity: Error,
		check: "certificate", title: "A certificate selector has the wrong form",
		why:  "A selector is subject= with a name, or thumbprint= with the SHA-1 of the certificate in hexadecimal digits.",
		says: "Certificate selector for '{name}' must be a key=value pair",
		fix:  []Fix{{On: OnServer, Text: "Write it so.", Run: []string{"net:", "  tls:", `    certificateSelector: "subject=db1.example.com"`}}},
		find: func(c *serverConfig) []settingAt {
			return c.of(serverconf.Selector, func(v string) bool { return !selector.MatchString(v) })
		},
	},
	{
		word: "unsupported-option", severity: Warning,
		title: "opensslCipherConfig has names of TLS 1.3 suites",
		why: `opensslCipherConfig is for TLS 1.2 and older. The suites of TLS 1.3 are chosen with
opensslCipherSuiteConfig, since 5.0; here they do nothing, and a list of nothing
else leaves TLS 1.2 without a suite.`,
		fix: []Fix{{On: OnServer, Text: "Name them there.", Run: []string{"setParameter:", "  opensslCipherSuiteConfig: TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"}}},
		find: func(c *serverConfig) []settingAt {
			return c.of(serverconf.Ciphers, func(v string) bool { return suiteOf13.MatchString(v) })
		},
	},
}

var (
	selector  = regexp.MustCompile(`^(subject=.+|thumbprint=([0-9A-Fa-f]{2})+)$`)
	suiteOf13 = regexp.MustCompile(`(^|[:, ])TLS_[A-Z0-9]+_`)
)

// twice finds options that stand more than once in one source.
func (c *serverConfig) twice() []settingAt {
	count := map[string]int{}
	id := func(s *evidence.ServerSetting) string {
		if s.Name == optMode {
			return s.Source + " " + s.Key // two options to the server: another rule
		}
		return s.Source + " " + s.Name
	}
	for i := range c.Settings {
		count[id(&c.Settings[i])]++
	}
	return c.all(func(s *evidence.ServerSetting) bool { return s.Name != "" && count[id(s)] > 1 })
}

// of are the settings of one kind whose value is bad.
func (c *serverConfig) of(kind serverconf.Type, bad func(string) bool) []settingAt {
	return c.all(func(s *evidence.ServerSetting) bool {
		o := optionOf(s)
		return o != nil && o.Kind == kind && s.Shape == string(serverconf.Scalar) && bad(s.Value)
	})
}

// bad are the settings of one kind, or of one option of it, whose value is none of those
// that it takes, with the value that is meant.
func (c *serverConfig) bad(kind serverconf.Type, name string) []settingAt {
	found := c.all(func(s *evidence.ServerSetting) bool {
		o := optionOf(s)
		return o != nil && o.Kind == kind && (name == "" || s.Name == name) && !o.RuntimeOnly &&
			s.Shape != string(serverconf.List) && s.Shape != string(serverconf.Map) && !slices.Contains(o.Takes(s.Key), s.Value)
	})
	for i, s := range found {
		if meant := optionOf(s.ServerSetting).Meant(s.Value); meant != "" {
			found[i].now = c.corrected(s.ServerSetting, meant)
			found[i].note = "perhaps " + meant
			continue
		}
		found[i].note = "it takes " + enumerate(optionOf(s.ServerSetting).Takes(s.Key))
	}
	return found
}

func (c *serverConfig) badProtocols() []settingAt {
	var out []settingAt
	for _, s := range c.of(serverconf.Protocols, func(v string) bool { return v != "" }) {
		if token := badToken(s.ServerSetting); token != "" {
			s.now, s.note = token, fmt.Sprintf("%q is no version", token)
			out = append(out, s)
		}
	}
	return out
}

// badToken is the first word of a list of protocols that the server does not take.
func badToken(s *evidence.ServerSetting) string {
	known := strings.Fields(everyProtocol)
	if s.Name == optDisabled && s.Value == "none" {
		return ""
	}
	for _, token := range strings.Split(s.Value, ",") {
		version := token
		if s.Name == optDisabled {
			version = strings.TrimPrefix(token, "no")
		}
		if !slices.Contains(known, version) {
			return token
		}
	}
	return ""
}
