package classify

import (
	"slices"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// named is a certificate for all members with attributes of its own.
func (f *fleet) named(more ...pki.Option) *pki.Entity {
	return f.root.Leaf("mongodb", append([]pki.Option{pki.DNS(hostName(1), hostName(2), hostName(3)), pki.EKU(pki.ServerAuth, pki.ClientAuth)}, more...)...)
}

func organisation(o string) pki.Option {
	return pki.Subject(pki.CN("mongodb"), pki.O(o), pki.OU("Servers"))
}

const (
	lacksClientAuth = "The certificate lacks clientAuth, which members need: "
	attributesOf    = "O, OU or DC differ among the members' certificates: "
)

// peerCases: what members are to each other, with --peer-check and without.
var peerCases = []struct {
	name    string
	make    func(*fleet)
	want    []string
	checked []string
}{
	{"both purposes", healthy, nil, nil},
	{"no extended key usage", func(f *fleet) {
		c := f.named(organisation("Example"), pki.Without(pki.ExtEKU))
		f.add(c)
		f.add(c)
	}, nil, nil},
	{"for servers only", func(f *fleet) {
		healthy(f)
		f.Members[2].Chain.Presented[0] = shown(f.t, f.root.Leaf("mongodb", organisation("Example"), pki.DNS(hostName(3)), pki.EKU(pki.ServerAuth)))
	}, []string{"warning " + lacksClientAuth + "db3"}, []string{"error " + lacksClientAuth + "db3"}},
	{"for servers only, alone", func(f *fleet) { f.add(f.named(organisation("Example"), pki.EKU(pki.ServerAuth))) }, nil, nil},
	{"for servers only, and no set", func(f *fleet) {
		c := f.named(organisation("Example"), pki.EKU(pki.ServerAuth))
		for range 2 {
			m := f.add(c)
			m.Hello.SetName, m.Hello.Role = "", "standalone"
		}
	}, nil, nil},
	{"for servers only, and a cluster file", func(f *fleet) {
		c := f.named(organisation("Example"), pki.EKU(pki.ServerAuth))
		for range 2 {
			f.add(c).Login = &evidence.Login{Options: map[string]string{"net.tls.clusterFile": "/etc/ssl/cluster.pem"}}
		}
	}, nil, nil},
	{"for servers only, of a hosted service", func(f *fleet) {
		c := f.root.Leaf("x", pki.DNS("*.abcde.mongodb.net", hostName(1), hostName(2)), pki.EKU(pki.ServerAuth))
		f.add(c)
		f.add(c)
	}, nil, nil},
	{"another organisation", func(f *fleet) {
		f.add(f.named(organisation("Example")))
		f.add(f.named(organisation("Example")))
		f.add(f.named(organisation("Other")))
	}, []string{"info " + attributesOf + "db3"}, []string{"warning " + attributesOf + "db3"}},
	{"another organisation, with x509", func(f *fleet) {
		f.add(f.named(organisation("Example"))).Login = &evidence.Login{ClusterAuthMode: "x509"}
		f.add(f.named(organisation("Example")))
		f.add(f.named(organisation("Other")))
	}, []string{"error " + attributesOf + "db3"}, []string{"error " + attributesOf + "db3"}},
	{"another organisation, with a key file", func(f *fleet) {
		f.add(f.named(organisation("Example"))).Login = &evidence.Login{ClusterAuthMode: "keyFile"}
		f.add(f.named(organisation("Other")))
	}, nil, []string{"warning " + attributesOf + "db1 db2"}},
	{"another organisation, told apart by an extension", func(f *fleet) {
		f.add(f.named(organisation("Example"))).Login = &evidence.Login{ClusterAuthMode: "x509", Options: map[string]string{"net.tls.clusterAuthX509.extensionValue": "cluster"}}
		f.add(f.named(organisation("Other")))
	}, nil, nil},
	{"the same attributes in another order", func(f *fleet) {
		f.add(f.named(pki.Subject(pki.CN("a"), pki.O("Example"), pki.OU("A"), pki.OU("B"))))
		f.add(f.named(pki.Subject(pki.CN("a"), pki.OU("B"), pki.OU("A"), pki.O("Example"))))
	}, nil, nil},
	{"no attributes, with x509", func(f *fleet) {
		f.add(f.named()).Login = &evidence.Login{ClusterAuthMode: "x509"}
		f.add(f.named())
	}, []string{"error The subjects have none of O, OU and DC, which members need: db1 db2"},
		[]string{"error The subjects have none of O, OU and DC, which members need: db1 db2"}},
	{"no attributes, and the mode is not known", func(f *fleet) {
		f.add(f.named())
		f.add(f.named())
	}, nil, []string{"info The subjects have none of O, OU and DC, which members need: db1 db2"}},
	{"an attribute twice", func(f *fleet) {
		f.add(f.named(pki.Subject(pki.O("Example"), pki.OU("A"))))
		f.add(f.named(pki.Subject(pki.O("Example"), pki.OU("A"), pki.OU("A"))))
	}, []string{"info " + attributesOf + "db1 db2"}, []string{"warning " + attributesOf + "db1 db2"}},
	{"another organisation, and a second name for members", func(f *fleet) {
		f.add(f.named(organisation("Example"))).Login = &evidence.Login{ClusterAuthMode: "x509", Options: map[string]string{"setParameter.tlsX509ClusterAuthDNOverride": "O=Other"}}
		f.add(f.named(organisation("Other")))
	}, nil, nil},
	{"for servers only, and no other asks for certificates", func(f *fleet) {
		c := f.named(organisation("Example"), pki.EKU(pki.ServerAuth))
		for range 2 {
			f.add(c).Client = evidence.ClientAuth{Asked: true, Required: "no"}
		}
	}, nil, []string{"warning " + lacksClientAuth + "db1 db2"}},
	{"for servers only, and only that member asks", func(f *fleet) {
		f.add(f.named(organisation("Example"), pki.EKU(pki.ServerAuth)))
		f.add(f.named(organisation("Example"))).Client = evidence.ClientAuth{Asked: true, Required: "no"}
	}, nil, []string{"warning " + lacksClientAuth + "db1"}},
	{"for servers only, the only one that was examined", func(f *fleet) {
		f.add(f.named(organisation("Example"), pki.EKU(pki.ServerAuth))).Hello.Hosts = []string{hostName(1) + ":27017", hostName(2) + ":27017"}
	}, nil, []string{"warning " + lacksClientAuth + "db1"}},
	{"routers for servers only", func(f *fleet) { routers(f, true) },
		[]string{"warning " + lacksClientAuth + "db1 db2"}, []string{"warning " + lacksClientAuth + "db1 db2"}},
	{"routers behind what ends TLS", func(f *fleet) { routers(f, false) },
		nil, []string{"warning " + lacksClientAuth + "db1 db2"}},
	{"a CA that others do not take", func(f *fleet) {
		healthy(f)
		f.Members[0].Client.Issuers = []string{"CN=New Root"}
	}, []string{"info " + notTaken + "db2 db3"}, []string{"error " + notTaken + "db2 db3"}},
	{"a CA for members alone", func(f *fleet) {
		healthy(f)
		for i := range f.Members {
			f.Members[i].Client.Issuers = []string{"CN=Cluster CA"}
		}
	}, []string{"info " + notTaken + "db1 db2 db3"}, []string{"info " + notTaken + "db1 db2 db3"}},
}

const notTaken = "Other members do not take certificates of this member's CA: "

// routers are two of a sharded cluster, with certificates for servers only.
func routers(f *fleet, asking bool) {
	c := f.named(organisation("Example"), pki.EKU(pki.ServerAuth))
	for range 2 {
		m := f.add(c)
		m.Hello.SetName, m.Hello.Role, m.Hello.Me = "", "mongos", ""
		m.Client = evidence.ClientAuth{Asked: true, Requested: asking, Required: "no"}
	}
}

func TestPeers(t *testing.T) {
	for _, c := range peerCases {
		t.Run(c.name, func(t *testing.T) {
			f := newFleet(t)
			c.make(f)
			about := func() []string {
				r := f.judge(t)
				r.Diagnoses = slices.DeleteFunc(r.Diagnoses, func(d Diagnosis) bool { return d.Cause == "members-differ" })
				return compared(r)
			}
			if got := about(); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			f.options.PeerCheck = true
			if got := about(); !slices.Equal(got, c.checked) {
				t.Errorf("with --peer-check %q, want %q", got, c.checked)
			}
		})
	}
}

// TestPeersWithoutCAFile: without a CA file members are compared by their CAs, and none is
// said to refuse another: which of them a member trusts is not known.
func TestPeersWithoutCAFile(t *testing.T) {
	for name, alike := range map[string]bool{"one CA": true, "two CAs": false} {
		f := newFleet(t)
		f.Client.CASource, f.Client.Anchors, f.Client.AnchorCount = evidence.SystemStore, nil, 0
		f.options.PeerCheck = true
		other := f.root
		if !alike {
			other = f.pki.Root("Other Root")
		}
		f.add(f.named(organisation("Example")))
		f.Members[0].Client.Issuers = nil
		f.add(other.Leaf("mongodb", organisation("Example"), pki.DNS(hostName(2)), pki.EKU(pki.ServerAuth, pki.ClientAuth)))
		got := compared(f.judge(t))
		if alike != (len(got) == 0) || !alike && got[0] != "warning The members' certificates come from different CAs: db1 db2" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
