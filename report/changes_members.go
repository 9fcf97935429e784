package report

import (
	"maps"
	"slices"

	"mongotls/probe/evidence"
)

// shown is what a member showed of itself, up to now.
type shown struct {
	role string
	// leaf is the certificate that it showed last, and until its end; "" where it showed none.
	leaf, until string
	// leaves are all that it showed: several servers behind one name take turns.
	leaves map[string]bool
}

func shownBy(m evidence.Member) shown {
	s := shown{leaves: map[string]bool{}}
	if m.Hello != nil {
		s.role = m.Hello.Role
	}
	if len(m.Chain.Presented) > 0 {
		first := m.Chain.Presented[0]
		s.leaf, s.until = first.SHA256, first.NotAfter
		s.leaves[s.leaf] = true
	}
	return s
}

// change is something that happened to a member.
type change struct{ member, what string }

// appeared is what is new about the members themselves.
func (k known) appeared(was known) []change {
	var out []change
	for _, name := range k.members {
		is, before := k.seen[name], was.seen[name]
		switch {
		case before.leaves == nil:
			out = append(out, change{name, "is examined, and was not before"})
		case !slices.Contains(was.members, name):
			out = append(out, change{name, "is examined again"})
		}
		if is.leaf != "" && before.leaf != "" && !before.leaves[is.leaf] {
			out = append(out, change{name, "shows another certificate, until " + is.until + ", was until " + before.until})
		}
		if is.role != "" && before.role != "" && is.role != before.role {
			out = append(out, change{name, "is " + is.role + ", was " + before.role})
		}
	}
	for _, name := range was.members {
		if !slices.Contains(k.members, name) {
			out = append(out, change{name, "is not examined any more"})
		}
	}
	return out
}

// Bounds on what is remembered: servers give names and show certificates at will.
const (
	maxRemembered = 1000 // members
	maxLeaves     = 100  // certificates of one; those before are then forgotten
)

// keep takes over what is not known anew: of members that showed less this time, and what was
// found on those that were not examined.
func (k *known) keep(was known) {
	for _, name := range slices.Sorted(maps.Keys(was.seen)) { // which are kept is not left to chance
		before := was.seen[name]
		is, examined := k.seen[name]
		if !examined {
			if len(k.seen) < maxRemembered {
				k.seen[name] = before
			}
			continue
		}
		if is.role == "" {
			is.role = before.role
		}
		if is.leaf == "" {
			is.leaf, is.until = before.leaf, before.until
		}
		if len(before.leaves) < maxLeaves {
			maps.Copy(is.leaves, before.leaves)
		}
		k.seen[name] = is
	}
	for _, f := range was.found {
		if was.seen[f.member].leaves != nil && !slices.Contains(k.members, f.member) && !slices.Contains(k.found, f) {
			k.found = append(k.found, f)
		}
	}
}

// told is a line for each change; lead ends with the target, which one member may be itself.
func told(lead, target string, changes []change, e escaper) []string {
	out := make([]string, len(changes))
	for i, c := range changes {
		out[i] = lead + e.prose(c.what)
		if c.member != target {
			out[i] = lead + e.value(c.member) + " " + e.prose(c.what)
		}
	}
	return out
}
