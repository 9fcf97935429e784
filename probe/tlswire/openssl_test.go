package tlswire

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mongotls/fixtures/need"
)

// certificate makes a self-signed certificate with the openssl tool, and returns the
// path of a PEM file with its key. The newkey arguments are those of `openssl req`.
func certificate(t *testing.T, newkey ...string) string {
	t.Helper()
	need.OpenSSL(t)
	file := filepath.Join(t.TempDir(), "cert.pem")
	key := filepath.Join(t.TempDir(), "key.pem")
	args := append([]string{"req", "-x509", "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", file}, newkey...)
	if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
		t.Fatalf("openssl cannot make this certificate: %v %s", err, out)
	}
	both := slices.Concat(readFile(t, key), readFile(t, file))
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// startOpenSSL runs `openssl s_server` on a free port of loopback until the test ends.
func startOpenSSL(t *testing.T, cert string, args ...string) Dial {
	t.Helper()
	need.OpenSSL(t)
	if cert != "" {
		args = append(args, "-cert", cert)
	}
	cmd := exec.Command("openssl", append([]string{"s_server", "-accept", "127.0.0.1:0", "-naccept", "500"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe() // s_server ends with its standard input
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if addr, ok := strings.CutPrefix(lines.Text(), "ACCEPT "); ok {
			go io.Copy(io.Discard, stdout)
			return dialer(addr)
		}
	}
	t.Fatalf("s_server did not start: %s", stderr.String())
	return nil
}
