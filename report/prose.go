package report

import "strings"

// passage is a paragraph, an item of a list or one indented line of a text.
type passage struct {
	kind passageKind
	text string
}

type passageKind int

const (
	paragraph passageKind = iota
	item                  // its text begins with "- "
	code                  // kept as it is
)

// passages splits a text of the catalogue, which is plain Markdown: paragraphs are
// apart by an empty line, items begin with "- ", commands are indented by four spaces.
func passages(text string) []passage {
	var out []passage
	open := false // the last passage goes on in the next line
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		command, isCode := strings.CutPrefix(line, "    ")
		switch {
		case line == "":
			open = false
		case isCode:
			out, open = append(out, passage{code, command}), false
		case strings.HasPrefix(line, "- "):
			out, open = append(out, passage{item, line}), true
		case open:
			out[len(out)-1].text += " " + strings.TrimSpace(line)
		default:
			out, open = append(out, passage{paragraph, line}), true
		}
	}
	return out
}

// paragraphs prints a text, wrapped, each paragraph from a new line.
func (p *printer) paragraphs(text string) {
	for _, s := range passages(text) {
		p.passage(s)
	}
}

// page prints a text with empty lines between its paragraphs.
func (p *printer) page(text string) {
	last := paragraph
	for i, s := range passages(text) {
		if i > 0 && (s.kind == paragraph || s.kind != last) {
			p.blank()
		}
		p.passage(s)
		last = s.kind
	}
}

func (p *printer) passage(s passage) {
	switch s.kind {
	case code:
		p.line(commandIndent, s.text)
	case item:
		p.hang("  ", 4, s.text)
	default:
		p.hang("  ", 2, s.text)
	}
}
