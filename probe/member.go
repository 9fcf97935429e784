package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/target"
	"mongotls/probe/tlswire"
)

// prober examines one member. Steps that run side by side write to different fields.
type prober struct {
	Config
	options target.Options
	host    target.HostPort
	crew    *crew
	post    *post

	out     evidence.Member
	address string // ip:port of the main connection

	mu          sync.Mutex
	connections int
	questions   int  // beside the main connection
	curtailed   bool // maxConnections kept one from being put
	// refusedOffer: the main handshake was refused for more than its versions.
	refusedOffer bool

	mainDone    chan struct{} // closed once the main handshake ended
	mainRefused bool          // and then whether that was a refusal of its offer

	answers    []answer // to the version questions
	nameless   answer   // to TLS 1.2 without a server name
	plainHello *evidence.Hello
	plainFirst []byte

	chain   []*cert.Cert
	fetched []*cert.Cert
	staple  []byte
}

// Shares of the time bound, so that one silent step leaves time for the others.
const (
	connectShare   = 0.5
	handshakeShare = 0.75
	helloShare     = 0.6
	sideShare      = 0.25 // after the main connection is done
)

// run examines the member: name, connect, then the main handshake with the side
// questions beside it, then what the outcome calls for.
func (p *prober) run(ctx context.Context) evidence.Member {
	p.mainDone = make(chan struct{})
	p.out = evidence.Member{
		Host: p.host.String(), Name: p.host.Host, FoundBy: p.post.foundBy,
		Dials: []evidence.Dial{}, Versions: map[evidence.Version]evidence.Answer{}, CRL: []evidence.CRLCheck{},
		Plaintext: evidence.NotAsked,
		Chain:     evidence.Chain{Presented: []evidence.Certificate{}, Paths: [][]string{}, Problems: []evidence.Problem{}},
		OCSP:      evidence.OCSP{Staple: evidence.OCSPResponse{Status: evidence.StatusNone}, Responders: []evidence.OCSPResponse{}},
		Client:    evidence.ClientAuth{Required: "unknown", Issuers: []string{}},
	}
	for _, v := range evidence.Versions() {
		p.out.Versions[v] = evidence.NotAsked
	}
	p.walk(ctx)
	p.settleAddresses()
	p.out.Address, p.out.Connections = p.address, p.connections
	p.out.Incomplete = cmp.Or(incomplete(ctx), p.curtailment())
	return p.out
}

func (p *prober) walk(ctx context.Context) {
	defer p.noteDefect()
	main, settle := p.reach(ctx)
	defer settle()
	if main != nil {
		p.examine(ctx, main)
	}
}

// spawn runs a step beside others. A step that panics is a defect of this tool: it is
// recorded, and the rest goes on.
func (p *prober) spawn(wg *sync.WaitGroup, step func()) {
	wg.Go(func() {
		defer p.noteDefect()
		step()
	})
}

func (p *prober) noteDefect() {
	if r := recover(); r != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.out.Defect = fmt.Sprintf("%v\n%s", r, debug.Stack())
	}
}

func incomplete(ctx context.Context) string {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "interrupted"
	case ctx.Err() != nil:
		return "the time bound was met"
	}
	return ""
}

// examine asks everything over TCP. main is the connection that the handshake uses. At an
// address that another member was reached at, the side questions wait until it is clear that
// this is another server.
func (p *prober) examine(ctx context.Context, main net.Conn) {
	beside, cancel := context.WithCancel(ctx)
	defer cancel()
	var side sync.WaitGroup
	askBeside := func() {
		p.spawn(&side, func() { p.askVersions(beside) })
		p.spawn(&side, func() { p.askPlaintext(ctx, beside) })
	}
	second := p.second()
	if !second {
		askBeside()
	}
	defer side.Wait() // also when a step here panics

	s := p.mainHandshake(ctx, main)
	if s.conn != nil {
		p.converse(ctx, s)
	}
	if known := p.recognise(); second && !known {
		askBeside()
	}
	var logins sync.WaitGroup
	defer logins.Wait()
	p.startLogin(ctx, &logins)
	p.waitBeside(&side, cancel)
	if s.conn == nil {
		p.fallBack(ctx, s)
	}
	p.settleVersions(ctx)
	if p.Ciphers || needsEnumeration(s) && p.spoke() && p.affords(maxConnections) {
		p.enumerate(ctx)
	}
	p.simulate(ctx, s)
	p.settleClientAuth(ctx)
	logins.Wait()
	p.lateLogin(ctx)
	if p.out.Hello == nil {
		p.out.Hello = p.plainHello
	}
}

func (p *prober) mainHandshake(ctx context.Context, main net.Conn) session {
	defer close(p.mainDone)
	s := p.handshake(ctx, main, currentOffer(p.options))
	p.out.Handshake, p.mainRefused = &s.facts, needsEnumeration(s)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusedOffer = p.mainRefused && !aboutVersions(&s.facts)
	return s
}

// waitBeside waits for the side questions. A server that serves one client at a time comes to
// them only now, so they get a share of their own, unless the main handshake met silence.
func (p *prober) waitBeside(side *sync.WaitGroup, cancel context.CancelFunc) {
	if p.out.Handshake.Outcome == evidence.Timeout {
		cancel()
	}
	late := time.AfterFunc(p.share(sideShare), cancel)
	defer late.Stop()
	side.Wait()
}

// converse uses a completed handshake: hello on the connection, and beside it what the
// certificates ask for.
func (p *prober) converse(ctx context.Context, s session) {
	defer s.conn.Close()
	p.present(s)
	var side sync.WaitGroup
	p.spawn(&side, func() { p.verify(ctx) })
	p.sayHello(ctx, s.conn)
	side.Wait()
}

// within gives a step its share of the time bound.
func (p *prober) within(ctx context.Context, share float64) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, p.share(share))
}

func (p *prober) share(of float64) time.Duration { return time.Duration(float64(p.Timeout) * of) }

func (p *prober) count() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.connections++
}

// outcome is how a step ended. ctx is that of the whole diagnosis: a step which the user
// interrupted, which the bound on the whole cut short or for which no connection was left, says
// nothing of the peer.
func outcome(ctx context.Context, err error) evidence.Outcome {
	if err != nil && ctx.Err() != nil || errors.Is(err, errAllowance) {
		return evidence.Skipped
	}
	return tlswire.OutcomeOf(err)
}

// since is a duration in milliseconds.
func (p *prober) since(start time.Time) float64 {
	return float64(p.Now().Sub(start).Microseconds()) / 1000
}

// certificates are all that were seen of the member.
func (p *prober) certificates() []*cert.Cert {
	return append(p.chain[:len(p.chain):len(p.chain)], p.fetched...)
}
