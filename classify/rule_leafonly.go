package classify

import (
	"slices"

	"mongotls/classify/driver"
)

// leafOnlyRule: a client that sends the first certificate of its file only, and a server that
// needs one of the others to get to its CA.
func leafOnlyRule(m *member) []finding {
	refused, known := m.leafOnly()
	if len(refused) == 0 || !known {
		return nil
	}
	chain := m.client.Certificate.Chain
	return []finding{{word: "client-cert-untrusted", refused: refused,
		detail: "these clients send the first certificate of the file only, and its issuer " + chain[0].Issuer + " is not among the CAs that the server lists",
		facts:  m.clientFacts(nil)}}
}

// leafOnly are the judges that would leave out what the server accepted of us; known is false
// where the server does not say which CAs it takes.
func (m *member) leafOnly() (judges []int, known bool) {
	c := m.client.Certificate
	if !m.Client.Sent || c == nil || len(c.Chain) < 2 || m.Exchange == nil || m.endedUnwell() || len(m.clientFaults()) > 0 {
		return nil, true // a server that took a faulty one does not verify any
	}
	judges = m.judgesWhere(func(j driver.Profile) bool { return j.SendsLeafOnly })
	return m.withoutListed(judges, c.Chain[0].Issuer), len(m.Client.Issuers) > 0
}

// withoutListed are the judges where the issuer is not one of the listed CAs, else none.
func (m *member) withoutListed(judges []int, issuer string) []int {
	if slices.Contains(m.Client.Issuers, issuer) {
		return nil
	}
	return judges
}

// endedUnwell: the server did not take our certificate either, which has a rule of its own.
func (m *member) endedUnwell() bool {
	ended, _ := m.endedAfterRequest()
	return ended
}

// unsureOfLeaf says that it cannot be told whether a server takes the leaf alone; "" if it can.
func (m *member) unsureOfLeaf(judge int) string {
	if judges, known := m.leafOnly(); !known && slices.Contains(judges, judge) {
		return "it sends the first certificate of the client's file only, and whether the server needs the others was not tried"
	}
	return ""
}
