package classify

import (
	"slices"

	"mongotls/probe/evidence"
)

// forwarded tells whether the target is one server, dialled under a name that its set does
// not list, and none of the names that the set does list can be reached from here. That is
// how a tunnel, a forwarded port or a container looks. What a name means on this machine
// then says little about the machines of the clients, and the server itself can be judged.
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
	return seed.FoundBy == evidence.Given && seed.client.ReplicaSet == "" && !seed.listed() &&
		!slices.ContainsFunc(found, (*member).reached)
}

// besides makes warnings of what stops nobody who connects to the given host alone: mongosh
// does, and every driver with directConnection=true.
func (m *member) besides(found []finding) []finding {
	if m.deployment == nil || !m.discovered() || !m.deployment.forwarded() {
		return found
	}
	for i := range found {
		found[i].refused, found[i].mild = nil, Warning
		found[i].facts = append(found[i].facts, fact("not for", "mongosh and clients with directConnection=true, which stay with the host that they are given", ""))
	}
	return found
}
