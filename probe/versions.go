package probe

import (
	"context"
	"net"
	"slices"
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

// askVersions asks for every older version at once.
func (p *prober) askVersions(ctx context.Context) {
	answers := make([]answer, len(sideVersions))
	var wg sync.WaitGroup
	for i, v := range sideVersions {
		ask := p.askVersion
		if v == evidence.TLS12 && p.serverName() != "" {
			ask = p.askNameless
		}
		answers[i] = answer{version: v, answer: evidence.Unknown} // should the step panic
		p.spawn(&wg, func() { answers[i] = ask(ctx, v, p.serverName()) })
	}
	wg.Wait()
	p.answers = answers
}

// askNameless asks without the server name first: one connection tells of the version and
// of SNI. It asks again with the name where a refusal may have been about that.
func (p *prober) askNameless(ctx context.Context, v evidence.Version, name string) answer {
	a := p.askVersion(ctx, v, "")
	p.nameless = a
	if fatal := a.flight.Fatal(); a.answer != evidence.Rejected || fatal != nil && fatal.Code == alertProtocolVersion {
		return a
	}
	if a.flight.Hello() != nil || p.refusedAlike(ctx) { // it chose another version, or refused the name as well
		return a
	}
	return p.askVersion(ctx, v, name)
}

// alertProtocolVersion is about versions and nothing else (RFC 8446, section 6.2).
const alertProtocolVersion = 70

func (p *prober) askVersion(ctx context.Context, v evidence.Version, name string) answer {
	if !p.affords(1) {
		return answer{version: v, answer: evidence.NotAsked}
	}
	a, flight := tlswire.ProbeVersion(ctx, p.dialer(), tlswire.VersionCode(v), p.question(name))
	return answer{v, a, flight}
}

func (p *prober) question(name string) tlswire.Options {
	return tlswire.Options{ServerName: name, Random: p.Random}
}

func (p *prober) dialer() tlswire.Dial {
	return func(ctx context.Context) (net.Conn, error) { return p.connect(ctx) }
}

// settleVersions makes one table of what every connection told about versions.
func (p *prober) settleVersions(ctx context.Context) {
	for _, a := range p.answers {
		p.out.Versions[a.version] = a.answer
	}
	p.noteChosen(p.out.Handshake.Version)
	for _, f := range p.out.Fallbacks {
		p.noteChosen(f.Version)
	}
	if p.out.Versions[evidence.TLS13] != evidence.Accepted {
		p.out.Versions[evidence.TLS13] = p.newest(ctx)
	}
	p.noteRefusals()
	p.noteChoices()
	p.noteWithoutSNI()
	p.tryOtherName(ctx)
}

// noteChoices keeps what the server chose of all that there is, where that tells more than the
// handshakes: the Diffie-Hellman prime of a server that chose DHE although ECDHE was offered,
// as it does for every client that offers DHE; and what it has, where it refused the main
// offer and may not be asked for more.
func (p *prober) noteChoices() {
	refused := p.mainRefused && p.bounded()
	for _, a := range p.answers {
		k := a.flight.KeyExchange
		prime := p.out.Handshake.Outcome == evidence.OK && a.version == evidence.TLS12 && k != nil && k.DHBits > 0
		if prime || refused && a.answer == evidence.Accepted && newerVersions[a.version] {
			s := session{facts: evidence.Handshake{Offer: evidence.WideOffer}, flight: a.flight}
			s.describe(evidence.Skipped, nil)
			p.out.Fallbacks = append(p.out.Fallbacks, s.facts)
		}
	}
}

// newerVersions are those that current clients speak.
var newerVersions = map[evidence.Version]bool{evidence.TLS12: true, evidence.TLS13: true}

// noteRefusals takes any fatal alert for a refusal where the server accepts another version:
// OpenSSL 3 ends a TLS 1.0 offer with internal_error.
func (p *prober) noteRefusals() {
	if !p.acceptsAny() {
		return
	}
	for _, a := range p.answers {
		if p.out.Versions[a.version] == evidence.Unknown && a.flight.Fatal() != nil {
			p.out.Versions[a.version] = evidence.Rejected
		}
	}
}

// noteChosen records a version that the server chose; it may have chosen one that there
// is not.
func (p *prober) noteChosen(version string) {
	if v := evidence.Version(version); slices.Contains(evidence.Versions(), v) {
		p.out.Versions[v] = evidence.Accepted
	}
}

// newest is the answer about TLS 1.3 where the main handshake did not use it. A server
// that chose an older version from an offer with TLS 1.3 refused it.
func (p *prober) newest(ctx context.Context) evidence.Answer {
	h := p.out.Handshake
	offered := currentOffer(p.options).max >= tlswire.VersionTLS13
	if offered && (h.Version != "" || aboutVersions(h)) {
		return evidence.Rejected
	}
	if h.Outcome == evidence.Timeout || !p.spoke() {
		return evidence.Unknown
	}
	if asked := p.out.Versions[evidence.TLS13]; asked != evidence.NotAsked || !p.worthTLS13() {
		return asked
	}
	a := p.askVersion(ctx, evidence.TLS13, p.serverName())
	p.answers = append(p.answers, a)
	return a.answer
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
	return tlswire.NameService(p.plainFirst) == "TLS"
}

// noteWithoutSNI records what the server did without a server name. Where it does not
// speak TLS 1.2 at all, its answer was not about the name.
func (p *prober) noteWithoutSNI() {
	a := p.nameless
	if a.answer != evidence.Accepted && (a.answer != evidence.Rejected || p.out.Versions[evidence.TLS12] != evidence.Accepted) {
		return
	}
	p.out.SNI = append(p.out.SNI, p.nameProbe("", a))
}
