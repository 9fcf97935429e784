package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// weakRules are about what a server starts with, and what its owner should know.
var weakRules = []configRule{
	{
		word: "server-plaintext", severity: Warning,
		title: "This configuration starts a server without TLS",
		why: `net.tls.mode is not set or is disabled: the server takes plain connections only.
A client that speaks TLS sees its connection closed without a word.`,
		fix: []Fix{{On: OnServer, Text: "Name certificate and CA, and begin the upgrade with allowTLS.",
			Run: []string{"net:", "  tls:", "    mode: allowTLS", "    certificateKeyFile: /etc/ssl/mongodb.pem", "    CAFile: /etc/ssl/ca.pem"}}},
		find: func(c *serverConfig) []settingAt {
			if !c.off() || len(c.given(needMode...)) > 0 {
				return nil
			}
			if found := c.given(optMode); len(found) > 0 {
				return found
			}
			return []settingAt{{note: "no net.tls.mode"}}
		},
	},
	{
		word: "plaintext-accepted", severity: Warning,
		title: "The server also takes connections without TLS",
		why: `{mode} is right in the middle of an upgrade. Left like that, each client that
forgets tls=true sends its data and its login in clear, and nobody notices.`,
		fix: []Fix{{On: OnServer, Text: "When all clients use TLS, set the next mode: preferTLS after allowTLS, requireTLS after preferTLS.", Run: []string{"net:", "  tls:", "    mode: {next}"}}},
		find: func(c *serverConfig) []settingAt {
			if m := c.mode(); m != modeAllow && m != modePrefer {
				return nil
			}
			return c.given(optMode)
		},
	},
	{
		word: "verification-disabled", severity: Warning,
		check: "chain", title: "The server believes what it cannot verify",
		why: `allowInvalidCertificates lets in whoever sends any certificate at all, and sends
data to members that have none that is valid; X.509 logins then prove nothing.
allowInvalidHostnames lets every holder of a certificate of the CA be any member.`,
		fix: []Fix{{On: OnServer, Text: "Remove them, after the certificates have the names of the members and CAFile has their CA."}},
		find: func(c *serverConfig) []settingAt {
			return c.given("net.tls.allowInvalidCertificates", "net.tls.allowInvalidHostnames")
		},
	},
	{
		word: "legacy-versions-enabled", severity: Warning,
		check: "versions", title: "Old TLS versions stay on",
		why: `A server without disabledProtocols switches TLS 1.0 off by itself, and newer ones
TLS 1.1 as well. With a list it switches off what the list says and nothing else.`,
		fix:  []Fix{{On: OnServer, Text: "Name both in the list, or remove it.", Run: []string{"net:", "  tls:", "    disabledProtocols: TLS1_0,TLS1_1"}}},
		find: (*serverConfig).legacy,
	},
	{
		word: "weak-cipher", severity: Warning,
		title: "The cipher list lets weak suites in",
		why: `The list takes the place of the server's own, which has suites of 128 bits and more
only. Suites without encryption or authentication, export suites, RC4 and DES
can be read or changed by others.`,
		fix:  []Fix{{On: OnServer, Text: "Remove the list, or take one that excludes them.", Run: []string{"setParameter:", "  opensslCipherConfig: HIGH:!EXPORT:!aNULL@STRENGTH"}}},
		find: (*serverConfig).weakCiphers,
	},
	{
		word: "refused", severity: Warning,
		title: "The server listens on this machine only",
		why: `With requireTLS it is ready for clients on the network, and bindIp lets none of them
reach it: they see a refused connection.`,
		fix:  []Fix{listen},
		find: (*serverConfig).local,
	},
	{
		word: "refused", severity: Info, since: serverconf.Since{{Major: 3, Minor: 6}},
		title: "No bindIp is set",
		why: `Since 3.6 a server without bindIp listens on its own machine only. The images of
Docker Hub add --bind_ip_all by themselves.`,
		fix: []Fix{listen},
		find: func(c *serverConfig) []settingAt {
			if c.mode() != modeRequire || c.has("net.bindIpAll") || !c.lacks("net.bindIp") {
				return nil
			}
			return c.given(optMode)
		},
	},
	{
		word: "unsupported-option", severity: Info,
		title: "An option does not exist on every platform",
		why:   "On the others mongod does not start with it: it does not know the option, or says that its build lacks it.",
		fix:   []Fix{{On: OnServer, Text: "On Linux name files; FIPS mode needs MongoDB Enterprise."}},
		find: func(c *serverConfig) []settingAt {
			found := c.all(func(s *evidence.ServerSetting) bool {
				o := optionOf(s)
				return o != nil && o.Platform != "" && isSet(s)
			})
			for i, s := range found {
				found[i].note = optionOf(s.ServerSetting).Platform + " only"
			}
			return found
		},
	},
}

// listen is the remedy of a server that nobody reaches.
var listen = Fix{On: OnServer, Text: "Name what the clients dial.", Run: []string{"net:", "  bindIp: localhost,db1.example.com"}}

// legacy finds a list of disabled protocols that leaves old versions on, and releases that
// switch none off by themselves.
func (c *serverConfig) legacy() []settingAt {
	switch {
	case !c.on():
		return nil
	case !c.has(optDisabled):
		if c.release.IsZero() || c.release.Compare(serverconf.Release{Major: 4}) >= 0 {
			return nil
		}
		found := c.given(optMode)
		return noted(found, "before 4.0 no version is off by itself")
	}
	old := slices.DeleteFunc(enables(c.value(optDisabled)), func(v string) bool { return v != "TLS1_0" && v != "TLS1_1" })
	if len(old) == 0 {
		return nil
	}
	return noted(c.given(optDisabled), enumerate(old)+" stay on")
}

// noted says the same of all settings.
func noted(found []settingAt, note string) []settingAt {
	for i := range found {
		found[i].note = note
	}
	return found
}

// weakWords are the words of an OpenSSL cipher list that let in what no client should use
// (OpenSSL, ciphers(1)).
var weakWords = []string{"NULL", "eNULL", "aNULL", "ADH", "AECDH", "EXPORT", "EXP", "LOW", "RC4", "DES", "3DES", "RC2", "IDEA", "MD5", "ALL", "COMPLEMENTOFALL", "COMPLEMENTOFDEFAULT", "@SECLEVEL=0"}

// weakCiphers finds cipher lists with weak words that the same list does not exclude.
func (c *serverConfig) weakCiphers() []settingAt {
	found := c.of(serverconf.Ciphers, func(list string) bool { return weakWord(list) != "" })
	for i, s := range found {
		found[i].note = weakWord(s.Value) + " lets them in"
	}
	return found
}

// weakWord is the first word of a cipher list that lets weak suites in; "" for none. ALL
// has no suite without encryption, and those without authentication may be excluded.
func weakWord(list string) string {
	words := strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(":, ", r) })
	for _, word := range words {
		excluded := slices.Contains(words, "!"+word) || word == "ALL" && slices.Contains(words, "!aNULL")
		if slices.Contains(weakWords, word) && !excluded {
			return word
		}
	}
	return ""
}

// local finds a server for the network that is told to listen on its own machine only.
func (c *serverConfig) local() []settingAt {
	bind := c.value("net.bindIp")
	if c.mode() != modeRequire || c.has("net.bindIpAll") || bind == "" {
		return nil
	}
	for _, name := range strings.Split(bind, ",") {
		if !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, strings.TrimSpace(name)) && !strings.Contains(name, "/") {
			return nil
		}
	}
	return c.given(optMode, "net.bindIp")
}
