package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

// crowd is a view of n members.
func crowd(n int) view {
	var v view
	for i := range n {
		v.members = append(v.members, member{host: fmt.Sprintf("db%d", i+1)})
	}
	return v
}

// TestOn: a line names some members, or says who is left out; the matrix has them all.
func TestOn(t *testing.T) {
	for _, c := range []struct {
		all, from, to int // hosts from to to of all
		want          string
	}{
		{1, 0, 1, ""},
		{2, 0, 2, "both members"},
		{3, 0, 3, "all 3 members"},
		{3, 0, 2, "db1 and db2"},
		{50, 0, 8, "db1, db2, db3, db4, db5, db6, db7 and db8"},
		{50, 0, 10, "db1, db2, db3, db4, db5, db6, db7, db8 and 2 others"},
		{50, 1, 50, "all members but db1"},
		{50, 4, 50, "all members but db1, db2, db3 and db4"},
	} {
		v := crowd(c.all)
		hosts := v.hosts()[c.from:c.to]
		before := slices.Clone(hosts)
		if got := v.on(hosts); got != c.want || !slices.Equal(hosts, before) {
			t.Errorf("%d to %d of %d: %q, want %q", c.from, c.to, c.all, got, c.want)
		}
	}
}

// TestSetTitle: several sets are not one.
func TestSetTitle(t *testing.T) {
	v := crowd(3)
	for _, c := range []struct {
		sets []string
		want string
	}{
		{[]string{"", "", ""}, "3 members"},
		{[]string{"", "rs0", "rs0"}, "rs0, 3 members"},
		{[]string{"rs0", "rs1", "rs0"}, "2 sets, 3 members"},
	} {
		for i, set := range c.sets {
			v.members[i].set = set
		}
		if got := setTitle(v); got != c.want {
			t.Errorf("%q: %q, want %q", c.sets, got, c.want)
		}
	}
}

// TestShortenMarks: the mark is shortened where that keeps a name on the line of its row.
func TestShortenMarks(t *testing.T) {
	p := &printer{}
	room := p.style.width() - len(" tick")
	mark := foundMark(member{found: foundBy[evidence.Hosts]})
	for _, c := range []struct {
		name int // its width
		want bool
	}{{10, false}, {room - len(mark), false}, {room - len(mark) + 1, true}, {room, true}, {room + 1, false}, {200, false}} {
		name := "  " + strings.Repeat("x", c.name-2)
		rows := [][]string{{"rs0", "tick"}, {"  a" + mark, "✓"}, {name + mark, "✓"}, {"given", "✓"}}
		if got := p.shortenMarks(rows); got != c.want || (rows[1][0] == "+ a") != c.want || rows[3][0] != "given" {
			t.Errorf("a name of %d in %d: %t, %q", c.name, room, got, rows[1][0])
		}
	}
}
