package classify_test

import (
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/fixtures/cluster"
	"mongotls/fixtures/nameserver"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/setup"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// examined is the evidence of a deployment, probed through a URI.
func examined(t *testing.T, s cluster.Spec, uri string) *evidence.Evidence {
	t.Helper()
	c, err := cluster.Start(t.Context(), s, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	to, err := target.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	to.Options.CAFile = c.CAFile
	config, _, err := setup.Load(to.Options, setup.Environment{Getenv: os.Getenv})
	if err != nil {
		t.Fatal(err)
	}
	resolver, err := srv.Server(c.DNS())
	if err != nil {
		t.Fatal(err)
	}
	config.Resolver, config.Records, config.Dial, config.Random = resolver, resolver, (&net.Dialer{}).DialContext, rand.Reader
	config.At, config.Timeout, config.Offline = time.Now(), 5*time.Second, true
	e := probe.Run(t.Context(), config, to)
	return &e
}

func set(edit func([]cluster.Member)) cluster.Spec {
	members := []cluster.Member{
		{Name: "db1.example.com"},
		{Name: "db2.example.com", Role: server.Secondary},
		{Name: "db3.example.com", Role: server.Secondary},
	}
	if edit != nil {
		edit(members)
	}
	return cluster.Spec{Set: "rs0", Members: members, Records: zone()}
}

func zone() nameserver.Zone {
	return nameserver.Zone{
		Services: map[string][]nameserver.Service{
			"_mongodb._tcp.cluster0.example.com": {{Target: "db1.example.com", Port: 27017}, {Target: "db2.example.com", Port: 27017}},
			"_mongodb._tcp.evil.example.com":     {{Target: "db1.example.net", Port: 27017}},
			"_mongodb._tcp.text.example.com":     {{Target: "db1.example.com", Port: 27017}},
			"_mongodb._tcp.two.example.com":      {{Target: "db1.example.com", Port: 27017}},
			"_mongodb._tcp.other.example.com":    {{Target: "db1.example.com", Port: 27017}},
			"_mongodb._tcp.gone.example.com":     {{Target: "db1.example.com", Port: 27017}, {Target: "gone1.example.com", Port: 27017}},
		},
		Texts: map[string][][]string{
			"text.example.com":  {{"tls=false"}},
			"two.example.com":   {{"replicaSet=rs0"}, {"authSource=admin"}},
			"other.example.com": {{"replicaSet=rs1"}},
		},
		Silent: map[string]bool{"_mongodb._tcp.mute.example.com": true},
	}
}

// told is a diagnosis in short: its cause, severity and members.
func told(r classify.Result) []string {
	var out []string
	for _, d := range r.Diagnoses {
		if d.Severity == classify.Info {
			continue
		}
		var on []string
		for _, m := range d.Members {
			name, _, _ := strings.Cut(m, ".")
			on = append(on, name)
		}
		slices.Sort(on)
		out = append(out, fmt.Sprintf("%s %s %s", d.Severity, d.Cause, strings.Join(on, ",")))
	}
	return out
}

func TestDeployments(t *testing.T) {
	cases := map[string]struct {
		spec cluster.Spec
		uri  string
		want []string
		// says is part of a title, fact or remedy of the first diagnosis.
		says string
	}{
		"healthy":          {set(nil), "mongodb://db1.example.com/?replicaSet=rs0", nil, ""},
		"healthy by SRV":   {set(nil), "mongodb+srv://cluster0.example.com/", nil, ""},
		"from a seed only": {set(nil), "db2.example.com", nil, ""},
		"name not in SAN": {set(func(m []cluster.Member) { m[2].Certificate.Names = []string{"other.lan"} }), "db1.example.com",
			[]string{"error member-name-not-in-san db3"}, `m.host = "other.lan:27017"`},
		"two names not in SAN": {set(func(m []cluster.Member) {
			m[1].Certificate.Names, m[2].Certificate.Names = []string{"b.lan"}, []string{"c.lan"}
		}), "db1.example.com", []string{"error member-name-not-in-san db2,db3"}, `"db3.example.com:27017": "c.lan:27017",`},
		"given, name not in SAN": {set(func(m []cluster.Member) { m[0].Certificate.Names = []string{"other.lan"} }), "db1.example.com",
			[]string{"error hostname-mismatch db1"}, "learns of no other member; with db2.example.com:27017"},
		"resolves inside only": {set(func(m []cluster.Member) { m[2].State = cluster.Unresolvable }), "db1.example.com",
			[]string{"error dns db3"}, "does not resolve here"},
		"forwarded": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Hello = func(h *server.Hello) { h.Hosts, h.Me = []string{"a.lan:27017", "b.lan:27017"}, "a.lan:27017" }
			}
		}), "db1.example.com", []string{"warning dns a,b"}, "directConnection=true"},
		"forwarded, and the set was asked for": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Hello = func(h *server.Hello) { h.Hosts, h.Me = []string{"a.lan:27017"}, "a.lan:27017" }
			}
		}), "mongodb://db1.example.com/?replicaSet=rs0", []string{"error dns a"}, "does not resolve here"},
		"the seed first": {set(func(m []cluster.Member) {
			m[0].Certificate.Names, m[1].State = []string{"other.lan"}, cluster.Unresolvable
		}), "mongodb://db1.example.com/?replicaSet=rs0", []string{"error hostname-mismatch db1", "error dns db2"}, ""},
		"localhost among names": {set(func(m []cluster.Member) { m[2].Advertised = "localhost:1" }), "db1.example.com",
			[]string{"error refused localhost:1"}, "another machine for each client"},
		"a member is down": {set(func(m []cluster.Member) { m[1].State = cluster.Refusing }), "db1.example.com",
			[]string{"error refused db2"}, "they stop when"},
		"an arbiter is down": {set(func(m []cluster.Member) { m[1].Role, m[1].State = server.Arbiter, cluster.Refusing }), "db1.example.com",
			[]string{"error refused db2"}, "only watch"},
		"another set": {set(nil), "mongodb://db1.example.com/?replicaSet=other", []string{"error set-name-mismatch db1"}, ""},
		"two sets": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { h.SetName, h.Hosts = "rs1", []string{h.Me} }
			m[0].Hello = func(h *server.Hello) { h.Hosts = h.Hosts[:2] }
			m[1].Hello = m[0].Hello
		}), "mongodb://db1.example.com,db2.example.com,db3.example.com", []string{"warning set-name-mismatch db1,db2,db3"}, "different deployments"},
		"a standalone among seeds": {set(func(m []cluster.Member) {
			m[2].Role, m[2].Hidden = server.Standalone, true
		}), "mongodb://db1.example.com,db3.example.com", []string{"error set-name-mismatch db3"}, "outside any replica set"},
		"a router, and a set was asked for": {cluster.Spec{Members: []cluster.Member{{Name: "db1.example.com", Role: server.Mongos}}}, "mongodb://db1.example.com/?replicaSet=rs0",
			[]string{"error set-name-mismatch db1"}, "Leave replicaSet out"},
		"lists a standalone": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { *h = server.Hello{Role: server.Standalone, MaxWireVersion: h.MaxWireVersion} }
		}), "db1.example.com", []string{"error set-name-mismatch db3"}, "work through the primary db1.example.com:27017"},
		"lists one of another set": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { h.SetName, h.Hosts, h.Primary = "rs1", []string{h.Me}, h.Me }
		}), "db1.example.com", []string{"error set-name-mismatch db3"}, "replica set rs1"},
		"lists one not initiated": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { *h = server.Hello{Role: server.Uninitiated, MaxWireVersion: h.MaxWireVersion} }
		}), "db1.example.com", []string{"warning set-name-mismatch db3"}, "no configuration"},
		"not initiated": {set(func(m []cluster.Member) {
			m[0].Hello = func(h *server.Hello) { *h = server.Hello{Role: server.Uninitiated, MaxWireVersion: h.MaxWireVersion} }
		}), "db1.example.com", nil, "rs.initiate()"},
		"a name that the primary does not list": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { h.Hosts = append(slices.Clone(h.Hosts), "gone.lan:27017") }
		}), "db1.example.com", []string{"warning dns gone", "warning members-differ db3"}, "drivers that know the primary db1.example.com:27017"},
		"the same, and nobody gets to the primary": {set(func(m []cluster.Member) {
			m[0].Certificate.Names = []string{"*.lan"}
			m[2].Hello = func(h *server.Hello) { h.Hosts = append(slices.Clone(h.Hosts), "gone.lan:27017") }
		}), "db2.example.com", []string{"error dns gone", "error member-name-not-in-san db1", "warning members-differ db3"}, "does not resolve here"},
		"all wrong alike": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Certificate.Names = []string{m[i].Name[:3] + ".lan"}
			}
		}), "db1.example.com", []string{"error member-name-not-in-san db1,db2,db3"}, `"db1.example.com:27017": "db1.lan:27017",`},
		"resolve inside only, all of them": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Advertised = m[i].Name[:3] + ".lan"
			}
		}), "mongodb://db1.example.com,db2.example.com/?replicaSet=rs0", []string{"error dns db1,db2,db3"}, `"db2.lan:27017": "db2.example.com:27017",`},
		"calls itself otherwise": {set(func(m []cluster.Member) {
			m[2].Hello = func(h *server.Hello) { h.Me = "db9.example.com:27017" }
		}), "db1.example.com", []string{"error me-mismatch db3"}, "db9.example.com"},
		"the primary may": {set(func(m []cluster.Member) {
			m[0].Hello = func(h *server.Hello) { h.Me = "db9.example.com:27017" }
		}), "db1.example.com", nil, ""},
		"no primary": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Role, m[i].Hello = server.Secondary, func(h *server.Hello) { h.Primary = "" }
			}
		}), "db1.example.com", []string{"warning no-primary db1,db2,db3"}, ""},
		"another list": {set(func(m []cluster.Member) {
			m[1].Hello = func(h *server.Hello) { h.Hosts = h.Hosts[:2] }
		}), "db1.example.com", []string{"warning members-differ db2"}, "list different names"},
		"no host and port": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Hello = func(h *server.Hello) { h.Hosts = append(slices.Clone(h.Hosts), "x y") }
			}
		}), "db1.example.com", []string{"warning dns db1,db2,db3"}, "no host and port"},
		"metadata": {set(func(m []cluster.Member) {
			for i := range m {
				m[i].Hello = func(h *server.Hello) { h.Hosts = append(slices.Clone(h.Hosts), "169.254.169.254:80") }
			}
		}), "db1.example.com", []string{"warning unreachable 169"}, "link-local"},
		"SRV outside the domain": {set(nil), "mongodb+srv://evil.example.com", []string{"error srv-invalid evil"}, "not under example.com"},
		"no SRV":                 {set(nil), "mongodb+srv://nothing.example.com", []string{"error srv-invalid nothing"}, "no SRV record"},
		"mongodb was meant":      {set(nil), "mongodb+srv://db1.example.com", []string{"error srv-invalid db1"}, "mongodb://db1.example.com:27017/?tls=true"},
		"mongodb+srv was meant":  {set(nil), "cluster0.example.com", []string{"error dns cluster0"}, "mongodb+srv://cluster0.example.com/"},
		"TXT sets tls":           {set(nil), "mongodb+srv://text.example.com", []string{"error srv-invalid text"}, "may set only"},
		"two TXT":                {set(nil), "mongodb+srv://two.example.com", []string{"error srv-invalid two"}, "dig +short two.example.com TXT"},
		"another set in TXT": {set(nil), "mongodb+srv://other.example.com", []string{"error set-name-mismatch db1"},
			"Run:[mongodb+srv://other.example.com/?replicaSet=rs0]"},
		"no target by that service": {set(nil), "mongodb+srv://cluster0.example.com/?srvServiceName=x", []string{"error srv-invalid cluster0"},
			"dig +short _x._tcp.cluster0.example.com SRV"},
		"options contradict":       {set(nil), "mongodb+srv://cluster0.example.com/?loadBalanced=true", []string{"error conflicting-options cluster0"}, "several are given"},
		"a target without address": {set(nil), "mongodb+srv://gone.example.com/", []string{"error dns gone1"}, "dig +short gone1.example.com A"},
		"name server is silent":    {set(nil), "mongodb+srv://mute.example.com", []string{"error dns mute"}, "SRV lookup"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			e := examined(t, c.spec, c.uri)
			r := classify.Classify(e, options())
			if got := told(r); !slices.Equal(got, c.want) {
				t.Fatalf("%v, want %v", got, c.want)
			}
			if len(r.Defects) > 0 {
				t.Error(r.Defects)
			}
			if c.says != "" && !strings.Contains(fmt.Sprintf("%+v", r.Diagnoses[0]), c.says) {
				t.Errorf("%+v does not say %q", r.Diagnoses[0], c.says)
			}
			fails := slices.ContainsFunc(r.Drivers, func(o classify.Outcome) bool { return o.Outcome == "fails" })
			if fails != (r.Verdict == classify.Fail) {
				t.Errorf("verdict %s, a driver fails: %t", r.Verdict, fails)
			}
			reversed := *e
			reversed.Members = slices.Clone(e.Members)
			slices.Reverse(reversed.Members)
			if again := classify.Classify(&reversed, options()); !slices.Equal(told(again), told(r)) || again.Cause != r.Cause {
				t.Errorf("in another order of members: %v, want %v", told(again), told(r))
			}
		})
	}
}

// TestUnmet: drivers leave the seed for a member that this machine does not dial.
func TestUnmet(t *testing.T) {
	e := examined(t, set(func(m []cluster.Member) {
		for i := range m {
			m[i].Hello = func(h *server.Hello) { h.Hosts, h.Me = []string{"a.lan:27017"}, "a.lan:27017" }
		}
	}), "mongodb://db1.example.com/?replicaSet=rs0")
	found := &e.Members[1]
	found.Lookup, found.Dials = evidence.Lookup{}, []evidence.Dial{{Address: "127.0.0.1:27017", Outcome: evidence.Skipped, Error: "not asked"}}
	r := classify.Classify(e, options())
	if got, want := told(r), []string{"warning unreachable a"}; !slices.Equal(got, want) || r.Verdict != classify.Inconclusive {
		t.Errorf("%v, %s; want %v, inconclusive", got, r.Verdict, want)
	}
}

// TestStalledMember: who is in the lists of a set is a mongod, also where it does not answer.
func TestStalledMember(t *testing.T) {
	e := examined(t, set(nil), "db1.example.com")
	e.Members[2].Hello, e.Members[2].Exchange = nil, &evidence.Exchange{Outcome: evidence.Timeout, MS: 6000}
	r := classify.Classify(e, options())
	if got := told(r); len(got) == 0 || got[0] != "error no-mongodb-answer db3" || !strings.Contains(r.Diagnoses[0].Title, "A member of the set") {
		t.Errorf("%v %+v", got, r.Diagnoses)
	}
}

// TestBoundedQuestions: a member refused the main offer, and not all was asked. What the server
// chose of everything names what a judge lacks; without a judge's own hello nothing is sure.
func TestBoundedQuestions(t *testing.T) {
	e := examined(t, set(nil), "db1.example.com")
	refused := &evidence.Alert{Code: 40, Name: "handshake_failure", Level: "fatal", From: "server"}
	m := &e.Members[2]
	m.Handshake = &evidence.Handshake{Offer: "current", ServerName: m.Name, Outcome: evidence.Alerted, Alert: refused, Stage: evidence.BeforeHello}
	m.Exchange, m.Hello, m.Incomplete = nil, nil, "it had its connections"
	m.Versions[evidence.TLS12], m.Versions[evidence.TLS13] = evidence.Accepted, evidence.NotAsked
	choice := evidence.Handshake{Offer: evidence.WideOffer, Outcome: evidence.Skipped, Version: "TLS 1.2"}
	for _, c := range []struct {
		suite, group string
		bits         int
		replayed     bool
		verdict      classify.Verdict
		want         string
	}{
		{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "X448", 0, false, classify.Inconclusive, "warning no-shared-cipher db3"},
		{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "X448", 0, true, classify.Fail, "error no-shared-group db3"},
		{"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "", 2048, true, classify.Fail, "error no-shared-cipher db3"},
		{"TLS_RSA_WITH_ARIA_128_GCM_SHA256", "", 0, true, classify.Fail, "error no-shared-cipher db3"},
	} {
		choice.Suite, choice.Group, choice.DHBits = c.suite, c.group, c.bits
		m.Fallbacks, m.Simulations = []evidence.Handshake{choice}, nil
		if c.replayed {
			m.Simulations = []evidence.Simulation{{Hello: "go-1.26", ServerName: m.Name, Outcome: evidence.Alerted, Alert: refused}}
		}
		r := classify.Classify(e, options())
		if got := told(r); !slices.Equal(got, []string{c.want}) || r.Verdict != c.verdict {
			t.Errorf("%+v: %v, %s", c, got, r.Verdict)
		}
		for _, o := range r.Drivers {
			if o.Member == m.Host && (o.Outcome == "fails") != (c.replayed && o.Driver == "go") {
				t.Errorf("%+v: %s %s", c, o.Driver, o.Outcome)
			}
		}
	}
}

// TestNotForwarded: a seed that is no loopback address is one that clients have, too.
func TestNotForwarded(t *testing.T) {
	e := examined(t, set(func(m []cluster.Member) {
		for i := range m {
			m[i].Hello = func(h *server.Hello) { h.Hosts, h.Me = []string{"a.lan:27017"}, "a.lan:27017" }
		}
	}), "db1.example.com")
	e.Members[0].Address = "198.51.100.1:27017"
	if got, want := told(classify.Classify(e, options())), []string{"error dns a"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestAliases: a seed that the set does not list is marked, and still judged.
func TestAliases(t *testing.T) {
	e := examined(t, set(func(m []cluster.Member) {
		for i := range m {
			m[i].Advertised = cluster.AddressName
			m[i].Certificate.Names = nil
		}
		m[2].Advertised = ""
	}), "mongodb://db1.example.com/")
	r := classify.Classify(e, options())
	if len(r.Aliases) != 1 || r.Aliases[0].Member != "db1.example.com:27017" || !strings.HasPrefix(r.Aliases[0].SameAs, "127.") {
		t.Errorf("aliases %+v", r.Aliases)
	}
	if r.Cause != "member-name-not-in-san" || !slices.Contains(r.Diagnoses[0].Explains, "hostname-mismatch") {
		t.Errorf("%s explains %v", r.Cause, r.Diagnoses[0].Explains)
	}
}
