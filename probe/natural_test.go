package probe

import (
	"slices"
	"testing"
)

func TestNatural(t *testing.T) {
	want := []string{"", "10.0.0.2", "10.0.0.10", "a", "db", "db1", "db1.example.com", "db2", "db10", "db10a1", "db10a12", "dc"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, natural)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, pair := range [][2]string{{"db01", "db1"}, {"9999999999999999999999", "9999999999999999999999"}} {
		if natural(pair[0], pair[1]) != 0 {
			t.Errorf("%q is not equal", pair)
		}
	}
}
