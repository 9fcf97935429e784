package upgrade

import (
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// TestCatchUp: mongod sets sendX509 and x509 at run time, leaves keyFile by a restart, and
// sends certificates only where its own connections have TLS.
func TestCatchUp(t *testing.T) {
	for _, c := range []struct {
		name        string
		modes       []Stage
		auth        []string
		want, never string
	}{
		{"keyFile beside sendX509", []Stage{PreferTLS, PreferTLS}, []string{"keyFile", "sendX509"}, "clusterAuthMode: sendKeyFile", "setParameter"},
		{"keyFile beside x509", []Stage{PreferTLS, PreferTLS}, []string{"x509", "keyFile"}, "clusterAuthMode: sendX509", "setParameter"},
		{"sendKeyFile beside x509", []Stage{PreferTLS, PreferTLS}, []string{"sendKeyFile", "x509"}, `{ setParameter: 1, clusterAuthMode: "sendX509" }`, "tlsMode"},
		{"sendKeyFile in allowTLS", []Stage{AllowTLS, PreferTLS}, []string{"sendKeyFile", "x509"}, `{ setParameter: 1, tlsMode: "preferTLS", clusterAuthMode: "sendX509" }`, "security"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := set(c.modes...)
			authModes(c.auth...)(e)
			u := Plan(e, classify.Result{}, "")
			if words(u.Blockers) != "conflicting-options" {
				t.Fatalf("blockers: %s", words(u.Blockers))
			}
			fix := u.Blockers[0].Fix[0]
			run := strings.Join(fix.Run, "\n")
			behind := e.Members[0].Host
			if c.auth[1] == "keyFile" {
				behind = e.Members[1].Host
			}
			if !strings.Contains(run, c.want) || strings.Contains(run, c.never) || !strings.Contains(fix.Text, behind) {
				t.Errorf("%s\n%s", fix.Text, run)
			}
		})
	}
}

// TestTowardsX509: the way from the key file to certificates is told where it stands, and
// without a login nothing is said of it.
func TestTowardsX509(t *testing.T) {
	for _, c := range []struct {
		name  string
		modes []Stage
		auth  []string
		want  string // "" = nothing
	}{
		{"not told", []Stage{Either}, nil, ""},
		{"key file", []Stage{AllowTLS}, []string{"keyFile"}, "sendKeyFile by a restart"},
		{"key file, and TLS is done", []Stage{RequireTLS}, []string{"keyFile"}, ""},
		{"first step", []Stage{PreferTLS, PreferTLS}, []string{"sendKeyFile", "sendKeyFile"}, "sendX509 follows on each"},
		{"last step", []Stage{PreferTLS, PreferTLS}, []string{"sendX509", "sendX509"}, "The last step is x509"},
		{"between two", []Stage{PreferTLS, PreferTLS}, []string{"sendX509", "x509"}, "db1:27017 sendX509 and db2:27017 x509"},
		{"done", []Stage{RequireTLS, RequireTLS}, []string{"x509", "x509"}, ""},
	} {
		e := set(c.modes...)
		for i := range c.auth {
			if e.Members[i].Login == nil {
				e.Members[i].Login = &evidence.Login{Outcome: evidence.OK, Mode: string(c.modes[i])}
			}
		}
		authModes(c.auth...)(e)
		notes := strings.Join(Plan(e, classify.Result{}, "").Notes, "\n")
		if told := strings.Contains(notes, "lusterAuthMode"); told != (c.want != "") || !strings.Contains(notes, c.want) {
			t.Errorf("%s: want %q in:\n%s", c.name, c.want, notes)
		}
	}
}
