package keyfile

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mongotls/fixtures/need"
	"mongotls/probe/target"
)

// pki is a directory with keys and certificates, and the openssl program to make every
// other form of them.
type pki struct {
	*testing.T
	dir string
}

// originals are the files that every pki begins with, by name.
var originals = sync.OnceValue(func() map[string]string {
	caKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test CA"},
		NotBefore: time.Unix(1.7e9, 0), NotAfter: time.Unix(2.7e9, 0), IsCA: true, BasicConstraintsValid: true}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "client"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter}
	text := func(label string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
	}
	return map[string]string{
		"ca.key":     text("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(caKey))),
		"ca.pem":     text("CERTIFICATE", must(x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey))),
		"rsa.key":    text("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key))),
		"client.crt": text("CERTIFICATE", must(x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey))),
		"client.csr": text("CERTIFICATE REQUEST", must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: leaf.Subject}, key))),
	}
})

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func newPKI(t *testing.T) *pki {
	p := &pki{t, t.TempDir()}
	for name, text := range originals() {
		p.write(name, text)
	}
	return p
}

func (p *pki) path(name string) string { return filepath.Join(p.dir, name) }

func (p *pki) openssl(args ...string) {
	p.Helper()
	need.OpenSSL(p)
	if err := p.try(args...); err != nil {
		p.Fatal(err)
	}
}

func (p *pki) try(args ...string) error {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = p.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.New(strings.Join(args, " ") + ": " + string(out))
	}
	return nil
}

// write makes a file of text and of the files named.
func (p *pki) write(name, text string, files ...string) string {
	p.Helper()
	for _, file := range files {
		data, err := os.ReadFile(p.path(file))
		if err != nil {
			p.Fatal(err)
		}
		text += string(data)
	}
	if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
	return p.path(name)
}

func (p *pki) read(name string) string {
	p.Helper()
	data, err := os.ReadFile(p.path(name))
	if err != nil {
		p.Fatal(err)
	}
	return string(data)
}

// wantError compares the whole line, with DIR for the directory.
func (p *pki) wantError(err error, cause, want string) {
	p.Helper()
	if err == nil {
		p.Errorf("no error, want: %s", want)
		return
	}
	wrong := (*target.UsageError)(nil)
	if !errors.As(err, &wrong) {
		p.Errorf("%T is no *target.UsageError: %v", err, err)
		return
	}
	if got := strings.ReplaceAll(err.Error(), p.dir, "DIR"); got != want {
		p.Errorf("\n got %s\nwant %s", got, want)
	}
	if wrong.Cause != cause {
		p.Errorf("%s: cause %q, want %q", want, wrong.Cause, cause)
	}
}

func secret(text string) Passphrase {
	return func() (target.Secret, error) { return target.NewSecret(text), nil }
}
