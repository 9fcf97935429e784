package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// disk gives the fleet a file to compare.
func (f *fleet) disk(path string, certs ...*pki.Entity) {
	d := evidence.ComparedFile{Path: path}
	for _, c := range certs {
		d.Certificates = append(d.Certificates, shown(f.t, c))
	}
	if f.Deployment == nil {
		f.Deployment = &evidence.Deployment{}
	}
	f.Deployment.Compared = append(f.Deployment.Compared, d)
}

const (
	forgotten = "warning The file was renewed, and the server serves the old one: "
	stale     = "warning The file is older than what the server serves: "
	unlike    = "warning The server serves another certificate than its file holds: "
	notFirst  = "warning The served certificate is not the first of the file: "
)

var fileContrastCases = []struct {
	name string
	make func(*fleet)
	want []string
}{
	{"the same", func(f *fleet) { c := f.own(1, 100*day24, 265*day24); f.add(c); f.disk("db1.pem", c, f.root) }, nil},
	{"a forgotten reload", func(f *fleet) {
		f.add(f.own(1, 100*day24, 265*day24))
		f.disk("db1.pem", f.own(1, day24, 364*day24))
	}, []string{forgotten + "db1"}},
	{"a stale file", func(f *fleet) {
		f.add(f.own(1, day24, 364*day24))
		f.disk("db1.pem", f.own(1, 100*day24, 265*day24))
	}, []string{stale + "db1"}},
	{"issued at once", func(f *fleet) {
		f.add(f.own(1, day24, 364*day24))
		f.disk("db1.pem", f.own(1, day24, 364*day24))
	}, []string{unlike + "db1"}},
	{"another member's", func(f *fleet) {
		f.add(f.own(1, day24, 364*day24))
		f.disk("db2.pem", f.own(2, day24, 364*day24))
	}, []string{"warning The file is for other names than this server's: db1"}},
	{"not the first of its file", func(f *fleet) {
		c := f.own(1, 100*day24, 265*day24)
		f.add(c)
		f.disk("db1.pem", f.own(1, day24, 364*day24), c)
	}, []string{notFirst + "db1"}},
	{"a file for each member", func(f *fleet) {
		for i := 1; i <= 3; i++ {
			c := f.own(i, 100*day24, 265*day24)
			f.add(c)
			if i == 2 {
				c = f.own(i, day24, 364*day24)
			}
			f.disk(hostName(i)+".pem", c)
		}
	}, []string{forgotten + "db2"}},
	{"one file for all, reloaded on one", func(f *fleet) {
		old, renewed := f.common(100*day24, 265*day24), f.common(day24, 364*day24)
		f.add(renewed)
		f.add(old)
		f.add(old)
		f.disk("all.pem", renewed)
	}, []string{forgotten + "db2 db3"}},
	{"the file of one member only", func(f *fleet) {
		c := f.own(1, 100*day24, 265*day24)
		f.add(c)
		f.add(f.own(2, 100*day24, 265*day24))
		f.disk("db1.pem", c)
	}, nil},
	{"renewed with the same key under another subject", func(f *fleet) {
		old := f.own(1, 100*day24, 265*day24)
		f.add(old)
		f.add(f.own(2, 100*day24, 265*day24))
		f.disk("db1.pem", f.root.Leaf("renamed", pki.DNS("new.example.com"), pki.KeyOf(old), pki.NotBefore(f.At)))
	}, []string{forgotten + "db1"}},
	{"a file of nobody", func(f *fleet) {
		f.add(f.own(1, day24, 364*day24))
		f.add(f.own(2, day24, 364*day24))
		f.disk("db3.pem", f.own(3, day24, 364*day24))
	}, []string{"info No member serves the certificate of a file that was given: db1 db2"}},
	{"intermediates that were added", func(f *fleet) {
		ca := f.root.Intermediate("Issuing CA")
		c := ca.Leaf(hostName(1), pki.DNS(hostName(1)))
		f.add(c)
		f.disk("db1.pem", c, ca, f.root)
	}, []string{"warning The file has intermediates that the server does not send: db1"}},
	{"what is not of its chain is not missed", func(f *fleet) {
		ca, other := f.root.Intermediate("Issuing CA"), f.root.Intermediate("Other CA")
		c := ca.Leaf(hostName(1), pki.DNS(hostName(1)))
		f.add(c, ca)
		f.disk("db1.pem", c, ca, f.root, other)
	}, nil},
	{"two CAs that certified each other", func(f *fleet) {
		one, other := f.pki.Root("One CA"), f.pki.Root("Other CA")
		c := one.Leaf(hostName(1), pki.DNS(hostName(1)))
		chain := []*pki.Entity{c, other.CrossSign(one), one.CrossSign(other)}
		f.add(chain...)
		f.disk("db1.pem", chain...)
	}, nil},
	{"no certificate was seen", func(f *fleet) { f.add(); f.disk("db1.pem", f.own(1, day24, 364*day24)) }, nil},
}

func TestFileContrasts(t *testing.T) {
	for _, c := range fileContrastCases {
		t.Run(c.name, func(t *testing.T) {
			f := newFleet(t)
			c.make(f)
			for range len(f.Members) {
				r := f.judge(t)
				r.Diagnoses = slices.DeleteFunc(r.Diagnoses, func(d Diagnosis) bool { return d.Cause != "served-differs-from-file" })
				if got := compared(r); !slices.Equal(got, c.want) {
					t.Errorf("got %q, want %q", got, c.want)
				}
				f.Members = append(f.Members[1:], f.Members[0])
			}
		})
	}
}

// TestOtherHostsFile: for the file of another host no reload is advised, and two keys of one
// type are not told apart by it.
func TestOtherHostsFile(t *testing.T) {
	f := newFleet(t)
	f.add(f.own(1, day24, 364*day24))
	f.disk("db2.pem", f.own(2, day24, 364*day24))
	for _, d := range f.judge(t).Diagnoses {
		if d.Cause != "served-differs-from-file" {
			continue
		}
		text := fmt.Sprintf("%+v %+v", d.Facts, d.Fix)
		if strings.Contains(text, "rotateCertificates") || !strings.Contains(text, "DNS:"+hostName(2)) || !strings.Contains(text, "two different ones, both ECDSA P-256") {
			t.Error(text)
		}
		return
	}
	t.Error("nothing is told")
}

// TestSameAsFile: that all is well is said, too.
func TestSameAsFile(t *testing.T) {
	f := newFleet(t)
	c := f.own(1, 100*day24, 265*day24)
	f.add(c)
	f.disk("db1.pem", c)
	for _, check := range f.judge(t).Checks {
		if check.Check == "certificate" && !strings.HasSuffix(check.Why, "; db1.pem holds it") {
			t.Errorf("%s: %s", check.State, check.Why)
		}
	}
}
