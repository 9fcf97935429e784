package report

import (
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

const db1, db2, db3 = "db1.example.com:27017", "db2.example.com:27017", "db3.example.com:27017"

var at = time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)

// sample is a document that a screen is recorded of.
type sample struct {
	name  string
	doc   Document
	style Style
}

var plain = Style{Unicode: true}

func samples() []sample {
	return []sample{
		{"good", doc(0, goodTarget()), plain},
		{"hostname", doc(4, hostnameTarget()), plain},
		{"hostname-ascii", doc(4, hostnameTarget()), Style{}},
		{"hostname-color", doc(4, hostnameTarget()), Style{Unicode: true, Color: true}},
		{"hostname-quiet", doc(4, hostnameTarget()), Style{Unicode: true, Quiet: true}},
		{"split", doc(6, splitTarget()), plain},
		{"split-verbose", doc(6, splitTarget()), Style{Unicode: true, Verbose: true}},
		{"two-faults", doc(4, twoFaultsTarget()), plain},
		{"refused", doc(3, refusedTarget()), plain},
		{"warnings", doc(0, warningsTarget()), plain},
		{"warnings-verbose", doc(0, warningsTarget()), Style{Unicode: true, Verbose: true}},
		{"members", doc(4, membersTarget()), plain},
		{"members-ascii", doc(4, membersTarget()), Style{}},
		{"members-verbose", doc(4, membersTarget()), Style{Unicode: true, Verbose: true}},
		{"members-atlas", doc(0, atlasTarget()), plain},
		{"deployment", doc(0, deploymentTarget()), plain},
		{"deployment-behind", doc(4, behindTarget()), plain},
		{"hostile", doc(4, hostileTarget()), plain},
		{"hostile-ascii", doc(4, hostileTarget()), Style{}},
		{"inconclusive", doc(1, inconclusiveTarget()), plain},
		{"no-members", doc(3, srvTarget()), plain},
		{"several", doc(4, goodTarget(), hostnameTarget(), srvTarget()), plain},
		{"several-quiet", doc(4, goodTarget(), hostnameTarget(), srvTarget()), Style{Unicode: true, Quiet: true}},
		{"one-judge", doc(4, oneJudgeTarget()), plain},
		{"no-targets", doc(0), plain},
		{"file", doc(4, fileTarget()), plain},
		{"file-ascii", doc(4, fileTarget()), Style{}},
		{"local", doc(0, localTarget()), plain},
		{"another-day", doc(0, judgedLater(goodTarget())), plain},
	}
}

func doc(status int, targets ...Target) Document {
	return Document{
		Schema: SchemaID, Tool: Tool{Name: "mongotls", Version: "0.1.0"},
		At: at, DurationMS: 214, ExitCode: status, Targets: targets,
	}
}

var families = []classify.Outcome{
	{Driver: "pymongo", Title: "PyMongo", Version: "4.16", Runtime: "CPython 3.11, OpenSSL 3.0"},
	{Driver: "node", Title: "Node.js", Version: "7.0", Runtime: "Node.js 20, OpenSSL 3.0"},
	{Driver: "go", Title: "Go", Version: "2.9", Runtime: "Go 1.26, crypto/tls"},
	{Driver: "java", Title: "Java", Version: "5.6", Runtime: "OpenJDK 17, JSSE"},
	{Driver: "c", Title: "C", Version: "2.1", Runtime: "Debian 12, OpenSSL 3.0"},
}

// judged are the outcomes of the families on one member; the refusing ones fail.
func judged(host string, cause classify.Word, refusing ...string) []classify.Outcome {
	out := make([]classify.Outcome, len(families))
	for i, o := range families {
		o.Member, o.Outcome = host, connects
		for _, name := range refusing {
			if name == o.Driver {
				o.Outcome, o.Cause, o.Says = fails, cause, "what "+o.Title+" says about "+string(cause)
			}
		}
		out[i] = o
	}
	return out
}

// standings are clients of which one agrees on all runtimes, one differs on one of them, and
// one in some of its releases.
func standings(host string, cause classify.Word) []classify.Standing {
	out := []classify.Standing{
		{Driver: "pymongo", Versions: "4.0 to 4.16", Outcome: connects},
		{Driver: "pymongo", Versions: "3.11 to 3.13", Outcome: connects, Source: "run", Proved: true},
		{Driver: "pymongo", Variant: "ocsp", Versions: "4.0 to 4.16", Outcome: fails, Cause: cause, Says: "what it says"},
		{Driver: "pymongo", Variant: "ocsp", Versions: "3.11 to 3.13", Outcome: unknown, Why: "its answer was not asked for"},
		{Driver: "pymongo", Variant: "strict", Versions: "4.9 to 4.16", Outcome: connects},
		{Driver: "ruby", Versions: "2.12 to 2.21", Outcome: connects},
		{Driver: "ruby", Versions: "2.5 to 2.11", Outcome: connects},
		{Driver: "ruby", Variant: "openssl1.1", Versions: "2.5 to 2.21", Outcome: connects},
		{Driver: "perl", Versions: "2.2", Outcome: connects},
		{Driver: "go", Versions: "2.0 to 2.9", Outcome: fails, Cause: cause},
		{Driver: "go", Versions: "1.17", Outcome: connects},
	}
	for i := range out {
		s := &out[i]
		s.Member, s.Title, s.Runtime = host, "Title of "+s.Driver, "its runtime"
		if s.Source == "" {
			s.Source = "documentation"
		}
	}
	return out
}

var everyone = []string{"pymongo", "node", "go", "java", "c"}

func serverAt(host, name, role string) evidence.Member {
	return evidence.Member{
		Host: host, Name: name, Address: "203.0.113.10:27017", FoundBy: evidence.Given,
		Lookup: evidence.Lookup{Addresses: []string{"203.0.113.10"}, MS: 1},
		Versions: map[evidence.Version]evidence.Answer{
			evidence.TLS12: evidence.Accepted, evidence.TLS13: evidence.Accepted, evidence.SSL3: evidence.NotAsked,
		},
		OCSP: evidence.OCSP{Staple: evidence.OCSPResponse{Status: evidence.StatusNone}}, Client: evidence.ClientAuth{Required: "no"},
		Plaintext: evidence.Rejected,
		Hello:     &evidence.Hello{Role: role, SetName: "rs0", MaxWireVersion: 25, ReceivedAt: at},
	}
}

// unreached is a member that no connection got to.
func unreached(host, name string) evidence.Member {
	return evidence.Member{
		Host: host, Name: name, FoundBy: evidence.Given, Plaintext: evidence.NotAsked,
		OCSP:   evidence.OCSP{Staple: evidence.OCSPResponse{Status: evidence.StatusNone}},
		Client: evidence.ClientAuth{Required: "unknown"},
	}
}

func seen(members ...evidence.Member) evidence.Evidence {
	return evidence.Evidence{At: at, Client: evidence.Client{CASource: "ca.pem", AnchorCount: 1}, Members: members}
}

func check(host, name string, state classify.State, why string) classify.Check {
	return classify.Check{Member: host, Check: name, State: state, Why: why}
}

func goodChecks(host string) []classify.Check {
	return []classify.Check{
		check(host, "name", classify.Passed, "203.0.113.10, 2001:db8::10"),
		check(host, "connect", classify.Passed, "both addresses answer (4 ms, 6 ms)"),
		check(host, "handshake", classify.Passed, "TLS 1.3, TLS_AES_128_GCM_SHA256, X25519"),
		check(host, "versions", classify.Passed, "TLS 1.2, TLS 1.3"),
		check(host, "certificate", classify.Passed, "DNS:db1.example.com, until 2027-01-21 (61 days)"),
		check(host, "chain", classify.Passed, "leaf, Example Issuing CA, Example Root (ca.pem)"),
		check(host, "revocation", classify.Passed, "OCSP staple says good, until 2026-11-24"),
		check(host, "client-auth", classify.Passed, "no client certificate asked for"),
		check(host, "mongodb", classify.Passed, "hello: rs0, primary, wire version 25"),
	}
}

// with puts other checks in the place of those of the same name.
func with(checks []classify.Check, changed ...classify.Check) []classify.Check {
	for _, c := range changed {
		for i := range checks {
			if checks[i].Check == c.Check && checks[i].Member == c.Member {
				checks[i] = c
			}
		}
	}
	return checks
}

func goodTarget() Target {
	return Target{
		Target: db1, Evidence: seen(serverAt(db1, "db1.example.com", "primary")),
		Result: classify.Result{Verdict: classify.Pass, Checks: goodChecks(db1), Drivers: judged(db1, "")},
		Notes:  []string{"--ssl is now --tls"},
	}
}

func judgedLater(t Target) Target {
	t.Evidence.At = at.AddDate(0, 1, 0)
	return t
}

func hostnameDiagnosis() classify.Diagnosis {
	return classify.Diagnosis{
		Cause: "hostname-mismatch", Category: classify.VerifyFailed, Severity: classify.Error, Root: true,
		Members:  []string{db1},
		Headline: "The certificate is for another host name", Title: "The certificate is for another host name",
		Facts: []classify.Fact{
			{Label: "you connect to", Value: "db1.example.com"},
			{Label: "it is valid for", Value: "DNS:mongo-a.lan", Ref: "/evidence/members/0/chain/presented/0/names"},
			{Label: "issued", Value: "2026-09-01 by Example Issuing CA"},
			{Label: "sha256", Value: "9f3c81aa0b6d4c27a8d1f6b7e3c05d2946af7718b2ce90d35f6a1e88c4d7b012"},
		},
		Why:      "A client checks that the name it dialled is among the certificate's subjectAltName entries. It reads the common name only where old software does.\n\nWithout that check any holder of a certificate of the same CA could pose as this server.",
		Split:    "none of PyMongo, Node.js, Go, Java and C connects",
		Refusing: everyone,
		Says: []classify.Saying{
			{Driver: "PyMongo", Text: "certificate is not valid for 'db1.example.com'"},
			{Driver: "Node.js", Text: "ERR_TLS_CERT_ALTNAME_INVALID"},
			{Driver: "Go", Text: "tls: failed to verify certificate: x509: certificate is valid for mongo-a.lan, not db1.example.com"},
			{Driver: "Java", Text: "No subject alternative DNS name matching db1.example.com found."},
			{Driver: "C", Text: "TLS handshake failed: certificate verify failed (64): hostname mismatch"},
		},
		Fix: []classify.Fix{
			{
				On: classify.OnServer, Text: "reissue it with subjectAltName = DNS:db1.example.com, put it in place, then reload without a restart (MongoDB 5.0 and later):",
				Run: []string{"db.adminCommand({ rotateCertificates: 1 })"},
			},
			{On: classify.OnClient, Text: "connect to mongo-a.lan, if that resolves for you."},
		},
		NotFix: "tlsAllowInvalidHostnames lets in any certificate of this CA.",
	}
}

func hostnameTarget() Target {
	return Target{
		Target: db1, Evidence: seen(serverAt(db1, "db1.example.com", "primary")),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.VerifyFailed, Cause: "hostname-mismatch",
			Diagnoses: []classify.Diagnosis{hostnameDiagnosis()},
			Checks: with(goodChecks(db1),
				check(db1, "certificate", classify.Failed, "names mongo-a.lan, not db1.example.com"),
				check(db1, "revocation", classify.Skipped, "not checked: no staple came, the certificate names no responder and no distribution point, and no CRL file was given"),
				check(db1, "mongodb", classify.Passed, "hello: rs0, primary (asked without trusting the name)")),
			Drivers: judged(db1, "hostname-mismatch", everyone...),
		},
	}
}

func splitTarget() Target {
	drivers := judged(db1, "staple-unauthorized-responder", "go")
	drivers[3].Outcome, drivers[3].Why = unknown, "its answer depends on com.sun.net.ssl.checkRevocation"
	return Target{
		Target: db1, Evidence: seen(serverAt(db1, "db1.example.com", "primary")),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.Revocation, Cause: "staple-unauthorized-responder",
			Diagnoses: []classify.Diagnosis{{
				Cause: "staple-unauthorized-responder", Category: classify.Revocation, Severity: classify.Error, Root: true,
				Members:  []string{db1},
				Headline: "The OCSP staple is signed by one who may not sign it",
				Title:    "The OCSP staple is signed by one who may not sign it: Go refuses; PyMongo, Node.js and C connect",
				Facts:    []classify.Fact{{Label: "signed by", Value: "CN=Example OCSP, without the OCSPSigning extended key usage"}},
				Why:      "RFC 6960 lets only the CA or a responder with id-kp-OCSPSigning answer.",
				Split:    "Go refuses; PyMongo, Node.js and C connect",
				Refusing: []string{"go"},
				Says:     []classify.Saying{{Driver: "Go", Text: "OCSP response signed by unauthorized responder"}},
				Fix:      []classify.Fix{{On: classify.OnCA, Text: "issue the responder's certificate with extendedKeyUsage = OCSPSigning."}},
			}},
			Checks: with(goodChecks(db1),
				check(db1, "revocation", classify.Failed, "OCSP staple: its signer may not sign OCSP responses")),
			Drivers: drivers, Profiles: standings(db1, "staple-unauthorized-responder"),
		},
	}
}

func twoFaultsTarget() Target {
	second := hostnameDiagnosis()
	second.Root = false
	return Target{
		Target: db1, Evidence: seen(serverAt(db1, "db1.example.com", "primary")),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.VerifyFailed, Cause: "expired",
			Diagnoses: []classify.Diagnosis{
				{
					Cause: "legacy-versions-enabled", Category: classify.ProtocolVersion, Severity: classify.Warning, Members: []string{db1},
					Headline: "The server still speaks TLS 1.0", Title: "The server still speaks TLS 1.0",
					Facts: []classify.Fact{{Label: "accepted", Value: "TLS 1.0, TLS 1.1"}},
				},
				second,
				{
					Cause: "expired", Category: classify.VerifyFailed, Severity: classify.Error, Root: true, Members: []string{db1},
					Headline: "The server's certificate has expired", Title: "The server's certificate has expired",
					Facts: []classify.Fact{{Label: "ended", Value: "2026-11-01 12:00 UTC, 20 days ago"}},
					Split: "none of PyMongo, Node.js, Go, Java and C connects", Refusing: everyone,
					Fix:      []classify.Fix{{On: classify.OnServer, Text: "put a renewed certificate in place."}},
					Explains: []classify.Word{"staple-expired", "ocsp-unreachable"},
				},
			},
			Checks:  with(goodChecks(db1), check(db1, "certificate", classify.Failed, "expired on 2026-11-01; names mongo-a.lan, not db1.example.com")),
			Drivers: judged(db1, "expired", everyone...),
		},
	}
}

func refusedTarget() Target {
	checks := goodChecks(db1)
	for i := range checks[2:] {
		checks[2+i].State, checks[2+i].Why = classify.Skipped, "not checked: no connection"
	}
	checks[8].Why = ""
	return Target{
		Target: "mongodb://db1.example.com/?tls=true", Evidence: seen(unreached(db1, "db1.example.com")),
		Result: classify.Result{
			Verdict: classify.Fail, Category: classify.Connection, Cause: "refused",
			Diagnoses: []classify.Diagnosis{{
				Cause: "refused", Category: classify.Connection, Severity: classify.Error, Root: true, Members: []string{db1},
				Headline: "Nothing listens on this port", Title: "Nothing listens on this port",
				Facts: []classify.Fact{
					{Label: "203.0.113.10:27017", Value: "connection refused"},
					{Label: "[2001:db8:aaaa:bbbb::10]:27017", Value: "connection refused"},
				},
				Why: "The host answered and said that no program accepts connections there.", Split: "none of PyMongo, Node.js, Go, Java and C connects",
				Fix: []classify.Fix{{
					On: classify.OnServer, Text: "see whether mongod runs and on which addresses it listens (net.bindIp):",
					Run: []string{"ss -ltnp 'sport = :27017'", "grep -nE 'bindIp|port' /etc/mongod.conf"},
				}},
			}},
			Checks:  with(checks, check(db1, "connect", classify.Failed, "refused by 203.0.113.10 and 2001:db8:aaaa:bbbb::10")),
			Drivers: judged(db1, "refused", everyone...),
		},
	}
}

func warningsTarget() Target {
	return Target{
		Target: db1, Evidence: seen(serverAt(db1, "db1.example.com", "primary")),
		Result: classify.Result{
			Verdict: classify.Warn, Category: classify.VerifyFailed, Cause: "expires-soon",
			Diagnoses: []classify.Diagnosis{
				{
					Cause: "expires-soon", Category: classify.VerifyFailed, Severity: classify.Warning, Root: true, Members: []string{db1},
					Headline: "A certificate of the path expires soon", Title: "A certificate of the path expires soon",
					Facts: []classify.Fact{{Label: "ends", Value: "2026-11-30 12:00 UTC, in 9 days"}},
					Why:   "Every client refuses an expired certificate at once.",
					Fix: []classify.Fix{
						{On: classify.OnServer, Text: "renew it, then:", Run: []string{"db.adminCommand({ rotateCertificates: 1 })"}},
						{On: classify.OnCA, Text: "automate the renewal."},
					},
				},
				{
					Cause: "no-staple", Category: classify.Revocation, Severity: classify.Info, Members: []string{db1},
					Headline: "The server staples no OCSP response", Title: "The server staples no OCSP response",
					Facts: []classify.Fact{{Label: "responder", Value: "http://ocsp.example.com"}},
				},
				{
					Cause: "chain-order", Category: classify.VerifyFailed, Severity: classify.Info, Members: []string{db1},
					Headline: "The chain is sent out of order", Title: "The chain is sent out of order",
				},
			},
			Checks:  with(goodChecks(db1), check(db1, "certificate", classify.Warned, "DNS:db1.example.com, until 2026-11-30 (9 days)")),
			Drivers: judged(db1, ""),
		},
	}
}
