package classify

import (
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
			title: "A server outside any replica set is among several seeds"}}
	case len(kinds) > 1:
		return []finding{{word: "set-name-mismatch", mild: Warning, facts: facts, fix: mixedFixes, fixed: true,
			title: "The seeds belong to different deployments"}}
	}
	return nil
}

var mixedFixes = []Fix{
	{On: OnClient, Text: "Name the members of one deployment, and its set: a driver then refuses strangers always, and not by chance.",
		Run: []string{"mongodb://db1.example.com,db2.example.com/?tls=true&replicaSet=rs0"}},
	{On: OnServer, Text: "See what each host is, in mongosh on it.", Run: []string{"db.hello()"}},
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
