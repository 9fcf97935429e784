package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/probe/target"
	"mongotls/report"
	"mongotls/report/command"
	"mongotls/report/schema"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mongotls": func() { os.Exit(run()) }})
}

// run is the program of the scripts. MONGOTLS_TEST_TTY makes it believe in terminals,
// and MONGOTLS_TEST_TYPED is what is typed at its prompt.
func run() int {
	tty := os.Getenv("MONGOTLS_TEST_TTY") != ""
	return command.Run(context.Background(), os.Args, command.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, OutTTY: tty, ErrTTY: tty,
		Passphrase: func(file string) (target.Secret, error) { return typed("Passphrase for " + file) },
		Password:   func(user string) (target.Secret, error) { return typed("Password for " + user) },
	}, lab{})
}

func typed(prompt string) (target.Secret, error) {
	text := os.Getenv("MONGOTLS_TEST_TYPED")
	if text == "" {
		return target.Secret{}, nil
	}
	_, err := os.Stderr.WriteString(prompt + ": \n")
	return target.NewSecret(text), err
}

// lab has one scenario: a port that nothing listens on.
type lab struct{}

func (lab) Describe() [][2]string {
	return [][2]string{{"refused", "Nothing listens on the port."}}
}

func (lab) Run(ctx context.Context, name string, ready func(about, command string, args, env []string)) error {
	ready("Nothing listens on the port.", "NO_COLOR=1 mongotls doctor 127.0.0.1:1", []string{"127.0.0.1:1"}, []string{"NO_COLOR=1"})
	<-ctx.Done()
	return nil
}

// TestScripts runs testdata/script: one file for each subject.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "usage": usage, "valid": valid,
		},
	})
}

// exits N command... runs a command and holds it to its exit status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := statusOf(ts, args[1:]); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func statusOf(ts *testscript.TestScript, args []string) int {
	err := ts.Exec(args[0], args[1:]...)
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &failed):
		return failed.ExitCode()
	}
	ts.Fatalf("%v", err)
	return -1
}

// usage args... runs mongotls and holds it to what every usage error is: status 2, one
// line on standard error, nothing on standard output.
func usage(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("unsupported: ! usage")
	}
	status := statusOf(ts, append([]string{"mongotls"}, args...))
	out, told := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if status != 2 || out != "" || strings.Count(told, "\n") != 1 || !strings.HasPrefix(told, "mongotls: ") {
		ts.Fatalf("status %d, want 2; stdout %q, want none; stderr %q, want one line of mongotls", status, out, told)
	}
}

// schemas are the definitions of the documents that commands write, by their schema field.
var schemas = map[string]string{
	"mongotls.report/1": schema.Report(), report.ExplainSchema: schema.Explain(),
	report.UpgradeSchema: schema.Upgrade(),
}

// valid FILE holds a document to its schema.
func valid(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: valid FILE")
	}
	var named struct{ Schema string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &named))
	definition, err := jsonschema.UnmarshalJSON(strings.NewReader(schemas[named.Schema]))
	ts.Check(err)
	compiler := jsonschema.NewCompiler()
	ts.Check(compiler.AddResource("report.json", definition))
	compiled, err := compiler.Compile("report.json")
	ts.Check(err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	ts.Check(err)
	ts.Check(compiled.Validate(document))
}
