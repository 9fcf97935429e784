package probe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"maps"
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// fallBack learns what it can after the main handshake failed: other server names, other
// offers, and what the version questions showed on their way.
func (p *prober) fallBack(ctx context.Context, main session) {
	p.present(main)
	defer p.nameService(main)
	if p.out.Plaintext == evidence.Accepted && !p.spoke() {
		return
	}
	named := p.worthAName(main) && p.tryNames(ctx, main)
	if !named && p.spoke() && p.worthAnOffer(main) {
		p.tryOffers(ctx, main)
	}
	p.borrowChain(ctx)
	p.verify(ctx)
}

// tryOffers repeats the handshake with wider offers until one is completed, and last with a
// client that takes any certificate and any signature.
func (p *prober) tryOffers(ctx context.Context, main session) {
	for _, try := range widerOffers(main.facts) {
		if p.tryOffer(ctx, try) {
			return
		}
	}
	if p.bareFits(ctx, main.facts) {
		p.tryOffer(ctx, (*prober).tryBare)
	}
}

// attempt is a handshake with an offer of its own, on a connection of its own.
type attempt func(*prober, context.Context) session

// tryOffer makes one attempt and asks hello over it. It tells whether the handshake was completed.
func (p *prober) tryOffer(ctx context.Context, try attempt) bool {
	s := try(p, ctx)
	if s.facts.Outcome == evidence.Skipped {
		return false
	}
	p.present(s)
	p.out.Fallbacks = append(p.out.Fallbacks, s.facts)
	if s.conn == nil {
		return false
	}
	p.trySession(ctx, s)
	return true
}

// trySession asks hello over a handshake of another offer. That the server ends a connection
// on which it missed our client certificate says nothing of one that has it.
func (p *prober) trySession(ctx context.Context, s session) {
	defer s.conn.Close()
	p.sayHello(ctx, s.conn)
	if x := p.out.Exchange; s.withheld && x != nil && x.Outcome != evidence.OK {
		p.out.Exchange = nil
	}
}

// widerOffers are the offers that can come further than a failed handshake did.
func widerOffers(h evidence.Handshake) []attempt {
	switch {
	case ended(h.Outcome) && h.Stage == evidence.AfterCerts:
		return nil // it was about the client certificate, or is the same for every offer
	case h.Outcome == evidence.Timeout, h.Outcome == evidence.BadKey, h.Outcome == evidence.TooLarge:
		return nil
	case h.Outcome == evidence.Malformed:
		return []attempt{(*prober).tryZcrypto} // another parser, which keeps what it cannot read
	}
	return []attempt{(*prober).tryLegacy, (*prober).tryZcrypto}
}

func (p *prober) tryLegacy(ctx context.Context) session {
	conn, err := p.connect(ctx)
	if err != nil {
		return session{facts: evidence.Handshake{Outcome: evidence.Skipped}}
	}
	return p.handshake(ctx, conn, legacyOffer())
}

// tryNames repeats the handshake with another server name: without one where one was sent,
// with one where none could be. It tells whether that was all it took.
func (p *prober) tryNames(ctx context.Context, main session) bool {
	early := main.facts.Stage == evidence.NothingReceived || main.facts.Stage == evidence.BeforeHello
	if !early || !ended(main.facts.Outcome) || p.cutByChance(main) {
		return false
	}
	other := noServerName
	if main.facts.ServerName == "" {
		other = anyServerName
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return false
	}
	o := currentOffer(p.options)
	o.serverName = other
	s := p.handshake(ctx, conn, o)
	if s.conn == nil {
		p.noteName(s)
		return false
	}
	s.conn.Close()
	if other == anyServerName {
		p.tryAddress(ctx)
	}
	p.noteName(s)
	return true
}

// tryAddress repeats the handshake with the address as server name, as some clients send it
// although RFC 6066, section 3, has names only, and asks hello over it.
func (p *prober) tryAddress(ctx context.Context) {
	s := p.bare(ctx, p.host.Host)
	if s.facts.Outcome == evidence.Skipped {
		return
	}
	p.noteName(s)
	if s.conn != nil {
		p.trySession(ctx, s)
	}
}

// noteName records a handshake under another server name.
func (p *prober) noteName(s session) {
	probe := evidence.SNIProbe{ServerName: s.facts.ServerName, Offer: s.facts.Offer, Outcome: s.facts.Outcome, Alert: s.facts.Alert}
	if len(s.certificates) > 0 {
		probe.Leaf = fingerprint(s.certificates[0])
		p.present(s)
	}
	p.out.SNI = append(p.out.SNI, probe)
}

// anyServerName is sent to a server that was dialled by its address, to learn whether it
// only wants some name (RFC 2606 keeps the domain from existing).
const anyServerName = "mongotls.invalid"

// borrowChain takes the certificates from a version question where no handshake came far
// enough: TLS 1.2 and older show them in clear, also for keys that no library here knows.
func (p *prober) borrowChain(ctx context.Context) {
	if len(p.out.Chain.Presented) > 0 {
		return
	}
	for _, a := range p.answers {
		if len(a.flight.Certificates) == 0 || a.version == evidence.SSL2 { // SSL 2.0 sends the leaf only
			continue
		}
		if a.version == evidence.TLS12 && len(p.nameless.flight.Certificates) > 0 { // shown to nobody in particular
			if p.bounded() && p.mainRefused {
				continue // the connection is worth more elsewhere
			}
			if named := p.askVersion(ctx, a.version, p.serverName()); len(named.flight.Certificates) > 0 {
				a = named
			}
		}
		p.present(session{flight: a.flight, certificates: a.flight.Certificates, staple: a.flight.Staple})
		p.noteRequest(a.flight.CertificateRequest)
		return
	}
}

// needsEnumeration tells whether the handshake failed as it does when nothing is in common.
func needsEnumeration(s session) bool {
	early := s.facts.Stage == evidence.NothingReceived || s.facts.Stage == evidence.BeforeHello || s.facts.Stage == evidence.AfterHello
	return early && (ended(s.facts.Outcome) || s.facts.Outcome == evidence.Unsupported)
}

// enumerate asks for every suite and group of the versions that current clients speak.
func (p *prober) enumerate(ctx context.Context) {
	o := p.question(p.serverName())
	for _, v := range []evidence.Version{evidence.TLS13, evidence.TLS12} {
		if p.out.Versions[v] == evidence.Rejected && p.acceptsAny() {
			continue
		}
		suites, complete := tlswire.EnumerateSuites(ctx, p.dialer(), tlswire.VersionCode(v), o)
		if len(suites) == 0 {
			continue
		}
		set := evidence.SuiteSet{Version: v, Complete: complete}
		for _, id := range suites {
			set.Suites = append(set.Suites, tlswire.SuiteName(id))
		}
		p.out.Suites = append(p.out.Suites, set)
		p.out.Versions[v] = evidence.Accepted
		groups, _ := tlswire.EnumerateGroups(ctx, p.dialer(), tlswire.VersionCode(v), o)
		for _, id := range groups {
			if name := tlswire.GroupName(id); !slices.Contains(p.out.Groups, name) {
				p.out.Groups = append(p.out.Groups, name)
			}
		}
	}
	p.measurePrime(ctx, o)
}

// acceptsAny tells whether the server accepted any version. Where it refused all, it may
// have refused the suites that were offered: enumeration offers those without
// authentication or encryption too.
func (p *prober) acceptsAny() bool {
	return slices.Contains(slices.Collect(maps.Values(p.out.Versions)), evidence.Accepted)
}

// measurePrime learns the size of the Diffie-Hellman prime of a server that does DHE.
func (p *prober) measurePrime(ctx context.Context, o tlswire.Options) {
	hello := tlswire.BroadHello(tlswire.VersionTLS12, o.ServerName)
	hello.Suites = tlswire.SuiteIDs(tlswire.Suites(tlswire.VersionTLS12), func(s tlswire.Suite) bool { return s.Kx == "DHE" })
	record, err := hello.Bytes(p.Random)
	if err != nil {
		return
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	s := session{facts: evidence.Handshake{Offer: "dhe", ServerName: o.ServerName}}
	start := p.Now()
	flight, end := tlswire.Ask(ctx, conn, record, tlswire.UntilKeyExchange)
	if flight.KeyExchange == nil || flight.KeyExchange.DHBits == 0 {
		return
	}
	s.flight = flight
	s.describe(end, nil)
	s.facts.Outcome, s.facts.MS = evidence.Skipped, p.since(start) // asked for its ServerKeyExchange only
	p.out.Fallbacks = append(p.out.Fallbacks, s.facts)
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// unparsed shows a certificate that no parser could walk.
func unparsed(der []byte, err error) evidence.Certificate {
	return evidence.Certificate{
		Subject: "(unreadable)", Names: []string{}, SHA256: fingerprint(der), PEM: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		Unparsed: map[string]string{"der": err.Error()},
	}
}
