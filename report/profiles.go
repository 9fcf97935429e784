package report

import (
	"slices"
	"strings"

	"mongotls/classify"
)

// standing is a row of the table of profiles: releases of one client on one runtime, or on
// all of them, that come to the same.
type standing struct{ word, first, last, outcome, verdict string }

// profiles prints, where the user wants it all, what every known client makes of the
// members: a row for a client, and one for each of its runtimes and releases that differ.
func (p *printer) profiles(v view) {
	if !p.style.Verbose {
		return
	}
	for _, t := range standingTables(v) {
		p.blank()
		title := "Every known client"
		if on := v.on(t.hosts); on != "" {
			title += " on " + on
		}
		p.heading(title)
		p.standings(t.rows)
	}
}

func (p *printer) standings(rows []standing) {
	var word, versions int
	for _, r := range rows {
		word, versions = max(word, columns(r.word)), max(versions, columns(r.versions()))
	}
	for _, r := range rows {
		lead := "  " + p.style.outcome(r.outcome) + " " + pad(r.word, word) + "  " + pad(r.versions(), versions) + "  "
		p.hang(lead, min(columns(lead), p.style.width()/2), r.verdict)
	}
}

func (s standing) versions() string {
	if s.first == s.last {
		return s.last
	}
	return s.first + " to " + s.last
}

// standingTable is the rows of the members that have the same ones.
type standingTable struct {
	hosts []string
	rows  []standing
}

func standingTables(v view) []standingTable {
	var out []standingTable
	for _, m := range v.members {
		rows := standingRows(v.result.Profiles, m.host)
		if len(rows) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(t standingTable) bool { return slices.Equal(t.rows, rows) })
		if i < 0 {
			out, i = append(out, standingTable{rows: rows}), len(out)
		}
		out[i].hosts = append(out[i].hosts, m.host)
	}
	return out
}

// standingRows are those of one member.
func standingRows(all []classify.Standing, host string) []standing {
	var out []standing
	for len(all) > 0 {
		name := all[0].Driver
		n := slices.IndexFunc(all, func(s classify.Standing) bool { return s.Driver != name })
		if n < 0 {
			n = len(all)
		}
		out = append(out, clientRows(all[:n], host)...)
		all = all[n:]
	}
	return out
}

// clientRows are a row for what the newest release of a client on its usual runtime makes of a
// member, and one for each run of releases that comes to something else.
func clientRows(of []classify.Standing, host string) []standing {
	var runs []standing
	for _, s := range of {
		if s.Member != host {
			continue
		}
		first, last, ranged := strings.Cut(s.Versions, " to ")
		if !ranged {
			last = first
		}
		row := standing{strings.TrimSuffix(s.Driver+"/"+s.Variant, "/"), first, last, s.Outcome, answer(s)}
		if n := len(runs); n > 0 && runs[n-1].word == row.word && runs[n-1].verdict == row.verdict {
			runs[n-1].first = row.first // the newest come first
			continue
		}
		runs = append(runs, row)
	}
	return slices.DeleteFunc(runs, func(s standing) bool { return s != runs[0] && s.verdict == runs[0].verdict })
}

func answer(s classify.Standing) string {
	return verdict(classify.Outcome{Outcome: s.Outcome, Cause: s.Cause, Why: s.Why})
}
