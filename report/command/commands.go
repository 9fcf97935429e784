package command

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe/target"
	"mongotls/report"
)

func commands(s Streams, l Lab) []*cli.Command {
	return []*cli.Command{
		{
			Name: "doctor", Usage: "diagnose live endpoints", ArgsUsage: "TARGET...",
			Description: "TARGET is host, host:port, [IPv6]:port or mongodb://…; see docs/causes.md for what it can find.\n" +
				"Exit status: 0 nothing wrong, 1 could not conclude, 2 usage, 3 connection, 4 verify-failed,\n5 protocol-version, 6 revocation.",
			Flags:  doctorFlags(),
			Action: func(c *cli.Context) error { return doctor(c, s) },
		},
		{
			Name: "explain", Usage: "explain a cause and its remedies", ArgsUsage: "CAUSE...",
			Flags: styleFlags(), Action: func(c *cli.Context) error { return explain(c, s) },
		},
		{
			Name: "render", Usage: "print a saved JSON document again, in any output format", ArgsUsage: "FILE|-",
			Flags: append(outputFlags(), styleFlags()...), Action: func(c *cli.Context) error { return render(c, s) },
		},
		{
			Name: "lab", Usage: "start a deliberately broken endpoint on loopback, to try the tool on", ArgsUsage: "[SCENARIO]",
			Description: "Without SCENARIO it lists them. It runs until it is interrupted.",
			Action:      func(c *cli.Context) error { return lab(c, s, l) },
		},
		{
			Name: "drivers", Usage: "list the clients whose behaviour is known",
			Flags: append(outputFlags(), styleFlags()...), Action: func(c *cli.Context) error { return drivers(c, s) },
		},
		{
			Name: "causes", Usage: "list the causes that are known",
			Flags: append(outputFlags(), styleFlags()...), Action: func(c *cli.Context) error { return causes(c, s) },
		},
	}
}

// explain prints entries of the catalogue.
func explain(c *cli.Context, s Streams) error {
	if !c.Args().Present() {
		return usagef("explain needs a cause, for example: mongotls explain hostname-mismatch (mongotls causes lists them)")
	}
	st, err := style(c, s)
	if err != nil {
		return err
	}
	for _, word := range c.Args().Slice() {
		cause, ok := classify.Find(classify.Word(word))
		if !ok {
			fmt.Fprintf(s.Err, "mongotls: %s is not a known cause; mongotls causes lists them\n", target.Show(word))
			return exit(statusFailed)
		}
		if err := report.Explain(s.Out, cause, nil, st); err != nil {
			return err
		}
	}
	return nil
}

// render prints a saved document again. The exit status is the document's.
func render(c *cli.Context, s Streams) error {
	if c.NArg() != 1 {
		return usagef("render needs one saved document, for example: mongotls render report.json (- reads standard input)")
	}
	st, err := style(c, s)
	if err != nil {
		return err
	}
	show, err := report.RendererFor(format(c))
	if err != nil {
		return usageError{err}
	}
	in, done, err := open(c.Args().First(), s)
	if err != nil {
		return usageError{err}
	}
	defer done()
	doc, err := report.Read(in)
	if err != nil {
		return usageError{err}
	}
	if err := show(s.Out, doc, st); err != nil {
		return err
	}
	return status(doc.ExitCode)
}

// status is the error that makes run end with a status; nil for success.
func status(code int) error {
	if code == statusOK {
		return nil
	}
	return exit(code)
}

func open(name string, s Streams) (io.Reader, func(), error) {
	if name == "-" {
		return s.In, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read %s: %w", target.ShowPath(name), err)
	}
	return f, func() { f.Close() }, nil
}

// lab starts one scenario and says how to try the doctor on it.
func lab(c *cli.Context, s Streams, l Lab) error {
	if c.NArg() == 0 {
		for _, sc := range l.Describe() {
			fmt.Fprintf(s.Out, "%-34s %s\n", sc[0], sc[1])
		}
		return nil
	}
	return l.Run(c.Context, c.Args().First(), func(about, command string) {
		fmt.Fprintf(s.Out, "%s\n\n    %s\n\nInterrupt to end it.\n", about, command)
	})
}

// drivers lists the client profiles.
func drivers(c *cli.Context, s Streams) error {
	var rows []report.DriverRow
	for _, p := range driver.Known() {
		rows = append(rows, report.DriverRow{Name: p.Name, Title: p.Title, Version: p.Release, Runtime: p.Runtime,
			Source: strings.Join(p.Sources, "; "), Proved: proved(p.Proved)})
	}
	return list(c, s, listing{
		data:     rows,
		screen:   func(st report.Style) error { return report.DriverList(s.Out, rows, st) },
		markdown: func() error { return report.DriverMarkdown(s.Out, rows) },
	})
}

// causes lists the catalogue.
func causes(c *cli.Context, s Streams) error {
	all := classify.Catalogue()
	return list(c, s, listing{
		data:     all,
		screen:   func(st report.Style) error { return report.CauseList(s.Out, all, st) },
		markdown: func() error { return report.Markdown(s.Out, all) },
	})
}

// listing is a list in the forms that it can be printed in.
type listing struct {
	data     any
	screen   func(report.Style) error
	markdown func() error
}

func list(c *cli.Context, s Streams, l listing) error {
	st, err := style(c, s)
	if err != nil {
		return err
	}
	switch f := format(c); f {
	case "text", "short":
		return l.screen(st)
	case "markdown":
		return l.markdown()
	case "json":
		enc := json.NewEncoder(s.Out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(l.data)
	default:
		return usagef("unknown output format %s: expected text, json or markdown", target.Show(f))
	}
}
