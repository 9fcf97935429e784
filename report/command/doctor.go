package command

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe"
	"mongotls/report"
)

// doctor diagnoses every target and prints one document.
func (p *program) doctor(c *cli.Context) error {
	st, err := p.style(c)
	if err != nil {
		return err
	}
	show, err := renderer(c)
	if err != nil {
		return err
	}
	judge, err := judgement(c)
	if err != nil {
		return err
	}
	repeated, err := repetitionOf(c)
	if err != nil {
		return err
	}
	jobs, err := p.jobs(c)
	if err != nil {
		return err
	}
	machine, err := p.localJob(c)
	if err != nil {
		return err
	}
	with := systemClock()
	try := p.attempt(c, jobs, machine, judge, with)
	if repeated.watch {
		form, _ := format(c)
		return watch(c.Context, with, try, p.watching(form, st, show), p.alive)
	}
	doc, err := until(c.Context, with, repeated.wait, try, p.waiting)
	if err != nil {
		return err
	}
	if file := c.String("write-chain"); file != "" {
		if err := writeChain(file, doc); err != nil {
			return err
		}
	}
	p.tellDefects(doc)
	if err := show(p.Out, doc, st); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return status(doc.ExitCode)
}

// diagnose is the whole of one run. When ctx is cancelled it is what was learnt by then.
func (p *program) diagnose(ctx context.Context, jobs []job, machine localJob, judge classify.Options) report.Document {
	start := time.Now()
	erase := p.progress(jobs)
	withMachine := machine.start(ctx)
	doc := report.Document{
		Schema: report.SchemaID, Tool: report.Tool{Name: "mongotls", Version: version()},
		At: start.UTC(), Targets: withMachine(examine(ctx, jobs, judge)),
	}
	erase()
	doc.DurationMS = time.Since(start).Milliseconds()
	results := make([]classify.Result, len(doc.Targets))
	for i, t := range doc.Targets {
		results[i] = t.Result
	}
	doc.ExitCode = classify.ExitStatus(results, judge.FailOn)
	return doc
}

// maxAtOnce bounds the targets examined at once.
const maxAtOnce = 32

// examine probes and judges all targets, in their order.
func examine(ctx context.Context, jobs []job, judge classify.Options) []report.Target {
	out := make([]report.Target, len(jobs))
	slots := make(chan struct{}, maxAtOnce)
	var wg sync.WaitGroup
	for i, j := range jobs {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i] = j.examine(ctx, judge)
		})
	}
	wg.Wait()
	return out
}

// examine probes and judges one target. A panic is a defect of this tool: nothing is
// concluded of the target, and the others are still reported.
func (j job) examine(ctx context.Context, judge classify.Options) (t report.Target) {
	t = report.Target{Target: j.target.Text, Notes: j.notes}
	defer func() {
		if r := recover(); r != nil {
			t.Result = classify.Result{Verdict: classify.Inconclusive, Defects: []string{fmt.Sprintf("%v\n%s", r, debug.Stack())}}
		}
	}()
	j.config.Simulants = simulants(judge, j.config.Simulate)
	t.Evidence = probe.Run(ctx, j.config, j.target)
	if j.config.Simulate && simulated(t.Evidence) {
		t.Notes = append(slices.Clip(t.Notes), unrecorded(judge)...)
	}
	t.Notes = append(slices.Clip(t.Notes), servedFiles(t.Evidence)...)
	t.Result = classify.Classify(&t.Evidence, judge)
	return t
}

// tellDefects tells what failed inside this tool; the document has each in full.
func (p *program) tellDefects(doc report.Document) {
	for _, t := range doc.Targets {
		defects := slices.Clone(t.Result.Defects)
		for _, m := range t.Evidence.Members {
			defects = append(defects, m.Defect)
		}
		for _, d := range defects {
			if first, _, _ := strings.Cut(d, "\n"); first != "" {
				p.complain(fmt.Errorf("defect, please report it with the output of -o json: %s", first))
			}
		}
	}
}
