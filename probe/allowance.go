package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// maxConnections bounds the connections to one member of a deployment, a login apart: mongod
// logs each, and a set has many members.
const maxConnections = 8

// errAllowance is why a question was not put.
var errAllowance = errors.New("the member had its connections")

// bounded tells whether the member is one of several. A server that was given alone is asked
// for as much as its faults call for, and so is each where the user wants it all. Where it
// names others, it has its bound too, unless only more questions tell what is wrong with it.
func (p *prober) bounded() bool {
	p.mu.Lock()
	open := p.refusedOffer
	p.mu.Unlock()
	p.crew.mu.Lock()
	defer p.crew.mu.Unlock()
	switch {
	case p.Ciphers, p.Simulate, p.post.alone && open:
		return false
	case p.options.LoadBalanced: // one name for several
		return true
	}
	return len(p.crew.posts) > 1
}

// affords tells whether n more connections are allowed, and notes where they are not.
func (p *prober) affords(n int) bool {
	if !p.bounded() {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left(n)
}

// left is affords; the caller holds mu.
func (p *prober) left(n int) bool {
	enough := 1+p.questions+n <= maxConnections
	p.curtailed = p.curtailed || !enough
	return enough
}

// ask counts one more question; it reports false where that is one too many.
func (p *prober) ask() bool {
	bounded := p.bounded()
	p.mu.Lock()
	defer p.mu.Unlock()
	if bounded && !p.left(1) {
		return false
	}
	p.questions++
	return true
}

// connect opens one more connection to the address that the main one reached, to put one
// question.
func (p *prober) connect(ctx context.Context) (net.Conn, error) {
	if !p.ask() {
		return nil, errAllowance
	}
	return p.connectAnyway(ctx)
}

// connectAnyway is for what the user asked for.
func (p *prober) connectAnyway(ctx context.Context) (net.Conn, error) {
	conn, err := p.Dial(ctx, "tcp", p.address)
	if err == nil {
		p.count()
	}
	return conn, err
}

// curtailment says that not all was asked; "" where it was.
func (p *prober) curtailment() string {
	if !p.curtailed {
		return ""
	}
	return fmt.Sprintf("it had %d connections, as many as a member of a deployment gets, and there was more to ask; alone (--no-discover) it is asked all", maxConnections)
}

// worthAName tells whether another server name is worth a connection. Of a refusal for its
// versions alone none is, and of what may be the last one where the server chose without a
// name what the main offer lacks, or nothing.
func (p *prober) worthAName(main session) bool {
	switch {
	case aboutVersions(&main.facts):
		return false
	case !p.bounded(), main.facts.ServerName == "":
		return true
	}
	return p.nameless.answer == evidence.Accepted && currentChoice(p.nameless.flight)
}

// currentChoice tells whether a server that chose so would have found the same in the main
// offer.
func currentChoice(f tlswire.Flight) bool {
	hello, group := f.Hello(), f.Group()
	return hello != nil && slices.Contains(currentSuites, hello.Suite) && (group == 0 || slices.Contains(currentGroups, tls.CurveID(group)))
}

// worthAnOffer tells whether a wider offer is. Where the server refused the suites or groups of
// the main one, the hellos of real clients tell more.
func (p *prober) worthAnOffer(main session) bool {
	return !p.bounded() || !needsEnumeration(main) || aboutVersions(&main.facts)
}

// aboutVersions tells whether the server said that it refused for its versions alone.
func aboutVersions(h *evidence.Handshake) bool {
	return h.Alert != nil && h.Alert.Code == alertProtocolVersion && h.Alert.From == "server"
}

// affordable is how many of n questions can be put.
func (p *prober) affordable(n int) int {
	for ; n > 0 && !p.affords(n); n-- {
	}
	return n
}

// refusedAlike tells whether the main handshake, which has the name, was refused as early as
// the question without it. It waits for that, until ctx ends.
func (p *prober) refusedAlike(ctx context.Context) bool {
	select {
	case <-p.mainDone:
		return p.bounded() && p.mainRefused
	case <-ctx.Done():
		return false
	}
}

// worthTLS13 tells whether TLS 1.3 is worth asking for alone: it settles whether a server that
// accepts an older version is too old. Else the hellos of real clients tell more.
func (p *prober) worthTLS13() bool {
	return !p.bounded() || p.out.Versions[evidence.TLS12] != evidence.Accepted
}
