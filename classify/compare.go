package classify

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// comparison looks at the members of one target side by side. It is made once for all of
// them.
type comparison struct {
	at        time.Time
	soon      time.Duration
	peerCheck bool
	files     []evidence.ComparedFile
	// members are sorted by name, each server once.
	members []*member
	// pool are all certificates seen of any member, and the anchors.
	pool []*cert.Cert
	// tops remember where the way up from a certificate ends.
	tops map[[32]byte]*cert.Cert

	done  bool
	found []contrast
}

// contrast is a finding that only several members together show. members are those whom it is
// about: the fewer where most agree, else all.
type contrast struct {
	finding
	members []*member
}

// compareRules see all members. What they find stops nobody by itself: a member that some
// client refuses has an error of its own.
var compareRules = []func(*comparison) []contrast{
	authorityContrast, issuerContrast, renewalContrast, expiryContrast,
	versionContrast, suiteContrast, modeContrast, policyContrast, acceptedContrast,
	addressContrast, nameContrast,
	purposeContrast, attributeContrast, trustContrast,
	fileContrast,
}

func newComparison(e *evidence.Evidence, members []*member, o Options) *comparison {
	c := &comparison{at: e.At, soon: o.ExpiresWithin, peerCheck: o.PeerCheck, tops: map[[32]byte]*cert.Cert{}}
	if e.Deployment != nil {
		c.files = e.Deployment.Compared
	}
	for _, m := range members {
		if m.SharedWith == "" {
			c.members = append(c.members, m)
		}
		c.pool = slices.Concat(c.pool, m.chain, m.fetched, m.anchors)
	}
	slices.SortStableFunc(c.members, byHost)
	slices.SortFunc(c.pool, func(a, b *cert.Cert) int { return slices.Compare(a.SHA256[:], b.SHA256[:]) })
	c.pool = slices.CompactFunc(c.pool, func(a, b *cert.Cert) bool { return a.SHA256 == b.SHA256 })
	return c
}

func byHost(a, b *member) int { return cmp.Compare(a.Host, b.Host) }

// contrasts are what the rules find, which they are asked for once.
func (c *comparison) contrasts() []contrast {
	if !c.done {
		c.done = true // also where a rule panics: it would do so for every member
		for _, rule := range compareRules {
			c.found = append(c.found, rule(c)...)
		}
	}
	return c.found
}

// comparedRule tells of a member what only all of them together show.
func comparedRule(m *member) []finding {
	if m.deployment.comparison == nil {
		return nil
	}
	var out []finding
	for _, x := range m.deployment.comparison.contrasts() {
		if slices.ContainsFunc(x.members, func(o *member) bool { return o.index == m.index }) {
			out = append(out, x.finding)
		}
	}
	return out
}

// first is the name of one member, for a command that is the same for all.
func (c *comparison) first() string {
	if len(c.members) == 0 {
		return ""
	}
	return c.members[0].Host
}

// trait is one property of a member as it is compared: members of one key agree. text is what
// a reader is told, and ref where it stands.
type trait struct{ key, text, ref string }

// plain is a trait that is compared by what is told.
func plain(text, ref string) trait { return trait{text, text, ref} }

// camp are members that agree.
type camp struct {
	trait
	members []*member
}

// camps sorts members by a trait, the largest camp first. Members without a key, of whom it
// is not known, belong to none.
func camps(members []*member, of func(*member) trait) []camp {
	var out []camp
	for _, m := range members {
		t := of(m)
		if t.key == "" {
			continue
		}
		i := slices.IndexFunc(out, func(c camp) bool { return c.key == t.key })
		if i < 0 {
			i = len(out)
			out = append(out, camp{trait: t})
		}
		out[i].members = append(out[i].members, m)
	}
	slices.SortStableFunc(out, func(a, b camp) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), cmp.Compare(a.key, b.key))
	})
	return out
}

// differ is the finding about members that do not agree; none where they do.
func (c *comparison) differ(f finding, of func(*member) trait) []contrast {
	return contrasted(f, camps(c.members, of))
}

func contrasted(f finding, all []camp) []contrast {
	if len(all) < 2 {
		return nil
	}
	f.word = cmp.Or(f.word, "members-differ")
	x := contrast{finding: f}
	for i, c := range all {
		if i > 0 || len(c.members) == len(all[1].members) {
			x.members = append(x.members, c.members...)
		}
		x.facts = append(x.facts, fact(plural(len(c.members), "member"), c.text+": "+memberNames(c.members), c.ref))
	}
	slices.SortStableFunc(x.members, byHost)
	return []contrast{x}
}

// maxNamed bounds the members that one line names.
const maxNamed = 5

func memberNames(members []*member) string {
	names := hosts(members)
	if more := len(names) - maxNamed; more > 0 {
		names = append(names[:maxNamed:maxNamed], plural(more, "more"))
	}
	return strings.Join(names, ", ")
}

func hosts(members []*member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Host
	}
	return out
}

// showing are the members whose certificate was seen.
func (c *comparison) showing() []*member {
	return slices.DeleteFunc(slices.Clone(c.members), func(m *member) bool { return m.leaf == nil })
}
