package probe_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"sync/atomic"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

const maxHealthy = 8 // connections to a healthy server

func TestHealthyServers(t *testing.T) {
	only := func(v uint16) func(*tls.Config) {
		return func(c *tls.Config) { c.MinVersion, c.MaxVersion = v, v }
	}
	ask := func(c *tls.Config) { c.ClientAuth = tls.RequestClientCert }
	cases := map[string]struct {
		edit     func(*tls.Config)
		client   bool
		versions string
		version  string
		required string
	}{
		"TLS 1.2 and 1.3":    {func(*tls.Config) {}, false, "1.2 1.3", "TLS 1.3", "no"},
		"TLS 1.3 only":       {only(tls.VersionTLS13), false, "1.3", "TLS 1.3", "no"},
		"TLS 1.2 only":       {only(tls.VersionTLS12), false, "1.2", "TLS 1.2", "no"},
		"all versions of Go": {func(c *tls.Config) { c.MinVersion = tls.VersionTLS10 }, false, "1.0 1.1 1.2 1.3", "TLS 1.3", "no"},
		"asks, none brought": {ask, false, "1.2 1.3", "TLS 1.3", "no"},
		"asks, one brought":  {ask, true, "1.2 1.3", "TLS 1.3", "unknown"},
		"asks in TLS 1.2":    {func(c *tls.Config) { ask(c); c.MaxVersion = tls.VersionTLS12 }, true, "1.2", "TLS 1.2", "unknown"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			if c.client {
				l.config.Client = l.client(l.root.Client("CN=app"))
			}
			s := l.start(l.mongod(server.Standard{Config: l.tls(c.edit)}).Serve)
			m := l.probePort(t.Context(), s.Port())
			if m.Handshake == nil || m.Handshake.Outcome != evidence.OK || m.Handshake.Version != c.version {
				t.Fatalf("handshake %+v", m.Handshake)
			}
			if got := versions(m); got != c.versions {
				t.Errorf("accepts %q, want %q", got, c.versions)
			}
			if m.Hello == nil || m.Hello.SetName != "rs0" || m.Exchange.Outcome != evidence.OK {
				t.Errorf("hello %+v, exchange %+v", m.Hello, m.Exchange)
			}
			if m.Chain.Verified == nil || !*m.Chain.Verified || len(m.Chain.Presented) != 2 {
				t.Errorf("chain: %d certificates, problems %v", len(m.Chain.Presented), m.Chain.Problems)
			}
			if m.Client.Required != c.required || m.Client.Sent != c.client || m.Client.RefusedWith != nil {
				t.Errorf("client auth %+v", m.Client)
			}
			if m.Plaintext != evidence.Rejected || m.Address != s.Address() || m.Incomplete != "" || m.Fallbacks != nil {
				t.Errorf("plaintext %s, address %q, incomplete %q, fallbacks %v", m.Plaintext, m.Address, m.Incomplete, m.Fallbacks)
			}
			if n := s.Connections(); n > maxHealthy || n != m.Connections {
				t.Errorf("%d connections, %d said, at most %d wanted", n, m.Connections, maxHealthy)
			}
		})
	}
}

func (l *lab) client(e *pki.Entity) *probe.Identity {
	return &probe.Identity{Source: "client.pem", TLS: e.TLS(), Chain: anchors{l.parse(e)}}
}

// pool is for a server that judges client certificates.
func (l *lab) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(l.root.PEM())
	return pool
}

func TestClientCertificates(t *testing.T) {
	cases := map[string]struct {
		max    uint16
		auth   tls.ClientAuthType
		policy bool // mongod's own, which closes without a word
		bring  string
		want   string // required, and what the refusal was
	}{
		"required in TLS 1.3, none":     {tls.VersionTLS13, tls.RequireAnyClientCert, false, "", "yes"},
		"required in TLS 1.2, none":     {tls.VersionTLS12, tls.RequireAnyClientCert, false, "", "yes"},
		"required by mongod, none":      {tls.VersionTLS13, tls.RequestClientCert, true, "", "yes"},
		"required by mongod in 1.2":     {tls.VersionTLS12, tls.RequestClientCert, true, "", "yes"},
		"untrusted in TLS 1.3":          {tls.VersionTLS13, tls.RequireAndVerifyClientCert, false, "stranger", "yes unknown_ca"},
		"untrusted in TLS 1.2":          {tls.VersionTLS12, tls.RequireAndVerifyClientCert, false, "stranger", "yes unknown_ca"},
		"untrusted by mongod":           {tls.VersionTLS13, tls.RequestClientCert, true, "stranger", "yes closed"},
		"required in TLS 1.3, accepted": {tls.VersionTLS13, tls.RequireAndVerifyClientCert, false, "own", "unknown"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			switch c.bring {
			case "own":
				l.config.Client = l.client(l.root.Client("CN=app"))
			case "stranger":
				l.config.Client = l.client(l.pki.Root("Other Root").Client("CN=app"))
			}
			m := l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) {
				s.MaxVersion, s.ClientAuth, s.ClientCAs = c.max, c.auth, l.pool()
			})})
			if c.policy {
				m.Clients = server.ClientPolicy{Required: true, CAs: l.pool()}
			}
			got := l.probe(m.Serve)
			a := got.Client
			if !a.Asked || !a.Requested || a.Sent != (c.bring != "") {
				t.Errorf("client auth %+v", a)
			}
			said := a.Required
			if a.RefusedWith != nil {
				said += " " + *a.RefusedWith
			}
			if said != c.want {
				t.Errorf("required and refusal: %q, want %q", said, c.want)
			}
			if len(got.Fallbacks) > 0 || len(got.Chain.Presented) != 2 {
				t.Errorf("fallbacks %v, %d certificates", got.Fallbacks, len(got.Chain.Presented))
			}
		})
	}
}

// TestOldServers: a server that current clients cannot use still shows its chain and its
// versions, and answers hello where a library here can talk to it.
func TestOldServers(t *testing.T) {
	l := newLab(t)
	rsa := l.leaf(pki.Key(pki.RSA(2048)))
	go10 := server.Standard{Config: l.tls(func(c *tls.Config) {
		c.Certificates = []tls.Certificate{rsa.TLS(l.ica)}
		c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10
	})}
	scripted := func(key *pki.Entity, s server.Scripted) server.TLS {
		s.Chain, s.Key = [][]byte{key.DER(), l.ica.DER()}, key.Key()
		return s
	}
	const ecdsaGCM, dheGCM = 0xC02B, 0x009E
	ed448, koblitz := l.leaf(pki.Key(pki.Ed448)), l.leaf(pki.Key(pki.Secp256k1))
	cases := map[string]struct {
		tls      server.TLS
		versions string
		hello    bool
	}{
		"TLS 1.0 only": {go10, "1.0", true},
		"DHE only": {scripted(rsa, server.Scripted{
			Suites: []uint16{dheGCM}, Prime: server.Prime2048, Scheme: server.RSASHA256,
		}), "1.2", true},
		"Ed448 key": {scripted(ed448, server.Scripted{
			Suites: []uint16{ecdsaGCM}, Groups: []uint16{tlswire.P256}, Scheme: server.Ed448,
		}), "1.2", true},
		"secp256k1 key": {scripted(koblitz, server.Scripted{
			Suites: []uint16{ecdsaGCM}, Groups: []uint16{22}, Scheme: server.ECDSASHA256,
		}), "1.2", false},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			m := l.probe(l.mongod(c.tls).Serve)
			if m.Handshake.Outcome == evidence.OK || len(m.Chain.Presented) != 2 || versions(m) != c.versions {
				t.Errorf("handshake %s, %d certificates, accepts %q", m.Handshake.Outcome, len(m.Chain.Presented), versions(m))
			}
			if c.hello != (m.Hello != nil) {
				t.Errorf("hello %v, fallbacks %+v", m.Hello, m.Fallbacks)
			}
		})
	}
}

// TestResetEatsAlert: where a reset took the place of the alert about the client
// certificate, one more handshake that only listens gets it.
func TestResetEatsAlert(t *testing.T) {
	l := newLab(t)
	var handshakes atomic.Int32
	strict := l.tls(func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert })
	config := l.tls(func(c *tls.Config) {
		c.ClientAuth = tls.RequestClientCert
		c.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) {
			if slices.Contains(h.SupportedVersions, tls.VersionTLS13) && handshakes.Add(1) > 1 {
				return strict, nil
			}
			return nil, nil
		}
	})
	m := l.probe(func(_ context.Context, conn net.Conn) {
		if _, err := tls.Server(conn, config).Read(make([]byte, 1)); err == nil {
			conn.(*net.TCPConn).SetLinger(0)
		}
	})
	x := m.Exchange
	if x == nil || x.Outcome != evidence.Alerted || x.Alert == nil || x.Alert.Name != "certificate_required" || m.Client.Required != "yes" {
		t.Errorf("exchange %+v, client auth %+v", x, m.Client)
	}
}
