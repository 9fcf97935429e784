package probe_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// behind makes one address of the name lead to another server.
func (l *lab) behind(address string, h server.Handler) {
	other, dial := l.start(h), l.config.Dial
	l.config.Dial = func(ctx context.Context, network, to string) (net.Conn, error) {
		if strings.HasPrefix(to, address+":") {
			to = fmt.Sprintf("127.0.0.1:%d", other.Port())
		}
		return dial(ctx, network, to)
	}
}

// TestAddressesAreCompared: of several addresses each shows its certificate, on the
// connection that was made to it anyway.
func TestAddressesAreCompared(t *testing.T) {
	for title, version := range map[string]uint16{"TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			only := func(c *tls.Config) { c.MinVersion, c.MaxVersion = version, version }
			second := l.tls(only)
			second.Certificates = []tls.Certificate{l.leaf(pki.NotBefore(time.Now().Add(-2 * time.Hour))).TLS(l.ica)}
			l.behind("127.0.0.2", l.mongod(server.Standard{Config: second}).Serve)
			l.config.Resolver = answers{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2")}
			m := l.probe(l.mongod(server.Standard{Config: l.tls(only)}).Serve)
			seen := map[string]bool{}
			for _, d := range m.Dials {
				seen[d.Leaf] = true
				main := d.Address == m.Address
				if d.Leaf == "" || main != (d.Leaf == m.Chain.Presented[0].SHA256) || main != (d.Certificate == nil) {
					t.Errorf("main %v: %+v", main, d)
				}
			}
			if len(seen) != 2 || m.Connections > maxHealthy {
				t.Errorf("%d certificates, %d connections", len(seen), m.Connections)
			}
		})
	}
}

// TestOneServerBehindSeveralAddresses: the same certificate everywhere is told once.
func TestOneServerBehindSeveralAddresses(t *testing.T) {
	l := newLab(t)
	l.config.Resolver = make(answers, 7)
	for i := range 7 {
		l.config.Resolver.(answers)[i] = netip.MustParseAddr("127.0.0.1")
	}
	m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	compared := 0
	for _, d := range m.Dials {
		if d.Certificate != nil {
			t.Errorf("told again: %s", d.Address)
		}
		if d.Leaf == m.Chain.Presented[0].SHA256 {
			compared++
		}
	}
	if compared < 2 || len(m.Dials) != 7 {
		t.Errorf("%d of %d addresses compared", compared, len(m.Dials))
	}
}

// TestSilentAddress: an address that takes connections and says nothing holds nothing up, and
// nothing is known of it.
func TestSilentAddress(t *testing.T) {
	l := newLab(t)
	l.behind("127.0.0.2", server.Silence)
	l.config.Resolver = answers{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2")}
	l.config.Dial = later("127.0.0.2", l.config.Dial)
	m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	if m.Hello == nil || m.Dials[1].Outcome != evidence.OK || m.Dials[1].Leaf != "" || m.Dials[0].Leaf != "" || m.Incomplete != "" {
		t.Errorf("hello %v, dials %+v, incomplete %q", m.Hello, m.Dials, m.Incomplete)
	}
}

// later lets an address be connected only when another one is dialled again, which is when the
// main connection was chosen.
func later(address string, dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	var others atomic.Int32
	chosen := make(chan struct{})
	return func(ctx context.Context, network, to string) (net.Conn, error) {
		if !strings.HasPrefix(to, address+":") {
			if others.Add(1) == 2 {
				close(chosen)
			}
			return dial(ctx, network, to)
		}
		select {
		case <-chosen:
			return dial(ctx, network, to)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// TestCertificateByName: a proxy with several certificates is asked for one more, a server
// with one certificate is not.
func TestCertificateByName(t *testing.T) {
	l := newLab(t)
	fallback := l.ica.Leaf("proxy.example.com", pki.DNS("proxy.example.com")).TLS(l.ica)
	m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
		own := c.Certificates[0]
		c.Certificates = nil // else they stand for clients without a name
		c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if hello.ServerName == name {
				return &own, nil
			}
			return &fallback, nil
		}
	})}).Serve)
	if len(m.SNI) != 2 || m.SNI[0].ServerName != "" || m.SNI[1].ServerName == "" || m.Connections > maxHealthy {
		t.Fatalf("%+v, %d connections", m.SNI, m.Connections)
	}
	for _, p := range m.SNI {
		if p.Certificate == nil || p.Certificate.Names[0] != "DNS:proxy.example.com" || p.Leaf == m.Chain.Presented[0].SHA256 {
			t.Errorf("under %q: %+v", p.ServerName, p)
		}
	}
}

// TestCertificateByTurn: behind a load balancer the certificate changes although the name does
// not, and a certificate for the right name is asked for once more.
func TestCertificateByTurn(t *testing.T) {
	l := newLab(t)
	old := l.leaf(pki.NotBefore(time.Now().Add(-2 * time.Hour))).TLS(l.ica)
	m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
		first := c.Certificates[0]
		c.Certificates = nil
		c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if slices.Contains(hello.SupportedVersions, tls.VersionTLS13) {
				return &first, nil
			}
			return &old, nil
		}
	})}).Serve)
	if len(m.SNI) != 2 || m.SNI[1].ServerName != m.Handshake.ServerName || m.SNI[1].Certificate == nil || m.Connections > maxHealthy {
		t.Errorf("%+v, %d connections", m.SNI, m.Connections)
	}
}

// TestAskedByTurns: with loadBalanced=true the right name is asked for again also where the
// certificate without a name is the same.
func TestAskedByTurns(t *testing.T) {
	for balanced, want := range map[bool]int{true: 2, false: 1} {
		l := newLab(t)
		l.options.LoadBalanced = balanced
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			first, second := c.Certificates[0], l.leaf().TLS(l.ica)
			c.Certificates = nil
			c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
				if hello.ServerName == "" || slices.Contains(hello.SupportedVersions, tls.VersionTLS13) {
					return &first, nil
				}
				return &second, nil
			}
		})}).Serve)
		if len(m.SNI) != want || m.Connections > maxHealthy {
			t.Errorf("balanced %v: %+v, %d connections", balanced, m.SNI, m.Connections)
		}
		for _, p := range m.SNI[1:] {
			if p.ServerName != m.Handshake.ServerName || p.Certificate == nil {
				t.Errorf("%+v", p)
			}
		}
	}
}
