package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// Hosted is the service whose users cannot change the server behind a member, told by the
// name that was dialled and those of its certificate; "" where nothing tells of one.
func Hosted(m *evidence.Member) string {
	names := []string{m.Name}
	if len(m.Chain.Presented) > 0 {
		for _, name := range m.Chain.Presented[0].Names {
			if dns, ok := strings.CutPrefix(name, "DNS:"); ok {
				names = append(names, dns)
			}
		}
	}
	for _, s := range services {
		if s.hosted && slices.ContainsFunc(names, s.runs) {
			return s.name
		}
	}
	return ""
}
