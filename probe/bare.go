package probe

import (
	"context"
	"slices"

	"mongotls/probe/baretls"
	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// tryBare repeats the handshake with a client that neither parses the certificate nor checks
// the server's signature, and so takes every kind of key.
func (p *prober) tryBare(ctx context.Context) session { return p.bare(ctx, p.serverName()) }

// bare does that under any server name, an address included. What it shows is looked at and
// not trusted, and it sends no client certificate.
func (p *prober) bare(ctx context.Context, serverName string) session {
	conn, err := p.connect(ctx)
	if err != nil {
		return session{facts: evidence.Handshake{Outcome: evidence.Skipped}}
	}
	start := p.Now()
	tap := tlswire.NewTap(conn, p.Now)
	s := session{facts: evidence.Handshake{Offer: evidence.BareOffer, ServerName: serverName}}
	step, cancel := p.within(ctx, handshakeShare)
	defer cancel()
	bare, shown, err := baretls.Client(step, tap, baretls.Options{ServerName: serverName, Random: p.Random})
	s.facts.MS = p.since(start)
	s.flight = tap.Flight()
	s.describe(outcome(ctx, err), err)
	s.certificates, s.staple = shown.Certificates, shown.Staple
	s.withheld = shown.Requested && p.Client != nil
	if shown.Requested {
		p.noteIssuers(shown.Authorities)
	}
	if err != nil {
		conn.Close()
		return s
	}
	s.conn, s.facts.Stage = bare, evidence.Done
	return s
}

// bareFits tells whether the failure of the main handshake was one that tryBare can get past:
// the library stumbled over the certificate or the signature, or the server refused the offer
// and accepts a broader one, of which tryBare can do what it chooses. After any other fault of
// the server a handshake that checks less would make it look better than it is to clients.
func (p *prober) bareFits(ctx context.Context, h evidence.Handshake) bool {
	if h.Version != "" || !ended(h.Outcome) {
		return h.Error != nil && tlswire.AboutCertificate(*h.Error)
	}
	p.answers = append(p.answers, p.askVersion(ctx, evidence.TLS13, p.serverName()))
	return slices.ContainsFunc(p.answers, func(a answer) bool {
		return a.answer == evidence.Accepted && baretls.Supports(a.flight)
	})
}
