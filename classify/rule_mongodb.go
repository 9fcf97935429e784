package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// helloRule: TLS works, but what is behind it does not answer as MongoDB does. An end that
// looks like one over a client certificate is that rule's.
func helloRule(m *member) []finding {
	x := m.Exchange
	if x == nil || x.Outcome == evidence.OK || !m.handshook() {
		return nil
	}
	if ended, _ := m.endedAfterRequest(); ended {
		return nil
	}
	f := finding{word: "no-mongodb-answer", refused: m.everyone(), facts: []Fact{fact("to hello", exchangeText(x), m.ref("exchange"))}}
	switch {
	case m.Service != nil && m.Service.Name != "":
		f.word, f.facts = "wrong-service", append(f.facts, m.serviceFacts(m.Service)...)
		f.looksLike = "no-mongodb-answer" // the handshake had succeeded
	case x.Received == 0 && (x.Outcome == evidence.Closed || x.Outcome == evidence.Reset || x.Outcome == evidence.Alerted):
		f.word = "closed-after-handshake"
	case x.Outcome == evidence.Timeout && m.deployment != nil && m.listed():
		f.title, f.why, f.fixed = "A member of the set takes TLS connections and does not answer", stalledWhy, true
		f.fix = []Fix{{On: OnServer, Text: "See whether mongod is stopped or waits for its disk, on that machine.",
			Run: script("ps -o stat,pid,etime,cmd -C mongod", "tail -n 20 /var/log/mongodb/mongod.log", "vmstat 1 5")}}
	}
	return []finding{f}
}

const stalledWhy = `The set lists this address, so a mongod is to be expected there. It finished the
TLS handshake and sent nothing to hello: it may be stopped (SIGSTOP, a debugger),
wait for its disk or for memory that is swapped out, or be at its limits. A
proxy that ends TLS does the same where nothing answers behind it.`

func exchangeText(x *evidence.Exchange) string {
	switch x.Outcome {
	case evidence.OK:
		return "a MongoDB reply"
	case evidence.Closed:
		return fmt.Sprintf("the connection was closed after %s", plural(x.Received, "byte"))
	case evidence.Timeout:
		return fmt.Sprintf("no complete answer within %.1f s (%s)", x.MS/1000, plural(x.Received, "byte"))
	case evidence.Alerted:
		if x.Alert != nil {
			return alertText(x.Alert)
		}
	case evidence.Malformed:
		return "an answer that is not MongoDB's"
	}
	return strings.TrimSpace(string(x.Outcome) + " " + text(x.Error))
}

// helloText is one line about what a server says of itself.
func helloText(h *evidence.Hello) string {
	parts := []string{h.Role}
	if h.SetName != "" {
		parts = []string{h.SetName, h.Role}
	}
	return strings.Join(append(parts, fmt.Sprintf("wire version %d", h.MaxWireVersion)), ", ")
}

// setNameRule: the URI names another replica set.
func setNameRule(m *member) []finding {
	want := m.client.ReplicaSet
	if m.Hello == nil || m.Hello.Error != "" || want == "" || m.Hello.SetName == want {
		return nil
	}
	got := m.Hello.SetName
	if got == "" {
		got = "none (" + m.Hello.Role + ")"
	}
	f := finding{word: "set-name-mismatch", refused: m.judgesWhere(readsURIs), facts: []Fact{
		fact("you ask for", want, "/evidence/client/replica_set"),
		fact("the server says", got, m.ref("hello")),
	}}
	if m.Hello.SetName == "" {
		f.title, f.why, f.fix, f.fixed = "The URI asks for a replica set, and the server is in none", withoutSetWhy, m.withoutSet(), true
	}
	if s := m.deployment.srv; s != nil && slices.Contains(s.TXTSets, "replicaSet") {
		f.facts[0].Label = "TXT asks for"
		f.fix, f.fixed = renamingInTXT(s, m.Hello.SetName), true
	}
	return []finding{f}
}

const withoutSetWhy = `With replicaSet drivers take members of that set and no other server, neither a
router nor one that stands alone, and then report that they found none: TLS is
fine.`

// withoutSet are the remedies where a server is in no set: it is a router or stands alone, and
// the option has to go, or it was not started for its set or waits to be initiated.
func (m *member) withoutSet() []Fix {
	drop := Fix{On: OnClient, Text: "Leave replicaSet out, if this is the right server: the option is for replica sets only.",
		Run: []string{"mongodb://" + m.Host + "/?tls=true"}}
	switch {
	case m.Hello.Role == "mongos":
		return []Fix{drop}
	case m.ghost():
		return m.initiating()
	}
	return []Fix{drop, {On: OnServer, Text: "If it is to be a member, name the set in mongod.conf and restart mongod.",
		Run: []string{"replication:", "  replSetName: " + m.client.ReplicaSet}}}
}

// releases are the server releases by maxWireVersion (driver specifications, "wireversion").
var releases = map[int]string{
	0: "2.4", 2: "2.6", 3: "3.0", 4: "3.2", 5: "3.4", 6: "3.6", 7: "4.0", 8: "4.2", 9: "4.4", 13: "5.0",
	17: "6.0", 21: "7.0", 25: "8.0", 27: "8.2",
}

// wireVersionRule: the server is older than what a driver still works with.
func wireVersionRule(m *member) []finding {
	h := m.Hello
	if h == nil || h.Error != "" {
		return nil
	}
	refused := m.judgesWhere(func(j driver.Profile) bool { return h.MaxWireVersion < j.MinWire })
	if len(refused) == 0 {
		return nil
	}
	need := slices.MaxFunc(refused, func(a, b int) int { return m.judges[a].MinWire - m.judges[b].MinWire })
	return []finding{{word: "wire-version", refused: refused, facts: []Fact{
		fact("the server has", wireText(h.MaxWireVersion), m.ref("hello/max_wire_version")),
		fact(m.judges[need].Title+" needs", wireText(m.judges[need].MinWire)+" or newer", ""),
	}}}
}

func wireText(v int) string {
	if r := releases[v]; r != "" {
		return fmt.Sprintf("wire version %d (MongoDB %s)", v, r)
	}
	return fmt.Sprintf("wire version %d", v)
}

// plaintextRule: the port takes both TLS and plaintext, as in allowTLS and preferTLS.
func plaintextRule(m *member) []finding {
	if m.Plaintext != evidence.Accepted || !m.speaksTLS() {
		return nil
	}
	mode := fact("mode", "allowTLS or preferTLS; the two look alike from outside", "")
	if m.Login != nil && m.Login.Mode != "" {
		mode = fact("mode", m.Login.Mode, m.ref("login/mode"))
	}
	return []finding{{word: "plaintext-accepted", facts: []Fact{
		fact("to a plaintext hello", "a MongoDB reply", m.ref("plaintext")), mode,
	}}}
}

// slowMS is how long one step may take, in milliseconds, before it is worth a word: the
// drivers give connect and handshake together 10 s (S-uri, connectTimeoutMS).
const slowMS = 3000

// slowRule: a step works, but takes a good part of a driver's patience.
func slowRule(m *member) []finding {
	var facts []Fact
	add := func(step string, ms float64, ref string) {
		if ms >= slowMS {
			facts = append(facts, fact(step, fmt.Sprintf("took %.1f s", ms/1000), m.ref("%s", ref)))
		}
	}
	add("name lookup", m.Lookup.MS, "lookup/ms")
	if h := m.Handshake; h != nil && h.Outcome == evidence.OK {
		add("handshake", h.MS, "handshake/ms")
	}
	if x := m.Exchange; x != nil && x.Outcome == evidence.OK {
		add("hello", x.MS, "exchange/ms")
	}
	if facts == nil {
		return nil
	}
	return []finding{{word: "slow", facts: facts}}
}
