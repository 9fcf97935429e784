package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// elsewhereRule: the name that a set advertises leads to a server that calls itself
// otherwise. Drivers drop a secondary like that (Server Discovery and Monitoring
// specification, "updateRSWithoutPrimary" and "updateRSWithPrimaryFromMember").
func elsewhereRule(m *member) []finding {
	if m.set() == "" || !m.listed() || m.Hello.Role == "primary" || m.Hello.Me == "" || hostKey(m.Hello.Me) == hostKey(m.Host) {
		return nil
	}
	return []finding{{word: "me-mismatch", refused: m.everyone(), facts: []Fact{
		fact("drivers dial", m.Host, m.ref("host")),
		m.advertisedBy(),
		fact("it calls itself", m.Hello.Me, m.ref("hello/me")),
	}}}
}

// kind is what of seeds has to be the same for all; "" where nothing is known.
func (m *member) kind() string {
	switch {
	case m.Hello == nil || m.Hello.Error != "":
		return ""
	case m.set() != "":
		return "replica set " + m.set()
	case m.Hello.Role == "mongos" || m.Hello.Role == "standalone":
		return m.Hello.Role
	}
	return ""
}

// mixedRule: the seeds are no one deployment. Of several seeds drivers drop a standalone;
// of two kinds they keep the one that answers first.
func mixedRule(m *member) []finding {
	if m.client.ReplicaSet != "" || m.discovered() || m.kind() == "" {
		return nil
	}
	seeds, kinds := 0, map[string]bool{}
	for _, o := range m.deployment.members {
		if o.discovered() {
			continue
		}
		seeds++
		if k := o.kind(); k != "" && k != "standalone" {
			kinds[k] = true
		}
	}
	facts := []Fact{fact("this seed is", m.kind(), m.ref("hello"))}
	switch {
	case m.kind() == "standalone" && seeds > 1:
		return []finding{{word: "set-name-mismatch", refused: m.everyone(), facts: facts, fix: mixedFixes, fixed: true,
			title: "A server outside any replica set is among several seeds", why: aloneWhy, unsaid: true}}
	case len(kinds) > 1:
		return []finding{{word: "set-name-mismatch", mild: Warning, facts: facts, fix: mixedFixes, fixed: true,
			title: "The seeds belong to different deployments"}}
	}
	return nil
}

const aloneWhy = `Several hosts in a connection string are the members of one set, or the routers
of one cluster. Of those drivers leave a standalone server out, and report
nothing of that: TLS is fine. A member that was started without its replSetName
is like that, as for maintenance.`

var mixedFixes = []Fix{
	{On: OnClient, Text: "Name the members of one deployment, and its set: a driver then refuses strangers always, and not by chance.",
		Run: []string{"mongodb://db1.example.com,db2.example.com/?tls=true&replicaSet=rs0"}},
	{On: OnServer, Text: "See what each host is, in mongosh on it.", Run: []string{"db.hello()"}},
}

// strangerRule: a set lists a server that is in another set, or in none. Drivers take such a
// server out of their view of the set (Server Discovery and Monitoring specification,
// "TopologyType table"). Where the URI names a set, setNameRule has told it.
func strangerRule(m *member) []finding {
	want, by := m.listedIn()
	if !m.discovered() || m.client.ReplicaSet != "" || want == "" || m.Hello == nil || m.Hello.Error != "" || m.set() == want {
		return nil
	}
	f := finding{word: "set-name-mismatch", refused: m.everyone(), why: strangerWhy, unsaid: true, fixed: true,
		title: "A set lists a server that is not in it",
		facts: []Fact{
			fact("listed in", want+", by "+by, ""),
			fact("the server is", cmp.Or(m.kind(), notInitiated), m.ref("hello")),
		},
		fix: []Fix{
			{On: OnServer, Text: "See what the server was started with, and start it as a member of the set.",
				Run: []string{"db.adminCommand({ getCmdLineOpts: 1 }).parsed.replication"}},
			{On: OnServer, Text: "Take it out of the set, if it is no member any more, in mongosh on the primary.",
				Run: []string{"rs.remove(" + jsString(m.spelling()) + ")"}},
		},
	}
	if m.ghost() {
		f.refused, f.mild = nil, Warning
		f.fix = []Fix{{On: OnServer, Text: "See in mongosh on the primary whether it reaches the server, and why not: the set's configuration comes from there.",
			Run: []string{"rs.status().members.map(m => [m.name, m.stateStr, m.lastHeartbeatMessage])"}}}
	}
	return []finding{f}
}

const strangerWhy = `The set's configuration names the host, and the host answers as something else.
Drivers leave it out, and report nothing of that: TLS is fine. A member that was
started without its replSetName is like that, as for maintenance, and so is one
that was initiated again, or a name that leads to another machine.`

// listedIn is the set whose lists have the member, and who of it lists it; a member's own
// word does not count.
func (m *member) listedIn() (set, by string) {
	for _, n := range m.deployment.namers[hostKey(m.Host)] {
		if n != m {
			return n.set(), n.Host
		}
	}
	return "", ""
}

// notInitiated is what a server is that was started for a set and has no configuration of it.
const notInitiated = "not initiated: it has no configuration of a set"

// ghost tells whether the member is such a server (RSGhost in the drivers' specification):
// drivers keep it in view, and do not use it.
func (m *member) ghost() bool {
	return m.Hello != nil && m.Hello.Error == "" && m.Hello.Role == "other" && m.Hello.SetName == ""
}

// ghostRule: the server that was given is in no set yet. Who connects to it alone gets in, as
// rs.initiate() needs.
func ghostRule(m *member) []finding {
	if !m.ghost() || m.listed() || m.client.ReplicaSet != "" {
		return nil
	}
	return []finding{{word: "no-primary", mild: Info, title: "The server waits for its replica set to be initiated", fixed: true,
		facts: []Fact{fact("it is", notInitiated, m.ref("hello"))},
		fix:   m.initiating()}}
}

// initiating are the ways out for such a server, in mongosh.
func (m *member) initiating() []Fix {
	return []Fix{{On: OnServer, Text: "Initiate a new set on this server, or add it to the one that it belongs to on the primary there.",
		Run: []string{"rs.initiate()  // a new set", "rs.add(" + jsString(m.Host) + ")  // an existing one, on its primary"}}}
}

// noPrimaryRule: all members that could be the primary answer, and none is. A set of one
// is not judged: whoever looks at a single member sees that in its role.
func noPrimaryRule(m *member) []finding {
	if m.set() == "" || m.Hello.Role != "secondary" {
		return nil
	}
	members := m.inSet()
	electable := 0
	for _, o := range members {
		if o.Hello.Role == "primary" || o.Hello.Primary != "" {
			return nil
		}
		if o.listed() && o.Hello.Role != "arbiter" {
			electable++
		}
	}
	if lists := len(m.Hello.Hosts) + len(m.Hello.Passives); electable < 2 || electable < lists {
		return nil
	}
	return []finding{{word: "no-primary", facts: []Fact{fact("it says", helloText(m.Hello), m.ref("hello"))}}}
}

// listsRule: members of one set do not list the same names. The primary's list holds, else
// the one that most members have.
func listsRule(m *member) []finding {
	if len(m.lists()) == 0 {
		return nil
	}
	reference := m.referenceList()
	if reference == nil || slices.Equal(m.lists(), reference) {
		return nil
	}
	f := finding{word: "members-differ", title: "Members of one set list different names", facts: []Fact{
		fact("this member lists", namesText(m.lists()), m.ref("hello/hosts")),
		fact("others list", namesText(reference), ""),
	}}
	common := slices.ContainsFunc(m.lists(), func(n string) bool { return slices.Contains(reference, n) })
	if !common && len(m.lists()) == len(reference) {
		f.facts = append(f.facts, fact("this may be", "a split horizon: the name that is dialled chooses which names a member lists", ""))
	}
	return []finding{f}
}

// referenceList is the list that the others of the set are held against: the primary's, else
// the one that most have; nil where none stands out.
func (m *member) referenceList() []string {
	count := map[string]int{}
	for _, o := range m.inSet() {
		if o.Hello.Role == "primary" {
			return o.lists()
		}
		if list := o.lists(); len(list) > 0 {
			count[strings.Join(list, ",")]++
		}
	}
	most, tied := "", false
	for list, n := range count {
		switch {
		case n > count[most]:
			most, tied = list, false
		case n == count[most]:
			tied = true
		}
	}
	if most == "" || tied {
		return nil
	}
	return strings.Split(most, ",")
}

// maxListed bounds the names that a fact repeats.
const maxListed = 6

func namesText(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		names = append(names[:maxListed:maxListed], plural(more, "more name"))
	}
	return strings.Join(names, ", ")
}

func recordsText(records []evidence.SRVRecord) string {
	var names []string
	for _, r := range records {
		names = append(names, fmt.Sprintf("%s:%d", r.Host, r.Port))
	}
	return namesText(names)
}
