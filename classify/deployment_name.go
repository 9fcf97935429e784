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
	f.facts = []Fact{
		fact("the set advertises", m.Host, m.ref("host")),
		m.advertisedBy(),
		fact("certificate has", cmp.Or(strings.Join(e.Names, ", "), "no name (no subjectAltName)"), m.ref("chain/presented/0/names")),
	}
	f.fix, f.fixed = m.renaming(), true
	return []finding{f}
}

// misnamed is the finding that the name of a discovered member is not in its certificate.
func (m *member) misnamed() (finding, bool) {
	if !m.discovered() || m.leaf == nil {
		return finding{}, false
	}
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
	return out, out.looksLike != ""
}

// renaming are the remedies for all members that are advertised under a wrong name: one
// change of the configuration, and what to ask of the CA otherwise.
func (m *member) renaming() []Fix {
	change := []string{"cfg = rs.conf()"}
	var request []string
	for _, o := range m.deployment.members {
		if _, bad := o.misnamed(); !bad {
			continue
		}
		if better := o.better(); better != "" {
			change = append(change, `m = cfg.members.find(m => m.host == "`+jsText(o.spelling())+`")`, `m.host = "`+jsText(better)+`"`)
		}
		request = append(request, "# "+o.Host, "subjectAltName = "+o.wantedNames())
	}
	ca := Fix{On: OnCA, Text: "Have the certificate issued again with the advertised name beside its names, put it in place, then reload.",
		Run: append(request, rotate)}
	if len(change) == 1 {
		return []Fix{ca}
	}
	return []Fix{{On: OnServer, Run: append(change, "rs.reconfig(cfg)"),
		Text: "Advertise a name that the certificate has and that clients and members can resolve, in mongosh on the primary."}, ca}
}

// wantedNames are the certificate's names and the one that it lacks.
func (m *member) wantedNames() string {
	names := m.Chain.Presented[0].Names
	return strings.Join(append(slices.Clone(names[:min(len(names), maxWanted)]), sanFor(m.Name)), ", ")
}

// maxWanted bounds the names of a certificate that a remedy repeats.
const maxWanted = 20

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

// better is a name with port by which the member could be advertised: that of a seed which
// is the same server and is in the certificate, else the first name of the certificate.
func (m *member) better() string {
	isName := func(f finding) bool { return slices.Contains(nameWords, f.word) }
	for _, o := range m.deployment.members {
		if !o.discovered() && m.sameServer(o) && !slices.ContainsFunc(chainRule(o), isName) {
			return o.Host
		}
	}
	for _, name := range m.leaf.DNSNames {
		if !strings.Contains(name, "*") && name != "localhost" {
			return name + ":" + port(m.Host)
		}
	}
	return ""
}

// jsText makes a name fit for a string of mongosh.
func jsText(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r == '\\' || r < ' ' {
			return -1
		}
		return r
	}, name)
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
	case m.discovered():
		f.title = "A name that the replica set advertises does not resolve here"
		f.facts = append(f.facts, m.advertisedBy())
		f.fix, f.fixed = unresolvedFixes, true
	}
	return f
}

var unresolvedFixes = []Fix{
	{On: OnNetwork, Text: "Let the clients' resolver know the name, or run the client in the network whose resolver does."},
	{On: OnServer, Text: "Give the members names that clients and members can resolve, in mongosh on the primary.",
		Run: []string{"cfg = rs.conf()", `cfg.members[0].host = "db1.example.com:27017"`, "rs.reconfig(cfg)"}},
	{On: OnServer, Text: "Where clients outside need other names than members, give each member a second name: a horizon, which the SNI chooses.",
		Run: []string{"cfg = rs.conf()", `cfg.members[0].horizons = { public: "db1.example.net:27017" }`, "rs.reconfig(cfg)"}},
	{On: OnClient, Text: "A client to whom the one server that it is given is enough can stay with it, without failover.",
		Run: []string{"mongodb://db1.example.com/?tls=true&directConnection=true"}},
}

// heldRule: a server names an address that this machine does not dial on its behalf.
func heldRule(m *member) []finding {
	if !m.discovered() || len(m.Dials) == 0 {
		return nil
	}
	facts := []Fact{m.advertisedBy()}
	for i, d := range m.Dials {
		if d.Outcome != evidence.Skipped || d.Error == "" {
			return nil
		}
		facts = append(facts, fact(d.Address, d.Error, m.ref("dials/%d", i)))
	}
	return []finding{{word: "unreachable", mild: Warning, facts: facts, fixed: true,
		title: "The set advertises an address of an inner network",
		fix: []Fix{
			{On: OnServer, Text: "Give the member a name that leads clients to it from where they are, in mongosh on the primary.",
				Run: []string{"cfg = rs.conf()", `cfg.members[0].host = "db1.example.com:27017"`, "rs.reconfig(cfg)"}},
			{On: OnClient, Text: "Where this machine is in that network, let the doctor dial such addresses.",
				Run: []string{"mongotls doctor --any-address …"}},
		}}}
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
