package probe

import (
	"context"
	"fmt"

	ztls "github.com/zmap/zcrypto/tls"
	zx509 "github.com/zmap/zcrypto/x509"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// tryZcrypto repeats the handshake with zcrypto, which does DHE and keeps the raw
// certificates that Go's parser refuses, also in TLS 1.3.
func (p *prober) tryZcrypto(ctx context.Context) session {
	conn, err := p.connect(ctx)
	if err != nil {
		return session{facts: evidence.Handshake{Outcome: evidence.Skipped}}
	}
	start := p.Now()
	tap := tlswire.NewTap(conn, p.Now)
	s := session{facts: evidence.Handshake{Offer: "dhe", ServerName: p.serverName()}}
	step, cancel := p.within(ctx, handshakeShare)
	defer cancel()
	config := p.zcryptoConfig()
	config.GetClientCertificate = func(r *ztls.CertificateRequestInfo) (*ztls.Certificate, error) {
		p.noteIssuers(r.AcceptableCAs)
		s.withheld = p.Client != nil
		return &ztls.Certificate{}, nil
	}
	zc := ztls.Client(tap, config)
	err = safely(func() error { return zc.HandshakeContext(step) })
	s.facts.MS = p.since(start)
	s.flight = tap.Flight()
	s.describe(outcome(ctx, err), err)
	s.certificates, s.staple = s.flight.Certificates, s.flight.Staple
	p.noteRequest(s.flight.CertificateRequest)
	if log := zc.GetHandshakeLog(); log != nil && log.ServerCertificates != nil {
		s.certificates = rawCertificates(log)
	}
	if err != nil {
		conn.Close()
		return s
	}
	state := zc.ConnectionState()
	s.conn, s.staple = zc, state.OCSPResponse
	s.facts.Stage = evidence.Done
	s.facts.Version, s.facts.Suite = tlswire.VersionName(state.Version), tlswire.SuiteName(state.CipherSuite)
	return s
}

// zcryptoConfig is made anew for each connection: zcrypto writes into it.
func (p *prober) zcryptoConfig() *ztls.Config {
	all := tlswire.SuiteIDs(tlswire.Suites(tlswire.VersionTLS12), func(s tlswire.Suite) bool {
		return s.Auth != "anon" && s.Bits > 0 && !s.Export
	})
	all = append(all, tlswire.SuiteIDs(tlswire.Suites(tlswire.VersionTLS13), nil)...)
	return &ztls.Config{
		InsecureSkipVerify: true,
		RootCAs:            zx509.NewCertPool(), // else it loads the system's and builds chains
		ServerName:         p.serverName(),
		MinVersion:         ztls.VersionTLS10, MaxVersion: ztls.VersionTLS13,
		CipherSuites: all, ForceSuites: true,
		Time: p.Now,
	}
}

func rawCertificates(log *ztls.ServerHandshake) [][]byte {
	raw := [][]byte{log.ServerCertificates.Certificate.Raw}
	for _, c := range log.ServerCertificates.Chain {
		raw = append(raw, c.Raw)
	}
	return raw
}

// safely turns a panic of a library that parses a peer's bytes into an error.
func safely(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("tls: internal error: the library failed: %v", r)
		}
	}()
	return f()
}
