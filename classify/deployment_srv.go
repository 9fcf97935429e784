package classify

import (
	"fmt"
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
		judges: o.Judges, soon: o.ExpiresWithin, base: "/evidence/deployment/srv/", deployment: &deployment{},
	}
	s := srvName{m, found}
	m.rules = []func(*member) []finding{s.rule}
	m.checks = []checkSpec{{"name", s.summary}}
	return []*member{m}
}

func (s srvName) summary(*member) (string, string) {
	return "", "the lookup of the SRV and TXT records did not end"
}

// rule says what is wrong with the records. A name server that does not answer is no fault
// of the records.
func (s srvName) rule(m *member) []finding {
	f := finding{refused: m.everyone(), vars: map[string]string{"name": s.found.Name}}
	service := fmt.Sprintf("_%s._tcp.%s", s.found.Service, s.found.Name)
	switch refused := s.refused(); {
	case s.found.Kind == "not-found":
		f.word, f.title, f.detail = "srv-invalid", "The name has no SRV record", "no SRV record at "+service
		f.facts = []Fact{fact("resolver says", s.found.Error, m.ref("error"))}
		f.vars["srv"] = service
		s.plainName(&f)
	case s.found.Kind != "":
		f.word, f.detail = "dns", "the SRV lookup of "+service+" failed"
		f.facts = []Fact{fact("resolver says", s.found.Error, m.ref("error"))}
	case s.found.TXTKind != "":
		f.word, f.detail = "dns", "the TXT lookup of "+s.found.Name+" failed"
		f.facts = []Fact{
			fact("SRV", recordsText(s.found.Records), m.ref("records")),
			fact("resolver says", s.found.TXTError, m.ref("txt_error")),
		}
	case len(refused) > 0:
		f.word, f.facts = "srv-invalid", refused
		f.title = "An SRV record leads outside the domain or to no host"
	case s.found.TXTRefused != "":
		f.word, f.detail = "srv-invalid", s.found.TXTRefused
		f.facts = []Fact{fact("TXT", strings.Join(s.found.TXT, " | "), m.ref("txt"))}
	default:
		return nil // cut short
	}
	f.facts = append(f.facts, s.askedAt()...)
	return []finding{f}
}

// plainName tells of a name that has an address of its own: it was meant for mongodb.
func (s srvName) plainName(f *finding) {
	if s.found.NameResolves == nil || !*s.found.NameResolves {
		return
	}
	f.title, f.fixed = "The name has an address and no SRV record: it needs mongodb", true
	f.facts = append(f.facts, fact("the name itself", "has an address", s.ref("name_resolves")))
	f.fix = []Fix{{On: OnClient, Text: "Connect without +srv, and switch TLS on in the connection string: only mongodb+srv does that by itself.",
		Run: script("mongosh 'mongodb://" + s.found.Name + ":27017/?tls=true'")}}
}

// refused are the records that drivers refuse.
func (s srvName) refused() []Fact {
	var out []Fact
	for i, r := range s.found.Records {
		if r.Refused != "" {
			out = append(out, fact(fmt.Sprintf("%s:%d", r.Host, r.Port), r.Refused, s.ref("records/%d", i)))
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

// srvWordings are what drivers print where there is no record at all.
var srvWordings = []wording{
	{[]Word{"srv-invalid"}, func(p placed) bool { return p.finding.vars["srv"] != "" }, map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: The DNS query name does not exist: {srv}.",
		"node":    "Error: querySrv ENOTFOUND {srv}",
		"go":      "error parsing uri: lookup {srv} on …: no such host",
		"java":    "com.mongodb.MongoConfigurationException: Failed looking up SRV record for '{srv}'.",
	}},
}
