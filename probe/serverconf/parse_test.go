package serverconf

import (
	"fmt"
	"strings"
	"testing"
)

// listing is what was read, a line a setting and a problem.
func listing(c Config) string {
	var b strings.Builder
	for _, s := range c.Settings {
		name := "?"
		if s.Option != nil {
			name = s.Option.Name
		}
		fmt.Fprintf(&b, "%s = %s %q %s:%d:%d", s.Key, s.Shape, s.Value, s.Source, s.At.Line, s.At.Column)
		if name != s.Key {
			fmt.Fprintf(&b, " is %s", name)
		}
		if s.Overridden {
			b.WriteString(" overridden")
		}
		b.WriteByte('\n')
	}
	for _, p := range c.Problems {
		fmt.Fprintf(&b, "%s %s:%d\n", p.Kind, p.Source, p.At.Line)
	}
	return b.String()
}

// packaged is the file that the packages of MongoDB install, shortened.
const packaged = `# mongod.conf

# for documentation of all options, see:
#   http://docs.mongodb.org/manual/reference/configuration-options/

# Where and how to store data.
storage:
  dbPath: /var/lib/mongodb
#  engine:
#  wiredTiger:

# network interfaces
net:
  port: 27017
  bindIp: 127.0.0.1


# how the process runs
processManagement:
  timeZoneInfo: /usr/share/zoneinfo

#security:
`

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"packaged", packaged, `storage.dbPath = scalar "/var/lib/mongodb" f:8:3 is ?
net.port = scalar "27017" f:14:3 is ?
net.bindIp = scalar "127.0.0.1" f:15:3
processManagement.timeZoneInfo = scalar "/usr/share/zoneinfo" f:20:3 is ?
`},
		{"empty", "", ""},
		{"comments only", "# nothing\n", ""},
		{"null document", "---\n", ""},
		{"old names", "net:\n  ssl:\n    mode: requireSSL\n    PEMKeyFile: \"/a b.pem\"\n", `net.ssl.mode = scalar "requireSSL" f:3:5 is net.tls.mode
net.ssl.PEMKeyFile = scalar "/a b.pem" f:4:5 is net.tls.certificateKeyFile
`},
		{"dotted keys", "net.tls.mode: allowTLS\n", "net.tls.mode = scalar \"allowTLS\" f:1:1\n"},
		{"the key value", "net:\n  tls:\n    mode:\n      value: allowTLS\n", "net.tls.mode = scalar \"allowTLS\" f:4:7\n"},
		{"byte order mark and CRLF", "\ufeffnet:\r\n  tls:\r\n    mode: allowTLS\r\n", "net.tls.mode = scalar \"allowTLS\" f:3:5\n"},
		{"flow", `{"net": {"tls": {"mode": "requireTLS"}}}`, "net.tls.mode = scalar \"requireTLS\" f:1:18\n"},
		{"switches of YAML 1.1", "net:\n  tls:\n    FIPSMode: yes\n    mode: off\n", `net.tls.FIPSMode = scalar "yes" f:3:5
net.tls.mode = scalar "off" f:4:5
`},
		{"duplicate key", "net:\n  tls:\n    mode: allowTLS\n    mode: requireTLS\n", `net.tls.mode = scalar "allowTLS" f:3:5
net.tls.mode = scalar "requireTLS" f:4:5
`},
		{"two sections of one name", "net:\n  port: 1\nnet:\n  tls:\n    mode: allowTLS\n", `net.port = scalar "1" f:2:3 is ?
net.tls.mode = scalar "allowTLS" f:5:5
`},
		{"nothing behind the colon", "net:\n  tls:\nsecurity:\n", "net.tls = null \"\" f:2:3 is ?\nsecurity = null \"\" f:3:1 is ?\n"},
		{"lists and empty maps", "net:\n  bindIp: [a, b]\n  tls: {}\n", "net.bindIp = list \"\" f:2:3\nnet.tls = map \"\" f:3:3 is ?\n"},
		{"password", "net:\n  tls:\n    certificateKeyFilePassword: hunter2\n", "net.tls.certificateKeyFilePassword = scalar \"\" f:3:5\n"},
		{"parameters", "setParameter:\n  tlsUseSystemCA: true\n  sslMode: preferSSL\n", `setParameter.tlsUseSystemCA = scalar "true" f:2:3
setParameter.sslMode = scalar "preferSSL" f:3:3 is setParameter.tlsMode
`},
		{"alias", "a: &t\n  mode: allowTLS\nnet:\n  tls: *t\n", `a.mode = scalar "allowTLS" f:2:3 is ?
net.tls.mode = scalar "allowTLS" f:2:3
`},
		{"merge keys are no feature of the server", "net:\n  tls:\n    <<: {mode: allowTLS}\n", "net.tls.<<.mode = scalar \"allowTLS\" f:3:10 is ?\n"},
		{"expansion of a value", "net:\n  tls:\n    certificateKeyFilePassword:\n      __exec: \"cat /secret\"\n      trim: whitespace\n    mode: allowTLS\n", "net.tls.mode = scalar \"allowTLS\" f:6:5\nexpansion f:4\n"},
		{"expansion of all", "__rest: https://config.example.com\ntype: yaml\n", "expansion f:1\n"},
		{"two documents", "net:\n  port: 1\n---\nnet:\n  port: 2\n", "net.port = scalar \"1\" f:2:3 is ?\ndocuments f:3\n"},
		{"tab", "net:\n\ttls:\n", "tab f:2\n"},
		{"syntax", "net: [1\n", "syntax f:2\n"},
		{"no map", "- net\n- tls\n", "no-map f:1\n"},
		{"one word", "net\n", "no-map f:1\n"},
		{"old format", "# old\nport = 27017\nsslMode = requireSSL  # all\nsslPEMKeyFile=/etc/ssl/x.pem\nsetParameter = opensslCipherConfig=HIGH\nauth=true\n", `port = scalar "27017" f:2:1 is ?
net.ssl.mode = scalar "requireSSL" f:3:1 is net.tls.mode
net.ssl.PEMKeyFile = scalar "/etc/ssl/x.pem" f:4:1 is net.tls.certificateKeyFile
setParameter.opensslCipherConfig = scalar "HIGH" f:5:1
security.authorization = scalar "enabled" f:6:1
`},
		{"too large", strings.Repeat("#", MaxBytes+1), "too-large f:0\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := listing(Parse("f", []byte(tt.text))); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

func TestParseIsBounded(t *testing.T) {
	bomb := "a: &a {k: x, l: x, m: x, n: x}\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c {k: *%c, l: *%c, m: *%c, n: *%c}\n", c, c, c-1, c-1, c-1, c-1)
	}
	for name, text := range map[string]string{
		"aliases": bomb,
		"itself":  "a: &a\n  b: *a\n",
		"depth":   strings.Repeat("{a: ", 100) + "x" + strings.Repeat("}", 100),
	} {
		c := Parse("f", []byte(text))
		if len(c.Problems) == 0 || len(c.Settings) > maxSettings {
			t.Errorf("%s: %d settings, problems %v", name, len(c.Settings), c.Problems)
		}
	}
}

func TestSecret(t *testing.T) {
	c := Parse("f", []byte("net:\n  ssl:\n    PEMKeyPassword: hunter2\n"))
	if got := c.Secret("net.tls.certificateKeyFilePassword").Reveal(); got != "hunter2" {
		t.Errorf("Secret = %q", got)
	}
	if c.Secret("net.tls.clusterPassword").IsSet() {
		t.Error("a secret that is not there is set")
	}
	mistyped := Parse("f", []byte("net:\n  tls:\n    certificateKeyFilePasword: hunter2\n    clusterPwd: hunter2\n"))
	line := ParseArguments([]string{"mongod", "--tlsClusterpassword=hunter2"})
	for _, c := range []Config{c, mistyped, line} {
		if text := fmt.Sprintf("%+v %#v", c, c.Evidence("")); strings.Contains(text, "hunter2") {
			t.Errorf("the password is shown: %s", text)
		}
	}
}

func TestNear(t *testing.T) {
	for key, want := range map[string]string{
		"net.tls.certificateKeyfile":             "net.tls.certificateKeyFile",
		"net.tls.cafile":                         "net.tls.CAFile",
		"net.tsl.mode":                           "net.tls.mode",
		"tls.mode":                               "net.tls.mode",
		"security.tls.CAFile":                    "net.tls.CAFile",
		"tlsMode":                                "net.tls.mode",
		"net.tlsCAFile":                          "net.tls.CAFile",
		"net.ssl.PEMkeyFile":                     "net.tls.certificateKeyFile",
		"net.tls.ocspEnabled":                    "setParameter.ocspEnabled",
		"setParameter.tlsUseSystemCa":            "setParameter.tlsUseSystemCA",
		"security.clusterAuthmode":               "security.clusterAuthMode",
		"net.port":                               "",
		"net.ipv6":                               "",
		"security.enableEncryption":              "",
		"storage.dbPath":                         "",
		"setParameter.enableLocalhostAuthBypass": "",
		"setParameter.ldapUserCacheInvalidationInterval": "",
		"systemLog.path":          "",
		"replication.replSetName": "",
	} {
		if got := Near(key); got != want {
			t.Errorf("Near(%s) = %q, want %q", key, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{packaged, "net:\n\ttls:\n", "sslMode = x\n", "a: &a [*a]\n", "net: {tls: {mode: [}}", "\xff\xfe", "\x00", "--- !!binary |\n  a"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := Parse("f", text)
		if len(c.Settings) > maxSettings {
			t.Errorf("%d settings", len(c.Settings))
		}
		c.Evidence("7.0")
	})
}
