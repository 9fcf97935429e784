package local

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/probe/evidence"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// fake is an environment whose variables are those of a map; programs are really run.
func fake(t *testing.T, variables map[string]string) Environment {
	t.Helper()
	return Environment{
		Getenv: func(name string) string { return variables[name] },
		Dir:    t.TempDir(), Now: func() time.Time { return now }, Run: Exec, Root: t.TempDir(),
	}
}

// script writes a program for a shell.
func script(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	write(t, path, "#!/bin/sh\n"+body+"\n")
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// says is a program that prints a text, whatever it is asked.
func says(text string) string { return "/bin/cat <<'END'\n" + text + "\nEND" }

// python is the answer of an interpreter.
func python(version, library, more string) string {
	return fmt.Sprintf(`{"executable": "", "version": %q, "library": %q, "packages": {}%s}`, version, library, more)
}

// TestRuntimes: what programs say of themselves becomes facts, and no more than that.
func TestRuntimes(t *testing.T) {
	level := 1
	for _, test := range []struct {
		name, program, body string
		want                evidence.Runtime
	}{
		{"OpenSSL before 1.0.1", "python3", says(python("3.4.10", "OpenSSL 1.0.0t 3 Dec 2015", "")),
			evidence.Runtime{Version: "3.4.10", Library: "OpenSSL 1.0.0t 3 Dec 2015", Oldest: evidence.TLS10, Newest: evidence.TLS10}},
		{"OpenSSL 1.0.2", "python3", says(python("3.6.15", "OpenSSL 1.0.2u  20 Dec 2019", "")),
			evidence.Runtime{Version: "3.6.15", Library: "OpenSSL 1.0.2u 20 Dec 2019", Oldest: evidence.TLS10, Newest: evidence.TLS12}},
		{"LibreSSL of macOS", "python3", says(python("3.9.6", "LibreSSL 2.8.3", "")),
			evidence.Runtime{Version: "3.9.6", Library: "LibreSSL 2.8.3", Oldest: evidence.TLS10, Newest: evidence.TLS12}},
		{"what the context says goes first", "python3", says(python("3.12.1", "OpenSSL 1.1.1w  11 Sep 2023", `, "oldest": "TLSv1_2", "newest": "TLSv1_3", "security_level": 1`)),
			evidence.Runtime{Version: "3.12.1", Library: "OpenSSL 1.1.1w 11 Sep 2023", Oldest: evidence.TLS12, Newest: evidence.TLS13, SecurityLevel: &level}},
		{"text around the answer", "node", says("warning: {\"executable\":1}\n" + `{"executable":"","version":"18.0.0","library":"OpenSSL 3.0.2","oldest":"TLSv1.2","newest":"TLSv1.3","anchors":140,"built_in":true}` + "\nbye"),
			evidence.Runtime{Version: "18.0.0", Library: "OpenSSL 3.0.2", Oldest: evidence.TLS12, Newest: evidence.TLS13, BuiltIn: true}},
		{"no answer", "ruby", says("hello"), evidence.Runtime{Problem: "its answer cannot be read"}},
		{"binary", "php", `/usr/bin/head -c 5000 /dev/zero | /usr/bin/tr '\0' '\377'`, evidence.Runtime{Problem: "its answer cannot be read"}},
		{"a failure", "php", "echo 'php: cannot load libssl.so' >&2; exit 3", evidence.Runtime{Problem: "exit status 3: php: cannot load libssl.so"}},
		{"a library of another name", "python3", says(python("3.12.0", "AWS-LC 1.0", "")), evidence.Runtime{Version: "3.12.0", Library: "AWS-LC 1.0"}},
		{"openssl", "openssl", `test "$1" = version && echo 'OpenSSL 0.9.8zh 3 Dec 2015'`,
			evidence.Runtime{Version: "0.9.8zh", Library: "OpenSSL 0.9.8zh 3 Dec 2015", Oldest: evidence.TLS10, Newest: evidence.TLS10}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			path := script(t, dir, test.program, test.body)
			l := Examine(t.Context(), fake(t, map[string]string{"PATH": dir}))
			i := slices.IndexFunc(l.Runtimes, func(r evidence.Runtime) bool { return r.Path == path })
			if i < 0 {
				t.Fatalf("not found: %+v", l.Runtimes)
			}
			got := l.Runtimes[i]
			got.Kind, got.Path, got.Anchors, got.Stores = "", "", nil, nil
			if fmt.Sprint(got) != fmt.Sprint(test.want) && !equal(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

// equal compares two runtimes, numbers by their value.
func equal(a, b evidence.Runtime) bool {
	if (a.SecurityLevel == nil) != (b.SecurityLevel == nil) || a.SecurityLevel != nil && *a.SecurityLevel != *b.SecurityLevel {
		return false
	}
	a.SecurityLevel, b.SecurityLevel = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b)
}

// recorder is a Runner that runs nothing.
type recorder struct{ ran []string }

func (r *recorder) run(_ context.Context, path string, _, env []string) Output {
	r.ran = append(r.ran, path)
	return Output{Text: `{"executable":"","version":"` + strings.Join(env, " ") + `"}`}
}

// TestNothingOfTheCurrentDirectory: neither a relative entry of the path, nor an empty one,
// nor the directory by its full name or behind a link leads to a program that is run.
func TestNothingOfTheCurrentDirectory(t *testing.T) {
	here, elsewhere := t.TempDir(), t.TempDir()
	for _, name := range []string{"python3", "node", "openssl"} {
		script(t, here, name, "exit 1")
	}
	if err := os.Symlink(filepath.Join(here, "node"), filepath.Join(elsewhere, "node")); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(here, link); err != nil {
		t.Fatal(err)
	}
	php := script(t, elsewhere, "php", "exit 1")
	t.Chdir(here)
	var r recorder
	env := fake(t, map[string]string{"PATH": strings.Join([]string{"", ".", "./bin", "..", here, link, elsewhere}, ":")})
	env.Dir, env.Run = here, r.run
	l := Examine(t.Context(), env)
	if !slices.Equal(r.ran, []string{php}) {
		t.Errorf("ran %v, want %s only", r.ran, php)
	}
	for _, word := range []string{"an empty entry", "./bin", "..", here, link} {
		if !slices.ContainsFunc(l.Notes, func(n string) bool { return strings.Contains(n, word) }) {
			t.Errorf("%s is not told: %q", word, l.Notes)
		}
	}
}

// TestOnlyNamedVariablesAreHandedOn: secrets of the environment reach no program, and the
// programs' own path has no relative entry.
func TestOnlyNamedVariablesAreHandedOn(t *testing.T) {
	dir := t.TempDir()
	script(t, dir, "python3", "exit 1")
	var r recorder
	env := fake(t, map[string]string{
		"PATH": dir + ":.", "AWS_SECRET_ACCESS_KEY": "hunter2", "NODE_OPTIONS": "--require ./evil.js", "LD_LIBRARY_PATH": "/opt/lib",
	})
	env.Run = r.run
	got := Examine(t.Context(), env).Runtimes[0].Version
	for _, word := range []string{"hunter2", "evil", ":."} {
		if strings.Contains(got, word) {
			t.Errorf("%s is handed on: %s", word, got)
		}
	}
	if !strings.Contains(got, "PATH="+dir+" ") || !strings.Contains(got, "LD_LIBRARY_PATH=/opt/lib") {
		t.Errorf("missing: %s", got)
	}
}

// TestOneProgramOnce: links, version managers and missing versions make no second runtime.
func TestOneProgramOnce(t *testing.T) {
	dir, shims := t.TempDir(), t.TempDir()
	real := script(t, dir, "python3.11", "")
	script(t, dir, "python3.11", says(`{"executable": "`+real+`", "version": "3.11.7"}`))
	if err := os.Symlink("python3.11", filepath.Join(dir, "python3")); err != nil {
		t.Fatal(err)
	}
	script(t, shims, "python3", "exec "+real)
	script(t, shims, "python3.10", "echo 'python3.10: command not found' >&2; exit 127")
	wrappers := filepath.Join(t.TempDir(), "shims")
	if err := os.Mkdir(wrappers, 0o700); err != nil {
		t.Fatal(err)
	}
	script(t, wrappers, "python3.9", says(python("3.9.1", "OpenSSL 3.0.19", "")))
	l := Examine(t.Context(), fake(t, map[string]string{"PATH": shims + ":" + wrappers + ":" + dir}))
	if len(l.Runtimes) != 1 || l.Runtimes[0].Path != filepath.Join(shims, "python3") {
		t.Errorf("%+v", l.Runtimes)
	}
}

// TestOverallTime: when the time is over, what was not asked says so.
func TestOverallTime(t *testing.T) {
	dir := t.TempDir()
	script(t, dir, "python3", "exit 1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l := Examine(ctx, fake(t, map[string]string{"PATH": dir}))
	if len(l.Runtimes) != 1 || l.Runtimes[0].Problem == "" {
		t.Errorf("%+v", l.Runtimes)
	}
}
