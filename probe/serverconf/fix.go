package serverconf

import (
	"slices"
	"strings"
)

// Fix writes the names and values of today into the text of a YAML file: net.ssl becomes
// net.tls, a switch true or false, a key in another case the one that the server knows. It
// changes nothing else: comments, order and white space stay. What has no single safe
// answer is left as it is, and a file with aliases is left whole. Release is the one that
// the file is for, zero for any; before 4.2 the old names are right. It tells what it did,
// a line a change, without any secret.
func Fix(source string, text []byte, release Release) ([]byte, []string) {
	var done []string
	for _, step := range []func(*fixer){(*fixer).names, (*fixer).merge, (*fixer).names} {
		c := Parse(source, text)
		if c.Format != YAML || c.aliased || !c.Legible() {
			break
		}
		f := fixer{Config: c, lines: slices.Collect(strings.Lines(string(text))), old: !release.IsZero() && release.Compare(namedTLS) < 0}
		f.both = f.hasKey("net.ssl") && f.hasKey("net.tls")
		step(&f)
		text, done = []byte(strings.Join(f.lines, "")), append(done, f.done...)
	}
	return text, done
}

// fatal tells whether nothing could be read.
func (p Problem) fatal() bool {
	return slices.Contains([]Kind{Unreadable, TooLarge, Syntax, TabIndent, NoMap}, p.Kind)
}

// fixer is one step of Fix.
type fixer struct {
	Config
	lines []string
	edits []edit
	done  []string
	both  bool // net.ssl and net.tls are both there
	old   bool // the release knows the old names only
}

// edit replaces text at a place; columns count characters.
type edit struct {
	at       Position
	was, now string
}

func (f *fixer) hasKey(path string) bool {
	return slices.ContainsFunc(f.keys, func(k key) bool { return k.path == path })
}

// names corrects names and values where they stand.
func (f *fixer) names() {
	f.sections()
	for i := range f.Settings {
		f.setting(&f.Settings[i])
	}
	f.apply()
}

// sections renames net.ssl where there is no net.tls beside it.
func (f *fixer) sections() {
	if f.both || f.old {
		return
	}
	for _, k := range f.keys {
		if k.path == "net.ssl" {
			f.edit(k.at, k.text, lastParts("net.tls", k.text), k.path, "net.tls")
		}
	}
}

// setting renames one key and corrects its value.
func (f *fixer) setting(s *Setting) {
	name, known := s.today()
	if !known || f.both && strings.HasPrefix(s.Key, "net.ssl.") {
		return
	}
	key := s.Key
	if name != key && !f.old {
		f.edit(s.lastKey.at, s.lastKey.text, lastParts(name, s.lastKey.text), key, name)
		key = name
	}
	if value := correct(Find(key), key, s.Value); s.plain && value != s.Value {
		f.edit(s.valueAt, s.Value, value, key+": "+s.Value, key+": "+value)
	}
}

// today is the name that a setting should have, and whether that is sure.
func (s *Setting) today() (string, bool) {
	if s.Option != nil {
		if s.Option.RuntimeOnly {
			return "", false
		}
		return s.Option.Name, true
	}
	for _, o := range options {
		if strings.EqualFold(o.Name, s.Key) {
			return o.Name, true
		}
		for _, old := range o.Old {
			if strings.EqualFold(old.Key, s.Key) {
				return o.Name, true
			}
		}
	}
	return "", false
}

// lastParts are as many parts of a dotted name as text has.
func lastParts(name, text string) string {
	parts := strings.Split(name, ".")
	return strings.Join(parts[max(0, len(parts)-1-strings.Count(text, ".")):], ".")
}

// correct is a value as the server takes it, where what was meant is sure.
func correct(o *Option, key, value string) string {
	switch {
	case o == nil:
		return value
	case o.Kind == Protocols:
		return correctProtocols(value)
	case o.Kind == Switch || o.Kind == Enum:
		if takes := o.Takes(key); slices.Contains(takes, value) {
			return value
		}
		if meant := o.Meant(value); meant != "" && (o.Kind == Switch || strings.EqualFold(meant, value) || o.translates(value)) {
			return meant
		}
	}
	return value
}

// translates tells whether a word is a value of a former name.
func (o Option) translates(value string) bool {
	return slices.ContainsFunc(o.Old, func(old OldName) bool {
		for was := range old.Values {
			if strings.EqualFold(was, value) {
				return true
			}
		}
		return false
	})
}

// correctProtocols writes a list of protocols as the server takes it: TLSv1.1 and tls1.1
// are TLS1_1.
func correctProtocols(list string) string {
	var out []string
	for _, token := range strings.Split(list, ",") {
		token = strings.TrimSpace(token)
		plain := strings.NewReplacer("TLSV", "TLS", "NOTLS", "TLS", ".", "_").Replace(strings.ToUpper(token))
		if plain == "TLS1" {
			plain = "TLS1_0"
		}
		if slices.Contains([]string{"TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"}, plain) {
			token = plain
		}
		out = append(out, token)
	}
	return strings.Join(out, ",")
}

// edit notes a change of one place, and what it means.
func (f *fixer) edit(at Position, was, now, before, after string) {
	if was == now || !f.stands(at, was) {
		return
	}
	f.edits = append(f.edits, edit{at, was, now})
	f.note(before, after)
}

func (f *fixer) note(before, after string) { f.done = append(f.done, before+" is now "+after) }

// stands tells whether a text is where it is said to be, behind a quote perhaps.
func (f *fixer) stands(at Position, text string) bool { return f.offset(at, text) >= 0 }

// offset is the byte of a line at which text stands; -1 where it does not.
func (f *fixer) offset(at Position, text string) int {
	if at.Line < 1 || at.Line > len(f.lines) || text == "" {
		return -1
	}
	line := f.lines[at.Line-1]
	start := len(string([]rune(strings.TrimPrefix(line, bom))[:min(max(0, at.Column-1), len([]rune(strings.TrimPrefix(line, bom))))]))
	start += len(line) - len(strings.TrimPrefix(line, bom))
	for _, from := range []int{start, start + 1} {
		if from <= len(line) && strings.HasPrefix(line[from:], text) {
			return from
		}
	}
	return -1
}

const bom = "\ufeff"

// apply makes the changes, the last of each line first.
func (f *fixer) apply() {
	slices.SortFunc(f.edits, func(a, b edit) int { return b.at.Column - a.at.Column })
	for _, e := range f.edits {
		if i := f.offset(e.at, e.was); i >= 0 {
			line := &f.lines[e.at.Line-1]
			*line = (*line)[:i] + e.now + (*line)[i+len(e.was):]
		}
	}
}

// Legible tells whether the options could be read.
func (c Config) Legible() bool { return !slices.ContainsFunc(c.Problems, Problem.fatal) }
