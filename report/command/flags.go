package command

import (
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/report"
)

func outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: "`FORMAT`: text, short or json"},
		&cli.BoolFlag{Name: "json", Usage: "the same as -o json"},
	}
}

func styleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "auto, always or never; NO_COLOR and TERM=dumb are honoured"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say only the conclusion"},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "say more: every driver, every finding"},
	}
}

func format(c *cli.Context) string {
	if c.Bool("json") {
		return "json"
	}
	return c.String("output")
}

func style(c *cli.Context, s Streams) (report.Style, error) {
	mode, err := report.ParseColorMode(c.String("color"))
	if err != nil {
		return report.Style{}, usageError{err}
	}
	st := report.StyleFor(mode, s.Getenv, s.OutTTY)
	st.Quiet, st.Verbose = c.Bool("quiet"), c.Bool("verbose")
	return st, nil
}

// flagsFirst moves the flags that follow a command's targets before them, because
// urfave/cli silently takes everything after the first target for targets.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	command := app.Command(args[1])
	if command == nil {
		return args
	}
	valued := map[string]bool{}
	for _, f := range command.Flags {
		_, isBool := f.(*cli.BoolFlag)
		for _, name := range f.Names() {
			valued[name] = !isBool
		}
	}
	flags, rest := []string{}, []string{}
	for i := 2; i < len(args); i++ {
		name := strings.TrimLeft(args[i], "-")
		switch {
		case args[i] == "--":
			rest = append(rest, args[i:]...)
			i = len(args)
		case !strings.HasPrefix(args[i], "-") || args[i] == "-":
			rest = append(rest, args[i])
		default:
			flags = append(flags, args[i])
			if valued[name] && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
		}
	}
	return append(append(append([]string{}, args[:2]...), flags...), rest...)
}
