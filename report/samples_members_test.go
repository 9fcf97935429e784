package report

import (
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// membersTarget is a set of three: one good, one with an old certificate that one driver
// refuses, one that is down.
func membersTarget() Target {
	down := unreached("10.0.7.14:27017", "10.0.7.14")
	down.FoundBy, down.Incomplete = evidence.Hosts, "the time bound of 10 s was met"
	third := goodChecks(down.Host)
	for i := range third[2:] {
		third[2+i].State, third[2+i].Why = classify.Skipped, "not checked: no connection"
	}
	third = with(third, check(down.Host, "name", classify.Skipped, "an address, nothing to look up"),
		check(down.Host, "connect", classify.Failed, "connection refused"))
	second := with(goodChecks(db2), check(db2, "certificate", classify.Failed, "RSA 1024"),
		check(db2, "versions", classify.Warned, "TLS 1.0, TLS 1.1, TLS 1.2"))
	return Target{
		Target:   "mongodb://db1.example.com,db2.example.com/?replicaSet=rs0",
		Evidence: seen(serverAt(db1, "db1.example.com", "primary"), serverAt(db2, "db2.example.com", "secondary"), down),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.Connection, Cause: "refused",
			Diagnoses: []classify.Diagnosis{
				{
					Cause: "refused", Category: classify.Connection, Severity: classify.Error, Root: true, Members: []string{down.Host},
					Headline: "Nothing listens on this port", Title: "Nothing listens on this port",
					Facts: []classify.Fact{{Label: "10.0.7.14:27017", Value: "connection refused"}},
					Split: "none of PyMongo, Node.js, Go, Java and C connects",
					Fix:   []classify.Fix{{On: classify.OnServer, Text: "start mongod on that host."}},
				},
				{
					Cause: "weak-key", Category: classify.VerifyFailed, Severity: classify.Error, Members: []string{db2},
					Headline: "The certificate's key is too short", Title: "The certificate's key is too short: PyMongo and C refuse; Node.js, Go and Java connect",
					Facts: []classify.Fact{{Label: "key", Value: "RSA 1024"}},
					Split: "PyMongo and C refuse; Node.js, Go and Java connect", Refusing: []string{"pymongo", "c"},
					Says: []classify.Saying{
						{Driver: "PyMongo", Text: "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: EE certificate key too weak"},
						{Driver: "C", Text: "certificate verify failed: EE certificate key too weak"},
					},
					Fix: []classify.Fix{{On: classify.OnServer, Text: "make a key of at least 2048 bits and have it certified."}},
				},
				{
					Cause: "legacy-versions-enabled", Category: classify.ProtocolVersion, Severity: classify.Warning, Members: []string{db1, db2, down.Host},
					Headline: "The server still speaks TLS 1.0", Title: "The server still speaks TLS 1.0",
					Facts: []classify.Fact{{Label: "accepted", Value: "TLS 1.0"}, {Label: "accepted (db2.example.com:27017)", Value: "TLS 1.0, TLS 1.1"}},
				},
			},
			Checks:   slices.Concat(goodChecks(db1), second, third),
			Drivers:  slices.Concat(judged(db1, ""), judged(db2, "weak-key", "pymongo", "c"), judged(down.Host, "refused", everyone...)),
			Profiles: slices.Concat(standings(db1, "weak-key"), standings(db2, "weak-key"), standings(down.Host, "")[:1]),
		},
	}
}

// atlasTarget has members whose names differ in the middle only.
func atlasTarget() Target {
	t := Target{Target: "mongodb+srv://cluster0.abcde.mongodb.net", Result: classify.Result{Verdict: classify.Pass}}
	for i, role := range []string{"secondary", "primary", "secondary"} {
		host := "cluster0-shard-00-0" + string(rune('0'+i)) + ".abcde.mongodb.net:27017"
		m := serverAt(host, host[:len(host)-len(":27017")], role)
		m.Hello.SetName = "atlas-abc123-shard-0"
		t.Evidence.Members = append(t.Evidence.Members, m)
		t.Result.Checks = append(t.Result.Checks, goodChecks(host)...)
		t.Result.Drivers = append(t.Result.Drivers, judged(host, "")...)
	}
	t.Evidence.At = at
	return t
}

// hostile is what a server could send: controls, colour, bidi, invisible characters,
// invalid UTF-8, line breaks, and length.
const hostile = "evil\x1b[31mred\x1b]0;title\x07\x9b\xff\r\n  ✓ chain\u202e\u2066\u200b\u2028\u0085\ufeff\x00\x7f end"

func hostileTarget() Target {
	t := hostnameTarget()
	d := &t.Result.Diagnoses[0]
	d.Title, d.Headline, d.Split, d.NotFix = hostile, hostile, hostile, hostile
	d.Why = hostile + "\n\n" + strings.Repeat("word ", 40)
	d.Facts = []classify.Fact{{Label: hostile, Value: hostile}, {Label: "names", Value: strings.Repeat("DNS:a.example.com ", 90)}, {Label: "blob", Value: strings.Repeat("A", 5000)}, {Label: "wide", Value: strings.Repeat("証明書", 40)}}
	d.Says = []classify.Saying{{Driver: hostile, Text: hostile}}
	d.Fix = []classify.Fix{{On: "moon\n", Text: hostile, Run: []string{"echo " + hostile}}}
	d.Cause, d.Category, d.Explains = hostile, hostile, []classify.Word{hostile}
	t.Target, t.Notes = hostile, []string{hostile}
	t.Result.Cause, t.Result.Category = hostile, hostile
	t.Result.Checks = append(t.Result.Checks, classify.Check{Member: db1, Check: hostile, State: "odd", Why: hostile})
	for i := range t.Result.Drivers {
		o := &t.Result.Drivers[i]
		o.Title, o.Version, o.Runtime, o.Says, o.Why, o.Cause = hostile, hostile, hostile, hostile, hostile, hostile
	}
	t.Result.Drivers[0].Outcome = "odd"
	t.Evidence.Members[0].Incomplete = hostile
	t.Evidence.Deployment = hostileDeployment()
	t.Result.Aliases = []classify.Alias{{Member: hostile, SameAs: hostile}}
	t.Evidence.Members[0].Hello = &evidence.Hello{Role: hostile, SetName: hostile, ReceivedAt: at}
	return t
}

func inconclusiveTarget() Target {
	t := goodTarget()
	t.Notes = nil
	t.Evidence.Members[0].Incomplete = "the time bound of 10 s was met"
	t.Result.Verdict = classify.Inconclusive
	for i := range t.Result.Checks[3:] {
		t.Result.Checks[3+i].State, t.Result.Checks[3+i].Why = classify.Skipped, "not checked: the time was over"
	}
	for i := range t.Result.Drivers {
		t.Result.Drivers[i].Outcome, t.Result.Drivers[i].Why = unknown, "no certificate was seen"
	}
	return t
}

// srvTarget failed before any member was known.
func srvTarget() Target {
	const uri = "mongodb+srv://cluster0.example.com"
	return Target{
		Target: uri, Evidence: seen(),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.Connection, Cause: "srv-invalid",
			Diagnoses: []classify.Diagnosis{{
				Cause: "srv-invalid", Category: classify.Connection, Severity: classify.Error, Root: true, Members: []string{},
				Headline: "The SRV record of the URI cannot be used", Title: "The SRV record of the URI cannot be used",
				Facts:      []classify.Fact{{Label: "looked up", Value: "_mongodb._tcp.cluster0.example.com"}, {Label: "answer", Value: "no such host"}},
				Fix:        []classify.Fix{{On: classify.OnNetwork, Text: "ask the resolver that the client uses:", Run: []string{"dig +short SRV _mongodb._tcp.cluster0.example.com"}}},
				Candidates: []classify.Word{"dns", "cluster-paused"},
			}},
		},
	}
}

func oneJudgeTarget() Target {
	t := hostnameTarget()
	t.Result.Drivers = t.Result.Drivers[:1]
	t.Result.Drivers[0].Version = "3.11"
	t.Result.Diagnoses[0].Split = "PyMongo refuses"
	t.Result.Diagnoses[0].Says = t.Result.Diagnoses[0].Says[:1]
	return t
}
