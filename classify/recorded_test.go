package classify_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe/evidence"
	"mongotls/report"
)

var update = flag.Bool("update", false, "write the golden screens again")

// recorded is the evidence of one scenario for each cause (go test . -run TestRecord -record).
func recorded(t testing.TB) map[string]*evidence.Evidence {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 80 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	all := map[string]*evidence.Evidence{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var e evidence.Evidence
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all[strings.TrimSuffix(filepath.Base(f), ".json")] = &e
	}
	return all
}

func options() classify.Options {
	return classify.Options{Judges: driver.Families(), ExpiresWithin: 30 * 24 * time.Hour, FailOn: classify.Error}
}

// TestScreens judges recorded evidence and compares the whole screen.
func TestScreens(t *testing.T) {
	for name, e := range recorded(t) {
		t.Run(name, func(t *testing.T) {
			r := classify.Classify(e, options())
			doc := report.Document{
				Schema: report.SchemaID, Tool: report.Tool{Name: "mongotls", Version: "test"}, At: e.At,
				ExitCode: classify.ExitStatus([]classify.Result{r}, classify.Error),
				Targets:  []report.Target{{Target: e.Members[0].Host, Result: r, Evidence: *e}},
			}
			var screen bytes.Buffer
			if err := report.Text(&screen, doc, report.Style{Unicode: true}); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, screen.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(screen.Bytes(), want) {
				t.Errorf("the screen is\n%s\nwant\n%s", screen.Bytes(), want)
			}
		})
	}
}

// TestVerdictAndDriversAgree: fail exactly when some judge would not connect or a
// certificate is known to be revoked, and one root at most.
func TestVerdictAndDriversAgree(t *testing.T) {
	for name, e := range recorded(t) {
		for _, o := range judgesOneByOne() {
			r := classify.Classify(e, o)
			fails := slices.ContainsFunc(r.Drivers, func(d classify.Outcome) bool { return d.Outcome == "fails" })
			revoked := strings.HasSuffix(string(r.Cause), "revoked")
			if fails != (r.Verdict == classify.Fail) && !revoked {
				t.Errorf("%s judged by %s: verdict %s, a driver fails: %t", name, o.Judges[0].Name, r.Verdict, fails)
			}
			roots := 0
			for _, d := range r.Diagnoses {
				if d.Root {
					roots++
				}
			}
			if wantRoot := r.Verdict == classify.Fail || r.Verdict == classify.Warn; (roots == 1) != wantRoot || roots > 1 {
				t.Errorf("%s: verdict %s with %d roots", name, r.Verdict, roots)
			}
		}
	}
}

// judgesOneByOne are the families together and the newest profile of each client alone.
func judgesOneByOne() []classify.Options {
	all := []classify.Options{options()}
	seen := map[string]bool{}
	for _, p := range driver.Known() {
		if seen[p.Name] {
			continue
		}
		seen[p.Name] = true
		o := options()
		o.Judges = []driver.Profile{p}
		all = append(all, o)
	}
	return all
}

// TestDroppedEvidenceNeverPasses: without a fact its check may be skipped, never passed.
func TestDroppedEvidenceNeverPasses(t *testing.T) {
	drop := map[string]func(*evidence.Member){
		"handshake":   func(m *evidence.Member) { m.Handshake, m.Fallbacks = nil, nil },
		"chain":       func(m *evidence.Member) { m.Chain = evidence.Chain{} },
		"certificate": func(m *evidence.Member) { m.Chain = evidence.Chain{} },
		"mongodb":     func(m *evidence.Member) { m.Hello, m.Exchange = nil, nil },
		"connect":     func(m *evidence.Member) { m.Dials = nil },
		"versions":    func(m *evidence.Member) { m.Versions = nil },
		"revocation": func(m *evidence.Member) {
			m.OCSP = evidence.OCSP{Staple: evidence.OCSPResponse{Status: evidence.StatusNone}}
			m.CRL = nil
		},
	}
	for name, e := range recorded(t) {
		for check, cut := range drop {
			less := clone(t, e)
			cut(&less.Members[0])
			r := classify.Classify(less, options())
			for _, c := range r.Checks {
				if c.Check == check && c.State == classify.Passed {
					t.Errorf("%s: %s passes without its evidence: %s", name, check, c.Why)
				}
			}
			if len(r.Defects) > 0 {
				t.Errorf("%s without %s: %s", name, check, r.Defects[0])
			}
		}
	}
}

// TestMembersInAnyOrder: the order of members changes nothing but the order of what is told.
func TestMembersInAnyOrder(t *testing.T) {
	all := recorded(t)
	both := clone(t, all["expired"])
	both.Members = append(both.Members, all["healthy"].Members...)
	both.Members[1].Host = "db2.example.com:27017"
	causes := func(e *evidence.Evidence) []classify.Word {
		var words []classify.Word
		for _, d := range classify.Classify(e, options()).Diagnoses {
			words = append(words, d.Cause)
		}
		return words
	}
	want := causes(both)
	slices.Reverse(both.Members)
	if got := causes(both); !reflect.DeepEqual(got, want) {
		t.Errorf("%v in one order, %v in another", want, got)
	}
}

func clone(t *testing.T, e *evidence.Evidence) *evidence.Evidence {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var out evidence.Evidence
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}
