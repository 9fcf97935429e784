package revocation

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
)

func (c ocspCase) subject(w world) *pki.Entity {
	if c.leaf == nil {
		return w.leaf
	}
	return c.leaf(w)
}

func TestOCSP(t *testing.T) {
	w := newWorld(t)
	for _, c := range ocspCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf := c.subject(w)
			der := c.der(w)
			got := OCSP(der, parse(t, leaf), parse(t, leaf.Issuer()), w.now)
			if got.Status != c.status || got.Cause != c.cause {
				t.Errorf("got %s %q (%s), want %s %q", got.Status, got.Cause, got.Why, c.status, c.cause)
			}
			if got.Cause != "" && got.Why == "" {
				t.Error("a cause without a why")
			}
			if !bytes.Equal(got.DER, der) {
				t.Error("the DER was not kept")
			}
		})
	}
}

func TestDriversOCSP(t *testing.T) {
	w := newWorld(t)
	for _, c := range ocspCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf, der := c.subject(w), c.der(w)
			subject, issuer := parse(t, leaf), parse(t, leaf.Issuer())
			if err := GoOCSP(der, subject, issuer, w.now); (err == nil) != c.goOK {
				t.Errorf("Go driver: %v, want it to connect: %t", err, c.goOK)
			} else if errors.Is(err, ErrRevoked) != (c.status == revoked) {
				t.Errorf("Go driver: %v is revoked or not, unlike %s", err, c.status)
			}
			chain := []*cert.Cert{subject, issuer, parse(t, w.root)}
			if err := LibmongocOCSP(der, chain, w.now); (err == nil) != c.cOK {
				t.Errorf("libmongoc: %v, want it to connect: %t", err, c.cOK)
			} else if errors.Is(err, ErrRevoked) != (c.status == revoked) {
				t.Errorf("libmongoc: %v is revoked or not, unlike %s", err, c.status)
			}
		})
	}
}

func TestOCSPFacts(t *testing.T) {
	w := newWorld(t)
	since := w.now.Add(-day)
	responder := w.issuer.Responder("Responder")
	der := w.issuer.OCSP(w.leaf, pki.Revoked(pki.KeyCompromise, since), pki.Delegated(responder), pki.ProducedAt(w.now.Add(-time.Minute)))
	got := OCSP(der, parse(t, w.leaf), parse(t, w.issuer), w.now)
	if !got.RevokedAt.Equal(since) || got.Reason != "keyCompromise" {
		t.Errorf("revoked at %v for %q", got.RevokedAt, got.Reason)
	}
	if !got.ThisUpdate.Equal(w.now.Add(-time.Hour)) || !got.NextUpdate.Equal(w.now.Add(day)) || !got.ProducedAt.Equal(w.now.Add(-time.Minute)) {
		t.Errorf("dates %v, %v, %v", got.ThisUpdate, got.NextUpdate, got.ProducedAt)
	}
	if got.Signer != "CN=Responder" || got.CertIDHash != "SHA-1" {
		t.Errorf("signer %q, CertID by %q", got.Signer, got.CertIDHash)
	}
}

func TestOCSPDateBoundaries(t *testing.T) {
	w := newWorld(t)
	der := w.issuer.OCSP(w.leaf, pki.ThisUpdate(w.now), pki.NextUpdate(w.now.Add(time.Hour)))
	subject, issuer := parse(t, w.leaf), parse(t, w.issuer)
	for at, cause := range map[time.Duration]string{
		-time.Second:            causeNotYetValid,
		0:                       "",
		time.Hour - time.Second: "",
		time.Hour:               causeExpired,
	} {
		if got := OCSP(der, subject, issuer, w.now.Add(at)); got.Cause != cause {
			t.Errorf("%v after thisUpdate: %q, want %q", at, got.Cause, cause)
		}
	}
}

func TestOCSPAllFaultsInWhy(t *testing.T) {
	w := newWorld(t)
	der := w.issuer.OCSP(w.other, pki.Delegated(w.foreign), pki.NextUpdate(w.now.Add(-time.Minute)))
	got := OCSP(der, parse(t, w.leaf), parse(t, w.issuer), w.now)
	if got.Cause != causeUnauthorized {
		t.Errorf("cause %q", got.Cause)
	}
	for _, part := range []string{"Foreign CA", "another serial number", "nextUpdate"} {
		if !strings.Contains(got.Why, part) {
			t.Errorf("%q is missing in %q", part, got.Why)
		}
	}
}

func TestOCSPUnknownIssuer(t *testing.T) {
	w := newWorld(t)
	subject := parse(t, w.leaf)
	if got := OCSP(w.issuer.OCSP(w.leaf), subject, nil, w.now); got.Status != unknown || got.Cause != "" || !strings.Contains(got.Why, "not checked") {
		t.Errorf("good: %s %q %q", got.Status, got.Cause, got.Why)
	}
	if got := OCSP(w.issuer.OCSP(w.leaf, pki.Revoked(pki.Superseded, w.now)), subject, nil, w.now); got.Status != unknown {
		t.Errorf("revoked: %s", got.Status)
	}
	if got := OCSP(w.foreign.OCSP(w.leaf), subject, nil, w.now); got.Cause != causeOther {
		t.Errorf("of another CA: %q", got.Cause)
	}
	if got := OCSP(nil, subject, nil, w.now); got.Status != "none" {
		t.Errorf("no response: %s", got.Status)
	}
}

// A CA that was renewed or cross-signed with the same key stays the issuer.
func TestOCSPRenewedIssuer(t *testing.T) {
	w := newWorld(t)
	renewed := w.issuer.Renew()
	der := w.issuer.OCSP(w.leaf, pki.SignedBy(renewed), pki.Embed(renewed))
	if got := OCSP(der, parse(t, w.leaf), parse(t, w.issuer), w.now); got.Status != good {
		t.Errorf("%s: %s", got.Status, got.Why)
	}
}

func TestRequestIsWhatXCryptoSends(t *testing.T) {
	w := newWorld(t)
	for _, leaf := range []*pki.Entity{w.leaf, w.rsaLeaf, w.issuer, w.issuer.Leaf("long", pki.RawSerial(bytes.Repeat([]byte{0x7f}, 20)))} {
		subject, issuer := parse(t, leaf), parse(t, leaf.Issuer())
		got, err := Request(subject, issuer)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ocsp.CreateRequest(subject.Std(), issuer.Std(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: %x, want %x", subject.Subject, got, want)
		}
	}
}

// What the log of each driver shows is what people paste.
func TestDriverWords(t *testing.T) {
	w := newWorld(t)
	subject, issuer := parse(t, w.leaf), parse(t, w.issuer)
	chain := []*cert.Cert{subject, issuer, parse(t, w.root)}
	for _, c := range []struct {
		name, golang, c string
		der             []byte
	}{
		{"revoked", "OCSP verification failed: certificate is revoked", "OCSP Certificate Status: Revoked. Reason: keyCompromise",
			w.issuer.OCSP(w.leaf, pki.Revoked(pki.KeyCompromise, w.now))},
		{"try later", "error parsing stapled response: ocsp: error from server: try later", "OCSP response error 3 trylater", pki.OCSPError(pki.TryLater)},
		{"expired", "error validating stapled response: reported nextUpdate time", "OCSP response has expired",
			w.issuer.OCSP(w.leaf, pki.NextUpdate(w.now.Add(-time.Minute)))},
		{"corrupt", "error parsing stapled response: bad OCSP signature", "OCSP response failed verification: signature failure",
			w.issuer.OCSP(w.leaf, pki.CorruptSignature())},
		{"other", "error parsing stapled response: no response matching the supplied certificate", "No OCSP response found for the peer certificate", w.issuer.OCSP(w.other)},
	} {
		if err := GoOCSP(c.der, subject, issuer, w.now); !strings.HasPrefix(fmt.Sprint(err), c.golang) {
			t.Errorf("%s: Go says %v", c.name, err)
		}
		if err := LibmongocOCSP(c.der, chain, w.now); fmt.Sprint(err) != c.c {
			t.Errorf("%s: C says %v", c.name, err)
		}
	}
	if LibmongocOCSP(nil, nil, w.now) == nil {
		t.Error("C without a chain connects")
	}
}
