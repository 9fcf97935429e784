package fetch

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

func TestOCSPAsksAsDriversDo(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	var der []byte
	seen := make(chan *http.Request, 1)
	var body []byte
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		seen <- r
		_, _ = w.Write(der)
	})
	leaf := ca.Leaf("db1", pki.OCSPURL(url+"/ocsp"))
	der = ca.OCSP(leaf)
	got := local().OCSP(context.Background(), parse(t, leaf), parse(t, ca), p.Now())
	if len(got) != 1 || got[0].Status != evidence.StatusGood || got[0].Outcome != evidence.OK || got[0].URL != url+"/ocsp" {
		t.Fatalf("got %+v", got)
	}
	r := <-seen
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/ocsp-request" ||
		r.Header.Get("User-Agent") != "mongotls" || r.Header.Get("Accept-Encoding") != "" || r.Header.Get("Cookie") != "" {
		t.Errorf("asked by %s with %v", r.Method, r.Header)
	}
	request, err := ocsp.ParseRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	if request.SerialNumber.Cmp(parse(t, leaf).Serial) != 0 {
		t.Errorf("asked for %x", request.SerialNumber)
	}
}

func TestOCSPFirstConclusiveAnswerWins(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	var unknown, revoked []byte
	answered := make(chan struct{})
	first := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(unknown)
		close(answered)
	})
	second := serve(t, hang)
	third := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		<-answered
		_, _ = w.Write(revoked)
	})
	leaf := ca.Leaf("db1", pki.OCSPURL(first, second, third))
	unknown, revoked = ca.OCSP(leaf, pki.Unknown()), ca.OCSP(leaf, pki.Revoked(pki.KeyCompromise, p.Now()))
	got := local().OCSP(context.Background(), parse(t, leaf), parse(t, ca), p.Now())
	if len(got) != 3 {
		t.Fatalf("got %+v", got)
	}
	if got[1].Outcome != evidence.Skipped || !strings.Contains(got[1].Error, "abandoned") {
		t.Errorf("the one that hangs: %+v", got[1])
	}
	if got[2].Status != evidence.StatusRevoked {
		t.Errorf("the conclusive one: %+v", got[2])
	}
}

func TestOCSPOutcomes(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	for _, c := range []struct {
		name, url string
		outcome   evidence.Outcome
		status    evidence.OCSPStatus
		text      string
	}{
		{"nobody listens", "http://" + closedPort(t), evidence.Refused, evidence.StatusNone, "refused"},
		{"503", serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }), evidence.Other, evidence.StatusNone, "503"},
		{"HTML", serveBytes(t, []byte("<html>it works</html>")), evidence.OK, evidence.StatusInvalid, ""},
		{"try later", serveBytes(t, pki.OCSPError(pki.TryLater)), evidence.OK, evidence.StatusInvalid, ""},
		{"empty", serveBytes(t, nil), evidence.OK, evidence.StatusNone, ""},
		{"https", "https://127.0.0.1:1/", evidence.Skipped, evidence.StatusNone, "only http"},
		{"ldap", "ldap://127.0.0.1/", evidence.Skipped, evidence.StatusNone, "only http"},
		{"file", "file:///etc/passwd", evidence.Skipped, evidence.StatusNone, "only http"},
		{"no host", "http:///ocsp", evidence.Skipped, evidence.StatusNone, "only http"},
		{"no URL", "http://[::1", evidence.Skipped, evidence.StatusNone, "cannot be read"},
		{"closes", serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), evidence.Closed, evidence.StatusNone, "EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			leaf := ca.Leaf("db1", pki.OCSPURL(c.url))
			got := local().OCSP(context.Background(), parse(t, leaf), parse(t, ca), p.Now())[0]
			if got.Outcome != c.outcome || got.Status != c.status || !strings.Contains(got.Error, c.text) {
				t.Errorf("got %s, %s, %q", got.Outcome, got.Status, got.Error)
			}
		})
	}
}

func TestOCSPTimeout(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	leaf := ca.Leaf("db1", pki.OCSPURL(serve(t, hang)))
	f := local()
	f.Timeout = 50 * time.Millisecond
	if got := f.OCSP(context.Background(), parse(t, leaf), parse(t, ca), p.Now())[0]; got.Outcome != evidence.Timeout {
		t.Errorf("got %+v", got)
	}
}

func TestOCSPManyURLs(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	asked := make(chan struct{}, 100)
	url := serve(t, func(http.ResponseWriter, *http.Request) { asked <- struct{}{} })
	urls := make([]string, 50)
	for i := range urls {
		urls[i] = url
	}
	got := local().OCSP(context.Background(), parse(t, ca.Leaf("db1", pki.OCSPURL(urls...))), parse(t, ca), p.Now())
	if len(asked) != MaxURLs || len(got) != MaxURLs+1 {
		t.Fatalf("%d asked, %d recorded", len(asked), len(got))
	}
	if last := got[MaxURLs]; last.Outcome != evidence.Skipped || !strings.Contains(last.Error, "first 4 of the 50") {
		t.Errorf("the rest: %+v", last)
	}
}

func TestOCSPWithoutIssuerOrURL(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	asked := false
	leaf := ca.Leaf("db1", pki.OCSPURL(serve(t, func(http.ResponseWriter, *http.Request) { asked = true })))
	got := local().OCSP(context.Background(), parse(t, leaf), nil, p.Now())
	if asked || len(got) != 1 || got[0].Outcome != evidence.Skipped || got[0].Error == "" {
		t.Errorf("without an issuer: %+v", got)
	}
	if got := local().OCSP(context.Background(), parse(t, ca.Leaf("db2")), parse(t, ca), p.Now()); got != nil {
		t.Errorf("without a URL: %+v", got)
	}
}
