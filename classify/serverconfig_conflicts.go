package classify

import (
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// conflictRules are options that exclude or need each other. Sources: mongodb/mongo,
// util/net/ssl_options_server.cpp and .idl, jstests/ssl/ssl_use_system_ca.js.
var conflictRules = []configRule{
	{
		word: "conflicting-options", severity: Error,
		title: "The mode is set as net.tls.mode and as net.ssl.mode",
		why:   "Two names of one option; the server refuses to guess which is meant.",
		says:  "net.ssl.mode is not allowed when net.tls.mode is specified",
		fix:   []Fix{{On: OnServer, Text: "Decide for one of the modes, and keep it as net.tls.mode alone.", Run: []string{"net:", "  tls:", "    mode: {value}"}}},
		find: func(c *serverConfig) []settingAt {
			tls, ssl := c.keyed("net.tls.mode"), c.keyed("net.ssl.mode")
			if len(tls) == 0 || len(ssl) == 0 {
				return nil
			}
			return append(tls, ssl...)
		},
	},
	{
		word: "conflicting-options", severity: Error,
		check: "certificate", title: "TLS is on and no certificate is named",
		why:  "A server that speaks TLS needs a certificate with its key, from a file or, on Windows and macOS, from the system's store.",
		says: "need tlsCertificateKeyFile or certificateSelector when TLS is enabled",
		fix: []Fix{{On: OnServer, Text: "Name the PEM file with certificate and key.",
			Run: []string{"net:", "  tls:", "    mode: {mode}", "    certificateKeyFile: /etc/ssl/mongodb.pem"}}},
		find: func(c *serverConfig) []settingAt {
			if !c.on() || !c.lacks(optKeyFile) || c.has(optSelector) {
				return nil
			}
			return c.given(optMode, "net.tls.tlsOnNormalPorts")
		},
	},
	{
		word: "conflicting-options", severity: Error,
		title: "TLS options are set while TLS is off",
		why: `Without a mode the server speaks no TLS, and it refuses to start with files and
options that it would not use: most often the mode was forgotten.`,
		says: "need to enable TLS via the sslMode/tlsMode flag when using TLS configuration parameters",
		fix:  []Fix{{On: OnServer, Text: "Set the mode; allowTLS is the first step of an upgrade.", Run: []string{"net:", "  tls:", "    mode: requireTLS"}}},
		find: func(c *serverConfig) []settingAt {
			if !c.off() {
				return nil
			}
			return c.given(needMode...)
		},
	},
	{
		word: "conflicting-options", severity: Error,
		check: "client-auth", title: "Members log in with certificates while TLS is off",
		why:  "clusterAuthMode {value} sends or takes certificates, and only a TLS connection carries them.",
		says: "need to enable TLS via the tlsMode flag",
		fix: []Fix{{On: OnServer, Text: "Set the mode, at least preferTLS for sendX509 and x509.", Run: []string{"net:", "  tls:", "    mode: preferTLS"}},
			{On: OnServer, Text: "Let the members log in with the key file.", Run: []string{"security:", "  clusterAuthMode: keyFile"}}},
		find: func(c *serverConfig) []settingAt {
			if !c.off() || !c.x509() {
				return nil
			}
			return c.given(optCluster)
		},
	},
	{
		word: "conflicting-options", severity: Error,
		check: "client-auth", title: "Members log in with certificates over plain connections",
		why: `With allowTLS a member connects to the others without TLS, and then it has no
certificate to show. In an upgrade the mode comes first: preferTLS everywhere,
then clusterAuthMode.`,
		says: "cannot have x.509 cluster authentication in allowTLS mode",
		fix: []Fix{{On: OnServer, Text: "Go to preferTLS before sendX509.", Run: []string{"net:", "  tls:", "    mode: preferTLS"}},
			{On: OnServer, Text: "Stay with sendKeyFile until all members have preferTLS.", Run: []string{"security:", "  clusterAuthMode: sendKeyFile"}}},
		find: func(c *serverConfig) []settingAt {
			sends := slices.Contains([]string{"sendX509", "x509"}, c.value(optCluster))
			if !sends || c.mode() != modeAllow || c.has("security.transitionToAuth") {
				return nil
			}
			return c.given(optMode, optCluster)
		},
	},
	pair("certificate", optSelector, optKeyFile,
		"The certificate is named twice: by a selector and by a file",
		"Remove the selector, which Windows and macOS only know, or the file."),
	pair("certificate", "net.tls.clusterCertificateSelector", "net.tls.clusterFile",
		"The members' certificate is named twice",
		"Remove the selector, which Windows and macOS only know, or the file."),
	pair("client-auth", "net.tls.clusterAuthX509.attributes", "net.tls.clusterAuthX509.extensionValue",
		"Members are to be known by their subject and by an extension",
		"Keep the one that the members' certificates have."),
	{
		word: "conflicting-options", severity: Error,
		check: "client-auth", title: "clusterAuthX509 is set while members use no certificates",
		why:  "It says how a member's certificate is told from a user's, and the clusterAuthMode lets no member log in with one.",
		says: "{name} requires a clusterAuthMode which allows for usage of X509",
		fix:  []Fix{{On: OnServer, Text: "Set the clusterAuthMode as well.", Run: []string{"security:", "  clusterAuthMode: x509"}}},
		find: func(c *serverConfig) []settingAt {
			if c.x509() || !c.lacks(optCluster) && c.value(optCluster) != "keyFile" {
				return nil
			}
			return c.given("net.tls.clusterAuthX509.attributes", "net.tls.clusterAuthX509.extensionValue")
		},
	},
	{
		word: "conflicting-options", severity: Error,
		title: "The ciphers are set in two places",
		why:   "tlsCipherConfig is the former place of opensslCipherConfig, and the server takes one of the two.",
		says:  "net.tls.tlsCipherConfig is incompatible with the openTLSCipherConfig setParameter",
		fix:   []Fix{{On: OnServer, Text: "Keep the parameter opensslCipherConfig."}},
		find:  func(c *serverConfig) []settingAt { return c.together("net.tls.tlsCipherConfig", optCiphers) },
	},
	{
		word: "conflicting-options", severity: Error,
		check: "client-auth", title: "Members log in with certificates, and users may look like members",
		why:  "enforceUserClusterSeparation false lets a user have a member's subject. A server that lets members log in with certificates refuses that.",
		says: "cannot have have x.509 cluster authentication while not enforcing user cluster separation",
		fix:  []Fix{{On: OnServer, Text: "Remove enforceUserClusterSeparation, and give the users other subjects."}},
		find: func(c *serverConfig) []settingAt {
			off := c.switchedOff("setParameter.enforceUserClusterSeparation")
			if len(off) == 0 || !c.x509() {
				return nil
			}
			return append(off, c.given(optCluster)...)
		},
	},
	{
		word: "server-too-old", severity: Error,
		check: "versions", title: "TLS 1.2 and TLS 1.3 are both switched off",
		why: "Current drivers speak TLS 1.2 and 1.3 only: none of them could connect.",
		fix: []Fix{{On: OnServer, Text: "Switch off the old versions instead.", Run: []string{"net:", "  tls:", "    disabledProtocols: TLS1_0,TLS1_1"}}},
		find: func(c *serverConfig) []settingAt {
			left := enables(c.value(optDisabled))
			if !c.has(optDisabled) || slices.Contains(left, "TLS1_2") || slices.Contains(left, "TLS1_3") {
				return nil
			}
			return c.given(optDisabled)
		},
	},
}

// needMode are the options that the server refuses while TLS is off.
var needMode = []string{
	optKeyFile, "net.tls.certificateKeyFilePassword", "net.tls.clusterFile", "net.tls.clusterPassword", optCAFile, optCRL,
	"net.tls.tlsCipherConfig", optCiphers, optDisabled, optSelector, "net.tls.clusterCertificateSelector", optNoClients,
}

// pair is the rule for two options that exclude each other in the server's table.
func pair(check, a, b, title, remedy string) configRule {
	return configRule{
		word: "conflicting-options", severity: Error, check: check, title: title,
		why:  "The server takes one of " + a + " and " + b + ".",
		says: b + " is not allowed when " + a + " is specified",
		fix:  []Fix{{On: OnServer, Text: remedy}},
		find: func(c *serverConfig) []settingAt { return c.together(a, b) },
	}
}

// keyed are the settings of one exact key that count.
func (c *serverConfig) keyed(key string) []settingAt {
	return c.all(func(s *evidence.ServerSetting) bool { return s.Key == key })
}

// chainOfTrust is when a server without trust anchors stopped to start (CVE-2024-1351).
func chainOfTrust() serverconf.Since {
	return serverconf.Since{{Major: 4, Minor: 4, Patch: 29}, {Major: 5, Minor: 0, Patch: 25}, {Major: 6, Minor: 0, Patch: 14}, {Major: 7, Minor: 0, Patch: 6}}
}
