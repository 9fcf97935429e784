package probe

import (
	"context"
	"slices"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// noteRequest records a CertificateRequest that was seen in clear.
func (p *prober) noteRequest(r *tlswire.CertificateRequest) {
	if r != nil {
		p.noteIssuers(r.Authorities)
	}
}

// noteIssuers records that a client certificate was asked for, and of whom.
func (p *prober) noteIssuers(authorities [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Client.Requested = true
	for _, der := range authorities[:min(len(authorities), evidence.MaxIssuers)] {
		name, err := cert.ParseName(der)
		if err == nil && !slices.Contains(p.out.Client.Issuers, name.Text) {
			p.out.Client.Issuers = append(p.out.Client.Issuers, name.Text)
		}
	}
}

func (p *prober) setSent() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Client.Sent = true
}

// settleClientAuth tells whether a client certificate is required, from how the connection
// ended: TLS 1.2 tells in the handshake, TLS 1.3 and mongod only after it.
func (p *prober) settleClientAuth(ctx context.Context) {
	a := &p.out.Client
	a.Asked = p.out.OCSP.Asked || a.Requested
	if x := p.out.Exchange; x != nil && x.Outcome == evidence.Reset && a.Requested {
		p.listen(ctx)
	}
	outcome, alert := p.ending()
	switch {
	case !a.Asked:
	case !a.Requested, !a.Sent && outcome == evidence.OK:
		a.Required = "no"
	case !a.Sent && ended(outcome):
		a.Required = "yes"
	}
	if a.Sent && ended(outcome) {
		how := string(outcome)
		if alert != nil {
			how = alert.Name
		}
		a.RefusedWith = &how
		a.Required = p.withoutCertificate(ctx)
	}
}

// withoutCertificate tells, after ours was refused, whether the server takes clients without
// one: those who leave an unfitting certificate at home get in there.
func (p *prober) withoutCertificate(ctx context.Context) string {
	conn, err := p.connect(ctx)
	if err != nil {
		return "unknown"
	}
	bare := &prober{Config: p.Config, options: p.options, host: p.host, crew: p.crew, post: p.post, address: p.address}
	bare.Client = nil
	s := bare.handshake(ctx, conn, currentOffer(p.options))
	if s.conn != nil {
		defer s.conn.Close()
		bare.sayHello(ctx, s.conn)
	}
	bare.out.Handshake = &s.facts
	switch outcome, _ := bare.ending(); {
	case outcome == evidence.OK:
		return "no"
	case ended(outcome):
		return "yes"
	}
	return "unknown"
}

// ending is how the server took what was sent after its certificate: the reply to hello,
// else the end of a handshake that came as far as that.
func (p *prober) ending() (evidence.Outcome, *evidence.Alert) {
	h, x := p.out.Handshake, p.out.Exchange
	switch {
	case x != nil && (x.Outcome == evidence.OK || x.Received == 0):
		return x.Outcome, x.Alert
	case x == nil && h.Stage == evidence.AfterCerts:
		return h.Outcome, h.Alert
	}
	return evidence.Skipped, nil
}

func ended(o evidence.Outcome) bool {
	return o == evidence.Closed || o == evidence.Reset || o == evidence.Alerted
}
