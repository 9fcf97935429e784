package files

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/need"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// TestChainAgreesWithOpenSSL holds the verdict on each kind of chain, and the name of its
// user, to what the openssl program says of the same files.
func TestChainAgreesWithOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	b := newBench(t)
	inter := b.root.Intermediate("Example Issuing CA")
	leaf := inter.Leaf("db1 ünï", member())
	for _, c := range []struct {
		name     string
		ca       *pki.Entity
		chain    []*pki.Entity
		verified bool
	}{
		{"whole", b.root, []*pki.Entity{leaf, inter}, true},
		{"with its root", b.root, []*pki.Entity{leaf, inter, b.root}, true},
		{"without its intermediate", b.root, []*pki.Entity{leaf}, false},
		{"under the intermediate alone", inter, []*pki.Entity{leaf, inter}, false},
		{"of another CA of that name", b.root.Rekey(), []*pki.Entity{leaf, inter}, false},
		{"expired", b.root, []*pki.Entity{leaf.Renew(pki.NotAfter(now.Add(-time.Hour))), inter}, false},
		{"for clients", b.root, []*pki.Entity{inter.Client("app"), inter}, false},
		{"issued by what is no CA", b.root, []*pki.Entity{leaf.Leaf("db2"), leaf, inter}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			chain, ca := b.write("chain.pem", pki.Bundle(c.chain...)), b.write("ca.pem", c.ca.PEM())
			f := b.one(Set{Chains: []string{chain}, CA: ca})
			oracle, out := opensslVerify("sslserver", ca, chain)
			if oracle != c.verified || *f.Chain.Verified != oracle {
				t.Errorf("verified %v, want %v; openssl: %s; problems %v", *f.Chain.Verified, c.verified, out, f.Chain.Problems)
			}
			f = b.one(Set{Certificate: chain, CA: ca, Use: evidence.UseClient})
			if oracle, out = opensslVerify("sslclient", ca, chain); *f.Chain.Verified != oracle {
				t.Errorf("as a client's: verified %v; openssl: %s", *f.Chain.Verified, out)
			}
			sameNaming(t, chain, f.X509.User, f.X509.ThumbprintSelector)
		})
	}
}

// opensslVerify is what openssl verify says of the first certificate of a file.
func opensslVerify(purpose, ca, chain string) (verified bool, said string) {
	out, err := exec.Command("openssl", "verify", "-purpose", purpose, "-no-CApath", "-no-CAstore", "-attime", strconv.FormatInt(now.Unix(), 10),
		"-CAfile", ca, "-untrusted", chain, chain).CombinedOutput()
	return err == nil, string(out)
}

// sameNaming holds the name of the user and the thumbprint to openssl x509.
func sameNaming(t *testing.T, path, user, thumbprint string) {
	t.Helper()
	out, err := exec.Command("openssl", "x509", "-in", path, "-noout", "-subject", "-nameopt", "RFC2253", "-fingerprint", "-sha1").Output()
	if err != nil {
		t.Fatal(err)
	}
	subject, print, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	_, print, _ = strings.Cut(print, "=")
	if want := strings.TrimPrefix(subject, "subject="); user != want {
		t.Errorf("user %q, openssl says %q", user, want)
	}
	if want := "thumbprint=" + strings.ToLower(strings.ReplaceAll(print, ":", "")); thumbprint != want {
		t.Errorf("%s, openssl says %s", thumbprint, want)
	}
}
