package classify

import (
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
	if s := serviceOf(names); s != nil && s.hosted {
		return s.name
	}
	return ""
}
