package probe_test

import (
	"context"
	"net"
	"testing"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
)

// TestCutByChance: the first connection is closed, as behind a load balancer with a server that
// has no TLS. As others under the same name are answered, no other name is tried.
func TestCutByChance(t *testing.T) {
	l := newLab(t)
	good := l.mongod(server.Standard{Config: l.tls(nil)}).Serve
	first := make(chan bool, 1)
	first <- true
	m := l.probe(func(ctx context.Context, conn net.Conn) {
		select {
		case <-first:
			conn.Read(make([]byte, 4096)) // the hello, so that the end is no reset
			conn.Close()
		default:
			good(ctx, conn)
		}
	})
	if m.Handshake.Outcome != evidence.Closed {
		t.Skip("another connection was the first to come")
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
