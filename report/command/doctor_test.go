package command

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe"
	"mongotls/probe/target"
	"mongotls/report"
)

// TestDefect: a target that this tool fails on is inconclusive, which is told; the run
// goes on.
func TestDefect(t *testing.T) {
	host, err := target.Parse("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	refuse := func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("refused") }
	broken := job{target: host, config: probe.Config{Now: time.Now, Dial: refuse, Timeout: time.Second}} // Anchors is missing
	options := classify.Options{Judges: driver.Families(), FailOn: classify.Error}
	targets := examine(t.Context(), []job{broken, broken}, options)
	var told, out bytes.Buffer
	p := &program{Streams: Streams{Err: &told}}
	doc := report.Document{Schema: report.SchemaID, Targets: targets}
	p.tellDefects(doc)
	if n := strings.Count(told.String(), "mongotls: defect, please report it"); n != 2 || strings.Count(told.String(), "\n") != 2 {
		t.Errorf("%d defects told, want 2 lines: %s", n, told.String())
	}
	results := []classify.Result{targets[0].Result, targets[1].Result}
	if status := classify.ExitStatus(results, classify.Error); status != statusFailed {
		t.Errorf("status %d, want %d", status, statusFailed)
	}
	if err := report.JSON(&out, doc, report.Style{}); err != nil {
		t.Error(err)
	}
	if _, err := report.Read(&out); err != nil {
		t.Errorf("the document cannot be read again: %v", err)
	}
}
