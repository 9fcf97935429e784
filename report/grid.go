package report

import "strings"

// grid prints rows in columns, the first row as their heading. A first cell that is
// too wide gets a line of its own: cut, the names of members would look alike. It returns
// the width of the first column.
func (p *printer) grid(rows [][]string) int {
	widths := widest(rows)
	widths[0] = min(widths[0], p.room(rows))
	for i, row := range rows {
		text := p.gridRow(row, widths)
		if i == 0 {
			text = p.style.paint(strong, text)
		}
		p.line(text)
	}
	return widths[0]
}

// widest are the widths of the columns.
func widest(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	return widths
}

// room is what the other columns leave for the first.
func (p *printer) room(rows [][]string) int {
	room := p.style.width()
	for _, w := range widest(rows)[1:] {
		room -= w + 1
	}
	return room
}

func (p *printer) gridRow(row []string, widths []int) string {
	first := row[0]
	if columns(first) > widths[0] {
		for _, line := range wrap(first, p.style.width(), p.style.width()) {
			p.line(line)
		}
		first = ""
	}
	var b strings.Builder
	b.WriteString(pad(first, widths[0]))
	for i, cell := range row[1:] {
		b.WriteString(" " + pad(cell, widths[i+1]))
	}
	return strings.TrimRight(b.String(), " ")
}
