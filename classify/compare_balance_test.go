package classify

import (
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
	{"another name behind one address", func(f *fleet) { f.at("192.0.2.9:27017", f.own(2, 10*day24, 300*day24)) }, []string{byAddress}, "db2.example.com"},
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
	{"the same without a name", func(f *fleet) {
		f.Members[0].SNI = []evidence.SNIProbe{{Offer: "version", Outcome: evidence.OK, Leaf: f.Members[0].Chain.Presented[0].SHA256}}
	}, nil, ""},
}

func TestBalance(t *testing.T) {
	for _, c := range balanceCases {
		t.Run(c.name, func(t *testing.T) {
			f := newFleet(t)
			f.add(f.own(1, 10*day24, 300*day24))
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

func TestHostOnly(t *testing.T) {
	for host, want := range map[string]string{
		"db1:27017": "db1", "db1": "db1", "192.0.2.1:27017": "192.0.2.1", "[2001:db8::1]:27017": "2001:db8::1", "2001:db8::1": "2001:db8::1",
	} {
		if got := hostOnly(host); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}
