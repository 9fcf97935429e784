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
	for _, der := range authorities[:min(len(authorities), maxIssuers)] {
		name, err := cert.ParseName(der)
		if err == nil && !slices.Contains(p.out.Client.Issuers, name.Text) {
			p.out.Client.Issuers = append(p.out.Client.Issuers, name.Text)
		}
	}
}

// maxIssuers bounds the CA names that are kept of one request.
const maxIssuers = 200

func (p *prober) setSent() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Client.Sent = true
}

// settleClientAuth tells whether a client certificate is required, from how the connection
// without one ended.
func (p *prober) settleClientAuth(ctx context.Context) {
	a := &p.out.Client
	a.Asked = p.out.OCSP.Asked || a.Requested
	x := p.out.Exchange
	if x != nil && x.Outcome == evidence.Reset && a.Requested {
		p.listen(ctx)
	}
	switch {
	case !a.Asked || x == nil:
	case !a.Requested || !a.Sent && x.Outcome == evidence.OK:
		a.Required = "no"
	case !a.Sent && ended(x.Outcome):
		a.Required = "yes"
	}
	if x != nil && a.Sent && ended(x.Outcome) {
		how := string(x.Outcome)
		if x.Alert != nil {
			how = x.Alert.Name
		}
		a.RefusedWith = &how
	}
}

func ended(o evidence.Outcome) bool {
	return o == evidence.Closed || o == evidence.Reset || o == evidence.Alerted
}
