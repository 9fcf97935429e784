package report

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
)

var styles = []Style{
	plain, {}, {Unicode: true, Verbose: true}, {Unicode: true, Quiet: true}, {Verbose: true}, {Unicode: true, Color: true, Verbose: true},
}

var colorSequence = regexp.MustCompile("\x1b\\[[0-9;]*m")

// eachScreen calls f with what every text renderer makes of every sample in every style.
func eachScreen(t *testing.T, f func(t *testing.T, s sample, screen []byte)) {
	t.Helper()
	for _, s := range samples() {
		for _, s.style = range styles {
			for _, r := range []Renderer{Text, Short} {
				f(t, s, render(t, r, s.doc, s.style))
			}
		}
	}
}

func TestEveryRendererTellsEveryDiagnosisAndNoOther(t *testing.T) {
	known := []string{"expired", "hostname-mismatch", "weak-key", "srv-invalid", "staple-unauthorized-responder", "expires-soon", "legacy-versions-enabled", "chain-order", "no-staple"}
	for _, s := range samples() {
		if strings.HasPrefix(s.name, "hostile") {
			continue
		}
		for _, format := range Formats() {
			r, err := RendererFor(format)
			if err != nil {
				t.Fatal(err)
			}
			for _, style := range styles {
				got := colorSequence.ReplaceAllString(string(render(t, r, s.doc, style)), "")
				for _, word := range known {
					if told, want := hasWord(got, word), diagnosed(s.doc, word); told != want {
						t.Errorf("%s as %s, %+v: %s told = %v, want %v", s.name, format, style, word, told, want)
					}
				}
			}
		}
	}
}

// hasWord tells whether text names a cause: not as part of another word, nor in prose.
func hasWord(text, word string) bool {
	return regexp.MustCompile(`(^|[^a-z-])(error|warning|info|cause": "|explain|  ) ?` + word + `([^a-z-]|$)`).MatchString(text)
}

func diagnosed(d Document, word string) bool {
	return slices.ContainsFunc(d.Targets, func(t Target) bool {
		return slices.ContainsFunc(t.Result.Diagnoses, func(g classify.Diagnosis) bool { return string(g.Cause) == word })
	})
}

func TestNoControlReachesTheTerminal(t *testing.T) {
	eachScreen(t, func(t *testing.T, s sample, screen []byte) {
		if s.style.Color {
			screen = colorSequence.ReplaceAll(screen, nil)
		}
		checkVisible(t, s.name, screen)
	})
	for _, s := range samples() {
		checkVisible(t, s.name+" as JSON", bytes.ReplaceAll(render(t, JSON, s.doc, plain), []byte("�"), nil))
	}
}

func checkVisible(t *testing.T, name string, screen []byte) {
	t.Helper()
	for _, r := range string(screen) {
		if r != '\n' && !visible(r) {
			t.Errorf("%s: %U reaches the terminal", name, r)
			return
		}
	}
}

func TestWithoutUnicodeScreensAreASCII(t *testing.T) {
	eachScreen(t, func(t *testing.T, s sample, screen []byte) {
		if i := bytes.IndexFunc(screen, func(r rune) bool { return r > 0x7E }); !s.style.Unicode && i >= 0 {
			t.Errorf("%s: a character beyond ASCII: %q", s.name, screen[i:min(i+10, len(screen))])
		}
	})
}

func TestLinesFitTheScreen(t *testing.T) {
	for _, s := range samples() {
		for _, style := range styles {
			for line := range strings.Lines(string(render(t, Text, s.doc, style))) {
				line = strings.TrimSuffix(line, "\n")
				if strings.HasSuffix(line, " ") {
					t.Errorf("%s: a space at the end of %q", s.name, line)
				}
				if columns(line) > DefaultWidth && !strings.HasPrefix(line, commandIndent) {
					t.Errorf("%s: %d columns in %q", s.name, columns(line), line)
				}
			}
		}
	}
}

func TestSavedDocumentLooksLikeTheLiveOne(t *testing.T) {
	eachScreen(t, func(t *testing.T, s sample, live []byte) {
		saved, err := Read(bytes.NewReader(render(t, JSON, knownWords(s.doc), plain)))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []Renderer{Text, Short} {
			if got, want := render(t, r, saved, s.style), render(t, r, knownWords(s.doc), s.style); !bytes.Equal(got, want) {
				t.Errorf("%s: saved:\n%s\nlive:\n%s", s.name, got, want)
			}
		}
	})
}

// knownWords takes out the words that Read refuses, which the hostile sample has.
func knownWords(d Document) Document {
	d.Targets = slices.Clone(d.Targets)
	for i := range d.Targets {
		r := &d.Targets[i].Result
		r.Checks, r.Drivers = slices.Clone(r.Checks), slices.Clone(r.Drivers)
		for j := range r.Checks {
			if r.Checks[j].State == "odd" {
				r.Checks[j].State = classify.Failed
			}
		}
		for j := range r.Drivers {
			if r.Drivers[j].Outcome == "odd" {
				r.Drivers[j].Outcome = unknown
			}
		}
	}
	return d
}

// TestEveryTextIsEscaped puts hostile text into every string of a target, those that
// come later included, and renders it.
func TestEveryTextIsEscaped(t *testing.T) {
	target := membersTarget()
	poison(reflect.ValueOf(&target).Elem())
	for _, style := range styles {
		if style.Color {
			continue
		}
		for _, r := range []Renderer{Text, Short} {
			checkVisible(t, "poisoned", render(t, r, doc(4, target), style))
		}
	}
}

// poison appends hostile text to every string below v.
func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + hostile)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem())
		}
	}
}

func TestNumbersAgreeWithTheirNouns(t *testing.T) {
	eachScreen(t, func(t *testing.T, s sample, screen []byte) {
		if m := regexp.MustCompile(`\b1 (errors|warnings|checks|members|targets)\b|[02-9] (error|warning|check|member|target)\b`).Find(screen); m != nil {
			t.Errorf("%s: %q", s.name, m)
		}
	})
}
