package tlswire

import (
	"os"
	"testing"

	"mongotls/fixtures/openssl"
)

func certificate(t *testing.T, newkey ...string) string {
	t.Helper()
	return openssl.Certificate(t, newkey...)
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// startOpenSSL runs `openssl s_server` with a certificate, or with none.
func startOpenSSL(t *testing.T, cert string, args ...string) Dial {
	t.Helper()
	if cert != "" {
		args = append(args, "-cert", cert)
	}
	return dialer(openssl.Serve(t, args...))
}
