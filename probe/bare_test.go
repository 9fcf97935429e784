package probe_test

import (
	"crypto/tls"
	"net"
	"slices"
	"strconv"
	"testing"
	"time"

	"mongotls/fixtures/openssl"
	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// TestBare: a server whose certificate or key no other library here can do shows its chain
// and answers hello, in either version.
func TestBare(t *testing.T) {
	cases := map[string]struct {
		leaf     pki.Option
		stranger bool // the key is another one than the certificate's
		version  uint16
		main     evidence.Outcome
	}{
		"BER, TLS 1.3":       {pki.IndefiniteLength(), false, tls.VersionTLS13, evidence.Malformed},
		"BER, TLS 1.2":       {pki.IndefiniteLength(), false, tls.VersionTLS12, evidence.Malformed},
		"other key, TLS 1.3": {pki.DNS(name), true, tls.VersionTLS13, evidence.BadKey},
		"other key, TLS 1.2": {pki.DNS(name), true, tls.VersionTLS12, evidence.BadKey},
		"healthy":            {pki.DNS(name), false, tls.VersionTLS13, evidence.OK},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			chain := l.leaf(c.leaf).TLS(l.ica)
			if c.stranger {
				chain.PrivateKey = l.leaf().TLS(l.ica).PrivateKey
			}
			m := l.probe(l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) {
				s.Certificates, s.MinVersion, s.MaxVersion = []tls.Certificate{chain}, c.version, c.version
			})}).Serve)
			if m.Handshake.Outcome != c.main || len(m.Chain.Presented) != 2 {
				t.Errorf("handshake %s, %d certificates", m.Handshake.Outcome, len(m.Chain.Presented))
			}
			if m.Hello == nil || m.Exchange == nil || m.Exchange.Outcome != evidence.OK || m.Client.Required != "no" {
				t.Errorf("hello %v, exchange %+v, client auth %+v", m.Hello, m.Exchange, m.Client)
			}
			if (c.main != evidence.OK) != bare(m, evidence.OK) {
				t.Errorf("fallbacks %+v", m.Fallbacks)
			}
		})
	}
}

// TestBareWithheld: the fallback sends no client certificate. What a server that requires one
// makes of that tells nothing where the user has brought one.
func TestBareWithheld(t *testing.T) {
	for title, brought := range map[string]bool{"none brought": false, "one brought": true} {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			if brought {
				l.config.Client = l.client(l.root.Client("CN=app"))
			}
			m := l.probe(l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) {
				s.Certificates = []tls.Certificate{l.leaf(pki.IndefiniteLength()).TLS(l.ica)}
				s.ClientAuth = tls.RequireAnyClientCert
			})}).Serve)
			if !bare(m, evidence.OK) || !m.Client.Requested || m.Client.Sent {
				t.Errorf("fallbacks %+v, client auth %+v", m.Fallbacks, m.Client)
			}
			if brought != (m.Exchange == nil) || brought != (m.Client.Required == "unknown") {
				t.Errorf("exchange %+v, required %s", m.Exchange, m.Client.Required)
			}
		})
	}
}

// bare tells whether a fallback was made with that offer and ended so.
func bare(m evidence.Member, with evidence.Outcome) bool {
	return slices.ContainsFunc(m.Fallbacks, func(h evidence.Handshake) bool { return h.Offer == evidence.BareOffer && h.Outcome == with })
}

// TestNoBare: where another offer comes through, where the server asks for a client
// certificate, and where it wants what nobody here can do, no connection is spent on it.
func TestNoBare(t *testing.T) {
	l := newLab(t)
	rsa := l.leaf(pki.Key(pki.RSA(2048)))
	camellia := server.Scripted{Suites: []uint16{0xC076}, Groups: []uint16{23}, Scheme: server.RSASHA256}
	camellia.Chain, camellia.Key = [][]byte{rsa.DER(), l.ica.DER()}, rsa.Key()
	cases := map[string]server.TLS{
		"static RSA": server.Standard{Config: l.tls(func(c *tls.Config) {
			c.Certificates = []tls.Certificate{rsa.TLS(l.ica)}
			c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}
		})},
		"client certificate required": server.Standard{Config: l.tls(func(c *tls.Config) {
			c.MaxVersion, c.ClientAuth = tls.VersionTLS12, tls.RequireAnyClientCert
		})},
		"Camellia": camellia,
	}
	for title, with := range cases {
		t.Run(title, func(t *testing.T) {
			m := l.probe(l.mongod(with).Serve)
			if slices.ContainsFunc(m.Fallbacks, func(h evidence.Handshake) bool { return h.Offer == evidence.BareOffer }) {
				t.Errorf("fallbacks %+v", m.Fallbacks)
			}
		})
	}
}

// TestAddressAsName: a server that was dialled by its address and wants a server name is
// asked under the address, which is what some clients send.
func TestAddressAsName(t *testing.T) {
	cases := map[string]struct {
		names []string
		want  evidence.Outcome
	}{
		"any name will do": {[]string{server.AnyName}, evidence.OK},
		"not the address":  {[]string{"mongotls.invalid"}, evidence.Alerted},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.host = "127.0.0.1"
			m := l.probe(l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) {
				s.GetConfigForClient = server.RefuseNames(server.AlertHandshakeFailure, c.names...)
			})}).Serve)
			got := map[string]evidence.Outcome{}
			for _, p := range m.SNI {
				got[p.ServerName] = p.Outcome
			}
			if got["mongotls.invalid"] != evidence.OK || got["127.0.0.1"] != c.want {
				t.Errorf("server names %v", got)
			}
			answered := m.Exchange != nil && m.Exchange.Outcome == evidence.OK && m.Hello != nil
			if answered != (c.want == evidence.OK) || len(m.Chain.Presented) != 2 {
				t.Errorf("exchange %+v, hello %v, %d certificates", m.Exchange, m.Hello, len(m.Chain.Presented))
			}
		})
	}
}

// TestPSSKey: an RSA key for PSS signatures only, in TLS 1.3, which hides its chain from
// whoever does not finish the handshake.
func TestPSSKey(t *testing.T) {
	l := newLab(t)
	l.config.Timeout = 4 * time.Second // nobody answers hello
	file := openssl.Certificate(t, "-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048")
	_, port, err := net.SplitHostPort(openssl.Serve(t, "-tls1_3", "-rev", "-cert", file))
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	m := l.probePort(t.Context(), n)
	if !bare(m, evidence.OK) || len(m.Chain.Presented) != 1 || m.Chain.Presented[0].Key != "RSA-PSS 2048" || m.Exchange == nil {
		t.Errorf("fallbacks %+v, %d certificates, exchange %+v", m.Fallbacks, len(m.Chain.Presented), m.Exchange)
	}
}
