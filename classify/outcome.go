package classify

import (
	"cmp"
	"slices"

	"mongotls/classify/driver"
)

// outcomes says of every judge whether it would connect to the member.
func outcomes(m *member, found []placed) []Outcome {
	out := make([]Outcome, 0, len(m.judges))
	said := sayings{}
	for i, j := range m.judges {
		o := Outcome{Member: m.Host, Driver: j.Name, Title: j.Title, Version: j.Release, Variant: j.Variant, Runtime: j.Runtime, Outcome: "connects"}
		if p := firstRefusal(found, i, j.Order); p != nil {
			o.Outcome, o.Cause = "fails", p.word
			o.Says = said.of(p, j)
		} else if why := m.open(i); why != "" {
			o.Outcome, o.Why = "unknown", why
		}
		out = append(out, o)
	}
	return out
}

// sayings remember what the clients of a family print because of a finding.
type sayings map[saying]string

type saying struct {
	because *placed
	family  string
}

func (s sayings) of(p *placed, j driver.Profile) string {
	key := saying{p, j.Family}
	text, known := s[key]
	if !known {
		text = p.says(j)
		s[key] = text
	}
	return text
}

// open says why nothing can be said of a judge that no cause stops; "" where it connects.
func (m *member) open(judge int) string {
	if m.file != nil {
		return m.untried(judge)
	}
	return cmp.Or(m.undecided(m.judges[judge]), m.unsure(judge), m.unsureOfRevocation(judge), m.unsureOfLeaf(judge))
}

// firstRefusal is the cause that a judge meets first; nil if it meets none. Where several
// are in the order of its own stack, that decides.
func firstRefusal(found []placed, judge int, order []string) *placed {
	var first *placed
	for i, p := range found {
		if contains(p.refused, judge) && (first == nil || p.before(*first, order)) {
			first = &found[i]
		}
	}
	return first
}

// before tells whether a client meets p before q: what its order names belongs together,
// at the layer of trust.
func (p placed) before(q placed, order []string) bool {
	place := func(p placed) (Layer, int) {
		i := slices.Index(order, string(p.word))
		if i >= 0 {
			return LayerTrust, i
		}
		return p.cause.Layer, i
	}
	mine, i := place(p)
	other, k := place(q)
	return cmp.Or(cmp.Compare(mine, other), cmp.Compare(i, k), p.compare(q)) < 0
}

// undecided says why nothing can be said of a judge that no cause stops; "" where all was asked.
func (m *member) undecided(j driver.Profile) string {
	switch {
	case m.Handshake == nil:
		return cmp.Or(m.Incomplete, "the handshake was not tried")
	case m.Exchange == nil && m.Client.Requested && !m.Client.Sent && m.client.Certificate != nil:
		return cmp.Or(m.Incomplete, "the server asks for a client certificate, and this tool could not finish a handshake in which it sends one")
	case m.Exchange == nil:
		return cmp.Or(m.Incomplete, "hello was not asked")
	case m.unshared(j) && m.mayShareOld(j):
		return "it speaks TLS 1.0 and 1.1 with RSA key exchange only, and which suite the server would choose of its offer was not asked"
	case j.OwnStore && m.client.StoreFrom != "" && !m.trusting(j):
		return "it trusts a CA bundle of its own and does not read " + m.client.StoreFrom
	}
	return m.byChance()
}

func (m *member) unshared(j driver.Profile) bool {
	shared, _ := m.shares(j)
	return !shared
}

// ExitStatus is the exit status of a run (contract, section 2): that of the first target,
// in the order given, which has something at or above failOn.
func ExitStatus(results []Result, failOn Severity) int {
	for _, r := range results {
		if s := r.exitStatus(failOn); s != 0 {
			return s
		}
	}
	return 0
}

const statusInconclusive = 1

var categoryStatus = map[Category]int{Connection: 3, VerifyFailed: 4, ProtocolVersion: 5, Revocation: 6}

func (r Result) exitStatus(failOn Severity) int {
	if r.Verdict == Inconclusive {
		return statusInconclusive
	}
	i := slices.IndexFunc(r.Diagnoses, func(d Diagnosis) bool { return rank(d.Severity) <= rank(failOn) })
	if i < 0 {
		return 0
	}
	return categoryStatus[r.Diagnoses[i].Category]
}
