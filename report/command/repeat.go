package command

import (
	"context"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe/login"
	"mongotls/probe/target"
	"mongotls/report"
)

// Pauses between attempts: those of --wait grow, so that a server that is being restarted
// gets few connections.
const (
	firstPause  = 2 * time.Second
	longPause   = 10 * time.Second
	watchedEach = 10 * time.Second
)

// repeatFlags have the diagnosis repeated.
func repeatFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "wait", Usage: "repeat until nothing is wrong, for deploy scripts; the last attempt begins after `DURATION`", Category: groupProbe},
		&cli.BoolFlag{Name: "watch", Usage: "repeat every 10 s until interrupted; after the first report print what changed", Category: groupOutput},
	}
}

// clock is the time as repetitions see it.
type clock struct {
	now func() time.Time
	// sleep returns the error of ctx where that ends first.
	sleep func(ctx context.Context, d time.Duration) error
}

func systemClock() clock {
	return clock{now: time.Now, sleep: func(ctx context.Context, d time.Duration) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}
}

// repetition is what the flags ask for.
type repetition struct {
	wait  time.Duration // 0 = one attempt
	watch bool
}

func repetitionOf(c *cli.Context) (repetition, error) {
	r := repetition{watch: c.Bool("watch")}
	if r.watch && c.IsSet("write-chain") {
		return r, usagef("--watch prints changes and writes no file; give --write-chain without it")
	}
	if !c.IsSet("wait") {
		return r, nil
	}
	if r.watch {
		return r, usagef("--wait ends when nothing is wrong, and --watch does not end; give one")
	}
	var err error
	r.wait, err = target.ParseDuration(c.String("wait"))
	return r, flagError("wait", err)
}

// attempt is one diagnosis. Its error is a mistake in the command line.
type attempt func(ctx context.Context) (report.Document, error)

// until repeats an attempt until nothing is wrong, or can get right, and returns the last
// document. It begins no attempt after limit. Tell says what is waited for, and returns what
// erases it.
func until(ctx context.Context, with clock, limit time.Duration, try attempt, tell func(report.Document, time.Duration) func()) (report.Document, error) {
	end := with.now().Add(limit)
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		doc, err := try(ctx)
		left := end.Sub(with.now())
		if err != nil || doc.ExitCode == statusOK || passwordRefused(doc) || left <= 0 || ctx.Err() != nil {
			return doc, err
		}
		next := min(pause, left)
		erase := tell(doc, next)
		interrupted := with.sleep(ctx, next)
		erase()
		if interrupted != nil {
			return doc, nil
		}
	}
}

// passwordRefused tells whether a server took the password for wrong. It is not sent again in
// this run, so that no later attempt ends better.
func passwordRefused(doc report.Document) bool {
	for _, t := range doc.Targets {
		for _, m := range t.Evidence.Members {
			l := m.Login
			if l != nil && l.Mechanism != login.X509 && l.Denied() {
				return true
			}
		}
	}
	return false
}

// watch repeats an attempt until ctx ends, shows each document, and returns the status of
// the last one. A diagnosis that was interrupted is not shown. Alive says between two that it
// goes on, and returns what erases it.
func watch(ctx context.Context, with clock, try attempt, show func(report.Document) error, alive func(report.Document) func()) error {
	last := statusFailed
	for {
		doc, err := try(ctx)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return status(last)
		}
		if err := show(doc); err != nil {
			return fmt.Errorf("cannot write the report: %w", err)
		}
		last = doc.ExitCode
		erase := alive(doc)
		interrupted := with.sleep(ctx, watchedEach)
		erase()
		if interrupted != nil {
			return status(last)
		}
	}
}

// attempt is the diagnosis of some jobs, each time as of the present where no --at fixes it.
func (p *program) attempt(c *cli.Context, jobs []job, machine localJob, judge classify.Options, with clock) attempt {
	return func(ctx context.Context) (report.Document, error) {
		for i := range jobs {
			if !c.IsSet("at") {
				jobs[i].config.At = with.now()
			}
		}
		doc := p.diagnose(ctx, jobs, machine, judge)
		return doc, misusedFiles(jobs, doc)
	}
}

// waiting says on a terminal why another attempt follows, and when.
func (p *program) waiting(doc report.Document, next time.Duration) (erase func()) {
	return p.meanwhile(fmt.Sprintf("not healthy yet%s; next attempt in %s", firstCause(doc), next.Round(time.Second)))
}

// alive says on a terminal that the watch goes on, and when it looked last.
func (p *program) alive(doc report.Document) (erase func()) {
	return p.meanwhile("watching, last looked at " + doc.At.UTC().Format(time.TimeOnly) + " UTC; Ctrl-C ends it")
}

// meanwhile shows a line on a terminal, and returns what erases it.
func (p *program) meanwhile(text string) (erase func()) {
	if !p.ErrTTY || p.Getenv("TERM") == "dumb" {
		return func() {}
	}
	fmt.Fprint(p.Err, text)
	return func() { fmt.Fprint(p.Err, "\r\x1b[K") }
}

// firstCause is that of the first target with one.
func firstCause(doc report.Document) string {
	for _, t := range doc.Targets {
		if t.Result.Cause != "" {
			return ": " + string(t.Result.Cause)
		}
	}
	return ""
}

// watching shows the first document whole, and of each after it what changed: a line for each
// change. As JSON it is the whole document on one line, where something changed.
func (p *program) watching(form string, st report.Style, whole report.Renderer) func(report.Document) error {
	changes, first := report.Changes{}, true
	return func(doc report.Document) error {
		p.tellDefects(doc)
		lines := changes.Since(doc, st)
		switch {
		case len(lines) == 0 && !first:
			return nil
		case form == "json":
			first = false
			return report.CompactJSON(p.Out, doc)
		case first:
			first = false
			return whole(p.Out, doc, st)
		}
		for _, line := range lines {
			if _, err := fmt.Fprintln(p.Out, line); err != nil {
				return err
			}
		}
		return nil
	}
}
