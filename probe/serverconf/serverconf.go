// Package serverconf reads how a mongod or mongos is told to speak TLS: its configuration
// file, in YAML or in the format of before 2.6, and its command line. It promises to
// follow the server's own option parser (mongodb/mongo, util/options_parser), to know for
// every setting where it stands, and to judge nothing: a setting that the server would
// refuse is reported like any other. No secret leaves it but through Config.Secret.
//
// It opens no file: bytes and arguments go in.
package serverconf

import (
	"slices"
	"strings"

	"mongotls/probe/target"
)

// Bounds on what is read. A real configuration has some hundred lines.
const (
	MaxBytes    = 1 << 20
	maxDepth    = 32
	maxSettings = 1000
	maxValue    = 1024 // bytes of a value that are kept
)

// Format of a source of settings.
type Format string

const (
	YAML        Format = "yaml"
	INI         Format = "ini" // name = value, the only format before 2.6
	CommandLine Format = "command-line"
)

// Shape of a value.
type Shape string

const (
	Scalar Shape = "scalar"
	Null   Shape = "null" // nothing stands behind the colon
	List   Shape = "list"
	Map    Shape = "map"
)

// Position is a place in a file, both from 1, the column in characters; zero for none.
type Position struct{ Line, Column int }

// Setting is one option as it was written.
type Setting struct {
	// Key is the dotted name as written, or the one that the flag stands for.
	Key string
	// Flag is the flag as typed, without its dashes; "" in a file.
	Flag   string
	Option *Option // nil where the table does not know the key
	Shape  Shape
	// Value is "" for a secret.
	Value  string
	Source string // the file, or CommandLineSource
	At     Position
	// Overridden is set where the command line sets the same option.
	Overridden bool

	secret  target.Secret
	valueAt Position
	plain   bool // a YAML scalar on one line, which can be replaced in place
	lastKey key  // where the last part of the key stands
}

// CommandLineSource is the Source of a flag.
const CommandLineSource = "command line"

// Kind of a problem: something that the settings alone do not show.
type Kind string

const (
	Unreadable Kind = "unreadable"  // the file cannot be read
	TooLarge   Kind = "too-large"   // a bound of this package was met
	Syntax     Kind = "syntax"      // no YAML
	TabIndent  Kind = "tab"         // YAML that is indented with a tab
	NoMap      Kind = "no-map"      // YAML without options
	Expansion  Kind = "expansion"   // __exec or __rest, which is not followed
	Documents  Kind = "documents"   // a second YAML document
	Alias      Kind = "alias"       // an alias that is not followed
	NoProgram  Kind = "no-program"  // the command line names no mongod or mongos
	NoValue    Kind = "no-value"    // a flag without the value that it needs
	ExtraValue Kind = "extra-value" // a switch with a value
)

// Problem is one of them, with the place where it shows.
type Problem struct {
	Kind   Kind
	Source string
	At     Position
	Text   string
}

// Config is everything that was read.
type Config struct {
	Program    string // "mongod" or "mongos"; "" where it is not told
	Format     Format
	Settings   []Setting // in the order of the source; the command line's first
	Problems   []Problem
	ConfigFile string // that the command line names; "" for none

	// For Fix: the keys of the YAML file, and whether parts of it stand for several.
	keys    []key
	aliased bool
}

// Effective is the setting that counts for an option, by its current name; nil where it
// is not set.
func (c Config) Effective(name string) *Setting {
	i := slices.IndexFunc(c.Settings, func(s Setting) bool {
		return s.Option != nil && s.Option.Name == name && !s.Overridden
	})
	if i < 0 {
		return nil
	}
	return &c.Settings[i]
}

// Secret is the value of an option that is a password; unset where there is none.
func (c Config) Secret(name string) target.Secret {
	if s := c.Effective(name); s != nil {
		return s.secret
	}
	return target.Secret{}
}

// problem notes one.
func (c *Config) problem(kind Kind, source string, at Position, text string) {
	c.Problems = append(c.Problems, Problem{Kind: kind, Source: source, At: at, Text: text})
}

// hidden tells whether the value may be a secret: that of a password, and of an unknown key
// that looks like one.
func (s Setting) hidden() bool {
	if s.Option != nil {
		return s.Option.Kind == Password
	}
	key := strings.ToLower(s.Key)
	return strings.Contains(key, "pas") || strings.Contains(key, "secret") || strings.Contains(key, "pwd")
}

// add adds a setting, its value bounded, and a secret hidden.
func (c *Config) add(s Setting) {
	if len(c.Settings) >= maxSettings {
		return
	}
	if s.Option == nil {
		s.Option = Find(s.Key)
	}
	if s.hidden() {
		s.secret, s.Value = target.NewSecret(s.Value), ""
	}
	if len(s.Value) > maxValue {
		s.Value = strings.ToValidUTF8(s.Value[:maxValue], "")
	}
	c.Settings = append(c.Settings, s)
}

// Failed is the configuration of a file that cannot be read.
func Failed(source, why string) Config {
	c := Config{Format: YAML}
	c.problem(Unreadable, source, Position{}, why)
	return c
}

// Has tells whether a key or a flag is there, of TLS or not.
func (c Config) Has(key string) bool {
	return slices.ContainsFunc(c.Settings, func(s Setting) bool { return s.Key == key })
}

// RelativeFiles are the paths of the configuration that depend on the directory in which
// the server is started.
func (c Config) RelativeFiles() []string {
	var out []string
	for _, s := range c.Settings {
		absolute := strings.HasPrefix(s.Value, "/") || strings.HasPrefix(s.Value, `\`) || strings.Contains(s.Value, ":")
		if s.Option != nil && s.Option.Kind == File && s.Value != "" && !absolute && !s.Overridden {
			out = append(out, s.Value)
		}
	}
	return out
}
