package command

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"mongotls/report"
)

// Groups of flags in the help.
const (
	groupTarget  = "Target"
	groupTLS     = "TLS options, as in mongosh and in connection strings"
	groupLogin   = "Login"
	groupJudge   = "Judgement"
	groupProbe   = "Probing"
	groupOutput  = "Output"
	outputUsage  = "`FORMAT`: text (the default), short or json"
	listingUsage = "`FORMAT`: text (the default), json or markdown"
)

func outputFlags(usage string) []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: usage, Category: groupOutput},
		&cli.BoolFlag{Name: "json", Usage: "the same as -o json", Category: groupOutput},
	}
}

func styleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN`: auto (the default), always or never; NO_COLOR and TERM=dumb are honoured", Category: groupOutput},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "say only the conclusion", Category: groupOutput},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "say more: every driver, every finding", Category: groupOutput},
	}
}

// format is the output format that the flags ask for.
func format(c *cli.Context) (string, error) {
	asked := c.String("output")
	if !c.Bool("json") {
		return asked, nil
	}
	if c.IsSet("output") && asked != "json" {
		return "", usagef("--json and --output %s ask for two formats; give one", asked)
	}
	return "json", nil
}

// renderer is how a document is printed.
func renderer(c *cli.Context) (report.Renderer, error) {
	name, err := format(c)
	if err != nil {
		return nil, err
	}
	show, err := report.RendererFor(name)
	if err != nil {
		return nil, usageError{err}
	}
	return show, nil
}

// printer prints a document as the flags ask, and ends the command with the document's exit status.
func (p *program) printer(c *cli.Context) (func(report.Document) error, error) {
	st, err := p.style(c)
	if err != nil {
		return nil, err
	}
	show, err := renderer(c)
	if err != nil {
		return nil, err
	}
	return func(doc report.Document) error {
		if err := show(p.Out, doc, st); err != nil {
			return fmt.Errorf("cannot write the report: %w", err)
		}
		return status(doc.ExitCode)
	}, nil
}

// style is how the screen looks.
func (p *program) style(c *cli.Context) (report.Style, error) {
	mode, err := report.ParseColorMode(c.String("color"))
	if err != nil {
		return report.Style{}, usageError{err}
	}
	st := report.StyleFor(mode, p.Getenv, p.OutTTY)
	st.Quiet, st.Verbose = c.Bool("quiet"), c.Bool("verbose")
	if st.Quiet && st.Verbose {
		return st, usagef("--quiet and --verbose contradict each other; give one")
	}
	return st, nil
}
