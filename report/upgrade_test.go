package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/classify"
	"mongotls/classify/upgrade"
	"mongotls/probe/evidence"
	"mongotls/report/schema"
)

// upgradeSample has a member of each kind, a blocker, actions, and something open.
func upgradeSample() (UpgradeDocument, Target) {
	yes, no, none := true, false, int64(0)
	since := time.Date(2026, 11, 22, 1, 40, 0, 0, time.UTC)
	members := []upgrade.Member{
		{Name: "db1.example.com:27017", AcceptsPlaintext: &yes, AcceptsTLS: &yes, Mode: upgrade.PreferTLS, ModeSource: upgrade.Told,
			StartedIn: upgrade.AllowTLS, TLSClients: map[string]int64{"1.2": 120, "1.3": 4711}, PlaintextClients: &none, LogSince: &since, Role: "primary", Version: "7.0.14"},
		{Name: "db2.example.com:27017", AcceptsPlaintext: &no, AcceptsTLS: &yes, Mode: upgrade.RequireTLS, ModeSource: upgrade.Observed},
		{Name: "db3.example.com:27017", Mode: upgrade.Unknown, ModeSource: upgrade.Observed},
	}
	refused := classify.Diagnosis{
		Cause: "refused", Category: classify.Connection, Severity: classify.Error, Members: []string{"db3.example.com:27017"},
		Headline: "Nothing listens on the port", Title: "Nothing listens on the port", Facts: []classify.Fact{{Label: "seen", Value: "connection refused"}},
	}
	u := upgrade.Upgrade{
		Stage: upgrade.Mixed, Members: members, Blockers: []classify.Diagnosis{refused},
		Next:  []upgrade.Action{{On: "db1.example.com:27017", Text: "In mongosh, connected to this member:", Run: []string{`db.adminCommand({ setParameter: 1, tlsMode: "requireTLS" })`}}},
		Open:  []string{"The mode of db3.example.com:27017 is not known."},
		Notes: []string{"Members in different modes are normal during the upgrade: bring the last ones to the same mode before the step after."},
	}
	t := Target{Target: "db1.example.com:27017", Result: classify.Result{Diagnoses: u.Blockers}}
	for _, m := range members {
		t.Evidence.Members = append(t.Evidence.Members, evidence.Member{Host: m.Name})
	}
	return UpgradeDocument{Schema: UpgradeSchema, Target: t.Target, Upgrade: u, ExitCode: 3}, t
}

func upgradeScreen(t *testing.T, d UpgradeDocument, target Target, s Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := Upgrade(&b, d, target, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestUpgradeScreens(t *testing.T) {
	d, target := upgradeSample()
	golden(t, "upgrade.golden", []byte(upgradeScreen(t, d, target, plain)))
	golden(t, "upgrade-quiet.golden", []byte(upgradeScreen(t, d, target, Style{Quiet: true})))
}

func TestUpgradeConclusion(t *testing.T) {
	d, target := upgradeSample()
	for _, c := range []struct {
		change func(*upgrade.Upgrade)
		want   string
	}{
		{func(*upgrade.Upgrade) {}, "Not yet: refused.\n"},
		{func(u *upgrade.Upgrade) { u.Blockers = nil }, "Not known to be safe. The mode of db3.example.com:27017 is not known.\n"},
		{func(u *upgrade.Upgrade) { u.Open = nil }, "Nothing that is known blocks this step. After it, run mongotls upgrade again.\n"},
		{func(u *upgrade.Upgrade) { u.Next = nil }, "Nothing is left to do.\n"},
	} {
		c.change(&d.Upgrade)
		if got := upgradeScreen(t, d, target, plain); !strings.HasSuffix(got, "\n"+c.want) {
			t.Errorf("want %q at the end of:\n%s", c.want, got)
		}
	}
}

// TestHostileUpgrade: names come from servers; no control of theirs reaches a terminal.
func TestHostileUpgrade(t *testing.T) {
	const bad = "db\x1b[2J\u202e\x9b1\r\n$(reboot):27017"
	d, target := upgradeSample()
	long := bad + strings.Repeat("a", 10000)
	target.Target, d.Members[0].Name, d.Next[0].On, d.Notes[0], d.Open[0] = bad, long, long, bad, bad
	d.Members[0].TLSClients = map[string]int64{bad: 1}
	d.Blockers[0].Title, d.Blockers[0].Headline = bad, bad
	for _, s := range styles {
		screen := upgradeScreen(t, d, target, s)
		checkVisible(t, "upgrade", colorSequence.ReplaceAll([]byte(screen), nil))
		for line := range strings.Lines(screen) {
			if columns(strings.TrimSuffix(line, "\n")) > DefaultWidth && !strings.HasPrefix(line, commandIndent) {
				t.Errorf("%d columns in %q", columns(line), line)
			}
		}
	}
	var b bytes.Buffer
	if err := UpgradeJSON(&b, d); err != nil {
		t.Fatal(err)
	}
	checkVisible(t, "upgrade as JSON", bytes.ReplaceAll(b.Bytes(), []byte("�"), nil))
}

func upgradeSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Upgrade()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("upgrade.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("upgrade.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUpgradeKeepsToTheSchema(t *testing.T) {
	s := upgradeSchema(t)
	full, _ := upgradeSample()
	var good string
	for _, d := range []UpgradeDocument{{Schema: UpgradeSchema, Upgrade: upgrade.Upgrade{Stage: upgrade.Unknown}}, full} {
		var b bytes.Buffer
		if err := UpgradeJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, b.Bytes()); err != nil {
			t.Errorf("%v\n%s", err, b.Bytes())
		}
		good = b.String()
	}
	for _, c := range []struct{ from, to string }{
		{`"mongotls.upgrade/1"`, `"mongotls.upgrade/2"`},
		{`"stage": "mixed"`, `"stage": "requireSSL"`},
		{`"mode": "preferTLS"`, `"mode": "mixed"`},
		{`"mode_source": "getParameter"`, `"mode_source": "login"`},
		{`"accepts_plaintext": true`, `"accepts_plaintext": "accepted"`},
		{`"1.3": 4711`, `"1.3": -1`},
		{`"plaintext_clients": 0`, `"plaintext_clients": "none"`},
		{`"tls_clients": {}`, `"tls_clients": null`},
		{`"cause": "refused"`, `"cause": "Connection refused"`},
		{`"exit_code": 3`, `"exit_code": 0`},
		{`"run": [`, `"commands": [`},
	} {
		broken := strings.ReplaceAll(good, c.from, c.to)
		if broken == good {
			t.Errorf("the document has no %s:\n%s", c.from, good)
		} else if validate(t, s, []byte(broken)) == nil {
			t.Errorf("%s is let through", c.to)
		}
	}
}
