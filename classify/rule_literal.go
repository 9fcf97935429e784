package classify

import (
	"strings"

	"mongotls/classify/driver"
)

// literalRule: an IPv6 address, which some clients cannot read in a connection string.
func literalRule(m *member) []finding {
	refused := m.judgesWhere(func(j driver.Profile) bool { return j.NoIPv6 })
	if !strings.Contains(m.Name, ":") || len(refused) == 0 {
		return nil
	}
	return []finding{{word: "invalid-uri", refused: refused, title: "The client takes no IPv6 address in a connection string",
		fix:   []Fix{{On: OnClient, Text: "Give the server's name instead of its address."}},
		facts: []Fact{fact("you connect to", m.Name, m.ref("name"))}}}
}
