package command

import (
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

// arguments is what follows the command, sorted.
type arguments struct {
	help  bool
	flags []string // --name=value
	rest  []string // targets and the like
	after []string // those of rest that stand behind two dashes
	notes []string
}

// inOrder are the arguments as urfave/cli reads all of them: flags first.
func (a arguments) inOrder() []string {
	return append(append(append([]string{}, a.flags...), "--"), a.rest...)
}

// secretFlag is a flag with a password. As in mongosh it may stand without its value,
// which is then asked for where it is needed.
type secretFlag struct{ *cli.StringFlag }

// flagSpec is one flag of a command.
type flagSpec struct {
	name                       string // of all its names the first
	isBool, mayLack, mayRepeat bool
}

// reader sorts the arguments of one command.
type reader struct {
	command string
	known   map[string]flagSpec
	values  map[string]string // of the flags seen, by name
	arguments
}

// readArguments sorts the arguments of a command. Flags may stand before, between and
// after the others, up to "--".
func readArguments(command *cli.Command, args []string) (arguments, error) {
	r := &reader{command: command.Name, known: flagSpecs(command), values: map[string]string{}}
	for len(args) > 0 {
		switch first := args[0]; {
		case first == "--":
			r.after = args[1:]
			r.rest = append(r.rest, r.after...)
			return r.arguments, nil
		case first == "--help", first == "-h":
			return arguments{help: true}, nil
		case !isFlag(first):
			r.rest = append(r.rest, first)
			args = args[1:]
		default:
			used, err := r.flag(first, args[1:])
			if err != nil {
				return arguments{}, err
			}
			args = args[1+used:]
		}
	}
	return r.arguments, nil
}

func flagSpecs(command *cli.Command) map[string]flagSpec {
	known := map[string]flagSpec{}
	for _, f := range command.Flags {
		spec := flagSpec{name: f.Names()[0]}
		switch f.(type) {
		case *cli.BoolFlag:
			spec.isBool = true
		case secretFlag:
			spec.mayLack = true
		case *cli.StringSliceFlag:
			spec.mayRepeat = true
		}
		for _, name := range f.Names() {
			known[name] = spec
		}
	}
	return known
}

// isFlag tells flags from targets; a single dash is standard input.
func isFlag(arg string) bool { return strings.HasPrefix(arg, "-") && arg != "-" }

// flagName is the flag of an argument without its value, as a message may show it.
func flagName(arg string) string {
	name, _, _ := strings.Cut(arg, "=")
	return target.ShowPath(name)
}

// flag reads one flag, whose value may be the next argument; it returns how many of the
// next arguments it used. No message repeats a value that may be a secret.
func (r *reader) flag(arg string, next []string) (int, error) {
	name, value, valued := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	spec, known := r.known[name]
	if !known {
		// -uUSER, as the shell and the tools take it.
		if short := r.known[arg[1:2]]; short.name != "" && !short.isBool && !strings.HasPrefix(arg, "--") {
			return 0, r.set(short, flagName(arg[:2]), arg[2:])
		}
		return 0, r.unknown(arg, name)
	}
	shown := flagName(arg)
	switch {
	case valued:
		return 0, r.set(spec, shown, value)
	case spec.isBool && len(next) > 0 && (next[0] == "true" || next[0] == "false"):
		return 1, r.set(spec, shown, next[0])
	case spec.isBool:
		return 0, r.set(spec, shown, "true")
	case len(next) > 0 && !r.isKnown(next[0]):
		return 1, r.set(spec, shown, next[0])
	case spec.mayLack:
		return 0, nil
	case len(next) > 0:
		return 0, usagef("%s needs a value, and the flag %s follows; if that is the value, write %s=%s", shown, flagName(next[0]), shown, flagName(next[0]))
	}
	return 0, usagef("%s needs a value (mongotls %s --help tells which)", shown, r.command)
}

// isKnown tells whether an argument is a flag of this command.
func (r *reader) isKnown(arg string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	_, known := r.known[name]
	return isFlag(arg) && (known || arg == "--")
}

// set takes the value of a flag: the last one where there are several.
func (r *reader) set(spec flagSpec, shown, value string) error {
	if spec.isBool {
		if _, err := strconv.ParseBool(value); err != nil {
			return usagef("%s is %s: true or false is expected, or the flag alone", shown, target.Show(value))
		}
	}
	before, repeated := r.values[spec.name]
	if repeated && before != value && !spec.mayRepeat {
		r.notes = append(r.notes, "--"+spec.name+" is given more than once; the last one counts")
	}
	r.values[spec.name] = value
	r.flags = append(r.flags, "--"+spec.name+"="+value)
	return nil
}

func (r *reader) unknown(arg, name string) error {
	var names []string
	for known := range r.known {
		names = append(names, known)
	}
	hint := ""
	if near := target.Nearest(name, names); near != "" {
		hint = didYouMean(dashed(near))
	}
	return usagef("there is no flag %s%s (mongotls %s --help lists them)", flagName(arg), hint, r.command)
}

// dashed writes the name of a flag as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
