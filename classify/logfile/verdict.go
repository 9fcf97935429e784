package logfile

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"

	"mongotls/classify"
	"mongotls/classify/message"
)

// verdicts are the groups found, and which shape of text belongs to which.
type verdicts struct {
	seed    maphash.Seed
	young   map[uint64]*tally // by the hash of the shape; nil = of no interest
	old     map[uint64]*tally
	tallies map[string]*tally // by meaning; bounded, since rules and emitters are
	unknown *tally            // not understood
	buf     []byte
}

// maxShapes is how many shapes each of the two generations holds.
const maxShapes = 4096

func newVerdicts() verdicts {
	return verdicts{seed: maphash.MakeSeed(), young: map[uint64]*tally{}, tallies: map[string]*tally{}}
}

// of is the tally that a text counts in; nil if it is of no interest.
func (v *verdicts) of(e entry) *tally {
	v.buf = shape(v.buf[:0], e.text, e.stamp)
	key := maphash.Bytes(v.seed, v.buf)
	t, known := v.young[key]
	if known {
		return t
	}
	if t, known = v.old[key]; !known {
		t = v.judge(e)
	}
	if len(v.young) >= maxShapes {
		v.old, v.young = v.young, map[uint64]*tally{}
	}
	v.young[key] = t
	return t
}

// judge explains a text of a new shape.
func (v *verdicts) judge(e entry) *tally {
	text := string(e.text[:min(len(e.text), maxEntry)])
	lower := strings.ToLower(text)
	x := message.Explain(text)
	x.Message = clip(x.Message)
	switch {
	case x.Understood() && concerns(x, e.mongod, lower):
		return v.tally(x)
	case !x.Understood() && looksBroken(lower, e.mongod):
		if v.unknown == nil {
			v.unknown = newTally(x)
		}
		return v.unknown
	}
	return nil
}

func (v *verdicts) tally(x message.Explanation) *tally {
	parts := []string{x.Emitter, string(x.Side)}
	for _, w := range x.Candidates {
		parts = append(parts, string(w))
	}
	key := strings.Join(parts, "|")
	if v.tallies[key] == nil {
		v.tallies[key] = newTally(x)
	}
	return v.tallies[key]
}

// groups are the results, the most frequent first.
func (v *verdicts) groups() ([]Group, *Group) {
	var out []Group
	for _, t := range v.tallies {
		if t.Count > 0 {
			out = append(out, t.group())
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.FirstLine, b.FirstLine))
	})
	if v.unknown == nil {
		return out, nil
	}
	g := v.unknown.group()
	return out, &g
}

// maxMessage is how much of a group's first message is kept, in bytes.
const maxMessage = 2000

func clip(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	end := maxMessage
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// Words in a text that say what it is about, in lower case.
var (
	mongoWords  = []string{"mongo", ":270", "server selection", "serverselection", "topology", "replica set", "replicaset"}
	loginWords  = []string{"x509", "x.509"}
	brokenWords = []string{"fail", "error", "invalid", "refus", "reject", "expired", "denied", "cannot", "could not", "unable", "exception", "unknown", "mismatch", "not match", "not valid"}
	// brokenMongod are what a line of mongod has that tells of a fault: its severity, or
	// an error.
	brokenMongod = []string{`"s":"w"`, `"s":"e"`, `"s":"f"`, `"error"`, `"errmsg"`, " e ", " w ", " f ", "sslhandshakefailed"}
)

func hasAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// concerns tells whether an understood text belongs in the report. A log has much that a
// pasted message has not: a server's connections to others, logins with a password, and
// other programs that cannot reach other servers.
func concerns(x message.Explanation, mongod bool, lower string) bool {
	switch {
	case x.Cause == "auth-failed":
		return hasAny(lower, loginWords)
	case hasAny(lower, aboutTLS) || x.Category != classify.Connection && !mongod:
		return true
	}
	return !mongod && hasAny(lower, mongoWords)
}

// looksBroken tells whether a text that is not understood is about a fault of TLS.
func looksBroken(lower string, mongod bool) bool {
	if mongod {
		return hasAny(lower, aboutTLS) && hasAny(lower, brokenMongod)
	}
	return hasAny(lower, aboutTLS) && hasAny(lower, brokenWords)
}
