package serverconf

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// key is one key of a YAML file, at any depth.
type key struct {
	path string
	text string // as written, without quotes
	at   Position
	flow bool // inside braces
}

// Parse reads a configuration file: YAML, or the old format where no line of it can be
// YAML. Source names it in positions. It never fails: what is wrong is in Problems.
func Parse(source string, content []byte) Config {
	switch {
	case len(content) > MaxBytes:
		c := Config{Format: YAML}
		c.problem(TooLarge, source, Position{}, "the file is larger than any configuration")
		return c
	case looksLikeINI(content):
		return parseINI(source, content)
	}
	return parseYAML(source, content)
}

func parseYAML(source string, content []byte) Config {
	w := walker{source: source, budget: maxSettings}
	w.Format = YAML
	w.read(content)
	return w.Config
}

// walker flattens the nodes of a YAML document.
type walker struct {
	Config
	source string
	budget int // of nodes that may still be visited: aliases multiply
}

// read loads the first document, the only one that the server reads.
func (w *walker) read(content []byte) {
	loader, err := yaml.NewLoader(bytes.NewReader(content), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		w.problem(Syntax, w.source, Position{}, err.Error())
		return
	}
	var first, second yaml.Node
	switch err := loader.Load(&first); {
	case errors.Is(err, io.EOF):
		return // an empty file is a configuration without options
	case err != nil:
		w.broken(content, err)
		return
	}
	w.document(&first)
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		w.problem(Documents, w.source, Position{Line: second.Line}, "the server reads the first document only")
	}
}

// document reads the root, which is a map of options.
func (w *walker) document(n *yaml.Node) {
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	switch {
	case n.Kind == yaml.MappingNode:
		w.mapping("", n, maxDepth)
	case !isNull(n):
		w.problem(NoMap, w.source, at(n), "there is no map of options at the top level")
	}
}

// mapping reads the options of one section. A section with __exec or __rest is replaced by
// what a command or a server prints, which is not asked here.
func (w *walker) mapping(path string, n *yaml.Node, depth int) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name := n.Content[i].Value; name == "__exec" || name == "__rest" {
			w.problem(Expansion, w.source, at(n.Content[i]), expandedText(path, name))
			return
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		w.entry(path, n.Content[i], n.Content[i+1], n.Style&yaml.FlowStyle != 0, depth)
	}
}

func expandedText(path, directive string) string {
	if path == "" {
		path = "the whole configuration"
	}
	return path + " comes from " + directive + ", which is not followed here"
}

func (w *walker) entry(parent string, k, value *yaml.Node, flow bool, depth int) {
	if w.budget--; w.budget < 0 || depth == 0 {
		if w.budget == -1 || depth == 0 {
			w.problem(TooLarge, w.source, at(k), "the file has more or deeper options than any configuration")
		}
		return
	}
	path := joinPath(parent, k.Value)
	here := key{path: path, text: k.Value, at: at(k), flow: flow}
	w.keys = append(w.keys, here)
	if value.Kind == yaml.AliasNode && value.Alias != nil {
		value, w.aliased = value.Alias, true
	}
	s := Setting{Key: path, Source: w.source, At: here.at, valueAt: at(value), lastKey: here}
	switch {
	case value.Kind == yaml.MappingNode && len(value.Content) > 0:
		w.mapping(path, value, depth-1)
		return
	case value.Kind == yaml.MappingNode:
		s.Shape = Map
	case value.Kind == yaml.SequenceNode:
		s.Shape = List
	case isNull(value):
		s.Shape = Null
	default:
		s.Shape, s.Value = Scalar, value.Value
		s.plain = value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0
	}
	w.add(s)
}

// joinPath is the dotted name of a key. A key "value" stands for its section, as in the
// server's parser.
func joinPath(parent, name string) string {
	switch {
	case parent == "":
		return name
	case name == "value":
		return parent
	}
	return parent + "." + name
}

// isNull tells a value that is not there from an empty text.
func isNull(n *yaml.Node) bool {
	return n.Kind == 0 || n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style == 0
}

func at(n *yaml.Node) Position { return Position{Line: n.Line, Column: n.Column} }

// broken notes why the text is no YAML, and a tab where that is the reason.
func (w *walker) broken(content []byte, err error) {
	text, where := err.Error(), Position{}
	if detail := (*yaml.LoadError)(nil); errors.As(err, &detail) {
		text, where = detail.Message, Position{Line: detail.Mark.Line, Column: detail.Mark.Column}
	}
	if line := lineOf(content, where.Line); strings.Contains(line[:indent(line)], "\t") {
		w.problem(TabIndent, w.source, where, "the line is indented with a tab, and YAML takes spaces only")
		return
	}
	w.problem(Syntax, w.source, where, text)
}

// lineOf is a line of the text, from 1; "" for one that it has not.
func lineOf(content []byte, number int) string {
	for line := range bytes.Lines(content) {
		if number--; number == 0 {
			return string(line)
		}
	}
	return ""
}

// indent is the number of bytes of white space at the start of a line.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
