package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"mongotls/probe/evidence"
	"mongotls/probe/srv"
)

// maxAddresses bounds the addresses of one name that are tried.
const maxAddresses = 16

// patience is how long the other addresses of a name get once the diagnosis is done. It
// holds one lost SYN, which is sent again after a second (RFC 6298).
const patience = 1500 * time.Millisecond

// race is the connecting to every address of a name at once. No address hides another:
// the first connection is used, and each address keeps its own outcome.
type race struct {
	first  chan net.Conn // the first connection; closed when none was made
	cancel context.CancelFunc
	wg     sync.WaitGroup
	start  time.Time
}

// reach resolves the name and returns the first connection; nil if there is none. The
// other addresses are waited for by the returned function, which must be called.
func (p *prober) reach(ctx context.Context) (net.Conn, func()) {
	addresses := p.lookup(ctx)
	if len(addresses) == 0 {
		return nil, func() {}
	}
	r := &race{first: make(chan net.Conn, 1), start: p.Now()}
	dialing, cancel := p.within(ctx, connectShare)
	r.cancel = cancel
	p.out.Dials = make([]evidence.Dial, len(addresses))
	for i, a := range addresses {
		p.out.Dials[i].Address = net.JoinHostPort(a, strconv.Itoa(p.host.Port))
		if err := p.guarded(a); err != nil {
			p.out.Dials[i].Outcome, p.out.Dials[i].Error = evidence.Skipped, err.Error()
			continue
		}
		p.spawn(&r.wg, func() { p.dial(ctx, dialing, r, i) })
	}
	go func() {
		r.wg.Wait()
		close(r.first)
	}()
	return <-r.first, func() { r.settle(p.Now()) }
}

// dial connects to one address, until step ends. The first to succeed hands its
// connection over; at some of the others a look is taken.
func (p *prober) dial(ctx, step context.Context, r *race, i int) {
	d := &p.out.Dials[i]
	conn, err := p.Dial(step, "tcp", d.Address)
	d.Outcome, d.MS = outcome(ctx, err), p.since(r.start)
	if err != nil {
		d.Error = plainError(err)
		if ctx.Err() == nil && errors.Is(step.Err(), context.Canceled) {
			d.Outcome, d.Error = evidence.Timeout, "no answer, and another address did"
		}
		return
	}
	p.count()
	switch {
	case p.leads(d.Address):
		r.first <- conn
	case i < maxCompared:
		p.peek(step, conn, d)
	default:
		conn.Close()
	}
}

// leads makes the address that of the main connection, where there is none yet.
func (p *prober) leads(address string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.address != "" {
		return false
	}
	p.address = address
	return true
}

// settle waits for the addresses that have not answered, until patience ends.
func (r *race) settle(now time.Time) {
	stop := time.AfterFunc(patience-now.Sub(r.start), r.cancel)
	r.wg.Wait()
	stop.Stop()
	r.cancel()
}

// plainError is an error without the operation and the addresses that Go puts before it.
func plainError(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	text := err.Error()
	return strings.TrimPrefix(text, "connect: ")
}

// lookup resolves the name to at most maxAddresses addresses.
func (p *prober) lookup(ctx context.Context) []string {
	step, cancel := p.within(ctx, connectShare)
	defer cancel()
	start := p.Now()
	if addr, ok := p.overridden(); ok {
		p.out.Lookup = evidence.Lookup{Addresses: []string{addr.String()}}
		return p.out.Lookup.Addresses
	}
	if addr, err := netip.ParseAddr(p.host.Host); err == nil {
		p.out.Lookup = evidence.Lookup{Literal: true, Addresses: []string{addr.String()}}
		return p.out.Lookup.Addresses
	}
	found, err := p.Resolver.LookupNetIP(step, "ip", p.host.Host)
	p.out.Lookup = evidence.Lookup{Addresses: []string{}, MS: p.since(start)}
	if err != nil && ctx.Err() != nil {
		return nil // cut short: nothing is known of the name
	}
	if err != nil {
		p.out.Lookup.Kind, p.out.Lookup.Error = srv.Failure(err)
		p.lookForRecords(step)
		return nil
	}
	for _, a := range found[:min(len(found), maxAddresses)] {
		p.out.Lookup.Addresses = append(p.out.Lookup.Addresses, a.Unmap().String())
	}
	if len(found) == 0 {
		p.out.Lookup.Kind, p.out.Lookup.Error = "no-address", "no address in the answer"
		p.lookForRecords(step)
	}
	return p.out.Lookup.Addresses
}

// lookForRecords asks whether a name without an address is one for mongodb+srv.
func (p *prober) lookForRecords(ctx context.Context) {
	if p.Records != nil && p.out.Lookup.Kind != "timeout" {
		p.out.Lookup.SRV = srv.Records(ctx, p.Records, p.host.Host)
	}
}

// overridden is the address that --resolve gives for the member.
func (p *prober) overridden() (netip.Addr, bool) {
	for _, r := range p.Resolve {
		if strings.EqualFold(strings.TrimSuffix(r.Name, "."), strings.TrimSuffix(p.host.Host, ".")) && r.Port == p.host.Port {
			return r.Addr, true
		}
	}
	return netip.Addr{}, false
}
