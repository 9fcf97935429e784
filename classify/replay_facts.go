package classify

import (
	"fmt"
	"slices"

	"mongotls/probe/evidence"
)

// replayFacts say what the judges' own hellos met, those alike together.
func (m *member) replayFacts(judges []int) []Fact {
	type met struct {
		what, ref string
		who       []string
	}
	var all []met
	for _, i := range judges {
		r := m.replay(m.judges[i])
		if r == nil {
			continue
		}
		what := replayText(r)
		at := slices.IndexFunc(all, func(x met) bool { return x.what == what })
		if at < 0 {
			at = len(all)
			all = append(all, met{what: what, ref: m.ref("simulations/%d", m.place(r))})
		}
		all[at].who = append(all[at].who, m.judges[i].Label())
	}
	var facts []Fact
	for _, x := range all {
		facts = append(facts, fact("own ClientHello, replayed", x.what+" ("+enumerate(x.who)+")", x.ref))
	}
	return facts
}

// place is the index of a replay in the evidence.
func (m *member) place(r *evidence.Simulation) int {
	return slices.IndexFunc(m.Simulations, func(s evidence.Simulation) bool { return s.Hello == r.Hello && s.ServerName == r.ServerName })
}

func replayText(r *evidence.Simulation) string {
	switch r.Outcome {
	case evidence.OK:
		return "accepted: " + r.Version + ", " + r.Suite
	case evidence.Alerted:
		return "refused with " + alertText(r.Alert)
	case evidence.Closed:
		return fmt.Sprintf("the connection was closed upon its %d bytes", r.Bytes)
	case evidence.Reset:
		return fmt.Sprintf("the connection was reset upon its %d bytes", r.Bytes)
	case evidence.Timeout:
		return fmt.Sprintf("no answer to its %d bytes within %.1f s", r.Bytes, r.MS/1000)
	}
	return text(r.Error)
}
