package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe"
	"mongotls/probe/setup"
	"mongotls/probe/target"
	"mongotls/report"
)

func doctorFlags() []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "host", Usage: "`NAME` of the server, instead of TARGET"},
		&cli.StringFlag{Name: "port", Usage: "`PORT` of --host"},
	}
	for _, spec := range target.Flags() {
		flags = append(flags, optionFlag(spec.Name, spec.Short, spec.Kind, spec.Usage, false))
		for _, old := range spec.Old {
			flags = append(flags, optionFlag(old, nil, spec.Kind, "", true))
		}
	}
	flags = append(flags,
		&cli.StringSliceFlag{Name: "driver", Usage: "judge as the client `NAME[@VERSION]` does; repeatable (default: the five families)"},
		&cli.StringFlag{Name: "fail-on", Value: "error", Usage: "error or warning"},
		&cli.StringFlag{Name: "expires-within", Value: "30d", Usage: "warn this long before a certificate on the path ends"},
		&cli.StringFlag{Name: "timeout", Value: "10s", Usage: "bound on one target's whole diagnosis"},
		&cli.BoolFlag{Name: "offline", Usage: "contact nothing but the target"},
		&cli.BoolFlag{Name: "any-address", Usage: "let URLs in certificates lead to loopback and private addresses"},
		&cli.StringFlag{Name: "at", Usage: "judge as of another `TIME`"},
		&cli.StringSliceFlag{Name: "resolve", Usage: "`name:port:addr`: dial another address; repeatable"},
		&cli.BoolFlag{Name: "no-discover", Usage: "only the given endpoint, not the members that it names"},
		&cli.BoolFlag{Name: "ciphers", Usage: "list every cipher suite and group that the server accepts"},
		&cli.StringFlag{Name: "write-chain", Usage: "write the chain that the server should send to `FILE`"},
	)
	return append(append(flags, outputFlags()...), styleFlags()...)
}

func optionFlag(name string, short []string, kind target.Kind, usage string, hidden bool) cli.Flag {
	if kind == target.Bool {
		return &cli.BoolFlag{Name: name, Aliases: short, Usage: usage, Hidden: hidden}
	}
	return &cli.StringFlag{Name: name, Aliases: short, Usage: usage, Hidden: hidden}
}

// job is one target with all that its probe needs.
type job struct {
	target target.Target
	config probe.Config
	notes  []string
}

// doctor diagnoses every target and prints one document.
func doctor(c *cli.Context, s Streams) error {
	st, err := style(c, s)
	if err != nil {
		return err
	}
	show, err := report.RendererFor(format(c))
	if err != nil {
		return usageError{err}
	}
	judge, err := judgement(c)
	if err != nil {
		return err
	}
	jobs, err := jobs(c, s)
	if err != nil {
		return err
	}
	start := time.Now()
	done := progress(s, jobs)
	doc := report.Document{
		Schema: report.SchemaID, Tool: report.Tool{Name: "mongotls", Version: version()},
		At: start.UTC(), Targets: examine(c.Context, jobs, judge),
	}
	done()
	doc.DurationMS = time.Since(start).Milliseconds()
	results := make([]classify.Result, len(doc.Targets))
	for i, t := range doc.Targets {
		results[i] = t.Result
		if err := misusedCA(jobs[i], t); err != nil {
			return err
		}
	}
	doc.ExitCode = classify.ExitStatus(results, judge.FailOn)
	if err := writeChain(c.String("write-chain"), doc); err != nil {
		return err
	}
	if err := show(s.Out, doc, st); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return status(doc.ExitCode)
}

// examine probes and judges all targets at once, in their order.
func examine(ctx context.Context, jobs []job, judge classify.Options) []report.Target {
	out := make([]report.Target, len(jobs))
	var wg sync.WaitGroup
	for i, j := range jobs {
		wg.Go(func() {
			e := probe.Run(ctx, j.config, j.target)
			out[i] = report.Target{Target: j.target.Text, Result: classify.Classify(&e, judge), Evidence: e, Notes: j.notes}
		})
	}
	wg.Wait()
	return out
}

// judgement reads the flags that say who judges and what counts.
func judgement(c *cli.Context) (classify.Options, error) {
	o := classify.Options{Judges: driver.Families(), FailOn: classify.Severity(c.String("fail-on"))}
	if o.FailOn != classify.Error && o.FailOn != classify.Warning {
		return o, usagef("--fail-on is %s: expected error or warning", target.Show(string(o.FailOn)))
	}
	if names := c.StringSlice("driver"); len(names) > 0 {
		o.Judges = nil
		for _, name := range names {
			p, err := driver.Find(name)
			if err != nil {
				return o, usageError{err}
			}
			o.Judges = append(o.Judges, p)
		}
	}
	var err error
	o.ExpiresWithin, err = target.ParseDuration(c.String("expires-within"))
	return o, flagError("expires-within", err)
}

func flagError(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usagef("--%s: %w", flag, err)
}

// jobs reads the targets, and for each the files that it names.
func jobs(c *cli.Context, s Streams) ([]job, error) {
	flags, notes, err := optionsOf(c)
	if err != nil {
		return nil, err
	}
	targets, err := targets(c)
	if err != nil {
		return nil, err
	}
	var out []job
	for _, t := range targets {
		t, err := target.Merge(t, flags)
		if err != nil {
			return nil, err
		}
		if err := t.Dialable(); err != nil {
			return nil, err
		}
		if t.SRV {
			return nil, usagef("mongodb+srv is not looked up yet; give the members, for example: mongotls doctor mongodb://db1.example.com:27017,db2.example.com:27017/?tls=true")
		}
		config, more, err := setup.Load(t.Options, setup.Environment{Getenv: s.Getenv, Passphrase: s.Passphrase})
		if err != nil {
			return nil, err
		}
		if err := shared(c, &config); err != nil {
			return nil, err
		}
		j := job{target: t, config: config, notes: append(append([]string{}, notes...), more...)}
		for _, n := range t.Notes {
			j.notes = append(j.notes, n.Text)
		}
		out = append(out, j)
	}
	return out, nil
}

// shared reads the flags that are the same for every target.
func shared(c *cli.Context, config *probe.Config) (err error) {
	config.Version = version()
	config.Offline, config.AnyAddress, config.Ciphers = c.Bool("offline"), c.Bool("any-address"), c.Bool("ciphers")
	if config.Timeout, err = target.ParseDuration(c.String("timeout")); err != nil {
		return flagError("timeout", err)
	}
	if config.Timeout <= 0 {
		return usagef("--timeout is 0: a duration above zero is expected, for example: --timeout 10s")
	}
	config.At = config.Now()
	if at := c.String("at"); at != "" {
		if config.At, err = target.ParseTime(at, config.At); err != nil {
			return flagError("at", err)
		}
	}
	for _, text := range c.StringSlice("resolve") {
		r, err := target.ParseResolve(text)
		if err != nil {
			return err
		}
		config.Resolve = append(config.Resolve, r)
	}
	return nil
}

// optionsOf collects the flags that are options of the endpoint.
func optionsOf(c *cli.Context) (target.Options, []string, error) {
	var o target.Options
	var notes []string
	for _, spec := range target.Flags() {
		for _, name := range append([]string{spec.Name}, spec.Old...) {
			if !c.IsSet(name) {
				continue
			}
			more, err := o.Set(name, fmt.Sprint(c.Value(name)))
			if err != nil {
				return o, nil, err
			}
			for _, n := range more {
				notes = append(notes, n.Text)
			}
		}
	}
	return o, notes, nil
}

func targets(c *cli.Context) ([]target.Target, error) {
	var out []target.Target
	if c.IsSet("host") {
		t, err := target.FromHost(c.String("host"), c.String("port"))
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	for _, text := range c.Args().Slice() {
		t, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, usagef("doctor needs a target, for example: mongotls doctor db1.example.com:27017")
	}
	return out, nil
}

// misusedCA is the usage error for a CA file that holds no CA and nothing of the server's
// chain either: the wrong file was given. A file with the server's own certificate is a
// diagnosis (ca-file-lacks-root).
func misusedCA(j job, t report.Target) error {
	if j.target.Options.CAFile == "" || t.Result.Cause == "ca-file-lacks-root" || !setup.NoAnchor(j.config.Anchors) {
		return nil
	}
	return &target.UsageError{
		Msg:     "--tlsCAFile " + target.ShowPath(j.target.Options.CAFile) + " holds no CA certificate, only end-entity certificates; the certificate of the CA that issued the server's is expected",
		Example: "--tlsCAFile ca.pem",
	}
}

// writeChain writes the chain that the first member with a missing intermediate should send.
func writeChain(file string, doc report.Document) error {
	if file == "" {
		return nil
	}
	for _, t := range doc.Targets {
		if pem := classify.ServerChain(&t.Evidence); pem != "" {
			if err := os.WriteFile(file, []byte(pem), 0o644); err != nil {
				return usageError{fmt.Errorf("--write-chain: %w", err)}
			}
			return nil
		}
	}
	return errors.New("--write-chain: no complete chain was found, so nothing was written")
}

// progress says on a terminal what is being waited for, and returns what erases it.
func progress(s Streams, jobs []job) func() {
	if !s.ErrTTY {
		return func() {}
	}
	names := make([]string, 0, len(jobs))
	for _, j := range jobs {
		names = append(names, j.target.Hosts[0].String())
	}
	fmt.Fprintf(s.Err, "examining %s …", target.ShowPath(strings.Join(names, ",")))
	return func() { fmt.Fprint(s.Err, "\r\x1b[K") }
}

func proved(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
