package driver

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	tests := []struct {
		spec, release string
		wire          int
	}{
		{"pymongo", "4.16", 8},
		{"PyMongo@4", "4.16", 8},
		{"pymongo@4.16.2", "4.16.2", 8},
		{"pymongo@3.11", "3.11", 2},
		{"pymongo@4.9", "4.9", 6},
		{"pymongo@4.11.3", "4.11.3", 7},
		{"node@6.3", "6.3", 6},
		{"node@6.22", "6.22", 8},
		{"node", "7.9", 9},
		{"java@3.6", "3.6", 1},
		{"java@5.4", "5.4", 7},
		{"c@1.23", "1.23", 6},
		{"mongosh", "2.5", 8},
	}
	for _, test := range tests {
		p, err := Find(test.spec)
		if err != nil || p.Release != test.release || p.MinWire != test.wire {
			t.Errorf("%s: %s, wire %d, %v", test.spec, p.Release, p.MinWire, err)
		}
	}
	for _, spec := range []string{"", "oracle", "pymongo@2.8", "pymongo@5", "pymongo@", "go@x", "pymongo@4.160"} {
		if p, err := Find(spec); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %s %v", spec, p.Release, err)
		}
	}
}

// TestProfilesAreComplete: a profile without versions, suites or sources would judge
// silently wrong.
func TestProfilesAreComplete(t *testing.T) {
	for _, p := range Known() {
		if len(p.Versions) == 0 || len(p.Suites) == 0 || len(p.Suites13) == 0 || len(p.Groups) == 0 || len(p.KeyTypes) == 0 ||
			p.MinWire == 0 || p.Chain.Name == "" || len(p.Sources) == 0 || p.Release == "" || p.Runtime == "" || p.Family == "" {
			t.Errorf("%s is incomplete: %+v", p.Name, p)
		}
		for i, s := range p.Suites {
			if slices.Contains(p.Suites[i+1:], s) {
				t.Errorf("%s: suite %s stands twice", p.Name, s)
			}
		}
	}
}
