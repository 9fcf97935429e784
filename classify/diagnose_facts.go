package classify

import (
	"slices"
	"strings"
)

// factList is the finding's detail and facts; a detail that stands alone comes first.
func (p placed) factList() []Fact {
	out := []Fact{}
	if p.detail != "" {
		out = append(out, fact("seen", p.detail, ""))
	}
	out = append(out, p.facts...)
	if more := len(out) - maxFacts; more > 0 {
		out = append(out[:maxFacts], fact("and", plural(more, "more line")+" like these", ""))
	}
	return out
}

// Bounds on what is told of one diagnosis: a file may hold hundreds of certificates of which
// the same is wrong, and a set has up to fifty members.
const (
	maxFacts  = 20 // of a member
	maxOthers = 3  // further values of one fact
)

// seen is a fact with the members that it holds for.
type seen struct {
	Fact
	hosts []string
}

// factsOf are the facts of one diagnosis over its members: those of the first member, and
// what the others have otherwise.
func factsOf(group []placed) []Fact {
	var all []seen
	for _, p := range group {
		facts := p.factList()
		if who := split(p.member, p.refused); p.severity == Error && who != split(group[0].member, group[0].refused) {
			facts = append(facts, fact("drivers", who, ""))
		}
		for _, f := range facts {
			all = note(all, f, p.member.Host)
		}
	}
	first := group[0].member.Host
	out, values, untold := []Fact{}, map[string]int{}, map[string]bool{}
	for _, s := range all {
		switch mine := slices.Contains(s.hosts, first); {
		case mine:
			out = append(out, s.Fact)
		case s.Value == s.hosts[0]: // the diagnosis has its members
		case values[s.Label] == maxOthers:
			for _, host := range s.hosts {
				untold[host] = true
			}
		default:
			values[s.Label]++
			out = append(out, s.labelled())
		}
	}
	if len(untold) > 0 {
		out = append(out, fact("and", "the like on "+plural(len(untold), "more member"), ""))
	}
	return out
}

// note adds a fact of a member, or the member to those that it holds for.
func note(all []seen, f Fact, host string) []seen {
	i := slices.IndexFunc(all, func(s seen) bool { return s.Label == f.Label && s.Value == f.Value })
	if i < 0 {
		return append(all, seen{f, []string{host}})
	}
	if !slices.Contains(all[i].hosts, host) {
		all[i].hosts = append(all[i].hosts, host)
	}
	return all
}

// labelled is the fact with its members, where its label does not name them already.
func (s seen) labelled() Fact {
	if strings.Contains(s.Label, s.hosts[0]) {
		return s.Fact
	}
	on := s.hosts[0]
	if more := len(s.hosts) - 1; more > 0 {
		on += " and " + plural(more, "other")
	}
	f := s.Fact
	f.Label += " (" + on + ")"
	return f
}
