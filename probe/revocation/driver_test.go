package revocation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
)

// judge is one driver's code, and what it says of the cases that it refuses: the beginning
// of its error. The cases that are not named connect.
type judge struct {
	name    string
	code    func(der []byte, chain []*cert.Cert, at time.Time) error
	refuses map[string][]string // by the beginning of the error
	revoked []string            // those refused because the certificate is revoked
}

func judges() []judge {
	const unverified = "SSL peer certificate revocation status checking failed: Failed to verify signature"
	foreign := []string{"foreign CA signs", "delegate of a foreign CA"}
	unfit := []string{"delegate without EKU", "delegate for serverAuth", "delegate with anyExtendedKeyUsage", "own leaf signs", "another leaf signs"}
	broken := []string{"success without a response", "HTML", "truncated"}
	return []judge{
		// Python's cryptography 38 and pymongo/ocsp_support.py of 3.11 agree in each case.
		{name: "PyMongo", code: PyMongoOCSP, revoked: []string{"revoked"}, refuses: map[string][]string{
			"OCSP cert status: REVOKED":              {"revoked"},
			"Delegate not authorized":                unfit,
			"No matching or valid responder certs.":  append([]string{"delegate not embedded", "root signs", "responder id of somebody else"}, foreign...),
			"Delegate signature verification failed": {"delegate of a namesake of the CA"},
			"Response signature verification failed": {"namesake of the CA signs", "corrupt signature", "corrupt and expired", "RSA-PSS"},
			"OCSP response contains 2 SINGLERESP":    {"SHA-256 and SHA-1 CertID", "ours second of two"},
			"nextUpdate is in the past":              {"expired", "inverted", "revoked and expired"},
			"thisUpdate is in the future":            {"not yet valid"},
			"OCSP response status: ":                 {"try later", "unauthorized"},
			"error parsing asn1 value":               append([]string{"trailing bytes"}, broken...),
		}},
		{name: "mongod", code: MongodOCSP, revoked: []string{"revoked", "revoked and expired"}, refuses: map[string][]string{
			"SSL peer certificate revocation status checking failed: OCSP Certificate Status: Revoked. Reason: keyCompromise": {"revoked", "revoked and expired"},
			"SSL peer certificate revocation status checking failed: Unexpected OCSP Certificate Status":                      {"unknown"},
			unverified: append(append([]string{"delegate expired", "delegate not yet valid", "delegate not embedded", "root signs",
				"delegate of a namesake of the CA", "namesake of the CA signs", "responder id of somebody else", "corrupt signature", "corrupt and expired"}, unfit...), foreign...),
			"SSL peer certificate revocation status checking failed: OCSP Basic Response is insufficient": {
				"other serial number", "other issuer in the CertID", "other key in the CertID"},
			"SSL peer certificate revocation status checking failed: OCSP Basic Response is invalid": {"expired", "inverted"},
			"SSL peer certificate revocation status checking failed: Error querying":                 {"try later", "unauthorized"},
			"SSL peer certificate revocation status checking failed: incomplete":                     broken,
		}},
		{name: "Perl", code: PerlOCSP, revoked: []string{"revoked", "revoked and expired"}, refuses: map[string][]string{
			"certificate status is revoked": {"revoked", "revoked and expired"},
			"certificate status is unknown": {"unknown"},
		}},
		{name: "JSSE", code: func(der []byte, _ []*cert.Cert, _ time.Time) error { return JSSEOCSP(der) }, refuses: map[string][]string{
			"it is not an OCSPResponse":               {"HTML", "truncated"},
			"it claims success and holds no response": {"success without a response"},
			"bytes follow the response":               {"trailing bytes"},
			"Unsupported OCSP critical extension":     {"critical single extension"},
		}},
		{name: "Java", code: javaOfChain, revoked: []string{"revoked"}, refuses: map[string][]string{
			"Certificate has been revoked, reason: KEY_COMPROMISE": {"revoked"},
			"Certificate's revocation status is unknown":           {"unknown"},
			"Responder's certificate not valid for signing":        unfit,
			"Responder's certificate not within":                   {"delegate expired", "delegate not yet valid"},
			"Responder's certificate is not authorized":            foreign,
			"Unable to verify OCSP Response's signature": {"delegate not embedded", "root signs", "delegate of a namesake of the CA",
				"responder id of somebody else"},
			"Error verifying OCSP Response's signature": {"namesake of the CA signs", "corrupt signature", "corrupt and expired"},
			"OCSP response does not include": {"SHA-256 CertID", "SHA-224 CertID", "other serial number", "other issuer in the CertID",
				"other key in the CertID"},
			"Response is unreliable":       {"expired", "not yet valid", "inverted", "no nextUpdate", "revoked and expired"},
			"OCSP response error: TRY":     {"try later"},
			"OCSP response error: UNAUTHO": {"unauthorized"},
			"Unable to determine":          append([]string{"critical single extension", "trailing bytes"}, broken...),
		}},
	}
}

func javaOfChain(der []byte, chain []*cert.Cert, at time.Time) error {
	return JavaOCSP(der, chain[0], chain[1], at)
}

// says is what a judge is to say of a case; "" = it connects.
func (j judge) says(name string) string {
	for text, names := range j.refuses {
		if slices.Contains(names, name) {
			return text
		}
	}
	return ""
}

func TestDriversJudgements(t *testing.T) {
	w := newWorld(t)
	for _, j := range judges() {
		for _, c := range ocspCases() {
			t.Run(j.name+" "+c.name, func(t *testing.T) {
				leaf := c.subject(w)
				chain := []*cert.Cert{parse(t, leaf), parse(t, leaf.Issuer()), parse(t, w.root)}
				chain[0].OCSPServers = []string{"http://ocsp.example.com"}
				err := j.code(c.der(w), chain, w.now)
				want := j.says(c.name)
				if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
				if isRevoked := slices.Contains(j.revoked, c.name); errors.Is(err, ErrRevoked) != isRevoked {
					t.Errorf("%v is revoked or not, want %t", err, isRevoked)
				}
			})
		}
	}
}

// TestJudgesKnowTheCases: a misspelt case would never be looked at.
func TestJudgesKnowTheCases(t *testing.T) {
	known := map[string]bool{}
	for _, c := range ocspCases() {
		known[c.name] = true
	}
	for _, j := range judges() {
		for _, names := range j.refuses {
			for _, n := range names {
				if !known[n] {
					t.Errorf("%s: there is no case %q", j.name, n)
				}
			}
		}
	}
}

func TestMongodIgnoresStapleWithoutResponder(t *testing.T) {
	w := newWorld(t)
	chain := []*cert.Cert{parse(t, w.leaf), parse(t, w.issuer)}
	der := w.issuer.OCSP(w.leaf, pki.Revoked(pki.KeyCompromise, w.now))
	if err := MongodOCSP(der, chain, w.now); err != nil {
		t.Errorf("the certificate names no responder: %v", err)
	}
}

func TestPerlLooksAtTheWholeChain(t *testing.T) {
	w := newWorld(t)
	chain := []*cert.Cert{parse(t, w.leaf), parse(t, w.issuer), parse(t, w.root)}
	der := w.issuer.OCSP(w.leaf, pki.Also(w.issuer, pki.Unknown(), pki.CertIDIssuer(w.root)))
	if err := PerlOCSP(der, chain, w.now); fmt.Sprint(err) != "certificate status is unknown" {
		t.Errorf("the issuer's status is unknown: %v", err)
	}
}

// The boundaries are the drivers' own: none, and a quarter of an hour.
func TestDriversDates(t *testing.T) {
	w := newWorld(t)
	chain := []*cert.Cert{parse(t, w.leaf), parse(t, w.issuer)}
	chain[0].OCSPServers = []string{"http://ocsp.example.com"}
	until := w.now.Add(time.Hour)
	der := w.issuer.OCSP(w.leaf, pki.ThisUpdate(w.now), pki.NextUpdate(until))
	for _, c := range []struct {
		code  func([]byte, []*cert.Cert, time.Time) error
		at    time.Time
		valid bool
	}{
		{PyMongoOCSP, w.now, true}, {PyMongoOCSP, w.now.Add(-time.Second), false},
		{PyMongoOCSP, until, true}, {PyMongoOCSP, until.Add(time.Second), false},
		{MongodOCSP, w.now.Add(-time.Hour), true}, {MongodOCSP, until, true}, {MongodOCSP, until.Add(time.Second), false},
		{javaOfChain, w.now.Add(-javaSkew), true}, {javaOfChain, w.now.Add(-javaSkew - time.Second), false},
		{javaOfChain, until.Add(javaSkew), true}, {javaOfChain, until.Add(javaSkew + time.Second), false},
	} {
		if err := c.code(der, chain, c.at); (err == nil) != c.valid {
			t.Errorf("%v after thisUpdate: %v, want valid: %t", c.at.Sub(w.now), err, c.valid)
		}
	}
}

func TestDriversWithoutAChain(t *testing.T) {
	at := time.Now()
	if PyMongoOCSP(nil, nil, at) == nil || MongodOCSP(nil, nil, at) == nil || PerlOCSP(nil, nil, at) != nil {
		t.Error("PyMongo and mongod refuse, Perl connects")
	}
}

func TestJavaConstants(t *testing.T) {
	for reason, want := range map[string]string{"": "UNSPECIFIED", "keyCompromise": "KEY_COMPROMISE", "cACompromise": "CA_COMPROMISE",
		"cessationOfOperation": "CESSATION_OF_OPERATION", "unspecified": "UNSPECIFIED"} {
		if got := javaReason(reason); got != want {
			t.Errorf("%s: %s, want %s", reason, got, want)
		}
	}
}
