package classify

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/verify"
)

// oneRound is how far apart the certificates of one round of renewal may begin: a round is
// rolled out within a week. Where they live for days only, each member renews by itself, and
// those that are all right are at most two thirds of a lifetime apart: that is when the usual
// programs renew.
const oneRound = 7 * 24 * time.Hour

// sameRound tells whether both may have been issued in one round.
func sameRound(older, newer *cert.Cert) bool {
	lifetime := older.NotAfter.Sub(older.NotBefore)
	return newer.NotBefore.Sub(older.NotBefore) <= min(oneRound, lifetime*2/3)
}

// renewalContrast: a certificate was renewed, and some members still serve the one before.
func renewalContrast(c *comparison) []contrast {
	var old []*member
	for _, m := range c.showing() {
		if c.renewed(m) != nil {
			old = append(old, m)
		}
	}
	if len(old) == 0 {
		return nil
	}
	x := contrast{members: old, finding: finding{word: "members-differ",
		title:  "A certificate was renewed on some members only",
		detail: oldEnds(old, c.at),
		fix: []Fix{{On: OnServer, Text: "Put the renewed certificate in place on the members that still serve the old one, and let them read it (MongoDB 5.0 and later; restart older ones).",
			Run: script(rotate)}},
	}}
	for _, k := range camps(c.showing(), validity) {
		for _, age := range []string{"renewed", "still the old one"} {
			of := slices.DeleteFunc(slices.Clone(k.members), func(m *member) bool { return c.age(m, old) != age })
			if len(of) > 0 {
				x.facts = append(x.facts, fact(age, k.text+": "+memberNames(of), k.ref))
			}
		}
	}
	return []contrast{x}
}

// oldEnds says what becomes of those who still serve the certificate before.
func oldEnds(old []*member, at time.Time) string {
	if slices.ContainsFunc(old, func(m *member) bool { return at.Before(m.leaf.NotAfter) }) {
		return "all looks renewed until the old certificate ends"
	}
	return "the old certificate has ended, and the others were renewed before"
}

// age is which certificate a member serves: the renewed one or the one before; "" where it is
// neither.
func (c *comparison) age(m *member, old []*member) string {
	switch {
	case slices.Contains(old, m):
		return "still the old one"
	case c.renews(m, old):
		return "renewed"
	}
	return ""
}

// validity are the dates of the certificate that a member serves.
func validity(m *member) trait {
	return plain("from "+date(m.leaf.NotBefore)+" to "+date(m.leaf.NotAfter), m.ref("chain/presented/0/not_before"))
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02") }

// renewed is the certificate of another member that follows on what m serves; nil if there is
// none. A certificate that the members share has one. Where each has its own, that others are
// newer says nothing, a member may have joined later: it does once m's own is due.
func (c *comparison) renewed(m *member) *cert.Cert {
	for _, o := range c.showing() {
		if c.follows(o, m) {
			return o.leaf
		}
	}
	return nil
}

// renews tells whether a member serves what the old ones should.
func (c *comparison) renews(m *member, old []*member) bool {
	return slices.ContainsFunc(old, func(o *member) bool { return c.follows(m, o) })
}

func (c *comparison) follows(newer, older *member) bool {
	n, o := newer.leaf, older.leaf
	if sameRound(o, n) || !n.NotAfter.After(o.NotAfter) {
		return false
	}
	return shared(n, older) || due(o, c) && !due(n, c) && c.issuedAlike(newer, older)
}

// due tells whether a certificate has to be renewed now.
func due(x *cert.Cert, c *comparison) bool {
	return x.NotAfter.Before(c.at.Add(c.soon))
}

func (c *comparison) issuedAlike(a, b *member) bool { return c.authority(a).key == c.authority(b).key }

// shared tells whether a certificate is for the member, too: it has the same subject as what
// the member serves, and the same names or the member's own among them.
func shared(x *cert.Cert, m *member) bool {
	if !x.Subject.Equal(m.leaf.Subject) {
		return false
	}
	return nameSet(x) == nameSet(m.leaf) || verify.Host(x, m.Name, verify.OpenSSLRules().Names) == nil
}

// nameSet are the names of a certificate, whatever their order.
func nameSet(x *cert.Cert) string {
	names := slices.Clone(x.Evidence().Names)
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "\n")
}

const (
	// farApart is how far apart two ends have to be to be renewed by themselves; ends within a
	// month are one task.
	farApart = 30 * 24 * time.Hour
	// automated is how long certificates live at most that programs renew: theirs may end at
	// any time, and nobody has to remember it.
	automated = 100 * 24 * time.Hour
)

// expiryContrast: the certificates end months apart, so that each has to be remembered.
func expiryContrast(c *comparison) []contrast {
	members := c.showing()
	slices.SortStableFunc(members, func(a, b *member) int {
		return cmp.Or(a.leaf.NotAfter.Compare(b.leaf.NotAfter), cmp.Compare(a.Host, b.Host))
	})
	members = slices.DeleteFunc(members, func(m *member) bool { return m.leaf.NotAfter.Sub(m.leaf.NotBefore) <= automated })
	if len(members) < 2 || len(renewalContrast(c)) > 0 {
		return nil
	}
	first, last := members[0], members[len(members)-1]
	if last.leaf.NotAfter.Sub(first.leaf.NotAfter) <= farApart {
		return nil
	}
	x := contrast{members: []*member{first}, finding: finding{word: "members-differ", mild: Info,
		title: "The members' certificates end at different times"}}
	for _, m := range members[:min(len(members), maxNamed)] {
		x.facts = append(x.facts, fact("until "+date(m.leaf.NotAfter), m.Host, m.ref("chain/presented/0/not_after")))
	}
	return []contrast{x}
}
