package report

import (
	"io"

	"mongotls/classify"
)

// CauseList writes a line for each cause, by category.
func CauseList(w io.Writer, causes []classify.Cause, s Style) error {
	p := &printer{style: s}
	e := escaper{s.Unicode}
	width := 0
	for _, c := range causes {
		width = max(width, columns(string(c.Word)))
	}
	for i, g := range byCategory(causes) {
		if i > 0 {
			p.blank()
		}
		p.heading(string(g.category))
		for _, c := range g.causes {
			p.pair(2, width, string(c.Word), e.value(fill(c, nil).Title))
		}
	}
	return p.flush(w)
}

// group is the causes of one category.
type group struct {
	category classify.Category
	causes   []classify.Cause
}

// byCategory groups causes in the contract's order of categories.
func byCategory(causes []classify.Cause) []group {
	var out []group
	for _, category := range []classify.Category{classify.Connection, classify.VerifyFailed, classify.ProtocolVersion, classify.Revocation} {
		g := group{category: category}
		for _, c := range causes {
			if c.Category == category {
				g.causes = append(g.causes, c)
			}
		}
		if len(g.causes) > 0 {
			out = append(out, g)
		}
	}
	return out
}
