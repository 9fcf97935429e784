package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
)

// conclusion prints the last line: how many faults, who would connect, and what it cost.
func (p *printer) conclusion(v view, seconds string) {
	p.closing(conclude(v), checked(v), seconds)
}

// closing prints a sentence with figures at the right edge of its last line, or below.
func (p *printer) closing(text string, figures ...string) {
	right := strings.Join(slices.DeleteFunc(figures, func(s string) bool { return s == "" }), ", ")
	width := p.style.width()
	lines := wrap(text, width, width)
	last := len(lines) - 1
	gap := width - columns(lines[last]) - columns(right)
	if gap < 3 {
		lines, last, gap = append(lines, ""), last+1, width-columns(right)
	}
	for _, line := range lines[:last] {
		p.line(line)
	}
	p.line(lines[last], strings.Repeat(" ", gap), right)
}

// conclude is the conclusion on one target in a few sentences.
func conclude(v view) string {
	var out []string
	if v.result.Verdict == classify.Inconclusive {
		out = append(out, "Inconclusive.")
	}
	for _, s := range []string{faults(v.result), who(v)} {
		if s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return sentence(capital(string(v.result.Verdict)))
	}
	return strings.Join(out, " ")
}

// faults is "1 error, 2 warnings." Of several errors it names the one to begin with.
func faults(r classify.Result) string {
	n := map[classify.Severity]int{}
	root := classify.Word("")
	for _, d := range r.Diagnoses {
		n[d.Severity]++
		if d.Root {
			root = d.Cause
		}
	}
	var parts []string
	if e := n[classify.Error]; e > 0 {
		parts = append(parts, count(e, "error", "errors"))
	}
	if w := n[classify.Warning]; w > 0 {
		parts = append(parts, count(w, "warning", "warnings"))
	}
	text := sentence(strings.Join(parts, ", "))
	if n[classify.Error] > 1 && root != "" {
		text += fmt.Sprintf(" Start with %s.", root)
	}
	return text
}

// checked is "9 checks", or "2 of 9 checks" where the others were not made.
func checked(v view) string {
	all, made := len(v.result.Checks), 0
	for _, c := range v.result.Checks {
		if c.State != classify.Skipped {
			made++
		}
	}
	if all == 0 {
		return ""
	}
	if made < all {
		return fmt.Sprintf("%d of %s", made, count(all, "check", "checks"))
	}
	return count(all, "check", "checks")
}

// sum is the last line of a run over several targets.
func (p *printer) sum(d Document) {
	n := map[classify.Verdict]int{}
	for _, t := range d.Targets {
		n[t.Result.Verdict]++
	}
	var parts []string
	for _, v := range []classify.Verdict{classify.Pass, classify.Warn, classify.Fail, classify.Inconclusive} {
		if n[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[v], v))
		}
	}
	text := count(len(d.Targets), "target", "targets")
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	if len(d.Targets) > 0 {
		p.blank()
	}
	p.closing(text+".", took(d))
}
