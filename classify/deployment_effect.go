package classify

import "slices"

// noteEffects says of each error that stops a client what it leaves of a replica set today, and when that ends.
func (r *Result) noteEffects(members []*member) {
	for i := range r.Diagnoses {
		d := &r.Diagnoses[i]
		if text := r.effect(d, members); d.Severity == Error && len(d.Refusing) > 0 && text != "" {
			d.Facts = append(d.Facts, fact("today", text, ""))
		}
	}
}

// effect is what of a set still works where some of its members are not usable; "" where
// that cannot be told.
func (r *Result) effect(d *Diagnosis, members []*member) string {
	at := func(m *member) bool { return slices.Contains(d.Members, m.Host) }
	i := slices.IndexFunc(members, func(m *member) bool { return m.set() != "" && m.Hello.Role == "primary" })
	if i < 0 || !slices.ContainsFunc(members, func(m *member) bool { return at(m) && (m.listed() || m.hidden()) }) {
		return ""
	}
	primary := members[i]
	switch {
	case !slices.ContainsFunc(members, func(m *member) bool { return !m.discovered() && r.usable(m) }):
		return r.shutOut(members, at)
	case !slices.ContainsFunc(members, func(m *member) bool { return at(m) && !m.hidden() }):
		return "reads and writes work: drivers do not dial a hidden member, but the other members do"
	case at(primary) && r.reaches(members, d):
		return "nothing can be written, for whom it stops; reads work with a read preference that takes secondaries"
	case at(primary), !r.usable(primary), !primary.listed(): // drivers keep to the names of the set
		return ""
	case d.Cause == "me-mismatch", d.Cause == "set-name-mismatch": // neither befalls a primary of this set
		return "reads and writes work through the primary " + primary.Host + "; drivers leave such a server out"
	case !slices.ContainsFunc(members, func(m *member) bool { return at(m) && m.votable() }):
		return "reads and writes work; drivers only watch such a member"
	}
	return "reads and writes work, because the primary " + primary.Host + " is usable; they stop when such a member becomes primary"
}

// shutOut is what there is to say where no given host lets everyone in, and this is why:
// clients then learn of no other member, however good it is.
func (r *Result) shutOut(members []*member, at func(*member) bool) string {
	if slices.ContainsFunc(members, func(m *member) bool { return !m.discovered() && !at(m) }) {
		return ""
	}
	i := slices.IndexFunc(members, func(m *member) bool { return m.listed() && m.discovered() && r.usable(m) })
	if i < 0 {
		return ""
	}
	return "whom it stops learns of no other member; with " + members[i].Host + " among the hosts of the connection string, clients get that far"
}

// votable tells whether the member could become primary, as far as is known.
func (m *member) votable() bool {
	if m.Hello != nil && m.Hello.Role == "arbiter" {
		return false
	}
	for _, n := range m.deployment.namers[hostKey(m.Host)] {
		if slices.ContainsFunc(n.Hello.Hosts, func(name string) bool { return hostKey(name) == hostKey(m.Host) }) {
			return true
		}
	}
	return false
}

// reaches tells whether some other member of the set is usable.
func (r *Result) reaches(members []*member, d *Diagnosis) bool {
	return slices.ContainsFunc(members, func(m *member) bool {
		return !slices.Contains(d.Members, m.Host) && m.set() != "" && m.Hello.Role == "secondary" && r.usable(m)
	})
}

// usable tells whether every judge would connect to the member.
func (r *Result) usable(m *member) bool {
	return !slices.ContainsFunc(r.Drivers, func(o Outcome) bool { return o.Member == m.Host && o.Outcome != "connects" })
}
