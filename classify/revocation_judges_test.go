package classify

import (
	"strings"
	"testing"
	"time"

	"mongotls/classify/driver"
	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// proof is a small PKI and the evidence of a server that shows its leaf.
type proof struct {
	*pki.Entity // the intermediate
	root, leaf  *pki.Entity
	evidence.Evidence
}

const (
	leafResponder = "http://leaf.invalid"
	caResponder   = "http://ca.invalid"
)

func newProof(t *testing.T, leafOptions ...pki.Option) *proof {
	t.Helper()
	p := pki.New(time.Now())
	s := &proof{root: p.Root("Root")}
	s.Entity = s.root.Intermediate("Issuing CA", pki.OCSPURL(caResponder))
	s.leaf = s.Entity.Leaf("db1.example.com", append([]pki.Option{pki.DNS("db1.example.com"), pki.OCSPURL(leafResponder)}, leafOptions...)...)
	m := answered()
	m.Name, m.Host = "db1.example.com", "db1.example.com:27017"
	m.Chain.Presented = []evidence.Certificate{shown(t, s.leaf), shown(t, s.Entity)}
	m.OCSP.Asked, m.OCSP.Staple.Status = true, evidence.StatusNone
	s.Evidence = evidence.Evidence{At: p.Now(), Members: []evidence.Member{m},
		Client: evidence.Client{AnchorCount: 1, CASource: "ca.pem", Anchors: []evidence.Certificate{shown(t, s.root)}}}
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

func shown(t *testing.T, e *pki.Entity) evidence.Certificate {
	t.Helper()
	c, err := cert.Parse(e.DER())
	if err != nil {
		t.Fatal(err)
	}
	return c.Evidence()
}

func (s *proof) member() *evidence.Member { return &s.Members[0] }

func (s *proof) responder(depth int, url string, status evidence.OCSPStatus, der []byte) {
	s.member().OCSP.Responders = append(s.member().OCSP.Responders,
		evidence.OCSPResponse{Depth: depth, URL: url, Status: status, Outcome: evidence.OK, DER: der})
}

func (s *proof) staple(status evidence.OCSPStatus, der []byte) {
	s.member().OCSP.Staple = evidence.OCSPResponse{Status: status, DER: der}
}

// judge is the outcome of one client.
func (s *proof) judge(t *testing.T, spec string) Outcome {
	t.Helper()
	j, err := driver.Find(spec)
	if err != nil {
		t.Fatal(err)
	}
	r := Classify(&s.Evidence, Options{Judges: []driver.Profile{j}, FailOn: Error})
	if len(r.Defects) > 0 || len(r.Drivers) != 1 {
		t.Fatalf("%v, %v", r.Defects, r.Drivers)
	}
	return r.Drivers[0]
}

// TestHardRevocation: Java with revocation checks on wants a proof for each certificate below
// the root.
func TestHardRevocation(t *testing.T) {
	const noResponder = "Certificate does not specify OCSP responder"
	since := pki.Revoked(pki.KeyCompromise, time.Now().Add(-time.Hour))
	for _, c := range []struct {
		name          string
		arrange       func(*proof)
		outcome, says string
		cause         Word
	}{
		{"both good", func(s *proof) {
			s.responder(0, leafResponder, evidence.StatusGood, s.OCSP(s.leaf))
			s.responder(1, caResponder, evidence.StatusGood, s.root.OCSP(s.Entity))
		}, "connects", "", ""},
		{"staple and intermediate good", func(s *proof) {
			s.staple(evidence.StatusGood, s.OCSP(s.leaf))
			s.responder(1, caResponder, evidence.StatusGood, s.root.OCSP(s.Entity))
		}, "connects", "", ""},
		{"intermediate not asked", func(s *proof) { s.staple(evidence.StatusGood, s.OCSP(s.leaf)) }, "unknown", "", ""},
		{"intermediate revoked", func(s *proof) {
			s.responder(1, caResponder, evidence.StatusRevoked, s.root.OCSP(s.Entity, since))
		}, "fails", "Certificate has been revoked, reason: KEY_COMPROMISE", "intermediate-revoked"},
		{"leaf revoked", func(s *proof) {
			s.responder(0, leafResponder, evidence.StatusRevoked, s.OCSP(s.leaf, since))
			s.responder(1, caResponder, evidence.StatusGood, s.root.OCSP(s.Entity))
		}, "fails", "Certificate has been revoked, reason: KEY_COMPROMISE", "revoked"},
		{"responder unreachable", func(s *proof) {
			s.member().OCSP.Responders = []evidence.OCSPResponse{{Depth: 1, URL: caResponder, Status: evidence.StatusNone, Outcome: evidence.Refused}}
		}, "fails", "Unable to determine revocation status due to network error", "ocsp-unreachable"},
		{"no responder", func(s *proof) {
			s.Entity = s.root.Intermediate("Other CA")
			s.leaf = s.Entity.Leaf("db1.example.com", pki.DNS("db1.example.com"))
		}, "fails", noResponder, "ocsp-unreachable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newProof(t)
			c.arrange(s)
			s.member().Chain.Presented = []evidence.Certificate{shown(t, s.leaf), shown(t, s.Entity)}
			got := s.judge(t, "java/revocation")
			if got.Outcome != c.outcome || got.Cause != c.cause || !strings.HasSuffix(got.Says, c.says) || got.Outcome == "unknown" && got.Why == "" {
				t.Errorf("%+v, want %s %s %q", got, c.outcome, c.cause, c.says)
			}
			if usual := s.judge(t, "java"); usual.Outcome != "connects" {
				t.Errorf("Java as it comes: %+v", usual)
			}
		})
	}
}

// TestStaples: who believes which staple.
func TestStaples(t *testing.T) {
	for _, c := range []struct {
		name string
		der  func(*proof) []byte
		want map[string]string
	}{
		{"unknown", func(s *proof) []byte { return s.OCSP(s.leaf, pki.Unknown()) },
			map[string]string{"pymongo/ocsp": "connects", "perl": "fails", "mongod": "fails", "ruby": "connects", "rust": "connects", "dotnet": "connects"}},
		{"of another certificate", func(s *proof) []byte { return s.OCSP(s.Entity.Leaf("db2")) },
			map[string]string{"pymongo/ocsp": "connects", "perl": "connects", "mongod": "fails", "shell": "fails", "shell@4.2": "connects", "php": "fails"}},
		{"malformed", func(*proof) []byte { return []byte("<html>") },
			map[string]string{"pymongo/ocsp": "fails", "pymongo": "connects", "perl": "connects", "mongod": "fails", "mongod@4.2": "connects"}},
	} {
		s := newProof(t)
		s.staple(evidence.StatusInvalid, c.der(s))
		s.member().OCSP.Staple.Cause = "staple-invalid"
		for spec, want := range c.want {
			if got := s.judge(t, spec); got.Outcome != want {
				t.Errorf("%s: %s %+v, want %s", c.name, spec, got, want)
			}
		}
	}
}

// TestNonce: whether Ruby believes a responder cannot be told from an answer without its nonce.
func TestNonce(t *testing.T) {
	s := newProof(t)
	s.responder(0, leafResponder, evidence.StatusRevoked, s.OCSP(s.leaf, pki.Revoked(pki.KeyCompromise, s.At)))
	for spec, want := range map[string]string{"ruby": "unknown", "ruby@2.5": "connects", "perl": "connects", "mongod": "fails", "pymongo/ocsp": "fails"} {
		if got := s.judge(t, spec); got.Outcome != want {
			t.Errorf("%s: %+v, want %s", spec, got, want)
		}
	}
	s.Evidence.Client.CRLFile = "crl.pem"
	if got := s.judge(t, "mongod"); got.Outcome != "connects" {
		t.Errorf("mongod asks no responder beside a CRL file: %+v", got)
	}
	if got := s.judge(t, "pymongo/ocsp"); got.Cause != "unsupported-option" || got.Says != "ssl_crlfile cannot be used with PyOpenSSL" {
		t.Errorf("PyOpenSSL takes no CRL file: %+v", got)
	}
}

// TestDownloadedIssuer: .NET gets a missing intermediate by its URL.
func TestDownloadedIssuer(t *testing.T) {
	s := newProof(t, pki.AIA("http://aia.invalid/ca.der"))
	m := s.member()
	m.Chain.Presented = m.Chain.Presented[:1]
	if got := s.judge(t, "dotnet"); got.Outcome != "unknown" || !strings.Contains(got.Why, "downloads") {
		t.Errorf("not tried: %+v", got)
	}
	m.Chain.Fetched = []evidence.Fetch{{URL: "http://aia.invalid/ca.der", Outcome: evidence.Refused}}
	if got := s.judge(t, "dotnet"); got.Outcome != "fails" || !strings.HasSuffix(got.Says, ": PartialChain") {
		t.Errorf("tried in vain: %+v", got)
	}
	m.Chain.Fetched = []evidence.Fetch{{URL: "http://aia.invalid/ca.der", Outcome: evidence.OK, Certificates: []evidence.Certificate{shown(t, s.Entity)}}}
	for spec, want := range map[string]string{"dotnet": "connects", "dotnet/schannel": "connects", "rust": "fails", "c": "fails"} {
		if got := s.judge(t, spec); got.Outcome != want {
			t.Errorf("%s: %+v, want %s", spec, got, want)
		}
	}
}

// TestLeafOnly: an old Ruby driver leaves the intermediate of the client's file out.
func TestLeafOnly(t *testing.T) {
	s := newProof(t)
	client := s.Entity.Leaf("app", pki.EKU(pki.ClientAuth))
	s.Evidence.Client.Certificate = &evidence.ClientCert{Source: "client.pem", Chain: []evidence.Certificate{shown(t, client), shown(t, s.Entity)}}
	s.member().Client = evidence.ClientAuth{Requested: true, Sent: true}
	for _, c := range []struct {
		issuers []string
		want    string
	}{
		{nil, "unknown"}, {[]string{"CN=Root"}, "fails"}, {[]string{"CN=Root", "CN=Issuing CA"}, "connects"},
	} {
		s.member().Client.Issuers = c.issuers
		if got := s.judge(t, "ruby@2.5"); got.Outcome != c.want {
			t.Errorf("the server lists %q: %+v, want %s", c.issuers, got, c.want)
		}
		if got := s.judge(t, "ruby"); got.Outcome != "connects" {
			t.Errorf("the server lists %q: %+v", c.issuers, got)
		}
	}
}

// TestIPv6Literal: the Perl driver reads no IPv6 address.
func TestIPv6Literal(t *testing.T) {
	m := answered()
	m.Name = "2001:db8::1"
	check(t, clients(t, m, evidence.Client{}), map[string]string{"pymongo": "connects", "c": "connects"})
	s := &proof{Evidence: evidence.Evidence{Members: []evidence.Member{m}}}
	if got := s.judge(t, "perl"); got.Cause != "invalid-uri" || got.Outcome != "fails" {
		t.Errorf("%+v", got)
	}
}
