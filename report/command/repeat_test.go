package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
	"mongotls/report"
)

// standing is a clock that only sleeping moves. It records each pause.
type standing struct {
	at     time.Time
	pauses []time.Duration
	// wakes is called before each sleep.
	wakes func()
}

func (s *standing) clock() clock {
	return clock{now: func() time.Time { return s.at }, sleep: func(ctx context.Context, d time.Duration) error {
		if s.wakes != nil {
			s.wakes()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.pauses, s.at = append(s.pauses, d), s.at.Add(d)
		return nil
	}}
}

// results is an attempt that ends with these statuses, the last of them for ever.
func results(statuses ...int) attempt {
	n := -1
	return func(context.Context) (report.Document, error) {
		n = min(n+1, len(statuses)-1)
		return report.Document{ExitCode: statuses[n]}, nil
	}
}

func silent(report.Document, time.Duration) func() { return func() {} }

func TestWait(t *testing.T) {
	for _, c := range []struct {
		name   string
		limit  time.Duration
		ends   []int
		status int
		pauses []time.Duration
	}{
		{"healthy at once", time.Minute, []int{0}, 0, nil},
		{"healthy later", time.Minute, []int{3, 3, 0}, 0, []time.Duration{2 * time.Second, 4 * time.Second}},
		{"never", 40 * time.Second, []int{4}, 4, []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second, 6 * time.Second}},
		{"the last one counts", 5 * time.Second, []int{3, 3, 4}, 4, []time.Duration{2 * time.Second, 3 * time.Second}},
		{"no waiting", 0, []int{3, 0}, 3, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &standing{}
			doc, err := until(t.Context(), s.clock(), c.limit, results(c.ends...), silent)
			if err != nil || doc.ExitCode != c.status || !slices.Equal(s.pauses, c.pauses) {
				t.Errorf("status %d after %v, want %d after %v; %v", doc.ExitCode, s.pauses, c.status, c.pauses, err)
			}
		})
	}
}

// TestWaitEnds: an interrupt ends it with what was learnt, a mistake in the command line at once.
func TestWaitEnds(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	s := &standing{wakes: interrupt}
	erased := 0
	tell := func(report.Document, time.Duration) func() { return func() { erased++ } }
	if doc, err := until(ctx, s.clock(), time.Hour, results(3), tell); err != nil || doc.ExitCode != 3 || erased != 1 {
		t.Errorf("interrupted: status %d, %v, erased %d times", doc.ExitCode, err, erased)
	}
	mistake := usagef("no")
	_, err := until(t.Context(), (&standing{}).clock(), time.Hour, func(context.Context) (report.Document, error) {
		return report.Document{ExitCode: 4}, mistake
	}, silent)
	if !errors.Is(err, mistake) {
		t.Errorf("a usage error was lost: %v", err)
	}
}

// TestWaitEndsWithTheLogin: a refused password is not sent again, so that waiting cannot help;
// a server that is not ready to judge it may be.
func TestWaitEndsWithTheLogin(t *testing.T) {
	for _, c := range []struct {
		name   string
		login  evidence.Login
		pauses int
	}{
		{"wrong password", evidence.Login{Mechanism: "SCRAM-SHA-256", Outcome: evidence.Refused, Code: 18}, 0},
		{"shutting down", evidence.Login{Mechanism: "SCRAM-SHA-256", Outcome: evidence.Refused, Code: 11600}, 2},
		{"certificate", evidence.Login{Mechanism: "MONGODB-X509", Outcome: evidence.Refused, Code: 18}, 2},
		{"cut off", evidence.Login{Mechanism: "SCRAM-SHA-256", Outcome: evidence.Closed}, 2},
	} {
		s := &standing{}
		doc, err := until(t.Context(), s.clock(), 5*time.Second, func(context.Context) (report.Document, error) {
			d := document(classify.Fail)
			d.ExitCode = 3
			d.Targets[0].Evidence.Members = []evidence.Member{{Host: "db1"}, {Host: "db2", Login: &c.login}}
			return d, nil
		}, silent)
		if err != nil || doc.ExitCode != 3 || len(s.pauses) != c.pauses {
			t.Errorf("%s: status %d after %v, %v", c.name, doc.ExitCode, s.pauses, err)
		}
	}
}

func document(verdict classify.Verdict, found ...classify.Diagnosis) report.Document {
	at := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	return report.Document{At: at, Targets: []report.Target{{Target: "db1", Result: classify.Result{Verdict: verdict, Diagnoses: found}}}}
}

// TestWatch: only what changed is printed, until the interrupt; the status is the last one.
func TestWatch(t *testing.T) {
	soon := classify.Diagnosis{Cause: "expires-soon", Severity: classify.Warning, Members: []string{"db1"}}
	refused := classify.Diagnosis{Cause: "refused", Severity: classify.Error, Members: []string{"db2", "db3"}}
	partly := refused
	partly.Members = []string{"db3"}
	info := classify.Diagnosis{Cause: "no-staple", Severity: classify.Info, Members: []string{"db1"}}
	failing := document(classify.Fail, refused, soon)
	failing.ExitCode = 3
	docs := []report.Document{
		document(classify.Warn, soon), document(classify.Warn, soon, info), failing, document(classify.Fail, partly), document(classify.Pass), failing,
	}
	ctx, interrupt := context.WithCancel(t.Context())
	n := 0
	try := func(context.Context) (report.Document, error) {
		n++
		if n > len(docs) {
			interrupt() // in the midst of a diagnosis, which then is not shown
			return document(classify.Inconclusive), nil
		}
		return docs[n-1], nil
	}
	var out bytes.Buffer
	p := &program{Streams: Streams{Out: &out}}
	s := &standing{}
	whole := func(w io.Writer, doc report.Document, _ report.Style) error {
		_, err := fmt.Fprintf(w, "the whole of %s\n", doc.Targets[0].Result.Verdict)
		return err
	}
	looked := 0
	alive := func(report.Document) func() { return func() { looked++ } }
	err := watch(ctx, s.clock(), try, p.watching("text", report.Style{}, whole), alive)
	if got := exit(0); !errors.As(err, &got) || got != 3 {
		t.Errorf("ended with %v, want status 3", err)
	}
	const lead = "2026-11-22T03:00:00Z db1 "
	want := []string{
		"verdict fail, was warn", "new: error refused on db2, db3",
		"not seen any more: error refused on db2", "not seen any more: warning expires-soon on db1",
		"verdict pass, was fail", "not seen any more: error refused on db3",
		"verdict fail, was pass", "new: error refused on db2, db3", "new: warning expires-soon on db1",
	}
	if got := out.String(); got != "the whole of warn\n"+lead+strings.Join(want, "\n"+lead)+"\n" {
		t.Errorf("printed:\n%s", got)
	}
	if looked != len(docs) {
		t.Errorf("erased %d times", looked)
	}
	if len(s.pauses) != len(docs) || s.pauses[0] != 10*time.Second {
		t.Errorf("pauses: %v", s.pauses)
	}
}

// TestWatchJSON: one compact document a line, and only where something changed.
func TestWatchJSON(t *testing.T) {
	var out bytes.Buffer
	p := &program{Streams: Streams{Out: &out}}
	show := p.watching("json", report.Style{}, nil)
	for _, doc := range []report.Document{document(classify.Pass), document(classify.Pass), document(classify.Fail)} {
		if err := show(doc); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 2 || !strings.Contains(lines[1], `"verdict":"fail"`) {
		t.Errorf("%d lines, want 2:\n%s", len(lines), out.String())
	}
}

// TestWaitingIsForTerminals: scripts that wait get no noise.
func TestWaitingIsForTerminals(t *testing.T) {
	for _, tty := range []bool{false, true} {
		var told bytes.Buffer
		p := &program{Streams: Streams{Err: &told, ErrTTY: tty, Getenv: func(string) string { return "" }}}
		doc := document(classify.Fail)
		doc.Targets[0].Result.Cause = "refused"
		p.waiting(doc, 4*time.Second)()
		if tty != strings.Contains(told.String(), "not healthy yet: refused; next attempt in 4s") || tty != strings.HasSuffix(told.String(), "\x1b[K") {
			t.Errorf("terminal %v: %q", tty, told.String())
		}
	}
}

// TestAliveIsForTerminals: between two looks a terminal shows that it goes on, and nothing else does.
func TestAliveIsForTerminals(t *testing.T) {
	for _, tty := range []bool{false, true} {
		var told bytes.Buffer
		p := &program{Streams: Streams{Err: &told, ErrTTY: tty, Getenv: func(string) string { return "" }}}
		p.alive(document(classify.Pass))()
		if tty != strings.HasPrefix(told.String(), "watching, last looked at 03:00:00 UTC") || tty != strings.HasSuffix(told.String(), "\x1b[K") {
			t.Errorf("terminal %v: %q", tty, told.String())
		}
	}
}
