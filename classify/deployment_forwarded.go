package classify

import (
	"net/netip"
	"slices"

	"mongotls/probe/evidence"
)

// forwarded tells whether the target is one server on a loopback address, dialled under a name
// that its set does not list, and none of the names that the set does list can be reached from
// here. That is how a tunnel, a forwarded port or a container looks. What a name means on this
// machine then says little about the machines of the clients, and the server itself can be
// judged.
func (d *deployment) forwarded() bool {
	var given, found []*member
	for _, m := range d.members {
		if m.discovered() {
			found = append(found, m)
		} else {
			given = append(given, m)
		}
	}
	if len(given) != 1 || len(found) == 0 {
		return false
	}
	seed := given[0]
	at, err := netip.ParseAddrPort(seed.Address)
	return err == nil && at.Addr().Unmap().IsLoopback() && seed.FoundBy == evidence.Given && seed.client.ReplicaSet == "" && !seed.listed() &&
		!slices.ContainsFunc(found, (*member).reached)
}

// besides makes warnings of what stops nobody. Who connects to the given host alone needs no
// other: mongosh does, and every driver with directConnection=true. A hidden member need not be
// within reach of clients. And a name that the primary does not list is not dialled for long.
func (m *member) besides(found []finding) []finding {
	who := m.without()
	if who == "" {
		return found
	}
	for i := range found {
		found[i].refused, found[i].mild = nil, Warning
		found[i].facts = append(found[i].facts, fact("not for", who, ""))
	}
	return found
}

// without says who does without the member; "" where nobody does.
func (m *member) without() string {
	if m.deployment == nil {
		return ""
	}
	primary := m.stray()
	switch {
	case m.hidden() && !m.reached():
		return "clients: it is hidden, so they never dial it; the other members must reach it"
	case primary != nil:
		return "drivers that know the primary " + primary.Host + ": they keep to the names that it lists, and this is none of them"
	case m.discovered() && m.deployment.forwarded():
		return "mongosh and clients with directConnection=true, which stay with the host that they are given"
	}
	return ""
}

// stray is the primary of the set whose other members list a member that it does not list
// itself; nil for others (Server Discovery and Monitoring specification,
// "updateRSFromPrimary").
func (m *member) stray() *member {
	namers := m.deployment.namers[hostKey(m.Host)]
	if !m.discovered() || len(namers) == 0 {
		return nil
	}
	i := slices.IndexFunc(m.deployment.members, func(o *member) bool {
		_, misnamed := m.deployment.nameFault(o)
		return o.set() == namers[0].set() && o.Hello.Role == "primary" && len(o.lists()) > 0 && o.openssl.Verified && !misnamed
	})
	if i < 0 || slices.Contains(namers, m.deployment.members[i]) {
		return nil
	}
	return m.deployment.members[i]
}
