package command

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe/serverconf"
	"mongotls/probe/target"
)

// fixConfig prints the corrected YAML of one configuration file. Standard output has that
// alone; what was changed, and what is left to decide, goes to standard error. It writes
// to no file.
func (p *program) fixConfig(c *cli.Context, run fileRun, judge classify.Options) error {
	name, err := format(c)
	if err != nil {
		return err
	}
	if name != "text" {
		return usagef("--fix prints YAML, and --output %s asks for another format; give one", name)
	}
	s, err := p.oneFile(c, run)
	if err != nil {
		return err
	}
	if !s.Legible() {
		p.complain(fmt.Errorf("%s cannot be corrected: %s", target.ShowPath(s.file), s.Problems[len(s.Problems)-1].Text))
		return status(statusOf(s, c, run, judge))
	}
	release, _ := serverconf.ParseRelease(c.String("server-version"))
	fixed, done := serverconf.Fix(target.ShowPath(s.file), s.text, release)
	for _, change := range done {
		p.tell(target.ShowPath(s.file) + ": " + change)
	}
	s.Config = serverconf.Parse(target.ShowPath(s.file), fixed)
	config := s.Evidence(c.String("server-version"))
	left := classify.Undecided(&config)
	comments := make([]serverconf.Comment, len(left))
	for i, d := range left {
		comments[i] = serverconf.Comment{Line: d.Line, Text: d.Text}
	}
	if _, err := p.Out.Write(serverconf.Annotate(fixed, comments)); err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	for _, d := range left {
		p.tell("to decide: " + d.Text)
	}
	return status(statusOf(s, c, run, judge))
}

// statusOf is the exit status that a configuration has by itself.
func statusOf(s serverConfig, c *cli.Context, run fileRun, judge classify.Options) int {
	e := s.subject(c.String("server-version"), run.At).evidence
	return classify.ExitStatus([]classify.Result{classify.Classify(&e, judge)}, judge.FailOn)
}

// tell writes one line for the user beside the output.
func (p *program) tell(text string) { fmt.Fprintf(p.Err, "mongotls: %s\n", oneLine(text)) }

// oneFile is the configuration that --fix is for: one YAML file that can be read.
func (p *program) oneFile(c *cli.Context, run fileRun) (serverConfig, error) {
	configs, err := p.configs(c, run)
	if err != nil {
		return serverConfig{}, err
	}
	if len(configs) != 1 || configs[0].file == "" {
		return serverConfig{}, usagef("--fix needs one configuration file, for example: mongotls check-files --config /etc/mongod.conf --fix")
	}
	s := configs[0]
	if s.Format == serverconf.INI {
		return s, usagef("%s is in the format of before 2.6, and --fix prints YAML; write it as YAML first (mongod --outputConfig prints it)", target.ShowPath(s.file))
	}
	return s, nil
}
