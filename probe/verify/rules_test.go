package verify

import (
	"crypto/x509"
	"testing"
)

// TestRulesOfStacks are chains on which these stacks differ from OpenSSL, or could be thought to.
func TestRulesOfStacks(t *testing.T) {
	rustls, dotnet, windows := RustlsRules(), DotNetRules(), SchannelRules()
	ruby := OpenSSLRules().WithRubyNames()
	ruby.FirstAnchorOnly = true
	perl := OpenSSLRules().WithPerlNames()
	good := simple(nil, nil, nil)
	for _, tc := range []struct {
		name  string
		rules Rules
		input func(*mint) Input
		want  []string
	}{
		{"rustls: good", rustls, good, nil},
		{"rustls: old anchor", rustls, simple([]edit{years(-2, -1)}, nil, nil), nil},
		{"rustls: anchor that is no CA", rustls, simple([]edit{noBC}, nil, nil), nil},
		{"rustls: path length of the anchor", rustls, func(m *mint) Input {
			r := m.root("R", pathLen(0))
			a := m.ca(r, "A")
			b := m.ca(a, "B")
			return Input{Presented: certs(m.leaf(b), b, a), Anchors: certs(r)}
		}, nil},
		{"rustls: path length of an intermediate", rustls, func(m *mint) Input {
			r := m.root("R")
			a := m.ca(r, "A", pathLen(0))
			b := m.ca(a, "B")
			return Input{Presented: certs(m.leaf(b), b, a), Anchors: certs(r)}
		}, []string{"path-length@2"}},
		{"rustls: name constraints of the anchor", rustls, simple([]edit{permitDNS("example.net")}, nil, nil), []string{"name-constraints@0"}},
		{"rustls: intermediate without CA mark", rustls, simple(nil, []edit{noBC}, nil), []string{"not-a-ca@1"}},
		{"rustls: keyUsage without keyCertSign", rustls, simple(nil, []edit{keyUsage(x509.KeyUsageDigitalSignature)}, nil), nil},
		{"rustls: intermediate for client authentication", rustls, simple(nil, []edit{usages(x509.ExtKeyUsageClientAuth)}, nil), []string{"wrong-eku@1"}},
		{"rustls: any purpose", rustls, simple(nil, nil, []edit{usages(x509.ExtKeyUsageAny)}), []string{"wrong-eku@0"}},
		{"rustls: intermediate in the CA file", rustls, anchored(1), nil},
		{"rustls: leaf in the CA file", rustls, anchored(0), []string{"missing-intermediate@0"}},
		{"rustls: self-signed CA as the server", rustls, func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(r), Anchors: certs(r)}
		}, []string{"leaf-is-ca@0"}},
		{"rustls: self-signed leaf in the CA file", rustls, func(m *mint) Input {
			r := m.root("R", notCA)
			return Input{Presented: certs(r), Anchors: certs(r)}
		}, nil},
		{".NET: good", dotnet, good, nil},
		{".NET: any purpose", dotnet, simple(nil, nil, []edit{usages(x509.ExtKeyUsageAny)}), nil},
		{".NET: intermediate in the CA file", dotnet, anchored(1), []string{"ca-file-lacks-root@1"}},
		{".NET: intermediate by AIA", dotnet, fetchable, nil},
		{"Windows: intermediate by AIA", windows, fetchable, nil},
		{"Windows: intermediate in the CA file", windows, anchored(1), []string{"ca-file-lacks-root@1"}},
		{"OpenSSL: intermediate by AIA", OpenSSLRules(), fetchable, []string{"missing-intermediate@0"}},
		{"Perl: intermediate in the CA file", perl, anchored(1), nil},
		{"Perl: leaf in the CA file", perl, anchored(0), nil},
		{"Ruby: root first in the CA file", ruby, func(m *mint) Input {
			in := good(m)
			in.Anchors = append(in.Anchors, certs(m.root("Other"))...)
			return in
		}, nil},
		{"Ruby: root second in the CA file", ruby, func(m *mint) Input {
			in := good(m)
			in.Anchors = append(certs(m.root("Other")), in.Anchors...)
			return in
		}, []string{"unknown-authority@1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := tc.input(&mint{t: t})
			in.At = at()
			report := Chain(in, tc.rules)
			if got := causes(report.Problems); len(got) != len(tc.want) || len(got) > 0 && got[0] != tc.want[0] {
				t.Errorf("causes %q, want %q\n%s", got, tc.want, details(report))
			}
		})
	}
}

// anchored trusts one certificate of the path instead of the root.
func anchored(depth int) func(*mint) Input {
	return func(m *mint) Input {
		in := simple(nil, nil, nil)(m)
		in.Anchors = in.Presented[depth : depth+1]
		if depth == 0 {
			in.Presented = in.Presented[:1]
		}
		return in
	}
}

// fetchable: the server does not send the intermediate, whose issuer URL answers.
func fetchable(m *mint) Input {
	in := simple(nil, nil, nil)(m)
	in.Presented, in.Fetched = in.Presented[:1], in.Presented[1:]
	return in
}

func permitDNS(domain string) edit {
	return func(c *x509.Certificate) {
		c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{domain}, true
	}
}
