package report

import (
	"fmt"
	"io"
	"strings"

	"mongotls/classify"
)

// Text writes the screens: for each target the evidence, then a block for each
// diagnosis, and at the end who would connect.
func Text(w io.Writer, d Document, s Style) error {
	p := &printer{style: s}
	for i, t := range d.Targets {
		if i > 0 && !s.Quiet {
			p.blank()
		}
		v := newView(t, escaper{s.Unicode})
		v.judgedAt(t.Evidence.At, d.At)
		switch {
		case s.Quiet:
			p.quiet(v)
		case len(d.Targets) == 1:
			p.target(v, took(d))
		default:
			p.target(v, "")
		}
	}
	if len(d.Targets) != 1 {
		p.sum(d)
	}
	return p.flush(w)
}

func (p *printer) target(v view, seconds string) {
	p.evidence(v)
	p.srv(v)
	for _, note := range v.notes {
		p.hang("  note: ", 8, note)
	}
	p.diagnoses(v)
	p.drivers(v)
	p.profiles(v)
	p.blank()
	p.conclusion(v, seconds)
}

// quiet prints a target's diagnosis titles and its conclusion.
func (p *printer) quiet(v view) {
	p.heading(v.target)
	for _, d := range v.result.Diagnoses {
		p.hang("  "+p.title(d)+" ", 4, d.Headline)
	}
	p.hang("  ", 2, conclude(v))
}

// title is the severity and the word of a diagnosis.
func (p *printer) title(d classify.Diagnosis) string {
	return p.style.paint(severityPaints[d.Severity], fmt.Sprintf("%s %s", d.Severity, d.Cause)) + ":"
}

// heading is a target's or a list's first line.
func (p *printer) heading(text string) {
	for _, line := range wrap(text, p.style.width(), p.style.width()) {
		p.line(p.style.paint(strong, line))
	}
}

// printer collects a screen.
type printer struct {
	b     strings.Builder
	style Style
}

func (p *printer) line(parts ...string) {
	p.b.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	p.b.WriteByte('\n')
}

func (p *printer) blank() { p.b.WriteByte('\n') }

// hang prints lead and then text, wrapped, with its further lines indented.
func (p *printer) hang(lead string, indent int, text string) {
	full := p.style.width()
	for i, line := range wrap(text, full-columns(lead), full-indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		p.line(lead, line)
	}
}

// pair prints a label in a column and a value beside it, or below it where the label is
// wider than its column or a word of the value than its own.
func (p *printer) pair(indent, label int, name, value string) {
	at := indent + label + 2
	lead := strings.Repeat(" ", indent) + pad(name, label) + "  "
	width := p.style.width()
	if columns(lead)+columns(value) > width && (columns(lead) > at || longest(value) > width-at) {
		p.hang(strings.Repeat(" ", indent), indent, name)
		p.hang(strings.Repeat(" ", indent+2), indent+2, value)
		return
	}
	p.hang(lead, at, value)
}

// longest is the width of the widest word of s.
func longest(s string) int {
	n := 0
	for _, word := range strings.Fields(s) {
		n = max(n, columns(word))
	}
	return n
}

func (p *printer) flush(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

// count is "1 error" or "2 errors".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// took is the duration of a run: "0.2 s".
func took(d Document) string { return fmt.Sprintf("%.1f s", float64(d.DurationMS)/1000) }
