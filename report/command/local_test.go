package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/report"
	"mongotls/report/command"
)

// onMachine runs the doctor with a path of one directory, which has an old python3.
func onMachine(t *testing.T, args ...string) (status int, out, told string) {
	t.Helper()
	dir := t.TempDir()
	program := "#!/bin/sh\necho '" + `{"executable": "", "version": "3.4.0", "library": "OpenSSL 1.0.0t 3 Dec 2015"}` + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "python3"), []byte(program), 0o700); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	s := streams(&stdout, &stderr)
	s.Getenv = func(name string) string { return map[string]string{"PATH": dir, "LC_ALL": "C.UTF-8"}[name] }
	status = command.Run(t.Context(), append([]string{"mongotls", "doctor"}, args...), s, lab{})
	return status, stdout.String(), stderr.String()
}

// TestLocal: this machine is a target that needs no other, and the last one beside others.
func TestLocal(t *testing.T) {
	for _, test := range []struct {
		args   []string
		status int
		last   string // the name of the last target
		cause  classify.Word
	}{
		{[]string{"--local"}, 5, classify.ThisMachine, "client-too-old"},
		{[]string{"127.0.0.1:1", "--local"}, 3, classify.ThisMachine, "client-too-old"},
		{[]string{"127.0.0.1:1", "-v"}, 3, classify.ThisMachine, ""},
		{[]string{"127.0.0.1:1"}, 3, "127.0.0.1:1", "refused"},
	} {
		status, out, told := onMachine(t, append(test.args, "-o", "json")...)
		doc, err := report.Read(strings.NewReader(out))
		if err != nil || status != test.status || told != "" {
			t.Fatalf("%v: status %d, want %d; %v %s", test.args, status, test.status, err, told)
		}
		last := doc.Targets[len(doc.Targets)-1]
		if last.Target != test.last || last.Result.Cause != test.cause {
			t.Errorf("%v: %s with %q, want %s with %q", test.args, last.Target, last.Result.Cause, test.last, test.cause)
		}
	}
}

// TestVerboseDoesNotCountTheMachine: -v tells of it, and changes no status.
func TestVerboseDoesNotCountTheMachine(t *testing.T) {
	_, out, _ := onMachine(t, "127.0.0.1:1", "-v")
	for _, text := range []string{"info client-too-old", "OpenSSL 1.0.0t, TLS 1.0", "1 fail"} {
		if !strings.Contains(out, text) {
			t.Errorf("%q is not told:\n%s", text, out)
		}
	}
}

// TestLocalUsage: what goes wrong before anything is run.
func TestLocalUsage(t *testing.T) {
	for _, args := range [][]string{{"--local", "--timeout", "x"}, {"--local", "--port", "1", "a", "b"}, {}} {
		if status, out, told := onMachine(t, args...); status != 2 || out != "" || told == "" {
			t.Errorf("%v: status %d, %q", args, status, told)
		}
	}
}
