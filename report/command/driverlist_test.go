package command

import (
	"strings"
	"testing"

	"mongotls/classify/driver"
)

// TestDriverRows: each client has a row for each runtime, its usual one first, and says what
// it was judged by.
func TestDriverRows(t *testing.T) {
	rows := driverRows()
	families := 0
	for i, r := range rows {
		spec := strings.TrimSuffix(r.Name+"/"+r.Variant, "/")
		if _, err := driver.Find(spec); err != nil {
			t.Errorf("%s: %v", spec, err)
		}
		if i > 0 && rows[i-1].Name != r.Name && r.Variant != "" {
			t.Errorf("%s stands before its usual runtime", spec)
		}
		if r.Family {
			families++
		}
		if r.Source == "documentation" && r.Proved != "no" {
			t.Errorf("%s is proved and was not run", spec)
		}
		for _, rule := range r.Rules {
			if rule.Label == "" || rule.Text == "" {
				t.Errorf("%s: empty rule %q", spec, rule.Label)
			}
		}
		if len(r.Sources) == 0 || r.Versions == "" || r.Runtime == "" {
			t.Errorf("%s lacks its sources, versions or runtime", spec)
		}
	}
	if families != len(driver.Families()) {
		t.Errorf("%d families", families)
	}
}
