package report

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"mongotls/classify"
)

// Explain writes one entry of the catalogue. The vars fill the placeholders of its
// texts; one that is missing gets the general words of classify.Placeholders.
func Explain(w io.Writer, c classify.Cause, vars map[string]string, s Style) error {
	p := &printer{style: s}
	c = escaper{s.Unicode}.cause(fill(c, vars))
	p.rule(string(c.Category)+" "+string(c.Word), c.Title, strong)
	p.blank()
	p.page(c.Explain)
	if len(c.Says) > 0 {
		p.blank()
		p.says("", sayings(c.Says), nil)
	}
	if len(c.Fix) > 0 {
		p.blank()
		p.fixes(c.Fix)
	}
	if c.NotFix != "" {
		p.blank()
		p.labelled("Not a fix", c.NotFix)
	}
	p.causeFooter(c)
	return p.flush(w)
}

func (p *printer) causeFooter(c classify.Cause) {
	if len(c.After) == 0 && len(c.Sources) == 0 {
		return
	}
	p.blank()
	p.labelled("A consequence of", sentence(commas(c.After)))
	for i, source := range c.Sources {
		if i == 0 {
			p.line("  Sources:")
		}
		p.hang("  - ", 4, source)
	}
}

// fill puts values for the placeholders of a cause's texts.
func fill(c classify.Cause, vars map[string]string) classify.Cause {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(classify.Placeholders)) {
		pairs = append(pairs, "{"+name+"}", cmp.Or(vars[name], classify.Placeholders[name]))
	}
	value := strings.NewReplacer(pairs...).Replace
	c.Title, c.Explain, c.NotFix = value(c.Title), value(c.Explain), value(c.NotFix)
	fixes := make([]classify.Fix, len(c.Fix))
	for i, f := range c.Fix {
		fixes[i] = classify.Fix{On: f.On, Text: value(f.Text), Run: each(f.Run, value)}
	}
	says := make(map[string]string, len(c.Says))
	for driver, text := range c.Says {
		says[driver] = value(text)
	}
	c.Fix, c.Says = fixes, says
	return c
}

// cause escapes the texts of an entry: vars may come from a server or from a log.
func (e escaper) cause(c classify.Cause) classify.Cause {
	c.Title, c.Explain, c.NotFix = e.value(c.Title), e.prose(c.Explain), e.prose(c.NotFix)
	fixes := make([]classify.Fix, len(c.Fix))
	for i, f := range c.Fix {
		fixes[i] = e.fix(f)
	}
	says := make(map[string]string, len(c.Says))
	for driver, text := range c.Says {
		says[driver] = e.value(text)
	}
	c.Fix, c.Says, c.Sources = fixes, says, each(c.Sources, e.value)
	return c
}

// sayings are in the contract's order of drivers, others last and by name.
func sayings(says map[string]string) []classify.Saying {
	var out []classify.Saying
	for _, driver := range slices.SortedFunc(maps.Keys(says), compareDrivers) {
		out = append(out, classify.Saying{Driver: driver, Text: says[driver]})
	}
	return out
}

func compareDrivers(a, b string) int {
	rank := func(name string) int {
		for i, d := range driverNames {
			if d.name == name {
				return i
			}
		}
		return len(driverNames)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}
