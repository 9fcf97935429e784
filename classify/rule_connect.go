package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// lookupRule: the name does not resolve.
func lookupRule(m *member) []finding {
	if m.Lookup.Kind == "" {
		return nil
	}
	f := finding{word: "dns", refused: m.everyone(), detail: lookupWords[m.Lookup.Kind]}
	if !m.discovered() { // of the others the diagnosis has the name
		f.facts = append(f.facts, fact("name", m.Name, m.ref("name")))
	}
	f.facts = append(f.facts, fact("resolver says", m.Lookup.Error, m.ref("lookup/error")))
	return []finding{m.aboutName(f)}
}

var lookupWords = map[string]string{
	"not-found":  "the name does not exist in DNS",
	"no-address": "the name exists, but has no A or AAAA record",
	"timeout":    "the name server did not answer",
	"failed":     "the lookup failed",
}

// dialWords are the outcomes of a TCP connect, the most telling first: where one address
// refuses and another has no route, the refusal is the server's word.
var dialWords = []struct {
	outcome evidence.Outcome
	word    Word
}{
	{evidence.Refused, "refused"},
	{evidence.Reset, "reset"},
	{evidence.Timeout, "timeout"},
	{evidence.Unreachable, "unreachable"},
	{evidence.Other, "unreachable"},
}

// dialRule: no address answers, or some do not.
func dialRule(m *member) []finding {
	var facts []Fact
	for i, d := range m.Dials {
		facts = append(facts, fact(d.Address, dialText(d), m.ref("dials/%d", i)))
	}
	for _, w := range dialWords {
		at := slices.IndexFunc(m.Dials, func(d evidence.Dial) bool { return d.Outcome == w.outcome })
		switch {
		case at < 0:
		case !m.reached() && m.localAmongOthers():
			return []finding{{word: w.word, refused: m.everyone(), facts: append(facts, m.advertisedBy()), fixed: true,
				title: "The set advertises a member as " + m.Name + ", which is another machine for each client",
				why:   localWhy, fix: m.namesForClients()}}
		case !m.reached():
			return []finding{{word: w.word, refused: m.everyone(), facts: facts}}
		default:
			return []finding{{word: w.word, mild: deadAddress(m.Dials[at]), facts: facts,
				detail: m.Dials[at].Address + " does not answer, another address of the name does"}}
		}
	}
	return nil
}

// deadAddress is how much one dead address matters beside a living one. A client without
// IPv6, and localhost with a server on one family, are everyday; an address that swallows
// packets makes clients wait.
func deadAddress(d evidence.Dial) Severity {
	if d.Outcome == evidence.Unreachable || strings.HasPrefix(d.Address, "[::1]") || strings.HasPrefix(d.Address, "127.") {
		return Info
	}
	return Warning
}

func dialText(d evidence.Dial) string {
	if d.Outcome == evidence.OK {
		return fmt.Sprintf("connected in %.0f ms", d.MS)
	}
	if d.Error != "" {
		return fmt.Sprintf("%s: %s", d.Outcome, d.Error)
	}
	return string(d.Outcome)
}
