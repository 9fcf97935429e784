package srv_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/evidence"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

func find(t *testing.T, z zone, uri string) (target.Target, evidence.SRVLookup) {
	t.Helper()
	parsed, err := target.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return srv.Find(t.Context(), z, parsed)
}

// TestDomains: the specification's prose tests, and what its files leave out.
func TestDomains(t *testing.T) {
	cases := map[string]struct {
		name, target string
		refused      string // part of the reason
	}{
		"under the domain":             {"cluster0.example.com", "db1.example.com:27017", ""},
		"deeper":                       {"cluster0.example.com", "db1.sub.example.com:27017", ""},
		"upper case":                   {"Cluster0.Example.com", "DB1.EXAMPLE.COM:27017", ""},
		"one label, below it":          {"localhost", "db1.localhost:27017", ""},
		"two labels, below them":       {"mongo.local", "db1.mongo.local:27017", ""},
		"a dot at the end of the name": {"cluster0.example.com.", "db1.example.com:27017", ""},
		"one label, outside":           {"localhost", "localhost.mongodb:27017", "not under localhost"},
		"two labels, outside":          {"mongo.local", "test_1.evil.local:27017", "not under mongo.local"},
		"three labels, outside":        {"blogs.mongodb.com", "blogs.evil.com:27017", "not under mongodb.com"},
		"one label, the same":          {"localhost", "localhost:27017", "not under localhost"},
		"two labels, the same":         {"mongo.local", "mongo.local:27017", "not under mongo.local"},
		"a suffix without a dot":       {"mongo.local", "test_1.my_hostmongo.local:27017", "not under"},
		"the domain itself":            {"cluster0.example.com", "example.com:27017", "not under example.com"},
		"no service":                   {"cluster0.example.com", ":27017", "no such service"},
		"no port":                      {"cluster0.example.com", "db1.example.com:0", "port 0"},
		"no host name":                 {"cluster0.example.com", "a b.example.com:27017", "not a host name"},
		"a slash":                      {"cluster0.example.com", "a/b.example.com:27017", "not a host name"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			name := strings.ToLower(strings.TrimSuffix(c.name, "."))
			z := zone{srv: map[string][]*net.SRV{"_mongodb._tcp." + name: service(c.target)}}
			got, found := find(t, z, "mongodb+srv://"+c.name+"/")
			if len(found.Records) != 1 || (len(got.Hosts) == 1) != (c.refused == "") {
				t.Fatalf("%d records, hosts %v", len(found.Records), got.Hosts)
			}
			if r := found.Records[0].Refused; !strings.Contains(r, c.refused) || (r == "") != (c.refused == "") {
				t.Errorf("refused %q, want %q", r, c.refused)
			}
		})
	}
}

// TestWithoutSRV: the same connection string without SRV, and no secret in it.
func TestWithoutSRV(t *testing.T) {
	z := zone{
		srv: map[string][]*net.SRV{"_mongodb._tcp.cluster0.example.com": service("db2.example.com:27018", "db1.example.com:27017")},
		txt: map[string][]string{"cluster0.example.com": {"replicaSet=rs0&authSource=admin"}},
	}
	_, found := find(t, z, "mongodb+srv://alice:s3cret@cluster0.example.com/a%2Fb?authSource=users&srvMaxHosts=0&appName=x%26y&tlsCAFile=/etc/ca.pem")
	want := "mongodb://<credentials>@db1.example.com:27017,db2.example.com:27018/a%2Fb?tls=true&authSource=users&appName=x%26y&tlsCAFile=/etc/ca.pem&replicaSet=rs0"
	if found.URI != want {
		t.Errorf("%s\nwant %s", found.URI, want)
	}
	again, err := target.Parse(found.URI)
	if err != nil || again.Options.ReplicaSet != "rs0" || again.Options.AuthSource != "users" || again.Database != "a/b" || len(again.Hosts) != 2 {
		t.Errorf("read again: %+v, %v", again, err)
	}
}

// TestWithoutSRVKeepsWhatIsWritten: options stand as they were written, and those that a
// list of hosts has no use for, or that drivers ignore, are left out.
func TestWithoutSRVKeepsWhatIsWritten(t *testing.T) {
	z := zone{
		srv: map[string][]*net.SRV{"_mongodb._tcp.a.example.com": service("db1.example.com:27017"), "_x._tcp.a.example.com": service("db1.example.net:27017")},
		txt: map[string][]string{"a.example.com": {"authSource=admin"}},
	}
	for options, want := range map[string]string{
		"":                                     "tls=true&authSource=admin",
		"ssl=true&ssl=true":                    "ssl=true&ssl=true&authSource=admin",
		"TLS=false":                            "TLS=false&authSource=admin",
		"tls=yes":                              "tls=true&authSource=admin", // ignored, and on by default with SRV only
		"ssl_cert_reqs=CERT_NONE":              "tls=true&ssl_cert_reqs=CERT_NONE&authSource=admin",
		"sslValidate=false&ssl=true":           "sslValidate=false&ssl=true&authSource=admin",
		"tlsCertificateKeyFilePassword=s3cret": "tls=true&tlsCertificateKeyFilePassword=<redacted>&authSource=admin",
		"authMechanismProperties=TOKEN:s3cret": "tls=true&authMechanismProperties=<redacted>&authSource=admin",
		"passwrd=s3cret&srvMaxHosts=1":         "tls=true&authSource=admin",
		"AUTHSOURCE=x":                         "tls=true&AUTHSOURCE=x",
		"srvServiceName=x&srvAllowedHostsSuffix=.Example.NET": "tls=true&authSource=admin",
	} {
		_, found := find(t, z, "mongodb+srv://a.example.com/?"+options)
		_, got, _ := strings.Cut(found.URI, "/?")
		if got != want {
			t.Errorf("%s: %q, want %q", options, got, want)
		}
	}
}

// TestAllowedHostsSuffix: it takes the place of the name's domain.
func TestAllowedHostsSuffix(t *testing.T) {
	z := zone{srv: map[string][]*net.SRV{"_mongodb._tcp.a.example.com": service("db1.example.net:27017", "db2.sub.example.net:27017")}}
	for option, want := range map[string]string{
		"":                "not under example.com",
		"example.net":     "",
		".EXAMPLE.net":    "",
		"sub.example.net": "not under sub.example.net",
		"ample.net":       "not under ample.net",
	} {
		uri := "mongodb+srv://a.example.com/"
		if option != "" {
			uri += "?srvAllowedHostsSuffix=" + option
		}
		got, found := find(t, z, uri)
		if r := found.Records[0]; !strings.Contains(r.Refused, want) || (r.Refused == "") != (want == "") || r.Outside != (want == "") || (len(got.Hosts) == 2) != (want == "") {
			t.Errorf("%q: %+v, hosts %v", option, r, got.Hosts)
		}
	}
}

// TestNames: what is asked for is the name as DNS has it, and the spelling is kept.
func TestNames(t *testing.T) {
	z := zone{
		srv: map[string][]*net.SRV{"_mongodb._tcp.xn--bcher-kva.example.com": service("DB1.Example.COM:27017", "db1.example.com:27017")},
		txt: map[string][]string{"xn--bcher-kva.example.com": {"REPLICASET=rs0&&"}},
	}
	got, found := find(t, z, "mongodb+srv://Bücher.example.com./?replicaSet=other")
	if found.Given != "Bücher.example.com." || len(found.Records) != 1 || found.Records[0].Spelled != "DB1.Example.COM" || len(found.TXTSets) != 0 || got.Options.ReplicaSet != "other" {
		t.Errorf("%+v, %+v", found, got.Options)
	}
	if got, found = find(t, z, "mongodb+srv://xn--bcher-kva.example.com"); found.Given != "" || !slices.Equal(found.TXTSets, []string{"replicaSet"}) || got.Options.ReplicaSet != "rs0" {
		t.Errorf("%+v, %+v", found, got.Options)
	}
}

// TestConflict: options that contradict each other are no fault of the records.
func TestConflict(t *testing.T) {
	z := zone{
		srv: map[string][]*net.SRV{"_mongodb._tcp.a.example.com": service("db1.example.com:27017", "db2.example.com:27017")},
		txt: map[string][]string{"a.example.com": {"replicaSet=rs0"}},
	}
	for uri, want := range map[string]string{
		"mongodb+srv://a.example.com/?srvMaxHosts=1":     "srvMaxHosts contradicts replicaSet; remove one",
		"mongodb+srv://a.example.com/?loadBalanced=true": "loadBalanced=true takes one host, and several are given",
		"mongodb+srv://a.example.com/":                   "",
	} {
		got, found := find(t, z, uri)
		if found.Conflict != want || found.TXTRefused != "" || (len(got.Hosts) == 0) != (want != "") {
			t.Errorf("%s: %+v", uri, found)
		}
	}
}

// TestFailures: SRV and TXT are told apart, and a missing TXT record is no failure.
func TestFailures(t *testing.T) {
	const name, records = "cluster0.example.com", "_mongodb._tcp.cluster0.example.com"
	good := map[string][]*net.SRV{records: service("db1.example.com:27017")}
	timeout := &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
	broken := &net.DNSError{Err: "server misbehaving", Name: name}
	cases := map[string]struct {
		zone           zone
		kind, txt      string
		hosts, records int
	}{
		"no TXT":            {zone{srv: good}, "", "", 1, 1},
		"no SRV":            {zone{}, "not-found", "", 0, 0},
		"SRV times out":     {zone{srv: good, err: map[string]error{records: timeout}}, "", "", 1, 1}, // records came with the error
		"nothing but error": {zone{err: map[string]error{records: timeout}}, "timeout", "", 0, 0},
		"SRV fails":         {zone{err: map[string]error{records: broken}}, "failed", "", 0, 0},
		"TXT times out":     {zone{srv: good, err: map[string]error{name: timeout}}, "", "timeout", 1, 1}, // some drivers go on
		"TXT fails":         {zone{srv: good, err: map[string]error{name: broken}}, "", "failed", 1, 1},
		"deadline":          {zone{srv: good, err: map[string]error{name: context.DeadlineExceeded}}, "", "timeout", 1, 1},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			got, found := find(t, c.zone, "mongodb+srv://"+name+"/")
			if found.Kind != c.kind || found.TXTKind != c.txt || len(got.Hosts) != c.hosts || len(found.Records) != c.records {
				t.Errorf("kind %q, TXT %q, %d hosts, %d records: %+v", found.Kind, found.TXTKind, len(got.Hosts), len(found.Records), found)
			}
		})
	}
}

// TestManyRecords: a flood is bounded and counted, and one that is refused is not lost in it.
func TestManyRecords(t *testing.T) {
	var targets []string
	for i := range 999 {
		targets = append(targets, fmt.Sprintf("db%03d.example.com:27017", i))
	}
	z := zone{
		srv: map[string][]*net.SRV{"_mongodb._tcp.cluster0.example.com": service(targets...)},
		txt: map[string][]string{"cluster0.example.com": {strings.Repeat("x", 1<<20)}},
	}
	_, found := find(t, z, "mongodb+srv://cluster0.example.com/")
	if len(found.Records) != srv.MaxRecords || found.Truncated != 999-srv.MaxRecords || found.TXTRefused == "" || len(found.TXT[0]) > 1024 {
		t.Errorf("%d records, %d more, TXT of %d bytes", len(found.Records), found.Truncated, len(found.TXT[0]))
	}
	z.txt = nil
	if got, found := find(t, z, "mongodb+srv://cluster0.example.com/"); len(got.Hosts) != srv.MaxRecords || found.URI != "" {
		t.Errorf("%d hosts, and the same without SRV would be %s", len(got.Hosts), found.URI)
	}
	z.srv["_mongodb._tcp.cluster0.example.com"] = service(append(targets, "zz.evil.com:27017")...)
	if got, found := find(t, z, "mongodb+srv://cluster0.example.com/"); len(got.Hosts) > 0 || found.Records[0].Refused == "" {
		t.Errorf("hosts %v, first record %+v", got.Hosts, found.Records[0])
	}
}

func TestServer(t *testing.T) {
	for _, good := range []string{"203.0.113.53", "203.0.113.53:5353", "[2001:db8::53]", "[2001:db8::53]:53", "2001:db8::53", "dns.example.com"} {
		if r, err := srv.Server(good); err != nil || r == nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "203.0.113.53:", "dns:0", "dns:x", "a b"} {
		if _, err := srv.Server(bad); err == nil || strings.Contains(err.Error(), "27017") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzRecords(f *testing.F) {
	f.Add("cluster0.example.com", "db1.example.com.", "replicaSet=rs0", uint16(27017))
	f.Add("a.b", "", "ssl=false", uint16(0))
	f.Add("mongo.local", "x.mongo.local", "authSource=%", uint16(1))
	f.Add("mongo.local", "\x00\xff", "a=b&&c", uint16(1))
	f.Fuzz(func(t *testing.T, name, host, txt string, port uint16) {
		parsed, err := target.Parse("mongodb+srv://" + name)
		if err != nil {
			return
		}
		got, found := srv.Find(t.Context(), everywhere{&net.SRV{Target: host, Port: port}, txt}, parsed)
		if len(got.Hosts) == 0 || found.URI == "" {
			return
		}
		again, err := target.Parse(found.URI)
		if err != nil || len(again.Hosts) != len(got.Hosts) || again.Options.ReplicaSet != got.Options.ReplicaSet {
			t.Errorf("%q is read as %+v, %v", found.URI, again, err)
		}
	})
}

// everywhere gives the same records for every name.
type everywhere struct {
	record *net.SRV
	txt    string
}

func (e everywhere) LookupSRV(context.Context, string, string, string) (string, []*net.SRV, error) {
	return "", []*net.SRV{e.record}, nil
}

func (e everywhere) LookupTXT(context.Context, string) ([]string, error) { return []string{e.txt}, nil }
