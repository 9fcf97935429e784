package command

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe/evidence"
	"mongotls/probe/local"
	"mongotls/probe/target"
	"mongotls/report"
)

// localJob is the examination of this machine, beside the targets.
type localJob struct {
	wanted, advisory bool
	environment      local.Environment
	timeout          time.Duration
	notes            []string
}

// localJob reads whether this machine is examined: --local asks for it, and -v tells of it
// without counting it.
func (p *program) localJob(c *cli.Context) (localJob, error) {
	timeout, err := target.ParseDuration(c.String("timeout"))
	if err != nil {
		return localJob{}, flagError("timeout", err)
	}
	dir, err := os.Getwd()
	if err != nil {
		dir = "" // a directory that was removed: nothing can lie in it
	}
	asked := c.Bool("local")
	return localJob{
		wanted: asked || c.Bool("verbose"), advisory: !asked, timeout: timeout, notes: p.notes,
		environment: local.Environment{Getenv: p.Getenv, Dir: dir, Now: time.Now, Run: local.Exec},
	}, nil
}

// examined is what became of the examination.
type examined struct {
	local  evidence.Local
	defect string
}

// grace is how long after the time bound, or an interrupt, the programs that were started may
// take to end: longer only where a file system hangs.
const grace = time.Second

// start begins the examination, and returns what adds it to the report as the last target.
func (j localJob) start(ctx context.Context) func([]report.Target) []report.Target {
	if !j.wanted {
		return func(targets []report.Target) []report.Target { return targets }
	}
	ctx, cancel := context.WithTimeout(ctx, j.timeout)
	found := make(chan examined, 1)
	go func() { found <- j.examine(ctx) }()
	return func(targets []report.Target) []report.Target {
		defer cancel()
		e := examined{local: unexamined()}
		select {
		case e = <-found:
		case <-ctx.Done():
			select {
			case e = <-found:
			case <-time.After(grace):
			}
		}
		if j.advisory && e.defect == "" && !e.local.Answered() {
			return targets // there is nothing to tell
		}
		return append(targets, j.judge(e, targets))
	}
}

// unexamined is what is known of this machine without looking.
func unexamined() evidence.Local {
	return evidence.Local{
		System: runtime.GOOS + "/" + runtime.GOARCH, Clock: evidence.Clock{Now: time.Now().UTC()},
		Notes: []string{"this machine was not examined to the end"},
	}
}

// examine ends a little before the time bound, so that what was learnt is still told. A panic
// is a defect of this tool.
func (j localJob) examine(ctx context.Context) (e examined) {
	defer func() {
		if r := recover(); r != nil {
			e.local, e.defect = unexamined(), fmt.Sprintf("%v\n%s", r, debug.Stack())
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, j.timeout*9/10)
	defer cancel()
	e.local = local.Examine(ctx, j.environment)
	return e
}

// judge makes a target of what was found. The clocks of the servers were learnt on the way.
func (j localJob) judge(e examined, targets []report.Target) report.Target {
	l := e.local
	l.Advisory = j.advisory
	for _, t := range targets {
		for _, m := range t.Evidence.Members {
			if h := m.Hello; h != nil && h.LocalTime != nil {
				l.Clock.Servers = append(l.Clock.Servers, evidence.ServerClock{Host: m.Host, Their: *h.LocalTime, Ours: h.ReceivedAt})
			}
		}
	}
	t := report.Target{Target: classify.ThisMachine, Evidence: evidence.Evidence{
		At: l.Clock.Now, Local: &l, Client: evidence.Client{CASource: evidence.SystemStore},
	}}
	if len(targets) == 0 {
		t.Notes = j.notes
	}
	t.Result = classify.Classify(&t.Evidence, classify.Options{})
	if e.defect != "" {
		t.Result.Verdict, t.Result.Defects = classify.Inconclusive, append(t.Result.Defects, e.defect)
	}
	return t
}
