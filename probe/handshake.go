package probe

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/target"
	"mongotls/probe/tlswire"
)

// offer is what one handshake of crypto/tls offers.
type offer struct {
	name       string
	min, max   uint16
	suites     []uint16
	serverName string
}

// currentSuites are those that every current client offers, so that a handshake that
// succeeds with them would succeed for all of them.
var currentSuites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
}

// currentGroups likewise. Without a post-quantum share the hello fits one packet.
var currentGroups = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521}

func currentOffer(o target.Options) offer {
	return offer{name: "current", min: tls.VersionTLS12, max: tls.VersionTLS13, suites: currentSuites}.without(o.DisabledProtocols)
}

// legacyOffer has every suite of crypto/tls and TLS 1.0 and 1.1.
func legacyOffer() offer {
	var suites []uint16
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		suites = append(suites, s.ID)
	}
	return offer{name: "legacy", min: tls.VersionTLS10, max: tls.VersionTLS13, suites: suites}
}

// without narrows an offer by the versions that the user switched off.
func (o offer) without(disabled []evidence.Version) offer {
	if slices.Contains(disabled, evidence.TLS13) {
		o.max = tls.VersionTLS12
	}
	if slices.Contains(disabled, evidence.TLS12) {
		o.min = tls.VersionTLS13
	}
	return o
}

// empty tells whether nothing is left to offer.
func (o offer) empty() bool { return o.min > o.max }

// session is a handshake and what came of it. conn is nil unless it was completed.
type session struct {
	facts        evidence.Handshake
	conn         net.Conn
	certificates [][]byte
	staple       []byte
	flight       tlswire.Flight
	// withheld: the server asked for a client certificate, and the one that was brought was
	// not sent.
	withheld bool
}

// serverName is the SNI that drivers send: the host name without a trailing dot, and
// none for an address (RFC 6066, section 3).
func (p *prober) serverName() string {
	name := cmp.Or(p.options.ServerName, p.host.Host)
	if _, err := netip.ParseAddr(name); err == nil {
		return ""
	}
	return strings.TrimSuffix(name, ".")
}

// handshake does one TLS handshake on conn with crypto/tls. The server's certificate is
// not verified here: it is evidence.
func (p *prober) handshake(ctx context.Context, conn net.Conn, o offer) session {
	start := p.Now()
	tap := tlswire.NewTap(conn, p.Now)
	s := session{facts: evidence.Handshake{Offer: o.name, ServerName: p.sni(o), Outcome: evidence.Skipped, Stage: evidence.NothingReceived}}
	if o.empty() {
		conn.Close()
		reason := "every version of the offer is switched off (--tlsDisabledProtocols)"
		s.facts.Error = &reason
		return s
	}
	step, cancel := p.within(ctx, handshakeShare)
	defer cancel()
	tc := tls.Client(tap, p.tlsConfig(o))
	err := tc.HandshakeContext(step)
	s.facts.MS = p.since(start)
	s.flight = tap.Flight()
	s.describe(outcome(ctx, err), err)
	p.noteRequest(s.flight.CertificateRequest)
	s.keep(tc.ConnectionState())
	if err != nil {
		conn.Close()
		return s
	}
	s.conn = tc
	s.complete(tc.ConnectionState())
	return s
}

// sni is the server name of an offer: "" stands for the one that drivers send, "-" for none.
func (p *prober) sni(o offer) string {
	switch o.serverName {
	case "":
		return p.serverName()
	case noServerName:
		return ""
	}
	return o.serverName
}

const noServerName = "-"

func (p *prober) tlsConfig(o offer) *tls.Config {
	return &tls.Config{
		InsecureSkipVerify: true, // judged apart, with every reason
		ServerName:         p.sni(o),
		MinVersion:         o.min, MaxVersion: o.max,
		CipherSuites: o.suites, CurvePreferences: currentGroups,
		Time: p.Now,
		GetClientCertificate: func(r *tls.CertificateRequestInfo) (*tls.Certificate, error) {
			p.noteIssuers(r.AcceptableCAs)
			if p.Client == nil {
				return &tls.Certificate{}, nil
			}
			p.setSent()
			return &p.Client.TLS, nil
		},
	}
}

// describe records how a handshake ended and how far it came.
func (s *session) describe(o evidence.Outcome, err error) {
	f := &s.facts
	f.Outcome = o
	f.Stage = s.flight.Stage()
	f.Warnings = s.flight.Warnings()
	if hello := s.flight.Hello(); hello != nil {
		f.RetryRequest = s.flight.RetryRequest != nil
		f.Version = tlswire.VersionName(hello.Version)
		f.Suite = tlswire.SuiteName(hello.Suite)
		if hello.Version < tlswire.VersionTLS13 {
			f.SecureRenegotiation, f.ExtendedMasterSecret = &hello.SecureRenegotiation, &hello.ExtendedMasterSecret
		}
	}
	if g := s.flight.Group(); g != 0 {
		f.Group = tlswire.GroupName(g)
	}
	if s.flight.KeyExchange != nil {
		f.DHBits = s.flight.KeyExchange.DHBits
	}
	if err == nil {
		return
	}
	text := err.Error()
	f.Error = &text
	f.Alert = alertOf(s.flight, err)
}

// alertOf is the alert that ended a handshake: the one seen on the wire, else the one that
// the library decrypted or sent.
func alertOf(f tlswire.Flight, err error) *evidence.Alert {
	if a := f.Fatal(); a != nil {
		return a
	}
	code, fromServer, ok := tlswire.AlertOf(err)
	if !ok {
		return nil
	}
	a := tlswire.NewAlert(code, "encrypted")
	if !fromServer {
		a.From, a.Level = "client", "fatal"
	}
	return &a
}

// complete records what only a finished handshake tells.
func (s *session) complete(state tls.ConnectionState) {
	f := &s.facts
	f.Stage = evidence.Done
	f.Version = tlswire.VersionName(state.Version)
	f.Suite = tlswire.SuiteName(state.CipherSuite)
	if state.CurveID != 0 {
		f.Group = tlswire.GroupName(uint16(state.CurveID))
	}
}

// keep takes the chain and the staple, also from a handshake that failed later: as the
// library parsed them, else as they were seen in clear.
func (s *session) keep(state tls.ConnectionState) {
	s.certificates, s.staple = s.flight.Certificates, s.flight.Staple
	if len(state.PeerCertificates) == 0 {
		return
	}
	s.certificates, s.staple = nil, state.OCSPResponse
	for _, c := range state.PeerCertificates {
		s.certificates = append(s.certificates, c.Raw)
	}
}

// Bounds on a presented chain.
const (
	maxPresented  = 64
	maxChainBytes = 256 << 10
)

// present keeps the chain and the staple of the first handshake that showed a chain.
func (p *prober) present(s session) {
	p.out.OCSP.Asked = p.out.OCSP.Asked || s.conn != nil || s.flight.HelloDone
	if len(p.out.Chain.Presented) > 0 {
		return
	}
	p.staple = s.staple
	size := 0
	for i, der := range s.certificates {
		if size += len(der); i >= maxPresented || size > maxChainBytes {
			p.out.Chain.Truncated = len(s.certificates) - i
			break
		}
		c, err := cert.Parse(der)
		if err != nil {
			p.out.Chain.Presented = append(p.out.Chain.Presented, unparsed(der, err))
			continue
		}
		if i == 0 || len(p.chain) > 0 { // nothing is judged without the leaf
			p.chain = append(p.chain, c)
		}
		p.out.Chain.Presented = append(p.out.Chain.Presented, c.Evidence())
	}
}
