package classify

import "mongotls/probe/evidence"

// unsteadyRule: the main handshake was cut off before the server said a word, and a later one
// under the same name was completed. A client of today may meet either. Where another rule
// knows what is wrong with the first offer, this is its echo (Cause.After).
func unsteadyRule(m *member) []finding {
	h := m.Handshake
	if h == nil || h.Stage != evidence.NothingReceived || h.Outcome != evidence.Closed && h.Outcome != evidence.Reset {
		return nil
	}
	for i, f := range m.Fallbacks {
		if f.Outcome != evidence.OK || f.ServerName != h.ServerName {
			continue
		}
		return []finding{{word: brokenWords[h.Outcome], mild: Warning, fixed: true,
			title:  "One handshake was cut off, and another was completed",
			detail: "clients work or fail by chance if a load balancer hands connections to a server that is down or has no TLS, or at a limit on connections; if it is the same each time, a filter cuts off the hello of current clients",
			facts: []Fact{
				fact("the first", m.handshakeText(), m.ref("handshake")),
				fact("another", f.Version+", "+f.Suite, m.ref("fallbacks/%d", i)),
			},
			fix: []Fix{{On: OnNetwork, Text: "Repeat it to see whether it is by chance, and look at the targets of the load balancer in between.",
				Run: script("for i in 1 2 3 4 5 6; do openssl s_client -connect " + quote(m.Host) + " \\\n    -servername " + quote(m.Name) + " </dev/null 2>&1 | grep -c '^New, TLS'; done")}}}}
	}
	return nil
}
