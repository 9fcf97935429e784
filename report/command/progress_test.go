package command

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"mongotls/probe/target"
)

// TestProgress: what is waited for is told late, on terminals only, and erased.
func TestProgress(t *testing.T) {
	one := []job{{target: target.Target{Hosts: []target.HostPort{{Host: "db1.example.com", Port: 27017}}}}}
	for _, c := range []struct {
		name, term string
		tty        bool
		took       time.Duration
		want       string
	}{
		{"quick", "xterm", true, patience / 2, ""},
		{"slow", "xterm", true, 2 * patience, "examining \"db1.example.com:27017\" ...\r\x1b[K"},
		{"no terminal", "xterm", false, 2 * patience, ""},
		{"dumb terminal", "dumb", true, 2 * patience, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var told bytes.Buffer
				p := &program{Streams: Streams{Err: &told, ErrTTY: c.tty, Getenv: func(string) string { return c.term }}}
				erase := p.progress(one)
				<-time.After(c.took) // of the bubble's clock, which does not wait
				erase()
				if told.String() != c.want {
					t.Errorf("%q, want %q", told.String(), c.want)
				}
			})
		})
	}
}

func TestWaitedForIsOneLine(t *testing.T) {
	long := target.HostPort{Host: string(bytes.Repeat([]byte("a"), 250)), Port: 1}
	if text := waitedFor([]job{{target: target.Target{Hosts: []target.HostPort{long}}}}); len(text) > 70 {
		t.Errorf("%d bytes: %s", len(text), text)
	}
	if text := waitedFor([]job{{target: target.Target{Hosts: []target.HostPort{long, long}}}}); text != "2 endpoints" {
		t.Error(text)
	}
}
