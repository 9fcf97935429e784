package report

import (
	"fmt"
	"slices"

	"mongotls/classify"
)

// reason is why some checks of some members were not made.
type reason struct {
	checks, hosts []string
	why           string
}

// reasons joins what members have in common.
func reasons(v view) []string {
	var all []reason
	for _, m := range v.members {
		for _, r := range v.skipped(m) {
			i := slices.IndexFunc(all, func(o reason) bool { return o.why == r.why && slices.Equal(o.checks, r.checks) })
			if i < 0 {
				all = append(all, r)
				continue
			}
			all[i].hosts = append(all[i].hosts, m.host)
		}
	}
	lines := make([]string, len(all))
	for i, r := range all {
		lines[i] = fmt.Sprintf("%s on %s: %s", list(r.checks), v.on(r.hosts), r.why)
	}
	return lines
}

// skipped is what was not checked of a member, the checks of one reason together. Where one
// that did not pass ended it all, that is one reason.
func (v view) skipped(m member) []reason {
	var out []reason
	checks := v.checks(m.host)
	if last, ended := endedBy(checks); ended {
		out = append(out, reason{checks: []string{"all behind " + checks[last].Check}, hosts: []string{m.host}, why: "not checked"})
		checks = checks[:last]
	}
	for _, c := range checks {
		if c.State != classify.Skipped {
			continue
		}
		i := slices.IndexFunc(out, func(r reason) bool { return r.why == why(c) })
		if i < 0 {
			out, i = append(out, reason{why: why(c), hosts: []string{m.host}}), len(out)
		}
		out[i].checks = append(out[i].checks, c.Check)
	}
	if m.incomplete != "" {
		out = append(out, reason{checks: []string{"ended early"}, hosts: []string{m.host}, why: m.incomplete})
	}
	return out
}

// endedBy is the check behind which no other was made, and tells whether it failed or warned
// and several are missing: a single one is told by its own name.
func endedBy(checks []classify.Check) (int, bool) {
	last := len(checks) - 1
	for last >= 0 && checks[last].State == classify.Skipped {
		last--
	}
	stopped := last >= 0 && (checks[last].State == classify.Failed || checks[last].State == classify.Warned)
	return last, stopped && last < len(checks)-2
}
