//go:build unix

package local

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestExecEndsWhatHangs: a program that ignores its end, and a child that outlives it, are
// ended. The child holds a pipe, whose end is seen only when all its writers are gone.
func TestExecEndsWhatHangs(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		"trap '' TERM; exec 3>" + fifo + "; echo opened >&3; sleep 600 & sleep 600",
		"exec 3>" + fifo + "; echo opened >&3; sleep 600 &", // the program ends, its child goes on
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		opened := make(chan *os.File, 1)
		go func() {
			f, err := os.Open(fifo)
			if err == nil {
				f.Read(make([]byte, 1))
				if strings.Contains(body, "trap") {
					cancel()
				}
			}
			opened <- f
		}()
		out := Exec(ctx, script(t, dir, "hang", body), nil, []string{"PATH=/usr/bin:/bin"})
		if out.Problem == "" {
			t.Errorf("%s: no problem told", body)
		}
		f := <-opened
		if _, err := io.ReadAll(f); err != nil {
			t.Error(err)
		}
		f.Close()
		cancel()
	}
}

// TestExecBoundsOutput: a program that never stops printing is ended and said to.
func TestExecBoundsOutput(t *testing.T) {
	for _, body := range []string{"exec yes", "exec yes >&2", "trap '' PIPE; while :; do echo x; done"} {
		out := Exec(t.Context(), script(t, t.TempDir(), "endless", body), nil, []string{"PATH=/usr/bin:/bin"})
		if out.Problem != errTooMuch.Error() || len(out.Text) > 2*maxOutput+10 {
			t.Errorf("%s: %q, %d bytes", body, out.Problem, len(out.Text))
		}
	}
}

// TestExecLeavesTheCurrentDirectory: programs run in the root directory, without input.
func TestExecLeavesTheCurrentDirectory(t *testing.T) {
	out := Exec(t.Context(), script(t, t.TempDir(), "where", "/bin/pwd; cat"), nil, nil)
	if strings.TrimSpace(out.Text) != "/" || out.Problem != "" {
		t.Errorf("%+v", out)
	}
	if out := Exec(t.Context(), filepath.Join(t.TempDir(), "absent"), nil, nil); out.Problem == "" {
		t.Error("no problem told of a program that is not there")
	}
}
