package probe

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/fetch"
	"mongotls/probe/target"
)

// crew examines the members of one target at once: those that are given, and beside them
// those that members name, each as soon as it is named.
type crew struct {
	Config
	// ctx is that of the whole run: members are found within steps that end before it.
	ctx     context.Context
	options target.Options
	slots   chan struct{}
	wg      sync.WaitGroup

	mu      sync.Mutex
	posts   []*post
	byName  map[string]*post
	servers map[string]*post // by ip:port, who came first
	found   evidence.Discovery
}

// post is one member of the target, and the examination of it.
type post struct {
	host    target.HostPort
	foundBy evidence.Origin
	// near are the addresses of the seeds that led here: no address further inside than
	// theirs is dialled.
	near []netip.Addr
	// identity is what tells a server from others at the same address; "" until it is known.
	identity string
	// alone tells that no other host was given.
	alone bool
	// withheld tells that no login is tried under this name.
	withheld bool
	member   evidence.Member
	used     []*cert.Cert
	done     bool
}

// maxMembers bounds the members examined at once.
const maxMembers = 64

func newCrew(ctx context.Context, c Config, o target.Options) *crew {
	return &crew{Config: c, ctx: ctx, options: o, slots: make(chan struct{}, maxMembers),
		byName: map[string]*post{}, servers: map[string]*post{}}
}

// examine examines the seeds and all that becomes known from them.
func (c *crew) examine(seeds []target.HostPort, foundBy evidence.Origin) {
	c.mu.Lock()
	for _, host := range seeds {
		if c.byName[keyOf(host)] != nil {
			continue // given twice
		}
		c.enlist(&post{host: host, foundBy: foundBy, alone: len(seeds) == 1})
	}
	for _, p := range c.posts {
		c.launch(p)
	}
	c.mu.Unlock()
	c.wg.Wait()
	c.share()
	slices.SortStableFunc(c.posts, func(a, b *post) int {
		if order := cmp.Compare(seedsFirst[a.foundBy], seedsFirst[b.foundBy]); order != 0 || !a.found() {
			return order
		}
		return cmp.Or(natural(a.host.Host, b.host.Host), cmp.Compare(a.host.Host, b.host.Host), cmp.Compare(a.host.Port, b.host.Port))
	})
}

// seedsFirst: seeds stand in the order given, and found members after them by their names,
// because the order of discovery is one of chance.
var seedsFirst = map[evidence.Origin]int{evidence.Hosts: 1, evidence.Config: 2}

// found tells whether servers named the member, and not the user.
func (p *post) found() bool { return seedsFirst[p.foundBy] > 0 }

// enlist adds a member. The caller holds mu.
func (c *crew) enlist(p *post) {
	c.posts = append(c.posts, p)
	if name := keyOf(p.host); c.byName[name] == nil {
		c.byName[name] = p
	}
}

// launch begins the examination of a member. The caller holds mu.
func (c *crew) launch(at *post) {
	c.wg.Go(func() {
		c.slots <- struct{}{}
		defer func() { <-c.slots }()
		p := &prober{Config: c.Config, options: c.options, host: at.host, crew: c, post: at}
		if end, ok := c.ctx.Deadline(); ok {
			p.Timeout = min(p.Timeout, time.Until(end)) // shares of what is left
		}
		member := p.run(c.ctx)
		c.mu.Lock()
		defer c.mu.Unlock()
		at.member, at.used, at.done = member, p.certificates(), true
	})
}

// guarded says why an address of a member is not dialled: a server may not steer this
// machine to where the seeds are not themselves.
func (p *prober) guarded(address string) error {
	_, chosen := p.overridden()
	if !p.post.found() || p.AnyAddress || chosen {
		return nil
	}
	dest, err := netip.ParseAddr(address)
	if err != nil {
		return err
	}
	p.crew.mu.Lock()
	defer p.crew.mu.Unlock()
	return fetch.Allowed(p.post.near, dest)
}

// held tells whether none of the member's addresses was dialled.
func (p *post) held() bool {
	return p.found() && len(p.member.Dials) > 0 &&
		!slices.ContainsFunc(p.member.Dials, func(d evidence.Dial) bool { return d.Outcome != evidence.Skipped || d.Error == "" })
}

// second tells whether another member was reached at this one's address before.
func (p *prober) second() bool {
	p.crew.mu.Lock()
	defer p.crew.mu.Unlock()
	if p.crew.servers[p.address] == nil {
		p.crew.servers[p.address] = p.post
	}
	return p.crew.servers[p.address] != p.post
}

// recognise tells whether the member is a server that is being examined under another
// name: it has the same address and certificate, and calls itself the same.
func (p *prober) recognise() bool {
	withheld := p.credentials != nil && p.credentials.Withheld(p.loginAs()) != ""
	p.crew.mu.Lock()
	defer p.crew.mu.Unlock()
	p.post.withheld = withheld
	if h := p.out.Hello; h != nil && h.Me != "" && len(p.chain) > 0 {
		p.post.identity = string(p.chain[0].SHA256[:]) + h.SetName + "/" + h.Me
	}
	first := p.crew.servers[p.address]
	if first == nil || first == p.post || p.post.identity == "" || first.identity != p.post.identity {
		return false
	}
	p.out.SharedWith = first.host.String()
	return true
}

// loginElsewhere tells whether a login at the server is tried under its other name.
func (p *prober) loginElsewhere() bool {
	p.crew.mu.Lock()
	defer p.crew.mu.Unlock()
	return p.out.SharedWith != "" && !p.crew.servers[p.address].withheld
}

// share completes the members that are one server with another by what was asked there.
func (c *crew) share() {
	for _, p := range c.posts {
		if p.member.SharedWith == "" {
			continue
		}
		first := c.servers[p.member.Address].member
		for v, a := range p.member.Versions {
			if a == evidence.NotAsked {
				p.member.Versions[v] = first.Versions[v]
			}
		}
		p.member.Plaintext, p.member.PlaintextReply = first.Plaintext, first.PlaintextReply
		if l := first.Login; l != nil && l.Outcome == evidence.Refused {
			p.member.Login = new(*l)
			p.member.Login.RefusedAt = p.member.SharedWith
		}
	}
}

func (c *crew) members() []evidence.Member {
	out := make([]evidence.Member, len(c.posts))
	for i, p := range c.posts {
		out[i] = p.member
	}
	return out
}

func (c *crew) used() [][]*cert.Cert {
	out := make([][]*cert.Cert, len(c.posts))
	for i, p := range c.posts {
		out[i] = p.used
	}
	return out
}
