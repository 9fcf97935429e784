package serverconf

import (
	"strings"
	"testing"
)

func TestFix(t *testing.T) {
	for _, tt := range []struct{ name, release, text, want string }{
		{"nothing to do", "", packaged, packaged},
		{"old names", "", `# mine
net:
    # TLS
    ssl:  # for all
        mode: "requireSSL"   # was preferSSL
        PEMKeyFile: /etc/ssl/a b.pem

        PEMKeyPassword: 's3cret'
        weakCertificateValidation: yes
        disabledProtocols: TLSv1, tls1.1
security:
    clusterAuthMode: X509
setParameter: {sslWithholdClientCertificate: true, opensslCipherConfig: HIGH}
`, `# mine
net:
    # TLS
    tls:  # for all
        mode: "requireTLS"   # was preferSSL
        certificateKeyFile: /etc/ssl/a b.pem

        certificateKeyFilePassword: 's3cret'
        allowConnectionsWithoutCertificates: true
        disabledProtocols: TLS1_0,TLS1_1
security:
    clusterAuthMode: x509
setParameter: {tlsWithholdClientCertificate: true, opensslCipherConfig: HIGH}
`},
		{"flow", "", `{"net": {"ssl": {"mode": "allowSSL", "PEMKeyFile": "é.pem", "CAFile": "x"}}}`, `{"net": {"tls": {"mode": "allowTLS", "certificateKeyFile": "é.pem", "CAFile": "x"}}}`},
		{"dotted", "", "net.ssl.mode: requireSSL\nnet:\n  ssl.PEMKeyFile: x\n", "net.tls.mode: requireTLS\nnet:\n  tls.certificateKeyFile: x\n"},
		{"wrong case", "", "net:\n  tls:\n    cafile: x\n    Mode: RequireTLS\n", "net:\n  tls:\n    CAFile: x\n    mode: requireTLS\n"},
		{"values of the former name", "", "net:\n  tls:\n    mode: requireSSL\n", "net:\n  tls:\n    mode: requireTLS\n"},
		{"an old release", "4.0", "net:\n  ssl:\n    mode: requireSSL\n    FIPSMode: on\n", "net:\n  ssl:\n    mode: requireSSL\n    FIPSMode: true\n"},
		{"not sure", "", "net:\n  tls:\n    mode: tls\n    CAfiel: x\nsetParameter:\n  tlsMode: preferTLS\n", "net:\n  tls:\n    mode: tls\n    CAfiel: x\nsetParameter:\n  tlsMode: preferTLS\n"},
		{"both sections", "", "net:\n  ssl:\n    # old\n    mode: requireSSL\n    CAFile: ca.pem # the CA\n    PEMKeyFile: x\n  tls:\n      mode: requireTLS\n      certificateKeyFile: x\n  port: 1\n",
			"net:\n    # old\n  tls:\n      CAFile: ca.pem # the CA\n      mode: requireTLS\n      certificateKeyFile: x\n  port: 1\n"},
		{"both sections, two values", "", "net:\n  tls:\n    mode: allowTLS\n  ssl:\n    mode: requireSSL\n    CAFile: x", "net:\n  tls:\n    CAFile: x\n    mode: allowTLS\n  ssl:\n    mode: requireSSL\n"},
		{"both sections, each with faults", "", "net:\n  ssl:\n    CAFile: ca.pem\n    FIPSMode: yes\n  tls:\n    CAfile: ca.pem\n", "net:\n  tls:\n    FIPSMode: true\n    CAFile: ca.pem\n"},
		{"both sections, a value of two lines", "", "net:\n  ssl:\n    CAFile: /a\n      b\n    CRLFile: >\n      x\n  tls:\n    mode: allowTLS\n", "net:\n  ssl:\n    CAFile: /a\n      b\n    CRLFile: >\n      x\n  tls:\n    mode: allowTLS\n"},
		{"both sections, the first key deeper", "", "net:\n  tls:\n    clusterAuthX509:\n      attributes: O=x\n  ssl:\n    CAFile: x\n", "net:\n  tls:\n    CAFile: x\n    clusterAuthX509:\n      attributes: O=x\n"},
		{"CRLF and byte order mark", "", "\ufeffnet:\r\n  ssl:\r\n    mode: allowSSL\r\n", "\ufeffnet:\r\n  tls:\r\n    mode: allowTLS\r\n"},
		{"no YAML", "", "net: [\n", "net: [\n"},
		{"the old format", "", "sslMode = requireSSL\n", "sslMode = requireSSL\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			release, _ := ParseRelease(tt.release)
			got, done := Fix("f", []byte(tt.text), release)
			if string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if changed := string(got) != tt.text; changed != (len(done) > 0) {
				t.Errorf("changed is %v, and told was %q", changed, done)
			}
			if strings.Contains(strings.Join(done, ""), "s3cret") {
				t.Errorf("a password is told: %q", done)
			}
			if again, _ := Fix("f", got, release); string(again) != string(got) {
				t.Errorf("a second run changes it:\n%s", again)
			}
		})
	}
}

func TestAnnotate(t *testing.T) {
	got := Annotate([]byte("a:\n  b: 1\n"), []Comment{{2, "decide\nthis"}, {0, "all"}, {2, "and that"}})
	want := "# mongotls: all\na:\n  # mongotls: decide this\n  # mongotls: and that\n  b: 1\n"
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

// FuzzFix: what is fixed can be read as before, and no option is lost.
func FuzzFix(f *testing.F) {
	f.Add("net:\n  ssl:\n    mode: requireSSL\n    PEMKeyFile: x\n")
	f.Add("net: {ssl: {mode: requireSSL}, tls: {mode: allowTLS}}")
	f.Add("net:\n  ssl: &a\n    mode: yes\n  tls: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		before := Parse("f", []byte(text))
		fixed, _ := Fix("f", []byte(text), Release{})
		after := Parse("f", fixed)
		if len(before.Problems) == 0 && len(after.Problems) > 0 {
			t.Errorf("%q became %q: %v", text, fixed, after.Problems)
		}
		for _, s := range before.Settings {
			if s.Option != nil && after.Effective(s.Option.Name) == nil {
				t.Errorf("%q became %q: %s is lost", text, fixed, s.Key)
			}
		}
	})
}
