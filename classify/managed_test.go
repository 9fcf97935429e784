package classify

import (
	"slices"
	"strings"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// TestServices: who runs a server, by the name that was dialled or by its certificate.
func TestServices(t *testing.T) {
	p := pki.New(newFleet(t).At)
	root := p.Root("Root")
	for _, c := range []struct{ dialled, certificate, want string }{
		{"cluster0-shard-00-00.abcde.mongodb.net", "", "MongoDB Atlas"},
		{"CLUSTER0.ABCDE.MONGODB.NET.", "", "MongoDB Atlas"},
		{"mydb.cluster-abc.eu-west-1.docdb.amazonaws.com", "", "Amazon DocumentDB"},
		{"localhost", "*.cluster-abc.eu-west-1.docdb.amazonaws.com", "Amazon DocumentDB"},
		{"mydb.cluster-abc.docdb.cn-north-1.amazonaws.com.cn", "", "Amazon DocumentDB"},
		{"mydb.cluster-abc.us-gov-west-1.docdb.amazonaws.com", "", "Amazon DocumentDB"},
		{"docdb.amazonaws.com.example.com", "", ""},
		{"db.evil-mongodb.net", "", ""},
		{"cluster0-pl-0-lb.abcde.mongodb.net", "", "MongoDB Atlas"},
		{"cluster0.abcde.mongodbgov.net", "", "MongoDB Atlas"},
		{"account.mongo.cosmos.azure.com", "", "Azure Cosmos DB"},
		{"account.mongocluster.cosmos.azure.com", "", "Azure DocumentDB"},
		{"private-db.mongo.ondigitalocean.com", "", "DigitalOcean Managed MongoDB"},
		{"mongo-0.mongo-svc.data.svc.cluster.local", "", "Kubernetes"},
		{"mongo.example.com", "mongo-0.mongo-svc.data.svc.cluster.local", "Kubernetes"},
		{"db1.example.com", "db1.example.com", ""},
		{"mongodb.net", "", ""},
		{"notmongodb.net", "", ""},
		{"mongodb.net.example.com", "", ""},
	} {
		m := &member{Member: &evidence.Member{Name: c.dialled}}
		if c.certificate != "" {
			m.leaf = parse([]evidence.Certificate{shown(t, root.Leaf("x", pki.DNS(c.certificate)))})[0]
		}
		got := ""
		if s := m.service(); s != nil {
			got = s.name
		}
		if got != c.want {
			t.Errorf("%s with a certificate for %q: %q, want %q", c.dialled, c.certificate, got, c.want)
		}
	}
}

// TestAdvice: what helps at a service comes first, and what its users cannot do is left out.
func TestAdvice(t *testing.T) {
	remedies := func(name string, w Word) []Fix {
		cause, ok := Find(w)
		if !ok {
			t.Fatal(w)
		}
		m := &member{Member: &evidence.Member{Name: name, Host: name + ":27017"}, client: &evidence.Client{}}
		p := placed{finding: finding{word: w}, cause: cause, member: m}
		return p.remedies(map[string]string{"host": m.Host, "name": m.Name, "port": "27017"})
	}
	hosted := remedies("a.docdb.amazonaws.com", "unknown-authority")
	if !strings.Contains(strings.Join(hosted[0].Run, "\n"), "global-bundle.pem a.docdb.amazonaws.com:27017") {
		t.Errorf("first %+v", hosted[0])
	}
	for name, bundles := range map[string]string{"a.docdb.amazonaws.com": bundlesGlobal,
		"a.us-gov-west-1.docdb.amazonaws.com": bundlesGov, "a.docdb.cn-north-1.amazonaws.com.cn": bundlesChina} {
		if run := remedies(name, "unknown-authority")[0].Run[0]; run != "bundles="+bundles {
			t.Errorf("%s: %s", name, run)
		}
	}
	onServer := func(f Fix) bool { return f.On == OnServer || f.On == OnCA }
	if slices.ContainsFunc(hosted, onServer) {
		t.Errorf("something on the server, which is Amazon's: %+v", hosted)
	}
	if own := remedies("db1.example.com", "unknown-authority"); !slices.ContainsFunc(own, onServer) || strings.Contains(own[0].Text, "DocumentDB") {
		t.Errorf("a server of one's own: %+v", own)
	}
	for _, f := range remedies("a.abcde.mongodb.net", "expired") {
		if onServer(f) {
			t.Errorf("a certificate that Atlas renews is to be renewed by its user: %+v", f)
		}
	}
	if general := remedies("a.docdb.amazonaws.com", "weak-key"); len(general) != len(remedies("db1.example.com", "weak-key")) {
		t.Errorf("no advice of the service's, and yet something is left out: %+v", general)
	}
}

// TestServiceTable holds the table to the catalogue and to the rules of its prose.
func TestServiceTable(t *testing.T) {
	for _, s := range services {
		if s.name == "" || len(s.suffixes) == 0 || len(s.advice) == 0 || len(s.sources) == 0 {
			t.Errorf("%s is not complete", s.name)
		}
		for _, suffix := range s.suffixes {
			if !strings.HasPrefix(suffix, ".") || suffix != strings.ToLower(suffix) {
				t.Errorf("%s: suffix %s", s.name, suffix)
			}
		}
		for _, a := range s.advice {
			for _, w := range a.words {
				if _, ok := Find(w); !ok {
					t.Errorf("%s: no cause %s", s.name, w)
				}
			}
			for _, line := range a.fix.Run {
				if n := len(filled(t, line)); n > 74 {
					t.Errorf("%s: %d columns: %s", s.name, n, line)
				}
			}
			if f := a.fix.expand(nil); f.Text == "" || !strings.HasSuffix(f.Text, ".") || strings.ContainsAny(f.Text, "{}!—") {
				t.Errorf("%s: %s", s.name, f.Text)
			}
		}
	}
}
