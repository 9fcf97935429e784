package probe

import (
	"context"
	"strconv"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// askPlaintext says hello without TLS on a connection of its own: mongod in allowTLS or
// preferTLS answers, one in requireTLS closes the connection. ctx is that of the whole
// diagnosis, beside ends when enough was waited for.
func (p *prober) askPlaintext(ctx, beside context.Context) {
	conn, err := p.connect(beside)
	if err != nil {
		return
	}
	defer conn.Close()
	hello, x, first := p.hello(beside, conn)
	if ctx.Err() != nil && hello == nil {
		return // cut short: nothing is known of the peer
	}
	if beside.Err() != nil && hello == nil {
		x.Outcome = evidence.Timeout
	}
	p.out.PlaintextReply = &x
	p.plainHello, p.plainFirst = hello, first
	p.out.Plaintext = plaintextAnswers[x.Outcome]
	if p.out.Plaintext == "" {
		p.out.Plaintext = evidence.Unknown
	}
}

// plaintextAnswers is what an outcome says of plaintext; the others leave it unknown.
var plaintextAnswers = map[evidence.Outcome]evidence.Answer{
	evidence.OK:        evidence.Accepted,
	evidence.Closed:    evidence.Rejected,
	evidence.Reset:     evidence.Rejected,
	evidence.Malformed: evidence.Rejected, // a TLS alert, or another protocol
}

// nameService names a peer that does not speak TLS, from the first bytes that it sent to
// the ClientHello, or to the plaintext hello.
func (p *prober) nameService(s session) {
	h := p.out.Handshake
	if h.Outcome == evidence.OK || p.spoke() || p.out.Plaintext == evidence.Accepted {
		return
	}
	for _, first := range [][]byte{s.flight.First, p.plainFirst} {
		if len(first) > 0 {
			p.out.Service = &evidence.Service{Name: tlswire.NameService(first), Where: "instead of TLS", FirstBytes: strconv.Quote(string(first))}
			return
		}
	}
}
