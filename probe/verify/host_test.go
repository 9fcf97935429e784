package verify

import (
	"net/netip"
	"strings"
	"testing"

	"mongotls/probe/cert"
)

// hostCase is one name against one certificate. accepts has a letter for each stack that
// takes it: O for X509_check_host and X509_check_ip of OpenSSL 3.0.19, P for ssl of
// Python 3.11, N for tls.checkServerIdentity of Node 20, G for crypto/x509 of Go 1.26,
// J for HostnameChecker of OpenJDK 17, R for openssl of Ruby 3.1, E for IO::Socket::SSL 2.081
// of Perl and S for service_identity 18.1 of Python, all of which were asked; W for webpki,
// D for .NET on Linux and M for mongod, whose sources were read.
type hostCase struct {
	names   string // "DNS:…", "IP:…", "CN:…", "email:…", separated by spaces
	host    string
	accepts string
}

func hostMatrix() []hostCase {
	return []hostCase{
		{"DNS:db1.example.com", "db1.example.com", "OPNGJRESWDM"},
		{"DNS:db1.example.com", "DB1.example.com", "OPNGJRESWDM"},
		{"DNS:DB1.Example.COM", "db1.example.com", "OPNGJRESWDM"},
		{"DNS:db1.example.com", "db1.example.com.", "NGREWM"},
		{"DNS:db1.example.com.", "db1.example.com", "NREM"},
		{"DNS:db1.example.com.", "db1.example.com.", "OPNGRESDM"},
		{"DNS:localhost", "LOCALHOST", "OPNGJESWDM"},
		{"DNS:my_db.example.com", "my_db.example.com", "OPNGRESWDM"},
		{"DNS:*.example.com", "foo.example.com", "OPNGJRESWDM"},
		{"DNS:*.example.com", "FOO.EXAMPLE.com", "OPNGJRESWDM"},
		{"DNS:*.example.com", "foo.example.com.", "NGREWM"},
		{"DNS:*.example.com", "example.com", ""},
		{"DNS:*.example.com", "a.b.example.com", ""},
		{"DNS:*.example.com", "xn--foo.example.com", "OPNGJREWDM"},
		{"DNS:*.example.com", "my_db.example.com", "NGRESWDM"},
		{"DNS:*.my_x.example.com", "a.my_x.example.com", "NGRESWDM"},
		{"DNS:*.com", "example.com", "GJRDM"},
		{"DNS:*", "localhost", ""},
		{"DNS:a.*.com", "a.b.com", "J"},
		{"DNS:*.*.example.com", "a.b.example.com", "J"},
		{"DNS:f*.example.com", "foo.example.com", "ONJRE"},
		{"DNS:f*.example.com", "f.example.com", "ONJ"},
		{"DNS:f*.example.com", "xn--f.example.com", ""},
		{"DNS:*o.example.com", "foo.example.com", "ONJRE"},
		{"DNS:*o.example.com", "o.example.com", "ONJ"},
		{"DNS:f*o.example.com", "foo.example.com", "NJRE"},
		{"DNS:f*o.example.com", "fo.example.com", "NJ"},
		{"DNS:d*b*.example.com", "db1.example.com", "J"},
		{"DNS:*b*1.example.com", "db1.example.com", "J"},
		{"DNS:*b*2.example.com", "db1.example.com", ""},
		{"DNS:**.example.com", "db1.example.com", "J"},
		{"DNS:*. DNS:db1.example.com", "db1.example.com", "OPNGJREWDM"},
		{"DNS:*.com DNS:db1.example.com", "db1.example.com", "OPNGJREWDM"},
		{"DNS:xn--*.example.com", "xn--a.example.com", "J"},
		{"CN:db1.example.com", "db1.example.com", "OPNJRESDM"},
		{"CN:*.example.com", "a.example.com", "OPNJRESM"},
		{"CN:db1.example.com IP:127.0.0.1", "db1.example.com", "OPNJED"},
		{"CN:db1.example.com email:a@b.c", "db1.example.com", "OPNJRESD"},
		{"CN:db1.example.com DNS:other.example.com", "db1.example.com", ""},
		{"CN:db1.example.com CN:db2.example.com", "db1.example.com", "OPNRESD"},
		{"CN:db1.example.com CN:db2.example.com", "db2.example.com", "OPNJRSDM"},
		{"CN:127.0.0.1", "127.0.0.1", "REDM"},
		{"IP:127.0.0.1", "127.0.0.1", "OPNGJRESWDM"},
		{"DNS:127.0.0.1", "127.0.0.1", "RM"},
		{"IP:2001:db8::1", "2001:DB8:0::1", "OPNGJRESWDM"},
		{"IP:127.0.0.1", "::ffff:127.0.0.1", "GJ"},
		{"IP:::ffff:127.0.0.1", "127.0.0.1", "GJ"},
		{"DNS:db1.example.com\x00.evil.example", "db1.example.com", ""},
		{"CN:127.0.0.1 DNS:db1.example.com", "127.0.0.1", "ED"},
		{"CN:127.0.0.1 IP:10.0.0.1", "127.0.0.1", "ED"},
		{"CN:::1", "::1", "RDM"},
		{"CN:db1.example.com CN:127.0.0.1", "127.0.0.1", "RDM"},
		{"DNS:*.0.0.1", "127.0.0.1", "RM"},
		{"CN:*.example.com IP:127.0.0.1", "a.example.com", "OPNJE"},
		{"DNS:*.lan", "db.lan", "GJRDM"},
	}
}

func (tc hostCase) cert() *cert.Cert {
	c := &cert.Cert{}
	for _, name := range strings.Fields(tc.names) {
		kind, value, _ := strings.Cut(name, ":")
		switch kind {
		case "CN":
			c.Subject.CommonNames = append(c.Subject.CommonNames, value)
			continue
		case "DNS":
			c.DNSNames = append(c.DNSNames, value)
		case "IP":
			c.IPs = append(c.IPs, netip.MustParseAddr(value))
		case "email":
			c.Emails = append(c.Emails, value)
		}
		c.HasSAN = true
	}
	return c
}

func TestHost(t *testing.T) {
	stacks := map[string]NameRules{"O": OpenSSLRules().Names, "P": PythonRules().Names, "N": NodeRules().Names,
		"G": GoRules().Names, "J": JavaRules().Names, "R": OpenSSLRules().WithRubyNames().Names, "E": OpenSSLRules().WithPerlNames().Names,
		"S": OpenSSLRules().WithServiceIdentityNames().Names, "W": RustlsRules().Names, "D": DotNetRules().Names, "M": OpenSSLRules().WithMongodNames().Names}
	for _, tc := range hostMatrix() {
		for letter, r := range stacks {
			want := strings.Contains(tc.accepts, letter)
			if problem := Host(tc.cert(), tc.host, r); (problem == nil) != want {
				t.Errorf("%s: %q for %q: accepted = %v, want %v", letter, tc.names, tc.host, problem == nil, want)
			}
		}
	}
}

func TestHostCause(t *testing.T) {
	ignoresCN := NameRules{CNFallback: "never"}
	for _, tc := range []struct {
		names, host, want string
		rules             NameRules
	}{
		{"CN:db1.example.com", "db1.example.com", "no-san", ignoresCN},
		{"CN:db1.example.com email:a@b.c", "db1.example.com", "no-san", NameRules{CNFallback: "no-san"}},
		{"CN:db1.example.com", "db1.example.com", "", NameRules{CNFallback: "no-san"}},
		{"CN:db1.example.com", "db2.example.com", "hostname-mismatch", OpenSSLRules().Names},
		{"CN:db1.example.com", "10.0.0.1", "no-san", OpenSSLRules().Names},
		{"", "db1.example.com", "no-san", OpenSSLRules().Names},
		{"IP:10.0.0.1", "db1.example.com", "hostname-mismatch", ignoresCN},
		{"IP:2001:db8::1", "[2001:db8::1]", "", ignoresCN},
		{"DNS:10.0.0.1", "10.0.0.1", "", NameRules{IPInDNS: true}},
	} {
		got := ""
		if problem := Host(hostCase{names: tc.names}.cert(), tc.host, tc.rules); problem != nil {
			got = problem.Cause
		}
		if got != tc.want {
			t.Errorf("%q for %q: %q, want %q", tc.names, tc.host, got, tc.want)
		}
	}
}

// FuzzHost: names are compared without regard to letter case, and the narrower rules of
// Python never accept what OpenSSL's refuse.
func FuzzHost(f *testing.F) {
	for _, tc := range hostMatrix() {
		f.Add(strings.TrimPrefix(tc.names, "DNS:"), tc.host)
	}
	f.Fuzz(func(t *testing.T, pattern, host string) {
		c := &cert.Cert{HasSAN: true, DNSNames: []string{pattern}}
		for _, r := range []Rules{OpenSSLRules(), PythonRules(), NodeRules(), GoRules(), JavaRules()} {
			if plain, folded := Host(c, host, r.Names), Host(c, lower(host), r.Names); (plain == nil) != (folded == nil) {
				t.Errorf("%s: letter case of %q matters for %q", r.Name, host, pattern)
			}
		}
		if Host(c, host, PythonRules().Names) == nil && Host(c, host, OpenSSLRules().Names) != nil {
			t.Errorf("Python accepts %q for %q, OpenSSL does not", pattern, host)
		}
	})
}
