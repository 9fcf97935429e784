package probe_test

import (
	"bytes"
	"crypto/tls"
	"net"
	"net/netip"
	"strings"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

// TestPlaintext: a mongod without TLS, and one that takes both.
func TestPlaintext(t *testing.T) {
	for mode, handshake := range map[server.Mode]evidence.Outcome{
		server.Disabled: evidence.Closed, server.AllowTLS: evidence.OK, server.PreferTLS: evidence.OK,
	} {
		l := newLab(t)
		mongod := l.mongod(server.Standard{Config: l.tls(nil)})
		mongod.Mode = mode
		m := l.probe(mongod.Serve)
		if m.Handshake.Outcome != handshake || m.Plaintext != evidence.Accepted || m.PlaintextReply.Outcome != evidence.OK {
			t.Errorf("%s: handshake %s, plaintext %s", mode, m.Handshake.Outcome, m.Plaintext)
		}
		if m.Hello == nil || m.Hello.SetName != "rs0" || (m.Exchange != nil) != (handshake == evidence.OK) {
			t.Errorf("%s: hello %+v, exchange %+v", mode, m.Hello, m.Exchange)
		}
		if m.Service != nil || m.Fallbacks != nil || m.Connections > maxHealthy {
			t.Errorf("%s: service %+v, fallbacks %v, %d connections", mode, m.Service, m.Fallbacks, m.Connections)
		}
	}
}

func TestOtherServices(t *testing.T) {
	for service, h := range map[string]server.Handler{
		"SSH": server.Greet(server.SSH), "SMTP": server.Greet(server.SMTP), "MySQL": server.Greet(server.MySQL),
		"HTTP": server.Answer(server.HTTP), "PostgreSQL": server.Answer(server.Postgres),
	} {
		l := newLab(t)
		m := l.probe(h)
		if m.Service == nil || m.Service.Name != service || m.Service.Where != "instead of TLS" || m.Hello != nil {
			t.Errorf("%s: service %+v", service, m.Service)
		}
		if m.Fallbacks != nil || m.Suites != nil {
			t.Errorf("%s: asked for more than its name: %v %v", service, m.Fallbacks, m.Suites)
		}
	}
}

// TestServerNames: what is sent as SNI, and what a server does that depends on it.
func TestServerNames(t *testing.T) {
	const other = "other.example.com"
	cases := map[string]struct {
		host, option, sent string
	}{
		"a name":                {name, "", name},
		"a name with a dot":     {name + ".", "", name},
		"another one asked for": {name, other, other},
		"an IPv4 address":       {"127.0.0.1", "", ""},
		"an address as a name":  {name, "192.0.2.1", ""},
		"a name for an address": {"127.0.0.1", name, name},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.host, l.options.ServerName = c.host, c.option
			m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
			if m.Handshake.ServerName != c.sent || m.Lookup.Literal != (c.host == "127.0.0.1") || m.Hello == nil {
				t.Errorf("sent %q, lookup %+v", m.Handshake.ServerName, m.Lookup)
			}
			if nameless := len(m.SNI) == 1 && m.SNI[0].ServerName == "" && m.SNI[0].Outcome == evidence.OK; nameless != (c.sent != "") {
				t.Errorf("without a name: %+v", m.SNI)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		l := newLab(t)
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			c.GetConfigForClient = server.RefuseNames(server.AlertUnrecognizedName, other)
		})}).Serve)
		if m.Handshake.Outcome != evidence.Alerted || m.Handshake.Alert.Code != server.AlertUnrecognizedName || versions(m) != "" && !strings.Contains(versions(m), "?") {
			t.Errorf("handshake %+v, accepts %q", m.Handshake, versions(m))
		}
	})
	t.Run("required", func(t *testing.T) {
		l := newLab(t)
		l.host = "127.0.0.1"
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			c.GetConfigForClient = server.RefuseNames(server.AlertHandshakeFailure, server.AnyName)
		})}).Serve)
		last := m.SNI[len(m.SNI)-1]
		if last.ServerName == "" || last.Outcome != evidence.OK || len(m.Chain.Presented) != 2 || m.Fallbacks != nil {
			t.Errorf("SNI %+v, chain of %d, fallbacks %v", m.SNI, len(m.Chain.Presented), m.Fallbacks)
		}
	})
	t.Run("required, TLS 1.2 told by name", func(t *testing.T) {
		l := newLab(t)
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			c.GetConfigForClient = server.RefuseNames(server.AlertHandshakeFailure, name)
		})}).Serve)
		if versions(m) != "1.2 1.3" || len(m.SNI) != 1 || m.SNI[0].Outcome != evidence.Alerted || m.Connections > maxHealthy {
			t.Errorf("accepts %q, SNI %+v, %d connections", versions(m), m.SNI, m.Connections)
		}
	})
	t.Run("TLS 1.3 only says nothing of names", func(t *testing.T) {
		l := newLab(t)
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 })}).Serve)
		if len(m.SNI) != 0 || m.Connections != 7 {
			t.Errorf("SNI %+v, %d connections", m.SNI, m.Connections)
		}
	})
}

func TestIPv6(t *testing.T) {
	l := newLab(t)
	s, err := server.Listen("::1")
	if err != nil {
		t.Skip("no IPv6 loopback:", err)
	}
	s.Serve(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	t.Cleanup(s.Close)
	l.host = "::1"
	m := l.probePort(t.Context(), s.Port())
	if m.Address != s.Address() || m.Hello == nil || !m.Lookup.Literal {
		t.Errorf("address %q, host %q, hello %v", m.Address, m.Host, m.Hello)
	}
}

func TestResolveFlag(t *testing.T) {
	l := newLab(t)
	l.config.Resolver = failing{&net.DNSError{Err: "not to be asked"}}
	s := l.start(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	l.config.Resolve = []target.Resolve{{Name: strings.ToUpper(name), Port: s.Port(), Addr: netip.MustParseAddr("127.0.0.1")}}
	if m := l.probePort(t.Context(), s.Port()); m.Hello == nil || m.Lookup.Kind != "" {
		t.Errorf("lookup %+v", m.Lookup)
	}
}

// TestDisabledProtocols: what the user switched off is not offered, and yet asked about.
func TestDisabledProtocols(t *testing.T) {
	for title, c := range map[string]struct {
		off     []evidence.Version
		outcome evidence.Outcome
		version string
	}{
		"TLS 1.3":         {[]evidence.Version{evidence.TLS13}, evidence.OK, "TLS 1.2"},
		"TLS 1.2":         {[]evidence.Version{evidence.TLS12}, evidence.OK, "TLS 1.3"},
		"TLS 1.2 and 1.3": {[]evidence.Version{evidence.TLS12, evidence.TLS13}, evidence.Skipped, ""},
	} {
		l := newLab(t)
		l.options.DisabledProtocols = c.off
		m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
		if m.Handshake.Outcome != c.outcome || m.Handshake.Version != c.version || versions(m) != "1.2 1.3" || len(m.Chain.Presented) != 2 {
			t.Errorf("%s off: %+v, accepts %q", title, m.Handshake, versions(m))
		}
	}
}

// TestUnreadableCertificates: what Go's parser refuses is shown all the same, in TLS 1.2
// and in TLS 1.3, and nothing is judged without the leaf.
func TestUnreadableCertificates(t *testing.T) {
	for _, newest := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		l := newLab(t)
		leaf := l.leaf(pki.LooseBoolean())
		garbage := l.leaf()
		for title, c := range map[string]struct {
			leaf     []byte
			verified bool
		}{
			"not for Go":   {leaf.DER(), true},
			"for no-one":   {bytes.Repeat([]byte{0x30}, 40), false},
			"cut in half":  {garbage.DER()[:len(garbage.DER())/2], false},
			"empty record": {[]byte{}, false},
		} {
			m := l.probe(l.mongod(server.Standard{Config: l.tls(func(cfg *tls.Config) {
				cfg.MaxVersion = newest
				cfg.Certificates = []tls.Certificate{{Certificate: [][]byte{c.leaf, l.ica.DER()}, PrivateKey: leaf.Key()}}
			})}).Serve)
			if m.Handshake.Outcome == evidence.OK || len(m.Chain.Presented) != 2 {
				t.Errorf("%x, %s: handshake %+v, chain of %d", newest, title, m.Handshake, len(m.Chain.Presented))
			}
			if (m.Chain.Verified != nil) != c.verified {
				t.Errorf("%x, %s: verified %v", newest, title, m.Chain.Verified)
			}
		}
	}
}

// TestManyMembers: each member of a target has its own facts.
func TestManyMembers(t *testing.T) {
	l := newLab(t)
	good := l.start(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	bad := l.start(server.HangUp)
	var to target.Target
	for i := range 20 {
		to.Hosts = append(to.Hosts, target.HostPort{Host: name, Port: []int{good.Port(), bad.Port()}[i%2]})
	}
	e := probe.Run(t.Context(), l.config, to)
	l.checkJSON(e)
	for i, m := range e.Members {
		if (m.Hello != nil) != (i%2 == 0) || m.Incomplete != "" || m.Defect != "" {
			t.Errorf("member %d: %+v", i, m.Handshake)
		}
	}
	if len(e.Client.Anchors) != 1 || e.Client.CASource != "ca.pem" {
		t.Errorf("client %+v", e.Client)
	}
}

// TestCiphers: --ciphers enumerates once, and only what the server speaks.
func TestCiphers(t *testing.T) {
	l := newLab(t)
	l.config.Ciphers = true
	m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
		c.CurvePreferences = []tls.CurveID{tls.CurveP256}
	})}).Serve)
	if len(m.Suites) != 1 || len(m.Suites[0].Suites) != 1 || !m.Suites[0].Complete || len(m.Groups) != 1 || m.Groups[0] != "P-256" {
		t.Errorf("suites %+v, groups %v", m.Suites, m.Groups)
	}
}
