// Package upgrade says where a deployment stands in the rolling upgrade to TLS, what
// blocks the next step, and how it is made: member by member, in an order in which the
// deployment stays usable. It is pure, as classify is, and only ever leads forward: mongod
// has no other transitions at run time (server manual, "Upgrade a Cluster to Use TLS/SSL").
package upgrade

import (
	"cmp"
	"slices"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// Upgrade is where a deployment stands and what comes next (contract, section 5).
type Upgrade struct {
	Stage Stage `json:"stage"`
	// To is the stage that the next step leads to; "" where none is left, or none is known.
	To      Stage    `json:"to,omitempty"`
	Members []Member `json:"members"`
	// Blockers are what makes the next step unsafe, the worst first.
	Blockers []classify.Diagnosis `json:"blockers"`
	// Next is the next step, or the whole plan, in the order in which to act.
	Next []Action `json:"next"`
	// Open is what the safety of the next step depends on and is not known.
	Open []string `json:"open"`
	// Notes are what else is worth a word.
	Notes []string `json:"notes"`
}

// Action is one thing to do.
type Action struct {
	// On is a member's name, EachMember or Clients.
	On   string   `json:"on"`
	Text string   `json:"text"`
	Run  []string `json:"run"`
}

// What an Action may be done on beside one member.
const (
	EachMember = "each member"
	Clients    = "clients"
)

// Plan says where the members of the evidence stand and how to go on: the next step where to
// is "", else all steps up to that stage.
func Plan(e *evidence.Evidence, r classify.Result, to Stage) Upgrade {
	p := newPlan(e, r, to)
	u := Upgrade{Stage: p.stage(), Members: []Member{}, Blockers: p.blockers(), Next: p.actions(), Open: p.open(), Notes: p.notes()}
	for _, m := range p.members {
		u.Members = append(u.Members, m.Member)
	}
	if len(p.steps) > 0 {
		u.To = p.steps[0].to
	}
	return u
}

// statusOpen is the exit status where the safety of the next step is not known.
const statusOpen = 1

// ExitStatus is 0 where the next step is safe or nothing is left to do, else that of the
// first blocker's category (contract, sections 2 and 5).
func (u Upgrade) ExitStatus() int {
	blocked := classify.Result{Verdict: classify.Fail, Diagnoses: u.Blockers}
	if status := classify.ExitStatus([]classify.Result{blocked}, classify.Info); status != 0 || len(u.Open) == 0 {
		return status
	}
	return statusOpen
}

// plan is the view of one deployment.
type plan struct {
	members []*member // in the order of the evidence
	turns   []*member // in the order in which they are changed
	result  classify.Result
	// steps are those to make: none where nothing is left, or where nothing is known.
	steps []step
	to    Stage
	// service runs the servers, where that are not their users.
	service string
}

func newPlan(e *evidence.Evidence, r classify.Result, to Stage) *plan {
	p := &plan{result: r, to: to}
	for i := range e.Members {
		if !leftByDrivers(r, e.Members[i].Host) {
			p.members = append(p.members, observe(e, &e.Members[i]))
			p.service = cmp.Or(p.service, classify.Hosted(&e.Members[i]))
		}
	}
	p.turns = slices.Clone(p.members)
	slices.SortStableFunc(p.turns, (*member).compare)
	p.steps = p.ahead()
	return p
}

// leftByDrivers tells whether a name is another one of a member that is there under its own.
func leftByDrivers(r classify.Result, host string) bool {
	return slices.ContainsFunc(r.Aliases, func(a classify.Alias) bool { return a.Member == host && a.SameAs != "" })
}

// ahead are the steps from the member that is furthest behind. Without a destination it is
// the first of them.
func (p *plan) ahead() []step {
	low := lowest(p.members, p.stand)
	last := p.to.level()
	if p.to == "" {
		last = min(low+1, len(steps))
	}
	if p.service != "" || low < 0 || last <= low {
		return nil
	}
	return steps[low:last]
}

// lowest is the level of the member that is furthest behind, of those that have one; else -1.
func lowest(members []*member, at func(*member) Stage) int {
	low := -1
	for _, m := range members {
		if l := at(m).level(); l >= 0 && (low < 0 || l < low) {
			low = l
		}
	}
	return low
}

// stand is the mode that a member is taken to be in. One that is restarted for each step, and
// of which nobody can tell allowTLS from preferTLS, does not hold the others back: from both
// a restart leads to any mode.
func (p *plan) stand(m *member) Stage {
	if !m.restarts() || m.Mode != Either {
		return m.Mode
	}
	others := p.with(func(o *member) bool { return !o.restarts() })
	if lowest(others, func(o *member) Stage { return o.Mode }) < PreferTLS.level() {
		return Either
	}
	return PreferTLS
}

// with are the members for which a condition holds.
func (p *plan) with(holds func(*member) bool) []*member {
	return slices.DeleteFunc(slices.Clone(p.members), func(m *member) bool { return !holds(m) })
}

func names(members []*member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Name
	}
	return out
}
