package files

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// bench mints files in a directory of its own.
type bench struct {
	*testing.T
	*pki.PKI
	dir  string
	root *pki.Entity
}

func newBench(t *testing.T) *bench {
	p := pki.New(now)
	return &bench{t, p, t.TempDir(), p.Root("Example Root")}
}

func (b *bench) write(name string, parts ...[]byte) string {
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, slices.Concat(parts...), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// examine examines a set with an empty system store.
func (b *bench) examine(s Set) []evidence.Evidence {
	if err := b.Err(); err != nil {
		b.Fatal(err)
	}
	store := keyfile.SystemAnchors(func(string) string { return filepath.Join(b.dir, "none") })
	return Examiner{At: now, System: store}.Examine(s)
}

func (b *bench) one(s Set) *evidence.File {
	b.Helper()
	all := b.examine(s)
	if len(all) == 0 {
		b.Fatal("no evidence")
	}
	return all[0].File
}

// member is the subject of a member, above its common name.
func member() pki.Option {
	return pki.Subject(pki.DC("com"), pki.O("Example"), pki.OU("DB"), pki.O("Example"))
}

func TestIdentityFacts(t *testing.T) {
	b := newBench(t)
	leaf := b.root.Leaf("db1, Inc.", member(), pki.DNS("db1.example.com"), pki.NotAfter(now.Add(36*time.Hour)))
	path := b.write("server.pem", leaf.CertificateKeyFile(b.root))
	f := b.one(Set{Certificate: path, CA: b.write("ca.pem", b.root.PEM()), Hosts: []string{"db1.example.com"}})
	if f.Path != path || f.Role != evidence.RoleCertificate || f.Content != "PEM" || f.Use != evidence.UseUnknown || len(f.Problems) > 0 {
		t.Errorf("file: %+v", f)
	}
	if n := f.X509; n.User != `CN=db1\, Inc.,O=Example,OU=DB,O=Example,DC=com` || n.SubjectSelector != "subject=db1, Inc." ||
		!slices.Equal(n.Member, []string{"DC=com", "O=Example", "O=Example", "OU=DB"}) {
		t.Errorf("naming: %+v", n)
	}
	if f.Chain.Verified == nil || !*f.Chain.Verified || len(f.Chain.Presented) != 2 || len(f.Chain.Paths) == 0 {
		t.Errorf("chain: %+v", f.Chain)
	}
	if len(f.Keys) != 1 || f.Keys[0].Fits == nil || *f.Keys[0].Fits != 0 || f.Keys[0].Encrypted {
		t.Errorf("keys: %+v", f.Keys)
	}
	if r := f.Renewals; len(r) != 2 || r[0].Days != 1 || !strings.HasPrefix(r[0].What, "CN=db1") {
		t.Errorf("renewals: %+v", r)
	}
	if f.Stat == nil || f.Stat.Size == 0 || runtime.GOOS != "windows" && f.Stat.Mode != "0600" {
		t.Errorf("stat: %+v", f.Stat)
	}
}

// TestUse: what a certificate is for, by its company and by what it says itself.
func TestUse(t *testing.T) {
	b := newBench(t)
	server := b.write("server.pem", b.root.Leaf("db1").CertificateKeyFile())
	client := b.write("client.pem", b.root.Client("app").CertificateKeyFile())
	for _, c := range []struct {
		name string
		set  Set
		want evidence.Use
	}{
		{"a server's, alone", Set{Certificate: server}, evidence.UseUnknown},
		{"a server's, with peers", Set{Certificate: server, Peers: []string{server}}, evidence.UseMember},
		{"a server's, with a cluster file", Set{Certificate: server, Cluster: client, Peers: []string{server}}, evidence.UseServer},
		{"a client's", Set{Certificate: client}, evidence.UseClient},
		{"a client's, with peers", Set{Certificate: client, Peers: []string{server}}, evidence.UseClient},
		{"a client's, for a host", Set{Certificate: client, Hosts: []string{"db1"}}, evidence.UseUnknown},
		{"as a configuration says", Set{Certificate: server, Use: evidence.UseServer}, evidence.UseServer},
		{"a member's by its configuration, with a cluster file", Set{Certificate: server, Cluster: client, Use: evidence.UseMember}, evidence.UseServer},
		{"a client's, in a server's configuration", Set{Certificate: client, NamedBy: "mongod.conf"}, evidence.UseUnknown},
		{"a chain", Set{Chains: []string{client}, Use: evidence.UseClient}, evidence.UseServer},
		{"a cluster file", Set{Cluster: client}, evidence.UseCluster},
		{"a peer", Set{Peers: []string{server}}, evidence.UseMember},
	} {
		if got := b.one(c.set).Use; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestOrder: one evidence a file, each file once.
func TestOrder(t *testing.T) {
	b := newBench(t)
	leaf := b.root.Leaf("db1")
	all := b.examine(Set{
		Certificate: b.write("1", leaf.PEM()), Key: b.write("2", leaf.KeyPEM()), Cluster: b.write("3", leaf.CertificateKeyFile()),
		Chains: []string{b.write("4", leaf.PEM())}, Peers: []string{b.write("5", leaf.PEM())},
		CA: b.write("6", b.root.PEM()), ClusterCA: b.write("7", b.root.PEM()), CRL: b.write("8", pki.CRLPEM(b.root.CRL())),
	})
	var got []string
	for _, e := range all {
		got = append(got, filepath.Base(e.File.Path)+" "+string(e.File.Role))
	}
	want := []string{"1 certificate-key", "2 key", "3 cluster", "4 chain", "5 peer", "6 ca", "7 ca", "8 crl"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if source := all[2].Client.CASource; filepath.Base(source) != "7" {
		t.Errorf("the cluster file is held against %s, want clusterCAFile", source)
	}
	if source := all[0].Client.CASource; filepath.Base(source) != "6" {
		t.Errorf("the certificate is held against %s, want CAFile", source)
	}
	if (Set{Hosts: []string{"db1"}}).Empty() != true || (Set{CRL: "x"}).Empty() {
		t.Error("Empty counts something else than files")
	}
}

// TestManyCertificates: a file of thousands costs no more than what is kept of it is worth.
func TestManyCertificates(t *testing.T) {
	b := newBench(t)
	many := bytes.Repeat(b.root.PEM(), 2000)
	f := b.one(Set{Chains: []string{b.write("many.pem", b.root.Leaf("db1").PEM(), many)}})
	if len(f.Chain.Presented) != maxChain || f.Chain.Truncated != 2001-maxChain {
		t.Errorf("%d certificates kept, %d dropped", len(f.Chain.Presented), f.Chain.Truncated)
	}
	f = b.one(Set{CA: b.write("ca.pem", many)})
	if len(f.Chain.Presented) != evidence.MaxAnchors || f.Chain.Truncated != 2000-evidence.MaxAnchors {
		t.Errorf("%d certificates kept, %d dropped", len(f.Chain.Presented), f.Chain.Truncated)
	}
}

// TestNothingReadable: what cannot be read is a fact, and nothing else is known.
func TestNothingReadable(t *testing.T) {
	b := newBench(t)
	for _, e := range b.examine(Set{Certificate: "/nothing", Key: "/nothing.key", Cluster: b.dir, Chains: []string{""}, Peers: []string{"/nothing"}, CA: "/nothing", CRL: "/dev/null"}) {
		if f := e.File; len(f.Problems) != 1 || f.Chain != nil || f.X509 != nil || f.CRLs != nil {
			t.Errorf("%s: %+v", f.Role, f)
		}
	}
}
