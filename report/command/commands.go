package command

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
	"mongotls/report"
)

const doctorDescription = `TARGET is host, host:port, [IPv6]:port or mongodb://...; flags may stand before
or after it. Old names (--sslCAFile, ssl_ca_certs in a connection string) are
understood. mongotls causes lists what can be found out.

` + exitStatuses

func (p *program) commands() []*cli.Command {
	screen, listing := outputFlags(outputUsage), outputFlags(listingUsage)
	return []*cli.Command{
		{
			Name: "doctor", Usage: "diagnose live endpoints", ArgsUsage: "TARGET...",
			Description: doctorDescription, Flags: doctorFlags(), Action: p.doctor,
		},
		{
			Name: "explain", Usage: "explain an error message, a log line or a cause", ArgsUsage: "CAUSE|MESSAGE|-, or --lines FILE|-",
			Description: explainDescription, Flags: slices.Concat([]cli.Flag{linesFlag()}, outputFlags(explainUsage), styleFlags()), Action: p.explain,
		},
		{
			Name: "check-files", Usage: "examine certificates, keys and CA files without a network", ArgsUsage: "[-- mongod ...]",
			Description: exitStatuses, Flags: checkFilesFlags(), Action: p.checkFiles,
		},
		{
			Name: "upgrade", Usage: "tell the next step of a rolling upgrade to TLS", ArgsUsage: "TARGET",
			Description: upgradeDescription, Flags: upgradeFlags(), Action: p.upgrade,
		},
		{
			Name: "render", Usage: "print a saved JSON document again, in any output format", ArgsUsage: "FILE|-",
			Flags: slices.Concat(screen, styleFlags()), Action: p.render,
		},
		{
			Name: "lab", Usage: "start a broken endpoint on loopback, to try the tool on", ArgsUsage: "[SCENARIO]",
			Description: "Without SCENARIO it lists them. It runs until it is interrupted.",
			Flags:       labFlags(), Action: p.tryLab,
		},
		{
			Name: "drivers", Usage: "list the clients whose behaviour is known",
			Flags: slices.Concat(listing, styleFlags()), Action: p.drivers,
		},
		{
			Name: "causes", Usage: "list the causes that are known",
			Flags: slices.Concat(listing, styleFlags()), Action: p.causes,
		},
	}
}

// render prints a saved document again. The exit status is the document's.
func (p *program) render(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("render needs one saved document, for example: mongotls render report.json (- reads standard input)")
	}
	show, err := p.printer(c)
	if err != nil {
		return err
	}
	doc, err := p.read(c.Args().First())
	if err != nil {
		return err
	}
	return show(doc)
}

// read reads a saved document from a file or, by the name "-", from standard input.
func (p *program) read(name string) (report.Document, error) {
	in, shown := p.In, "standard input"
	if name != "-" {
		shown = target.ShowPath(name)
		f, err := os.Open(name)
		if err != nil {
			return report.Document{}, usagef("cannot read %s: %w", shown, reason(err))
		}
		defer f.Close()
		in = io.Reader(f)
	}
	doc, err := report.Read(in)
	if err != nil {
		return doc, usagef("%s: %w", shown, reason(err))
	}
	if doc.ExitCode < statusOK || doc.ExitCode > maxStatus {
		return doc, usagef("%s: exit_code is %d: a status from %d to %d is expected", shown, doc.ExitCode, statusOK, maxStatus)
	}
	return doc, nil
}

// reason is what the file system says, without the path that the message names already.
func reason(err error) error {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
