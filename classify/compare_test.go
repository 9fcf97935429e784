package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify/driver"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// fleet is a replica set whose members are made one by one.
type fleet struct {
	t    *testing.T
	pki  *pki.PKI
	root *pki.Entity
	evidence.Evidence
	options Options
}

const day24 = 24 * time.Hour

func newFleet(t *testing.T) *fleet {
	t.Helper()
	p := pki.New(time.Now())
	f := &fleet{t: t, pki: p, root: p.Root("Root"), options: Options{Judges: driver.Families(), ExpiresWithin: 30 * day24, FailOn: Error}}
	f.At = p.Now()
	f.trust(f.root)
	return f
}

func (f *fleet) trust(roots ...*pki.Entity) {
	f.Client.CASource = "ca.pem"
	for _, r := range roots {
		f.Client.Anchors = append(f.Client.Anchors, shown(f.t, r))
		f.Client.AnchorCount++
	}
}

func hostName(i int) string { return fmt.Sprintf("db%d.example.com", i) }

// own is a certificate for one member, of age and with time left.
func (f *fleet) own(i int, age, left time.Duration, more ...pki.Option) *pki.Entity {
	return f.root.Leaf(hostName(i), append([]pki.Option{pki.DNS(hostName(i)), pki.EKU(pki.ServerAuth, pki.ClientAuth),
		pki.NotBefore(f.At.Add(-age)), pki.NotAfter(f.At.Add(left))}, more...)...)
}

// common is a certificate for all members.
func (f *fleet) common(age, left time.Duration) *pki.Entity {
	return f.root.Leaf("mongodb", organisation("Example"), pki.DNS(hostName(1), hostName(2), hostName(3)), pki.EKU(pki.ServerAuth, pki.ClientAuth),
		pki.NotBefore(f.At.Add(-age)), pki.NotAfter(f.At.Add(left)))
}

// add makes a healthy member that shows a chain.
func (f *fleet) add(chain ...*pki.Entity) *evidence.Member {
	i := len(f.Members) + 1
	m := answered()
	m.Name, m.Host = hostName(i), hostName(i)+":27017"
	m.Address = fmt.Sprintf("192.0.2.%d:27017", i)
	m.Handshake.Version, m.Handshake.Suite = "TLS 1.3", "TLS_AES_128_GCM_SHA256"
	m.Versions = map[evidence.Version]evidence.Answer{evidence.TLS10: evidence.Rejected, evidence.TLS11: evidence.Rejected,
		evidence.TLS12: evidence.Accepted, evidence.TLS13: evidence.Accepted}
	m.Plaintext = evidence.Rejected
	m.Client = evidence.ClientAuth{Asked: true, Requested: true, Required: "no", Issuers: []string{"CN=Root"}}
	m.Hello = &evidence.Hello{Role: "secondary", SetName: "rs0", MaxWireVersion: 25, Me: m.Host}
	if i == 1 {
		m.Hello.Role = "primary"
	}
	for _, e := range chain {
		m.Chain.Presented = append(m.Chain.Presented, shown(f.t, e))
	}
	f.Members = append(f.Members, m)
	return &f.Members[i-1]
}

// contrasted are the diagnoses by comparison, and all with a title among wanted.
func (f *fleet) judge(t *testing.T) Result {
	t.Helper()
	if err := f.pki.Err(); err != nil {
		t.Fatal(err)
	}
	r := Classify(&f.Evidence, f.options)
	if len(r.Defects) > 0 {
		t.Fatal(r.Defects[0])
	}
	return r
}

var comparedWords = []Word{"members-differ", "member-cert-mismatch", "served-differs-from-file", "certificate-by-sni", "wrong-eku"}

// compared is each diagnosis by comparison as "severity headline: members".
func compared(r Result) []string {
	var out []string
	for _, d := range r.Diagnoses {
		if slices.Contains(comparedWords, d.Cause) {
			members := slices.Clone(d.Members)
			slices.Sort(members)
			out = append(out, fmt.Sprintf("%s %s: %s", d.Severity, d.Headline, strings.ReplaceAll(strings.Join(members, " "), ".example.com:27017", "")))
		}
	}
	slices.Sort(out)
	return out
}

// contrastCases: three members each, and what only their comparison tells.
var contrastCases = []struct {
	name string
	make func(*fleet)
	want []string
}{
	{"one certificate for all", func(f *fleet) { c := f.common(30*day24, 300*day24); f.add(c); f.add(c); f.add(c) }, nil},
	{"one each, issued together", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			f.add(f.own(i, 10*day24+time.Duration(i)*time.Minute, 300*day24))
		}
	}, nil},
	{"one each, a round over days", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			f.add(f.own(i, time.Duration(10+2*i)*day24, time.Duration(300-2*i)*day24))
		}
	}, nil},
	{"the same names in each, issued together", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			f.add(f.common(10*day24+time.Duration(i)*time.Hour, 300*day24))
		}
	}, nil},
	{"short-lived, each renewed by itself", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			f.add(f.common(time.Duration(6*i)*time.Hour-time.Hour, time.Duration(25-6*i)*time.Hour))
		}
	}, nil},
	{"a member that joined later", func(f *fleet) {
		f.add(f.own(1, 100*day24, 265*day24))
		f.add(f.own(2, 100*day24, 265*day24))
		f.add(f.own(3, 80*day24, 285*day24))
	}, nil},
	{"automated, at any phase", func(f *fleet) {
		f.add(f.own(1, day24, 89*day24))
		f.add(f.own(2, 30*day24, 60*day24))
		f.add(f.own(3, 55*day24, 35*day24))
	}, nil},
	{"another root", func(f *fleet) {
		other := f.pki.Root("Other Root")
		f.trust(other)
		f.add(f.own(1, day24, 300*day24))
		f.add(f.own(2, day24, 300*day24))
		f.add(other.Leaf(hostName(3), pki.DNS(hostName(3)), pki.EKU(pki.ServerAuth, pki.ClientAuth), pki.NotBefore(f.At.Add(-day24)), pki.NotAfter(f.At.Add(300*day24))))
	}, []string{"info Other members do not take certificates of this member's CA: db3", "warning The members' certificates come from different CAs: db3"}},
	{"another root of the same name", func(f *fleet) {
		other := f.pki.Root("Root")
		f.trust(other)
		f.add(f.own(1, day24, 300*day24), f.root)
		f.add(f.own(2, day24, 300*day24), f.root)
		f.add(other.Leaf(hostName(3), pki.DNS(hostName(3)), pki.EKU(pki.ServerAuth, pki.ClientAuth), pki.NotBefore(f.At.Add(-day24)), pki.NotAfter(f.At.Add(300*day24))), other)
	}, []string{"warning The members' certificates come from different CAs: db3"}},
	{"a member that sends no intermediate", func(f *fleet) {
		ca := f.root.Intermediate("Issuing CA")
		for i := 1; i <= 3; i++ {
			leaf := ca.Leaf(hostName(i), pki.DNS(hostName(i)), pki.EKU(pki.ServerAuth, pki.ClientAuth))
			if i == 3 {
				f.add(leaf)
				continue
			}
			f.add(leaf, ca)
		}
	}, nil},
	{"another intermediate", func(f *fleet) {
		one, two := f.root.Intermediate("Issuing CA 1"), f.root.Intermediate("Issuing CA 2")
		for i, ca := range []*pki.Entity{one, one, two} {
			f.add(ca.Leaf(hostName(i+1), pki.DNS(hostName(i+1)), pki.EKU(pki.ServerAuth, pki.ClientAuth)), ca)
		}
	}, []string{"info The members' certificates have different issuers of one CA: db3"}},
	{"a shared certificate renewed on one", func(f *fleet) {
		old := f.common(200*day24, 165*day24)
		f.add(f.common(time.Hour, 365*day24))
		f.add(old)
		f.add(old)
	}, []string{"warning A certificate was renewed on some members only: db2 db3"}},
	{"own certificates, one due and the others renewed", func(f *fleet) {
		f.add(f.own(1, day24, 364*day24))
		f.add(f.own(2, day24, 364*day24))
		f.add(f.own(3, 350*day24, 15*day24))
	}, []string{"warning A certificate was renewed on some members only: db3"}},
	{"own certificates, one expired", func(f *fleet) {
		f.add(f.own(1, 2*day24, 363*day24))
		f.add(f.own(2, 2*day24, 363*day24))
		f.add(f.own(3, 366*day24, -day24))
	}, []string{"warning A certificate was renewed on some members only: db3"}},
	{"all are due", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			f.add(f.own(i, time.Duration(340+10*i)*day24, 15*day24))
		}
	}, nil},
	{"ends months apart", func(f *fleet) {
		f.add(f.own(1, 100*day24, 265*day24))
		f.add(f.own(2, 20*day24, 345*day24))
		f.add(f.own(3, 20*day24, 345*day24))
	}, []string{"info The members' certificates end at different times: db1"}},
	{"one speaks TLS 1.2 only", func(f *fleet) {
		healthy(f)
		m := &f.Members[1]
		m.Versions[evidence.TLS13], m.Handshake.Version = evidence.Rejected, "TLS 1.2"
	}, []string{"warning The members accept different TLS versions: db2"}},
	{"of one it is not known", func(f *fleet) {
		healthy(f)
		f.Members[1].Versions[evidence.TLS10] = evidence.Unknown
		f.Members[2].Versions[evidence.TLS10] = evidence.NotAsked
	}, nil},
	{"another suite", func(f *fleet) {
		healthy(f)
		f.Members[0].Handshake.Suite = "TLS_CHACHA20_POLY1305_SHA256"
	}, []string{"info The members choose different cipher suites: db1"}},
	{"a key of another type", func(f *fleet) {
		healthy(f)
		for i := range f.Members {
			f.Members[i].Handshake.Version, f.Members[i].Handshake.Suite = "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
		}
		f.Members[0].Handshake.Suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
	}, nil},
	{"modes of an upgrade", func(f *fleet) {
		healthy(f)
		f.Members[1].Plaintext = evidence.Accepted
	}, []string{"info The members are in different TLS modes: db2"}},
	{"modes that a login told", func(f *fleet) {
		healthy(f)
		for i, mode := range []string{"preferTLS", "allowTLS", "preferTLS"} {
			f.Members[i].Plaintext, f.Members[i].Login = evidence.Accepted, &evidence.Login{Mode: mode}
		}
	}, []string{"info The members are in different TLS modes: db2"}},
	{"one demands client certificates", func(f *fleet) {
		healthy(f)
		f.Members[2].Client.Required = "yes"
	}, []string{"warning The members treat client certificates differently: db3"}},
	{"of one it is not known whether it demands", func(f *fleet) {
		healthy(f)
		f.Members[2].Client.Required = "unknown"
	}, nil},
	{"one has no CA", func(f *fleet) {
		healthy(f)
		f.Members[2].Client = evidence.ClientAuth{Asked: true, Required: "no", Issuers: []string{}}
	}, []string{"warning The members treat client certificates differently: db3"}},
	{"one takes client certificates of another CA", func(f *fleet) {
		healthy(f)
		f.Members[2].Client.Issuers = []string{"CN=New Root"}
	}, []string{"info Other members do not take certificates of this member's CA: db1 db2", "warning The members take client certificates of different CAs: db3"}},
	{"the same CAs in another order", func(f *fleet) {
		healthy(f)
		for i, names := range [][]string{{"CN=A", "CN=Root"}, {"CN=Root", "CN=A"}, {"CN=A", "CN=Root", "CN=Root"}} {
			f.Members[i].Client.Issuers = names
		}
	}, nil},
	{"no majority", func(f *fleet) {
		healthy(f)
		f.Members = f.Members[:2]
		f.Members[0].Client.Issuers = []string{"CN=New Root"}
	}, []string{"info Other members do not take certificates of this member's CA: db2", "warning The members take client certificates of different CAs: db1 db2"}},
	{"a CA of which nobody takes client certificates", func(f *fleet) {
		healthy(f)
		for i := range f.Members {
			f.Members[i].Client.Issuers = []string{"CN=Cluster CA"}
		}
	}, []string{"info Other members do not take certificates of this member's CA: db1 db2 db3"}},
	{"an intermediate that the others take", func(f *fleet) {
		ca := f.root.Intermediate("Issuing CA")
		for i := range 3 {
			f.add(ca.Leaf(hostName(i+1), pki.DNS(hostName(i+1)), pki.EKU(pki.ServerAuth, pki.ClientAuth)), ca)
			f.Members[i].Client.Issuers = []string{[]string{"CN=Issuing CA", "CN=Root"}[i%2]}
		}
	}, []string{"warning The members take client certificates of different CAs: db2"}},
	{"a server under a second name counts once", func(f *fleet) {
		healthy(f)
		f.Members[1].SharedWith = f.Members[0].Host
		f.Members[1].Client.Required = "yes"
	}, nil},
}

// healthy adds three members that have nothing to tell.
func healthy(f *fleet) {
	c := f.common(30*day24, 300*day24)
	f.add(c)
	f.add(c)
	f.add(c)
}

func TestContrasts(t *testing.T) {
	for _, c := range contrastCases {
		t.Run(c.name, func(t *testing.T) {
			f := newFleet(t)
			c.make(f)
			r := f.judge(t)
			if got := compared(r); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for range len(f.Members) {
				f.Members = append(f.Members[1:], f.Members[0])
				if got := compared(f.judge(t)); !slices.Equal(got, c.want) {
					t.Errorf("in another order %q, want %q", got, c.want)
				}
			}
			for _, d := range r.Diagnoses {
				if d.Cause == "members-differ" && d.Severity == Error {
					t.Errorf("an error: %s", d.Title)
				}
			}
		})
	}
}

// TestCampsAreNamed: who agrees stands on one line each, the most first.
func TestCampsAreNamed(t *testing.T) {
	f := newFleet(t)
	healthy(f)
	f.Members[0].Versions[evidence.TLS10] = evidence.Accepted
	for _, d := range f.judge(t).Diagnoses {
		if d.Cause != "members-differ" {
			continue
		}
		want := []Fact{
			{Label: "2 members", Value: "TLS 1.2, TLS 1.3: db2.example.com:27017, db3.example.com:27017", Ref: "/evidence/members/1/versions"},
			{Label: "1 member", Value: "TLS 1.0, TLS 1.2, TLS 1.3: db1.example.com:27017", Ref: "/evidence/members/0/versions"},
		}
		if !slices.Equal(d.Facts[1:], want) {
			t.Errorf("%+v", d.Facts)
		}
		return
	}
	t.Error("no difference is told")
}
