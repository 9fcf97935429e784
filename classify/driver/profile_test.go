package driver

import (
	"slices"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

func TestFind(t *testing.T) {
	tests := []struct {
		spec, release, variant string
		wire                   int
	}{
		{"pymongo", "4.17", "", 8},
		{"PyMongo@4", "4.17", "", 8},
		{"pymongo@4.16.2", "4.16.2", "", 8},
		{"pymongo@3.11", "3.11", "", 2},
		{"pymongo@3", "3.13", "", 2},
		{"pymongo@4.9", "4.9", "", 6},
		{"pymongo@4.11.3", "4.11.3", "", 7},
		{"node@6.3", "6.3", "", 6},
		{"node@6.22", "6.22", "", 8},
		{"node", "7.9", "", 9},
		{"java@3.6", "3.6", "", 1},
		{"java@5.4", "5.4", "", 7},
		{"c@1.23", "1.23", "", 6},
		{"mongosh", "2.14", "", 9},
		{"mongosh@1", "1.10", "", 6},
		{"mongosh@2.12.0", "2.12.0", "", 9},
		{"c@2.0", "2.0", "", 7},
		{"php@2.1.4", "2.1.4", "", 7},
		{"ruby@2.17", "2.17", "", 6},
		{"ruby@2.23", "2.23", "", 6},
		{"dotnet@2.30", "2.30", "", 6},
		{"rust@3.3", "3.3", "", 8},
		{"mongod@8.2", "8.2", "", 25},
		{"mongosh@2.5", "2.5", "", 8},
		{"mongosh@2.5.0", "2.5.0", "", 7},
		{"pymongo/ocsp", "4.17", "ocsp", 8},
		{"pymongo@3.11/openssl1.0.2", "3.11", "openssl1.0.2", 2},
		{"pymongo/openssl1.0.2", "4.1", "openssl1.0.2", 6},
		{"node@4/openssl1.1", "4", "openssl1.1", 6},
		{"java@3.6/jdk8", "3.6", "jdk8", 1},
		{"go@1", "1.17", "", 6},
	}
	for _, test := range tests {
		p, err := Find(test.spec)
		if err != nil || p.Release != test.release || p.Variant != test.variant || p.MinWire != test.wire {
			t.Errorf("%s: %s, variant %q, wire %d, %v", test.spec, p.Release, p.Variant, p.MinWire, err)
		}
	}
	for _, spec := range []string{"", "oracle", "pymongo@2.8", "pymongo@5", "pymongo@", "go@x", "pymongo@4.160",
		"pymongo/", "pymongo/rust", "pymongo@3.11/", "/ocsp", "mongosh@4/x", "pymongo@4.2/openssl1.0.2"} {
		if p, err := Find(spec); err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "expected") {
			t.Errorf("%s: %s %v", spec, p.Release, err)
		}
	}
}

// TestEveryProfileIsFound: each profile is the one that its own words pick, with the
// first and the last release of its range.
func TestEveryProfileIsFound(t *testing.T) {
	for _, p := range Known() {
		for _, release := range []string{p.First, p.Last} {
			spec := p.Name + "@" + release
			if p.Variant != "" {
				spec += "/" + p.Variant
			}
			got, err := Find(spec)
			if err != nil || got.First != p.First || got.Last != p.Last || got.Variant != p.Variant || got.Release != release {
				t.Errorf("%s: found %s/%s %s, %v", spec, got.Name, got.Variant, got.Releases(), err)
			}
		}
	}
}

// TestProfilesAreComplete: a profile without versions, suites or sources would judge
// silently wrong.
func TestProfilesAreComplete(t *testing.T) {
	for _, p := range Known() {
		if len(p.Versions) == 0 || len(p.Suites) == 0 || len(p.Groups) == 0 || len(p.KeyTypes) == 0 || len(p.Curves) == 0 ||
			p.Chain.Name == "" || len(p.Sources) == 0 || p.Release == "" || p.Runtime == "" || p.Family == "" || p.Title == "" {
			t.Errorf("%s/%s is incomplete: %+v", p.Name, p.Variant, p)
		}
		if slices.Contains(p.Versions, evidence.TLS13) != (len(p.Suites13) > 0) {
			t.Errorf("%s/%s: TLS 1.3 and its suites go together", p.Name, p.Variant)
		}
		if p.Source != Run && p.Source != Documentation {
			t.Errorf("%s/%s: source %q", p.Name, p.Variant, p.Source)
		}
		if p.Proved && p.Source != Run {
			t.Errorf("%s/%s is proved and was not run", p.Name, p.Variant)
		}
		for i, s := range p.Suites {
			if slices.Contains(p.Suites[i+1:], s) {
				t.Errorf("%s/%s: suite %s stands twice", p.Name, p.Variant, s)
			}
		}
	}
}

// TestLinesFollow: the lines of a client stand in order, and what it says was run is a line
// of it on a runtime of it.
func TestLinesFollow(t *testing.T) {
	for _, c := range Clients() {
		for i, l := range c.Lines {
			if older(l.To, l.From) || i > 0 && !older(c.Lines[i-1].To, l.From) {
				t.Errorf("%s: line %s to %s is out of order", c.Name, l.From, l.To)
			}
		}
		proved := 0
		for _, p := range c.profiles() {
			if p.Proved {
				proved++
			}
		}
		if proved != len(c.Ran) {
			t.Errorf("%s: %d profiles are proved by %v", c.Name, proved, c.Ran)
		}
		for _, v := range c.Variants {
			if len(c.on(v)) == 0 {
				t.Errorf("%s/%s has no releases", c.Name, v.Name)
			}
		}
	}
}

func TestDistinct(t *testing.T) {
	var asked []Profile
	for _, spec := range []string{"node@4", "node@7", "go", "node@4", "java/jdk8", "java", "go@2.9"} {
		p, err := Find(spec)
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, p)
	}
	var got []string
	for _, p := range Distinct(asked) {
		got = append(got, p.Label())
	}
	if want := []string{"Node.js 4", "Node.js 7.9", "Go", "Java (jdk8)", "Java"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
