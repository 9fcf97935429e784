package probe_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// TestCutByChance: the first connection is closed, as behind a load balancer with a server that
// has no TLS. As others under the same name are answered, no other name is tried.
func TestCutByChance(t *testing.T) {
	l := newLab(t)
	good := l.mongod(server.Standard{Config: l.tls(nil)}).Serve
	var first sync.Once
	main := make(chan string, 1) // the address of this side of the main connection, which is dialled before others
	dial := l.config.Dial
	l.config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err == nil {
			first.Do(func() { main <- conn.LocalAddr().String() })
		}
		return conn, err
	}
	m := l.probe(func(ctx context.Context, conn net.Conn) {
		address := <-main
		main <- address
		if conn.RemoteAddr().String() != address {
			good(ctx, conn)
			return
		}
		conn.Read(make([]byte, 4096)) // the hello, so that the end is no reset
		conn.Close()
	})
	if m.Handshake.Outcome != evidence.Closed {
		t.Fatalf("the main handshake: %+v", m.Handshake)
	}
	completed := false
	for _, f := range m.Fallbacks {
		completed = completed || f.Outcome == evidence.OK && f.ServerName == m.Handshake.ServerName
	}
	if !completed || m.Hello == nil {
		t.Errorf("fallbacks %+v, hello %v", m.Fallbacks, m.Hello)
	}
	for _, p := range m.SNI {
		if p.Offer == m.Handshake.Offer {
			t.Errorf("another name was tried: %+v", p)
		}
	}
}
