package report

import (
	"slices"
	"strings"

	"mongotls/classify"
)

// standing is a row of the table of profiles: releases of one client on one runtime, or on
// all of them, that come to the same and print the same.
type standing struct{ driver, word, first, last, runtime, outcome, verdict, says string }

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
		p.standings(t.rows, v.outcomes(t.hosts[0]))
	}
}

// standings prints the rows, and what a client prints where the rows before it, and those of the
// judges, did not have it.
func (p *printer) standings(rows []standing, judges []classify.Outcome) {
	var word, versions int
	told := map[[2]string]bool{}
	for _, o := range judges {
		told[[2]string{o.Driver, o.Says}] = true
	}
	for _, r := range rows {
		word, versions = max(word, columns(r.word)), max(versions, columns(r.versions()))
	}
	for _, r := range rows {
		lead := "  " + p.style.outcome(r.outcome) + " " + pad(r.word, word) + "  " + pad(r.versions(), versions) + "  "
		p.hang(lead, min(columns(lead), p.style.width()/2), r.verdict+r.on())
		if key := [2]string{r.driver, r.says}; !told[key] {
			told[key] = true
			p.detail(4, "says:", r.says)
		}
	}
}

func (s standing) versions() string {
	if s.first == s.last {
		return s.last
	}
	return s.first + " to " + s.last
}

// on is " (OpenJDK 17, JSSE)", or nothing where the releases of a row have several runtimes.
func (s standing) on() string {
	if s.runtime == "" {
		return ""
	}
	return " (" + s.runtime + ")"
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
		row := standing{s.Driver, strings.TrimSuffix(s.Driver+"/"+s.Variant, "/"), first, last, s.Runtime, s.Outcome, answer(s), s.Says}
		if n := len(runs); n > 0 && runs[n-1].word == row.word && runs[n-1].alike(row) {
			runs[n-1].join(row)
			continue
		}
		runs = append(runs, row)
	}
	if len(runs) == 0 {
		return nil
	}
	usual := runs[0]
	return slices.DeleteFunc(runs, func(s standing) bool { return s != usual && s.alike(usual) })
}

// alike tells whether two rows come to the same.
func (s standing) alike(t standing) bool { return s.verdict == t.verdict && s.says == t.says }

// join adds releases that are older.
func (s *standing) join(older standing) {
	s.first = older.first
	if s.runtime != older.runtime {
		s.runtime = ""
	}
}

func answer(s classify.Standing) string {
	return verdict(classify.Outcome{Outcome: s.Outcome, Cause: s.Cause, Why: s.Why})
}
