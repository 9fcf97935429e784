package report

import (
	"cmp"
	"strings"

	"mongotls/classify"
)

// Widths of the column of labels in a block.
const (
	minLabel = 16
	maxLabel = 24
)

const commandIndent = "      "

// diagnoses prints a block for each error and warning, and the infos as a list; all as
// whole blocks where the user wants it all.
func (p *printer) diagnoses(v view) {
	var infos []classify.Diagnosis
	for _, d := range v.result.Diagnoses {
		if d.Severity == classify.Info && !p.style.Verbose {
			infos = append(infos, d)
			continue
		}
		p.block(v, d)
	}
	if len(infos) == 0 {
		return
	}
	p.blank()
	p.line("Also seen (-v tells more):")
	width := 0
	for _, d := range infos {
		width = max(width, columns(string(d.Cause)))
	}
	for _, d := range infos {
		p.pair(2, width, string(d.Cause), d.Headline+where(v, d))
	}
}

// where says on which members, where there are several.
func where(v view, d classify.Diagnosis) string {
	if on := v.on(d.Members); on != "" {
		return " (" + on + ")"
	}
	return ""
}

// block tells one diagnosis: what was seen, why drivers care, what to do, what not to
// do, where to read more. A warning keeps to what was seen and what to do.
func (p *printer) block(v view, d classify.Diagnosis) {
	whole := d.Severity == classify.Error || p.style.Verbose
	p.blank()
	p.rule(string(d.Severity)+" "+string(d.Cause), d.Headline, severityPaints[d.Severity])
	p.facts(v, d)
	if whole {
		p.paragraphs(d.Why)
		p.says(d.Split, d.Says, titles(v.result.Drivers))
		p.fixes(d.Fix)
		p.labelled("Not a fix", d.NotFix)
	} else {
		p.fixes(d.Fix[:min(1, len(d.Fix))])
	}
	p.labelled("Could also be", sentence(commas(d.Candidates)))
	p.labelled("Also explains", sentence(commas(d.Explains)))
	p.hang("  ", 2, "More: mongotls explain "+string(d.Cause))
}

// rule prints "─ error expired ─ The title ─────" over the whole width; a title that does
// not fit stands below.
func (p *printer) rule(name, title string, with paint) {
	dash, width := p.style.dash(), p.style.width()
	head := dash + " " + p.style.paint(with, name) + " " + dash
	room := width - columns(head)
	if columns(title)+3 <= room {
		p.line(head, " ", p.style.paint(strong, title), " ", strings.Repeat(dash, room-columns(title)-2))
		return
	}
	p.line(head, strings.Repeat(dash, max(0, room)))
	p.hang("  ", 2, title)
}

func (p *printer) facts(v view, d classify.Diagnosis) {
	facts := d.Facts
	if on := v.on(d.Members); on != "" {
		facts = append([]classify.Fact{{Label: "on", Value: on}}, facts...)
	}
	width := minLabel
	for _, f := range facts {
		width = max(width, min(columns(f.Label), maxLabel))
	}
	for _, f := range facts {
		p.pair(2, width, f.Label, f.Value)
	}
}

// says prints who refuses and what their logs show.
func (p *printer) says(split string, says []classify.Saying, titles map[string]string) {
	intro := sentence(capital(split))
	switch len(says) {
	case 0:
	case 1:
		intro += " Your log shows:"
	default:
		intro += " Your log shows one of these:"
	}
	if intro = strings.TrimSpace(intro); intro != "" {
		p.hang("  ", 2, intro)
	}
	width := 0
	for _, s := range says {
		width = max(width, columns(driverTitle(s.Driver, titles)))
	}
	for _, s := range says {
		p.pair(4, min(width, maxLabel), driverTitle(s.Driver, titles), s.Text)
	}
}

var sides = map[classify.Side]string{
	classify.OnServer: "on the server", classify.OnClient: "on the client",
	classify.OnCA: "at the CA", classify.OnNetwork: "in the network",
}

// fixes prints the remedy and its alternatives, commands on lines of their own.
func (p *printer) fixes(fixes []classify.Fix) {
	for i, f := range fixes {
		p.labelled(fixLabel(i, f), f.Text)
		for _, command := range f.Run {
			p.line(commandIndent, command)
		}
	}
}

// fixLabel is "Fix on the server" for the first remedy, "Or on the client" for another.
func fixLabel(i int, f classify.Fix) string {
	side := cmp.Or(sides[f.On], "on the "+string(f.On))
	if i == 0 {
		return "Fix " + side
	}
	return "Or " + side
}

// labelled prints "Label: text", and nothing where there is no text; further paragraphs
// of text follow without a label.
func (p *printer) labelled(label, text string) {
	if text != "" {
		p.paragraphs(label + ": " + text)
	}
}

func commas(in []classify.Word) string {
	out := make([]string, len(in))
	for i, w := range in {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}
