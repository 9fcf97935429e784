package report

import (
	"slices"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// deploymentTarget was looked up by SRV: one seed is the same server under a name that the
// set does not have, and a member was found by hello.
func deploymentTarget() Target {
	const found = "10.0.7.14:27017"
	t := Target{Target: "mongodb+srv://cluster0.example.com/", Result: classify.Result{Verdict: classify.Pass}}
	const db3 = "db3.example.com:27017"
	for _, host := range []string{db1, db2, db3, found} {
		role := "secondary"
		if host == db1 {
			role = "primary"
		}
		m := serverAt(host, host[:len(host)-len(":27017")], role)
		m.FoundBy = evidence.SRV
		t.Evidence.Members = append(t.Evidence.Members, m)
		t.Result.Checks = append(t.Result.Checks, goodChecks(host)...)
		t.Result.Drivers = append(t.Result.Drivers, judged(host, "")...)
	}
	last := &t.Evidence.Members[3]
	last.FoundBy, last.SharedWith = evidence.Hosts, db3
	t.Result.Aliases = []classify.Alias{{Member: db3, SameAs: found}}
	t.Evidence.At, t.Evidence.Deployment = at, fullDeployment()
	return t
}

func fullDeployment() *evidence.Deployment {
	no := false
	return &evidence.Deployment{
		SRV: &evidence.SRVLookup{
			Name: "cluster0.example.com", Service: "mongodb", Server: "127.0.0.1:53",
			Records: []evidence.SRVRecord{{Host: "db1.example.com", Port: 27017}, {Host: "db2.example.com", Port: 27017}, {Host: "db3.example.com", Port: 27017}},
			TXT:     []string{"replicaSet=rs0"}, MaxHosts: 2, NameResolves: &no,
			URI: "mongodb://db1.example.com:27017,db2.example.com:27017,db3.example.com:27017/?tls=true&replicaSet=rs0", MS: 1,
		},
		Discovery: &evidence.Discovery{Truncated: 950, Names: []evidence.Advertised{
			{Host: "10.0.7.14:27017", As: "host", By: []string{db1, db2}},
			{Host: "x y", As: "host", By: []string{db1}, Skipped: "not a host name"},
		}},
	}
}

// behindTarget has a seed that no driver gets past, and members behind it that are fine.
func behindTarget() Target {
	t := deploymentTarget()
	t.Target, t.Evidence.Deployment.SRV = db1, nil
	t.Evidence.Deployment.Discovery.Truncated = 0
	t.Result.Aliases = []classify.Alias{{Member: db1}}
	t.Evidence.Members = slices.Delete(t.Evidence.Members, 2, 3)
	for i := range t.Evidence.Members[1:] {
		t.Evidence.Members[1+i].FoundBy = evidence.Hosts
	}
	t.Result.Checks = slices.DeleteFunc(t.Result.Checks, func(c classify.Check) bool { return c.Member == "db3.example.com:27017" })
	t.Result.Checks = with(t.Result.Checks, check(db1, "certificate", classify.Failed, "the certificate is valid for other.lan"))
	t.Result.Drivers = slices.Concat(judged(db1, "hostname-mismatch", everyone...), judged(db2, ""), judged("10.0.7.14:27017", ""))
	t.Result.Verdict, t.Result.Cause, t.Result.Category = classify.Fail, "hostname-mismatch", classify.VerifyFailed
	t.Result.Diagnoses = []classify.Diagnosis{{
		Cause: "hostname-mismatch", Category: classify.VerifyFailed, Severity: classify.Error, Root: true, Members: []string{db1},
		Headline: "The certificate is for another host name", Title: "The certificate is for another host name",
		Facts: []classify.Fact{}, Fix: []classify.Fix{}, Explains: []classify.Word{}, Split: "none of PyMongo, Node.js, Go, Java and C connects",
	}}
	return t
}

func hostileDeployment() *evidence.Deployment {
	d := fullDeployment()
	s := d.SRV
	s.Name, s.Service, s.Server, s.URI, s.TXT, s.Error, s.TXTError = hostile, hostile, hostile, hostile, []string{hostile}, hostile, hostile
	s.Records = []evidence.SRVRecord{{Host: hostile, Port: 1, Refused: hostile}}
	d.Discovery.Names = []evidence.Advertised{{Host: hostile, As: hostile, By: []string{hostile}, Skipped: hostile}}
	return d
}
