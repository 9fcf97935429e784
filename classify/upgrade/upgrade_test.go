package upgrade

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// seen are members as their ports show them, by the mode that they are in.
var seen = map[Stage]evidence.Member{
	Disabled:   {Plaintext: evidence.Accepted, Handshake: &evidence.Handshake{Outcome: evidence.Closed, Stage: evidence.NothingReceived}},
	Either:     {Plaintext: evidence.Accepted, Handshake: &evidence.Handshake{Outcome: evidence.OK}},
	RequireTLS: {Plaintext: evidence.Rejected, Handshake: &evidence.Handshake{Outcome: evidence.OK}},
	Unknown:    {Plaintext: evidence.NotAsked},
}

// set is a deployment whose first member is the primary. Modes that the port does not show
// come from a login.
func set(modes ...Stage) *evidence.Evidence {
	e := &evidence.Evidence{}
	for i, mode := range modes {
		m, known := seen[mode]
		if !known {
			m = seen[Either]
			none := int64(0)
			m.Login = &evidence.Login{Outcome: evidence.OK, Mode: string(mode), Plaintext: &none}
		}
		m.Host = []string{"db1:27017", "db2:27017", "db3:27017"}[i]
		m.Hello = &evidence.Hello{Role: "secondary", SetName: "rs0", MaxWireVersion: 21}
		if i == 0 {
			m.Hello.Role = "primary"
		}
		e.Members = append(e.Members, m)
	}
	return e
}

// brief is a plan in words: who is told to do what.
func brief(actions []Action) string {
	known := []struct{ in, word string }{
		{"stepDown", "stepDown"}, {"systemctl restart", "restart"}, {"setParameter", "set"}, {"check-files", "files"},
		{"mongodb://", "clients"}, {"getLog", "count"}, {"net:", "write"},
	}
	mode := regexp.MustCompile(`"(\w+(?:TLS|SSL))" \}|mode: (\w+)`)
	var out []string
	for _, a := range actions {
		text := strings.Join(a.Run, "\n")
		i := slices.IndexFunc(known, func(k struct{ in, word string }) bool { return strings.Contains(text, k.in) })
		word := known[i].word
		for _, found := range mode.FindAllStringSubmatch(text, -1) {
			word += " " + found[1] + found[2]
		}
		out = append(out, strings.TrimSuffix(a.On, ":27017")+" "+word)
	}
	return strings.Join(out, "; ")
}

const (
	toAllow   = "db2 write allowTLS; db2 restart; db3 write allowTLS; db3 restart; db1 write allowTLS; db1 stepDown; db1 restart"
	toPrefer  = "clients clients; db2 set preferTLS; db2 write preferTLS; db3 set preferTLS; db3 write preferTLS; db1 set preferTLS; db1 write preferTLS"
	toRequire = "each member count; db2 set requireTLS; db2 write requireTLS; db3 set requireTLS; db3 write requireTLS; db1 set requireTLS; db1 write requireTLS"
)

// maxLine is what a screen has beside its indent.
const maxLine = 72

func TestStageAndNextStep(t *testing.T) {
	for _, c := range []struct {
		name  string
		modes []Stage
		to    Stage
		stage Stage
		next  string
	}{
		{"disabled", []Stage{Disabled, Disabled, Disabled}, "", Disabled, "each member files; " + toAllow},
		{"one restarted", []Stage{Disabled, Either, Disabled}, "", Mixed, "each member files; db3 write allowTLS; db3 restart; db1 write allowTLS; db1 stepDown; db1 restart"},
		{"allow, told", []Stage{AllowTLS, AllowTLS, AllowTLS}, "", AllowTLS, toPrefer},
		{"allow or prefer", []Stage{Either, Either, Either}, "", Either, toPrefer},
		{"a part told", []Stage{PreferTLS, Either, Either}, "", Either, "clients clients; db2 set preferTLS; db2 write preferTLS; db3 set preferTLS; db3 write preferTLS"},
		{"allow and prefer, told", []Stage{PreferTLS, AllowTLS, AllowTLS}, "", Mixed, "clients clients; db2 set preferTLS; db2 write preferTLS; db3 set preferTLS; db3 write preferTLS"},
		{"prefer", []Stage{PreferTLS, PreferTLS, PreferTLS}, "", PreferTLS, toRequire},
		{"one requires", []Stage{RequireTLS, PreferTLS, PreferTLS}, "", Mixed, "each member count; db2 set requireTLS; db2 write requireTLS; db3 set requireTLS; db3 write requireTLS"},
		{"one requires too early", []Stage{RequireTLS, Disabled, Disabled}, "", Mixed, "each member files; db2 write allowTLS; db2 restart; db3 write allowTLS; db3 restart"},
		{"require", []Stage{RequireTLS, RequireTLS, RequireTLS}, "", RequireTLS, ""},
		{"nothing known", []Stage{Unknown, Unknown}, "", Unknown, ""},
		{"one hidden", []Stage{AllowTLS, Unknown}, "", AllowTLS, "clients clients; db1 set preferTLS; db1 write preferTLS"},
		{"alone", []Stage{Disabled}, "", Disabled, "db1 files; db1 write allowTLS; db1 restart"},
		{"the whole plan", []Stage{Disabled, Disabled, Disabled}, RequireTLS, Disabled, "each member files; " + toAllow + "; " + toPrefer + "; " + toRequire},
		{"up to preferTLS", []Stage{AllowTLS, AllowTLS, AllowTLS}, PreferTLS, AllowTLS, toPrefer},
		{"already there", []Stage{PreferTLS, PreferTLS, PreferTLS}, PreferTLS, PreferTLS, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := Plan(set(c.modes...), classify.Result{}, c.to)
			for i, m := range u.Members {
				if m.Mode != c.modes[i] {
					t.Errorf("member %d is in %s, want %s", i, m.Mode, c.modes[i])
				}
			}
			for _, a := range u.Next {
				for _, line := range a.Run {
					if len(line) > maxLine {
						t.Errorf("the line does not fit a screen: %s", line)
					}
				}
			}
			if u.Stage != c.stage {
				t.Errorf("stage %s, want %s", u.Stage, c.stage)
			}
			if got := brief(u.Next); got != c.next {
				t.Errorf("next:\n%s\nwant:\n%s", got, c.next)
			}
		})
	}
}

// TestAmbiguousModeIsAsked: preferTLS is set only where getParameter says allowTLS.
func TestAmbiguousModeIsAsked(t *testing.T) {
	u := Plan(set(Either), classify.Result{}, "")
	if run := strings.Join(u.Next[1].Run, "\n"); !strings.Contains(run, "getParameter: 1, tlsMode: 1") || !strings.Contains(run, `if (was == "allowTLS")`) {
		t.Errorf("not asked first:\n%s", run)
	}
	u = Plan(set(AllowTLS), classify.Result{}, "")
	if run := strings.Join(u.Next[1].Run, "\n"); strings.Contains(run, "getParameter") {
		t.Errorf("asked although it is known:\n%s", run)
	}
}

// TestNamesByRelease: before 4.2 the names have ssl; where the release is not known, both are told.
func TestNamesByRelease(t *testing.T) {
	run := func(change func(*evidence.Member), mode Stage) (all string) {
		e := set(mode)
		change(&e.Members[0])
		for _, a := range Plan(e, classify.Result{}, "").Next {
			all += a.Text + "\n" + strings.Join(a.Run, "\n") + "\n"
		}
		return all
	}
	for _, c := range []struct {
		name        string
		mode        Stage
		change      func(*evidence.Member)
		want, never string
	}{
		{"4.0 by wire version", AllowTLS, func(m *evidence.Member) { m.Hello.MaxWireVersion = 7 }, `sslMode: "preferSSL"`, "tlsMode"},
		{"4.0 in its configuration", Disabled, func(m *evidence.Member) { m.Hello.MaxWireVersion = 7 }, "  ssl:\n    mode: allowSSL\n    PEMKeyFile:", "allowTLS"},
		{"4.0 by login", AllowTLS, func(m *evidence.Member) { m.Login.Version = "4.0.28" }, "sslMode", "tlsMode"},
		{"4.0 in its shell", AllowTLS, func(m *evidence.Member) { m.Login.Version = "4.0.28" }, "In the mongo shell, connected", "mongosh"},
		{"4.2", AllowTLS, func(m *evidence.Member) { m.Hello.MaxWireVersion = 8 }, `tlsMode: "preferTLS"`, "sslMode"},
		{"not known", Disabled, func(m *evidence.Member) { m.Hello = nil }, "net.ssl.mode", "    mode: allowSSL"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := run(c.change, c.mode); !strings.Contains(got, c.want) || strings.Contains(got, c.never) {
				t.Errorf("want %q and never %q:\n%s", c.want, c.never, got)
			}
		})
	}
}

// TestUnwrittenMode: a mode that the next restart would undo is written down, also where no
// step is left.
func TestUnwrittenMode(t *testing.T) {
	e := set(RequireTLS, RequireTLS)
	for i := range e.Members {
		e.Members[i].Login = &evidence.Login{Mode: "requireTLS", Options: map[string]string{"net.tls.mode": "requireTLS"}}
	}
	e.Members[1].Login.Options["net.tls.mode"] = "preferTLS"
	u := Plan(e, classify.Result{}, "")
	if got := brief(u.Next); got != "db2 write requireTLS" || u.ExitStatus() != 0 {
		t.Errorf("next %q, status %d", got, u.ExitStatus())
	}
}

// TestAliasIsNoMember: a seed that is a member under another name is not planned for twice.
func TestAliasIsNoMember(t *testing.T) {
	e := set(AllowTLS, AllowTLS)
	r := classify.Result{Aliases: []classify.Alias{{Member: "db2:27017", SameAs: "db1:27017"}}}
	if u := Plan(e, r, ""); len(u.Members) != 1 || u.Members[0].Name != "db1:27017" {
		t.Errorf("members: %+v", u.Members)
	}
}

// TestSharedAnswer: plaintext is asked of one server once, under one of its names.
func TestSharedAnswer(t *testing.T) {
	e := set(RequireTLS, RequireTLS)
	e.Members[1].Plaintext, e.Members[1].SharedWith = evidence.NotAsked, "db1:27017"
	if u := Plan(e, classify.Result{}, ""); u.Stage != RequireTLS || u.Members[0].Mode != RequireTLS || u.Members[1].Mode != RequireTLS {
		t.Errorf("%+v", u)
	}
}

// TestSharedLogin: the login at a server under another name tells of it.
func TestSharedLogin(t *testing.T) {
	e := set(PreferTLS, PreferTLS)
	e.Members[1].Host, e.Members[0].SharedWith = "10.0.0.7:27017", "10.0.0.7:27017"
	e.Members[0].Login = &evidence.Login{Outcome: evidence.Skipped, Skipped: "this is 10.0.0.7:27017 under another name"}
	r := classify.Result{Aliases: []classify.Alias{{Member: "10.0.0.7:27017", SameAs: "db1:27017"}}}
	u := Plan(e, r, "")
	if len(u.Members) != 1 || u.Members[0].Name != "db1:27017" || u.Members[0].Mode != PreferTLS || u.Members[0].ModeSource != Told || len(u.Open) > 0 {
		t.Errorf("%+v", u)
	}
	e.Members[1].Login = &evidence.Login{Outcome: evidence.Skipped, Skipped: "the server's certificate did not verify"}
	if u := Plan(e, r, ""); len(u.Open) != 1 || !strings.Contains(u.Open[0], "did not verify") {
		t.Errorf("open: %q", u.Open)
	}
	e.Members[0].Login = &evidence.Login{Outcome: evidence.OK, Mode: "allowTLS"}
	if u := Plan(e, r, ""); u.Members[0].Mode != AllowTLS {
		t.Errorf("its own login is not heard: %+v", u.Members)
	}
}
