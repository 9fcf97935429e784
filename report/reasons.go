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

// skipped is what was not checked of a member, the checks of one reason together.
func (v view) skipped(m member) []reason {
	var out []reason
	for _, c := range v.checks(m.host) {
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
