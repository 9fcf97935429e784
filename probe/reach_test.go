package probe_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// dead makes connects to one address hang until they are given up.
func dead(address string, dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, to string) (net.Conn, error) {
		if strings.HasPrefix(to, address+":") {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return dial(ctx, network, to)
	}
}

// TestAddresses: no address of a name hides another.
func TestAddresses(t *testing.T) {
	l := newLab(t)
	l.config.Resolver = answers{
		netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.3"), netip.MustParseAddr("::ffff:127.0.0.1"),
	}
	l.config.Dial = dead("127.0.0.3", l.config.Dial)
	m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	want := []evidence.Outcome{evidence.Refused, evidence.Timeout, evidence.OK}
	for i, d := range m.Dials {
		if d.Outcome != want[i] || (d.Outcome == evidence.OK) != (d.Error == "") {
			t.Errorf("dial %+v, want %s", d, want[i])
		}
	}
	if m.Hello == nil || !strings.HasPrefix(m.Address, "127.0.0.1:") || len(m.Lookup.Addresses) != 3 || m.Incomplete != "" {
		t.Errorf("hello %v, address %q, lookup %+v, incomplete %q", m.Hello, m.Address, m.Lookup, m.Incomplete)
	}
}

// TestSeveralGoodAddresses: the one that answers first is used, the others are closed.
func TestSeveralGoodAddresses(t *testing.T) {
	l := newLab(t)
	l.config.Resolver = answers{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.1")}
	m := l.probe(l.mongod(server.Standard{Config: l.tls(nil)}).Serve)
	if m.Hello == nil || m.Dials[0].Outcome != evidence.OK || m.Dials[1].Outcome != evidence.OK {
		t.Errorf("dials %+v, hello %v", m.Dials, m.Hello)
	}
}

func TestUnreached(t *testing.T) {
	port, err := server.RefusedPort()
	if err != nil {
		t.Fatal(err)
	}
	l := newLab(t)
	m := l.probePort(t.Context(), port)
	if m.Dials[0].Outcome != evidence.Refused || m.Handshake != nil || m.Connections != 0 || m.Plaintext != evidence.NotAsked {
		t.Errorf("dial %+v, handshake %v", m.Dials[0], m.Handshake)
	}
	l.config.Resolver = failing{&net.DNSError{Err: "no such host", IsNotFound: true}}
	m = l.probePort(t.Context(), port)
	if m.Lookup.Kind != "not-found" || len(m.Dials) != 0 {
		t.Errorf("lookup %+v", m.Lookup)
	}
	l.config.Timeout = short
	l.config.Resolver = hanging{}
	m = l.probePort(t.Context(), port)
	if m.Lookup.Kind != "timeout" || m.Incomplete != "" {
		t.Errorf("lookup %+v, incomplete %q", m.Lookup, m.Incomplete)
	}
}

type failing struct{ err error }

func (f failing) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return nil, f.err
}

type hanging struct{}

func (hanging) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// TestInterrupted: what was cut short by the user says nothing of the peer, and what was
// learnt before is kept.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l := newLab(t)
	mongod := l.mongod(server.Standard{Config: l.tls(nil)})
	mongod.Then = func(_ context.Context, conn net.Conn) {
		conn.Read(make([]byte, 1)) // until hello comes
		cancel()
	}
	m := l.probePort(ctx, l.start(mongod.Serve).Port())
	if m.Incomplete != "interrupted" || m.Handshake.Outcome != evidence.OK || len(m.Chain.Presented) != 2 || m.Exchange != nil {
		t.Errorf("incomplete %q, handshake %+v, chain of %d, exchange %+v", m.Incomplete, m.Handshake, len(m.Chain.Presented), m.Exchange)
	}
	for title, at := range map[string]func(first []byte) bool{
		"handshake": func(b []byte) bool { return b[0] == 22 },
		"plaintext": func(b []byte) bool { return bytes.Equal(b[1:], []byte{0, 0, 0}) }, // the length of a message
	} {
		ctx, cancel := context.WithCancel(t.Context())
		l := newLab(t)
		m := l.probePort(ctx, l.start(func(ctx context.Context, conn net.Conn) {
			first := make([]byte, 4)
			if _, err := io.ReadFull(conn, first); err == nil && at(first) {
				cancel()
			}
			server.Silence(ctx, conn)
		}).Port())
		if m.Incomplete != "interrupted" || m.Handshake == nil || m.Handshake.Outcome != evidence.Skipped {
			t.Errorf("%s: incomplete %q, handshake %+v", title, m.Incomplete, m.Handshake)
		}
		if m.Exchange != nil || m.PlaintextReply != nil || m.Plaintext == evidence.Rejected {
			t.Errorf("%s: exchange %v, plaintext %s", title, m.Exchange, m.Plaintext)
		}
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	l.config.Resolver = hanging{}
	if m := l.probePort(ctx, 1); m.Lookup.Kind != "" || m.Incomplete != "interrupted" {
		t.Errorf("before the start: lookup %+v, incomplete %q", m.Lookup, m.Incomplete)
	}
}
