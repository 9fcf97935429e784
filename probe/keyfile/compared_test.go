package keyfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/keyfile"
)

// TestLoadCompared: what a server may be given as its certificate, and what is something else.
func TestLoadCompared(t *testing.T) {
	p := pki.New(time.Now())
	root := p.Root("Root")
	leaf := root.Leaf("db1", pki.DNS("db1.example.com"))
	own := p.SelfSigned("db1", pki.DNS("db1.example.com"), pki.CA())
	for name, c := range map[string]struct {
		data []byte
		want int
		says string
	}{
		"with its key":             {leaf.CertificateKeyFile(root), 2, ""},
		"without":                  {leaf.PEM(), 1, ""},
		"self-signed, marked a CA": {own.PEM(), 1, ""},
		"a CA file":                {root.PEM(), 0, "holds CA certificates only"},
		"a key alone":              {leaf.KeyPEM(), 0, "no certificate"},
		"nothing":                  {nil, 0, "is empty"},
		"no PEM":                   {[]byte("hello"), 0, "PEM"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mongodb.pem")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			certs, err := keyfile.LoadCompared(path)
			if c.says == "" && (err != nil || len(certs) != c.want) {
				t.Fatalf("%d certificates, %v", len(certs), err)
			}
			if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Fatalf("%v, want %q", err, c.says)
			}
		})
	}
	if _, err := keyfile.LoadCompared(filepath.Join(t.TempDir(), "absent.pem")); err == nil {
		t.Error("an absent file is taken")
	}
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
}
