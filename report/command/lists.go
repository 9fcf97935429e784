package command

import (
	"encoding/json"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe/target"
	"mongotls/report"
)

// drivers lists the client profiles.
func (p *program) drivers(c *cli.Context) error {
	rows := driverRows()
	return p.list(c, listing{
		data:     rows,
		screen:   func(st report.Style) error { return report.DriverList(p.Out, rows, st) },
		markdown: func() error { return report.DriverMarkdown(p.Out, rows) },
	})
}

// causes lists the catalogue.
func (p *program) causes(c *cli.Context) error {
	all := classify.Catalogue()
	return p.list(c, listing{
		data:     all,
		screen:   func(st report.Style) error { return report.CauseList(p.Out, all, st) },
		markdown: func() error { return report.Markdown(p.Out, all) },
	})
}

// listing is a list in the forms that it can be printed in.
type listing struct {
	data     any
	screen   func(report.Style) error
	markdown func() error
}

func (p *program) list(c *cli.Context, l listing) error {
	if c.Args().Present() {
		return usagef("%s takes no argument, and %s is given", c.Command.Name, target.Show(c.Args().First()))
	}
	st, err := p.style(c)
	if err != nil {
		return err
	}
	name, err := format(c)
	if err != nil {
		return err
	}
	switch name {
	case "text":
		return l.screen(st)
	case "markdown":
		return l.markdown()
	case "json":
		enc := json.NewEncoder(p.Out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(l.data)
	}
	return usagef("unknown output format %s: expected text, json or markdown", target.Show(name))
}
