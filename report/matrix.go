package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
)

// column is one check of the matrix. A spare one is left out where every member passed it.
type column struct {
	check, title string
	spare        bool
}

// columnTable is followed by the member's role and its drivers.
var columnTable = []column{
	{"name", "name", false}, {"connect", "tcp", false}, {"handshake", "tls", false},
	{"versions", "vers", true}, {"certificate", "cert", false}, {"chain", "chain", false},
	{"revocation", "ocsp", false}, {"client-auth", "auth", true},
}

const roleCheck = "mongodb"

// matrix prints members by checks, and below it why something was not checked.
func (p *printer) matrix(v view) {
	used := usedColumns(v)
	rows := [][]string{{setTitle(v)}}
	for _, c := range used {
		rows[0] = append(rows[0], c.title)
	}
	rows[0] = append(rows[0], roleCheck, "drivers")
	for _, m := range v.members {
		row := []string{"  " + m.host}
		for _, c := range used {
			row = append(row, p.cell(v, m, c.check))
		}
		rows = append(rows, append(row, p.cell(v, m, roleCheck), tally(v.outcomes(m.host))))
	}
	p.grid(rows)
	lead := "  " + p.style.mark(skipMark) + " "
	for _, r := range reasons(v) {
		p.hang(lead, columns(lead), r)
	}
	p.eachMember(v)
}

// eachMember prints the checks of every member, where the user wants it all.
func (p *printer) eachMember(v view) {
	if !p.style.Verbose {
		return
	}
	for _, m := range v.members {
		p.blank()
		p.heading(m.host)
		p.checks(v, m)
	}
}

// setTitle is the heading of several members: "rs0, 3 members".
func setTitle(v view) string {
	name := v.target
	for _, m := range v.members {
		if m.set != "" {
			name = m.set
			break
		}
	}
	return name + ", " + count(len(v.members), "member", "members")
}

func usedColumns(v view) []column {
	return slices.DeleteFunc(slices.Clone(columnTable), func(c column) bool {
		return c.spare && !slices.ContainsFunc(v.result.Checks, func(k classify.Check) bool {
			return k.Check == c.check && k.State != classify.Passed
		})
	})
}

// cell is a member's mark for a check. Where the MongoDB check passed, the role says so.
func (p *printer) cell(v view, m member, check string) string {
	i := slices.IndexFunc(v.result.Checks, func(c classify.Check) bool { return c.Member == m.host && c.Check == check })
	if i < 0 {
		return ""
	}
	state := v.result.Checks[i].State
	mark := strings.TrimRight(p.style.state(state), " ")
	switch {
	case check != roleCheck || m.role == "":
		return mark
	case state == classify.Passed:
		return m.role
	}
	return mark + " " + m.role
}

// tally is how many drivers would connect: "4 of 5".
func tally(outcomes []classify.Outcome) string {
	if len(outcomes) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", len(titlesOf(outcomes, connects)), len(outcomes))
}

// grid prints rows in columns, the first row as their heading. A first cell that is
// too wide gets a line of its own: cut, the names of members would look alike.
func (p *printer) grid(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	used := 0
	for _, w := range widths[1:] {
		used += w + 1
	}
	widths[0] = min(widths[0], p.style.width()-used)
	for i, row := range rows {
		text := p.gridRow(row, widths)
		if i == 0 {
			text = p.style.paint(strong, text)
		}
		p.line(text)
	}
}

func (p *printer) gridRow(row []string, widths []int) string {
	first := row[0]
	if columns(first) > widths[0] {
		for _, line := range wrap(first, p.style.width(), p.style.width()) {
			p.line(line)
		}
		first = ""
	}
	var b strings.Builder
	b.WriteString(pad(first, widths[0]))
	for i, cell := range row[1:] {
		b.WriteString(" " + pad(cell, widths[i+1]))
	}
	return strings.TrimRight(b.String(), " ")
}

// reasons are why checks were not made, those of one reason together.
func reasons(v view) []string {
	type reason struct{ checks, why string }
	var order []reason
	hosts := map[reason][]string{}
	add := func(r reason, host string) {
		if _, seen := hosts[r]; !seen {
			order = append(order, r)
		}
		hosts[r] = append(hosts[r], host)
	}
	for _, m := range v.members {
		var whys []string
		names := map[string][]string{}
		for _, c := range v.checks(m.host) {
			if c.State != classify.Skipped {
				continue
			}
			if _, seen := names[why(c)]; !seen {
				whys = append(whys, why(c))
			}
			names[why(c)] = append(names[why(c)], c.Check)
		}
		for _, w := range whys {
			add(reason{list(names[w]), w}, m.host)
		}
		if m.incomplete != "" {
			add(reason{"ended early", m.incomplete}, m.host)
		}
	}
	lines := make([]string, len(order))
	for i, r := range order {
		lines[i] = fmt.Sprintf("%s on %s: %s", r.checks, v.on(hosts[r]), r.why)
	}
	return lines
}
