package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// deployment is the view of all members that rules about one of them need.
type deployment struct {
	members []*member
	// lists has the names that the hello of each member lists, sorted, by the index of the member.
	lists map[int][]string
	// namers has, for each name in the lists of a set, the members whose hello lists it.
	namers map[string][]*member
	// names are what the probe made of all names; nil where none led beyond the members given.
	names []evidence.Advertised
	// srv is the lookup of a mongodb+srv target; nil for others.
	srv *evidence.SRVLookup
	// nameFaults are what is wrong with the members' names, as far as it was asked for.
	nameFaults map[*member]finding
	// comparison holds them against each other; nil for a file.
	comparison *comparison
}

// deploymentRules judge a member by its place among the others.
var deploymentRules = []func(*member) []finding{
	seedlistRule, advertisedNameRule, heldRule, noHostRule, elsewhereRule, mixedRule, strangerRule, ghostRule, noPrimaryRule, listsRule, comparedRule,
}

func newDeployment(e *evidence.Evidence, members []*member) *deployment {
	d := &deployment{members: members, lists: map[int][]string{}, namers: map[string][]*member{}, nameFaults: map[*member]finding{}}
	if e.Deployment != nil && e.Deployment.Discovery != nil {
		d.names = e.Deployment.Discovery.Names
	}
	if e.Deployment != nil {
		d.srv = e.Deployment.SRV
	}
	for _, m := range members {
		d.lists[m.index] = m.setList()
		for _, name := range d.lists[m.index] {
			d.namers[name] = append(d.namers[name], m)
		}
	}
	return d
}

// lists are the names of the members in a hello, sorted; nil where it is no set's.
func (m *member) lists() []string { return m.deployment.lists[m.index] }

// setList makes them from the hello.
func (m *member) setList() []string {
	if m.set() == "" {
		return nil
	}
	var out []string
	for _, name := range slices.Concat(m.Hello.Hosts, m.Hello.Passives, m.Hello.Arbiters) {
		out = append(out, hostKey(name))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// set is the name of the replica set that the member says it is in; "" for none.
func (m *member) set() string {
	if m.Hello == nil || m.Hello.Error != "" || m.Hello.Role == "mongos" {
		return ""
	}
	return m.Hello.SetName
}

// hostKey is a name as drivers compare it: in lower case, with its port.
func hostKey(name string) string {
	name = strings.ToLower(name)
	if !strings.Contains(name, ":") || strings.HasSuffix(name, "]") {
		name += ":27017"
	}
	return name
}

// listed tells whether the lists of a set have the name that the member was dialled by.
func (m *member) listed() bool { return len(m.deployment.namers[hostKey(m.Host)]) > 0 }

// discovered tells whether only other members led to the member.
func (m *member) discovered() bool { return m.FoundBy == evidence.Hosts || m.hidden() }

// hidden tells whether only a login led to the member: no hello names it, and drivers do not dial it.
func (m *member) hidden() bool { return m.FoundBy == evidence.Config }

// advertisedBy is a fact about who gave the member's name.
func (m *member) advertisedBy() Fact {
	if m.hidden() {
		return fact("known from", "the set's configuration: it is hidden, and drivers do not dial it", "/evidence/deployment/discovery/names")
	}
	var by []string
	for _, n := range m.deployment.namers[hostKey(m.Host)] {
		by = append(by, n.Host)
	}
	if more := len(by) - maxNamers; more > 0 {
		by = append(by[:maxNamers], plural(more, "other"))
	}
	return fact("advertised by", enumerate(by), "/evidence/deployment/discovery/names")
}

// maxNamers bounds the members that a fact names.
const maxNamers = 3

// inSet are the members that say they are in the same set.
func (m *member) inSet() []*member {
	return slices.DeleteFunc(slices.Clone(m.deployment.members), func(o *member) bool { return o.set() != m.set() })
}

// sameServer tells whether two members are one server under two names.
func (m *member) sameServer(o *member) bool {
	return m.Address != "" && m.Address == o.Address && m.Hello != nil && o.Hello != nil && m.Hello.Me != "" && m.Hello.Me == o.Hello.Me
}

// aliases are the given members whose names drivers leave as soon as they know the set's own.
func (d *deployment) aliases() []Alias {
	if d.names == nil {
		return nil
	}
	var out []Alias
	for _, m := range d.members {
		if m.discovered() || len(d.namers[hostKey(m.Host)]) > 0 || len(d.lists[m.index]) == 0 {
			continue
		}
		a := Alias{Member: m.Host}
		for _, o := range d.members {
			if o.listed() && m.sameServer(o) {
				a.SameAs = o.Host
			}
		}
		out = append(out, a)
	}
	return out
}
