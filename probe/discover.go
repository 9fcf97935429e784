package probe

import (
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

const (
	// maxFound bounds the members that are examined beside the seeds: a replica set has at
	// most 50 (server manual, "Replica Set Limits").
	maxFound = 50
	// maxNames bounds the names that are kept, and maxName the bytes of each.
	maxNames, maxName = 200, 255
	// maxNear bounds the seeds that are remembered for one member.
	maxNear = 8
)

// discovering tells whether drivers with these options follow the names that servers give
// (Server Discovery and Monitoring specification, topology types Single and LoadBalanced).
func (c *crew) discovering() bool {
	return !c.NoDiscover && !c.options.DirectConnection && !c.options.LoadBalanced
}

// setRoles are the servers whose lists drivers follow.
var setRoles = []string{"primary", "secondary", "arbiter", "other"}

// named is one name in a hello.
type named struct{ host, as string }

// names are those of a hello, in the order in which drivers would take them up.
func names(h *evidence.Hello) []named {
	var out []named
	for _, list := range []struct {
		as    string
		hosts []string
	}{{"host", h.Hosts}, {"passive", h.Passives}, {"arbiter", h.Arbiters}, {"primary", []string{h.Primary}}, {"me", []string{h.Me}}} {
		for _, host := range list.hosts {
			if host != "" {
				out = append(out, named{host, list.as})
			}
		}
	}
	return out
}

// heard takes up the names in a hello. Those of another set than the one that the user
// wants lead nowhere: drivers drop that server.
func (c *crew) heard(by *post, address string, h *evidence.Hello) {
	wanted := c.options.ReplicaSet
	if !c.discovering() || h.Error != "" || h.SetName == "" || !slices.Contains(setRoles, h.Role) || wanted != "" && wanted != h.SetName {
		return
	}
	c.follow(by, address, names(h))
}

// shown takes up the hidden members that a login shows.
func (c *crew) shown(by *post, address string, hidden []string) {
	if !c.discovering() {
		return
	}
	var all []named
	for _, host := range hidden {
		all = append(all, named{host, asHidden})
	}
	c.follow(by, address, all)
}

// asHidden is the kind of the names that no hello has.
const asHidden = "hidden"

// follow takes up the names that a member gave, at the address that it was dialled at.
func (c *crew) follow(by *post, address string, all []named) {
	c.mu.Lock()
	defer c.mu.Unlock()
	near := by.near
	if at, err := netip.ParseAddrPort(address); err == nil && !by.found() {
		near = []netip.Addr{at.Addr()}
	}
	dropped := 0
	for _, n := range all {
		if !c.take(n, by, near) {
			dropped++
		}
	}
	c.found.Truncated = max(c.found.Truncated, dropped)
}

// take records a name and has the member examined that it stands for. It reports false
// where a bound does not allow that. The caller holds mu.
func (c *crew) take(n named, by *post, near []netip.Addr) bool {
	host, err := target.ParseHostPort(n.host)
	if err != nil {
		return c.note(named{shorten(n.host), n.as}, by, "not a host name")
	}
	key := keyOf(host)
	at := c.byName[key]
	switch {
	case at == nil && n.as == "me": // drivers do not dial it
	case at == nil && c.full():
		return false
	case at == nil:
		at = &post{host: host, foundBy: evidence.Hosts, near: near}
		if n.as == asHidden {
			at.foundBy = evidence.Config
		}
		c.enlist(at)
		c.launch(at)
	case at.found():
		c.admit(at, near)
	}
	return c.note(named{key, n.as}, by, "")
}

// admit lets a member be dialled on behalf of another seed, too, and examines it again where
// the address guard held it back before.
func (c *crew) admit(at *post, near []netip.Addr) {
	for _, a := range near {
		if len(at.near) == maxNear || slices.Contains(at.near, a) {
			continue
		}
		at.near = append(slices.Clip(at.near), a)
		if at.done && at.held() {
			at.done = false
			c.launch(at)
		}
	}
}

func (c *crew) full() bool {
	n := 0
	for _, p := range c.posts {
		if p.found() {
			n++
		}
	}
	return n >= maxFound
}

// note records who gave a name. It reports false where no more names are kept.
func (c *crew) note(n named, by *post, skipped string) bool {
	i := slices.IndexFunc(c.found.Names, func(a evidence.Advertised) bool { return a.Host == n.host && a.As == n.as })
	if i < 0 {
		if len(c.found.Names) == maxNames {
			return false
		}
		i = len(c.found.Names)
		c.found.Names = append(c.found.Names, evidence.Advertised{Host: n.host, As: n.as, Skipped: skipped})
	}
	giver := by.host.String()
	if a := &c.found.Names[i]; !slices.Contains(a.By, giver) {
		a.By = append(a.By, giver)
	}
	return true
}

// discovery is what was found; nil where that was nothing beyond the seeds. It is sorted:
// the order in which servers answer is one of chance.
func (c *crew) discovery() *evidence.Discovery {
	beyond := c.found.Truncated > 0
	for i := range c.found.Names {
		a := &c.found.Names[i]
		slices.Sort(a.By)
		switch at := c.byName[a.Host]; {
		case at == nil:
			beyond = beyond || a.As != "me"
		case at.found():
			beyond = true
			if at.held() {
				a.Skipped = at.member.Dials[0].Error
			}
		}
	}
	if !beyond {
		return nil
	}
	slices.SortFunc(c.found.Names, func(a, b evidence.Advertised) int {
		return strings.Compare(a.Host+" "+a.As, b.Host+" "+b.As)
	})
	return &c.found
}

// keyOf is a member's name as drivers compare it.
func keyOf(h target.HostPort) string { return strings.ToLower(h.String()) }

func shorten(name string) string {
	return strings.ToValidUTF8(name[:min(len(name), maxName)], "\uFFFD")
}
