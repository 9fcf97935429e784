package classify

import "slices"

// seedsFirst puts what stops every judge at the given hosts before what is wrong behind them:
// nobody who is stopped there learns of the other members.
func (r *Result) seedsFirst(d *deployment, all []placed) {
	for _, m := range d.members {
		if !m.discovered() && !m.shut(all) {
			return
		}
	}
	slices.SortStableFunc(r.Diagnoses, func(a, b Diagnosis) int {
		if a.Severity != Error || b.Severity != Error {
			return 0 // errors stand before the others
		}
		return behind(d, a) - behind(d, b)
	})
}

// shut tells whether no judge gets an answer to hello from the member.
func (m *member) shut(all []placed) bool {
	stopped := map[int]bool{}
	for _, p := range all {
		if p.member.Host == m.Host && p.severity == Error && p.cause.Layer < LayerMongoDB {
			for _, judge := range p.refused {
				stopped[judge] = true
			}
		}
	}
	return len(stopped) == len(m.judges)
}

// behind is 1 for what is wrong with found members only, else 0.
func behind(d *deployment, x Diagnosis) int {
	if slices.ContainsFunc(d.members, func(m *member) bool { return !m.discovered() && slices.Contains(x.Members, m.Host) }) {
		return 0
	}
	return 1
}

// unmet tells whether drivers leave each given host for members of which nothing is known: the
// doctor does not dial all that a driver would.
func (r *Result) unmet(d *deployment) bool {
	if len(r.Aliases) == 0 || d.forwarded() {
		return false
	}
	return !slices.ContainsFunc(r.Drivers, func(o Outcome) bool {
		left := slices.ContainsFunc(r.Aliases, func(a Alias) bool { return a.Member == o.Member })
		return !left && o.Outcome != "unknown"
	})
}
