package report

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// localTarget is this machine with all that is told of one, and a warning.
func localTarget() Target {
	const bundle, certifi = "/etc/ssl/certs/ca-certificates.crt", "/usr/lib/python3/site-packages/certifi/cacert.pem"
	level, own, bundled, when, yes := 2, 140, 144, at, true
	l := evidence.Local{
		System: "linux/amd64", Release: "Debian GNU/Linux 12 (bookworm)", Notes: []string{"the entry . of PATH is relative; nothing of it was run"},
		Runtimes: []evidence.Runtime{{
			Kind: "python3", Path: "/usr/bin/python3", Version: "3.11.7", Library: "OpenSSL 3.0.19 27 Jan 2026", Oldest: evidence.TLS12, Newest: evidence.TLS13,
			SecurityLevel: &level, FIPS: &yes, Stores: []string{bundle}, Anchors: &own,
			Packages: []evidence.Package{{Name: "certifi", Version: "2021.5.30", Store: certifi}, {Name: "pymongo", Version: "4.16.0"}, {Name: "requests", Version: "2.32.0"}},
			OCSP:     &evidence.OCSPExtra{Library: "OpenSSL 3.5.1", Missing: []string{"service-identity"}, Error: "ImportError"},
		}, {
			Kind: "node", Path: "/usr/bin/node", Version: "20.20.2", Library: "OpenSSL 3.0.19", Oldest: evidence.TLS12, Newest: evidence.TLS13, Anchors: &bundled, BuiltIn: true,
		}, {
			Kind: "php", Path: "/usr/bin/php", Problem: "it did not answer in time",
		}, {
			Kind: "openssl", Path: "/opt/old/bin/openssl", Version: "1.0.0t", Library: "OpenSSL 1.0.0t 3 Dec 2015", Oldest: evidence.TLS10, Newest: evidence.TLS10,
		}},
		Stores: []evidence.TrustStore{
			{Path: bundle, Form: "PEM", State: evidence.StoreRead, Anchors: own, Expired: 1, Modified: &when, Lacks: []string{"ISRG Root X1"},
				Inspection: []evidence.InspectionCA{{Subject: "CN=Zscaler Root CA", Product: "Zscaler"}}},
			{Path: "/etc/ssl/none", Form: "directory", State: evidence.StoreAbsent, Detail: "no such file or directory", Unhashed: 2},
		},
		Variables: []evidence.Variable{{Name: "SSL_CERT_FILE", Value: bundle}},
		Policy: evidence.Policy{CryptoPolicy: "DEFAULT", FIPS: &yes,
			Settings: []evidence.PolicySetting{{File: "/etc/ssl/openssl.cnf", Line: 12, Key: "MinProtocol", Value: "TLSv1.2"}}},
		Clock:    evidence.Clock{Now: at, Synchronized: &yes, Servers: []evidence.ServerClock{{Host: db1, Their: at.Add(2 * time.Second), Ours: at}}},
		Advisory: true,
	}
	return Target{
		Target: classify.ThisMachine, Evidence: evidence.Evidence{At: at, Client: evidence.Client{CASource: evidence.SystemStore}, Local: &l},
		Result: classify.Result{
			Verdict: classify.Warn, Category: classify.VerifyFailed, Cause: "trust-store-outdated",
			Diagnoses: []classify.Diagnosis{{
				Cause: "trust-store-outdated", Category: classify.VerifyFailed, Severity: classify.Warning, Root: true, Members: []string{classify.ThisMachine},
				Headline: "A trust store here is too old for some servers", Title: "A trust store here is too old for some servers",
				Facts: []classify.Fact{{Label: "certifi", Value: "2021.5.30, for python3 3.11.7 (/usr/bin/python3)", Ref: "/evidence/local/runtimes/0/packages"}},
				Fix:   []classify.Fix{{On: classify.OnClient, Text: "Update certifi of this interpreter.", Run: []string{"/usr/bin/python3 -m pip install --upgrade certifi"}}},
			}},
			Checks: []classify.Check{
				check(classify.ThisMachine, "handshake", classify.Passed, "OpenSSL security level 2"),
				check(classify.ThisMachine, "chain", classify.Warned, "a trust store here is too old for some servers"),
				check(classify.ThisMachine, "revocation", classify.Skipped, "not checked: no PyMongo was found"),
			},
		},
	}
}

// TestRuntimeLines: what was not told by a program leaves no gap and no claim.
func TestRuntimeLines(t *testing.T) {
	yes, none := true, 0
	for _, test := range []struct {
		runtime evidence.Runtime
		want    string
	}{
		{evidence.Runtime{Path: "/usr/bin/php", Problem: "it did not answer in time"}, "(/usr/bin/php): it did not answer in time"},
		{evidence.Runtime{Path: "/j", Version: "1.7.0_351", Library: "JSSE"}, "1.7.0_351 (/j): JSSE"},
		{evidence.Runtime{Path: "/o", Version: "1.0.0t", Library: "OpenSSL 1.0.0t 3 Dec 2015", Newest: evidence.TLS10}, "1.0.0t (/o): OpenSSL 1.0.0t, TLS 1.0"},
		{evidence.Runtime{Path: "/p", Version: "3.9", Anchors: &none, Stores: []string{"/absent"}}, "3.9 (/p): 0 anchors"},
		{evidence.Runtime{Path: "/p", Version: "3.9", Packages: []evidence.Package{{Name: "pymongo", Version: "4.0"}}, OCSP: &evidence.OCSPExtra{Works: yes}}, "3.9 (/p): PyMongo 4.0 with OCSP"},
		{evidence.Runtime{Path: "/p", Version: "3.9", Packages: []evidence.Package{{Name: "pymongo", Version: "4.0"}}, OCSP: &evidence.OCSPExtra{Works: yes, Library: "OpenSSL 3.5.1 1 Jul 2025"}}, "3.9 (/p): PyMongo 4.0 with OCSP by OpenSSL 3.5.1"},
	} {
		if got := aboutRuntime(test.runtime, []evidence.TrustStore{{Path: "/absent"}}); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// TestLocalTextIsEscaped: programs choose what stands in the lines of runtimes.
func TestLocalTextIsEscaped(t *testing.T) {
	target := localTarget()
	poison(reflect.ValueOf(&target).Elem())
	for _, style := range []Style{plain, {}, {Unicode: true, Verbose: true}} {
		checkVisible(t, "poisoned", render(t, Text, doc(0, target), style))
	}
}

// TestClockLine: without a target the clock was not compared, and is not said to be right.
func TestClockLine(t *testing.T) {
	no := false
	if got := aboutClock(evidence.Clock{Now: at, Synchronized: &no}); !strings.Contains(got, "not synchronized") || !strings.Contains(got, "not compared") {
		t.Error(got)
	}
}
