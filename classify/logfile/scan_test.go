package logfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"golang.org/x/text/encoding/unicode"

	"mongotls/classify"
)

// now is when the logs of the tests are read.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func scan(t *testing.T, text string) Log {
	t.Helper()
	return scanWith(t, newMatcher(Phrases()), text)
}

func scanWith(t *testing.T, m *matcher, text string) Log {
	t.Helper()
	log, err := newScanner(m, Options{Now: now}).run(t.Context(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// found is a group in a form to compare.
type found struct {
	cause       classify.Word
	emitter     string
	count       int64
	first, last string
	lines       [2]int64
	remotes     string
}

func summary(l Log) []found {
	var out []found
	for _, g := range l.Groups {
		f := found{g.Cause, g.Emitter, g.Count, "", "", [2]int64{g.FirstLine, g.LastLine}, ""}
		if !g.First.IsZero() {
			f.first, f.last = g.First.Format(time.RFC3339Nano), g.Last.Format(time.RFC3339Nano)
		}
		for _, r := range g.Remotes {
			f.remotes += fmt.Sprintf("%s=%d ", r.Address, r.Count)
		}
		f.remotes = strings.TrimSpace(f.remotes)
		out = append(out, f)
	}
	return out
}

func TestLogs(t *testing.T) {
	for file, want := range map[string][]found{
		"mongod.json.log": {
			{"tls-required", "mongod-log", 2, "2025-06-30T20:07:40.934Z", "2025-06-30T20:08:41.2Z", [2]int64{4, 9}, "100.96.145.40=1 2001:db8::7=1"},
			{"client-cert-required", "mongod-log", 2, "2025-06-30T20:07:50Z", "2025-06-30T20:07:50.001Z", [2]int64{7, 8}, "100.96.145.41=2"},
		},
		"mongod-4.2.log": {
			{"wrong-eku", "mongod-log", 2, "2022-07-27T09:25:44.993Z", "2022-07-27T09:25:44.994Z", [2]int64{5, 6}, "10.244.1.18=2"},
			{"server-plaintext", "mongod-log", 1, "2020-10-15T15:34:12.67Z", "2020-10-15T15:34:12.67Z", [2]int64{2, 2}, "10.244.1.17=1"},
			{"x509-user-missing", "mongod-log", 1, "2018-10-08T13:06:12.767Z", "2018-10-08T13:06:12.767Z", [2]int64{8, 8}, ""},
			{"expired", "mongod-log", 1, "2019-10-08T13:06:13.767Z", "2019-10-08T13:06:13.767Z", [2]int64{11, 11}, "db2.example.com:27017=1"},
		},
		"java.log": {
			{"unknown-authority", "java-driver", 2, "2025-01-02T03:04:06.678Z", "2025-01-02T03:04:36.678Z", [2]int64{2, 10}, "db1.example.com:27017=2"},
		},
		"python.log": {
			{"expired", "pymongo", 1, "2026-01-02T03:04:07Z", "2026-01-02T03:04:07Z", [2]int64{2, 2}, "db1.example.com:27017=1"},
			{"refused", "pymongo", 1, "2026-01-02T03:04:09Z", "2026-01-02T03:04:09Z", [2]int64{3, 3}, "db2.example.com:27017=1"},
		},
		"container.log": {
			{"tls-required", "mongod-log", 3, "2025-06-30T20:07:40.934Z", "2025-06-30T20:07:42.934Z", [2]int64{1, 3}, "100.96.145.40=3"},
			{"hostname-mismatch", "go-driver", 1, "2025-01-02T03:04:05.5Z", "2025-01-02T03:04:05.5Z", [2]int64{4, 4}, "db1.example.com:27017=1"},
		},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{file: string(text), file + " with CRLF": strings.ReplaceAll(string(text), "\n", "\r\n")} {
			got := scan(t, content)
			if s := summary(got); !slices.Equal(s, want) {
				t.Errorf("%s:\n got %+v\nwant %+v", name, s, want)
			}
			if got.NotUnderstood != nil {
				t.Errorf("%s: not understood: %s", name, got.NotUnderstood.Message)
			}
			if lines := int64(strings.Count(content, "\n")); got.Lines != lines || got.Bytes != int64(len(content)) {
				t.Errorf("%s: %d lines and %d bytes, want %d and %d", name, got.Lines, got.Bytes, lines, len(content))
			}
		}
	}
}

const refusal = `{"t":{"$date":"2025-06-30T20:07:40.934+00:00"},"s":"I",  "c":"EXECUTOR", "id":22988,   "ctx":"conn637","msg":"Error receiving request from client. Ending connection from remote","attr":{"error":{"code":141,"codeName":"SSLHandshakeFailed","errmsg":"The server is configured to only allow SSL connections"},"remote":"100.96.145.40:53386","connectionId":637}}`

// TestNothingOfInterest: what is not about TLS is not counted.
func TestNothingOfInterest(t *testing.T) {
	for _, text := range []string{
		"", "\n", "\x00\x00\x00", "hello\nworld", "\r\n\r\n", strings.Repeat("x", 3*MaxLine),
		"2025-01-02 03:04:05 INFO starting with tls enabled\n",
		"2025-01-02 03:04:07 ERROR redis: dial tcp 10.0.0.1:6379: connect: connection refused\n",
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"NETWORK","id":6723801,"ctx":"conn7","msg":"Accepted TLS connection from peer","attr":{"peerSubject":"CN=app","cipher":"TLS_AES_256_GCM_SHA384"}}`,
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"COMMAND","id":51803,"ctx":"conn7","msg":"Slow query","attr":{"command":{"insert":"notes","text":"ssl error: certificate has expired"}}}`,
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"REPL_HB","id":23974,"ctx":"ReplCoord-1","msg":"Heartbeat failed after max retries","attr":{"target":"db2:27017","error":{"code":6,"codeName":"HostUnreachable","errmsg":"Error connecting to db2:27017 (10.0.0.2:27017) :: caused by :: Connection refused"}}}`,
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"ACCESS","id":5286307,"ctx":"conn7","msg":"Failed to authenticate","attr":{"mechanism":"SCRAM-SHA-256","error":"AuthenticationFailed: SCRAM authentication failed, storedKey mismatch"}}`,
		"2019-10-08T13:06:12.767+0000 I COMMAND  [conn8] command shop.notes command: find { find: \"notes\", filter: { text: \"certificate has expired\" } } 120ms\n",
	} {
		if got := scan(t, text); len(got.Groups) != 0 || got.NotUnderstood != nil || got.Understood() {
			t.Errorf("%.60q: %+v, not understood %v", text, summary(got), got.NotUnderstood)
		}
	}
}

func TestNotUnderstood(t *testing.T) {
	got := scan(t, "2025-01-02 03:04:05 ERROR the TLS flux capacitor failed\n"+refusal+"\n2025-01-02 03:05:05 ERROR the TLS flux capacitor failed\n")
	n := got.NotUnderstood
	if n == nil || n.Count != 2 || n.FirstLine != 1 || n.LastLine != 3 || n.Understood() || got.Understood() || len(got.Groups) != 1 {
		t.Errorf("%+v, groups %+v", n, summary(got))
	}
}

// TestBlockBorders moves an entry over the border of two blocks, byte by byte where it
// matters, and expects the same each time.
func TestBlockBorders(t *testing.T) {
	trace := "2025-01-02 03:04:06,678 ERROR lost db1.example.com:27017\ncom.mongodb.MongoSocketWriteException: Exception sending message\n" +
		"\tat com.mongodb.internal.connection.InternalStreamConnection.sendMessage(InternalStreamConnection.java:555)\nCaused by: javax.net.ssl.SSLHandshakeException: PKIX path building failed\n"
	filler := strings.Repeat("2025-01-02 03:04:05,000 INFO all is well today\n", blockSize/47-20)
	m := newMatcher(Phrases())
	for shift := 0; shift < 1400; shift += 41 {
		text := filler + strings.Repeat(".", shift) + "\n" + trace + refusal + "\n" + filler + trace + refusal
		got := summary(scanWith(t, m, text))
		if len(got) != 2 || got[0].count != 2 || got[1].count != 2 || got[0].lines[1]-got[0].lines[0] != got[1].lines[1]-got[1].lines[0] {
			t.Fatalf("shifted by %d: %+v", shift, got)
		}
	}
}

// TestSmallReads: how the bytes arrive makes no difference.
func TestSmallReads(t *testing.T) {
	log, err := Scan(t.Context(), iotest.OneByteReader(strings.NewReader("x\n"+refusal+"\n"+refusal)), Options{Now: now})
	if got := summary(log); err != nil || len(got) != 1 || got[0].count != 2 || log.Lines != 3 {
		t.Errorf("%v: %+v", err, got)
	}
}

// TestEndlessLine: of a line without an end the beginning is looked at, and reading goes
// on behind it.
func TestEndlessLine(t *testing.T) {
	got := scan(t, "a\n"+strings.Repeat("\x00endless ", blockSize/2)+"\n"+refusal+"\n")
	if s := summary(got); len(s) != 1 || s[0].lines != [2]int64{3, 3} || got.LongLines == 0 || got.Lines != 3 {
		t.Errorf("%+v, %d long lines of %d", s, got.LongLines, got.Lines)
	}
}

func TestEncodings(t *testing.T) {
	text := "2025-01-02 03:04:05 start\r\n" + refusal + "\r\n"
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"gzip": zipped(t, text), "gzip of two parts": zipped(t, text) + zipped(t, "end\n"), "UTF-16": wide, "gzip of UTF-16": zipped(t, wide)} {
		if got := summary(scan(t, content)); len(got) != 1 || got[0].count != 1 || got[0].lines != [2]int64{2, 2} {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBrokenOff: what was read before a fault is reported.
func TestBrokenOff(t *testing.T) {
	whole := zipped(t, strings.Repeat(refusal+"\n", 5000))
	broken := errors.New("the disk is gone")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		r    io.Reader
		want error
		most int64 // entries found
	}{
		"cut gzip":   {t.Context(), strings.NewReader(whole[:len(whole)-20]), io.ErrUnexpectedEOF, 5000},
		"disk":       {t.Context(), io.MultiReader(strings.NewReader(refusal+"\n"), iotest.ErrReader(broken)), broken, 1},
		"interrupt":  {cancelled, strings.NewReader(strings.Repeat(refusal+"\n", 5000)), context.Canceled, 4999},
		"no gzip":    {t.Context(), strings.NewReader("\x1f\x8bnonsense, not gzip"), gzip.ErrHeader, 0},
		"no further": {t.Context(), io.MultiReader(strings.NewReader(refusal+"\n"), stuck{}), io.ErrNoProgress, 1},
	} {
		log, err := Scan(c.ctx, c.r, Options{Now: now})
		if !errors.Is(err, c.want) || !log.Partial {
			t.Errorf("%s: %v, partial %v, want %v", name, err, log.Partial, c.want)
		}
		if got := summary(log); c.most > 0 && (len(got) != 1 || got[0].count < 1 || got[0].count > c.most) || c.most == 0 && len(got) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// stuck returns nothing, for ever.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// TestManyRemotes: the list is bounded, and says so.
func TestManyRemotes(t *testing.T) {
	var b strings.Builder
	for i := range 3 * maxCounted {
		b.WriteString(strings.ReplaceAll(refusal, "100.96.145.40", fmt.Sprintf("100.%d.%d.%d", i%3+1, i/250, i%250)) + "\n")
	}
	got := scan(t, b.String())
	if len(got.Groups) != 1 {
		t.Fatalf("%+v", summary(got))
	}
	if g := got.Groups[0]; g.Count != 3*maxCounted || len(g.Remotes) != MaxRemotes || g.OtherRemotes != maxCounted-MaxRemotes || !g.MoreRemotes {
		t.Errorf("%d messages, %d remotes and %d others, more: %v", g.Count, len(g.Remotes), g.OtherRemotes, g.MoreRemotes)
	}
}
