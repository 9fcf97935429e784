package upgrade

import (
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// refusing is a command that the server refused to the user.
func refusing(command string) []evidence.Command {
	return []evidence.Command{{Name: command, Outcome: evidence.Refused, Code: evidence.Unauthorized, Role: "clusterMonitor"}}
}

// TestOpen: what a login was given for and did not tell is said with its reason, and the next
// step is not called safe.
func TestOpen(t *testing.T) {
	logins := func(l evidence.Login) func(*evidence.Evidence) {
		return func(e *evidence.Evidence) {
			for i := range e.Members {
				own := l
				e.Members[i].Login = &own
			}
		}
	}
	hosts := func(names ...string) func(*evidence.Evidence) {
		return func(e *evidence.Evidence) { e.Members[0].Hello.Hosts = names }
	}
	hidden := func(e *evidence.Evidence) { e.Members[0].Login.Hidden = []string{"db9:27017"} }
	for _, c := range []struct {
		name   string
		modes  []Stage
		change func(*evidence.Evidence)
		want   string // "" = nothing is open
	}{
		{"no login", []Stage{Either, Either}, func(*evidence.Evidence) {}, ""},
		{"wrong password", []Stage{Either, Either}, logins(evidence.Login{Outcome: evidence.Refused, Error: "Authentication failed.", Code: 18}),
			"db1:27017 and db2:27017, allowTLS or preferTLS, was not told: the login was refused (Authentication failed, code 18)."},
		{"refused at another member", []Stage{Either}, logins(evidence.Login{Outcome: evidence.Skipped, Skipped: "x", RefusedAt: "db7:27017"}), "refused at db7:27017"},
		{"not tried", []Stage{Either}, logins(evidence.Login{Outcome: evidence.Skipped, Skipped: "no password was given"}), "no login was tried, as no password was given"},
		{"cut off", []Stage{Either}, logins(evidence.Login{Outcome: evidence.Timeout}), "did not come to an end"},
		{"no privilege", []Stage{Either}, logins(evidence.Login{Outcome: evidence.OK, Asked: refusing("getParameter")}), "may not call getParameter, which clusterMonitor on admin grants"},
		{"nobody is answered", []Stage{Either}, logins(evidence.Login{Outcome: evidence.OK, Asked: []evidence.Command{{Name: "getParameter", Outcome: evidence.Refused, Code: 115}}}),
			"the server refuses getParameter (code 115)"},
		{"no login on a port without TLS", []Stage{Disabled}, logins(evidence.Login{Outcome: evidence.Skipped, Skipped: "there is no TLS"}), ""},
		{"the log is not for the user", []Stage{PreferTLS}, logins(evidence.Login{Outcome: evidence.OK, Mode: "preferTLS", Asked: refusing("getLog")}), "may not call getLog, which clusterMonitor on admin grants"},
		{"clients are not logged", []Stage{PreferTLS}, func(e *evidence.Evidence) {
			e.Members[0].Login.Options = map[string]string{"setParameter.disableNonTLSConnectionLogging": "true"}
		}, "keeps them out of the log"},
		{"clients are not logged, by the old name", []Stage{PreferTLS}, func(e *evidence.Evidence) {
			e.Members[0].Login.Options = map[string]string{"setParameter.disableNonSSLConnectionLogging": "true"}
		}, "keeps them out of the log"},
		{"a hidden member", []Stage{PreferTLS}, hidden, "Members were not examined: db9:27017."},
		{"a member that was left out", []Stage{PreferTLS}, hosts("DB1:27017", "db2:27017"), "Members were not examined: db2:27017."},
		{"a member that was left out, without TLS", []Stage{Disabled}, hosts("db1:27017", "db2:27017"), ""},
		{"a member under another name", []Stage{AllowTLS}, func(e *evidence.Evidence) {
			e.Members[0].Hello.Hosts, e.Members[0].Hello.Me = []string{"db1.lan:27017"}, "db1.lan:27017"
		}, ""},
		{"many that were left out", []Stage{AllowTLS}, hosts(slices.Repeat([]string{"a:1", "b:1", "c:1", "d:1", "e:1", "f:1", "g:1", "h:1", "i:1", "j:1"}, 2)...), "g:1, h:1 and 2 more."},
		{"a hidden member, and only plaintext between members", []Stage{Disabled, AllowTLS}, func(e *evidence.Evidence) {
			e.Members[1].Login.Hidden = []string{"db9:27017"}
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := set(c.modes...)
			c.change(e)
			u := Plan(e, classify.Result{}, "")
			status := 1
			if c.want == "" {
				status = 0
			}
			if notes := strings.Join(u.Notes, "\n"); c.want != "" && (strings.Contains(notes, "No login at") || strings.Contains(notes, "may not ask")) {
				t.Errorf("it is told twice: %s", notes)
			}
			if open := strings.Join(u.Open, "\n"); !strings.Contains(open, c.want) || (open == "") != (c.want == "") || u.ExitStatus() != status {
				t.Errorf("status %d, open %q", u.ExitStatus(), open)
			}
		})
	}
}

// TestPlaintextThatIsSeenCounts: a log that is said to leave them out, and has one.
func TestPlaintextThatIsSeenCounts(t *testing.T) {
	e := set(PreferTLS)
	*e.Members[0].Login.Plaintext = 2
	e.Members[0].Login.Options = map[string]string{"setParameter.disableNonTLSConnectionLogging": "true"}
	if u := Plan(e, classify.Result{}, ""); u.Members[0].PlaintextClients == nil || len(u.Open) > 0 {
		t.Errorf("%+v", u)
	}
}

// arbiters makes members arbiters, which nobody can log in to.
func arbiters(e *evidence.Evidence, which ...int) *evidence.Evidence {
	for _, i := range which {
		e.Members[i].Hello.Role, e.Members[i].Login = "arbiter", &evidence.Login{Outcome: evidence.Skipped, Skipped: "an arbiter holds no users"}
	}
	return e
}

// TestArbiters: they are restarted for each step, first of all, and one whose mode cannot be
// told holds nobody back.
func TestArbiters(t *testing.T) {
	const preferTwo = "; db1 set preferTLS; db1 write preferTLS"
	for _, c := range []struct {
		name  string
		modes []Stage
		stage Stage
		next  string
	}{
		{"disabled", []Stage{Disabled, Disabled}, Disabled, "each member files; db2 write allowTLS; db2 restart; db1 write allowTLS; db1 stepDown; db1 restart"},
		{"allow, told", []Stage{AllowTLS, Either}, Either, "clients clients; db2 write preferTLS; db2 restart" + preferTwo},
		{"nobody is told", []Stage{Either, Either}, Either, "clients clients; db2 write preferTLS; db2 restart" + preferTwo},
		{"prefer, told", []Stage{PreferTLS, Either}, PreferTLS, "each member count; db2 write requireTLS; db2 restart; db1 set requireTLS; db1 write requireTLS"},
		{"the others are done", []Stage{RequireTLS, Either}, Mixed, "each member count; db2 write requireTLS; db2 restart"},
		{"it is behind", []Stage{PreferTLS, Disabled}, Mixed, "each member files; db2 write allowTLS; db2 restart"},
	} {
		u := Plan(arbiters(set(c.modes...), 1), classify.Result{}, "")
		if got := brief(u.Next); got != c.next || u.Stage != c.stage || len(u.Open) > 0 {
			t.Errorf("%s: stage %s, open %q, next:\n%s", c.name, u.Stage, u.Open, got)
		}
		for _, a := range u.Next {
			if a.On == "db2:27017" && strings.Contains(strings.Join(a.Run, ""), "setParameter") {
				t.Errorf("%s: nobody may set the mode of an arbiter: %q", c.name, a.Run)
			}
		}
	}
}

// TestHosted: of servers that their users do not run nothing is to be changed.
func TestHosted(t *testing.T) {
	for _, c := range []struct{ name, certificate string }{{"c0-shard-00-00.ab1cd.mongodb.net", ""}, {"10.0.0.7", "DNS:*.ab1cd.mongodb.net"}} {
		for _, mode := range []Stage{RequireTLS, Either, Disabled} {
			e := set(mode)
			e.Members[0].Name = c.name
			if c.certificate != "" {
				e.Members[0].Chain.Presented = []evidence.Certificate{{Names: []string{c.certificate}}}
			}
			u := Plan(e, classify.Result{}, PreferTLS)
			if len(u.Next) > 0 || u.To != "" || u.ExitStatus() != 0 || !strings.Contains(strings.Join(u.Notes, ""), "MongoDB Atlas runs these servers") {
				t.Errorf("%s in %s: %+v", c.name, mode, u)
			}
			if strings.Contains(strings.Join(u.Notes, ""), "getCmdLineOpts") {
				t.Errorf("%s: there is no mongod.conf to see: %q", c.name, u.Notes)
			}
		}
	}
}

// TestClientsNeedCertificates: it is said where members ask for one.
func TestClientsNeedCertificates(t *testing.T) {
	for required, want := range map[string]bool{"yes": true, "no": false, "unknown": false} {
		e := set(AllowTLS, AllowTLS)
		e.Members[1].Client.Required = required
		if text := Plan(e, classify.Result{}, "").Next[0].Text; strings.Contains(text, "tlsCertificateKeyFile") != want {
			t.Errorf("%s: %s", required, text)
		}
	}
}
