package command

import (
	"context"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
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
		&cli.StringFlag{Name: "wait", Usage: "repeat for at most `DURATION` until nothing is wrong, for deploy scripts", Category: groupProbe},
		&cli.BoolFlag{Name: "watch", Usage: "repeat every 10 s until interrupted, and print what changed", Category: groupOutput},
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

// until repeats an attempt until nothing is wrong, at most for as long as limit, and returns
// the last document. Tell says what is waited for, and returns what erases it.
func until(ctx context.Context, with clock, limit time.Duration, try attempt, tell func(report.Document, time.Duration) func()) (report.Document, error) {
	end := with.now().Add(limit)
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		doc, err := try(ctx)
		left := end.Sub(with.now())
		if err != nil || doc.ExitCode == statusOK || left <= 0 || ctx.Err() != nil {
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

// watch repeats an attempt until ctx ends, shows each document, and returns the status of
// the last one. A diagnosis that was interrupted is not shown.
func watch(ctx context.Context, with clock, try attempt, show func(report.Document) error) error {
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
		if with.sleep(ctx, watchedEach) != nil {
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
	if !p.ErrTTY || p.Getenv("TERM") == "dumb" {
		return func() {}
	}
	fmt.Fprintf(p.Err, "not healthy yet%s; next attempt in %s", firstCause(doc), next.Round(time.Second))
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

// watching shows what changed since the last document: a line for each change, or the whole
// document on one line.
func (p *program) watching(form string, st report.Style) func(report.Document) error {
	changes := report.Changes{}
	return func(doc report.Document) error {
		p.tellDefects(doc)
		lines := changes.Since(doc, st)
		if len(lines) == 0 {
			return nil
		}
		if form == "json" {
			return report.CompactJSON(p.Out, doc)
		}
		for _, line := range lines {
			if _, err := fmt.Fprintln(p.Out, line); err != nil {
				return err
			}
		}
		return nil
	}
}
