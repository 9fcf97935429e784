// Package command is the command line of mongotls: what each command takes, does and
// prints, and the exit status that it ends with (contract, sections 1 and 2). It is
// wiring: probing, judging and rendering are elsewhere.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

// Streams is all that the program shares with the process around it.
type Streams struct {
	In             io.Reader
	Out, Err       io.Writer
	Getenv         func(string) string
	OutTTY, ErrTTY bool
	// Passphrase asks for the passphrase of a key file on the terminal; it returns an
	// unset Secret where there is none.
	Passphrase func(file string) (target.Secret, error)
}

// Lab starts scenarios for the command lab. It is handed in, so that nothing here depends
// on the fixtures.
type Lab interface {
	// Describe lists every scenario: its name and what it is about.
	Describe() [][2]string
	// Run starts one scenario, calls ready with the doctor's command line, and ends with ctx.
	Run(ctx context.Context, name string, ready func(about, command string)) error
}

// Exit statuses that no category of failure decides (contract, section 2).
const (
	statusOK     = 0
	statusFailed = 1
	statusUsage  = 2
)

// exit is a status that a command ends with, after it has said why.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// usageError is a mistake in the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Run is the program: arguments and streams in, exit status out.
func Run(ctx context.Context, args []string, s Streams, lab Lab) (status int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(s.Err, "mongotls: defect, please report it: %v\n%s", r, debug.Stack())
			status = statusFailed
		}
	}()
	app := newApp(s, lab)
	err := app.RunContext(ctx, flagsFirst(app, args))
	var code exit
	var misuse *target.UsageError
	switch {
	case err == nil:
		return statusOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usageError{}), errors.As(err, &misuse):
		fmt.Fprintf(s.Err, "mongotls: %s\n", oneLine(err))
		return statusUsage
	}
	fmt.Fprintf(s.Err, "mongotls: %s\n", oneLine(err))
	return statusFailed
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func newApp(s Streams, lab Lab) *cli.App {
	app := &cli.App{
		Name: "mongotls", Usage: "a TLS doctor for MongoDB", Version: version(),
		Writer: s.Out, ErrWriter: s.Err,
		HideHelpCommand:        true,
		UseShortOptionHandling: false,
		ExitErrHandler:         func(*cli.Context, error) {}, // run decides
		OnUsageError:           onUsageError,
		Action:                 func(c *cli.Context) error { return noCommand(c, s) },
		Commands:               commands(s, lab),
	}
	for _, c := range app.Commands {
		c.OnUsageError, c.HideHelpCommand = onUsageError, true
	}
	return app
}

func onUsageError(c *cli.Context, err error, _ bool) error {
	where := "mongotls --help"
	if c.Command != nil && c.Command.Name != "" && c.Command.Name != "mongotls" {
		where = "mongotls " + c.Command.Name + " --help"
	}
	return usagef("%w (see %s)", err, where)
}

// noCommand answers "mongotls" and "mongotls something-unknown": usage on standard error.
func noCommand(c *cli.Context, s Streams) error {
	if c.Args().Present() {
		return usagef("there is no command %s: expected doctor, explain, render, lab, drivers or causes, for example: mongotls doctor db1.example.com:27017", target.Show(c.Args().First()))
	}
	c.App.Writer = s.Err
	if err := cli.ShowAppHelp(c); err != nil {
		return err
	}
	return exit(statusUsage)
}

// version is the version of the build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
