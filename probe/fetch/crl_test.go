package fetch

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

func TestCRLs(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	var lists [2][]byte
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/der":
			_, _ = w.Write(lists[0])
		case "/pem":
			_, _ = w.Write(pki.CRLPEM(lists[1]))
		case "/html":
			_, _ = w.Write([]byte("<html>"))
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	leaf := ca.Leaf("db1", pki.CRLURL(url+"/der", url+"/pem", url+"/html", url+"/absent", "ldap:///cn=CA"))
	lists = [2][]byte{ca.CRL(), ca.CRL(pki.Revoke(leaf, pki.Superseded, p.Now()))}
	got := local().CRLs(context.Background(), parse(t, leaf), parse(t, ca), p.Now())
	want := []struct {
		status       evidence.OCSPStatus
		cause, error string
	}{
		{evidence.StatusGood, "", ""},
		{evidence.StatusRevoked, "revoked", ""},
		{evidence.StatusNone, causeUnreachable, "PEM"},
		{evidence.StatusNone, causeUnreachable, "404"},
		{evidence.StatusNone, "", "first 4 of the 5"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i, w := range want {
		if g := got[i]; g.Status != w.status || g.Cause != w.cause || !strings.Contains(g.Error, w.error) || g.Source == "" {
			t.Errorf("%d: got %+v, want %+v", i, g, w)
		}
	}
}

// What this side did not ask for is not unreachable.
func TestCRLNotAsked(t *testing.T) {
	p := mint(t)
	ca := p.Root("CA")
	for _, url := range []string{"ldap:///cn=CA", "http://169.254.169.254/crl"} {
		got := local().CRLs(context.Background(), parse(t, ca.Leaf("db1", pki.CRLURL(url))), parse(t, ca), p.Now())
		if len(got) != 1 || got[0].Cause != "" || got[0].Status != evidence.StatusNone || !strings.HasPrefix(got[0].Error, "not asked") {
			t.Errorf("%s: %+v", url, got)
		}
	}
}
