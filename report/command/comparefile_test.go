package command

import (
	"slices"
	"testing"

	"mongotls/probe/evidence"
)

// TestServedFiles: of several members it is said who serves the first certificate of a file.
func TestServedFiles(t *testing.T) {
	showing := func(host, sum string) evidence.Member {
		return evidence.Member{Host: host, Chain: evidence.Chain{Presented: []evidence.Certificate{{SHA256: sum}}}}
	}
	file := func(path string, sums ...string) evidence.ComparedFile {
		f := evidence.ComparedFile{Path: path}
		for _, sum := range sums {
			f.Certificates = append(f.Certificates, evidence.Certificate{SHA256: sum})
		}
		return f
	}
	files := &evidence.Deployment{Compared: []evidence.ComparedFile{file("a.pem", "aa", "bb"), file("b.pem", "bb"), file("none.pem", "cc"), file("empty.pem")}}
	three := []evidence.Member{showing("db1:27017", "aa"), showing("db2:27017", "bb"), showing("db3:27017", "aa"), {Host: "db4:27017"}}
	for name, c := range map[string]struct {
		e    evidence.Evidence
		want []string
	}{
		"several": {evidence.Evidence{Deployment: files, Members: three},
			[]string{"a.pem is what db1:27017, db3:27017 serves", "b.pem is what db2:27017 serves"}},
		"one":     {evidence.Evidence{Deployment: files, Members: three[:1]}, nil},
		"no file": {evidence.Evidence{Members: three}, nil},
	} {
		if got := servedFiles(c.e); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
