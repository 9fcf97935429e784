package upgrade

import (
	"slices"

	"mongotls/probe/evidence"
)

// untoldModes is why a login that was asked for does not tell the mode, where nothing hangs on it.
func untoldModes(p *plan) string {
	if failed := p.with(func(m *member) bool { return loginFailed(m) && m.untold() == "" }); len(failed) > 0 {
		return "No login at " + some(names(failed)) + ": what follows is what is seen from outside. mongotls doctor, with the same user, tells why."
	}
	if kept := p.with(func(m *member) bool { return keptMode(m) && m.untold() == "" }); len(kept) > 0 {
		return "The user may not ask " + some(names(kept)) + " for the mode: that needs clusterMonitor (getParameter)."
	}
	return ""
}

// loginFailed tells whether a login was asked for and is missing where one is possible: without
// TLS and at an arbiter there is none.
func loginFailed(m *member) bool {
	l, h := m.seen.Login, m.seen.Handshake
	return l != nil && l.Outcome != evidence.OK && h != nil && h.Outcome == evidence.OK && m.Role != "arbiter"
}

func keptMode(m *member) bool {
	return m.seen.Login != nil && slices.ContainsFunc(m.seen.Login.Asked, func(c evidence.Command) bool {
		return c.Name == "getParameter" && c.Code == evidence.Unauthorized
	})
}
