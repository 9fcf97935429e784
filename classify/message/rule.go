package message

import (
	"slices"

	"mongotls/classify"
)

// rule says what phrases mean. Phrases are in plain form; "…" in one stands for a short
// stretch of any text.
type rule struct {
	any  []string // one of them is there
	none []string // and none of these
	on   Side     // and this side printed it; "" = either
	from []string // and one of these emitters; none = any

	// causes are what it can be, the likeliest first.
	causes []classify.Word
	// rarer are causes that print the same and are seldom met.
	rarer []classify.Word
	// why says what the text means; tell how to tell the causes apart ("" = doctor tells).
	why, tell string
}

func (r rule) fits(v *view, side Side) bool {
	return (r.on == "" || r.on == side) &&
		(len(r.from) == 0 || slices.Contains(r.from, v.emitter.word)) &&
		saysAny(v.plain, r.any) &&
		!saysAny(v.plain, r.none)
}

// or is what an alert means that the server or the client may have sent.
func (r rule) or(server rule) rule {
	if r.why == server.why {
		return r
	}
	r.causes = union(r.causes, server.causes)
	r.rarer = union(r.rarer, server.rarer)
	r.why = "If the server sent the alert: " + r.why + " If the client sent it: " + server.why
	r.tell = "Who sent it? In a client's error it is mostly the server, in a server's log the client."
	return r
}

// union has each word once, those of a first.
func union(a, b []classify.Word) []classify.Word {
	out := slices.Clone(a)
	for _, w := range b {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func words(w ...classify.Word) []classify.Word { return w }

// rules are all of them, the most telling first. What an end states about a certificate,
// an option or a name goes before what it only saw on the wire, and that before "it did
// not work".
var rules = slices.Concat(
	optionRules, fileRules, loginRules,
	serverRules, alertCertificateRules,
	nameRules, chainRules, revocationRules, verifyRules,
	handshakeRules, alertRules,
	lookupRules, addressRules, mongodbRules, connectRules, closedRules,
	vagueRules,
)
