package local

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// Runner runs a program with arguments and an environment, and returns what it printed.
type Runner func(ctx context.Context, path string, args, env []string) Output

// Output is what a program printed: standard output, then standard error.
type Output struct {
	Text string
	// Problem is why it cannot be used: it did not start, did not end, or printed too much.
	Problem string
	// Absent is set where a wrapper of a version manager found no program behind the name.
	Absent bool
}

// notFound is the exit status of a shell that finds no command (POSIX, XCU 2.8.2).
const notFound = 127

const (
	// maxOutput bounds what is kept of each stream, in bytes.
	maxOutput = 256 << 10
	// waitDelay is how long a child of an ended program may keep its output open.
	waitDelay = 200 * time.Millisecond
)

// Exec is the Runner of this machine. The program runs in the root directory, in a process
// group of its own, without input, and ends with ctx, with everything it started.
func Exec(ctx context.Context, path string, args, env []string) Output {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = "/", env, waitDelay
	stdout, stderr := &limited{full: cancel}, &limited{full: cancel}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	ownGroup(cmd)
	cmd.Cancel = func() error { return endGroup(cmd) }
	err := cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		endGroup(cmd) // its children still hold the output, so that the group exists
	}
	out := Output{Text: string(stdout.kept) + "\n" + string(stderr.kept), Absent: cmd.ProcessState.ExitCode() == notFound}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errTooMuch):
		out.Problem = cause.Error()
	case errors.Is(cause, context.DeadlineExceeded):
		out.Problem = "it did not answer in time"
	case cause != nil:
		out.Problem = "it was interrupted"
	case err != nil && strings.TrimSpace(out.Text) == "":
		out.Problem = bounded(err.Error())
	case err != nil:
		out.Problem = bounded(err.Error() + ": " + lastLine(out.Text))
	}
	return out
}

var errTooMuch = errors.New("it printed too much")

// limited keeps the first bytes, and calls full when more come. It embeds no bytes.Buffer:
// io.Copy would read into that without a bound.
type limited struct {
	kept []byte
	full context.CancelCauseFunc
}

func (l *limited) Write(p []byte) (int, error) {
	room := maxOutput - len(l.kept)
	if len(p) > room {
		l.kept = append(l.kept, p[:room]...)
		l.full(errTooMuch)
		return room, errTooMuch
	}
	l.kept = append(l.kept, p...)
	return len(p), nil
}

// lastLine is the last line with anything in it: what programs end an error message with.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// maxText bounds one text that a program or a variable gave, in bytes.
const maxText = 300

// bounded makes one short line of a text.
func bounded(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), 4*maxText)], "�")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}
