package probe_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/nameserver"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// set is a running deployment and what a probe of it is given.
type set struct {
	*testing.T
	*cluster.Cluster
	config probe.Config
}

func start(t *testing.T, s cluster.Spec) *set {
	t.Helper()
	noLeaks(t)
	c, err := cluster.Start(t.Context(), s, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	resolver, err := srv.Server(c.DNS())
	if err != nil {
		t.Fatal(err)
	}
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	certs, errs := cert.FromPEM(pem)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return &set{t, c, probe.Config{
		Resolver: resolver, Records: resolver, Dial: (&net.Dialer{}).DialContext,
		Now: time.Now, At: time.Now(), Random: zeros{}, Version: "test", Timeout: 20 * time.Second, Anchors: anchors(certs),
	}}
}

// zeros stand in for chance.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// run probes a target and holds the evidence to what holds for all.
func (s *set) run(text string) evidence.Evidence {
	s.Helper()
	to, err := target.Parse(text)
	if err != nil {
		s.Fatal(err)
	}
	e := probe.Run(s.Context(), s.config, to)
	for _, m := range e.Members {
		if m.Defect != "" {
			s.Fatal(m.Defect)
		}
	}
	return e
}

// hosts are the members in short, with how they were found.
func hosts(e evidence.Evidence) string {
	var out []string
	for _, m := range e.Members {
		name, _, _ := strings.Cut(m.Host, ".")
		out = append(out, name+"/"+string(m.FoundBy))
	}
	return strings.Join(out, " ")
}

func three() []cluster.Member {
	return []cluster.Member{
		{Name: "db1.example.com"},
		{Name: "db2.example.com", Role: server.Secondary},
		{Name: "db3.example.com", Role: server.Secondary},
	}
}

func TestDiscovery(t *testing.T) {
	nine := three()
	for i := 4; i < 10; i++ {
		nine = append(nine, cluster.Member{Name: fmt.Sprintf("db%d.example.com", i), Role: server.Secondary, Passive: i == 4})
	}
	nine[8].Role = server.Arbiter
	chain := three() // each knows the next only
	for i, next := range []string{"db2", "db3", "db1"} {
		chain[i].Role = server.Secondary
		chain[i].Hello = func(h *server.Hello) { h.Hosts, h.Primary = []string{next + ".example.com:27017"}, "" }
	}
	mongos := three()
	for i := range mongos {
		mongos[i].Role = server.Mongos
		mongos[i].Hello = func(h *server.Hello) { h.Hosts = []string{"db2.example.com:27017"} }
	}
	cases := map[string]struct {
		spec cluster.Spec
		uri  string
		want string
	}{
		"from the primary":      {cluster.Spec{Set: "rs0", Members: three()}, "mongodb://db1.example.com/", "db1/given db2/hello db3/hello"},
		"from a secondary":      {cluster.Spec{Set: "rs0", Members: three()}, "db3.example.com", "db3/given db1/hello db2/hello"},
		"upper case":            {cluster.Spec{Set: "rs0", Members: three()}, "mongodb://DB1.example.com,db2.EXAMPLE.com/", "DB1/given db2/given db3/hello"},
		"nine":                  {cluster.Spec{Set: "rs0", Members: nine}, "mongodb://db1.example.com/", "db1/given db2/hello db3/hello db4/hello db5/hello db6/hello db7/hello db8/hello db9/hello"},
		"a circle of names":     {cluster.Spec{Set: "rs0", Members: chain}, "mongodb://db1.example.com/", "db1/given db2/hello db3/hello"},
		"direct":                {cluster.Spec{Set: "rs0", Members: three()}, "mongodb://db1.example.com/?directConnection=true", "db1/given"},
		"the set that is meant": {cluster.Spec{Set: "rs0", Members: three()}, "mongodb://db1.example.com/?replicaSet=rs0", "db1/given db2/hello db3/hello"},
		"another set":           {cluster.Spec{Set: "rs0", Members: three()}, "mongodb://db1.example.com/?replicaSet=other", "db1/given"},
		"mongos":                {cluster.Spec{Members: mongos}, "mongodb://db1.example.com/", "db1/given"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			s := start(t, c.spec)
			e := s.run(c.uri)
			if got := hosts(e); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			for _, m := range e.Members {
				if m.Hello == nil || m.Incomplete != "" {
					t.Errorf("%s: %+v, %s", m.Host, m.Handshake, m.Incomplete)
				}
			}
			for _, r := range s.Members() {
				if n := r.Connections(); n > maxHealthy {
					t.Errorf("%s got %d connections", r.Name, n)
				}
			}
		})
	}
}

func TestNoDiscover(t *testing.T) {
	s := start(t, cluster.Spec{Set: "rs0", Members: three()})
	s.config.NoDiscover = true
	if e := s.run("db1.example.com"); hosts(e) != "db1/given" || e.Deployment != nil {
		t.Errorf("%s, %+v", hosts(e), e.Deployment)
	}
}

// TestSecondName: a seed that the set does not list is the same server again, and costs one
// connection more.
func TestSecondName(t *testing.T) {
	members := three()
	members[0].Certificate.Names = []string{"db1.example.com", "seed.example.com"}
	s := start(t, cluster.Spec{Set: "rs0", Members: members})
	first := s.Member("db1.example.com")
	s.config.Resolve = []target.Resolve{{Name: "seed.example.com", Port: first.Port, Addr: first.Address}}
	e := s.run(fmt.Sprintf("seed.example.com:%d", first.Port))
	if hosts(e) != "seed/given db1/hello db2/hello db3/hello" {
		t.Fatal(hosts(e))
	}
	if m := e.Members[1]; m.SharedWith != e.Members[0].Host || m.Versions[evidence.TLS10] != evidence.Rejected || m.Plaintext != evidence.Rejected {
		t.Errorf("shared with %q, versions %v, plaintext %s", m.SharedWith, m.Versions, m.Plaintext)
	}
	if n := first.Connections(); n > maxHealthy {
		t.Errorf("%d connections", n)
	}
}

// TestPartOfSet: members that do not answer cost the others nothing.
func TestPartOfSet(t *testing.T) {
	members := three()
	members[1].State, members[2].State = cluster.Hanging, cluster.Unresolvable
	s := start(t, cluster.Spec{Set: "rs0", Members: members})
	s.config.Timeout = 2 * time.Second
	e := s.run("db1.example.com")
	if hosts(e) != "db1/given db2/hello db3/hello" || e.Members[0].Hello == nil || e.Members[0].Incomplete != "" {
		t.Errorf("%s, %+v", hosts(e), e.Members[0].Hello)
	}
	if m := e.Members[1]; m.Handshake == nil || m.Handshake.Outcome != evidence.Timeout {
		t.Errorf("a member that hangs: %+v", m.Handshake)
	}
	if e.Members[2].Lookup.Kind != "not-found" {
		t.Errorf("a member without address: %+v", e.Members[2].Lookup)
	}
}

// TestHostileHello: whatever a hello names, little is dialled, and what is not is told.
func TestHostileHello(t *testing.T) {
	members := three()[:1]
	members[0].Hello = func(h *server.Hello) {
		for i := range 900 {
			h.Hosts = append(h.Hosts, fmt.Sprintf("x%d.example.com:27017", i))
			h.Passives = append(h.Passives, fmt.Sprintf("y%d.example.com:27017", i))
		}
		h.Arbiters = []string{"not a host", strings.Repeat("z", 5000), "a:b:c", "db1.example.com:0", "db1.example.com"}
	}
	s := start(t, cluster.Spec{Set: "rs0", Members: members})
	e := s.run("db1.example.com")
	if n := len(e.Members); n != 51 {
		t.Errorf("%d members", n)
	}
	d := e.Deployment.Discovery
	if len(d.Names) > 200 || d.Truncated < 1700 {
		t.Errorf("%d names, %d more", len(d.Names), d.Truncated)
	}
	odd := slices.IndexFunc(d.Names, func(a evidence.Advertised) bool { return a.Host == "not a host" })
	if odd < 0 || d.Names[odd].Skipped == "" {
		t.Errorf("names %+v", d.Names)
	}
}

// TestAddressGuard: from a public seed nothing inside is dialled; --any-address lifts that.
func TestAddressGuard(t *testing.T) {
	inner := map[string][]netip.Addr{
		"metadata.example.com": {netip.MustParseAddr("169.254.169.254")}, "private.example.com": {netip.MustParseAddr("10.1.2.3")},
		"mixed.example.com": {netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("198.51.100.7")},
	}
	members := three()[:1]
	members[0].Hello = func(h *server.Hello) {
		h.Hosts = append(h.Hosts, "127.0.0.1:1", "[::1]:1", "metadata.example.com:80", "private.example.com:27017", "mixed.example.com:27017")
	}
	for _, lifted := range []bool{false, true} {
		s := start(t, cluster.Spec{Set: "rs0", Members: members, Records: nameserver.Zone{Addresses: inner}})
		first := s.Member("db1.example.com")
		public := netip.AddrPortFrom(netip.MustParseAddr("198.51.100.1"), uint16(first.Port)).String()
		var dialled atomic.Int32
		s.config.AnyAddress = lifted
		s.config.Resolve = []target.Resolve{{Name: "db1.example.com", Port: first.Port, Addr: netip.MustParseAddr("198.51.100.1")}}
		s.config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if address == public {
				return (&net.Dialer{}).DialContext(ctx, network, netip.AddrPortFrom(first.Address, uint16(first.Port)).String())
			}
			if !strings.HasPrefix(address, "198.51.100.") {
				dialled.Add(1)
			}
			return nil, &net.OpError{Op: "dial", Err: context.DeadlineExceeded}
		}
		e := s.run("db1.example.com:" + fmt.Sprint(first.Port))
		if n := dialled.Load(); (n > 0) != lifted {
			t.Errorf("lifted %t: %d inner addresses were dialled", lifted, n)
		}
		if len(e.Members) != 6 {
			t.Fatalf("%s", hosts(e))
		}
		for _, a := range e.Deployment.Discovery.Names {
			held := strings.Contains(a.Skipped, "not asked")
			if want := !lifted && !strings.HasPrefix(a.Host, "db1") && !strings.HasPrefix(a.Host, "mixed"); held != want {
				t.Errorf("lifted %t: %s skipped: %q", lifted, a.Host, a.Skipped)
			}
		}
	}
}

func TestSRVTarget(t *testing.T) {
	zone := nameserver.Zone{
		Services: map[string][]nameserver.Service{
			"_mongodb._tcp.cluster0.example.com": {{Target: "db1.example.com", Port: 27017}, {Target: "db2.example.com", Port: 27017}},
			"_mongodb._tcp.evil.example.com":     {{Target: "db1.example.net", Port: 27017}},
		},
		Texts: map[string][][]string{"cluster0.example.com": {{"replica", "Set=rs0"}}},
	}
	s := start(t, cluster.Spec{Set: "rs0", Members: three(), Records: zone})
	e := s.run("mongodb+srv://cluster0.example.com/")
	if hosts(e) != "db1/srv db2/srv db3/hello" || e.Client.ReplicaSet != "rs0" {
		t.Errorf("%s, set %q", hosts(e), e.Client.ReplicaSet)
	}
	if want := "mongodb://db1.example.com:27017,db2.example.com:27017/?tls=true&replicaSet=rs0"; e.Deployment.SRV.URI != want {
		t.Errorf("%s, want %s", e.Deployment.SRV.URI, want)
	}
	e = s.run("mongodb+srv://evil.example.com/")
	if len(e.Members) > 0 || e.Deployment.SRV.Records[0].Refused == "" {
		t.Errorf("%+v", e.Deployment.SRV)
	}
	e = s.run("mongodb+srv://db1.example.com/")
	if r := e.Deployment.SRV.NameResolves; len(e.Members) > 0 || r == nil || !*r {
		t.Errorf("%+v", e.Deployment.SRV)
	}
	e = s.run("mongodb://db1.example.com,DB1.example.com:27017,db1.example.com/")
	if hosts(e) != "db1/given db2/hello db3/hello" {
		t.Errorf("a host that is given more than once: %s", hosts(e))
	}
	e = s.run("cluster0.example.com")
	if m := e.Members[0]; m.Lookup.Kind == "" || len(m.Lookup.SRV) != 2 {
		t.Errorf("%+v", m.Lookup)
	}
}

// TestLoginUnderTheOtherName: a seed whose name no certificate has gets no proof of the
// password, and the same server under its own name does.
func TestLoginUnderTheOtherName(t *testing.T) {
	for name, first := range map[string]struct {
		names []string
		tried int // the member at which the login is made: 0 is the seed, 1 is db1
	}{
		"the seed verifies": {[]string{"db1.example.com", "seed.example.com"}, 0},
		"it does not":       {[]string{"db1.example.com"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			members := three()
			members[0].Certificate.Names = first.names
			s := start(t, cluster.Spec{Set: "rs0", Members: members, Users: users()})
			db1 := s.Member("db1.example.com")
			s.config.Attempts = login.NewAttempts()
			s.config.Resolve = []target.Resolve{{Name: "seed.example.com", Port: db1.Port, Addr: db1.Address}}
			e := s.run(fmt.Sprintf("mongodb://app:%s@seed.example.com:%d/", url.PathEscape(secret), db1.Port))
			if hosts(e) != "seed/given db1/hello db2/hello db3/hello" || e.Members[1].SharedWith == "" {
				t.Fatal(hosts(e))
			}
			for i, m := range e.Members[:2] {
				if m.Login == nil || (m.Login.Outcome == evidence.OK) != (i == first.tried) {
					t.Errorf("%s: %+v", m.Host, m.Login)
				}
			}
		})
	}
}
