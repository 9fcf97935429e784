package command

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe/serverconf"
	"mongotls/report"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// TestConfigScreens: each configuration of testdata/config with its screen, and the same
// configuration corrected.
func TestConfigScreens(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.conf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no configurations: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".conf")
		t.Run(name, func(t *testing.T) {
			s := serverConfig{Config: serverconf.Parse("mongod.conf", text), name: "mongod.conf"}
			golden(t, name+".screen", screen(t, s))
			fixed, _ := serverconf.Fix("mongod.conf", text, serverconf.Release{})
			if bytes.Equal(fixed, text) {
				return
			}
			golden(t, name+".fixed", fixed)
		})
	}
}

func screen(t *testing.T, s serverConfig) []byte {
	t.Helper()
	at := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
	sub := s.subject("", at)
	doc := report.Document{At: at, Targets: []report.Target{{
		Target: sub.text, Notes: sub.notes, Evidence: sub.evidence,
		Result: classify.Classify(&sub.evidence, classify.Options{Judges: driver.Families(), FailOn: classify.Error}),
	}}}
	var b bytes.Buffer
	if err := report.Text(&b, doc, report.Style{Unicode: true, Width: 80}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "s3cret") {
		t.Error("the password is shown")
	}
	return b.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "config", name)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got\n%s", name, got)
	}
}
