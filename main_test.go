package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/classify"
	"mongotls/fixtures"
	"mongotls/fixtures/inprocess"
	"mongotls/report"
	"mongotls/report/schema"
)

// doctor runs the whole program on a scenario.
func doctor(t *testing.T, lab *fixtures.Lab, more ...string) (report.Document, int) {
	t.Helper()
	status, out, errs := inprocess.Run(t.Context(), lab.Env, append(append([]string{"doctor", "-o", "json"}, more...), append(lab.Args, lab.Target)...)...)
	doc, err := report.Read(strings.NewReader(out))
	if err != nil {
		t.Fatalf("status %d, no document: %v\nstderr: %s", status, err, errs)
	}
	validate(t, out)
	return doc, status
}

func validate(t *testing.T, document string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled(t).Validate(value); err != nil {
		t.Errorf("the document does not fit the schema: %v", err)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Report()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", value); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// maxConnections is how often a healthy server may be connected to: mongod logs each.
const maxConnections = 8

// TestScenarios holds the doctor to every scenario: the root cause and no other, errors
// only where the scenario has them, and drivers as said.
func TestScenarios(t *testing.T) {
	for _, sc := range fixtures.Scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			lab, err := fixtures.Start(context.Background(), sc, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer lab.Close()
			doc, status := doctor(t, lab)
			result := doc.Targets[0].Result
			if root := rootOf(result); root != sc.Root && (sc.Root != "" || result.Verdict == classify.Fail) {
				t.Errorf("root cause %q, want %q\n%s", root, sc.Root, summary(result))
			}
			checkOthers(t, sc, result)
			checkDrivers(t, sc, result)
			checkRefs(t, doc)
			checkFixes(t, doc)
			if sc.Root == "" && status != 0 {
				t.Errorf("status %d for a healthy server", status)
			}
			enumerated := doc.Targets[0].Evidence.Members[0].Suites != nil // nothing common was found at first
			if n := lab.Connections(); sc.Root == "" && !enumerated && n > maxConnections {
				t.Errorf("%d connections to a healthy server, at most %d are allowed", n, maxConnections)
			}
			if status != doc.ExitCode {
				t.Errorf("status %d, the document says %d", status, doc.ExitCode)
			}
		})
	}
}

// rootOf is the root cause, "" where nothing stops anybody.
func rootOf(r classify.Result) string {
	if r.Verdict == classify.Inconclusive {
		return "(inconclusive)"
	}
	return string(r.Cause)
}

// checkOthers: every finding that the scenario shows is there, and none that it does not
// expect.
func checkOthers(t *testing.T, sc fixtures.Scenario, r classify.Result) {
	t.Helper()
	for _, want := range sc.Shows {
		told := func(d classify.Diagnosis) bool {
			return string(d.Cause) == want || slices.Contains(d.Explains, classify.Word(want))
		}
		if !slices.ContainsFunc(r.Diagnoses, told) {
			t.Errorf("%s is not told\n%s", want, summary(r))
		}
	}
	for _, d := range r.Diagnoses {
		word := string(d.Cause)
		if d.Severity != classify.Info && word != sc.Root && !slices.Contains(sc.Also, word) && !slices.Contains(sc.Shows, word) {
			t.Errorf("unexpected %s %s", d.Severity, word)
		}
	}
}

func checkDrivers(t *testing.T, sc fixtures.Scenario, r classify.Result) {
	t.Helper()
	for name, want := range sc.Families {
		i := slices.IndexFunc(r.Drivers, func(o classify.Outcome) bool { return o.Driver == name })
		if i < 0 {
			t.Errorf("no outcome for %s", name)
		} else if got := string(r.Drivers[i].Cause); got != want {
			t.Errorf("%s: %s %q, want %q", name, r.Drivers[i].Outcome, got, want)
		}
	}
	failing := slices.ContainsFunc(r.Drivers, func(o classify.Outcome) bool { return o.Outcome == "fails" })
	if failing && r.Verdict != classify.Fail {
		t.Errorf("verdict %s although a driver fails", r.Verdict)
	}
}

// placeholder is what a remedy of the catalogue has where a value of the endpoint belongs.
var placeholder = regexp.MustCompile(`[^%]\{[a-z_]+\}`) // behind % it is curl's

// checkFixes: every remedy is filled in, and reads well behind "Fix on the server:" and "Or on
// the server:".
func checkFixes(t *testing.T, doc report.Document) {
	t.Helper()
	for _, d := range doc.Targets[0].Result.Diagnoses {
		for _, f := range d.Fix {
			if text := f.Text + "\n" + strings.Join(f.Run, "\n"); strings.HasPrefix(text, "Or ") || placeholder.MatchString(text) {
				t.Errorf("%s: the remedy is not fit to print: %q", d.Cause, text)
			}
		}
	}
}

// checkRefs: every reference of a fact leads somewhere in the document.
func checkRefs(t *testing.T, doc report.Document) {
	t.Helper()
	raw, err := json.Marshal(doc.Targets[0])
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	for _, d := range doc.Targets[0].Result.Diagnoses {
		for _, f := range d.Facts {
			if f.Ref != "" && !resolves(tree, f.Ref) {
				t.Errorf("%s: reference %s leads nowhere", d.Cause, f.Ref)
			}
		}
	}
}

func resolves(tree any, pointer string) bool {
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		switch node := tree.(type) {
		case map[string]any:
			child, ok := node[step]
			if !ok {
				return false
			}
			tree = child
		case []any:
			i := 0
			for _, digit := range step {
				i = i*10 + int(digit-'0')
			}
			if i >= len(node) {
				return false
			}
			tree = node[i]
		default:
			return false
		}
	}
	return true
}

// summary is a line for each diagnosis.
func summary(r classify.Result) string {
	var out strings.Builder
	for _, d := range r.Diagnoses {
		fmt.Fprintf(&out, "  %s %s %s", d.Severity, d.Cause, d.Refusing)
		for _, f := range d.Facts {
			fmt.Fprintf(&out, " | %s: %s", f.Label, f.Value)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// TestRenderIsTheLiveScreen: a saved document prints what the live run printed.
func TestRenderIsTheLiveScreen(t *testing.T) {
	for _, name := range []string{"expired", "hostname-mismatch"} {
		sc, ok := fixtures.Find(name)
		if !ok {
			t.Fatalf("no scenario %s", name)
		}
		lab, err := fixtures.Start(context.Background(), sc, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer lab.Close()
		doc, want := doctor(t, lab)
		saved := t.TempDir() + "/report.json"
		var json bytes.Buffer
		if err := report.JSON(&json, doc, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(saved, json.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		var live bytes.Buffer
		if err := report.Text(&live, doc, report.StyleFor(report.ColorAuto, func(string) string { return "" }, false)); err != nil {
			t.Fatal(err)
		}
		status, out, errs := inprocess.Run(t.Context(), []string{"LANG=C", "LC_ALL=C"}, "render", saved)
		if status != want || out != live.String() {
			t.Errorf("render: status %d, want %d; stderr %q\n%s\n--- want ---\n%s", status, want, errs, out, live.String())
		}
	}
}
