package command

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

func labFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "run", Usage: "run the doctor on the scenario, end it, and exit with the doctor's status", Category: "Lab"},
	}
}

// tryLab lists the scenarios, or starts one and says how to try the doctor on it.
func (p *program) tryLab(c *cli.Context) error {
	name, run := c.Args().First(), c.Bool("run")
	switch {
	case c.NArg() > 1:
		return usagef("lab takes one scenario, for example: mongotls lab %s", target.ShowPath(name))
	case name == "" && run:
		return usagef("--run needs a scenario, for example: mongotls lab --run expired (mongotls lab lists them)")
	case name == "":
		return p.scenarios()
	}
	if err := p.knownScenario(name); err != nil {
		return err
	}
	if run {
		return p.runLab(c.Context, name)
	}
	return p.lab.Run(c.Context, name, func(about, command string, _, _ []string) {
		fmt.Fprintf(p.Out, "%s\n\n    %s\n\nInterrupt to end it.\n", about, command)
	})
}

func (p *program) scenarios() error {
	var b strings.Builder
	for _, sc := range p.lab.Describe() {
		entry(&b, sc[0], sc[1])
	}
	_, err := io.WriteString(p.Out, b.String())
	return err
}

func (p *program) knownScenario(name string) error {
	var names []string
	for _, sc := range p.lab.Describe() {
		if sc[0] == name {
			return nil
		}
		names = append(names, sc[0])
	}
	return usagef("there is no scenario %s%s (mongotls lab lists them)", target.Show(name), didYouMean(target.Nearest(name, names)))
}

// runLab shows a scenario's command line and its screen, and ends the scenario.
func (p *program) runLab(ctx context.Context, name string) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	outcome := statusFailed
	err := p.lab.Run(ctx, name, func(about, command string, args, env []string) {
		defer end()
		fmt.Fprintf(p.Out, "%s\n\n$ %s\n", about, command)
		s := p.Streams
		s.Getenv = environment(env, p.Getenv)
		outcome = Run(ctx, append([]string{"mongotls", "doctor"}, args...), s, p.lab)
	})
	if err != nil {
		return err
	}
	return status(outcome)
}

// environment is an environment with KEY=VALUE pairs before it.
func environment(pairs []string, getenv func(string) string) func(string) string {
	return func(name string) string {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return getenv(name)
	}
}
