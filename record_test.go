package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"mongotls/fixtures"
)

var record = flag.Bool("record", false, "write the evidence that classify/recorded_test.go judges")

// TestRecord writes the evidence of one scenario for each cause into classify/testdata.
// It is kept, because keys and dates then stay as they are: -run TestRecord/NAME writes one anew.
func TestRecord(t *testing.T) {
	if !*record {
		return
	}
	seen := map[string]bool{}
	for _, sc := range fixtures.Scenarios() {
		fresh := false
		for _, cause := range append([]string{sc.Root}, sc.Shows...) {
			fresh = fresh || !seen[cause]
			seen[cause] = true
		}
		if fresh {
			t.Run(sc.Name, func(t *testing.T) { recordOne(t, sc) })
		}
	}
}

func recordOne(t *testing.T, sc fixtures.Scenario) {
	t.Helper()
	lab, err := fixtures.Start(context.Background(), sc, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close()
	doc, _ := doctor(t, lab)
	out, err := json.Marshal(doc.Targets[0].Evidence)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("classify", "testdata", sc.Name+".json")
	if err := os.WriteFile(name, append(out, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
