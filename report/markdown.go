package report

import (
	"fmt"
	"io"
	"strings"

	"mongotls/classify"
)

// Markdown writes the catalogue as a page, docs/causes.md: a table of contents by
// category, then a section for each cause, whose anchor is its word.
func Markdown(w io.Writer, causes []classify.Cause) error {
	p := &printer{}
	p.line("# Causes")
	p.blank()
	p.line("Generated from the catalogue in `classify/`. Names and dates are examples.")
	for _, g := range byCategory(causes) {
		p.blank()
		p.line("**", string(g.category), "**")
		p.blank()
		for _, c := range g.causes {
			p.line(fmt.Sprintf("- [%s](#%s): %s", c.Word, c.Word, fill(c, nil).Title))
		}
	}
	for _, g := range byCategory(causes) {
		for _, c := range g.causes {
			p.markdownCause(fill(c, nil))
		}
	}
	return p.flush(w)
}

func (p *printer) markdownCause(c classify.Cause) {
	p.blank()
	p.line("## ", string(c.Word))
	p.markdownParagraph("**" + c.Title + "** (" + string(c.Category) + ")")
	p.markdownParagraph(strings.TrimSpace(c.Explain))
	if len(c.Says) > 0 {
		p.markdownParagraph("What the logs show:")
		p.blank()
		for _, s := range sayings(c.Says) {
			p.line("- ", driverTitle(s.Driver, nil), ": ", codeSpan(s.Text))
		}
	}
	for i, f := range c.Fix {
		p.markdownParagraph(fixLabel(i, f) + ": " + f.Text)
		if len(f.Run) > 0 {
			p.blank()
		}
		for _, command := range f.Run {
			p.line("    ", command)
		}
	}
	if c.NotFix != "" {
		p.markdownParagraph("Not a fix: " + c.NotFix)
	}
	if len(c.Sources) > 0 {
		p.markdownParagraph("Sources:")
		p.blank()
		for _, source := range c.Sources {
			p.line("- ", source)
		}
	}
}

func (p *printer) markdownParagraph(text string) {
	p.blank()
	p.line(text)
}

// codeSpan is text as a code span; its fence is longer than any run of backticks
// inside (CommonMark, section 6.1).
func codeSpan(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}
