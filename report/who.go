package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
)

// who says in a sentence which drivers would connect, "" where none was judged.
func who(v view) string {
	switch {
	case len(v.result.Drivers) == 0:
		return ""
	case v.file:
		return whoOfFile(v)
	case len(v.members) > 1:
		return whoOfSet(v)
	}
	outcomes := v.result.Drivers
	yes, no, open := titlesOf(outcomes, connects), titlesOf(outcomes, fails), titlesOf(outcomes, unknown)
	if len(no) == len(outcomes) && len(no) > 1 {
		return "No driver would connect."
	}
	var clauses []string
	if len(yes) > 0 {
		clauses = append(clauses, list(yes)+" would "+together(yes, len(outcomes))+"connect")
	}
	if len(no) > 0 {
		clauses = append(clauses, list(no)+" would not"+verbOnce(" connect", len(yes)))
	}
	if len(open) > 0 {
		clauses = append(clauses, "whether "+list(open)+" would"+verbOnce(" connect", len(yes)+len(no))+" is not known")
	}
	return capital(strings.Join(clauses, "; ")) + "."
}

// together is "both " or "all " where the drivers named are all that were judged.
func together(yes []string, judged int) string {
	switch {
	case len(yes) < judged || judged == 1:
		return ""
	case judged == 2:
		return "both "
	}
	return "all "
}

// verbOnce leaves the verb out where a clause before it has it.
func verbOnce(verb string, before int) string {
	if before > 0 {
		return ""
	}
	return verb
}

// reach is whether every judged driver would connect to a member: connects, fails where
// one would not, unknown where that cannot be told.
func reach(outcomes []classify.Outcome) string {
	switch {
	case len(titlesOf(outcomes, fails)) > 0:
		return fails
	case len(outcomes) > 0 && len(titlesOf(outcomes, connects)) == len(outcomes):
		return connects
	}
	return unknown
}

// whoOfSet counts the members that every driver would connect to.
func whoOfSet(v view) string {
	if text := behindSeeds(v); text != "" {
		return text
	}
	n := map[string]int{}
	primary := ""
	used := v.used()
	if len(used) == 0 {
		used = v.members
	}
	for _, m := range used {
		r := reach(v.outcomes(m.host))
		n[r]++
		if m.role == "primary" {
			primary = primaryClause[r]
		}
	}
	all, subject := len(used), everyDriver(v)
	members, open := count(all, "member", "members"), ""
	if n[unknown] > 0 {
		open = fmt.Sprintf("; for %d it is not known", n[unknown])
	}
	switch {
	case n[unknown] == all:
		return v.alone() + "Whether a driver would connect to a member is not known."
	case n[connects] == all:
		return fmt.Sprintf("%s would connect to all %s.", subject, members)
	case n[connects] > 0:
		return fmt.Sprintf("%s would connect to %d of %s%s%s.", subject, n[connects], members, primary, open)
	case n[unknown] > 0 && subject != manyDrivers:
		return fmt.Sprintf("%s would not connect to %d of %s%s.", subject, n[fails], members, open)
	case v.alike(used):
		outcomes := v.outcomes(used[0].host)
		return fmt.Sprintf("%s would connect to all %s; %s to none.", list(titlesOf(outcomes, connects)), members, list(titlesOf(outcomes, fails)))
	case len(titlesOf(v.result.Drivers, fails)) < len(v.result.Drivers):
		return "No member would be reached by every driver" + open + "."
	case subject == manyDrivers:
		return "No driver would connect to any member."
	}
	return subject + " would not connect to any member."
}

// alike tells whether some drivers would connect to every one of the members, and all others to none.
func (v view) alike(members []member) bool {
	first := v.outcomes(members[0].host)
	yes, no := titlesOf(first, connects), titlesOf(first, fails)
	return len(yes) > 0 && len(no) > 0 && len(yes)+len(no) == len(first) && !slices.ContainsFunc(members, func(m member) bool {
		outcomes := v.outcomes(m.host)
		return !slices.Equal(titlesOf(outcomes, connects), yes) || !slices.Equal(titlesOf(outcomes, fails), no)
	})
}

// alone says which host drivers would connect to if they kept to it, "" for none. Drivers
// leave such a host for the members that its set names.
func (v view) alone() string {
	for _, m := range v.members {
		if m.alias != "" && reach(v.outcomes(m.host)) == connects {
			return fmt.Sprintf("%s would connect to %s alone (directConnection=true). ", everyDriver(v), m.host)
		}
	}
	return ""
}

// behindSeeds is what there is to say where drivers do not get past the hosts given, and so do
// not learn of the members that were found behind them; "" where they do.
func behindSeeds(v view) string {
	found, none := false, true
	for _, m := range v.members {
		outcomes := v.outcomes(m.host)
		found = found || m.found != ""
		if m.found != "" || len(outcomes) == 0 {
			continue
		}
		if reach(outcomes) != fails || v.greets(m) {
			return ""
		}
		none = none && len(titlesOf(outcomes, fails)) == len(outcomes)
	}
	switch {
	case !found:
		return ""
	case none && everyDriver(v) == manyDrivers:
		return "No driver would get past the hosts given, and so none learns of the other members."
	case none:
		return everyDriver(v) + " would not get past the hosts given, and so does not learn of the other members."
	}
	return "No host given lets every driver in, and so not every driver learns of the other members."
}

// greets tells whether all that is wrong with a member comes after its hello, as where it
// refuses a login: drivers then have its list of members.
func (v view) greets(m member) bool {
	wrong := func(c classify.Check) bool { return c.State == classify.Failed && c.Check != roleCheck }
	return m.role != "" && !slices.ContainsFunc(v.checks(m.host), wrong)
}

var primaryClause = map[string]string{connects: ", the primary among them", fails: ", but not to the primary"}

// manyDrivers is the subject of a sentence about all judges.
const manyDrivers = "Every driver"

// everyDriver is "Every driver", or the one that was judged.
func everyDriver(v view) string {
	first := v.result.Drivers[0]
	for _, o := range v.result.Drivers {
		if o.Driver != first.Driver || o.Version != first.Version || o.Variant != first.Variant {
			return manyDrivers
		}
	}
	return versioned(first)
}

// versioned is a driver with its release: "PyMongo 4.16 (ocsp)".
func versioned(o classify.Outcome) string {
	return onRuntime(strings.TrimSpace(o.Title+" "+o.Version), o)
}

// onRuntime adds the runtime where it is not the usual one.
func onRuntime(title string, o classify.Outcome) string {
	if o.Variant == "" {
		return title
	}
	return title + " (" + o.Variant + ")"
}

// titlesOf are the drivers with an outcome. A version is told where the title alone
// does not tell which release was judged.
func titlesOf(outcomes []classify.Outcome, outcome string) []string {
	var out []string
	for _, o := range outcomes {
		if o.Outcome != outcome {
			continue
		}
		same := func(k classify.Outcome) bool {
			return k.Title == o.Title && k.Variant == o.Variant && k.Version != o.Version
		}
		if o.Version != "" && (len(outcomes) == 1 || slices.ContainsFunc(outcomes, same)) {
			out = append(out, versioned(o))
			continue
		}
		out = append(out, onRuntime(o.Title, o))
	}
	return out
}
