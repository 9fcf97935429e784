package classify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

var localNow = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func number(n int) *int  { return &n }
func truth(b bool) *bool { return &b }

// healthyMachine is one with nothing to tell about it.
func healthyMachine() evidence.Local {
	const bundle = "/etc/ssl/certs/ca-certificates.crt"
	return evidence.Local{
		System: "linux/amd64", Release: "Debian GNU/Linux 12 (bookworm)", Clock: evidence.Clock{Now: localNow},
		Runtimes: []evidence.Runtime{{
			Kind: "python3", Path: "/usr/bin/python3", Version: "3.11.7", Library: "OpenSSL 3.0.19 27 Jan 2026",
			Oldest: evidence.TLS12, Newest: evidence.TLS13, SecurityLevel: number(2), Stores: []string{bundle}, Anchors: number(140),
			Packages: []evidence.Package{{Name: "pymongo", Version: "4.16.0"}}, OCSP: &evidence.OCSPExtra{Works: true},
		}, {Kind: "java", Path: "/usr/bin/java", Version: "17.0.15", Library: "JSSE", Oldest: evidence.TLS12, Newest: evidence.TLS13, Anchors: number(140)}},
		Stores: []evidence.TrustStore{{Path: bundle, Form: "PEM", State: evidence.StoreRead, Anchors: 140}},
	}
}

// storeAt replaces the machine's store.
func storeAt(l *evidence.Local, s evidence.TrustStore) {
	l.Stores = append(l.Stores, s)
	l.Runtimes[0].Stores = []string{s.Path}
	l.Runtimes[0].Anchors = number(s.Anchors)
}

func certifiOf(l *evidence.Local, version, store string) {
	l.Runtimes[0].Packages = append(l.Runtimes[0].Packages, evidence.Package{Name: "certifi", Version: version, Store: store})
}

func serverAhead(l *evidence.Local, hosts ...time.Duration) {
	for _, by := range hosts {
		l.Clock.Servers = append(l.Clock.Servers, evidence.ServerClock{Host: "db1.example.com:27017", Their: localNow.Add(by), Ours: localNow})
	}
}

func TestLocalRules(t *testing.T) {
	absent := evidence.TrustStore{Path: "/absent.pem", State: evidence.StoreAbsent}
	for _, test := range []struct {
		name   string
		change func(*evidence.Local)
		want   string // severity and word of each diagnosis, the first the root
		holds  string // a text of the first
	}{
		{"healthy", func(*evidence.Local) {}, "", ""},
		{"OpenSSL before 1.0.1", func(l *evidence.Local) {
			l.Runtimes[0].Library, l.Runtimes[0].Oldest, l.Runtimes[0].Newest = "OpenSSL 1.0.0t", evidence.TLS10, evidence.TLS10
		}, "error client-too-old", "OpenSSL 1.0.0t, TLS 1.0"},
		{"an old openssl program, which no driver uses", func(l *evidence.Local) {
			l.Runtimes[1] = evidence.Runtime{Kind: "openssl", Path: "/opt/bin/openssl", Version: "0.9.8", Newest: evidence.TLS10}
		}, "warning client-too-old", "openssl 0.9.8 (/opt/bin/openssl)"},
		{"TLS 1.2 is enough", func(l *evidence.Local) { l.Runtimes[0].Newest = evidence.TLS12 }, "", ""},
		{"a runtime that did not answer", func(l *evidence.Local) {
			l.Runtimes[1] = evidence.Runtime{Kind: "php", Path: "/usr/bin/php", Problem: "it did not answer in time"}
		}, "", ""},
		{"no anchors", func(l *evidence.Local) { storeAt(l, absent) }, "error empty-trust-store", "it does not exist"},
		{"no anchors on macOS", func(l *evidence.Local) {
			l.System = "darwin/arm64"
			storeAt(l, absent)
		}, "error empty-trust-store", "Install Certificates.command"},
		{"no anchors on Red Hat", func(l *evidence.Local) {
			l.Release = "Red Hat Enterprise Linux 9.4 (Plow)"
			storeAt(l, absent)
		}, "error empty-trust-store", "dnf install -y ca-certificates"},
		{"Ruby on Windows may use another store", func(l *evidence.Local) {
			l.System, l.Runtimes[0].Kind = "windows/amd64", "ruby"
			storeAt(l, absent)
		}, "", ""},
		{"SSL_CERT_FILE leaves nothing", func(l *evidence.Local) {
			storeAt(l, absent)
			l.Variables = []evidence.Variable{{Name: "SSL_CERT_FILE", Value: absent.Path}}
		}, "error ca-file-unreadable", "unset SSL_CERT_FILE"},
		{"SSL_CERT_FILE is wrong, and the directory still serves", func(l *evidence.Local) {
			l.Stores = append(l.Stores, absent)
			l.Variables = []evidence.Variable{{Name: "SSL_CERT_FILE", Value: absent.Path}}
		}, "warning ca-file-unreadable", "/absent.pem: it does not exist"},
		{"SSL_CERT_DIR without hashes", func(l *evidence.Local) {
			l.Stores = append(l.Stores, evidence.TrustStore{Path: "/my certs", State: evidence.StoreRead, Form: "directory", Unhashed: 3})
			l.Variables = []evidence.Variable{{Name: "SSL_CERT_DIR", Value: "/my certs:" + l.Stores[0].Path}}
		}, "warning ca-file-unreadable, info trust-store-replaced", "openssl rehash '/my certs'"},
		{"NODE_EXTRA_CA_CERTS", func(l *evidence.Local) {
			l.Stores = append(l.Stores, absent)
			l.Variables = []evidence.Variable{{Name: "NODE_EXTRA_CA_CERTS", Value: absent.Path}}
		}, "warning ca-file-unreadable", "Node.js"},
		{"a variable that holds", func(l *evidence.Local) {
			l.Variables = []evidence.Variable{{Name: "SSL_CERT_FILE", Value: l.Stores[0].Path}}
		}, "info trust-store-replaced", "Java, and Node.js"},
		{"a store without ISRG Root X1", func(l *evidence.Local) { l.Stores[0].Lacks = []string{"ISRG Root X1"} }, "warning trust-store-outdated", "lacks ISRG Root X1"},
		{"an old certifi", func(l *evidence.Local) { certifiOf(l, "2021.5.30", "/x/site-packages/certifi/cacert.pem") },
			"warning trust-store-outdated", "/usr/bin/python3 -m pip install --upgrade certifi"},
		{"an old certifi of a distribution, with its store", func(l *evidence.Local) { certifiOf(l, "2021.5.30", l.Stores[0].Path) }, "", ""},
		{"a certifi of this year", func(l *evidence.Local) { certifiOf(l, "2026.5.20", `C:\x\certifi\cacert.pem`) }, "", ""},
		{"inspection", func(l *evidence.Local) {
			l.Stores[0].Inspection = []evidence.InspectionCA{{Subject: "CN=Zscaler Root CA", Product: "Zscaler"}}
		}, "warning tls-inspection", "Zscaler: CN=Zscaler Root CA"},
		{"PyMongo alone", func(l *evidence.Local) {
			l.Runtimes[0].OCSP = &evidence.OCSPExtra{Missing: []string{"pyopenssl", "service-identity"}}
		}, "info ocsp-extra-incomplete", "pyopenssl and service-identity"},
		{"PyMongo with a part of the extra", func(l *evidence.Local) {
			l.Runtimes[0].OCSP = &evidence.OCSPExtra{Missing: []string{"service-identity"}}
		}, "warning ocsp-extra-incomplete", "'pymongo[ocsp]'"},
		{"PyMongo with an extra that does not load", func(l *evidence.Local) {
			l.Runtimes[0].OCSP = &evidence.OCSPExtra{Error: "AttributeError: module 'lib'"}
		}, "warning ocsp-extra-incomplete", "AttributeError"},
		{"level 3", func(l *evidence.Local) { l.Runtimes[0].SecurityLevel = number(3) }, "warning policy-strict", "security level 3"},
		{"level 3 in openssl.cnf", func(l *evidence.Local) {
			l.Policy.Settings = []evidence.PolicySetting{{File: "/etc/ssl/openssl.cnf", Line: 9, Key: "CipherString", Value: "DEFAULT@SECLEVEL=3"}}
		}, "warning policy-strict", "/etc/ssl/openssl.cnf:9"},
		{"TLS 1.3 only", func(l *evidence.Local) {
			l.Policy.Settings = []evidence.PolicySetting{{File: "/etc/ssl/openssl.cnf", Line: 8, Key: "MinProtocol", Value: "TLSv1.3"}}
		}, "warning policy-strict", "MinProtocol = TLSv1.3"},
		{"FUTURE", func(l *evidence.Local) { l.Policy.CryptoPolicy = "FUTURE:AD-SUPPORT" }, "warning policy-strict", "FUTURE:AD-SUPPORT"},
		{"LEGACY", func(l *evidence.Local) { l.Policy.CryptoPolicy = "LEGACY" }, "info policy-weak", "LEGACY"},
		{"the usual settings", func(l *evidence.Local) {
			l.Policy = evidence.Policy{CryptoPolicy: "DEFAULT", FIPS: truth(false), Settings: []evidence.PolicySetting{
				{File: "f", Line: 1, Key: "MinProtocol", Value: "TLSv1.2"}, {File: "f", Line: 2, Key: "CipherString", Value: "DEFAULT@SECLEVEL=2"}}}
		}, "", ""},
		{"FIPS", func(l *evidence.Local) { l.Policy.FIPS = truth(true) }, "info fips-digest", "kernel"},
		{"Go's strict FIPS mode", func(l *evidence.Local) {
			l.Variables = []evidence.Variable{{Name: "GODEBUG", Value: "fips140=only"}}
		}, "warning fips-digest", "fips140=only"},
		{"a proxy", func(l *evidence.Local) {
			l.Variables = []evidence.Variable{{Name: "https_proxy", Value: "http://proxy:3128"}}
		}, "info proxy-ignored", "http://proxy:3128"},
		{"verification off", func(l *evidence.Local) {
			l.Variables = []evidence.Variable{{Name: "NODE_TLS_REJECT_UNAUTHORIZED", Value: "0"}}
		}, "warning verification-disabled", "unset NODE_TLS_REJECT_UNAUTHORIZED"},
		{"the clock of every server", func(l *evidence.Local) { serverAhead(l, time.Hour, 2*time.Hour) }, "warning clock-skew", "this machine is behind"},
		{"the clock of one of two servers", func(l *evidence.Local) { serverAhead(l, time.Hour, time.Second) }, "", ""},
		{"two faults", func(l *evidence.Local) {
			l.Policy.CryptoPolicy = "FUTURE"
			storeAt(l, absent)
		}, "error empty-trust-store, warning policy-strict", "/absent.pem"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := healthyMachine()
			test.change(&l)
			r := Classify(&evidence.Evidence{Local: &l}, Options{})
			if got := told(r); got != test.want {
				t.Fatalf("%q, want %q", got, test.want)
			}
			if len(r.Diagnoses) > 0 && !strings.Contains(wholeText(r.Diagnoses[0]), test.holds) {
				t.Errorf("%q is not told:\n%s", test.holds, wholeText(r.Diagnoses[0]))
			}
			checkLocal(t, r)
		})
	}
}

// checkLocal: what holds of every result about this machine.
func checkLocal(t *testing.T, r Result) {
	t.Helper()
	if want := len(localChecks); len(r.Checks) != want || len(r.Defects) > 0 {
		t.Errorf("%d checks, want %d; defects %v", len(r.Checks), want, r.Defects)
	}
	for _, d := range r.Diagnoses {
		if (d.Severity == Error) != (len(d.Refusing) > 0 && d.Split != "") || len(d.Fix) == 0 || len(d.Facts) == 0 || d.Category == "" {
			t.Errorf("%s: refusing %v, split %q, %d remedies, %d facts", d.Cause, d.Refusing, d.Split, len(d.Fix), len(d.Facts))
		}
		for _, f := range d.Facts {
			if strings.Contains(f.Ref, "-1") {
				t.Errorf("%s: %s leads nowhere", d.Cause, f.Ref)
			}
		}
	}
	for _, c := range r.Checks {
		if c.State == Failed && !slices.ContainsFunc(r.Diagnoses, func(d Diagnosis) bool { return d.Severity == Error }) || c.Why == "" {
			t.Errorf("%+v", c)
		}
	}
}

// told are the severities and words, in their order.
func told(r Result) string {
	var out []string
	for _, d := range r.Diagnoses {
		out = append(out, string(d.Severity)+" "+string(d.Cause))
	}
	return strings.Join(out, ", ")
}

func wholeText(d Diagnosis) string {
	lines := []string{d.Title, d.Split}
	for _, f := range d.Facts {
		lines = append(lines, f.Label+": "+f.Value)
	}
	for _, f := range d.Fix {
		lines = append(append(lines, f.Text), f.Run...)
	}
	return strings.Join(lines, "\n")
}

// TestLocalAdvice: where nobody asked for this machine, nothing on it counts.
func TestLocalAdvice(t *testing.T) {
	l := healthyMachine()
	storeAt(&l, evidence.TrustStore{Path: "/absent.pem", State: evidence.StoreAbsent})
	l.Advisory = true
	r := Classify(&evidence.Evidence{Local: &l}, Options{})
	if got := told(r); got != "info empty-trust-store" || r.Verdict != Pass || r.Cause != "" {
		t.Errorf("%s, verdict %s, cause %s", got, r.Verdict, r.Cause)
	}
	checkLocal(t, r)
}

// TestLocalWithoutRuntimes: where none was found, or none answered, nothing is concluded.
func TestLocalWithoutRuntimes(t *testing.T) {
	silent := evidence.Runtime{Kind: "php", Path: "/usr/bin/php", Problem: "it did not answer in time"}
	for _, runtimes := range [][]evidence.Runtime{nil, {silent}} {
		l := healthyMachine()
		l.Runtimes = runtimes
		if r := Classify(&evidence.Evidence{Local: &l}, Options{}); r.Verdict != Inconclusive || ExitStatus([]Result{r}, Error) != 1 {
			t.Errorf("%d runtimes: %s", len(runtimes), r.Verdict)
		}
	}
}

// TestLocalStatus: the exit status is that of the root cause's category.
func TestLocalStatus(t *testing.T) {
	for word, change := range map[int]func(*evidence.Local){
		0: func(l *evidence.Local) { l.Policy.CryptoPolicy = "FUTURE" },
		4: func(l *evidence.Local) {
			storeAt(l, evidence.TrustStore{Path: "/absent.pem", State: evidence.StoreAbsent})
		},
		5: func(l *evidence.Local) { l.Runtimes[0].Newest = evidence.TLS10 },
	} {
		l := healthyMachine()
		change(&l)
		if got := ExitStatus([]Result{Classify(&evidence.Evidence{Local: &l}, Options{})}, Error); got != word {
			t.Errorf("status %d, want %d", got, word)
		}
	}
}

// TestInspectionRule: a chain whose issuer bears the name of such a product is told of.
func TestInspectionRule(t *testing.T) {
	p := pki.New(localNow)
	for cn, want := range map[string]bool{"Zscaler Intermediate Root CA": true, "Example Root": false} {
		ca := p.Root(cn)
		leaf := ca.Leaf("db1.example.com", pki.DNS("db1.example.com"))
		if err := p.Err(); err != nil {
			t.Fatal(err)
		}
		m := &member{chain: parse([]evidence.Certificate{{PEM: string(leaf.PEM())}}), base: "/evidence/members/0/"}
		found := inspectionRule(m)
		if (len(found) == 1) != want || want && !strings.Contains(found[0].facts[0].Value, cn) {
			t.Errorf("%s: %+v", cn, found)
		}
	}
}
