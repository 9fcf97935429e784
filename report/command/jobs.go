package command

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe"
	"mongotls/probe/setup"
	"mongotls/probe/target"
)

// job is one target with all that its probe needs.
type job struct {
	target target.Target
	config probe.Config
	notes  []string
}

// jobs reads the targets, and for each the files that it names. Files are opened last:
// no passphrase is asked for in vain.
func (p *program) jobs(c *cli.Context) ([]job, error) {
	limits, err := settingsOf(c)
	if err != nil {
		return nil, err
	}
	flags, notes, err := options(c)
	if err != nil {
		return nil, err
	}
	targets, err := targets(c, flags)
	if err != nil {
		return nil, err
	}
	environment := setup.Environment{Getenv: p.Getenv, Passphrase: askOnce(p.Passphrase)}
	logins := p.logins()
	out := make([]job, 0, len(targets))
	for _, t := range targets {
		config, more, err := setup.Load(t.Options, environment)
		if err != nil {
			return nil, err
		}
		if t, err = logins.complete(t); err != nil {
			return nil, err
		}
		limits.apply(&config)
		config.Attempts = logins.attempts
		j := job{target: t, config: config, notes: slices.Concat(p.notes, notes, more)}
		for _, n := range t.Notes {
			j.notes = append(j.notes, n.Text)
		}
		out = append(out, j)
	}
	return out, nil
}

// askOnce asks for the passphrase of each file once, however many targets need it.
func askOnce(ask func(string) (target.Secret, error)) func(string) (target.Secret, error) {
	known := map[string]target.Secret{}
	return func(file string) (target.Secret, error) {
		if secret, ok := known[file]; ok {
			return secret, nil
		}
		secret, err := ask(file)
		if err == nil {
			known[file] = secret
		}
		return secret, err
	}
}

// targets are all that the command line names, with the options of its flags.
func targets(c *cli.Context, flags target.Options) ([]target.Target, error) {
	named, err := named(c)
	if err != nil {
		return nil, err
	}
	if len(named) == 0 && c.Bool("local") {
		return nil, nil
	}
	if len(named) == 0 {
		return nil, usagef("doctor needs a target, for example: mongotls doctor db1.example.com:27017")
	}
	for i, t := range named {
		t, err := target.Merge(t, flags)
		if err != nil {
			return nil, err
		}
		if err := t.Dialable(); err != nil {
			return nil, err
		}
		named[i] = t
	}
	return named, nil
}

// named parses the targets: those of the flags first, as mongosh and the tools take them.
func named(c *cli.Context) ([]target.Target, error) {
	words := c.Args().Slice()
	var out []target.Target
	switch host, port := c.String("host"), c.String("port"); {
	case c.IsSet("host") || c.IsSet("port") && len(words) == 0:
		t, err := target.FromHost(host, port)
		if err != nil {
			return nil, err
		}
		out = append(out, besideHost(t, &words))
	case c.IsSet("port") && len(words) > 1:
		return nil, usagef("--port goes with one target, and several are given; write each as host:port")
	case c.IsSet("port"):
		t, err := target.FromHost(words[0], port)
		return []target.Target{t}, err
	}
	if c.IsSet("uri") {
		words = append([]string{c.String("uri")}, words...)
	}
	for _, text := range words {
		t, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// besideHost takes a single plain word beside --host for the name of a database, which it
// is in mongosh and in the older shell.
func besideHost(t target.Target, words *[]string) target.Target {
	if len(*words) != 1 || strings.ContainsAny((*words)[0], ".:/,[") || (*words)[0] == "localhost" {
		return t
	}
	t.Database = (*words)[0]
	t.Notes = append(t.Notes, target.Note{Text: target.Show(t.Database) + " beside --host is taken for the name of a database"})
	*words = nil
	return t
}
