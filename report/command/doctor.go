package command

import (
	"context"
	"fmt"
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
	jobs, err := p.jobs(c)
	if err != nil {
		return err
	}
	doc := p.diagnose(c.Context, jobs, judge)
	if err := misusedFiles(jobs, doc); err != nil {
		return err
	}
	if file := c.String("write-chain"); file != "" {
		if err := writeChain(file, doc); err != nil {
			return err
		}
	}
	if err := show(p.Out, doc, st); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return status(doc.ExitCode)
}

// diagnose is the whole of one run. When ctx is cancelled it is what was learnt by then.
func (p *program) diagnose(ctx context.Context, jobs []job, judge classify.Options) report.Document {
	start := time.Now()
	erase := p.progress(jobs)
	doc := report.Document{
		Schema: report.SchemaID, Tool: report.Tool{Name: "mongotls", Version: version()},
		At: start.UTC(), Targets: examine(ctx, jobs, judge),
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
