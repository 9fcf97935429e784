// Package command is the command line of mongotls: what each command takes, does and
// prints, and the exit status that it ends with (contract, sections 1 and 2). It is
// wiring: probing, judging and rendering are elsewhere. A mistake in the command line is
// told in one line on standard error, and standard output then stays empty.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"unicode"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

// Streams is all that the program shares with the process around it. Every field is
// needed.
type Streams struct {
	In             io.Reader
	Out, Err       io.Writer
	Getenv         func(string) string
	OutTTY, ErrTTY bool
	// Passphrase asks for the passphrase of a key file on the terminal; it returns an
	// unset Secret where there is none.
	Passphrase func(file string) (target.Secret, error)
	// Password does the same for the password of a user.
	Password func(user string) (target.Secret, error)
}

// Lab starts scenarios for the command lab. It is handed in, so that nothing here depends
// on the fixtures.
type Lab interface {
	// Describe lists every scenario: its name and what it is about.
	Describe() [][2]string
	// Run starts one scenario, calls ready, and ends with ctx. Ready gets the doctor's
	// command line for a shell, and the same as the arguments behind "doctor" and the
	// KEY=VALUE pairs that its environment needs.
	Run(ctx context.Context, name string, ready func(about, command string, args, env []string)) error
}

// Exit statuses that no category of failure decides, and the highest of all (contract,
// section 2).
const (
	statusOK     = 0
	statusFailed = 1
	statusUsage  = 2
	maxStatus    = 6
)

// exit is a status that a command ends with, after it has said why.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// status is the error that ends a command with a status; nil for success.
func status(code int) error {
	if code == statusOK {
		return nil
	}
	return exit(code)
}

// usageError is a mistake in the command line.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// program is one run.
type program struct {
	Streams
	lab Lab
	// notes are what reading the command line gave rise to.
	notes []string
	// server is a server's command line, behind two dashes.
	server []string
}

// Run is the program: arguments and streams in, exit status out.
func Run(ctx context.Context, args []string, s Streams, lab Lab) (status int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(s.Err, "mongotls: defect, please report it: %v\n%s", r, debug.Stack())
			status = statusFailed
		}
	}()
	p := &program{Streams: s, lab: lab}
	err := p.run(ctx, args[min(1, len(args)):])
	var code exit
	switch {
	case err == nil:
		return statusOK
	case errors.As(err, &code):
		return int(code)
	}
	p.complain(err)
	var misuse *target.UsageError
	if errors.As(err, &usageError{}) || errors.As(err, &misuse) {
		return statusUsage
	}
	return statusFailed
}

// complain tells an error in one line.
func (p *program) complain(err error) { fmt.Fprintf(p.Err, "mongotls: %s\n", oneLine(err.Error())) }

// oneLine makes text safe for one line of a terminal.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return '?'
	}, text)
}

// run finds the command, reads its arguments and lets it act.
func (p *program) run(ctx context.Context, args []string) error {
	app := p.app()
	if len(args) == 0 {
		if err := helpOfAll(p.Err, app.Commands); err != nil {
			return err
		}
		return exit(statusUsage)
	}
	name := args[0]
	switch name {
	case "--help", "-h":
		return helpOfAll(p.Out, app.Commands)
	case "--version", "-v":
		_, err := fmt.Fprintf(p.Out, "mongotls %s\n", version())
		return err
	}
	command := app.Command(name)
	if command == nil {
		return noCommand(name, app.Commands)
	}
	a, err := readArguments(command, args[1:])
	if err != nil {
		return err
	}
	if a.help {
		return helpOf(p.Out, command)
	}
	p.notes, p.server = a.notes, a.after
	return app.RunContext(ctx, append([]string{app.Name, name}, a.inOrder()...))
}

// app has the commands and their flags. Help, version and the order of flags are not left
// to urfave/cli: it tells usage errors on standard output, ignores flags behind the first
// target, and ends the process by itself.
func (p *program) app() *cli.App {
	app := &cli.App{
		Name: "mongotls", Writer: p.Out, ErrWriter: p.Err,
		HideHelp: true, HideVersion: true,
		DisableSliceFlagSeparator: true, // a connection string has commas
		ExitErrHandler:            func(*cli.Context, error) {},
		Commands:                  p.commands(),
	}
	for _, c := range app.Commands {
		c.HideHelp = true
		c.OnUsageError = func(_ *cli.Context, err error, _ bool) error { return usageError{err} }
	}
	return app
}

// noCommand is the usage error for a word that is no command.
func noCommand(word string, commands []*cli.Command) error {
	if strings.HasPrefix(word, "-") {
		return usagef("%s stands before the command; flags follow it, for example: mongotls doctor --tlsCAFile ca.pem db1.example.com:27017", flagName(word))
	}
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.Name
	}
	return usagef("there is no command %s%s; expected %s, for example: mongotls doctor db1.example.com:27017",
		target.Show(word), didYouMean(target.Nearest(word, names)), strings.Join(names, ", "))
}

// version is the version of the build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
