package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/fixtures"
	"mongotls/fixtures/inprocess"
	"mongotls/report"
	"mongotls/report/schema"
)

// upgradeRun runs mongotls upgrade on a deployment.
func upgradeRun(t *testing.T, name string, more ...string) (report.UpgradeDocument, int) {
	t.Helper()
	d, ok := fixtures.FindDeployment(name)
	if !ok {
		t.Fatalf("no deployment %s", name)
	}
	lab, err := fixtures.Deploy(context.Background(), d, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close()
	status, out, errs := inprocess.Run(t.Context(), lab.Env, slices.Concat([]string{"upgrade", "-o", "json"}, more, lab.Args, []string{lab.Target})...)
	var doc report.UpgradeDocument
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatalf("status %d, no document: %v\nstderr: %s", status, err, errs)
	}
	validUpgrade(t, out)
	if status != doc.ExitCode {
		t.Errorf("status %d, the document says %d", status, doc.ExitCode)
	}
	if string(doc.Stage) != d.Stage {
		t.Errorf("stage %s, want %s", doc.Stage, d.Stage)
	}
	return doc, status
}

func validUpgrade(t *testing.T, document string) {
	t.Helper()
	definition, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Upgrade()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("upgrade.json", definition); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("upgrade.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Errorf("the document does not fit the schema: %v\n%s", err, document)
	}
}

// TestUpgradeDeployments holds upgrade to every deployment on the way to TLS: its stage, what
// blocks it, and what the first and the last command are.
func TestUpgradeDeployments(t *testing.T) {
	for _, c := range []struct {
		name        string
		blockers    string
		status      int
		first, last string
	}{
		{name: "upgrade-disabled", first: "check-files", last: "systemctl restart"},
		{name: "upgrade-disabled-allow", first: "check-files", last: "systemctl restart"},
		{name: "upgrade-allow", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-allow-login", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-allow-prefer", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-allow-prefer-login", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-prefer", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-prefer-legacy-clients", first: "getLog", last: "mode: requireTLS"},
		{name: "upgrade-prefer-require", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-allow-require", first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-disabled-require", first: "check-files", last: "systemctl restart"},
		{name: "upgrade-blocked-by-certificate", blockers: "member-name-not-in-san", status: 4, first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-not-persisted", first: "mode: requireTLS", last: "mode: requireTLS"},
		{name: "upgrade-ssl-names", first: "getLog", last: "mode: requireSSL"},
		{name: "upgrade-prefer-arbiter", first: "is not using SSL", last: "mode: requireTLS"},
		{name: "upgrade-login-refused", status: 1, first: "tls=true", last: "mode: preferTLS"},
		{name: "upgrade-cluster-auth", blockers: "conflicting-options", status: 3, first: "is not using SSL", last: "mode: requireTLS"},
		{name: "upgrade-done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, status := upgradeRun(t, c.name)
			var words []string
			for _, b := range doc.Blockers {
				words = append(words, string(b.Cause))
			}
			if got := strings.Join(words, " "); got != c.blockers || status != c.status {
				t.Errorf("blockers %q, status %d; want %q and %d", got, status, c.blockers, c.status)
			}
			if c.first == "" {
				if len(doc.Next) > 0 {
					t.Errorf("next: %+v", doc.Next)
				}
				return
			}
			if len(doc.Next) == 0 {
				t.Fatal("there is no next step")
			}
			for i, want := range map[int]string{0: c.first, len(doc.Next) - 1: c.last} {
				if run := strings.Join(doc.Next[i].Run, "\n"); !strings.Contains(run, want) {
					t.Errorf("action %d has no %q:\n%s", i, want, run)
				}
			}
		})
	}
}
