package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// imports lists the direct imports of the non-test files of each package.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[fields[0]] = fields[1:]
	}
	return all
}

// TestImports holds the packages apart: facts, judgement and rendering do not mix.
func TestImports(t *testing.T) {
	forbidden := []struct {
		in     string // prefix of the importing package
		not    string // prefix of what it may not import
		except []string
		why    string
	}{
		{"mongotls/classify", "net", []string{"net/netip"}, "classify is pure"},
		{"mongotls/classify", "os", nil, "classify is pure"},
		{"mongotls/classify", "crypto/tls", nil, "classify is pure"},
		{"mongotls/probe/evidence", "mongotls/", nil, "evidence stands alone"},
		{"mongotls/probe/evidence", "net", nil, "evidence stands alone"},
		{"mongotls/probe/verify", "net", []string{"net/netip", "net/url"}, "verify is pure"},
		{"mongotls/probe/cert", "net", []string{"net/netip"}, "cert is pure"},
		{"mongotls/probe/revocation", "net", nil, "revocation is pure"},
		{"mongotls/probe", "mongotls/classify", nil, "the probe does not judge"},
		{"mongotls/probe", "mongotls/report", nil, "the probe does not print"},
		{"mongotls/report", "mongotls/fixtures", nil, "only main.go and tests see the fixtures"},
		{"mongotls/fixtures", "testing", nil, "the lab is part of the program"},
	}
	for pkg, imported := range imports(t) {
		for _, rule := range forbidden {
			if pkg != rule.in && !strings.HasPrefix(pkg, rule.in+"/") {
				continue
			}
			for _, i := range imported {
				hit := i == rule.not || strings.HasPrefix(i, strings.TrimSuffix(rule.not, "/")+"/")
				if hit && !slices.Contains(rule.except, i) {
					t.Errorf("%s imports %s: %s", pkg, i, rule.why)
				}
			}
		}
	}
}

// TestReportSeesOnlyEvidence: a renderer knows facts and results, nothing of how they came.
func TestReportSeesOnlyEvidence(t *testing.T) {
	for _, i := range imports(t)["mongotls/report"] {
		if strings.HasPrefix(i, "mongotls/probe") && i != "mongotls/probe/evidence" {
			t.Errorf("report imports %s", i)
		}
	}
}
