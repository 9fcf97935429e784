package classify

import (
	"fmt"
	"net/netip"
	"strings"

	"mongotls/probe/evidence"
)

// srvName is the name of a mongodb+srv connection string as a subject of its own, for drivers
// that get no further than its records.
type srvName struct {
	*member
	found *evidence.SRVLookup
}

// unusableSRV is the name whose records leave drivers without a member; none where the
// records are good, or the target has none.
func unusableSRV(e *evidence.Evidence, o Options) []*member {
	if e.Deployment == nil || e.Deployment.SRV == nil || len(e.Members) > 0 {
		return nil
	}
	found := e.Deployment.SRV
	m := &member{
		Member: &evidence.Member{Host: found.Name, Name: found.Name, FoundBy: evidence.SRV}, client: &e.Client, at: e.At,
		judges: o.Judges, soon: o.ExpiresWithin, base: srvBase, deployment: &deployment{},
	}
	s := srvName{m, found}
	m.rules = []func(*member) []finding{s.rule}
	m.checks = []checkSpec{{"name", s.summary}}
	return []*member{m}
}

// srvBase is the JSON pointer to the lookup.
const srvBase = "/evidence/deployment/srv/"

func (s srvName) summary(*member) (string, string) {
	return "", "the lookup of the SRV and TXT records did not end"
}

// The faces of srv-invalid, dns and conflicting-options. What drivers print goes by them.
const (
	noSRVRecord   = "The name has no SRV record"
	needsPlain    = "The name has an address and no SRV record: it needs mongodb"
	srvUnanswered = "The SRV lookup of the name failed"
	badTarget     = "An SRV record leads outside the domain or to no host"
	severalTXT    = "The name has more than one TXT record"
	wrongTXT      = "The TXT record sets what it may not set"
	srvConflict   = "The options and the records of the mongodb+srv name contradict each other"
)

// rule says what is wrong with the records. A name server that does not answer is no fault
// of the records.
func (s srvName) rule(m *member) []finding {
	var f finding
	switch refused := s.refused(); {
	case s.found.Kind == "not-found":
		f = s.noRecord()
	case s.found.Kind != "":
		f = finding{word: "dns", title: srvUnanswered, detail: lookupWords[s.found.Kind], fixed: true,
			facts: []Fact{fact("SRV record", s.service(), m.ref("name")), fact("resolver says", s.found.Error, m.ref("error"))},
			fix:   []Fix{{On: OnNetwork, Text: askAgain, Run: dig(s.found)}}}
	case len(refused) > 0:
		f = finding{word: "srv-invalid", title: badTarget, facts: refused, fixed: true,
			fix: []Fix{{On: OnNetwork, Text: "Mend the zone: every target is a host whose name ends with the domain of the name.", Run: dig(s.found)}, namedServers}}
	case s.found.TXTRefused != "":
		f = s.badTXT()
	case s.found.Conflict != "":
		f = finding{word: "conflicting-options", title: srvConflict, detail: s.found.Conflict, facts: s.records(), fixed: true, under: "name",
			fix: []Fix{{On: OnClient, Text: "Change one side: the option in the connection string, which wins over the same one in the TXT record, or the records.", Run: dig(s.found)}}}
	default:
		return nil // cut short
	}
	f.refused, f.vars = m.judgesWhere(readsURIs), map[string]string{"srv": s.service()}
	f.facts = append(f.facts, s.askedAt()...)
	return []finding{f}
}

const askAgain = "See what the resolver of the client's machine answers. An answer that is too large for UDP needs TCP port 53 as well."

// namedServers is the way around DNS.
var namedServers = Fix{On: OnClient, Text: "Where DNS cannot be changed, name the servers in the URI and switch TLS on there.",
	Run: script("mongodb://db1.example.com,db2.example.com/?tls=true&replicaSet=rs0")}

func (s srvName) service() string { return serviceName(s.found.Service, s.found.Name) }

// serviceName is the name that the SRV records of a name stand at (RFC 2782).
func serviceName(service, name string) string { return "_" + service + "._tcp." + name }

// noRecord tells a name that has an address of its own, and so was meant for mongodb, from others.
func (s srvName) noRecord() finding {
	f := finding{word: "srv-invalid", title: noSRVRecord, detail: "no SRV record at " + s.service(), fixed: true,
		facts: []Fact{fact("resolver says", s.found.Error, s.ref("error"))},
		fix: []Fix{{On: OnNetwork, Text: "See whether the name is right and the resolver knows its zone: a private zone is known in its own network only.",
			Run: dig(s.found)}, namedServers}}
	if s.found.NameResolves == nil || !*s.found.NameResolves {
		return f
	}
	f.title = needsPlain
	f.facts = append(f.facts, fact("the name itself", "has an address", s.ref("name_resolves")))
	f.fix = []Fix{{On: OnClient, Text: "Connect without +srv, and switch TLS on in the connection string: only mongodb+srv does that by itself.",
		Run: script("mongosh 'mongodb://" + s.found.Name + ":27017/?tls=true'")}}
	return f
}

func (s srvName) badTXT() finding {
	f := finding{word: "srv-invalid", title: wrongTXT, detail: s.found.TXTRefused, fixed: true,
		facts: []Fact{fact("TXT", strings.Join(s.found.TXT, " | "), s.ref("txt"))},
		fix: []Fix{
			{On: OnNetwork, Text: "Leave one TXT record at the name, which sets nothing but authSource, replicaSet and loadBalanced.", Run: dig(s.found)},
			{On: OnClient, Text: "Where DNS cannot be changed, name the servers in the URI.", Run: []string{quote(s.found.URI)}},
		}}
	if len(s.found.TXT) > 1 {
		f.title = severalTXT
	}
	return f
}

// records are both kinds as facts.
func (s srvName) records() []Fact {
	facts := []Fact{fact("SRV", recordsText(s.found.Records), s.ref("records"))}
	if len(s.found.TXT) > 0 {
		facts = append(facts, fact("TXT", strings.Join(s.found.TXT, " | "), s.ref("txt")))
	}
	return facts
}

// refused are the records that drivers refuse.
func (s srvName) refused() []Fact {
	var out []Fact
	for i, r := range s.found.Records {
		host := r.Host
		if host == "" {
			host = "." // the root: no such service
		}
		if r.Refused != "" {
			out = append(out, fact(fmt.Sprintf("%s:%d", host, r.Port), r.Refused, s.ref("records/%d", i)))
		}
	}
	return out
}

func (s srvName) askedAt() []Fact {
	if s.found.Server == "" {
		return nil
	}
	return []Fact{fact("name server", s.found.Server, s.ref("server"))}
}

// dig are the commands that show both kinds of record, at the name server that was asked.
func dig(s *evidence.SRVLookup) []string {
	ask := digAt(s.Server)
	return []string{
		ask + quote(serviceName(s.Service, s.Name)) + " SRV",
		ask + quote(s.Name) + " TXT",
	}
}

// digAt begins such a command; server is host or host:port, "" for the system's resolver.
func digAt(server string) string {
	if server == "" {
		return "dig +short "
	}
	i := strings.LastIndex(server, ":")
	if _, err := netip.ParseAddr(strings.Trim(server, "[]")); err == nil || i < 0 {
		return "dig @" + strings.Trim(server, "[]") + " +short "
	}
	return "dig @" + strings.Trim(server[:i], "[]") + " -p " + server[i+1:] + " +short "
}

// renamingInTXT are the remedies for a TXT record that names another replica set.
func renamingInTXT(s *evidence.SRVLookup, set string) []Fix {
	if set == "" {
		return []Fix{{On: OnNetwork, Text: "The server is in no replica set: take replicaSet out of the TXT record, or let the records name members of the set.", Run: dig(s)}}
	}
	return []Fix{
		{On: OnNetwork, Text: "Write the name in the TXT record as the server gives it, or let the records name members of the other set.", Run: dig(s)},
		{On: OnClient, Text: "Until then set it in the connection string, which wins.", Run: script("mongodb+srv://" + s.Name + "/?replicaSet={set}")},
	}
}
