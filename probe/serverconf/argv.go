package serverconf

import (
	"path"
	"slices"
	"strings"
)

// maxArguments bounds a command line.
const maxArguments = 1000

// ParseArguments reads a command line of mongod or mongos, with whatever stands before the
// program ("sudo -u mongodb /usr/bin/mongod"). Where no program is named, but a flag comes
// first, all of it is taken for the flags of a mongod. The file of --config is named in
// ConfigFile and not opened.
func ParseArguments(args []string) Config {
	c := Config{Format: CommandLine}
	if len(args) > maxArguments {
		c.problem(TooLarge, CommandLineSource, Position{}, "the command line is longer than any")
		return c
	}
	program := slices.IndexFunc(args, func(a string) bool { return programName(a) != "" })
	switch {
	case program >= 0:
		c.Program = programName(args[program])
		args = args[program+1:]
	case len(args) == 0 || !strings.HasPrefix(args[0], "-"):
		c.problem(NoProgram, CommandLineSource, Position{}, "no mongod and no mongos is in the command line")
		return c
	}
	for len(args) > 0 {
		args = args[1+c.argument(args[0], args[1:]):]
	}
	return c
}

// programName is the program that an argument runs; "" for any other argument.
func programName(arg string) string {
	base := strings.TrimSuffix(path.Base(strings.ReplaceAll(arg, `\`, "/")), ".exe")
	if base == "mongod" || base == "mongos" {
		return base
	}
	return ""
}

// argument reads one argument as boost::program_options does in the server's style: one or
// two dashes, a value behind "=" or as the next argument. It returns how many of the next
// arguments it used.
func (c *Config) argument(arg string, next []string) int {
	if !strings.HasPrefix(arg, "-") || arg == "-" || arg == "--" {
		return 0
	}
	flag, value, valued := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	if flag == "f" {
		flag = "config"
	}
	s := Setting{Flag: flag, Shape: Scalar, Value: value, Source: CommandLineSource}
	option, _ := findFlag(flag)
	isSwitch := option != nil && (option.Kind == Switch || flag == "auth")
	switch {
	case isSwitch && valued:
		c.problem(ExtraValue, CommandLineSource, Position{}, "--"+flag+" takes no value")
	case isSwitch:
		s.Value = "true"
	case valued:
	case len(next) > 0 && !strings.HasPrefix(next[0], "-"):
		s.Value = next[0]
		c.value(s)
		return 1
	case option != nil && option.Kind == Password:
		return 0 // the server asks for it
	case option != nil || flag == Parameters || flag == "config":
		c.problem(NoValue, CommandLineSource, Position{}, "--"+flag+" has no value")
		return 0
	}
	c.value(s)
	return 0
}

// value takes a flag with its value.
func (c *Config) value(s Setting) {
	if s.Flag == "config" {
		c.ConfigFile = s.Value
		return
	}
	c.addFlag(s)
}

// Merge is a command line together with the file that it names: what the command line
// sets counts. Two names of the mode are two options, as for the server.
func Merge(line, file Config) Config {
	out := line
	out.Format, out.keys = file.Format, file.keys
	out.Problems = slices.Concat(line.Problems, file.Problems)
	out.Settings = slices.Clone(line.Settings)
	for _, s := range file.Settings {
		s.Overridden = slices.ContainsFunc(line.Settings, func(l Setting) bool { return l.overrides(s) })
		out.Settings = append(out.Settings, s)
	}
	return out
}

// overrides tells whether a flag replaces a setting of the file.
func (s Setting) overrides(o Setting) bool {
	if s.Option == nil || o.Option == nil || s.Option.Name != o.Option.Name {
		return false
	}
	return !s.Option.severalNames() || s.Key == o.Key
}

// severalNames tells the options whose old name is an option of its own to the server:
// giving both is an error there, and not an override.
func (o Option) severalNames() bool { return o.Name == "net.tls.mode" }
