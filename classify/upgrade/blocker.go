package upgrade

import (
	"cmp"
	"slices"

	"mongotls/classify"
)

// blockers are what makes the next step unsafe: diagnoses of members that it depends on, and
// its own conditions.
func (p *plan) blockers() []classify.Diagnosis {
	out := []classify.Diagnosis{}
	for _, d := range p.ofMembers() {
		if p.hides(d) || len(p.steps) > 0 && p.steps[0].stops(p, d) {
			out = append(out, d)
		}
	}
	out = append(out, p.backwards()...)
	if len(p.steps) > 0 {
		for _, find := range p.steps[0].own {
			out = append(out, find(p, p.steps[0])...)
		}
	}
	slices.SortStableFunc(out, func(a, b classify.Diagnosis) int { return cmp.Compare(weight[a.Severity], weight[b.Severity]) })
	for i := range out {
		out[i].Facts = withoutRefs(out[i].Facts)
	}
	return out
}

// ofMembers are the diagnoses but for those of other names of members: drivers leave such a
// name, which only brought them here, for those of the set.
func (p *plan) ofMembers() []classify.Diagnosis {
	return slices.DeleteFunc(slices.Clone(p.result.Diagnoses), func(d classify.Diagnosis) bool {
		return len(d.Members) > 0 && !slices.ContainsFunc(d.Members, func(host string) bool { return !leftByDrivers(p.result, host) })
	})
}

// withoutRefs are facts for a document that does not hold the evidence.
func withoutRefs(in []classify.Fact) []classify.Fact {
	out := slices.Clone(in)
	for i := range out {
		out[i].Ref = ""
	}
	return out
}

var weight = map[classify.Severity]int{classify.Error: 0, classify.Warning: 1, classify.Info: 2}

// hides tells whether a diagnosis is why the mode of a member is not known.
func (p *plan) hides(d classify.Diagnosis) bool {
	return d.Severity == classify.Error && (len(p.members) == 0 || slices.ContainsFunc(p.members, func(m *member) bool {
		return m.Mode == Unknown && slices.Contains(d.Members, m.Name)
	}))
}

// apart are errors that TLS has no part in, or that are the state before the upgrade.
var apart = []classify.Word{"server-plaintext", "wire-version", "set-name-mismatch", "auth-failed"}

// amongMembers are faults between members that stop no client, and so are warnings.
var amongMembers = []classify.Word{
	"member-name-not-in-san", "wrong-eku", "wrong-key-usage", "weak-signature", "weak-key", "name-constraints", "options-differ",
}

// never: allowTLS changes nothing of what members and clients speak.
func never(*plan, classify.Diagnosis) bool { return false }

// betweenMembers: from preferTLS on members speak TLS to each other, and clients do.
func betweenMembers(p *plan, d classify.Diagnosis) bool {
	switch {
	case slices.Contains(apart, d.Cause) || d.Severity == classify.Info:
		return false
	case d.Cause == "member-cert-mismatch":
		return d.Severity == classify.Error || slices.ContainsFunc(p.members, (*member).knownByCertificate)
	}
	return d.Severity == classify.Error || slices.Contains(amongMembers, d.Cause)
}

// forEverybody: in requireTLS nobody gets in without TLS.
func forEverybody(p *plan, d classify.Diagnosis) bool {
	return d.Cause == "plaintext-clients" || betweenMembers(p, d)
}

// own makes a diagnosis of a condition of a step.
func own(word classify.Word, title, why string, members []*member, facts []classify.Fact, fix classify.Fix) classify.Diagnosis {
	cause, _ := classify.Find(word) // a test holds the words to the catalogue
	return classify.Diagnosis{
		Cause: word, Category: cause.Category, Severity: classify.Error, Members: names(members), Headline: title, Title: title,
		Facts: facts, Why: why, Fix: []classify.Fix{fix}, Explains: []classify.Word{},
	}
}
