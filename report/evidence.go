package report

import (
	"strings"

	"mongotls/classify"
)

// checkWidth is the width of the column of a check's name.
const checkWidth = len("certificate")

// evidence prints what was checked: a line a check for one member, a matrix for several.
func (p *printer) evidence(v view) {
	switch {
	case len(v.members) > 1:
		p.matrix(v)
	case len(v.members) == 1:
		p.heading(single(v))
		p.checks(v, v.members[0])
	default:
		p.heading(v.target)
	}
}

// single is the heading of a target of one member: the member is named where the
// target does not tell it.
func single(v view) string {
	host := v.members[0].host
	if strings.Contains(v.target, host) {
		return v.target
	}
	return v.target + " (" + host + ")"
}

func (p *printer) checks(v view, m member) {
	for _, c := range v.checks(m.host) {
		p.check(p.style.state(c.State), c.Check, why(c))
	}
	for _, a := range m.accepts {
		p.check(p.style.mark(listMark), a.name, a.list)
	}
	p.printLogin(m)
	p.printReplays(m)
	if m.incomplete != "" {
		p.check(p.style.mark(skipMark), "ended early", m.incomplete)
	}
}

func (p *printer) check(mark, name, why string) {
	lead := "  " + mark + " " + pad(name, checkWidth) + "  "
	p.hang(lead, columns(lead), why)
}

// why is a check's reason; one that was skipped always has one.
func why(c classify.Check) string {
	if c.Why == "" && c.State == classify.Skipped {
		return "not checked"
	}
	return c.Why
}
