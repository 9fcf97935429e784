package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// at adds an address of the first member that shows another certificate.
func (f *fleet) at(address string, e *pki.Entity) {
	c := shown(f.t, e)
	m := &f.Members[0]
	m.Dials = append(m.Dials, evidence.Dial{Address: address, Outcome: evidence.OK, Leaf: c.SHA256, Certificate: &c})
}

// under adds what the first member shows under some server name.
func (f *fleet) under(name string, e *pki.Entity) {
	p := evidence.SNIProbe{ServerName: name, Offer: "version", Outcome: evidence.OK}
	if e != nil {
		c := shown(f.t, e)
		p.Leaf, p.Certificate = c.SHA256, &c
	} else {
		p.Outcome, p.Alert = evidence.Alerted, &evidence.Alert{Code: 112, Name: "unrecognized_name", From: "server"}
	}
	f.Members[0].SNI = append(f.Members[0].SNI, p)
}

const (
	byAddress = "warning The addresses of one name show different certificates: db1"
	bySNI     = "info The certificate depends on the server name that is asked for: db1"
	byTurns   = "warning Connections to one address show different certificates: db1"
)

var balanceCases = []struct {
	name string
	make func(*fleet)
	want []string
	says string
}{
	{"one certificate behind all", func(f *fleet) {
		f.Members[0].Dials = append(f.Members[0].Dials, evidence.Dial{Address: "192.0.2.9:27017", Outcome: evidence.OK, Leaf: f.Members[0].Chain.Presented[0].SHA256})
	}, nil, ""},
	{"one each, issued together", func(f *fleet) { f.at("192.0.2.9:27017", f.own(1, 9*day24, 300*day24)) }, nil, ""},
	{"an old one behind one address", func(f *fleet) { f.at("192.0.2.9:27017", f.own(1, 300*day24, 65*day24)) }, []string{byAddress}, "192.0.2.9"},
	{"another name behind one address", func(f *fleet) { f.at("192.0.2.9:27017", f.own(2, 10*day24, 300*day24)) }, []string{byAddress}, "clients refuse it: it is not for db1.example.com"},
	{"another without a name", func(f *fleet) { f.under("", f.root.Leaf("proxy", pki.DNS("proxy.example.com"))) }, []string{bySNI}, "passed on by name"},
	{"behind a proxy that ends TLS", func(f *fleet) {
		f.Members[0].Hello.Me = "mongo-0.internal:27017"
		f.under("", f.root.Leaf("proxy", pki.DNS("proxy.example.com")))
	}, []string{bySNI}, "ends at a proxy"},
	{"nothing is known of the server itself", func(f *fleet) {
		f.Members[0].Hello = nil
		f.under("", f.root.Leaf("proxy", pki.DNS("proxy.example.com")))
	}, []string{bySNI}, "is not known"},
	{"other names are refused", func(f *fleet) {
		f.under("", f.root.Leaf("proxy", pki.DNS("proxy.example.com")))
		f.under("mongotls.invalid", nil)
	}, []string{bySNI}, "passes connections on"},
	{"a key of another type", func(f *fleet) {
		f.under("", f.root.Leaf("db1", pki.DNS(hostName(1)), pki.Key(pki.RSA(2048))))
	}, nil, ""},
	{"another under the same name", func(f *fleet) {
		old := f.own(1, 300*day24, 65*day24)
		f.under("", old)
		f.under(hostName(1), old)
	}, []string{byTurns}, "another DNS:db1.example.com"},
	{"an expired one under the same name", func(f *fleet) {
		f.under("", f.own(1, 400*day24, -35*day24))
		f.under(hostName(1), f.own(1, 400*day24, -35*day24))
	}, []string{byTurns}, "clients refuse it: it has expired"},
	{"one each, issued together, by turns", func(f *fleet) {
		f.under("", f.own(1, 9*day24, 300*day24))
		f.under(hostName(1), f.own(1, 9*day24, 300*day24))
	}, nil, ""},
	{"one each with the common name, by turns", func(f *fleet) {
		f.under("", f.own(1, 9*day24, 300*day24, pki.DNS("b.example.com")))
		f.under(hostName(1), f.own(1, 9*day24, 300*day24, pki.DNS("c.example.com")))
	}, nil, ""},
	{"the same again under the same name", func(f *fleet) {
		f.under("", f.own(1, 300*day24, 65*day24))
		f.Members[0].SNI = append(f.Members[0].SNI, evidence.SNIProbe{ServerName: hostName(1), Offer: "version", Outcome: evidence.OK, Leaf: f.Members[0].Chain.Presented[0].SHA256})
	}, []string{bySNI}, ""},
	{"the same without a name", func(f *fleet) {
		f.Members[0].SNI = []evidence.SNIProbe{{Offer: "version", Outcome: evidence.OK, Leaf: f.Members[0].Chain.Presented[0].SHA256}}
	}, nil, ""},
}

func TestBalance(t *testing.T) {
	for _, c := range balanceCases {
		t.Run(c.name, func(t *testing.T) {
			f := newFleet(t)
			f.add(f.own(1, 10*day24, 300*day24)).Handshake.ServerName = hostName(1)
			c.make(f)
			r := f.judge(t)
			if got := compared(r); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			var facts []string
			for _, d := range r.Diagnoses {
				for _, x := range d.Facts {
					facts = append(facts, x.Label+" "+x.Value)
				}
			}
			if text := strings.Join(facts, "\n"); !strings.Contains(text, c.says) {
				t.Errorf("it does not say %q:\n%s", c.says, text)
			}
		})
	}
}

// TestRouted: a connection that ends early says more where other names lead to the same
// address, or where a load balancer is meant to be in between.
func TestRouted(t *testing.T) {
	early := func(f *fleet) Diagnosis {
		m := &f.Members[1]
		m.Chain.Presented, m.Exchange, m.Hello = nil, nil, nil
		m.Handshake = &evidence.Handshake{Offer: "current", ServerName: m.Name, Outcome: evidence.Closed, Stage: evidence.NothingReceived}
		m.Versions = map[evidence.Version]evidence.Answer{}
		for _, d := range f.judge(t).Diagnoses {
			if d.Cause == "closed-early" {
				return d
			}
		}
		t.Fatal("nothing is told")
		return Diagnosis{}
	}
	for name, c := range map[string]struct {
		edit func(*fleet)
		says string
		sni  bool
	}{
		"at another address":  {func(*fleet) {}, "", false},
		"at the same address": {func(f *fleet) { f.Members[1].Address = f.Members[0].Address }, "-servername db1.example.com", true},
		"behind a balancer":   {func(f *fleet) { f.Client.LoadBalanced = true }, "PROXY protocol", false},
		"the same server name": {func(f *fleet) {
			f.Members[1].Address = f.Members[0].Address
			f.Members[0].Handshake.ServerName = hostName(2)
		}, "", false},
	} {
		f := newFleet(t)
		f.add(f.own(1, 10*day24, 300*day24)).Handshake.ServerName = hostName(1)
		f.add(f.own(2, 10*day24, 300*day24))
		c.edit(f)
		d := early(f)
		if slices.Contains(d.Candidates, "sni-refused") != c.sni || !strings.Contains(fmt.Sprintf("%+v", d.Fix), c.says) || strings.Contains(fmt.Sprintf("%+v", d.Fix), "{name}") {
			t.Errorf("%s: candidates %q, fix %+v", name, d.Candidates, d.Fix)
		}
	}
}

func TestHostOnly(t *testing.T) {
	for host, want := range map[string]string{
		"db1:27017": "db1", "db1": "db1", "192.0.2.1:27017": "192.0.2.1", "[2001:db8::1]:27017": "2001:db8::1", "2001:db8::1": "2001:db8::1",
	} {
		if got := hostOnly(host); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}
