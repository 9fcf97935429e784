package classify_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// seedlistJudges are the clients that ran against a name server of ours, and current ones.
var seedlistJudges = []string{"pymongo", "pymongo@3.11", "node", "node@6.22", "node@5.9", "go", "go@1.17", "java", "java@3.6", "c", "c@1.23", "mongosh", "ruby@2.5", "mongod"}

// TestSeedlistHabits: who stops at a mongodb+srv name or its records. What is wanted of the
// clients with a version is what they did.
func TestSeedlistHabits(t *testing.T) {
	plain := func(edit func(*evidence.SRVLookup)) evidence.SRVLookup {
		s := evidence.SRVLookup{Name: "cluster0.example.com", Service: "mongodb",
			Records: []evidence.SRVRecord{{Host: "db1.example.com", Port: 27017}}, TXT: []string{"replicaSet=rs0"}}
		edit(&s)
		return s
	}
	cases := map[string]struct {
		lookup evidence.SRVLookup
		word   string
		refuse string
	}{
		"nothing special": {plain(func(*evidence.SRVLookup) {}), "", ""},
		"two labels": {plain(func(s *evidence.SRVLookup) { s.Name = "example.com" }), "srv-invalid",
			"pymongo@3.11 node@5.9 java@3.6 c@1.23 ruby@2.5"},
		"one label": {plain(func(s *evidence.SRVLookup) { s.Name = "localhost" }), "srv-invalid",
			"pymongo@3.11 node@5.9 java@3.6 c@1.23 ruby@2.5"},
		"not ASCII": {plain(func(s *evidence.SRVLookup) { s.Given = "clüster0.example.com" }), "srv-invalid",
			"go go@1.17 java java@3.6 c c@1.23 ruby@2.5"},
		"capitals in the name's domain": {plain(func(s *evidence.SRVLookup) { s.Given = "cluster0.Example.com" }), "srv-invalid",
			"node@6.22 node@5.9 java java@3.6 c c@1.23 ruby@2.5"},
		"capitals before it": {plain(func(s *evidence.SRVLookup) { s.Given = "Cluster0.example.com" }), "", ""},
		"a dot at the end":   {plain(func(s *evidence.SRVLookup) { s.Given = "cluster0.example.com." }), "", ""},
		"a target's domain": {plain(func(s *evidence.SRVLookup) { s.Records[0].Spelled = "DB1.Example.com" }), "srv-invalid",
			"pymongo@3.11 node@6.22 node@5.9 java java@3.6 ruby@2.5"},
		"a target's own name": {plain(func(s *evidence.SRVLookup) { s.Records[0].Spelled = "DB1.example.com" }), "", ""},
		"an allowed suffix": {plain(func(s *evidence.SRVLookup) { s.Records[0].Outside, s.Suffix = true, "example.net" }), "srv-invalid",
			"pymongo pymongo@3.11 node@6.22 node@5.9 go go@1.17 java java@3.6 c c@1.23 ruby@2.5"},
		"TXT fails": {plain(func(s *evidence.SRVLookup) { s.TXT, s.TXTKind, s.TXTError = nil, "failed", "server misbehaving" }), "dns",
			"pymongo pymongo@3.11 node node@6.22 node@5.9 java java@3.6 mongosh"},
		"TXT in capitals": {plain(func(s *evidence.SRVLookup) { s.TXT = []string{"REPLICASET=rs0"} }), "srv-invalid",
			"node node@6.22 node@5.9 mongosh"},
		"TXT with a dangling &": {plain(func(s *evidence.SRVLookup) { s.TXT = []string{"replicaSet=rs0&"} }), "srv-invalid", "pymongo pymongo@3.11"},
		"another service":       {plain(func(s *evidence.SRVLookup) { s.Service = "x" }), "srv-invalid", "pymongo@3.11 java@3.6 ruby@2.5"},
		"TXT is empty":          {plain(func(s *evidence.SRVLookup) { s.TXT = []string{""} }), "", ""},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			var want, got []string
			if c.refuse != "" {
				want = strings.Fields(c.refuse)
			}
			for _, spec := range seedlistJudges {
				if o := judgeSeedlist(t, c.lookup, spec); o.Outcome == "fails" {
					got = append(got, spec)
					if string(o.Cause) != c.word {
						t.Errorf("%s fails because of %s, want %s", spec, o.Cause, c.word)
					}
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("refused by %v, want %v", got, want)
			}
		})
	}
}

// judgeSeedlist judges a member that the lookup led to, and of which nothing else is known.
func judgeSeedlist(t *testing.T, lookup evidence.SRVLookup, spec string) classify.Outcome {
	t.Helper()
	profile, err := driver.Find(spec)
	if err != nil {
		t.Fatal(err)
	}
	e := evidence.Evidence{At: time.Now(), Client: evidence.Client{CASource: evidence.SystemStore},
		Deployment: &evidence.Deployment{SRV: &lookup},
		Members:    []evidence.Member{{Host: "db1.example.com:27017", Name: "db1.example.com", FoundBy: evidence.SRV}}}
	r := classify.Classify(&e, classify.Options{Judges: []driver.Profile{profile}})
	if len(r.Defects) > 0 || len(r.Drivers) != 1 {
		t.Fatalf("%d outcomes, defects %v", len(r.Drivers), r.Defects)
	}
	return r.Drivers[0]
}
