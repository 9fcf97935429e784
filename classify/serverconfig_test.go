package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/serverconf"
)

// judged is what a configuration is told, a line a diagnosis.
func judged(c serverconf.Config, version string) string {
	e := c.Evidence(version)
	var b strings.Builder
	for _, d := range classifyConfig(&e, "mongod.conf").Diagnoses {
		fmt.Fprintf(&b, "%s %s: %s\n", d.Severity, d.Cause, d.Headline)
	}
	return b.String()
}

// whole is a configuration without a fault.
const whole = `net:
  bindIp: localhost,db1.example.com
  tls:
    mode: requireTLS
    certificateKeyFile: /etc/ssl/mongodb.pem
    CAFile: /etc/ssl/ca.pem
    allowConnectionsWithoutCertificates: true
security:
  clusterAuthMode: x509
`

// tls is a configuration with some lines under net.tls and a sound rest.
func tls(lines ...string) string {
	return "net:\n  bindIpAll: true\n  tls:\n    allowConnectionsWithoutCertificates: true\n    " + strings.Join(lines, "\n    ") + "\n"
}

const (
	require = "mode: requireTLS"
	keyFile = "certificateKeyFile: /m.pem"
	caFile  = "CAFile: /ca.pem"
)

func TestServerConfig(t *testing.T) {
	for _, tt := range []struct{ name, version, text, want string }{
		{"whole", "", whole, ""},
		{"packaged", "", "storage:\n  dbPath: /d\nnet:\n  port: 27017\n  bindIp: 127.0.0.1\n", "warning server-plaintext: This configuration starts a server without TLS\n"},
		{"empty", "", "", "warning server-plaintext: This configuration starts a server without TLS\n"},
		{"TLS off on purpose", "", "net:\n  tls:\n    mode: disabled\n", "warning server-plaintext: This configuration starts a server without TLS\n"},

		// Names.
		{"empty section", "", "net:\n  tls:\n  bindIpAll: true\n", "error unsupported-option: A section has a name and nothing in it\nwarning server-plaintext: This configuration starts a server without TLS\n"},
		{"case", "", tls(require, keyFile, "CAfile: /x", caFile), "error unsupported-option: The server does not know an option\n"},
		{"wrong parent", "", whole + "tls:\n  CRLFile: /x\n", "error unsupported-option: The server does not know an option\n"},
		{"unknown parameter", "", whole + "setParameter:\n  ocspEnable: true\n  internalQueryFoo: 1\n", "warning unsupported-option: A parameter has a name that mongotls does not know\n"},
		{"too new", "4.0", whole, "error unsupported-option: This release does not know an option yet\n"},
		{"too new for 6.0", "6.0", tls(require, keyFile, caFile, "clusterAuthX509: {attributes: O=x}") + "security: {clusterAuthMode: x509}\n", "error unsupported-option: This release does not know an option yet\n"},
		{"old names", "", strings.NewReplacer("tls", "ssl", "requireTLS", "requireSSL", "certificateKeyFile", "PEMKeyFile").Replace(whole), "warning unsupported-option: Options have names that were replaced\n"},
		{"old names for an old release", "4.0.28", strings.NewReplacer("tls", "ssl", "requireTLS", "requireSSL", "certificateKeyFile", "PEMKeyFile").Replace(whole), ""},
		{"command line only", "", "net:\n  ssl:\n    sslOnNormalPorts: true\n    PEMKeyFile: /x\n    CAFile: /x\n    weakCertificateValidation: true\n", "error unsupported-option: An option exists on the command line only\nwarning unsupported-option: Options have names that were replaced\n"},
		{"runtime parameter", "", whole + "setParameter:\n  tlsMode: preferTLS\n", "error unsupported-option: A parameter cannot be set at the start\n"},
		{"old format", "", "sslMode = disabled\n", "warning unsupported-option: Options have names that were replaced\nwarning server-plaintext: This configuration starts a server without TLS\ninfo unsupported-option: The file has the format of before 2.6\n"},

		// Values.
		{"twice", "", tls(require, keyFile, caFile, caFile), "error unsupported-option: An option is given twice\n"},
		{"list", "", tls(require, keyFile, "CAFile: [/a, /b]"), "error unsupported-option: An option has no value, or more than one\nerror server-missing-ca: TLS is on, and no CA is named\n"},
		{"mode of the other name", "", tls("mode: requireSSL", keyFile, caFile), "error unsupported-option: The mode is a word that its option does not take\n"},
		{"clusterAuthMode", "", tls(require, keyFile, caFile) + "security:\n  clusterAuthMode: X509\n", "error unsupported-option: clusterAuthMode is a word that it does not take\n"},
		{"yes", "", tls(require, keyFile, caFile, "allowInvalidHostnames: no"), "error unsupported-option: A switch is neither true nor false\n"},
		{"protocols", "", tls(require, keyFile, caFile, "disabledProtocols: TLS1_0,TLS1_1,TLSv1.2"), "error unsupported-option: A list of protocols has a word that it does not take\n"},
		{"a space in the list", "", tls(require, keyFile, caFile, "disabledProtocols: TLS1_0, TLS1_1"), "error unsupported-option: A list of protocols has a word that it does not take\nwarning legacy-versions-enabled: Old TLS versions stay on\n"},
		{"protocols of before", "", tls(require, keyFile, caFile, "disabledProtocols: noTLS1_0,noTLS1_1"), ""},
		{"selector", "", tls(require, caFile, "certificateSelector: db1"), "error unsupported-option: A certificate selector has the wrong form\ninfo unsupported-option: An option does not exist on every platform\n"},
		{"TLS 1.3 suites", "", whole + "setParameter:\n  opensslCipherConfig: TLS_AES_256_GCM_SHA384\n", "warning unsupported-option: opensslCipherConfig has names of TLS 1.3 suites\n"},

		// Contradictions.
		{"ssl and tls", "", tls(require, keyFile, caFile) + "net.ssl.mode: requireSSL\n", "error conflicting-options: The mode is set as net.tls.mode and as net.ssl.mode\nwarning unsupported-option: Options have names that were replaced\n"},
		{"old and new name of a file", "", tls(require, keyFile, caFile) + "net.ssl.CAFile: /x\n", "error unsupported-option: An option is given twice\nwarning unsupported-option: Options have names that were replaced\n"},
		{"no certificate", "", tls(require, caFile), "error conflicting-options: TLS is on and no certificate is named\n"},
		{"cluster file only", "", tls(require, caFile, "clusterFile: /x"), "error conflicting-options: TLS is on and no certificate is named\n"},
		{"no mode", "", tls(keyFile, caFile), "error conflicting-options: TLS options are set while TLS is off\n"},
		{"members without TLS", "", "security:\n  clusterAuthMode: sendKeyFile\n", "error conflicting-options: Members log in with certificates while TLS is off\nwarning server-plaintext: This configuration starts a server without TLS\n"},
		{"members over plain connections", "", tls("mode: allowTLS", keyFile, caFile) + "security:\n  clusterAuthMode: x509\n", "error conflicting-options: Members log in with certificates over plain connections\nwarning plaintext-accepted: The server also takes connections without TLS\n"},
		{"the same in the move to logins", "", tls("mode: allowTLS", keyFile, caFile) + "security:\n  clusterAuthMode: x509\n  transitionToAuth: true\n", "warning plaintext-accepted: The server also takes connections without TLS\n"},
		{"sendKeyFile with allowTLS", "", tls("mode: allowTLS", keyFile, caFile) + "security:\n  clusterAuthMode: sendKeyFile\n", "warning plaintext-accepted: The server also takes connections without TLS\n"},
		{"selector and file", "", tls(require, keyFile, caFile, "certificateSelector: subject=x"), "error conflicting-options: The certificate is named twice: by a selector and by a file\ninfo unsupported-option: An option does not exist on every platform\n"},
		{"attributes without x509", "", tls(require, keyFile, caFile, "clusterAuthX509.attributes: O=x"), "error conflicting-options: clusterAuthX509 is set while members use no certificates\n"},
		{"attributes and extension", "", tls(require, keyFile, caFile, "clusterAuthX509: {attributes: O=x, extensionValue: y}") + "security: {clusterAuthMode: x509}\n", "error conflicting-options: Members are to be known by their subject and by an extension\n"},
		{"ciphers twice", "", tls(require, keyFile, caFile, "tlsCipherConfig: HIGH") + "setParameter: {opensslCipherConfig: HIGH}\n", "error conflicting-options: The ciphers are set in two places\n"},
		{"users like members", "", whole + "setParameter: {enforceUserClusterSeparation: false}\n", "error conflicting-options: Members log in with certificates, and users may look like members\n"},
		{"no protocol left", "", tls(require, keyFile, caFile, "disabledProtocols: TLS1_0,TLS1_1,TLS1_2,TLS1_3"), "error server-too-old: TLS 1.2 and TLS 1.3 are both switched off\n"},

		// Trust.
		{"no CA", "", tls(require, keyFile), "error server-missing-ca: TLS is on, and no CA is named\n"},
		{"no CA, patched", "7.0.6", tls(require, keyFile), "error server-missing-ca: TLS is on, and no CA is named\n"},
		{"no CA, not patched", "6.0.13", tls(require, keyFile), "warning server-missing-ca: No CA is named: this release verifies no client certificate\n"},
		{"system CA", "", tls(require, keyFile) + "setParameter: {tlsUseSystemCA: true}\n", ""},
		{"system CA switched off", "", tls(require, keyFile) + "setParameter: {tlsUseSystemCA: false}\n", "error server-missing-ca: TLS is on, and no CA is named\n"},
		{"both CAs", "", tls(require, keyFile, caFile) + "setParameter: {tlsUseSystemCA: true}\n", "error conflicting-options: CAFile and the system's store are both to be trusted\n"},
		{"clusterCAFile alone", "", tls(require, keyFile, "clusterCAFile: /x"), "error server-missing-ca: clusterCAFile is set, and CAFile is not\n"},
		{"CRL without CA", "", tls(require, keyFile, "CRLFile: /x"), "error server-missing-ca: CRLFile is set, and CAFile is not\ninfo conflicting-options: With a CRL file the server asks no OCSP responder\n"},
		{"CRL beside OCSP", "", tls(require, keyFile, caFile, "CRLFile: /x"), "info conflicting-options: With a CRL file the server asks no OCSP responder\n"},
		{"CRL without OCSP", "", tls(require, keyFile, caFile, "CRLFile: /x") + "setParameter: {ocspEnabled: false}\n", ""},
		{"members without CA", "", tls(require, keyFile) + "security: {clusterAuthMode: x509}\n", "error server-missing-ca: Members log in with certificates, and no CA verifies them\n"},
		{"members without CA, before", "4.4.20", tls(require, keyFile) + "security: {clusterAuthMode: sendKeyFile}\n", "warning server-missing-ca: No CA is named: this release verifies no client certificate\n"},
		{"certificates wanted", "", "net:\n  bindIpAll: true\n  tls:\n    " + strings.Join([]string{require, keyFile, caFile}, "\n    ") + "\n", "info client-cert-required: Every client must send a certificate\n"},

		// Weak.
		{"allowTLS", "", tls("mode: allowTLS", keyFile, caFile), "warning plaintext-accepted: The server also takes connections without TLS\n"},
		{"invalid certificates", "", tls(require, keyFile, caFile, "allowInvalidCertificates: true"), "warning verification-disabled: The server believes what it cannot verify\n"},
		{"invalid certificates false", "", tls(require, keyFile, caFile, "allowInvalidCertificates: false"), ""},
		{"none", "", tls(require, keyFile, caFile, "disabledProtocols: none"), "warning legacy-versions-enabled: Old TLS versions stay on\n"},
		{"nothing switched off before 4.0", "3.6", "net:\n  bindIpAll: true\n  ssl:\n    mode: requireSSL\n    PEMKeyFile: /x\n    CAFile: /x\n    weakCertificateValidation: true\n", "warning legacy-versions-enabled: Old TLS versions stay on\n"},
		{"TLS 1.0 back on", "", tls(require, keyFile, caFile, "disabledProtocols: TLS1_1"), "warning legacy-versions-enabled: Old TLS versions stay on\n"},
		{"both old ones off", "", tls(require, keyFile, caFile, "disabledProtocols: TLS1_0,TLS1_1"), ""},
		{"weak suites", "", whole + "setParameter: {opensslCipherConfig: 'HIGH:RC4:!aNULL'}\n", "warning weak-cipher: The cipher list lets weak suites in\n"},
		{"suites excluded", "", whole + "setParameter: {opensslCipherConfig: 'ALL:!aNULL:!RC4:-MD5:HIGH'}\n", ""},
		{"local", "", strings.Replace(whole, "localhost,db1.example.com", "127.0.0.1, /tmp/s.sock", 1), "warning refused: The server listens on this machine only\n"},
		{"FIPS", "", tls(require, keyFile, caFile, "FIPSMode: true"), "info unsupported-option: An option does not exist on every platform\n"},

		// What cannot be read.
		{"tab", "", "net:\n\ttls:\n", "error config-unreadable: A tab indents a line of the configuration\n"},
		{"syntax", "", "net: [\n", "error config-unreadable: The configuration is no YAML\n"},
		{"a value from elsewhere", "", "net:\n  bindIpAll: true\n  tls:\n    mode: requireTLS\n    certificateKeyFile: /x\n    CAFile:\n      __exec: cat\n", "info config-unreadable: A part of the configuration comes from elsewhere\n"},
		{"all from elsewhere", "", "__rest: https://x\ntype: yaml\n", "info config-unreadable: A part of the configuration comes from elsewhere\n"},
		{"two documents", "", whole + "---\na: b\n", "warning unsupported-option: The file has a second YAML document, which is not read\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := judged(serverconf.Parse("mongod.conf", []byte(tt.text)), tt.version); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestServerCommandLine(t *testing.T) {
	file := serverconf.Parse("f", []byte("net:\n  ssl:\n    mode: requireSSL\n"))
	for _, tt := range []struct{ line, want string }{
		{"mongod --tlsMode requireTLS --tlsCertificateKeyFile /m --tlsCAFile /c --tlsAllowConnectionsWithoutCertificates --bind_ip_all", ""},
		{"mongod --tls --sslMode disabled", "error unsupported-option: The server does not know an option\nwarning unsupported-option: Options have names that were replaced\nwarning server-plaintext: This configuration starts a server without TLS\n"},
		{"mongos --sslOnNormalPorts --sslPEMKeyFile /m --sslCAFile /c --bind_ip_all --sslWeakCertificateValidation", "warning unsupported-option: Options have names that were replaced\n"},
		{"mongod --tlsCAFile /c --tlsCAFile /d", "error unsupported-option: An option is given twice\nerror conflicting-options: TLS options are set while TLS is off\n"},
		{"mongod --sslAllowInvalidCertificate --tlsCaFile /x", "error unsupported-option: The server does not know an option\nwarning server-plaintext: This configuration starts a server without TLS\n"},
		{"mongod --tlsMode", "error unsupported-option: A flag has no value\nwarning server-plaintext: This configuration starts a server without TLS\n"},
		{"mongod --tlsMode allowTLS --tlsCertificateKeyFile /m --tlsCAFile /c -f f --tlsAllowConnectionsWithoutCertificates", "error conflicting-options: The mode is set as net.tls.mode and as net.ssl.mode\nwarning unsupported-option: Options have names that were replaced\nwarning plaintext-accepted: The server also takes connections without TLS\n"},
		{"ls", "error config-unreadable: The command line has no mongod and no mongos\n"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			c := serverconf.ParseArguments(strings.Fields(tt.line))
			if c.ConfigFile != "" {
				c = serverconf.Merge(c, file)
			}
			if got := judged(c, ""); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestConfigRules: every rule has the words that a screen needs.
func TestConfigRules(t *testing.T) {
	titles := map[string]bool{}
	for _, r := range configRules() {
		cause, ok := Find(r.word)
		if !ok || cause.Word == "" {
			t.Errorf("%s: %s is not in the catalogue", r.title, r.word)
		}
		if r.title == "" || len(r.title) > 66 || titles[r.title] {
			t.Errorf("title %q is empty, long or not the only one", r.title)
		}
		titles[r.title] = true
		if r.severity == Error && r.says == "" && r.word != "server-too-old" {
			t.Errorf("%s: what mongod says is missing", r.title)
		}
		for _, f := range r.fix {
			if !sentence.MatchString(f.Text) {
				t.Errorf("%s: remedy is no sentence: %q", r.title, f.Text)
			}
		}
		for _, line := range strings.Split(r.why, "\n") {
			if strings.Contains(r.why, "\n") && len(line) > 84 {
				t.Errorf("%s: %d columns: %q", r.title, len(line), line)
			}
		}
	}
}

// TestFixesOfOldReleases: a remedy for a release before 4.2 has no name of today.
func TestFixesOfOldReleases(t *testing.T) {
	e := serverconf.Parse("f", []byte("net:\n  ssl:\n    mode: requiressl\n    CRLFile: /x\n")).Evidence("4.0")
	for _, d := range classifyConfig(&e, "f").Diagnoses {
		for _, f := range d.Fix {
			if slices.ContainsFunc(f.Run, func(line string) bool { return strings.Contains(strings.ToLower(line), "tls") }) {
				t.Errorf("%s: %q", d.Headline, f.Run)
			}
		}
	}
}

func FuzzServerConfig(f *testing.F) {
	f.Add(whole, "")
	f.Add("net:\n  tls: {disabledProtocols: ',', certificateSelector: =}\n", "4.0")
	f.Add("sslMode = x\nsetParameter=tlsMode\n", "9.9.9")
	f.Fuzz(func(t *testing.T, text, version string) {
		e := serverconf.Parse("f", []byte(text)).Evidence(version)
		r := classifyConfig(&e, "f")
		if len(r.Defects) > 0 {
			t.Error(r.Defects)
		}
		Undecided(&e)
	})
}
