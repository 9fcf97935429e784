package serverconf

import (
	"bytes"
	"regexp"
	"strings"
)

// An assignment of the old format, and a line that only YAML can have.
var (
	assignment = regexp.MustCompile(`^\s*([A-Za-z_][\w.-]*)\s*=(.*)$`)
	yamlLine   = regexp.MustCompile(`^\s*(-\s+)?["']?[\w.]+["']?\s*:(\s|$)`)
)

// looksLikeINI tells the format of before 2.6, which the server still reads: assignments
// and comments, and no line with a key of YAML.
func looksLikeINI(content []byte) bool {
	found := false
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(stripBOM(line))
		switch {
		case len(line) == 0 || line[0] == '#':
		case yamlLine.Match(line):
			return false
		case assignment.Match(line):
			found = true
		}
	}
	return found
}

func stripBOM(line []byte) []byte { return bytes.TrimPrefix(line, []byte("\ufeff")) }

// parseINI reads the old format: the names are those of the flags.
func parseINI(source string, content []byte) Config {
	c := Config{Format: INI}
	number := 0
	for line := range bytes.Lines(content) {
		number++
		text, _, _ := strings.Cut(string(stripBOM(line)), "#")
		m := assignment.FindStringSubmatch(strings.TrimRight(text, "\r\n"))
		if m == nil {
			continue
		}
		where := Position{Line: number, Column: indent(text) + 1}
		c.addFlag(Setting{Flag: m[1], Shape: Scalar, Value: strings.TrimSpace(m[2]), Source: source, At: where})
	}
	return c
}

// addFlag adds the setting of a flag, under the dotted name that it stands for.
func (c *Config) addFlag(s Setting) {
	if s.Flag == Parameters {
		name, value, _ := strings.Cut(s.Value, "=")
		s.Key, s.Value = joinPath(Parameters, strings.TrimSpace(name)), strings.TrimSpace(value)
		c.add(s)
		return
	}
	s.Option, s.Key = findFlag(s.Flag)
	if s.Option == nil {
		s.Key = s.Flag
	}
	if s.Flag == "auth" && s.Value == "true" {
		s.Value = "enabled"
	}
	c.add(s)
}
