package probe_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"sync/atomic"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/hellos"
	"mongotls/probe/target"
	"mongotls/probe/tlswire"
)

// simulants are the five families' hellos, and an old one.
func simulants() []probe.Simulant {
	return []probe.Simulant{
		{Hello: "cpython-3.11-openssl-3.0"}, {Hello: "node-20-openssl-3.0"}, {Hello: "go-1.26"},
		{Hello: "openjdk-17", SNIForIPv4: true}, {Hello: "libmongoc-1.23-openssl-3.0", SNIForIPv4: true, SNIForIPv6: true},
		{Hello: "node-8-openssl-1.0.2s"}, {Hello: "libmongoc-1.23-openssl-3.0", SNIForIPv4: true, SNIForIPv6: true}, {},
	}
}

// told is what came of every replay, by hello.
func told(m evidence.Member) map[string]string {
	out := map[string]string{}
	for _, s := range m.Simulations {
		text := string(s.Outcome)
		switch {
		case s.Outcome == evidence.OK:
			text = fmt.Sprintf("%s %s %s", s.Version, s.Suite, s.Group)
		case s.Alert != nil:
			text = s.Alert.Name
		}
		out[s.Hello] = text
	}
	return out
}

// answeredBy writes the replays of simulants in their order, of which the last two add none.
func answeredBy(python, node, golang, java, c, node8 string) map[string]string {
	all := []string{python, node, golang, java, c, node8}
	out := map[string]string{}
	for i, s := range simulants()[:len(all)] {
		out[s.Hello] = all[i]
	}
	return out
}

// TestSimulate: servers that take little, against what the clients of fixtures/oracle meet there.
func TestSimulate(t *testing.T) {
	const refused, chosen = "handshake_failure", string(evidence.Unsupported) // by old servers, which do not know what was offered
	aes, dhe, old := "TLS 1.2 TLS_RSA_WITH_AES_128_CBC_SHA ", "TLS 1.2 TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 ", "TLS 1.0 TLS_RSA_WITH_AES_128_CBC_SHA "
	p521, curve := "TLS 1.3 TLS_AES_128_GCM_SHA256 P-521", "TLS 1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 P-256"
	rsa := tls.TLS_RSA_WITH_AES_128_CBC_SHA
	cases := map[string]struct {
		serve func(*lab) server.TLS
		want  map[string]string
	}{
		"one suite with RSA key exchange": {
			scripts(server.Scripted{Suites: []uint16{rsa}}),
			answeredBy(refused, aes, refused, aes, aes, aes)},
		"TLS 1.0": {
			scripts(server.Scripted{Newest: tlswire.VersionTLS10, Suites: []uint16{rsa}}),
			answeredBy(refused, chosen, refused, chosen, old, old)},
		"DHE of 1024 bits": {
			scripts(server.Scripted{Suites: []uint16{0x009e}, Prime: server.Prime1024, Scheme: server.RSASHA256}),
			answeredBy(dhe, dhe, refused, dhe, dhe, dhe)},
		"P-521": {
			config(func(c *tls.Config) {
				c.CurvePreferences = []tls.CurveID{tls.CurveP521}
				c.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
			}),
			answeredBy(p521, p521, p521, p521, p521, refused)},
		"P-256 in TLS 1.2": {
			scripts(server.Scripted{Suites: []uint16{0xc02f}, Groups: []uint16{tlswire.P256}, Scheme: server.RSASHA256}),
			answeredBy(curve, curve, curve, curve, curve, curve)},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.config.Simulants, l.config.Simulate = simulants(), true
			m := l.probe(l.mongod(c.serve(l)).Serve)
			got := told(m)
			for hello, want := range c.want {
				if aes13 := "TLS 1.3 TLS_AES_256_GCM_SHA384 P-521"; got[hello] != want && !(want == p521 && got[hello] == aes13) {
					t.Errorf("%s: %q, want %q", hello, got[hello], want)
				}
			}
			if len(m.Simulations) != len(c.want) {
				t.Errorf("%d replays of %d", len(m.Simulations), len(c.want))
			}
			for _, s := range m.Simulations {
				if s.Origin == "" || s.ServerName != name || s.DHBits != 0 != (title == "DHE of 1024 bits" && s.Outcome == evidence.OK) {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

func config(edit func(*tls.Config)) func(*lab) server.TLS {
	return func(l *lab) server.TLS { return server.Standard{Config: l.tls(edit)} }
}

func scripts(s server.Scripted) func(*lab) server.TLS {
	return func(l *lab) server.TLS {
		leaf := l.leaf(pki.Key(pki.RSA(2048)))
		s.Chain, s.Key = [][]byte{leaf.DER(), l.ica.DER()}, leaf.Key()
		return s
	}
}

// TestSimulateWhen: a hello costs a connection, so none is sent unless it is asked for or the
// main handshake found nothing in common.
func TestSimulateWhen(t *testing.T) {
	for title, c := range map[string]struct {
		serve    func(*lab) server.TLS
		simulate bool
		want     int
	}{
		"healthy":              {config(nil), false, 0},
		"healthy, asked for":   {config(nil), true, 6},
		"nothing in common":    {scripts(server.Scripted{Suites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}}), false, 6},
		"fails for the client": {config(func(c *tls.Config) { c.ClientAuth, c.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12 }), false, 0},
	} {
		l := newLab(t)
		l.config.Simulants, l.config.Simulate = simulants(), c.simulate
		if m := l.probe(l.mongod(c.serve(l)).Serve); len(m.Simulations) != c.want {
			t.Errorf("%s: %d replays, want %d", title, len(m.Simulations), c.want)
		}
	}
}

// TestSimulateAddress: clients differ in whether they send an address as server name.
func TestSimulateAddress(t *testing.T) {
	l := newLab(t)
	l.host, l.config.Simulants, l.config.Simulate = "127.0.0.1", simulants(), true
	sent := map[string]string{}
	for _, s := range l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve).Simulations {
		sent[s.Hello] = s.ServerName
	}
	want := answeredBy("", "", "", l.host, l.host, "")
	if !maps.Equal(sent, want) {
		t.Errorf("sent %v, want %v", sent, want)
	}
}

// TestSimulateLargeHellos: a middlebox that drops hellos of more than 512 bytes hits the
// clients that send such.
func TestSimulateLargeHellos(t *testing.T) {
	l := newLab(t)
	l.config.Simulants, l.config.Simulate = simulants(), true
	mongod := l.mongod(server.Standard{Config: l.tls(nil)})
	m := l.probe(smallHellos(mongod.Serve))
	for _, s := range m.Simulations {
		hello, err := hellos.Find(s.Hello)
		if err != nil {
			t.Fatal(err)
		}
		want := evidence.OK
		if len(hello.Record) > maxSmall {
			want = evidence.Closed
		}
		if s.Outcome != want || s.Bytes != len(hello.Record) {
			t.Errorf("%s of %d bytes: %+v", s.Hello, len(hello.Record), s)
		}
	}
	if m.Handshake.Outcome != evidence.OK || !slices.ContainsFunc(m.Simulations, func(s evidence.Simulation) bool { return s.Outcome == evidence.Closed }) {
		t.Errorf("%s, %v", m.Handshake.Outcome, told(m))
	}
}

const maxSmall = 512

// smallHellos closes connections that begin with more than maxSmall bytes in one record.
func smallHellos(next server.Handler) server.Handler {
	return func(ctx context.Context, conn net.Conn) {
		header := make([]byte, 5)
		if _, err := io.ReadFull(conn, header); err != nil {
			return
		}
		size := len(header) + int(header[3])<<8 + int(header[4])
		if header[0] == 22 && size > maxSmall {
			io.CopyN(io.Discard, conn, int64(size-len(header))) // else the close is a reset
			return
		}
		next(ctx, &prefixed{Conn: conn, first: bytes.NewReader(header)})
	}
}

// prefixed gives back what was read of a connection.
type prefixed struct {
	net.Conn
	first *bytes.Reader
}

func (p *prefixed) Read(b []byte) (int, error) {
	if p.first.Len() > 0 {
		return p.first.Read(b)
	}
	return p.Conn.Read(b)
}

// TestReplayBeyondAllowance: the server cuts off the last connection that a member of a
// deployment gets. That replay is not repeated, and what it showed stays.
func TestReplayBeyondAllowance(t *testing.T) {
	l := newLab(t)
	l.config.Simulants = simulants()
	serve := l.mongod(scripts(server.Scripted{Suites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}})(l)).Serve
	var connections atomic.Int32
	port := l.start(func(ctx context.Context, conn net.Conn) {
		if connections.Add(1) < 8 {
			serve(ctx, conn)
			return
		}
		conn.Read(make([]byte, 4096)) // the hello, so that the end is no reset
		conn.Close()
	}).Port()
	e := probe.Run(t.Context(), l.config, target.Target{Hosts: []target.HostPort{{Host: l.host, Port: port}, {Host: l.host, Port: 1}}})
	replays := e.Members[0].Simulations
	if len(replays) != 1 || replays[0].Outcome != evidence.Closed {
		t.Errorf("%+v, want one replay, closed", replays)
	}
}
