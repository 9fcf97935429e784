package serverconf

import (
	"slices"
	"strings"
)

// merge brings the options of net.ssl under net.tls, where the file has both sections. An
// option that stands in both with two values is left: somebody has to decide.
func (f *fixer) merge() {
	first := f.firstOf("net.tls")
	if !f.both || f.old || first == nil {
		return
	}
	var moved []string
	left := false
	gone := map[int]bool{}
	inside := f.under("net.tls.")
	for _, s := range f.under("net.ssl.") {
		line, ok := f.moving(s, *first)
		twin := f.twin(s, inside)
		switch {
		case !ok, twin != nil && !s.sameAs(*twin):
			left = true
			continue
		case twin == nil:
			moved = append(moved, line)
		}
		gone[s.At.Line] = true
		f.note(s.Key, s.Option.Name)
	}
	if !left {
		f.dropSection(gone)
	}
	f.rebuild(first.at.Line, moved, gone)
}

// sameAs tells whether two settings of an option say the same.
func (s Setting) sameAs(o Setting) bool {
	return s.secret.Reveal() == o.secret.Reveal() && s.Option.Translate(s.Key, s.Value) == o.Value
}

// firstOf is the first key of a section, on a line of its own; nil where there is none.
func (f *fixer) firstOf(section string) *key {
	for i, k := range f.keys {
		if parent, ok := strings.CutSuffix(k.path, "."+k.text); ok && parent == section {
			if k.flow || strings.Contains(k.text, ".") || f.offset(k.at, k.text) != indent(f.line(k.at)) {
				return nil
			}
			return &f.keys[i]
		}
	}
	return nil
}

// line is the line of a place; "" where there is none.
func (f *fixer) line(at Position) string {
	if at.Line < 1 || at.Line > len(f.lines) {
		return ""
	}
	return f.lines[at.Line-1]
}

// under are the settings of a section of the file.
func (f *fixer) under(section string) []Setting {
	return slices.DeleteFunc(slices.Clone(f.Settings), func(s Setting) bool { return !strings.HasPrefix(s.Key, section) })
}

// twin is the setting of the same option among others; nil where there is none.
func (f *fixer) twin(s Setting, others []Setting) *Setting {
	i := slices.IndexFunc(others, func(o Setting) bool { return o.Option != nil && s.Option != nil && o.Option.Name == s.Option.Name })
	if i < 0 {
		return nil
	}
	return &others[i]
}

// moving is the line of a setting of net.ssl as it stands under net.tls, and whether it can
// be moved: an option with its value on a line of its own.
func (f *fixer) moving(s Setting, first key) (string, bool) {
	line, at := f.line(s.At), f.offset(s.At, s.lastKey.text)
	if s.Option == nil || !s.plain || s.lastKey.flow || strings.Contains(s.lastKey.text, ".") || at < 0 || at != indent(line) {
		return "", false
	}
	was := s.Value + s.secret.Reveal()
	rest := line[at+len(s.lastKey.text):]
	if !strings.Contains(rest, was) {
		return "", false // it goes on below
	}
	if now := s.Option.Translate(s.Key, was); now != was {
		rest = strings.Replace(rest, was, now, 1)
	}
	return strings.Repeat(" ", first.at.Column-1) + lastParts(s.Option.Name, s.lastKey.text) + rest, true
}

// dropSection takes out the line of net.ssl itself.
func (f *fixer) dropSection(gone map[int]bool) {
	for _, k := range f.keys {
		if k.path == "net.ssl" && !k.flow {
			gone[k.at.Line] = true
		}
	}
}

// rebuild puts lines before one line and takes others out.
func (f *fixer) rebuild(before int, insert []string, gone map[int]bool) {
	var out []string
	for i, line := range f.lines {
		if i+1 == before {
			for _, moved := range insert {
				out = append(out, strings.TrimRight(moved, "\r\n")+ending(line))
			}
		}
		if !gone[i+1] {
			out = append(out, line)
		}
	}
	f.lines = out
}

// ending is how a line ends.
func ending(line string) string {
	if strings.HasSuffix(line, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// Comment is a remark for one line of a file; line 0 for the file.
type Comment struct {
	Line int
	Text string
}

// Annotate puts each comment on a line of its own, above the line that it is about and
// indented like it.
func Annotate(text []byte, comments []Comment) []byte {
	var out strings.Builder
	say := func(number int, lead string) {
		for _, c := range comments {
			if c.Line == number {
				out.WriteString(lead + "# mongotls: " + strings.Join(strings.Fields(c.Text), " ") + "\n")
			}
		}
	}
	say(0, "")
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		say(number, line[:indent(line)])
		out.WriteString(line)
	}
	return []byte(out.String())
}
