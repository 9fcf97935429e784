package report

import (
	"fmt"
	"io"
	"slices"

	"mongotls/classify"
)

// shortFacts is how many facts a line of Short bears.
const shortFacts = 2

// Short writes a line a diagnosis, and a line for a target that passed or of which
// nothing could be concluded, for grep and for logs:
//
//	db1.example.com:27017: error expired (verify-failed): The server's certificate has expired; until 2026-01-01
//	db2.example.com:27017: pass
func Short(w io.Writer, d Document, s Style) error {
	p := &printer{style: s}
	for _, t := range d.Targets {
		p.short(newView(t, escaper{s.Unicode}))
	}
	return p.flush(w)
}

func (p *printer) short(v view) {
	for _, d := range v.result.Diagnoses {
		text := fmt.Sprintf("%s: %s (%s)%s: %s", v.target,
			p.style.paint(severityPaints[d.Severity], string(d.Severity)+" "+string(d.Cause)), d.Category, shortWhere(v, d), d.Title)
		for _, f := range d.Facts[:min(shortFacts, len(d.Facts))] {
			text += "; " + f.Label + " " + f.Value
		}
		p.line(text)
	}
	told := slices.ContainsFunc(v.result.Diagnoses, func(d classify.Diagnosis) bool { return d.Severity != classify.Info })
	if !told || v.result.Verdict == classify.Inconclusive {
		p.line(v.target, ": ", string(v.result.Verdict))
	}
}

func shortWhere(v view, d classify.Diagnosis) string {
	if on := v.on(d.Members); on != "" {
		return " on " + on
	}
	return ""
}
