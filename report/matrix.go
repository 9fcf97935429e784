package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// column is one check of the matrix. A spare one is left out where nothing is wrong with it.
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

// matrix prints members by checks, and below it the names that drivers leave and why
// something was not checked.
func (p *printer) matrix(v view) {
	used := usedColumns(v)
	rows := [][]string{{setTitle(v)}}
	for _, c := range used {
		rows[0] = append(rows[0], c.title)
	}
	rows[0] = append(rows[0], roleCheck, "drivers")
	var left []member
	for _, m := range v.members {
		if m.alias != "" {
			left = append(left, m)
		}
		if m.alias != "" && reach(v.outcomes(m.host)) == connects {
			continue // there is nothing else to say of it
		}
		row := []string{"  " + m.host + foundMark(m)}
		for _, c := range used {
			row = append(row, p.cell(v, m, c.check))
		}
		rows = append(rows, append(row, p.cell(v, m, roleCheck), p.tally(v.outcomes(m.host))))
	}
	p.heading(v.target)
	short := p.shortenMarks(rows)
	width := p.grid(rows)
	if short {
		p.line("  ", shortMark, " named by hello")
	}
	for _, m := range left {
		p.pair(2, width-3, m.host, m.alias)
	}
	lead := "  " + p.style.mark(skipMark) + " "
	for _, r := range reasons(v) {
		p.hang(lead, columns(lead), r)
	}
	if !p.style.Verbose {
		lead = "  " + p.style.mark(listMark) + " "
		for _, told := range toldOfSet(v) {
			p.hang(lead, columns(lead), told)
		}
	}
	p.eachMember(v)
}

// foundMark tells the members that no one gave from those that the user did.
func foundMark(m member) string {
	if m.found == "" {
		return ""
	}
	return "  (" + m.found + ")"
}

// shortMark stands for "(hello)" where that would give names lines of their own.
const shortMark = "+"

// shortenMarks does that for all rows, and tells whether it did.
func (p *printer) shortenMarks(rows [][]string) bool {
	long := foundMark(member{found: foundBy[evidence.Hosts]})
	room := p.room(rows)
	gains := slices.ContainsFunc(rows, func(row []string) bool {
		bare, marked := strings.CutSuffix(row[0], long)
		return marked && columns(row[0]) > room && columns(bare) <= room
	})
	for i := range rows {
		if bare, marked := strings.CutSuffix(rows[i][0], long); marked && gains {
			rows[i][0] = shortMark + bare[len(shortMark):] // in the indent
		}
	}
	return gains
}

// foundBy is how servers lead to a member.
var foundBy = map[evidence.Origin]string{evidence.Hosts: "hello", evidence.Config: "hidden"}

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
	var sets []string
	for _, m := range v.members {
		if m.set != "" && !slices.Contains(sets, m.set) {
			sets = append(sets, m.set)
		}
	}
	members := count(len(v.used()), "member", "members")
	switch len(sets) {
	case 0:
		return members
	case 1:
		return sets[0] + ", " + members
	}
	return fmt.Sprintf("%d sets, %s", len(sets), members)
}

func usedColumns(v view) []column {
	return slices.DeleteFunc(slices.Clone(columnTable), func(c column) bool {
		return c.spare && !slices.ContainsFunc(v.result.Checks, func(k classify.Check) bool {
			return k.Check == c.check && (k.State == classify.Failed || k.State == classify.Warned)
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

// tally is how many drivers would connect: "4 of 5"; the mark of a skipped check where that
// is known of none.
func (p *printer) tally(outcomes []classify.Outcome) string {
	switch {
	case len(outcomes) == 0:
		return ""
	case len(titlesOf(outcomes, unknown)) == len(outcomes):
		return strings.TrimRight(p.style.mark(skipMark), " ")
	}
	return fmt.Sprintf("%d of %d", len(titlesOf(outcomes, connects)), len(outcomes))
}
