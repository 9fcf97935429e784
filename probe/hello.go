package probe

import (
	"context"
	"net"
	"strconv"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
	"mongotls/probe/wire"
)

// hello asks on conn. Evidence keeps no monotonic clock: JSON has no room for it.
func (p *prober) hello(ctx context.Context, conn net.Conn) (*evidence.Hello, evidence.Exchange, []byte) {
	hello, x, first := wire.Hello(ctx, conn, wire.Options{Version: p.Version, LoadBalanced: p.options.LoadBalanced, Now: p.Now})
	if hello != nil {
		hello.ReceivedAt = hello.ReceivedAt.Round(0)
		p.crew.heard(p.post, p.address, hello)
	}
	return hello, x, first
}

// sayHello sends hello over TLS and reads the reply. That is also where a server tells that
// it does not like the client's certificate: mongod always, others in TLS 1.3.
func (p *prober) sayHello(ctx context.Context, conn net.Conn) {
	step, cancel := p.within(ctx, helloShare)
	defer cancel()
	hello, x, first := p.hello(step, conn)
	if ctx.Err() != nil && hello == nil {
		return // cut short: nothing is known of the peer
	}
	p.out.Exchange, p.out.Hello = &x, hello
	if x.Outcome == evidence.Malformed && len(first) > 0 {
		p.out.Service = &evidence.Service{Name: tlswire.NameService(first), Where: "inside TLS", FirstBytes: strconv.Quote(string(first))}
	}
}

// listen completes one more handshake and reads before it writes: an alert about the client
// certificate can be lost when our hello meets a closed socket.
func (p *prober) listen(ctx context.Context) {
	conn, err := p.connect(ctx)
	if err != nil {
		return
	}
	s := p.handshake(ctx, conn, currentOffer(p.options))
	if s.conn == nil {
		return
	}
	defer s.conn.Close()
	step, cancel := p.within(ctx, listenShare)
	defer cancel()
	release := tlswire.Bind(step, s.conn)
	_, err = s.conn.Read(make([]byte, 1))
	release()
	if code, fromServer, ok := tlswire.AlertOf(err); ok && fromServer {
		a := tlswire.NewAlert(code, "encrypted")
		p.out.Exchange.Alert, p.out.Exchange.Outcome = &a, evidence.Alerted
	}
}

// listenShare is short: the alert, if there is one, is already on its way.
const listenShare = 0.15
