package classify_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/fixtures/cluster"
)

// assigned finds the new names in lines for mongosh.
var assigned = regexp.MustCompile(`^(?:m\.host = |  "[^"]+": )"([^"]+)"`)

// TestRenaming: the lines for mongosh make no configuration that has a name twice, and no
// name is asked of a CA that a certificate cannot have.
func TestRenaming(t *testing.T) {
	names := func(of ...[]string) cluster.Spec {
		return set(func(m []cluster.Member) {
			for i := range of {
				m[i].Certificate.Names = of[i]
			}
		})
	}
	shared := []string{"a.lan", "b.lan", "c.lan"}
	for title, c := range map[string]struct {
		spec    cluster.Spec
		to      []string // the new names
		request string   // part of what is asked of the CA
	}{
		"one each":         {names([]string{"a.lan"}, []string{"b.lan"}, []string{"c.lan"}), []string{"a.lan:27017", "b.lan:27017", "c.lan:27017"}, "DNS:a.lan, DNS:db1.example.com"},
		"the same for all": {names(shared, shared, shared), nil, "DNS:c.lan, DNS:db1.example.com"},
		"alike at the start": {names([]string{"all.lan", "db1.lan"}, []string{"all.lan", "DB2.lan"}, []string{"all.lan", "db3.lan"}),
			[]string{"db1.lan:27017", "DB2.lan:27017", "db3.lan:27017"}, "DNS:all.lan, DNS:db1.lan, DNS:db1.example.com"},
		"another member's name": {names([]string{"db1.example.com"}, []string{"db1.example.com"}, []string{"db3.example.com"}), nil, "DNS:db1.example.com, DNS:db2.example.com"},
		"like a placeholder":    {names(nil, nil, []string{"db3{set}.lan"}), []string{`db3\u007bset}.lan:27017`}, "subjectAltName = DNS:db3.example.com"},
		"wildcard and loopback": {names(nil, nil, []string{"*.lan", "localhost"}), nil, "DNS:*.lan, DNS:localhost, DNS:db3.example.com"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			fix := remedies(t, c.spec)
			var to []string
			for _, line := range strings.Split(fix, "\n") {
				if found := assigned.FindStringSubmatch(line); found != nil {
					to = append(to, found[1])
				}
			}
			if !slices.Equal(to, c.to) || !strings.Contains(fix, c.request) {
				t.Errorf("new names %q, want %q; in\n%s", to, c.to, fix)
			}
			if len(to) == 0 && strings.Contains(fix, "rs.reconfig") {
				t.Errorf("nothing is renamed:\n%s", fix)
			}
		})
	}
}

// TestRenamingWithDot: a name in a certificate has no dot at its end, one in a set may.
func TestRenamingWithDot(t *testing.T) {
	e := examined(t, set(func(m []cluster.Member) {
		m[2].Name, m[2].Advertised = "db3.example.com", "db3.example.com.:27017"
	}), "db1.example.com")
	r := classify.Classify(e, options())
	if want := []string{"error member-name-not-in-san db3"}; !slices.Equal(told(r), want) {
		t.Fatalf("%v, want %v", told(r), want)
	}
	fix := lines(r.Diagnoses[0])
	if !strings.Contains(fix, `m.host = "db3.example.com:27017"`) || strings.Contains(fix, "subjectAltName") {
		t.Error(fix)
	}
}

func remedies(t *testing.T, s cluster.Spec) string {
	t.Helper()
	r := classify.Classify(examined(t, s, "db1.example.com"), options())
	if r.Cause != "member-name-not-in-san" {
		t.Fatalf("%v", told(r))
	}
	return lines(r.Diagnoses[0])
}

func lines(d classify.Diagnosis) string {
	var out []string
	for _, f := range d.Fix {
		out = append(out, f.Run...)
	}
	return strings.Join(out, "\n")
}

// TestFactsOfMany: what is wrong with many members is told of some.
func TestFactsOfMany(t *testing.T) {
	s := set(nil)
	for i := 4; i <= 12; i++ {
		s.Members = append(s.Members, cluster.Member{Name: fmt.Sprintf("db%d.example.com", i), Role: s.Members[1].Role})
	}
	for i := range s.Members {
		s.Members[i].Certificate.Names = []string{fmt.Sprintf("m%d.lan", i+1)}
	}
	d := classify.Classify(examined(t, s, "db1.example.com"), options()).Diagnoses[0]
	if len(d.Members) != 12 || len(d.Facts) > 8 {
		t.Errorf("%d facts on %d members", len(d.Facts), len(d.Members))
	}
	if last := d.Facts[len(d.Facts)-1]; last.Value != "the like on 8 more members" {
		t.Errorf("%+v", d.Facts)
	}
}
