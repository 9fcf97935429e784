package fetch

import (
	"bytes"
	"context"
	"encoding/pem"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/fixtures/need"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// certsOnly is a PKCS#7 SignedData without signers (RFC 2315, section 9.1).
func certsOnly(entities ...*pki.Entity) []byte {
	explicit := asn1.Tag(0).ContextSpecific().Constructed()
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oidSignedData)) })
		b.AddASN1(explicit, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(asn1.SET, func(*cryptobyte.Builder) {})
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) {
						b.AddBytes([]byte("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"))
					})
				})
				b.AddASN1(explicit, func(b *cryptobyte.Builder) {
					for _, e := range entities {
						b.AddBytes(e.DER())
					}
				})
				b.AddASN1(asn1.SET, func(*cryptobyte.Builder) {})
			})
		})
	})
	return b.BytesOrPanic()
}

func TestCertificates(t *testing.T) {
	p := mint(t)
	root := p.Root("Root")
	ca := root.Intermediate("CA")
	pkcs7 := certsOnly(ca, root)
	for _, c := range []struct {
		name string
		body []byte
		want int
	}{
		{"DER", ca.DER(), 1},
		{"PEM", pki.Bundle(ca, root), 2},
		{"PKCS#7", pkcs7, 2},
		{"PKCS#7 in PEM", pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: pkcs7}), 2},
		{"PKCS#7 without certificates", certsOnly(), 0},
		{"half of a PKCS#7", pkcs7[:len(pkcs7)/2], 0},
		{"half of a certificate", ca.DER()[:100], 0},
		{"CRL", ca.CRL(), 0},
		{"HTML", []byte("<html>"), 0},
		{"nothing", nil, 0},
		{"too many", certsOnly(repeat(ca, 100)...), maxCertificates},
	} {
		certs, err := certificates(c.body)
		if len(certs) != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s: %d certificates, %v", c.name, len(certs), err)
		}
	}
}

func repeat(e *pki.Entity, n int) []*pki.Entity {
	out := make([]*pki.Entity, n)
	for i := range out {
		out[i] = e
	}
	return out
}

// OpenSSL's own PKCS#7 is read too.
func TestCertificatesOfOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	p := mint(t)
	ca := p.Root("CA")
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, ca.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"DER", "PEM"} {
		body, err := exec.Command("openssl", "crl2pkcs7", "-nocrl", "-certfile", path, "-outform", form).Output()
		if err != nil {
			t.Fatal(err)
		}
		certs, err := certificates(body)
		if err != nil || len(certs) != 1 || !bytes.Equal(certs[0].Raw, ca.DER()) {
			t.Errorf("%s: %d certificates, %v", form, len(certs), err)
		}
	}
}

func TestIssuers(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ca.cer":
			_, _ = w.Write(ca.DER())
		case "/html":
			_, _ = w.Write([]byte("<html>"))
		}
	})
	leaf := ca.Leaf("db1", pki.AIA(url+"/ca.cer", url+"/html", "ldap:///cn=CA"))
	facts, certs := local().Issuers(context.Background(), parse(t, leaf))
	if len(certs) != 1 || !bytes.Equal(certs[0].Raw, ca.DER()) {
		t.Errorf("%d certificates", len(certs))
	}
	outcomes := []evidence.Outcome{evidence.OK, evidence.Malformed, evidence.Skipped}
	if len(facts) != len(outcomes) {
		t.Fatalf("got %+v", facts)
	}
	for i, want := range outcomes {
		if facts[i].Outcome != want {
			t.Errorf("%s: %s, want %s (%s)", facts[i].URL, facts[i].Outcome, want, facts[i].Error)
		}
	}
	if len(facts[0].Certificates) != 1 || facts[0].Certificates[0].Subject != "CN=CA" {
		t.Errorf("certificates %+v", facts[0].Certificates)
	}
}

func FuzzCertificates(f *testing.F) {
	p := mint(f)
	root := p.Root("Root")
	f.Add(root.DER())
	f.Add(root.PEM())
	f.Add(certsOnly(root, root.Intermediate("CA")))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: certsOnly(root)}))
	f.Add([]byte("<html>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		certs, err := certificates(body)
		if (len(certs) == 0) != (err != nil) || len(certs) > maxCertificates {
			t.Errorf("%d certificates, %v", len(certs), err)
		}
	})
}
