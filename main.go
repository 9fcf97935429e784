// The settings widen what crypto/tls can look at; they do not soften any verdict.
//
//go:debug rsa1024min=0
//go:debug tlssha1=1
//go:debug tlsmaxrsasize=16384

// Mongotls is a TLS doctor for MongoDB: it connects to an endpoint as a driver would,
// finds the root cause of what fails, and says what to do on which machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"mongotls/fixtures"
	"mongotls/probe/target"
	"mongotls/report/command"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	status := command.Run(ctx, os.Args, command.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv,
		OutTTY: isTerminal(os.Stdout), ErrTTY: isTerminal(os.Stderr),
		Passphrase: func(file string) (target.Secret, error) {
			return typed(ctx, "Passphrase for "+target.ShowPath(file))
		},
		Password: func(user string) (target.Secret, error) { return typed(ctx, "Password for "+target.Show(user)) },
	}, fixtures.Runner{})
	os.Exit(status)
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }

// typed asks for a secret on the terminal; it is unset where there is no terminal. An
// interrupt leaves the terminal as it was.
func typed(ctx context.Context, prompt string) (target.Secret, error) {
	if !isTerminal(os.Stdin) || !isTerminal(os.Stderr) {
		return target.Secret{}, nil
	}
	stdin := int(os.Stdin.Fd())
	before, err := term.GetState(stdin)
	if err != nil {
		return target.Secret{}, err
	}
	fmt.Fprintf(os.Stderr, "%s: ", prompt)
	done := make(chan error, 1)
	var text []byte
	go func() {
		var err error
		text, err = term.ReadPassword(stdin)
		done <- err
	}()
	select {
	case err := <-done:
		fmt.Fprintln(os.Stderr)
		return target.NewSecret(string(text)), err
	case <-ctx.Done():
		fmt.Fprintln(os.Stderr)
		return target.Secret{}, errors.Join(errors.New("interrupted"), term.Restore(stdin, before))
	}
}
