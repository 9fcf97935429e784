package verify

import (
	"crypto/x509"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/need"
	"mongotls/probe/cert"
)

// TestOrder: neither the order of the anchors nor that of the sent issuers plays a part,
// nor do duplicates.
func TestOrder(t *testing.T) {
	for _, tc := range chainCases() {
		in := tc.input(&mint{t: t})
		in.At, in.Client = at(), tc.client
		for _, rules := range []Rules{tc.rules(), GoRules(), JavaRules(), RustlsRules(), DotNetRules(), SchannelRules()} {
			want := Chain(in, rules)
			for seed := range uint64(4) {
				if got := Chain(shuffled(in, seed), rules); !reflect.DeepEqual(got, want) {
					t.Fatalf("%s, %s: the order matters:\n%s\n%s", tc.name, rules.Name, details(got), details(want))
				}
			}
		}
	}
}

func shuffled(in Input, seed uint64) Input {
	r := rand.New(rand.NewPCG(seed, 1))
	out := in
	out.Presented = append(slices.Clone(in.Presented), in.Presented[0])
	out.Anchors = append(slices.Clone(in.Anchors), in.Anchors...)
	for _, list := range [][]*cert.Cert{out.Presented[1:], out.Anchors} {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	return out
}

// TestHostileWeb: a hundred CAs of one name, each signed by many, cost a bounded number of
// signature checks and end in a verdict.
func TestHostileWeb(t *testing.T) {
	m := &mint{t: t}
	keys := make([]*minted, 10)
	for i := range keys {
		keys[i] = m.ca(nil, "Hydra", authorityKey())
	}
	var web []*minted
	for i := range keys {
		for j := range keys {
			if i != j {
				web = append(web, m.issueKey(keys[i].key, keys[j], "Hydra", authorityKey(), func(c *x509.Certificate) {
					c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
				}))
			}
		}
	}
	in := Input{Presented: append(certs(m.leaf(keys[0], noAKI)), certs(web...)...), At: at()}
	for _, anchors := range [][]*cert.Cert{certs(m.root("Other")), certs(keys[9])} {
		in.Anchors = anchors
		for _, rules := range []Rules{OpenSSLRules(), GoRules(), JavaRules()} {
			p := newPool(in, rules)
			p.findPaths()
			if p.checks > maxSignatureChecks {
				t.Errorf("%s: %d signature checks", rules.Name, p.checks)
			}
			if r := Chain(in, rules); r.Verified == (len(r.Problems) > 0) || len(r.Paths) > maxPaths {
				t.Errorf("%s: verified %v with %d problems on %d paths", rules.Name, r.Verified, len(r.Problems), len(r.Paths))
			}
		}
	}
}

func TestNothingPresented(t *testing.T) {
	r := Chain(Input{Presented: []*cert.Cert{nil}, At: at()}, OpenSSLRules())
	if r.Verified || r.Path != nil || len(r.Notes) != 1 {
		t.Errorf("got %+v", r)
	}
}

// TestRules are switches that none of the oracles has.
func TestRules(t *testing.T) {
	with := func(f func(*Rules)) Rules {
		r := OpenSSLRules()
		f(&r)
		return r
	}
	good := simple(nil, nil, nil)
	for _, tc := range []struct {
		name  string
		rules Rules
		input func(*mint) Input
		want  []string
	}{
		{"validity too long", with(func(r *Rules) { r.MaxValidity = 700 * 24 * time.Hour }), good, []string{"cert-validity-too-long@0"}},
		{"validity not too long", with(func(r *Rules) { r.MaxValidity = 825 * 24 * time.Hour }), good, nil},
		{"leaf of version 1", with(func(r *Rules) { r.RefuseV1 = true }), func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.version1(m.leaf(r), r)), Anchors: certs(r)}
		}, []string{"cert-version-1@0"}},
		{"leaf of version 1 with extensions in Go", GoRules(), extendedV1, []string{"cert-version-1@0"}},
		{"leaf of version 1 with extensions in OpenSSL", OpenSSLRules(), extendedV1, nil},
		{"name constraints skipped", with(func(r *Rules) { r.SkipNameConstraints = true }),
			simple([]edit{directoryConstraint("Acme")}, nil, nil), nil},
		{"name constraints that Go does not know", GoRules(),
			simple([]edit{directoryConstraint("Acme")}, nil, nil), []string{"unknown-critical-extension@2"}},
		{"old anchor of Java", JavaRules(), simple([]edit{years(-2, -1)}, nil, nil), nil},
		{"trusted leaf of Java", JavaRules(), func(m *mint) Input {
			l := m.leaf(m.root("R"), years(-2, -1))
			return Input{Presented: certs(l), Anchors: certs(l), Host: "db2.example.com"}
		}, []string{"hostname-mismatch@0"}},
		{"Java wants digitalSignature", JavaRules(), simple(nil, nil, []edit{keyUsage(x509.KeyUsageKeyEncipherment)}), []string{"wrong-key-usage@0"}},
		{"Go reads every certificate sent", GoRules(), func(m *mint) Input {
			in := good(m)
			broken := *m.root("Stray").Cert
			broken.GoError, broken.SHA256[0] = "x509: negative serial number", broken.SHA256[0]+1
			in.Presented = append(in.Presented, &broken)
			return in
		}, []string{"malformed-certificate@3"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := tc.input(&mint{t: t})
			in.At = at()
			r := Chain(in, tc.rules)
			if got := causes(r.Problems); !slices.Equal(got, tc.want) {
				t.Errorf("causes %q, want %q\n%s", got, tc.want, details(r))
			}
		})
	}
}

// TestCandidates: what cannot be told apart stays open, and what is proven does not.
func TestCandidates(t *testing.T) {
	url := func(c *x509.Certificate) { c.IssuingCertificateURL = []string{"http://ca.example.com/i.crt"} }
	for _, tc := range []struct {
		name, root, inter string
		anchors           int
		leaf              []edit
		cause             string
		candidates        []string
	}{
		{"unrelated", "Zeta", "Acme", 1, nil, "unknown-authority", []string{"missing-intermediate"}},
		{"unrelated with URL", "Zeta", "Acme", 1, []edit{url}, "unknown-authority", []string{"missing-intermediate"}},
		{"URL and the store of a system", "Zeta", "Acme", manyAnchors, []edit{url}, "missing-intermediate", []string{"unknown-authority"}},
		{"first word", "Acme Root", "Acme CA 3", 1, nil, "missing-intermediate", []string{"unknown-authority"}},
		{"first word of many", "Test Root", "Test CA 3", 1, nil, "unknown-authority", []string{"missing-intermediate"}},
		{"another root", "Acme Root 2020", "Acme Root 2024", 1, nil, "unknown-authority", []string{"missing-intermediate"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := &mint{t: t}
			in := Input{Presented: certs(m.leaf(m.root(tc.inter), tc.leaf...)), At: at()}
			for range tc.anchors {
				in.Anchors = append(in.Anchors, m.root(tc.root).Cert)
			}
			got := Chain(in, OpenSSLRules()).Problems[0]
			if got.Cause != tc.cause || !slices.Equal(got.Candidates, tc.candidates) {
				t.Errorf("%s %q, want %s %q: %s", got.Cause, got.Candidates, tc.cause, tc.candidates, got.Detail)
			}
		})
	}
}

// TestFetched: with the missing certificate at hand there is no doubt.
func TestFetched(t *testing.T) {
	m := &mint{t: t}
	r := m.root("R")
	right, stale := m.ca(r, "I 2026"), m.ca(r, "I 2020")
	leaf := m.leaf(right)
	for _, tc := range []struct {
		sent  []*minted
		cause string
	}{
		{[]*minted{leaf}, "missing-intermediate"},
		{[]*minted{leaf, stale}, "wrong-intermediate"},
	} {
		in := Input{Presented: certs(tc.sent...), Anchors: certs(r), Fetched: certs(right), At: at()}
		for _, rules := range []Rules{OpenSSLRules(), GoRules()} {
			got := Chain(in, rules)
			if got.Verified || got.Problems[0].Cause != tc.cause || got.Problems[0].Candidates != nil {
				t.Errorf("%s: %+v", rules.Name, got.Problems)
			}
		}
	}
}

// TestOtherPathNoted: OpenSSL does not look for the good path behind a bad choice.
func TestOtherPathNoted(t *testing.T) {
	cases := crossCases()
	i := slices.IndexFunc(cases, func(tc chainCase) bool { return tc.name == "intermediate in the store hides the sent one" })
	in := cases[i].input(&mint{t: t})
	in.At = at()
	r := Chain(in, OpenSSLRules())
	if r.Verified || len(r.Paths) != 1 || len(r.Paths[0].Problems) != 0 || len(r.Notes) != 1 {
		t.Errorf("verified %v, %d paths, notes %q", r.Verified, len(r.Paths), r.Notes)
	}
	if r := Chain(in, GoRules()); !r.Verified {
		t.Errorf("Go: %s", details(r))
	}
}

// TestUnsupportedSignature: an Ed448 signature, which Go cannot check, is noted and not
// called bad.
func TestUnsupportedSignature(t *testing.T) {
	need.OpenSSL(t)
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("openssl %v: %v\n%s", args, err, out)
		}
	}
	run("req", "-x509", "-newkey", "ed448", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=R", "-days", "9")
	run("req", "-newkey", "ed448", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=L")
	run("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "9", "-outform", "DER", "-out", "leaf.der")
	run("x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der")
	ca, leaf := readCert(t, dir, "ca.der"), readCert(t, dir, "leaf.der")
	r := Chain(Input{Presented: []*cert.Cert{leaf}, Anchors: []*cert.Cert{ca}, At: leaf.NotBefore.Add(time.Hour)}, OpenSSLRules())
	if !r.Verified || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "not verifiable by this tool") {
		t.Errorf("verified %v, notes %q\n%s", r.Verified, r.Notes, details(r))
	}
}

func readCert(t *testing.T, dir, name string) *cert.Cert {
	t.Helper()
	der, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	c, err := cert.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// FuzzChain: a certificate of any bytes gets a verdict that agrees with its problems.
func FuzzChain(f *testing.F) {
	m := &mint{t: f}
	root := m.root("R", directoryConstraint("Acme"))
	inter := m.ca(root, "I", pathLen(0))
	leaf := m.leaf(inter)
	for _, seed := range []*minted{leaf, m.leaf(nil), inter, root} {
		f.Add(seed.Raw)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		c, err := cert.Parse(der)
		if err != nil {
			return
		}
		for _, in := range []Input{
			{Presented: []*cert.Cert{c, inter.Cert}, Anchors: certs(root)},
			{Presented: certs(leaf, inter), Anchors: []*cert.Cert{c}},
		} {
			in.At, in.Host = at(), "db1.example.com"
			for _, rules := range []Rules{OpenSSLRules(), GoRules(), JavaRules()} {
				if r := Chain(in, rules); r.Verified != (len(r.Problems) == 0) || r.Verified && !r.Anchored {
					t.Errorf("%s: verified %v, anchored %v: %s", rules.Name, r.Verified, r.Anchored, details(r))
				}
			}
		}
	})
}

// extendedV1 is a chain whose leaf says version 1 and has extensions.
func extendedV1(m *mint) Input {
	r := m.root("R")
	leaf := *m.leaf(r).Cert
	leaf.Version = 1
	return Input{Presented: []*cert.Cert{&leaf}, Anchors: certs(r)}
}
