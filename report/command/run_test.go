package command_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/target"
	"mongotls/report"
	"mongotls/report/command"
)

func streams(out, err io.Writer) command.Streams {
	return command.Streams{
		In: strings.NewReader(""), Out: out, Err: err, Getenv: func(string) string { return "" },
		Passphrase: func(string) (target.Secret, error) { return target.Secret{}, nil },
		Password:   func(string) (target.Secret, error) { return target.Secret{}, nil },
	}
}

// TestInterrupt: what was learnt is reported, and the status says that nothing was
// concluded.
func TestInterrupt(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		if _, err := c.Read(make([]byte, 1)); err == nil { // the ClientHello, which nobody answers
			interrupt()
		}
		<-t.Context().Done()
	}()
	var out, told bytes.Buffer
	status := command.Run(ctx, []string{"mongotls", "doctor", "-o", "json", l.Addr().String()}, streams(&out, &told), lab{})
	doc, err := report.Read(&out)
	if err != nil || status != 1 || told.Len() > 0 {
		t.Fatalf("status %d, want 1; document: %v; standard error: %q", status, err, told.String())
	}
	result := doc.Targets[0].Result
	if result.Verdict != classify.Inconclusive || len(doc.Targets[0].Evidence.Members) != 1 {
		t.Errorf("verdict %s, want inconclusive: %+v", result.Verdict, result.Diagnoses)
	}
	if got := doc.Targets[0].Evidence.Members[0].Incomplete; got != "interrupted" {
		t.Errorf("incomplete: %q, want interrupted", got)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

// TestBrokenPipe: a reader that went away is a failure, told in a line.
func TestBrokenPipe(t *testing.T) {
	for _, args := range []string{
		"doctor 127.0.0.1:1", "doctor 127.0.0.1:1 -o json", "doctor 127.0.0.1:1 -o short",
		"causes", "drivers --json", "explain expired", "lab", "--help", "doctor --help", "--version",
	} {
		var told bytes.Buffer
		status := command.Run(t.Context(), append([]string{"mongotls"}, strings.Fields(args)...), streams(brokenPipe{}, &told), lab{})
		if text := told.String(); status != 1 || strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "broken pipe\n") {
			t.Errorf("%s: status %d, want 1; %q", args, status, text)
		}
	}
}
