package logfile

import (
	"cmp"
	"slices"
	"time"

	"mongotls/classify/message"
)

// tally counts the messages of one meaning.
type tally struct {
	Group
	remotes map[string]int64
}

// maxCounted is how many addresses of a group are told apart.
const maxCounted = 1024

func newTally(x message.Explanation) *tally {
	return &tally{Group: Group{Explanation: x}, remotes: map[string]int64{}}
}

// add counts one message. The time may be zero, the address empty.
func (t *tally) add(line int64, at time.Time, remote []byte) {
	if t.Count++; t.Count == 1 {
		t.FirstLine = line
	}
	t.LastLine = line
	t.First, t.Last = widened(t.First, t.Last, at)
	switch _, known := t.remotes[string(remote)]; {
	case len(remote) == 0:
	case known || len(t.remotes) < maxCounted:
		t.remotes[string(remote)]++
	default:
		t.MoreRemotes = true
	}
}

// widened is a span of time that holds at, too. Zero times stand for none.
func widened(first, last, at time.Time) (time.Time, time.Time) {
	switch {
	case at.IsZero():
		return first, last
	case first.IsZero():
		return at, at
	case at.Before(first):
		return at, last
	case at.After(last):
		return first, at
	}
	return first, last
}

// group is the result, with the most frequent addresses.
func (t *tally) group() Group {
	g := t.Group
	for a, n := range t.remotes {
		g.Remotes = append(g.Remotes, Remote{a, n})
	}
	slices.SortFunc(g.Remotes, func(a, b Remote) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Address, b.Address))
	})
	if len(g.Remotes) > MaxRemotes {
		g.OtherRemotes = len(g.Remotes) - MaxRemotes
		g.Remotes = slices.Clone(g.Remotes[:MaxRemotes])
	}
	return g
}
