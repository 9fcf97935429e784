package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"mongotls/classify/logfile"
)

const loggedRefusal = `{"t":{"$date":"2025-06-30T20:07:40.934+00:00"},"s":"I",  "c":"EXECUTOR", "id":22988,   "ctx":"conn637","msg":"Error receiving request from client. Ending connection from remote","attr":{"error":{"code":141,"codeName":"SSLHandshakeFailed","errmsg":"The server is configured to only allow SSL connections"},"remote":"100.96.145.40:53386","connectionId":637}}` + "\n"

// logs are read to documents of each kind: groups, hostile text, nothing.
var logs = map[string]string{
	"groups":  strings.Repeat(loggedRefusal, 3) + "2025-01-02 03:04:05 ERROR db1.example.com:27017: ssl error: certificate verify failed\n2025-01-02 03:04:06 the tls flux capacitor failed\n",
	"hostile": "2025-01-02 03:04:05 \x1b[31m\u202e\x00 ssl error: certificate has expired " + strings.Repeat("\u754c", 900) + "\n",
	"nothing": "all is well\n",
}

func logDocument(t *testing.T, text string) LogDocument {
	t.Helper()
	log, err := logfile.Scan(t.Context(), strings.NewReader(text), logfile.Options{Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return NewLogDocument(log)
}

func TestLogDocumentsKeepToTheSchema(t *testing.T) {
	s := explainSchema(t)
	for name, text := range logs {
		var b bytes.Buffer
		if err := LogJSON(&b, "mongod.log", logDocument(t, text), plain); err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, b.Bytes()); err != nil {
			t.Errorf("%s: %v\n%s", name, err, b.Bytes())
		}
	}
}

// TestLogScreens: nothing of a log reaches the terminal as it is, and no line is wider
// than the screen.
func TestLogScreens(t *testing.T) {
	for name, text := range logs {
		d := logDocument(t, text)
		for _, show := range []func(*bytes.Buffer) error{
			func(b *bytes.Buffer) error { return LogText(b, "mongod.log", d, Style{Verbose: true}) },
			func(b *bytes.Buffer) error { return LogText(b, "mongod.log", d, Style{Quiet: true, Unicode: true}) },
			func(b *bytes.Buffer) error { return LogText(b, "mongod.log", d, Style{Unicode: true}) },
		} {
			var b bytes.Buffer
			if err := show(&b); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(b.String(), "\x1b\x00\u202e") {
				t.Errorf("%s: controls reach the terminal:\n%q", name, b.String())
			}
			for line := range strings.Lines(b.String()) {
				if !strings.HasPrefix(line, "      ") && columns(strings.TrimSuffix(line, "\n")) > DefaultWidth {
					t.Errorf("%s: wider than the screen: %s", name, line)
				}
			}
		}
	}
}

func TestLogTable(t *testing.T) {
	var b bytes.Buffer
	if err := LogText(&b, "mongod.log", logDocument(t, logs["groups"]), Style{Quiet: true}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"mongod.log: 5 lines (", "times without a time zone are taken for UTC", "tls-required", " 3     2025-06-30 20:07:40 2025-06-30 20:07:40 1\n",
		"not understood", "2025-01-02 03:04:06 2025-01-02 03:04:06 0\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1 kB", 165230171: "165 MB", 1 << 30: "1.07 GB"} {
		if got := size(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
