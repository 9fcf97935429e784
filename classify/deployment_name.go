package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/evidence"
)

// nameWords are the causes by which a certificate is not for a name.
var nameWords = []Word{"hostname-mismatch", "no-san"}

// advertisedNameRule: a set advertises a member under a name that its certificate lacks.
// Who dials that name was not chosen by the user, so the remedy is in the set.
func advertisedNameRule(m *member) []finding {
	f, ok := m.misnamed()
	if !ok {
		return nil
	}
	e := m.Chain.Presented[0]
	f.detail = "" // the facts have it
	f.facts = []Fact{
		fact("the set advertises", m.Host, m.ref("host")),
		m.advertisedBy(),
		fact("certificate has", cmp.Or(strings.Join(e.Names, ", "), "no name (no subjectAltName)"), m.ref("chain/presented/0/names")),
	}
	f.fix, f.fixed = m.renaming(), true
	return []finding{f}
}

// misnamed is the finding that the name by which the set knows a member is not in its
// certificate. A member that the user gave by that very name belongs to it where others have
// the same fault: it is one, in the set.
func (m *member) misnamed() (finding, bool) {
	f, bad := m.deployment.nameFault(m)
	if m.discovered() || !bad || !m.listed() {
		return f, bad && m.discovered()
	}
	return f, slices.ContainsFunc(m.deployment.members, func(o *member) bool {
		_, too := m.deployment.nameFault(o)
		return too && o.discovered()
	})
}

// nameFault is what is wrong with the name that a member was dialled by.
func (d *deployment) nameFault(m *member) (finding, bool) {
	if m.leaf == nil {
		return finding{}, false
	}
	known, ok := d.nameFaults[m]
	if !ok {
		known = m.judgeName()
		d.nameFaults[m] = known
	}
	return known, known.looksLike != ""
}

// judgeName is one finding of all that chainRule says of the member's name.
func (m *member) judgeName() finding {
	out := finding{word: "member-name-not-in-san", mild: Warning}
	for _, f := range chainRule(m) {
		if !slices.Contains(nameWords, f.word) {
			continue
		}
		if out.looksLike == "" {
			out.looksLike, out.detail, out.cert = f.word, f.detail, f.cert
		}
		out.refused = append(out.refused, f.refused...)
	}
	slices.Sort(out.refused)
	out.refused = slices.Compact(out.refused)
	return out
}

// spelling is the advertised name as the set's configuration spells it: the case counts there.
func (m *member) spelling() string {
	for _, n := range m.deployment.namers[hostKey(m.Host)] {
		for _, name := range slices.Concat(n.Hello.Hosts, n.Hello.Passives, n.Hello.Arbiters) {
			if hostKey(name) == hostKey(m.Host) {
				return name
			}
		}
	}
	return m.Host
}

// aboutName completes the finding that a name has no address: what kind of name it is says
// what to do.
func (m *member) aboutName(f finding) finding {
	switch {
	case len(m.Lookup.SRV) > 0:
		f.title, f.fixed = "The name has SRV records and no address: it needs mongodb+srv", true
		f.facts = append(f.facts, fact("SRV records", recordsText(m.Lookup.SRV), m.ref("lookup/srv")))
		f.fix = []Fix{{On: OnClient, Text: "Connect with the scheme that reads those records. TLS is then on by default.",
			Run: script("mongosh 'mongodb+srv://" + m.Name + "/'")}}
	case m.FoundBy == evidence.SRV && m.deployment.srv != nil:
		f.title = "A target of the SRV records does not resolve here"
		f.fix, f.fixed = m.unresolvedTarget(), true
	case m.discovered():
		f.title = "A name that the replica set advertises does not resolve here"
		f.facts = append(f.facts, m.advertisedBy())
		f.fix, f.fixed = m.namesToResolve(), true
	}
	return f
}

func (m *member) unresolvedTarget() []Fix {
	name := quote(m.Name)
	return []Fix{
		{On: OnNetwork, Text: "Give the target an address in the zone, or take its SRV record out.", Run: []string{digAt(m.deployment.srv.Server) + name + " A " + name + " AAAA"}},
		{On: OnNetwork, Text: "Where it has one in its own network only, let the clients' resolver know that zone, or run the client there."},
	}
}

// localAmongOthers tells whether a set advertises the member as localhost, and others of it not: a
// set that is all on one machine may.
func (m *member) localAmongOthers() bool {
	return m.deployment != nil && m.discovered() && isLoopback(m.Name) &&
		slices.ContainsFunc(m.deployment.members, func(o *member) bool { return !isLoopback(o.Name) })
}

const localWhy = `Drivers replace the hosts of the connection string by the names that the set
advertises. localhost is then the client's own machine, where no such member
is. The member itself may be in order.`

// namesForClients are the remedies for such names.
func (m *member) namesForClients() []Fix {
	return []Fix{{On: OnServer, Text: "Give the member a name that leads clients and members to it, in mongosh on the primary.",
		Run: renamed(m.deployment.wanted((*member).localAmongOthers))}}
}

// heldRule: a server names an address that this machine does not dial on its behalf.
func heldRule(m *member) []finding {
	if !m.held() {
		return nil
	}
	facts := []Fact{m.advertisedBy()}
	for i, d := range m.Dials {
		facts = append(facts, fact(d.Address, d.Error, m.ref("dials/%d", i)))
	}
	return []finding{{word: "unreachable", mild: Warning, facts: facts, fixed: true,
		title: "The set advertises an address of an inner network",
		fix: []Fix{
			{On: OnServer, Text: "Give the member a name that leads clients to it from where they are, in mongosh on the primary.",
				Run: renamed(m.deployment.wanted((*member).held))},
			{On: OnClient, Text: "Where this machine is in that network, let the doctor dial such addresses.",
				Run: []string{"mongotls doctor --any-address …"}},
		}}}
}

// held tells whether no address of the member was dialled.
func (m *member) held() bool {
	return m.discovered() && len(m.Dials) > 0 &&
		!slices.ContainsFunc(m.Dials, func(d evidence.Dial) bool { return d.Outcome != evidence.Skipped || d.Error == "" })
}

// noHostRule: a server lists what is no host and port, so that nobody can dial it.
func noHostRule(m *member) []finding {
	var facts []Fact
	for i, n := range m.deployment.names {
		if n.Skipped == notHost && slices.Contains(n.By, m.Host) {
			facts = append(facts, fact("it lists", strconv.Quote(n.Host), fmt.Sprintf("/evidence/deployment/discovery/names/%d", i)))
		}
	}
	if facts == nil {
		return nil
	}
	return []finding{{word: "dns", mild: Warning, facts: facts, fixed: true, title: "A server lists members that are no host and port",
		fix: []Fix{{On: OnServer, Text: "Correct the members' names, in mongosh on the primary.",
			Run: []string{"rs.conf().members.map(m => m.host)"}}}}}
}

// notHost is what the probe says of such a name.
const notHost = "not a host name"
