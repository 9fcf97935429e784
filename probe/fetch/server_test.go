package fetch

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
)

// local is a Fetcher for a target on loopback.
func local() *Fetcher {
	return &Fetcher{Target: []netip.Addr{netip.MustParseAddr("127.0.0.1")}}
}

// serve starts an HTTP server on loopback and returns its URL.
func serve(t testing.TB, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

func serveBytes(t testing.TB, body []byte) string {
	return serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
}

// hang answers nothing until the client has gone. The server notices that only once the
// request was read.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// closedPort is an address on loopback where nobody listens.
func closedPort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func parse(t testing.TB, e *pki.Entity) *cert.Cert {
	t.Helper()
	c, err := cert.Parse(e.DER())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mint returns a builder whose first error fails the test.
func mint(t testing.TB) *pki.PKI {
	t.Helper()
	p := pki.New(time.Now())
	t.Cleanup(func() {
		if err := p.Err(); err != nil {
			t.Errorf("the fixtures: %v", err)
		}
	})
	return p
}

// fromPublic is a Fetcher for a public target in a world where every public address is the
// server at loopback, and dialled is what it was asked to dial.
func fromPublic(t testing.TB, loopbackURL string, names map[string]string) (f *Fetcher, dialled *[]string) {
	t.Helper()
	dialled = new([]string)
	f = &Fetcher{
		Target: []netip.Addr{netip.MustParseAddr("203.0.113.1")},
		Lookup: func(_ context.Context, host string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr(names[host])}, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			*dialled = append(*dialled, address)
			var d net.Dialer
			return d.DialContext(ctx, network, loopbackURL[len("http://"):])
		},
	}
	return f, dialled
}
