package probe_test

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"testing"
	"time"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// short is a bound that lets every step of a hostile peer run into its share.
const short = 600 * time.Millisecond

// reset ends a connection by a TCP reset at once.
func reset(_ context.Context, conn net.Conn) {
	conn.(*net.TCPConn).SetLinger(0)
}

// TestHostileBeforeTLS: peers that never come to a certificate.
func TestHostileBeforeTLS(t *testing.T) {
	const drip = 5 * time.Millisecond
	cases := map[string]struct {
		handler server.Handler
		outcome evidence.Outcome
		stage   evidence.Stage
	}{
		"silence":                       {server.Silence, evidence.Timeout, evidence.NothingReceived},
		"closes at once":                {server.HangUp, evidence.Closed, evidence.NothingReceived},
		"closes on the first bytes":     {server.HangUpAfter, evidence.Closed, evidence.NothingReceived},
		"resets on the first bytes":     {server.Reset, evidence.Reset, evidence.NothingReceived},
		"drips what is no TLS":          {server.Drip("ABC", drip), evidence.NotTLS, evidence.BeforeHello},
		"drips a ServerHello":           {server.DripHandshake(50 * time.Millisecond), evidence.Timeout, evidence.BeforeHello},
		"floods":                        {server.Flood([]byte("HTTP/1.1 200 OK\r\n")), evidence.NotTLS, evidence.BeforeHello},
		"endless handshake":             {server.EndlessHandshake(), evidence.Malformed, evidence.AfterHello},
		"certificate of 16 MB":          {server.HugeCertificate(), evidence.TooLarge, evidence.AfterHello},
		"silence after the ServerHello": {server.StopAfterHello(server.Silence), evidence.Timeout, evidence.AfterHello},
		"resets after the ServerHello":  {server.StopAfterHello(reset), evidence.Reset, evidence.AfterHello},
		"closes after the ServerHello":  {server.StopAfterHello(server.HangUp), evidence.Closed, evidence.AfterHello},
		"odd records":                   {server.OddRecords(), evidence.NotTLS, evidence.BeforeHello},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.config.Timeout = short
			m := l.probe(c.handler)
			if h := m.Handshake; h == nil || h.Outcome != c.outcome || h.Stage != c.stage {
				t.Errorf("handshake %+v", h)
			}
			if m.Dials[0].Outcome != evidence.OK || m.Versions[evidence.TLS13] == evidence.NotAsked {
				t.Errorf("dial %+v, versions %v", m.Dials[0], m.Versions)
			}
			if m.Hello != nil || len(m.Chain.Presented) > 0 {
				t.Errorf("hello %v, chain of %d", m.Hello, len(m.Chain.Presented))
			}
			if m.Connections > 32 || m.Incomplete != "" {
				t.Errorf("%d connections, incomplete %q", m.Connections, m.Incomplete)
			}
		})
	}
}

// TestHostileAfterTLS: peers whose certificate is known when they turn nasty.
func TestHostileAfterTLS(t *testing.T) {
	huge := []byte{0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0xdd, 7, 0, 0} // OP_MSG of 32 MB
	resetting := func(l *lab) server.Handler {
		return func(_ context.Context, conn net.Conn) {
			tc := tls.Server(conn, l.tls(nil))
			tc.Read(make([]byte, 1)) // whatever came
			conn.(*net.TCPConn).SetLinger(0)
		}
	}
	then := func(h server.Handler) func(*lab) server.Handler {
		return func(l *lab) server.Handler {
			m := l.mongod(server.Standard{Config: l.tls(nil)})
			m.Then = h
			return m.Serve
		}
	}
	cases := map[string]struct {
		handler func(*lab) server.Handler
		outcome evidence.Outcome
	}{
		"silence":    {then(server.Silence), evidence.Timeout},
		"drips":      {then(server.Drip("\x00", 5*time.Millisecond)), evidence.Malformed},
		"huge reply": {then(server.Flood(huge)), evidence.TooLarge},
		"echo":       {then(server.Echo), evidence.Malformed},
		"closes":     {then(server.HangUp), evidence.Closed},
		"HTTP":       {then(server.Answer(server.HTTP)), evidence.Malformed},
		"resets":     {resetting, evidence.Reset},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.config.Timeout = short
			m := l.probe(c.handler(l))
			if m.Exchange == nil || m.Exchange.Outcome != c.outcome || m.Hello != nil {
				t.Errorf("exchange %+v, hello %+v", m.Exchange, m.Hello)
			}
			if m.Handshake.Outcome != evidence.OK || len(m.Chain.Presented) != 2 || m.Chain.Verified == nil {
				t.Errorf("handshake %s, chain of %d", m.Handshake.Outcome, len(m.Chain.Presented))
			}
			if m.Incomplete != "" {
				t.Errorf("incomplete: %s", m.Incomplete)
			}
		})
	}
}

// TestLongChains: one that a library takes is cut, one of 10,000 certificates ends the
// handshake; neither is kept whole.
func TestLongChains(t *testing.T) {
	for n, kept := range map[int]int{200: 64, 10_000: 0} {
		l := newLab(t)
		chain := slices.Repeat([][]byte{l.ica.DER()}, n)
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			c.Certificates[0].Certificate = append(c.Certificates[0].Certificate[:1], chain...)
		})}).Serve)
		if got := len(m.Chain.Presented); got != kept {
			t.Errorf("%d certificates sent, %d kept, want %d", n+1, got, kept)
		}
		if kept > 0 && m.Chain.Truncated != n+1-kept {
			t.Errorf("%d dropped of %d", m.Chain.Truncated, n+1)
		}
		if kept == 0 && m.Handshake.Outcome != evidence.TooLarge {
			t.Errorf("handshake %+v", m.Handshake)
		}
	}
}
