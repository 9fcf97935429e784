package command

import (
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
	"mongotls/probe/local"
	"mongotls/report"
)

// TestClocksAreCompared: the hello of each member that answered has its server's time.
func TestClocksAreCompared(t *testing.T) {
	ours := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	theirs := ours.Add(-3 * time.Hour)
	answered := evidence.Member{Host: "db1.example.com:27017", Hello: &evidence.Hello{LocalTime: &theirs, ReceivedAt: ours}}
	silent := evidence.Member{Host: "db2.example.com:27017"}
	e := examined{local: evidence.Local{Runtimes: []evidence.Runtime{{Kind: "node", Path: "/usr/bin/node"}}}}
	got := localJob{}.judge(e, []report.Target{{Evidence: evidence.Evidence{Members: []evidence.Member{silent, answered}}}})
	servers := got.Evidence.Local.Clock.Servers
	if len(servers) != 1 || !servers[0].Their.Equal(theirs) || got.Result.Cause != "clock-skew" {
		t.Errorf("%+v, cause %s", servers, got.Result.Cause)
	}
}

// TestUnfinishedMachine: neither what hangs, as a file system can, nor a defect of this tool
// keeps the report back, and nothing is concluded of the machine then.
func TestUnfinishedMachine(t *testing.T) {
	for name, getenv := range map[string]func(string) string{
		"hangs":  func(string) string { <-t.Context().Done(); return "" },
		"defect": func(string) string { panic("a defect") },
	} {
		j := localJob{wanted: true, timeout: time.Millisecond, environment: local.Environment{Getenv: getenv, Now: time.Now}}
		targets := j.start(t.Context())(nil)
		if len(targets) != 1 || targets[0].Result.Verdict != classify.Inconclusive || len(targets[0].Evidence.Local.Notes) != 1 {
			t.Fatalf("%s: %+v", name, targets)
		}
		if told := len(targets[0].Result.Defects) == 1 && strings.Contains(targets[0].Result.Defects[0], "a defect"); told != (name == "defect") {
			t.Errorf("%s: defects %v", name, targets[0].Result.Defects)
		}
	}
}
