package probe

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"sync"

	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/verify"
	"mongotls/probe/wire"
)

// loginShare is what a login and the commands after it may take of the time bound.
const loginShare = 0.6

// startLogin logs in beside what else is asked, once hello was answered.
func (p *prober) startLogin(ctx context.Context, wg *sync.WaitGroup) {
	switch {
	case p.credentials == nil:
	case p.loginElsewhere():
		p.out.Login = p.credentials.Skip("this is " + p.out.SharedWith + " under another name")
	case p.out.Handshake.Outcome != evidence.OK:
		p.out.Login = p.credentials.Skip("there is no TLS connection to log in on")
	case p.out.Hello != nil:
		s := p.loginAs()
		p.spawn(wg, func() { p.logIn(ctx, s, p.Config) })
	}
}

// loginAs is the server of the main connection, as a login there sees it.
func (p *prober) loginAs() login.Server {
	s := p.loginServer()
	if p.out.Hello != nil {
		s.Role = p.out.Hello.Role
	}
	if sent := p.Config.Client; sent != nil && p.sentCertificate() {
		s.Subject = sent.Chain[0].Subject.MongoDBUser()
	}
	return s
}

// lateLogin logs in where hello got no answer because the server refused our certificate, and
// lets in who brings none. Its log then has the reason of the refusal.
func (p *prober) lateLogin(ctx context.Context) {
	switch {
	case p.credentials == nil || p.out.Login != nil:
	case p.out.Client.RefusedWith != nil && p.out.Client.Required == "no":
		bare := p.Config
		bare.Client = nil
		p.logIn(ctx, p.loginServer(), bare)
	default:
		p.out.Login = p.credentials.Skip("the server ends the connection before a login")
	}
}

func (p *prober) logIn(ctx context.Context, s login.Server, c Config) {
	step, cancel := p.within(ctx, loginShare)
	defer cancel()
	connect := func(ctx context.Context) (net.Conn, error) { return p.connectSame(ctx, c) }
	o := wire.Options{Version: p.Version, LoadBalanced: p.options.LoadBalanced, Now: p.Now}
	s.Name = p.host.String()
	p.out.Login = login.Run(step, p.credentials, p.address, s, connect, o)
	p.crew.shown(p.post, p.address, p.out.Login.Hidden)
}

// errOtherServer is why no login is tried behind a name or address with several servers.
var errOtherServer = errors.New("the connection for the login met another certificate than the one that was judged")

// connectSame does one more handshake, and takes the connection only where the server shows
// the certificate that was judged.
func (p *prober) connectSame(ctx context.Context, c Config) (net.Conn, error) {
	conn, err := p.connectAnyway(ctx)
	if err != nil {
		return nil, err
	}
	beside := &prober{Config: c, options: p.options, host: p.host}
	s := beside.handshake(ctx, conn, currentOffer(p.options))
	if s.conn == nil {
		return nil, errors.New("the TLS handshake of the login failed: " + text(s.facts.Error))
	}
	if len(p.chain) > 0 && len(s.certificates) > 0 && bytes.Equal(s.certificates[0], p.chain[0].Raw) {
		return s.conn, nil
	}
	s.conn.Close()
	return nil, errOtherServer
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (p *prober) sentCertificate() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Client.Sent
}

// loginServer tells whether the server may be trusted with a proof of the password: judged as
// of now, whatever --at says.
func (p *prober) loginServer() login.Server {
	if len(p.chain) == 0 {
		return login.Server{}
	}
	report := p.judgeChain(p.Now())
	o := p.options
	allowed := o.Insecure || o.AllowInvalidCertificates
	if o.AllowInvalidHostnames {
		others := slices.DeleteFunc(slices.Clone(report.Problems), func(q verify.Problem) bool { return nameProblems[q.Cause] })
		allowed = allowed || len(others) == 0
	}
	revoked := p.knownRevoked()
	return login.Server{Verified: report.Verified && !revoked, Allowed: allowed && !revoked}
}

// nameProblems are what tlsAllowInvalidHostnames lets pass.
var nameProblems = map[string]bool{"hostname-mismatch": true, "no-san": true}

// knownRevoked tells whether anybody says that a certificate of the path is revoked.
func (p *prober) knownRevoked() bool {
	revoked := p.out.OCSP.Staple.Status == evidence.StatusRevoked
	for _, r := range p.out.OCSP.Responders {
		revoked = revoked || r.Status == evidence.StatusRevoked
	}
	for _, c := range p.out.CRL {
		revoked = revoked || c.Status == evidence.StatusRevoked
	}
	return revoked
}
