package classify

import "mongotls/probe/evidence"

// clearRule: the connection string says tls=false. This tool speaks TLS all the same, and the
// clients that are given the string do not.
func clearRule(m *member) []finding {
	if !m.client.TLSOff || !m.speaksTLS() {
		return nil
	}
	f := finding{
		facts: []Fact{fact("asked for", "tls=false", "/evidence/client/tls_off")},
		fix: []Fix{{On: OnClient, Text: "Take tls=false out of the connection string, and say that TLS is wanted.",
			Run: script("mongodb://" + m.Host + "/?tls=true")}},
		fixed: true,
	}
	switch m.Plaintext {
	case evidence.Accepted:
		f.word, f.title = "tls-off", "The connection string switches TLS off, and the server answers in the clear"
		f.facts = append(f.facts, fact("to a plaintext hello", "a MongoDB reply", m.ref("plaintext")))
	case evidence.Rejected:
		f.word, f.title = "tls-required", "The connection string switches TLS off, and the server takes TLS only"
		f.refused, f.under = m.judgesWhere(readsURIs), "mongodb"
		f.facts = append(f.facts, fact("to a plaintext hello", "no MongoDB reply", m.ref("plaintext")))
	default:
		return nil
	}
	return []finding{f}
}
