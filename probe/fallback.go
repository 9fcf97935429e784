package probe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// fallBack learns what it can after the main handshake failed: other offers, other server
// names, and what the version questions showed on their way.
func (p *prober) fallBack(ctx context.Context, main session) {
	p.present(main.certificates, main.staple)
	defer p.nameService(main)
	if p.out.Plaintext == evidence.Accepted && !p.spoke() {
		p.out.Hello = p.plainHello
		return
	}
	if main.facts.Outcome == evidence.Skipped && len(p.answers) == 0 {
		return
	}
	p.tryNames(ctx, main)
	if p.spoke() {
		p.tryOffers(ctx, main)
		p.borrowChain()
	}
	if len(p.chain) > 0 {
		p.verify(ctx)
	}
	if needsEnumeration(main) && p.spoke() {
		p.enumerate(ctx)
	}
}

// tryOffers repeats the handshake with wider offers until one is completed.
func (p *prober) tryOffers(ctx context.Context, main session) {
	if main.facts.Stage == evidence.AfterCerts && main.facts.Outcome == evidence.Alerted {
		return // the server ended it over the client certificate: another offer changes nothing
	}
	for _, try := range []func(context.Context) session{p.tryLegacy, p.tryZcrypto} {
		s := try(ctx)
		if s.facts.Outcome == evidence.Skipped {
			continue
		}
		p.present(s.certificates, s.staple)
		p.out.Fallbacks = append(p.out.Fallbacks, s.facts)
		if s.conn != nil {
			p.out.OCSP.Asked = true
			p.sayHello(ctx, s.conn)
			s.conn.Close()
			return
		}
	}
}

func (p *prober) tryLegacy(ctx context.Context) session {
	conn, err := p.connect(ctx)
	if err != nil {
		return session{facts: evidence.Handshake{Outcome: evidence.Skipped}}
	}
	return p.handshake(ctx, conn, legacyOffer())
}

// tryNames repeats the handshake with another server name: without one where one was sent,
// with one where none could be.
func (p *prober) tryNames(ctx context.Context, main session) {
	if !ended(main.facts.Outcome) || main.facts.Stage == evidence.AfterCerts {
		return
	}
	other := noServerName
	if main.facts.ServerName == "" {
		other = anyServerName
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return
	}
	o := currentOffer(p.options)
	o.serverName = other
	s := p.handshake(ctx, conn, o)
	probe := evidence.SNIProbe{ServerName: s.facts.ServerName, Offer: s.facts.Offer, Outcome: s.facts.Outcome, Alert: s.facts.Alert}
	if len(s.certificates) > 0 {
		probe.Leaf = fingerprint(s.certificates[0])
		p.present(s.certificates, s.staple)
	}
	if s.conn != nil {
		s.conn.Close()
	}
	p.out.SNI = append(p.out.SNI, probe)
}

// anyServerName is sent to a server that was dialled by its address, to learn whether it
// only wants some name (RFC 2606 keeps the domain from existing).
const anyServerName = "mongotls.invalid"

// borrowChain takes the certificates from a version question where no handshake came far
// enough: TLS 1.2 and older show them in clear.
func (p *prober) borrowChain() {
	for _, a := range p.answers {
		if len(a.flight.Certificates) > 0 && a.version != evidence.SSL2 { // SSL 2.0 sends the leaf only
			p.present(a.flight.Certificates, a.flight.Staple)
			p.noteRequest(a.flight.CertificateRequest)
			return
		}
	}
}

// needsEnumeration tells whether the handshake failed as it does when nothing is in common.
func needsEnumeration(s session) bool {
	early := s.facts.Stage == evidence.NothingReceived || s.facts.Stage == evidence.BeforeHello || s.facts.Stage == evidence.AfterHello
	return early && (ended(s.facts.Outcome) || s.facts.Outcome == evidence.Unsupported)
}

// enumerate asks for every suite and group of the versions that current clients speak.
func (p *prober) enumerate(ctx context.Context) {
	o := tlswire.Options{ServerName: p.serverName()}
	for _, v := range []evidence.Version{evidence.TLS13, evidence.TLS12} {
		suites, complete := tlswire.EnumerateSuites(ctx, p.dialer(), tlswire.VersionCode(v), o)
		if len(suites) == 0 {
			continue
		}
		set := evidence.SuiteSet{Version: v, Complete: complete}
		for _, id := range suites {
			set.Suites = append(set.Suites, tlswire.SuiteName(id))
		}
		p.out.Suites = append(p.out.Suites, set)
		groups, _ := tlswire.EnumerateGroups(ctx, p.dialer(), tlswire.VersionCode(v), o)
		for _, id := range groups {
			if name := tlswire.GroupName(id); !slices.Contains(p.out.Groups, name) {
				p.out.Groups = append(p.out.Groups, name)
			}
		}
	}
	p.measurePrime(ctx, o)
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
