package report

import (
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// fileTarget is a certificate file with all that is told of one, and a warning.
func fileTarget() Target {
	const path = "/etc/ssl/mongodb/server.pem"
	fits := 0
	file := evidence.File{
		Path: path, Role: evidence.RoleCertificate, NamedBy: "/etc/mongod.conf", Use: evidence.UseMember, Content: "PEM, lines end in CR LF",
		Stat: &evidence.FileStat{Size: 3006, Mode: "0644", Owner: "mongodb:mongodb"},
		Keys: []evidence.KeyFacts{{Type: "RSA 2048", Encrypted: true, Fits: &fits, Source: "/etc/ssl/mongodb/server.key"}, {Encrypted: true}},
		X509: &evidence.X509Naming{User: "CN=db1.example.com,OU=DB,O=Example", SubjectSelector: "subject=db1.example.com",
			ThumbprintSelector: "thumbprint=e72d98032a311dee53ddc3ea57ab98bc535594c8", Member: []string{"O=Example", "OU=DB"}},
		Renewals: []evidence.Renewal{
			{What: "CN=Old Root", At: at.Add(-36 * time.Hour), Days: -2},
			{What: "CN=db1.example.com,OU=DB,O=Example", At: at.Add(36 * time.Hour), Days: 1},
		},
	}
	return Target{
		Target: path, Evidence: evidence.Evidence{At: at, Client: evidence.Client{CASource: "ca.pem", AnchorCount: 1}, File: &file},
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.VerifyFailed, Cause: "weak-signature",
			Diagnoses: []classify.Diagnosis{{
				Cause: "weak-signature", Category: classify.VerifyFailed, Severity: classify.Error, Root: true, Members: []string{path},
				Headline: "A certificate is signed with an outdated hash", Title: "A certificate is signed with an outdated hash",
				Split: "Go refuses; PyMongo, Node.js, Java and C accept it", Refusing: []string{"go"},
			}, {
				Cause: "key-file-exposed", Category: classify.VerifyFailed, Severity: classify.Warning, Members: []string{path},
				Headline: "Every user of the machine has access to the private key", Title: "Every user of the machine has access to the private key",
				Facts: []classify.Fact{{Label: "mode and owner", Value: "0644, mongodb:mongodb", Ref: "/evidence/file/stat/mode"}},
				Fix:   []classify.Fix{{On: classify.OnServer, Text: "Give the file to the user that runs mongod.", Run: []string{"chmod 600 " + path}}},
			}},
			Checks: []classify.Check{
				check(path, "certificate", classify.Warned, "every user of this machine may read the private key"),
				check(path, "chain", classify.Passed, "db1.example.com > Example Root (ca.pem)"),
				check(path, "revocation", classify.Skipped, "not checked: no CRL file is given, and nothing is asked of the network"),
			},
			Drivers: fileOutcomes(path, "Go"),
		},
	}
}

// fileOutcomes are those of a certificate that one family refuses.
func fileOutcomes(path, refusing string) []classify.Outcome {
	outcomes := judged(path, "weak-signature", everyone...)
	for i := range outcomes {
		if outcomes[i].Title != refusing {
			outcomes[i].Outcome, outcomes[i].Cause, outcomes[i].Says = unknown, "", ""
			outcomes[i].Why = "the certificate is accepted; a connection was not tried"
		}
	}
	return outcomes
}

// TestWhoOfFile: nobody is said to connect, or not to, of whom only a file is known.
func TestWhoOfFile(t *testing.T) {
	all := fileTarget()
	all.Result.Drivers = fileOutcomes("server.pem", "")
	none := fileTarget()
	none.Result.Drivers = judged("server.pem", "expired", everyone...)
	bare := fileTarget()
	bare.Evidence.File.X509, bare.Result.Drivers = nil, all.Result.Drivers
	for _, c := range []struct {
		name   string
		target Target
		want   string
	}{
		{"one refuses", fileTarget(), "Go would not connect. PyMongo, Node.js, Java and C: the certificate is accepted; a connection was not tried."},
		{"nobody refuses", all, "PyMongo, Node.js, Go, Java and C: the certificate is accepted; a connection was not tried."},
		{"all refuse", none, "No driver would connect."},
		{"a file without a certificate to be shown", bare, ""},
	} {
		if got := who(newView(c.target, escaper{true})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
