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
// other: mongosh does, and every driver with directConnection=true. And a hidden member need
// not be within reach of clients.
func (m *member) besides(found []finding) []finding {
	var who string
	switch {
	case m.deployment == nil:
		return found
	case m.hidden() && !m.reached():
		who = "clients: it is hidden, so they never dial it; the other members must reach it"
	case m.discovered() && m.deployment.forwarded():
		who = "mongosh and clients with directConnection=true, which stay with the host that they are given"
	default:
		return found
	}
	for i := range found {
		found[i].refused, found[i].mild = nil, Warning
		found[i].facts = append(found[i].facts, fact("not for", who, ""))
	}
	return found
}
