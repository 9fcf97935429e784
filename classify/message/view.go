package message

import (
	"slices"
	"strings"

	"mongotls/classify"
)

// view is a text as the rules look at it.
type view struct {
	raw     string // with secrets masked
	plain   string // with codes, verification errors and alerts behind it, as tokens
	emitter emitter
	side    Side
	places  places
}

func read(text string) *view {
	v := &view{raw: text, emitter: emitterOf(text)}
	v.side = v.emitter.sideOf(text)
	v.plain = plain(text)
	v.plain = strings.Join([]string{v.plain, spelled(text)}, " ")
	v.plain = strings.Join([]string{v.plain, verifications(v.plain), alerts(v.plain)}, " ")
	return v
}

// decide finds the first rule that fits. An alert means one thing in a client's error and
// another in a server's log: where the side is not known, it is both.
func (v *view) decide() (rule, bool) {
	switch {
	case says(v.plain, "generated client alert"):
		return v.decideAs(Server) // Erlang: the client's own alert, about the server
	case says(v.plain, "tls alert") && v.emitter.word == "elixir" && !says(v.plain, "server alert"):
		return v.decideAsBoth() // Erlang before 22 gives its own alerts and received ones alike
	case v.side != "":
		return v.decideAs(v.side)
	}
	return v.decideAsBoth()
}

// decideAsBoth is decide where either side, or either direction, is possible.
func (v *view) decideAsBoth() (rule, bool) {
	r, ok := v.decideAs(Client)
	other, known := v.decideAs(Server)
	switch {
	case !ok:
		return other, known
	case known && says(v.plain, anyAlert):
		return r.or(other), true
	}
	return r, true
}

func (v *view) decideAs(side Side) (rule, bool) {
	for _, r := range rules {
		if r.fits(v, side) {
			return r, true
		}
	}
	return rule{}, false
}

// atlas tells whether the text is about a cluster of MongoDB Atlas.
func (v *view) atlas() bool { return strings.Contains(v.plain, "mongodb.net") }

// nearby are addresses that no access list of a hosted service is before: this machine's,
// private ones (RFC 1918), and the names of a Kubernetes cluster.
var nearby = lazy(`(?i)\b(localhost|127(\.\d+){3}|10(\.\d+){3}|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)\b|` +
	`\[::1\]|\.svc\.cluster\.local|\.svc:`)

// near tells whether the server that the text is about is at such an address.
func (v *view) near() bool {
	if v.atlas() {
		return false
	}
	if len(v.places.hosts) > 0 {
		return !slices.ContainsFunc(v.places.hosts, func(host string) bool { return !nearby.MatchString(host) })
	}
	return nearby.MatchString(v.raw)
}

// hosted are causes that only a hosted service knows.
var hosted = []classify.Word{"not-on-access-list", "cluster-paused"}

// inContext fits a rule's candidates to where the text comes from: near addresses have no
// access list, and with Atlas it is what to look at first.
func (v *view) inContext(causes []classify.Word) []classify.Word {
	out := slices.Clone(causes)
	unknown := func(w classify.Word) bool { return slices.Contains(hosted, w) }
	if v.near() && slices.ContainsFunc(out, func(w classify.Word) bool { return !unknown(w) }) {
		out = slices.DeleteFunc(out, unknown)
	}
	if v.atlas() {
		first(out, "not-on-access-list")
	}
	if v.places.foreign() {
		first(out, "wrong-service")
	}
	return out
}

// first moves a word to the front, if it is there.
func first(words []classify.Word, w classify.Word) {
	if i := slices.Index(words, w); i > 0 {
		copy(words[1:i+1], words[:i])
		words[0] = w
	}
}
