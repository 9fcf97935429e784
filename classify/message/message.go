// Package message explains error messages and log lines about TLS between MongoDB and
// its clients: who printed it, what it means, and what would tell its possible causes
// apart. It is pure: it dials nothing and reads no file. It never picks one cause where
// the text allows several, and it never repeats a secret that was pasted along.
//
// A text is brought to one plain form, in which the spellings of all TLS stacks look
// alike; numeric codes are written out as words there. Rules, from the most telling to
// the vaguest, then look for phrases in it. The first rule that fits decides.
package message

import (
	"strings"

	"mongotls/classify"
)

// MaxBytes is how much of a text is read.
const MaxBytes = 1 << 20

// Side is the end of the connection that printed a message.
type Side string

const (
	Client Side = "client"
	Server Side = "server"
)

// Explanation is what one message says.
type Explanation struct {
	// Message is the text that was explained, with its secrets masked.
	Message string `json:"message"`
	// Emitter is who printed it: "pymongo", "mongod-log"… or "unknown".
	Emitter string `json:"emitter"`
	Side    Side   `json:"side,omitempty"`
	// Category and Cause are those of the likeliest candidate; "" if the text is not understood.
	Category classify.Category `json:"category,omitempty"`
	Cause    classify.Word     `json:"cause,omitempty"`
	// Candidates are the causes that the text allows, the likeliest first.
	Candidates []classify.Word `json:"candidates"`
	// Titles are what the candidates say is wrong, in their order. Where a server judges the
	// certificate that it was shown, they speak of the client's.
	Titles []string `json:"titles"`
	// Rarer are special cases of the candidates, and causes that are seldom met, that print
	// the same text.
	Rarer []classify.Word `json:"rarer"`
	// Why says what the text means, TellApart how to find out which candidate it is.
	Why       string `json:"why,omitempty"`
	TellApart string `json:"tell_apart,omitempty"`
	// OtherSide is what the other end of the connection reports of the same fault.
	OtherSide []classify.Saying `json:"other_side"`
	Fix       []classify.Fix    `json:"fix"`
	// Ask are commands that tell the candidates apart.
	Ask []string `json:"ask"`
	// Cut says that the text was longer than MaxBytes and the rest was not read.
	Cut bool `json:"cut,omitempty"`
}

// Understood tells whether the text is one of those that this package knows.
func (e Explanation) Understood() bool { return e.Cause != "" }

// Explain explains one message, which may have many lines.
func Explain(text string) Explanation {
	cut := len(text) > MaxBytes
	if cut {
		text = text[:MaxBytes]
	}
	text = mask(strings.ToValidUTF8(text, "\uFFFD"))
	e := blank(strings.TrimSpace(text))
	e.Cut = cut
	v := read(text)
	e.Emitter = v.emitter.word
	r, ok := v.decide()
	if !ok {
		return e
	}
	v.places = findPlaces(text)
	e.Side = v.side
	e.Candidates = v.inContext(r.causes)
	e.Cause = e.Candidates[0]
	likeliest, _ := classify.Find(e.Cause)
	e.Category = likeliest.Category
	for _, w := range e.Candidates {
		c, _ := classify.Find(w)
		e.Titles = append(e.Titles, fill(v.blamed(c).Title, nil))
	}
	e.Rarer = append(e.Rarer, v.rarer(r, e.Candidates)...)
	e.Why, e.TellApart = v.why(r), tellApart(r, e.Candidates)
	e.OtherSide = append(e.OtherSide, v.otherSide(likeliest)...)
	e.Fix = append(e.Fix, v.fixes(v.blamed(likeliest))...)
	e.Ask = append(e.Ask, v.ask(e.Cause))
	return e
}

// blank is what is said of a text that is not understood. Its lists are never nil, so
// that JSON has no null.
func blank(text string) Explanation {
	return Explanation{
		Message: text, Emitter: unknownEmitter,
		Candidates: []classify.Word{}, Titles: []string{}, Rarer: []classify.Word{}, OtherSide: []classify.Saying{}, Fix: []classify.Fix{}, Ask: []string{},
	}
}

// OfCause puts an entry of the catalogue, or a word that is none, into the form of an
// explanation.
func OfCause(word string, c classify.Cause) Explanation {
	e := blank(word)
	if c.Word == "" {
		return e
	}
	e.Category, e.Cause, e.Candidates = c.Category, c.Word, []classify.Word{c.Word}
	e.Titles = append(e.Titles, fill(c.Title, nil))
	e.Why = e.Titles[0] + "."
	e.Fix = append(e.Fix, (&view{}).fixes(c)...)
	return e
}
