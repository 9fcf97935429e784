package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify/logfile"
	"mongotls/probe/target"
	"mongotls/report"
)

// logRenderers are the formats of explain --lines.
var logRenderers = map[string]func(io.Writer, string, report.LogDocument, report.Style) error{
	"text": report.LogText, "short": report.LogShort, "json": report.LogJSON,
}

// linesFlag makes explain read a log.
func linesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "lines", Usage: "read the log `FILE` (- is standard input; it may be gzip) of a server or an application, and group what it says", Category: groupJudge}
}

// explainLines explains a log. It fails when there is something about TLS that is not
// understood, and when there is nothing at all. An interrupt, and a fault of the file,
// end the reading: what was read is reported.
func (p *program) explainLines(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("explain --lines needs one log, for example: mongotls explain --lines /var/log/mongodb/mongod.log (- reads standard input)")
	}
	st, err := p.style(c)
	if err != nil {
		return err
	}
	name, err := format(c)
	if err != nil {
		return err
	}
	show, known := logRenderers[name]
	if !known {
		return usagef("unknown output format %s: expected text, short or json", target.Show(name))
	}
	in, shown, err := p.openLog(c.Args().First())
	if err != nil {
		return err
	}
	defer in.Close()
	progress, erase := p.readingProgress(shown)
	log, failed := logfile.Scan(c.Context, interruptible{c.Context, in}, logfile.Options{Now: time.Now(), Progress: progress})
	erase()
	if err := show(p.Out, shown, report.NewLogDocument(log), st); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	switch {
	case c.Context.Err() != nil:
		return fmt.Errorf("interrupted behind line %d", log.Lines)
	case failed != nil:
		return fmt.Errorf("%s: %w", shown, failed)
	}
	return failedIf(!log.Understood())
}

// openLog opens a log, and names it for people.
func (p *program) openLog(name string) (io.ReadCloser, string, error) {
	if name == "-" {
		return io.NopCloser(p.In), "standard input", nil
	}
	shown := target.ShowPath(name)
	f, err := os.Open(name)
	if err != nil {
		return nil, "", usagef("cannot read %s: %w", shown, reason(err))
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, "", usagef("cannot read %s: it is a directory", shown)
	}
	return f, shown, nil
}

// interruptible reads until its context ends. A read that waits then goes on by itself,
// and nobody looks at what it brings.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := i.r.Read(b)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return r.n, r.err
	case <-i.ctx.Done():
		return 0, context.Cause(i.ctx)
	}
}

// progressEvery is how often a terminal is told how far the reading is.
const progressEvery = 200 * time.Millisecond

// readingProgress tells a terminal how much was read, and returns what erases it.
func (p *program) readingProgress(name string) (tell func(int64), erase func()) {
	if !p.ErrTTY || p.Getenv("TERM") == "dumb" {
		return nil, func() {}
	}
	next, told := time.Now().Add(patience), false
	tell = func(bytes int64) {
		if now := time.Now(); now.After(next) {
			next, told = now.Add(progressEvery), true
			fmt.Fprintf(p.Err, "\r\x1b[Kreading %s: %d MB ...", name, bytes/1e6)
		}
	}
	return tell, func() {
		if told {
			fmt.Fprint(p.Err, "\r\x1b[K")
		}
	}
}
