package serverconf

import (
	"strings"
	"testing"
)

func TestParseArguments(t *testing.T) {
	for _, tt := range []struct{ line, program, file, want string }{
		{"mongod --tlsMode requireTLS --tlsCAFile=/ca.pem", "mongod", "", `net.tls.mode = scalar "requireTLS" command line:0:0
net.tls.CAFile = scalar "/ca.pem" command line:0:0
`},
		{"sudo -u mongodb /usr/bin/mongos -f /etc/mongos.conf -sslMode allowSSL", "mongos", "/etc/mongos.conf", "net.ssl.mode = scalar \"allowSSL\" command line:0:0 is net.tls.mode\n"},
		{`C:\mongo\bin\mongod.exe --config=c.cfg`, "mongod", "c.cfg", ""},
		{"mongod --fork --dbpath /d --tlsAllowInvalidHostnames --bind_ip_all", "mongod", "", `fork = scalar "" command line:0:0 is ?
dbpath = scalar "/d" command line:0:0 is ?
net.tls.allowInvalidHostnames = scalar "true" command line:0:0
net.bindIpAll = scalar "true" command line:0:0
`},
		{"mongod --setParameter tlsUseSystemCA=true --setParameter opensslCipherConfig=HIGH:!X=1", "mongod", "", `setParameter.tlsUseSystemCA = scalar "true" command line:0:0
setParameter.opensslCipherConfig = scalar "HIGH:!X=1" command line:0:0
`},
		{"mongod --tlsMode", "mongod", "", "no-value command line:0\n"},
		{"mongod --tlsCAFile --tlsMode allowTLS", "mongod", "", "net.tls.mode = scalar \"allowTLS\" command line:0:0\nno-value command line:0\n"},
		{"mongod --tlsAllowInvalidCertificates=true", "mongod", "", "net.tls.allowInvalidCertificates = scalar \"true\" command line:0:0\nextra-value command line:0\n"},
		{"mongod --tlsCertificateKeyFilePassword --auth", "mongod", "", "security.authorization = scalar \"enabled\" command line:0:0\n"},
		{"--tlsMode requireTLS", "", "", "net.tls.mode = scalar \"requireTLS\" command line:0:0\n"},
		{"ls -l", "", "", "no-program command line:0\n"},
		{"", "", "", "no-program command line:0\n"},
		{"mongod --tlsCaFile /ca.pem", "mongod", "", "tlsCaFile = scalar \"/ca.pem\" command line:0:0 is ?\n"},
		{"mongod stray - -- --tlsMode=x", "mongod", "", "net.tls.mode = scalar \"x\" command line:0:0\n"},
	} {
		t.Run(tt.line, func(t *testing.T) {
			c := ParseArguments(strings.Fields(tt.line))
			if got := listing(c); got != tt.want || c.Program != tt.program || c.ConfigFile != tt.file {
				t.Errorf("program %q, file %q\n%swant\n%s", c.Program, c.ConfigFile, got, tt.want)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	line := ParseArguments(strings.Fields("mongod -f f --tlsMode allowTLS --tlsCAFile a"))
	file := Parse("f", []byte("net:\n  ssl:\n    mode: requireSSL\n    CAFile: b\n  tls:\n    mode: requireTLS\n"))
	want := `net.tls.mode = scalar "allowTLS" command line:0:0
net.tls.CAFile = scalar "a" command line:0:0
net.ssl.mode = scalar "requireSSL" f:3:5 is net.tls.mode
net.ssl.CAFile = scalar "b" f:4:5 is net.tls.CAFile overridden
net.tls.mode = scalar "requireTLS" f:6:5 overridden
`
	if got := listing(Merge(line, file)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func FuzzParseArguments(f *testing.F) {
	f.Add("mongod --tlsMode requireTLS")
	f.Add("mongod --setParameter = -f - -- --=x")
	f.Fuzz(func(t *testing.T, line string) {
		c := ParseArguments(strings.Split(line, " "))
		Merge(c, Parse("f", []byte(line))).Evidence("")
	})
}

func TestRelease(t *testing.T) {
	chain := Since{{4, 4, 29}, {5, 0, 25}, {6, 0, 14}, {7, 0, 6}}
	for text, want := range map[string]bool{
		"4.4.28": false, "4.4.29": true, "4.4": true, "4.2.24": false, "5.0.24": false, "5.0.25": true,
		"6.0.0": false, "7.0.5": false, "v7.0.6-rc1": true, "8.0": true, "8.0.0": true, "3.6": false,
	} {
		r, err := ParseRelease(text)
		if err != nil || chain.Holds(r) != want {
			t.Errorf("%s: %v, %v", text, chain.Holds(r), err)
		}
	}
	for _, text := range []string{"", "7", "7.x", "7.0.0.1", "-7.0", "latest", "99999.0"} {
		if r, err := ParseRelease(text); err == nil {
			t.Errorf("%q is read as %v", text, r)
		}
	}
}
