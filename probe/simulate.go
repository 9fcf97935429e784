package probe

import (
	"cmp"
	"context"
	"math"
	"net/netip"
	"slices"
	"sync"

	"mongotls/probe/evidence"
	"mongotls/probe/hellos"
	"mongotls/probe/tlswire"
)

// Simulant is a client whose ClientHello is replayed.
type Simulant struct {
	Hello string // of package hellos; "" for a client that none was recorded of
	// SNIForIPv4 and SNIForIPv6: the client sends an address as the server name.
	SNIForIPv4, SNIForIPv6 bool
}

// Bounds on the replays.
const (
	maxReplays    = 8    // at once
	maxRepeats    = 2    // at once
	replayShare   = 0.15 // of one
	simulateShare = 0.4  // of all
)

// simulate replays the simulants' hellos where the user wants it, or where the main
// handshake failed as it does when nothing is in common.
func (p *prober) simulate(ctx context.Context, main session) {
	if !p.Simulate && !(needsEnumeration(main) && p.spoke()) {
		return
	}
	replays := p.replays()
	if n := p.affordable(len(replays)); n < len(replays) {
		replays = p.telling(replays)[:n]
	}
	all, cancel := p.within(ctx, simulateShare)
	defer cancel()
	p.inParallel(len(replays), maxReplays, func(i int) { p.replay(all, &replays[i]) })
	p.inParallel(len(replays), maxRepeats, func(i int) {
		if again := replays[i]; cutOff[again.Outcome] {
			if p.replay(all, &again); again.Outcome != evidence.Skipped {
				replays[i] = again
			}
		}
	})
	p.out.Simulations = replays
}

// telling sorts replays by what they tell: first those whose hello lacks what the server chose
// of all that there is, and of them those with the fewest suites, who are refused first.
func (p *prober) telling(replays []evidence.Simulation) []evidence.Simulation {
	rank := func(r evidence.Simulation) int {
		hello, err := hellos.Find(r.Hello)
		if err != nil {
			return 0
		}
		offer, _ := hello.Offer()
		if p.meetsChoice(offer) {
			return len(offer.Suites) + math.MaxUint16
		}
		return len(offer.Suites)
	}
	return slices.SortedStableFunc(slices.Values(replays), func(a, b evidence.Simulation) int { return cmp.Compare(rank(a), rank(b)) })
}

// meetsChoice tells whether an offer has what the server chose of all suites and groups of a
// version that both speak.
func (p *prober) meetsChoice(o hellos.Offer) bool {
	return slices.ContainsFunc(p.answers, func(a answer) bool {
		hello, group := a.flight.Hello(), a.flight.Group()
		return a.answer == evidence.Accepted && newerVersions[a.version] && hello != nil && o.HasVersion(hello.Version) &&
			slices.Contains(o.Suites, hello.Suite) && (group == 0 || slices.Contains(o.Groups, group))
	})
}

// cutOff are ends that may be about the number of connections and not about the hello: such
// a replay is repeated once, with fewer beside it.
var cutOff = map[evidence.Outcome]bool{evidence.Closed: true, evidence.Reset: true, evidence.Timeout: true}

// inParallel does n things, so many at once.
func (p *prober) inParallel(n, atOnce int, do func(int)) {
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range n {
		p.spawn(&wg, func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			do(i)
		})
	}
	wg.Wait()
}

// replays are the questions to ask: simulants that send the same bytes share one.
func (p *prober) replays() []evidence.Simulation {
	var out []evidence.Simulation
	for _, s := range p.Simulants {
		r := evidence.Simulation{Hello: s.Hello, ServerName: p.nameSentBy(s), Outcome: evidence.Skipped}
		asked := slices.ContainsFunc(out, func(o evidence.Simulation) bool { return o.Hello == r.Hello && o.ServerName == r.ServerName })
		if s.Hello != "" && !asked {
			out = append(out, r)
		}
	}
	return out
}

// nameSentBy is the server name that a simulant sends to this member.
func (p *prober) nameSentBy(s Simulant) string {
	if name := p.serverName(); name != "" {
		return name
	}
	ip, err := netip.ParseAddr(p.host.Host)
	if err == nil && (ip.Is4() && s.SNIForIPv4 || ip.Is6() && s.SNIForIPv6) {
		return p.host.Host
	}
	return ""
}

// replay asks on a connection of its own. It ends at the ServerHello, or at the key exchange
// where that is in clear.
func (p *prober) replay(ctx context.Context, r *evidence.Simulation) {
	hello, err := hellos.Find(r.Hello)
	if err == nil {
		r.Origin = hello.Origin
		err = p.send(ctx, hello, r)
	}
	if err != nil {
		text := err.Error()
		r.Outcome, r.Error = outcome(ctx, err), &text
	}
}

// send returns the error of what kept the question from being put.
func (p *prober) send(ctx context.Context, hello hellos.Hello, r *evidence.Simulation) error {
	offer, err := hello.Offer()
	if err != nil {
		return err
	}
	record, err := tlswire.Replay(hello.Record, r.ServerName, p.Random)
	if err != nil {
		return err
	}
	step, cancel := p.within(ctx, replayShare)
	defer cancel()
	start := p.Now()
	conn, err := p.connect(step)
	if err != nil {
		return err
	}
	defer conn.Close()
	flight, end := tlswire.Ask(step, conn, record, tlswire.UntilKeyExchange)
	r.Bytes, r.MS, r.Error = len(record), p.since(start), nil
	if ctx.Err() != nil {
		end = evidence.Skipped // the bound on all replays cut it short
	}
	describeReplay(r, offer, flight, end)
	return nil
}

// describeReplay records what the server chose. Of what came after that only a fatal alert
// matters here.
func describeReplay(r *evidence.Simulation, offer hellos.Offer, f tlswire.Flight, end evidence.Outcome) {
	r.Outcome, r.Alert = end, f.Fatal()
	hello := f.Hello()
	if hello == nil {
		if end == evidence.OK {
			unoffered(r, "an answer of SSL 2.0")
		}
		return
	}
	r.Version, r.Suite = tlswire.VersionName(hello.Version), tlswire.SuiteName(hello.Suite)
	r.RetryRequest = f.ServerHello == nil
	if g := f.Group(); g != 0 {
		r.Group = tlswire.GroupName(g)
	}
	if f.KeyExchange != nil {
		r.DHBits = f.KeyExchange.DHBits
	}
	if r.Alert != nil {
		return
	}
	r.Outcome = evidence.OK
	switch {
	case !offer.HasVersion(hello.Version):
		unoffered(r, r.Version)
	case !slices.Contains(offer.Suites, hello.Suite):
		unoffered(r, r.Suite)
	case !offer.HasGroup(f.Group(), hello.Version, r.RetryRequest):
		unoffered(r, r.Group)
	}
}

func unoffered(r *evidence.Simulation, what string) {
	text := "the server chose what the hello does not offer: " + what
	r.Outcome, r.Error = evidence.Unsupported, &text
}
