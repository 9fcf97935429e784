package command

import (
	"cmp"
	"errors"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe/evidence"
	"mongotls/probe/files"
	"mongotls/probe/target"
)

// uriSubjects are the connection strings of --uri, each followed by the files that it names.
func (p *program) uriSubjects(c *cli.Context, run fileRun) ([]subject, error) {
	var out []subject
	for _, text := range c.StringSlice("uri") {
		t, err := target.Parse(text)
		s := uriSubject(text, t, err, c.StringSlice("driver"))
		s.evidence.At = run.At
		out = append(out, s)
		set := files.Set{
			NamedBy: s.text, Use: evidence.UseClient,
			Certificate: t.Options.CertificateKeyFile, Key: t.Options.KeyFile, CA: t.Options.CAFile, CRL: t.Options.CRLFile,
			Passphrase: p.passphrase(t.Options.KeyPassword, askOnce(p.Passphrase), t.Options.KeyFile, t.Options.CertificateKeyFile),
		}
		out = append(out, fileSubjects(run.Examine(set))...)
	}
	return out, nil
}

// uriSubject is what a connection string says, or why it cannot be read.
func uriSubject(text string, t target.Target, err error, drivers []string) subject {
	f := evidence.File{Path: cmp.Or(t.Text, "the connection string"), Role: evidence.RoleURI}
	if err != nil {
		f.Problems = []evidence.FileProblem{uriProblem(err)}
	} else {
		f.URI = uriFacts(t, drivers)
	}
	s := subject{text: f.Path, evidence: evidence.Evidence{File: &f, Client: evidence.Client{Anchors: []evidence.Certificate{}}, Members: []evidence.Member{}}}
	for _, note := range t.Notes {
		s.notes = append(s.notes, note.Text)
	}
	return subject{text: s.text, evidence: s.evidence, notes: append(s.notes, quoting(text)...)}
}

func uriProblem(err error) evidence.FileProblem {
	problem := evidence.FileProblem{Cause: "invalid-uri", Detail: err.Error()}
	if misuse := (*target.UsageError)(nil); errors.As(err, &misuse) && misuse.Cause != "" {
		problem.Cause = misuse.Cause
	}
	return problem
}

func uriFacts(t target.Target, drivers []string) *evidence.URI {
	u := &evidence.URI{Hosts: []string{}, SRV: t.SRV, TLS: tlsOf(t), Options: []evidence.URIOption{}}
	for _, h := range t.Hosts {
		u.Hosts = append(u.Hosts, h.String())
	}
	u.Hosts = append(u.Hosts, t.Sockets...)
	if t.SRV {
		u.Hosts = append(u.Hosts, t.SRVName)
	}
	for _, w := range t.Written {
		u.Options = append(u.Options, evidence.URIOption{Key: w.Key, Name: w.Name, Value: w.Value, Old: w.Old})
	}
	for _, spec := range drivers {
		name, _, _ := strings.Cut(strings.ToLower(spec), "@")
		name, _, _ = strings.Cut(name, "/")
		u.Drivers = append(u.Drivers, name)
	}
	return u
}

func tlsOf(t target.Target) evidence.TLSOn {
	switch {
	case t.Options.Given("tls") && !t.Options.TLS:
		return evidence.TLSSwitchedOff
	case t.Options.TLS, t.SRV:
		return evidence.TLSSwitchedOn
	}
	return evidence.TLSUnsaid
}

// quoting are notes on what a shell or a web page does to a connection string.
func quoting(text string) []string {
	_, query, _ := strings.Cut(text, "?")
	switch {
	case strings.Contains(query, "&amp;"):
		return []string{`"&amp;" stands where "&" belongs: the text was copied from a web page`}
	case strings.Contains(query, `\&`), strings.Contains(query, "^&"):
		return []string{`the character before "&" came from a shell's quoting, and is not part of the connection string`}
	case query != "" && !strings.Contains(query, "&"):
		return []string{"one option was received; if you wrote more of them, the shell cut them off at the first &: put the connection string in single quotes"}
	}
	return nil
}
