package logfile

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// flood is a log without an end in which no two lines are alike, and every third is about
// TLS.
type flood struct {
	left, n int
	rest    []byte
	random  *rand.Rand
}

func (f *flood) Read(b []byte) (int, error) {
	for len(f.rest) < len(b) && len(f.rest) < 64<<10 {
		f.n++
		word := fmt.Sprintf("%c%c%c%c", 'g'+f.random.IntN(20), 'g'+f.random.IntN(20), 'g'+f.random.IntN(20), 'g'+f.random.IntN(20))
		switch f.n % 3 {
		case 0:
			f.rest = fmt.Appendf(f.rest, "2025-01-02 03:04:05 ERROR %s%s:27017 ssl error: certificate has expired\n", word[:f.n%2], word)
		case 1:
			f.rest = fmt.Appendf(f.rest, "2025-01-02T03:04:05.000+0000 I NETWORK  [listener] connection accepted from 10.%d.%d.%d:%d #%d (7 connections now open)\n", f.n>>16&255, f.n>>8&255, f.n&255, f.n%50000+1, f.n)
		default:
			f.rest = append(append(f.rest, bytes.Repeat([]byte("all is well "), 3000)...), '\n')
		}
	}
	n := copy(b, f.rest[:min(len(f.rest), f.left)])
	f.rest, f.left = append(f.rest[:0], f.rest[n:]...), f.left-n
	if f.left == 0 {
		return n, io.EOF
	}
	return n, nil
}

// TestConstantMemory: what is kept does not grow with the log.
func TestConstantMemory(t *testing.T) {
	live := func(megabytes int) uint64 {
		s := newScanner(newMatcher(Phrases()), Options{Now: now})
		if err := s.scan(t.Context(), &flood{left: megabytes << 20, random: rand.New(rand.NewPCG(3, 4))}); err != nil {
			t.Fatal(err)
		}
		if l := s.log(); len(l.Groups) != 1 || !l.Groups[0].MoreRemotes {
			t.Errorf("%d groups", len(l.Groups))
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(s)
		return m.HeapAlloc
	}
	size := 200
	if testing.Short() {
		size = 90
	}
	small, large := live(45), live(size)
	const most = 16 << 20
	if large > most || large > small+4<<20 {
		t.Errorf("%d bytes live after 45 MB, %d after %d MB", small, large, size)
	}
}

// FuzzScan: any log is read to its end without a panic, and what is said of it is within
// its lines and bounds.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"", "\n", refusal, refusal + "\n\tat x\nCaused by: ssl error", "{\"log\":\"{\\\"log\\\":\\\"ssl error\\\"}\"}", "\x1f\x8b", "\xff\xfes\x00s\x00l\x00", "\xfe\xff",
		"2025-01-02 03:04:05 ssl error\r\nTraceback (most recent call last):\n\nThe above exception was\n", "connection accepted from [::1]:5 #18446744073709551616", "1735787045 tls failed\x00",
		`{"t":{"$date":"ssl failed`, `{"t":{"$date":"","c":"X","id":,"ctx":"conn"tls error`, "I X [conn ssl error", "Jan 31 00:00:00 handshake failed",
	} {
		f.Add([]byte(seed))
	}
	m := newMatcher(Phrases())
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<10 {
			t.Skip("long logs are slow to explain, and have nothing else")
		}
		log, err := newScanner(m, Options{Now: now}).run(t.Context(), bytes.NewReader(text))
		if err != nil && !log.Partial {
			t.Error("an error, and not partial")
		}
		for _, g := range log.Groups {
			if !g.Understood() || g.Count < 1 || g.FirstLine < 1 || g.FirstLine > g.LastLine || g.LastLine > log.Lines || g.First.After(g.Last) {
				t.Errorf("%d messages in lines %d to %d of %d, %v to %v", g.Count, g.FirstLine, g.LastLine, log.Lines, g.First, g.Last)
			}
			if !utf8.ValidString(g.Message) || len(g.Message) > maxMessage+len("…") {
				t.Errorf("the message %.80q", g.Message)
			}
		}
	})
}

// TestSecretsAreMasked: what a log holds of passwords is not repeated.
func TestSecretsAreMasked(t *testing.T) {
	got := scan(t, "2025-01-02 03:04:05 ERROR mongodb://bob:hunter2@db1.example.com:27017/?tls=true certificate has expired\n")
	if len(got.Groups) != 1 || strings.Contains(fmt.Sprint(got), "hunter2") || !strings.Contains(got.Groups[0].Message, "***") {
		t.Errorf("%+v", got.Groups)
	}
}
