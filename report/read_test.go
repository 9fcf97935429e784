package report

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

func TestReadIsLossless(t *testing.T) {
	for _, s := range samples() {
		if strings.HasPrefix(s.name, "hostile") {
			continue // its words are not a report's
		}
		for _, write := range []Renderer{JSON, compact} {
			saved := render(t, write, s.doc, plain)
			d, err := Read(bytes.NewReader(saved))
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			if again := render(t, write, d, plain); !bytes.Equal(again, saved) {
				t.Errorf("%s: written again:\n%s\nbefore:\n%s", s.name, again, saved)
			}
			if want := complete(reflect.ValueOf(s.doc)).Interface().(Document); !sameDocument(d, want) {
				t.Errorf("%s: read as %+v, want %+v", s.name, d, want)
			}
		}
	}
}

// sameDocument compares all but the difference between an empty and an absent list,
// which optional fields do not keep.
func sameDocument(a, b Document) bool {
	return reflect.DeepEqual(complete(reflect.ValueOf(a)).Interface(), complete(reflect.ValueOf(b)).Interface())
}

func TestJSONKeepsEveryCharacter(t *testing.T) {
	d := doc(0, goodTarget())
	d.Targets[0].Notes = []string{"<&>\x00\x1b\x7f\u009b\u202e\u2028\ufeff\U000E0041 é 証 �"}
	saved := render(t, JSON, d, plain)
	if !bytes.Contains(saved, []byte("<&>")) {
		t.Error("HTML is escaped")
	}
	back, err := Read(bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := back.Targets[0].Notes[0], d.Targets[0].Notes[0]; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestJSONHasNoNullList(t *testing.T) {
	d := doc(0, Target{Evidence: evidence.Evidence{Members: []evidence.Member{{}}}})
	got := string(render(t, JSON, d, plain))
	for _, line := range strings.Split(got, "\n") {
		if strings.HasSuffix(strings.TrimSuffix(line, ","), "null") && !nullable(line) {
			t.Errorf("null in %q", line)
		}
	}
}

func nullable(line string) bool {
	for _, field := range []string{`"handshake"`, `"hello"`, `"verified"`, `"alert"`, `"error"`} {
		if strings.Contains(line, field) {
			return true
		}
	}
	return false
}

func TestReadRefusesWithOneLine(t *testing.T) {
	good := string(render(t, compact, doc(0, goodTarget()), plain))
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", "empty input: expected a mongotls.report/1 document"},
		{"not JSON", "db1: pass\n", "not JSON (byte 1: "},
		{"cut short", good[:200], "the JSON ends in the middle"},
		{"a list", "[]", "a JSON array: expected a mongotls.report/1 document"},
		{"no schema", "{}", `schema is "": expected "mongotls.report/1"`},
		{"another schema", `{"schema":"mongotls.explain/1"}`, `schema is "mongotls.explain/1": expected "mongotls.report/1"`},
		{"a wrong type", `{"schema":"mongotls.report/1","exit_code":"4"}`, `"exit_code" is a JSON string: expected int`},
		{"a wrong time", `{"schema":"mongotls.report/1","at":"yesterday"}`, "cannot read the document: "},
		{"a strange verdict", strings.Replace(good, `"verdict":"pass"`, `"verdict":"great"`, 1), `targets[0].result.verdict is "great": expected one of ["pass" "warn" "fail" "inconclusive"]`},
		{"a strange state", strings.Replace(good, `"state":"pass"`, `"state":"\u001b"`, 1), `targets[0].result.checks[0].state is "\x1b": expected one of`},
		{"a strange outcome", strings.Replace(good, `"outcome":"connects"`, `"outcome":"maybe"`, 1), `targets[0].result.drivers[0].outcome is "maybe"`},
		{"two documents", good + good, "more follows after the first document"},
		{"rubbish after it", good + "x", "more follows after the first document"},
		{"UTF-16", "\xff\xfe{\x00", "the input is UTF-16: expected UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.in))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Fatalf("got %v, want %s", err, c.want)
			}
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("more than a line, or a control: %q", err)
			}
		})
	}
}

func compact(w io.Writer, d Document, _ Style) error { return CompactJSON(w, d) }

func TestReadSkipsTheByteOrderMark(t *testing.T) {
	saved := append([]byte("\xef\xbb\xbf"), render(t, JSON, doc(0, goodTarget()), plain)...)
	if _, err := Read(bytes.NewReader(saved)); err != nil {
		t.Error(err)
	}
}

func TestReadAcceptsFieldsThatCameLater(t *testing.T) {
	saved := strings.Replace(string(render(t, JSON, doc(0, goodTarget()), plain)), `"exit_code"`, `"later": {"a": [1]}, "exit_code"`, 1)
	if _, err := Read(strings.NewReader(saved)); err != nil {
		t.Error(err)
	}
}

func TestDecoderReadsAStream(t *testing.T) {
	var stream bytes.Buffer
	for i := range 3 {
		d := doc(i, goodTarget())
		if err := CompactJSON(&stream, d); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(stream.String(), "\n"); n != 3 {
		t.Fatalf("%d lines for 3 documents", n)
	}
	dec := NewDecoder(&stream)
	for i := range 3 {
		d, err := dec.Next()
		if err != nil || d.ExitCode != i {
			t.Fatalf("document %d: exit code %d, %v", i, d.ExitCode, err)
		}
	}
	if _, err := dec.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last: %v", err)
	}
}

func TestReadIsBounded(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(`{"schema":"`), forever('a'))
	_, err := Read(endless)
	if err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Errorf("got %v", err)
	}
}

// forever is an endless input of one byte.
type forever byte

func (f forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"schema":"mongotls.report/1","targets":[{"target":"a","result":{"verdict":"pass"}}]}`))
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := Read(bytes.NewReader(in))
		if err != nil {
			checkVisible(t, "the error", []byte(plain.Escape(err.Error())))
			return
		}
		live := render(t, Text, d, plain)
		checkVisible(t, "the screen", live)
		saved, err := Read(bytes.NewReader(render(t, JSON, d, plain)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(render(t, Text, saved, plain), live) {
			t.Error("the saved document looks otherwise")
		}
	})
}
