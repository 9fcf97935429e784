package verify

import (
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"mongotls/probe/cert"
)

// TestUntrustedFirst is the expiry of DST Root CA X3 of 2021: the server sends an
// intermediate that an old root cross-signed, and the client has the young root, too.
func TestUntrustedFirst(t *testing.T) {
	m := &mint{t: t}
	old := m.root("Old Root", func(c *x509.Certificate) { c.NotAfter = at().Add(-time.Hour) })
	young := m.root("Young Root")
	crossed := m.issueKey(young.key, old, "Young Root", func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	})
	issuing := m.ca(young, "Test Issuing CA")
	leaf := m.leaf(issuing)
	for _, test := range []struct {
		name    string
		rules   Rules
		anchors []*cert.Cert
		good    bool
	}{
		{"1.0.2, both roots", OpenSSL102Rules(), certs(old, young), false},
		{"1.0.2, young root", OpenSSL102Rules(), certs(young), true},
		{"1.0.2, old root", OpenSSL102Rules(), certs(old), false},
		{"1.1.1, both roots", OpenSSL111Rules(1), certs(old, young), true},
		{"3.0, both roots", OpenSSLRules(), certs(old, young), true},
		{"Python 3.6, both roots", Python36Rules(), certs(old, young), true},
	} {
		r := Chain(Input{Presented: certs(leaf, issuing, crossed), Anchors: test.anchors, At: at()}, test.rules)
		if r.Verified != test.good {
			t.Errorf("%s: verified %t, %+v", test.name, r.Verified, r.Problems)
		}
		expired := slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Cause == "expired-root" })
		if !test.good && !expired {
			t.Errorf("%s: %+v, want expired-root", test.name, r.Problems)
		}
	}
}

// TestPython36Names are answers of ssl.match_hostname of CPython 3.6.15.
func TestPython36Names(t *testing.T) {
	for _, test := range []struct {
		names, host string
		matches     bool
	}{
		{"DNS:*.com", "example.com", true},
		{"DNS:f*o.example.com", "foo.example.com", true},
		{"DNS:f*o.example.com", "fo.example.com", true},
		{"DNS:f*.example.com", "f.example.com", true},
		{"DNS:*.example.com", "my_db.example.com", true},
		{"DNS:a.*.com", "a.b.com", false},
		{"DNS:db.example.com.", "db.example.com", false},
		{"DNS:db.example.com", "db.example.com.", false},
		{"CN:127.0.0.1", "127.0.0.1", true},
		{"CN:db.x.y IP:10.0.0.1", "db.x.y", false},
		{"CN:db.x.y email:a@b", "db.x.y", true},
		{"DNS:127.0.0.1", "127.0.0.1", false},
		{"DNS:xn--*.example.com", "xn--a.example.com", false},
		{"DNS:*.example.com", "xn--a.example.com", true},
		{"CN:a.b CN:c.d", "a.b", true},
		{"CN:*.example.com", "a.example.com", true},
	} {
		c := hostCase{names: test.names}.cert()
		if problem := Host(c, test.host, Python36Rules().Names); (problem == nil) != test.matches {
			t.Errorf("%s for %s: %v, want a match: %t", test.names, test.host, problem, test.matches)
		}
	}
}

// TestLevelsOfOpenSSL111: floors are exact there, and SHA-1 is good enough for level 1.
func TestLevelsOfOpenSSL111(t *testing.T) {
	one, two := OpenSSL111Rules(1), OpenSSL111Rules(2)
	if one.MinRSABits != 1024 || two.MinRSABits != 2048 {
		t.Errorf("floors %d and %d", one.MinRSABits, two.MinRSABits)
	}
	if slices.Contains(one.RefusedHashes, "SHA-1") || !slices.Contains(two.RefusedHashes, "SHA-1") {
		t.Errorf("level 1 refuses %v, level 2 %v", one.RefusedHashes, two.RefusedHashes)
	}
}
