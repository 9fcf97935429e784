package revocation

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mongotls/fixtures/need"
	"mongotls/fixtures/pki"
)

// opensslSays runs `openssl ocsp` on a response: accepted, and the status that it read.
func opensslSays(t *testing.T, der []byte, leaf, root *pki.Entity, verifyOther []byte, flags ...string) (accepted bool, status string) {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	certFile := write("leaf.pem", leaf.PEM())
	args := append([]string{"ocsp", "-no_nonce", "-respin", write("response.der", der),
		"-issuer", write("issuer.pem", leaf.Issuer().PEM()), "-cert", certFile,
		"-CAfile", write("root.pem", root.PEM()), "-verify_other", write("other.pem", verifyOther)}, flags...)
	out, _ := exec.Command("openssl", args...).CombinedOutput() // its exit status is 0 for some failures, 1 for others
	text := string(out)
	for _, line := range strings.Split(text, "\n") {
		if rest, found := strings.CutPrefix(line, certFile+": "); found {
			status = rest
		}
	}
	return strings.Contains(text, "Response verify OK") && status != "" && !strings.Contains(status, "ERROR") &&
		!strings.Contains(text, "Status times invalid"), status
}

func TestOCSPAgainstOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	w := newWorld(t)
	for _, c := range ocspCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf, der := c.subject(w), c.der(w)
			got := OCSP(der, parse(t, leaf), parse(t, leaf.Issuer()), w.now)
			accepted, status := opensslSays(t, der, leaf, w.root, pki.Bundle(leaf.Issuer(), w.root))
			ours := got.Status == good || got.Status == revoked || got.Cause == causeUnknown
			if (ours == accepted) != (c.openssl == "") {
				t.Errorf("we say %s %q, openssl accepts: %t; known difference: %q", got.Status, got.Cause, accepted, c.openssl)
			}
			if ours && accepted && string(got.Status) != status {
				t.Errorf("we say %s, openssl %s", got.Status, status)
			}
		})
	}
}

// libmongoc calls OCSP_basic_verify with the verified chain and OCSP_TRUSTOTHER, which is what
// these flags of the command do.
func TestLibmongocAgainstOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	w := newWorld(t)
	for _, c := range ocspCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf, der := c.subject(w), c.der(w)
			accepted, status := opensslSays(t, der, leaf, w.root, pki.Bundle(leaf, leaf.Issuer(), w.root), "-trust_other")
			if connects := accepted && status != "revoked"; connects != c.cOK {
				t.Errorf("openssl accepts: %t, %s; want libmongoc to connect: %t", accepted, status, c.cOK)
			}
		})
	}
}
