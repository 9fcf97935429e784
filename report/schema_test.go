package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/probe/evidence"
	"mongotls/report/schema"
)

func reportSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Report()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, saved []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSamplesKeepToTheSchema(t *testing.T) {
	s := reportSchema(t)
	for _, sample := range samples() {
		if strings.HasPrefix(sample.name, "hostile") {
			continue // its words are not a report's
		}
		for _, r := range []Renderer{JSON, compact} {
			if err := validate(t, s, render(t, r, sample.doc, plain)); err != nil {
				t.Errorf("%s: %v", sample.name, err)
			}
		}
	}
}

func TestFullEvidenceKeepsToTheSchema(t *testing.T) {
	if err := validate(t, reportSchema(t), render(t, JSON, fullDocument(), plain)); err != nil {
		t.Error(err)
	}
}

// TestSchemaNamesEveryField holds the schema to the types: each field that a full
// document has is a property that the schema describes.
func TestSchemaNamesEveryField(t *testing.T) {
	var doc any
	if err := json.Unmarshal(render(t, JSON, fullDocument(), plain), &doc); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	fields(doc, seen)
	for name := range seen {
		if !strings.Contains(schema.Report(), `"`+name+`":`) && !strings.HasPrefix(name, "TLS ") && !strings.HasPrefix(name, "SSL ") && name != "go" {
			t.Errorf("the schema does not tell of %q", name)
		}
	}
}

func fields(v any, seen map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			seen[name] = true
			fields(value, seen)
		}
	case []any:
		for _, value := range v {
			fields(value, seen)
		}
	}
}

func TestSchemaRefusesBrokenDocuments(t *testing.T) {
	s := reportSchema(t)
	good := string(render(t, compact, fullDocument(), plain))
	for _, c := range []struct{ name, from, to string }{
		{"another schema", `"schema":"mongotls.report/1"`, `"schema":"mongotls.report/2"`},
		{"a date that is none", `"at":"2026-11-21T09:30:00Z"`, `"at":"2026-11-21"`},
		{"an exit status beyond the contract", `"exit_code":4`, `"exit_code":7`},
		{"a verdict in capitals", `"verdict":"fail"`, `"verdict":"FAIL"`},
		{"a pass with a cause", `"verdict":"fail"`, `"verdict":"pass"`},
		{"a failure without its root", `"root":true`, `"root":false`},
		{"a severity", `"severity":"error"`, `"severity":"fatal"`},
		{"a category", `"category":"verify-failed"`, `"category":"tls"`},
		{"a cause that is no word", `"cause":"hostname-mismatch"`, `"cause":"Hostname mismatch"`},
		{"a check", `"check":"chain"`, `"check":"trust"`},
		{"a state", `"state":"skipped"`, `"state":"skip"`},
		{"a side", `"on":"server"`, `"on":"dba"`},
		{"a driver's outcome", `"outcome":"fails"`, `"outcome":"failed"`},
		{"a version", `"TLS 1.3":"accepted"`, `"TLS1.3":"accepted"`},
		{"an answer", `"TLS 1.3":"accepted"`, `"TLS 1.3":true`},
		{"an answer for plaintext", `"plaintext":"refused"`, `"plaintext":"no"`},
		{"a list that is null", `"notes":[]`, `"notes":null`},
		{"a missing list", `"drivers":[`, `"clients":[`},
		{"an origin", `"found_by":"given"`, `"found_by":"seed"`},
		{"a pointer", `"ref":"/evidence`, `"ref":"evidence`},
		{"a fingerprint", `"sha256":"9f`, `"sha256":"9F`},
		{"an alert beyond a byte", `"code":40`, `"code":300`},
		{"a status", `"status":"good"`, `"status":"fine"`},
		{"a role", `"role":"primary"`, `"role":"master"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			broken := strings.ReplaceAll(good, c.from, c.to)
			if broken == good {
				t.Fatalf("the document has no %s", c.from)
			}
			if validate(t, s, []byte(broken)) == nil {
				t.Errorf("%s is let through", c.to)
			}
		})
	}
}

// fullDocument has every field of the evidence.
func fullDocument() Document {
	d := doc(4, hostnameTarget())
	d.Targets[0].Result.Profiles = standings(db1, "expired")
	e := &d.Targets[0].Evidence
	text, yes, when := "text", true, at
	sum := "9f3c81aa0b6d4c27a8d1f6b7e3c05d2946af7718b2ce90d35f6a1e88c4d7b012"
	crt := evidence.Certificate{
		Subject: "CN=a", Issuer: "CN=b", Serial: "01", NotBefore: "2026-01-01T00:00:00Z", NotAfter: "2027-01-01T00:00:00Z",
		Names: []string{"DNS:a"}, Key: "RSA 2048", Signature: "SHA256-RSA", SHA256: sum,
		PEM: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", Unparsed: map[string]string{"go": "x509: no"},
	}
	certs := []evidence.Certificate{crt}
	alert := evidence.Alert{Code: 40, Name: "handshake_failure", Level: "fatal", From: "server"}
	handshake := evidence.Handshake{
		Offer: "current", ServerName: "a", Outcome: evidence.Alerted, Version: "TLS 1.2", Suite: "s", Group: "X25519", DHBits: 2048,
		SecureRenegotiation: &yes, ExtendedMasterSecret: &yes, RetryRequest: true, Alert: &alert, Warnings: []evidence.Alert{alert},
		Error: &text, Stage: evidence.AfterHello, MS: 1.5,
	}
	response := evidence.OCSPResponse{
		Depth: 1, URL: "http://o", Status: evidence.StatusGood, Cause: "staple-expired", Why: "w", ThisUpdate: &when, NextUpdate: &when, ProducedAt: &when,
		RevokedAt: &when, Reason: "keyCompromise", Signer: "s", CertIDHash: "SHA-1", Outcome: evidence.OK, Error: "e", MS: 2, DER: []byte{1},
	}
	exchange := evidence.Exchange{Outcome: evidence.OK, Opcode: "OP_MSG", Alert: &alert, Error: &text, Received: 3, MS: 1}
	e.File, e.Local = fileTarget().Evidence.File, localTarget().Evidence.Local
	e.Deployment = fullDeployment()
	e.File.Problems = []evidence.FileProblem{{Cause: "bad-passphrase", Detail: "d", Run: "r"}}
	e.File.Chain, e.File.Names = &evidence.Chain{Presented: certs}, []string{"a"}
	e.File.Peers = []evidence.Peer{{Path: "p", Certificate: crt, Member: []string{"O=a"}}}
	e.Client = evidence.Client{
		CASource: "ca.pem", AnchorCount: 1, Anchors: certs, Certificate: &evidence.ClientCert{Source: "c.pem", Chain: certs},
		CRLFile: "crl.pem", CRLs: []evidence.CRL{{Issuer: "CN=b", ThisUpdate: &when, NextUpdate: &when, Entries: 1, Signed: "yes", DER: []byte{1}}},
		DisabledProtocols: []string{"TLS1_0"}, AllowInvalidCertificates: true, AllowInvalidHostnames: true, DisableOCSPEndpointCheck: true,
		DisableRevocationCheck: true, Offline: true, ReplicaSet: "rs0", LoadBalanced: true,
	}
	m := &e.Members[0]
	m.Lookup = evidence.Lookup{Literal: true, Addresses: []string{"::1"}, Kind: "failed", Error: "e", MS: 1}
	m.Dials = []evidence.Dial{{Address: "[::1]:1", Outcome: evidence.Refused, Error: "e", MS: 1}}
	m.Handshake, m.Fallbacks = &handshake, []evidence.Handshake{handshake, {Offer: "wide", Outcome: evidence.Timeout, Stage: evidence.NothingReceived}}
	m.Suites = []evidence.SuiteSet{{Version: evidence.TLS12, Suites: []string{"s"}, Complete: true}}
	m.Groups = []string{"X25519"}
	m.SNI = []evidence.SNIProbe{{ServerName: "b", Outcome: evidence.OK, Alert: &alert, Leaf: sum}}
	m.Chain = evidence.Chain{
		Verified: &yes, Presented: certs, Truncated: 1, Paths: [][]string{{sum}}, Problems: []evidence.Problem{{Depth: 0, Cause: "expired", Detail: "d"}},
		Fetched: []evidence.Fetch{{URL: "http://a", Outcome: evidence.OK, Error: "e", Certificates: certs, MS: 1}},
	}
	m.OCSP = evidence.OCSP{Staple: response, Responders: []evidence.OCSPResponse{response}, MustStaple: true, Asked: true}
	m.CRL = []evidence.CRLCheck{{
		Depth: 0, Source: "crl.pem", Status: evidence.StatusRevoked, Cause: "revoked", Why: "w", Issuer: "i", ThisUpdate: &when, NextUpdate: &when,
		RevokedAt: &when, Reason: "r", Error: "e", MS: 1,
	}}
	m.Client = evidence.ClientAuth{Requested: true, Asked: true, Required: "yes", Issuers: []string{"CN=b"}, Sent: true, RefusedWith: &text}
	m.PlaintextReply, m.Exchange = &exchange, &exchange
	m.Service = &evidence.Service{Name: "HTTP", Where: "inside TLS", FirstBytes: `"HTTP"`}
	m.Hello = &evidence.Hello{
		Role: "primary", SetName: "rs0", Hosts: []string{"a:1"}, Passives: []string{"b:1"}, Arbiters: []string{"c:1"}, Me: "a:1", Primary: "a:1",
		MinWireVersion: 0, MaxWireVersion: 25, LocalTime: &when, ReceivedAt: at, Error: "e",
	}
	m.Connections, m.Incomplete = 3, "why"
	return d
}
