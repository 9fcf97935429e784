package verify_test

import (
	"slices"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
	"mongotls/probe/verify"
)

const host = "db1.example.com"

// TestStacks: what one TLS stack takes and another does not, as the drivers' clients were seen to.
func TestStacks(t *testing.T) {
	netscapeClient := pki.Extension("2.16.840.1.113730.1.1", false, []byte{3, 2, 7, 0x80})
	netscapeServer := pki.Extension("2.16.840.1.113730.1.1", false, []byte{3, 2, 6, 0x40})
	unnamed := pki.RawSubject([]byte{0x30, 0})
	tests := []struct {
		name               string
		root, issuer, leaf []pki.Option
		openssl, golang    string
		java               string
	}{
		{name: "plain"},
		{name: "SHA-224", issuer: rsa(), leaf: with(pki.Signature(pki.SHA224RSA)), golang: "unsupported-algorithm"},
		{name: "ECDSA with SHA-224", leaf: with(pki.Signature(pki.ECDSASHA224)), golang: "unsupported-algorithm"},
		{name: "PSS with another salt", issuer: rsa(), leaf: with(pki.Signature(pki.SHA256PSSSalt20)), golang: "unsupported-algorithm"},
		{name: "PSS", issuer: rsa(), leaf: with(pki.Signature(pki.SHA256PSS))},
		{name: "RSASSA-PSS key of the CA", issuer: with(pki.Key(pki.RSAPSS(2048))), golang: "unsupported-algorithm"},
		{name: "DSA root", root: with(pki.Key(pki.DSA2048)), golang: "unsupported-algorithm"},
		{name: "Ed448 root", root: with(pki.Key(pki.Ed448)), golang: "unsupported-algorithm"},
		{name: "P-224 CA", issuer: with(pki.Key(pki.P224)), java: "unsupported-algorithm"},
		{name: "MD5", issuer: rsa(), leaf: with(pki.Signature(pki.MD5RSA)), golang: "weak-signature", java: "weak-signature"},
		{name: "Netscape type of clients", leaf: with(netscapeClient), openssl: "wrong-eku", java: "wrong-eku"},
		{name: "Netscape type of servers", leaf: with(netscapeServer)},
		{name: "critical ocsp-nocheck", leaf: with(pki.OCSPNoCheck(), pki.Critical(pki.ExtOCSPNoCheck)), golang: "unknown-critical-extension", java: "unknown-critical-extension"},
		{name: "critical policies", leaf: with(pki.Extension(pki.ExtPolicies, true, []byte{0x30, 6, 0x30, 4, 6, 2, 0x2a, 3}))},
		{name: "no subject", leaf: with(unnamed), java: "malformed-certificate"},
		{name: "no subject, critical SAN", leaf: with(unnamed, pki.Critical(pki.ExtSAN))},
		{name: "key identifier of another CA", leaf: with(pki.AuthorityKeyID([]byte("wrong"))), openssl: "wrong-intermediate"},
		{name: "key identifier of another root", issuer: with(pki.AuthorityKeyID([]byte("wrong"))), openssl: "trust-anchor-mismatch", java: "trust-anchor-mismatch"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := pki.New(time.Now())
			root := p.Root("Example Root", test.root...)
			issuer := root.Intermediate("Example Issuing CA", test.issuer...)
			leaf := issuer.Leaf(host, append(with(pki.DNS(host)), test.leaf...)...)
			in := verify.Input{Presented: parse(t, leaf, issuer), Anchors: parse(t, root), Host: host, At: p.Now()}
			for _, stack := range []struct {
				rules verify.Rules
				want  string
			}{{verify.OpenSSLRules(), test.openssl}, {verify.GoRules(), test.golang}, {verify.JavaRules(), test.java}} {
				if got := causes(verify.Chain(in, stack.rules)); (len(got) > 0 || stack.want != "") && !slices.Equal(got, []string{stack.want}) {
					t.Errorf("%s: %q, want %q", stack.rules.Name, got, stack.want)
				}
			}
			if err := p.Err(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestLargeKey: RSA keys have a ceiling, below the anchor.
func TestLargeKey(t *testing.T) {
	p := pki.New(time.Now())
	root := p.Root("Example Root", rsa()...)
	leaf := root.Leaf(host, append(rsa(), pki.DNS(host))...)
	for bits, refusers := range map[int][]string{4096: nil, 8192: nil, 8193: {"Go"}, 16384: {"Go"}, 16385: {"OpenSSL 3", "Go", "Java"}} {
		in := verify.Input{Presented: parse(t, leaf), Anchors: parse(t, root), Host: host, At: p.Now()}
		in.Presented[0].Key.Bits, in.Anchors[0].Key.Bits = bits, bits
		for _, rules := range []verify.Rules{verify.OpenSSLRules(), verify.GoRules(), verify.JavaRules()} {
			want := []string(nil)
			if slices.Contains(refusers, rules.Name) {
				want = []string{"unsupported-algorithm"}
			}
			own := in
			own.Anchors = own.Presented
			rules.PartialChain, rules.TrustedLeaf = true, false
			for name, in := range map[string]verify.Input{"below an anchor": in, "as an anchor": own} {
				if got := causes(verify.Chain(in, rules)); !slices.Equal(got, want) {
					t.Errorf("%s, %d bits, %s: %q, want %q", rules.Name, bits, name, got, want)
				}
			}
		}
	}
}

// TestLongChain: a path may be longer than any that a CA would make.
func TestLongChain(t *testing.T) {
	p := pki.New(time.Now())
	root := p.Root("Example Root")
	ca, sent := root, []*pki.Entity(nil)
	for i := range 20 {
		ca = ca.Intermediate("CA " + string(rune('A'+i)))
		sent = slices.Insert(sent, 0, ca)
	}
	leaf := ca.Leaf(host, pki.DNS(host))
	in := verify.Input{Presented: parse(t, append([]*pki.Entity{leaf}, sent...)...), Anchors: parse(t, root), Host: host, At: p.Now()}
	for _, rules := range []verify.Rules{verify.OpenSSLRules(), verify.GoRules()} {
		if r := verify.Chain(in, rules); !r.Verified {
			t.Errorf("%s: %q", rules.Name, causes(r))
		}
	}
}

// TestWholeNames: one odd name of a certificate keeps some stacks from the good one.
func TestWholeNames(t *testing.T) {
	python, java, perl := verify.OpenSSLRules().WithServiceIdentityNames().Names, verify.JavaRules().Names, verify.OpenSSLRules().WithPerlNames().Names
	tests := []struct {
		name               string
		cert               cert.Cert
		python, java, perl bool
	}{
		{"one name", cert.Cert{DNSNames: []string{host}}, true, true, true},
		{"space around it", cert.Cert{DNSNames: []string{" " + host + " "}}, true, false, true},
		{"an empty name", cert.Cert{DNSNames: []string{"", host}}, false, true, true},
		{"a wildcard elsewhere", cert.Cert{DNSNames: []string{"a.*.example.com", host}}, false, true, true},
		{"a wildcard of two labels", cert.Cert{DNSNames: []string{"*.com", host}}, false, true, true},
		{"not ASCII", cert.Cert{DNSNames: []string{"b\xfccher.example.com", host}}, false, true, true},
		{"an address as a name", cert.Cert{DNSNames: []string{"127.0.0.1", host}}, false, true, true},
		{"an address of three octets", cert.Cert{DNSNames: []string{host}, BadIPs: [][]byte{{127, 0, 0}}}, false, false, true},
		{"an address with a mask", cert.Cert{DNSNames: []string{host}, BadIPs: [][]byte{{10, 0, 0, 0, 255, 0, 0, 0}}}, false, true, true},
		{"a URI", cert.Cert{DNSNames: []string{host}, URIs: []string{"https://" + host}}, true, true, true},
		{"a URI with a port", cert.Cert{DNSNames: []string{host}, URIs: []string{"https://" + host + ":8443"}}, false, true, true},
		{"a URI without a scheme", cert.Cert{DNSNames: []string{host}, URIs: []string{host}}, false, false, true},
		{"the common name beside a URI", cert.Cert{URIs: []string{"https://" + host}, Subject: cert.Name{CommonNames: []string{host}}}, false, true, true},
	}
	for _, test := range tests {
		test.cert.HasSAN = true
		for _, stack := range []struct {
			name  string
			rules verify.NameRules
			want  bool
		}{{"service_identity", python, test.python}, {"Java", java, test.java}, {"Perl", perl, test.perl}} {
			if got := verify.Host(&test.cert, host, stack.rules) == nil; got != stack.want {
				t.Errorf("%s, %s: %t, want %t", test.name, stack.name, got, stack.want)
			}
		}
	}
}

func with(o ...pki.Option) []pki.Option { return o }

func rsa() []pki.Option { return with(pki.Key(pki.RSA(2048))) }

func parse(t *testing.T, entities ...*pki.Entity) []*cert.Cert {
	t.Helper()
	var out []*cert.Cert
	for _, e := range entities {
		c, err := cert.Parse(e.DER())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func causes(r verify.Report) []string {
	var out []string
	for _, p := range r.Problems {
		if !slices.Contains(out, p.Cause) {
			out = append(out, p.Cause)
		}
	}
	return out
}
