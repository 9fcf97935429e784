package keyfile

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mongotls/probe/target"
)

// pki is a directory with keys, certificates and every form of file that the openssl
// program can make of them. Tests that need it are skipped, aloud, without openssl.
type pki struct {
	*testing.T
	dir string
}

func newPKI(t *testing.T) *pki {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("the openssl program is not installed: no key files to read")
	}
	p := &pki{t, t.TempDir()}
	p.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "30")
	p.openssl("genrsa", "-out", "rsa.key", "2048")
	p.openssl("req", "-new", "-key", "rsa.key", "-subj", "/CN=client", "-out", "client.csr")
	p.openssl("x509", "-req", "-in", "client.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-out", "client.crt")
	return p
}

func (p *pki) path(name string) string { return filepath.Join(p.dir, name) }

func (p *pki) openssl(args ...string) {
	p.Helper()
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
