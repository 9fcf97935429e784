package probe

import (
	"context"
	"net"
	"sync"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// sideVersions are asked beside the main handshake, one connection each. TLS 1.3 is not
// among them: the main handshake offers it.
var sideVersions = []evidence.Version{evidence.TLS12, evidence.TLS11, evidence.TLS10, evidence.SSL3, evidence.SSL2}

// answer is what came of asking for one version.
type answer struct {
	version evidence.Version
	answer  evidence.Answer
	flight  tlswire.Flight
}

// askVersions asks for every older version at once. TLS 1.2 is asked for without a server
// name: one connection tells of the version and of SNI.
func (p *prober) askVersions(ctx context.Context) {
	ctx, cancel := p.within(ctx, sideShare)
	defer cancel()
	answers := make([]answer, len(sideVersions))
	var wg sync.WaitGroup
	for i, v := range sideVersions {
		p.spawn(&wg, func() {
			name := p.serverName()
			if v == evidence.TLS12 {
				name = ""
			}
			answers[i] = p.askVersion(ctx, v, name)
		})
	}
	wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = answers
}

func (p *prober) askVersion(ctx context.Context, v evidence.Version, name string) answer {
	a, flight := tlswire.ProbeVersion(ctx, p.dialer(), tlswire.VersionCode(v), tlswire.Options{ServerName: name})
	return answer{v, a, flight}
}

func (p *prober) dialer() tlswire.Dial {
	return func(ctx context.Context) (net.Conn, error) { return p.connect(ctx) }
}

// settleVersions makes one table of what every connection told about versions, and asks
// again where the answer may have been about the server name.
func (p *prober) settleVersions(ctx context.Context) {
	for _, a := range p.answers {
		p.out.Versions[a.version] = a.answer
		if a.version == evidence.TLS12 {
			p.noteWithoutSNI(a)
		}
	}
	h := p.out.Handshake
	if h.Version != "" {
		p.out.Versions[evidence.Version(h.Version)] = evidence.Accepted
	}
	for _, f := range p.out.Fallbacks {
		if f.Version != "" {
			p.out.Versions[evidence.Version(f.Version)] = evidence.Accepted
		}
	}
	if p.out.Versions[evidence.TLS12] != evidence.Accepted && p.serverName() != "" && p.spoke() {
		p.out.Versions[evidence.TLS12] = p.askVersion(ctx, evidence.TLS12, p.serverName()).answer
	}
	if p.out.Versions[evidence.TLS13] != evidence.Accepted {
		p.out.Versions[evidence.TLS13] = p.newest(ctx)
	}
}

// newest is the answer about TLS 1.3 where the main handshake did not use it. A server
// that chose an older version from an offer with TLS 1.3 refused it.
func (p *prober) newest(ctx context.Context) evidence.Answer {
	h := p.out.Handshake
	if h.Version != "" && currentOffer(p.options).max >= tlswire.VersionTLS13 {
		return evidence.Rejected
	}
	if !p.spoke() {
		return evidence.Unknown
	}
	return p.askVersion(ctx, evidence.TLS13, p.serverName()).answer
}

// spoke tells whether the peer sent anything that is TLS, so that more questions make sense.
func (p *prober) spoke() bool {
	h := p.out.Handshake
	if h != nil && (h.Stage != evidence.NothingReceived && h.Outcome != evidence.NotTLS) {
		return true
	}
	for _, a := range p.answers {
		if a.answer == evidence.Accepted || len(a.flight.Alerts) > 0 {
			return true
		}
	}
	return false
}

// noteWithoutSNI records what the server did without a server name.
func (p *prober) noteWithoutSNI(a answer) {
	if p.serverName() == "" {
		return
	}
	probe := evidence.SNIProbe{Offer: "version", Outcome: evidence.Other, Alert: a.flight.Fatal()}
	switch {
	case a.answer == evidence.Accepted:
		probe.Outcome = evidence.OK
	case probe.Alert != nil:
		probe.Outcome = evidence.Alerted
	}
	if len(a.flight.Certificates) > 0 {
		probe.Leaf = fingerprint(a.flight.Certificates[0])
	}
	p.out.SNI = append(p.out.SNI, probe)
}
