package upgrade

import (
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

func diagnosis(word classify.Word, severity classify.Severity, members ...string) classify.Diagnosis {
	cause, _ := classify.Find(word)
	return classify.Diagnosis{Cause: word, Category: cause.Category, Severity: severity, Members: members}
}

func words(in []classify.Diagnosis) string {
	var out []string
	for _, d := range in {
		out = append(out, string(d.Cause))
	}
	return strings.Join(out, " ")
}

func option(name, value string) func(*evidence.Evidence) {
	return func(e *evidence.Evidence) {
		e.Members[0].Login = &evidence.Login{Options: map[string]string{name: value}}
	}
}

func authModes(modes ...string) func(*evidence.Evidence) {
	return func(e *evidence.Evidence) {
		for i, mode := range modes {
			e.Members[i].Login.ClusterAuthMode = mode
		}
	}
}

func TestBlockers(t *testing.T) {
	for _, c := range []struct {
		name   string
		modes  []Stage
		to     Stage
		change func(*evidence.Evidence)
		found  []classify.Diagnosis
		want   string
		status int
	}{
		{name: "plaintext is the state of a disabled member", modes: []Stage{Disabled}, found: []classify.Diagnosis{diagnosis("server-plaintext", classify.Error, "db1:27017")}},
		{name: "a certificate does not matter for allowTLS", modes: []Stage{Disabled, Either},
			found: []classify.Diagnosis{diagnosis("expired", classify.Error, "db2:27017")}},
		{name: "a certificate matters for preferTLS", modes: []Stage{AllowTLS}, want: "expired", status: 4,
			found: []classify.Diagnosis{diagnosis("expired", classify.Error, "db1:27017")}},
		{name: "a protocol version", modes: []Stage{AllowTLS}, want: "server-too-old", status: 5,
			found: []classify.Diagnosis{diagnosis("server-too-old", classify.Error, "db1:27017")}},
		{name: "a revoked certificate", modes: []Stage{PreferTLS}, want: "revoked", status: 6,
			found: []classify.Diagnosis{diagnosis("revoked", classify.Error, "db1:27017")}},
		{name: "between members only", modes: []Stage{AllowTLS}, want: "wrong-eku", status: 4,
			found: []classify.Diagnosis{diagnosis("wrong-eku", classify.Warning, "db1:27017")}},
		{name: "a warning of no weight", modes: []Stage{AllowTLS}, found: []classify.Diagnosis{
			diagnosis("expires-soon", classify.Warning, "db1:27017"), diagnosis("members-differ", classify.Warning, "db1:27017")}},
		{name: "no answer", modes: []Stage{AllowTLS, Unknown}, want: "refused", status: 3,
			found: []classify.Diagnosis{diagnosis("refused", classify.Error, "db2:27017")}},
		{name: "no answer while disabled", modes: []Stage{Disabled, Unknown}, want: "timeout", status: 3,
			found: []classify.Diagnosis{diagnosis("timeout", classify.Error, "db2:27017")}},
		{name: "nothing but a failed lookup", modes: []Stage{Unknown}, want: "dns", status: 3,
			found: []classify.Diagnosis{diagnosis("dns", classify.Error, "db1:27017")}},
		{name: "plaintext clients and preferTLS", modes: []Stage{AllowTLS}, found: []classify.Diagnosis{diagnosis("plaintext-clients", classify.Warning, "db1:27017")}},
		{name: "plaintext clients and requireTLS", modes: []Stage{PreferTLS}, want: "plaintext-clients", status: 3,
			found: []classify.Diagnosis{diagnosis("plaintext-clients", classify.Warning, "db1:27017")}},
		{name: "the worst first", modes: []Stage{PreferTLS}, want: "expired plaintext-clients", status: 4, found: []classify.Diagnosis{
			diagnosis("plaintext-clients", classify.Warning, "db1:27017"), diagnosis("expired", classify.Error, "db1:27017")}},
		{name: "an old server is another matter", modes: []Stage{PreferTLS}, found: []classify.Diagnosis{diagnosis("wire-version", classify.Error, "db1:27017")}},
		{name: "done", modes: []Stage{RequireTLS}, found: []classify.Diagnosis{diagnosis("expired", classify.Error, "db1:27017")}},
		{name: "subjects and keyFile", modes: []Stage{AllowTLS}, change: authModes("keyFile"),
			found: []classify.Diagnosis{diagnosis("member-cert-mismatch", classify.Warning, "db1:27017")}},
		{name: "subjects and x509", modes: []Stage{PreferTLS}, change: authModes("sendX509"), want: "member-cert-mismatch", status: 4,
			found: []classify.Diagnosis{diagnosis("member-cert-mismatch", classify.Warning, "db1:27017")}},
		{name: "subjects and sendKeyFile, which shows the key file", modes: []Stage{AllowTLS}, change: authModes("sendKeyFile"),
			found: []classify.Diagnosis{diagnosis("member-cert-mismatch", classify.Warning, "db1:27017")}},
		{name: "keyFile beside x509", modes: []Stage{PreferTLS, PreferTLS}, change: authModes("keyFile", "x509"), want: "conflicting-options", status: 3},
		{name: "one step apart", modes: []Stage{PreferTLS, PreferTLS}, change: authModes("sendX509", "x509")},
		{name: "before 2.6", modes: []Stage{Disabled}, change: func(e *evidence.Evidence) { e.Members[0].Hello.MaxWireVersion = 0 }, want: "unsupported-option", status: 3},
		{name: "back", modes: []Stage{PreferTLS, PreferTLS}, to: AllowTLS, want: "conflicting-options", status: 3},
		{name: "back to nothing", modes: []Stage{RequireTLS}, to: Disabled, want: "conflicting-options", status: 3},
		{name: "perhaps beyond", modes: []Stage{Either}, to: AllowTLS},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := set(c.modes...)
			if c.change != nil {
				c.change(e)
			}
			u := Plan(e, classify.Result{Diagnoses: c.found}, c.to)
			if got := words(u.Blockers); got != c.want {
				t.Errorf("blockers %q, want %q", got, c.want)
			}
			if got := u.ExitStatus(); got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
		})
	}
}

// TestOwnWords holds the words of own diagnoses to the catalogue.
func TestOwnWords(t *testing.T) {
	for _, word := range slices.Concat(apart, amongMembers, []classify.Word{
		"plaintext-clients", "member-cert-mismatch", "conflicting-options", "unsupported-option", "refused"}) {
		if _, known := classify.Find(word); !known {
			t.Errorf("%s is not in the catalogue", word)
		}
	}
}

func TestLoopbackOnly(t *testing.T) {
	for _, c := range []struct {
		bound, address, want string
	}{
		{"localhost", "10.0.7.1:27017", "refused"},
		{"127.0.0.1,::1,/tmp/mongo.sock", "10.0.7.1:27017", "refused"},
		{"localhost,10.0.7.2", "10.0.7.1:27017", ""},
		{"0.0.0.0", "10.0.7.1:27017", ""},
		{"db1.example.com", "10.0.7.1:27017", ""},
		{"localhost", "127.0.0.1:27017", ""},
		{"", "10.0.7.1:27017", ""},
	} {
		e := set(Disabled, Disabled)
		option("net.bindIp", c.bound)(e)
		e.Members[1].Address = c.address
		if got := words(Plan(e, classify.Result{}, "").Blockers); got != c.want {
			t.Errorf("bindIp %q beside %s: %q, want %q", c.bound, c.address, got, c.want)
		}
	}
}

// TestNotKnownIsNotSafe: without an answer about plaintext clients nobody may take the last
// step for safe.
func TestNotKnownIsNotSafe(t *testing.T) {
	e := set(PreferTLS, PreferTLS)
	if u := Plan(e, classify.Result{}, ""); u.ExitStatus() != 0 || len(u.Open) != 0 {
		t.Errorf("nobody is counted: status %d, open %q", u.ExitStatus(), u.Open)
	}
	e.Members[1].Login.Plaintext = nil
	u := Plan(e, classify.Result{}, "")
	if u.ExitStatus() != 1 || len(u.Open) != 1 || !strings.Contains(u.Open[0], "db2:27017") || strings.Contains(u.Open[0], "db1") {
		t.Errorf("status %d, open %q", u.ExitStatus(), u.Open)
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		name  string
		modes []Stage
		want  []string
	}{
		{"cut off", []Stage{RequireTLS, Disabled}, []string{"db2:27017 (disabled) to db1:27017 (requireTLS)", "db1:27017 (requireTLS) to db2:27017 (disabled)", "are normal during the upgrade"}},
		{"plaintext to requireTLS", []Stage{RequireTLS, AllowTLS}, []string{"cannot connect now from db2:27017 (allowTLS) to db1:27017 (requireTLS). "}},
		{"look alike beside requireTLS", []Stage{RequireTLS, Either}, []string{"Those in allowTLS cannot connect now to members in requireTLS"}},
		{"look alike and are at the end of what can be seen", []Stage{Either, Either}, []string{"--to requireTLS has what follows"}},
		{"look alike", []Stage{Either}, []string{"look alike from outside"}},
		{"hidden", []Stage{AllowTLS}, []string{"Hidden members"}},
		{"done", []Stage{RequireTLS}, []string{"See that mongod.conf has requireTLS"}},
	} {
		notes := strings.Join(Plan(set(c.modes...), classify.Result{}, "").Notes, "\n")
		for _, want := range c.want {
			if !strings.Contains(notes, want) {
				t.Errorf("%s: no %q in:\n%s", c.name, want, notes)
			}
		}
	}
	if notes := Plan(set(PreferTLS, AllowTLS), classify.Result{}, "").Notes; strings.Contains(strings.Join(notes, ""), "cannot connect") {
		t.Errorf("a mix that works is told as broken: %q", notes)
	}
}

// TestLaterFaults: what matters for a later step is told before.
func TestLaterFaults(t *testing.T) {
	r := classify.Result{Diagnoses: []classify.Diagnosis{diagnosis("expired", classify.Error, "db2:27017")}}
	notes := strings.Join(Plan(set(Disabled, Either), r, "").Notes, "\n")
	if !strings.Contains(notes, "To be mended before preferTLS: expired.") {
		t.Errorf("not told: %s", notes)
	}
}

// TestFaultsOfOtherNames: a name that only leads to the set, and that drivers leave, stops no
// member; a fault that members share with it does.
func TestFaultsOfOtherNames(t *testing.T) {
	for _, c := range []struct {
		members []string
		want    string
	}{
		{[]string{"10.0.0.7:27017"}, ""},
		{[]string{"10.0.0.7:27017", "db1:27017"}, "hostname-mismatch"},
		{nil, "hostname-mismatch"},
	} {
		e := set(AllowTLS, AllowTLS)
		e.Members[1].Host = "10.0.0.7:27017"
		r := classify.Result{
			Aliases:   []classify.Alias{{Member: "10.0.0.7:27017", SameAs: "db1:27017"}},
			Diagnoses: []classify.Diagnosis{diagnosis("hostname-mismatch", classify.Error, c.members...)},
		}
		if got := words(Plan(e, r, "").Blockers); got != c.want {
			t.Errorf("on %s: blockers %q, want %q", c.members, got, c.want)
		}
	}
}
