package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mongotls/classify"
)

// Changes remembers the verdicts and diagnoses of the targets between the documents of a
// run that is repeated. The zero value remembers nothing.
type Changes struct {
	targets []known
}

// known is what was last said of one target.
type known struct {
	verdict classify.Verdict
	found   []finding
	members []string // those that were examined, in their order
	seen    map[string]shown
}

// finding is one diagnosis of one member.
type finding struct {
	severity classify.Severity
	cause    classify.Word
	member   string
}

// Since returns a line for each change since the last document, and remembers this one. A
// line has the time, the target and what is new, or not seen any more; infos are left out.
// What was found on a member that is not examined this time stays remembered.
func (c *Changes) Since(d Document, s Style) []string {
	var out []string
	e := escaper{s.Unicode}
	if len(c.targets) != len(d.Targets) {
		c.targets = make([]known, len(d.Targets))
	}
	for i, t := range d.Targets {
		is, was := knownOf(t), c.targets[i]
		lead := d.At.UTC().Format(time.RFC3339) + " " + e.value(t.Target) + " "
		if is.verdict != was.verdict {
			out = append(out, lead+verdictChange(is.verdict, was.verdict))
		}
		if was.verdict != "" {
			out = append(out, told(lead, t.Target, is.appeared(was), e)...)
		}
		is.keep(was)
		out = append(out, findings(lead+"new: ", without(is.found, was.found), e)...)
		out = append(out, findings(lead+"not seen any more: ", without(was.found, is.found), e)...)
		c.targets[i] = is
	}
	return out
}

func verdictChange(is, was classify.Verdict) string {
	if was == "" {
		return "verdict " + string(is)
	}
	return "verdict " + string(is) + ", was " + string(was)
}

func knownOf(t Target) known {
	k := known{verdict: t.Result.Verdict, seen: map[string]shown{}}
	for _, m := range t.Evidence.Members {
		k.members = append(k.members, m.Host)
		k.seen[m.Host] = shownBy(m)
	}
	for _, d := range t.Result.Diagnoses {
		if d.Severity == classify.Info {
			continue
		}
		for _, member := range d.Members {
			k.found = append(k.found, finding{d.Severity, d.Cause, member})
		}
	}
	return k
}

func without(in, others []finding) []finding {
	return slices.DeleteFunc(slices.Clone(in), func(f finding) bool { return slices.Contains(others, f) })
}

// findings is a line for each cause, with its members.
func findings(lead string, found []finding, e escaper) []string {
	slices.SortStableFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.severity, b.severity), cmp.Compare(a.cause, b.cause))
	})
	var out []string
	for len(found) > 0 {
		first := found[0]
		n := slices.IndexFunc(found, func(f finding) bool { return f.severity != first.severity || f.cause != first.cause })
		if n < 0 {
			n = len(found)
		}
		var members []string
		for _, f := range found[:n] {
			members = append(members, e.value(f.member))
		}
		out = append(out, lead+string(first.severity)+" "+string(e.word(first.cause))+" on "+strings.Join(members, ", "))
		found = found[n:]
	}
	return out
}
