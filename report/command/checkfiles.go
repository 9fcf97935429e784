package command

import (
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/probe/evidence"
	"mongotls/probe/files"
	"mongotls/probe/keyfile"
	"mongotls/probe/setup"
	"mongotls/probe/target"
	"mongotls/report"
)

// subject is one target of check-files before it is judged.
type subject struct {
	text     string
	evidence evidence.Evidence
	notes    []string
}

// fileRun is what all sources of subjects share.
type fileRun struct {
	files.Examiner
	// set is what the flags name; its Hosts, Peers and Passphrase also hold for the files
	// that configurations and connection strings name.
	set files.Set
	// server is the command line behind two dashes.
	server []string
}

// fileSources are what check-files examines, in the order of its report. Each returns the
// subjects that the command line has of its kind.
var fileSources = []func(*program, *cli.Context, fileRun) ([]subject, error){
	(*program).flagSubjects, (*program).configSubjects, (*program).uriSubjects,
}

// checkFiles examines files without any connection and prints one document.
func (p *program) checkFiles(c *cli.Context) error {
	show, err := p.printer(c)
	if err != nil {
		return err
	}
	judge, err := judgement(c)
	if err != nil {
		return err
	}
	start := time.Now()
	run, err := p.fileRun(c, start)
	if err != nil {
		return err
	}
	if c.Bool("fix") {
		return p.fixConfig(c, run, judge)
	}
	var subjects []subject
	for _, source := range fileSources {
		more, err := source(p, c, run)
		if err != nil {
			return err
		}
		subjects = append(subjects, more...)
	}
	if len(subjects) == 0 {
		return usagef("check-files needs something to examine, for example: mongotls check-files --tlsCertificateKeyFile server.pem --tlsCAFile ca.pem --host db1.example.com")
	}
	subjects = withoutRepeats(subjects)
	subjects[0].notes = append(p.notes, subjects[0].notes...)
	return show(p.judgeFiles(subjects, judge, start))
}

// withoutRepeats leaves out files that several sets name: what is said of them does not depend
// on the set, but for peers, of which the set with a server's files knows most and comes last.
func withoutRepeats(subjects []subject) []subject {
	var out []subject
	for i, s := range subjects {
		others := subjects[:i]
		if s.evidence.File.Role == evidence.RolePeer {
			others = subjects[i+1:]
		}
		if !slices.ContainsFunc(others, s.repeats) {
			out = append(out, s)
		}
	}
	return out
}

// repeats tells whether both are the same file in a role in which that is enough.
func (s subject) repeats(o subject) bool {
	f, g := s.evidence.File, o.evidence.File
	alike := []evidence.FileRole{evidence.RoleCA, evidence.RoleCRL, evidence.RoleChain, evidence.RolePeer}
	return f.Path == g.Path && f.Role == g.Role && slices.Contains(alike, f.Role)
}

// judgeFiles judges every subject by itself.
func (p *program) judgeFiles(subjects []subject, judge classify.Options, start time.Time) report.Document {
	doc := report.Document{Schema: report.SchemaID, Tool: report.Tool{Name: "mongotls", Version: version()}, At: start.UTC()}
	results := make([]classify.Result, len(subjects))
	for i, s := range subjects {
		t := report.Target{Target: s.text, Evidence: s.evidence, Notes: s.notes}
		t.Result = classify.Classify(&t.Evidence, judge)
		results[i] = t.Result
		doc.Targets = append(doc.Targets, t)
	}
	doc.DurationMS = time.Since(start).Milliseconds()
	doc.ExitCode = classify.ExitStatus(results, judge.FailOn)
	p.tellDefects(doc)
	return doc
}

// fileRun reads the flags that all sources share.
func (p *program) fileRun(c *cli.Context, start time.Time) (fileRun, error) {
	if stray := c.NArg() - len(p.server); stray > 0 {
		return fileRun{}, usagef("check-files takes its files by flags, and %s stands alone; for example: mongotls check-files --tlsCertificateKeyFile %s",
			target.ShowPath(c.Args().First()), target.ShowPath(c.Args().First()))
	}
	run := fileRun{server: p.server, Examiner: files.Examiner{At: start, StoreFrom: setup.StoreVariable(p.Getenv)}}
	if c.IsSet("at") {
		at, err := target.ParseTime(c.String("at"), start)
		if err != nil {
			return run, flagError("at", err)
		}
		run.At = at
	}
	run.System = keyfile.SystemAnchors(p.Getenv)
	o, notes, err := options(c)
	if err != nil {
		return run, err
	}
	p.notes = append(p.notes, notes...)
	run.set, err = p.flagSet(c, o)
	return run, err
}

// flagSet is the set of files that the flags name.
func (p *program) flagSet(c *cli.Context, o target.Options) (files.Set, error) {
	s := files.Set{
		Certificate: o.CertificateKeyFile, Key: o.KeyFile, CA: o.CAFile, CRL: o.CRLFile,
		Cluster: c.String("tlsClusterFile"), ClusterCA: c.String("tlsClusterCAFile"),
		Chains: c.StringSlice("chain"), Peers: c.StringSlice("peer"),
	}
	for _, host := range c.StringSlice("host") {
		t, err := target.FromHost(host, "")
		if err != nil {
			return s, flagError("host", err)
		}
		for _, h := range t.Hosts {
			s.Hosts = append(s.Hosts, h.Host)
		}
	}
	ask := askOnce(p.Passphrase)
	s.Passphrase = p.passphrase(o.KeyPassword, ask, o.KeyFile, o.CertificateKeyFile)
	s.ClusterPassphrase = p.passphrase(secretOf(c, "tlsClusterPassword"), ask, s.Cluster)
	return s, nil
}

func secretOf(c *cli.Context, name string) target.Secret {
	if !c.IsSet(name) {
		return target.Secret{}
	}
	return target.NewSecret(c.String(name))
}

// passphrase is the one given, else that of the environment, else what is typed for the
// first of some files that is named.
func (p *program) passphrase(given target.Secret, ask func(string) (target.Secret, error), paths ...string) keyfile.Passphrase {
	return func() (target.Secret, error) {
		if given.IsSet() {
			return given, nil
		}
		if v := p.Getenv(setup.KeyPasswordVariable); v != "" {
			return target.NewSecret(v), nil
		}
		for _, path := range paths {
			if path != "" {
				return ask(path)
			}
		}
		return target.Secret{}, nil
	}
}

// flagSubjects are the files that flags name.
func (p *program) flagSubjects(_ *cli.Context, run fileRun) ([]subject, error) {
	return fileSubjects(run.Examine(run.set)), nil
}

// fileSubjects makes a subject of each file.
func fileSubjects(examined []evidence.Evidence) []subject {
	var out []subject
	for _, e := range examined {
		out = append(out, subject{text: e.File.Path, evidence: e})
	}
	return out
}
