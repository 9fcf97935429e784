package classify

import (
	"cmp"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// replay is what the server answered to a judge's own ClientHello; nil where that was not
// asked, or where the answer decides nothing.
func (m *member) replay(j driver.Profile) *evidence.Simulation {
	if j.Hello == "" || len(m.usable(j)) < len(j.Versions) {
		return nil // its hello offers what the user switched off
	}
	named := m.sendsName(j)
	i := slices.IndexFunc(m.Simulations, func(s evidence.Simulation) bool {
		return s.Hello == j.Hello && (s.ServerName != "") == named && m.decides(s.Outcome)
	})
	if i < 0 {
		return nil
	}
	return &m.Simulations[i]
}

// decides tells whether an outcome is the server's own word on a hello. Silence may be
// another's fault, unless it meets the long hellos and no others.
func (m *member) decides(o evidence.Outcome) bool {
	switch o {
	case evidence.OK, evidence.Alerted, evidence.Closed, evidence.Reset, evidence.Unsupported:
		return true
	case evidence.Timeout:
		_, _, bySize := m.sizes()
		return bySize
	}
	return false
}

// sendsName tells whether a judge sends a server name to this member.
func (m *member) sendsName(j driver.Profile) bool {
	switch {
	case !m.Lookup.Literal || m.Handshake != nil && m.Handshake.ServerName != "":
		return true
	case strings.Contains(m.Name, ":"):
		return j.SNIForIPv6
	}
	return j.SNIForIPv4
}

// taken tells whether the server took a judge's own hello with what the judge completes.
func (m *member) taken(j driver.Profile) bool {
	r := m.replay(j)
	return r != nil && r.Outcome == evidence.OK && m.completes(j, r)
}

// completes tells whether a judge goes on with the version that the server chose, which may
// be more than the client takes (Profile.OldRSA), and from an old server more than it offers.
func (m *member) completes(j driver.Profile, r *evidence.Simulation) bool {
	if slices.Contains(j.Versions, evidence.Version(r.Version)) {
		return true
	}
	return j.OldRSA && strings.HasPrefix(r.Suite, "TLS_RSA_") && slices.ContainsFunc(m.Fallbacks, func(h evidence.Handshake) bool {
		return h.Version == r.Version && h.Outcome == evidence.OK
	})
}

// refusal is why a judge and the server find nothing in common; "" where they do, or where
// another rule knows. A replay counts for more than what its profile says of the judge.
func (m *member) refusal(j driver.Profile) Word {
	r := m.replay(j)
	switch {
	case r == nil && m.Handshake.Outcome == evidence.OK && offers(j, m.Handshake):
		return ""
	case r == nil:
		return m.lacks(j)
	case r.Outcome == evidence.OK && r.DHBits > 0 && r.DHBits < j.MinDHBits:
		return "weak-dh"
	case r.Outcome == evidence.OK:
		return ""
	}
	return cmp.Or(m.lacks(j), m.refusedWith(j, r))
}

// offers tells whether a judge offers what a handshake came to.
func offers(j driver.Profile, h *evidence.Handshake) bool {
	return slices.Contains(j.Versions, evidence.Version(h.Version)) &&
		(slices.Contains(j.Suites, h.Suite) || slices.Contains(j.Suites13, h.Suite))
}

// refusedWith names a refusal that nothing known of the server explains. Where the main
// handshake ended alike, the rule that judged that has told it.
func (m *member) refusedWith(j driver.Profile, r *evidence.Simulation) Word {
	h := m.Handshake
	if h.Outcome == r.Outcome && code(h.Alert) == code(r.Alert) && !offerAlerts[code(r.Alert)] {
		return ""
	}
	switch word := alerts[code(r.Alert)].word; {
	case brokenWords[r.Outcome] != "":
		return brokenWords[r.Outcome]
	case r.Outcome == evidence.Unsupported || word == "":
		return "handshake-alert" // the client's own, or one that says little
	case code(r.Alert) == alertProtocolVersion:
		return m.older(j)
	case word == "sni-refused" && r.ServerName == "":
		return "sni-missing"
	default:
		return cmp.Or(m.lacksChoice(j), word)
	}
}

// lacksChoice names what a judge lacks of what the server chose of all suites and groups of a
// version that both speak; "" where that was not asked, or it lacks nothing.
func (m *member) lacksChoice(j driver.Profile) Word {
	for _, h := range m.Fallbacks {
		if h.Offer != evidence.WideOffer || !slices.Contains(m.usable(j), evidence.Version(h.Version)) {
			continue
		}
		switch {
		case !offers(j, &h):
			return "no-shared-cipher"
		case h.DHBits > 0 && h.DHBits < j.MinDHBits:
			return "weak-dh"
		case h.Group != "" && h.DHBits == 0 && !slices.Contains(j.Groups, h.Group):
			return "no-shared-group"
		}
	}
	return ""
}

const alertProtocolVersion = 70

// code is an alert's; 0, which is close_notify, where there was none.
func code(a *evidence.Alert) uint8 {
	if a == nil {
		return 0
	}
	return a.Code
}

// heeding takes the judges whose own hello the server took out of what is said of everyone
// because the main handshake ended before a ServerHello.
func (m *member) heeding(found []finding) []finding {
	if m.Handshake == nil || m.Handshake.Stage != evidence.NothingReceived && m.Handshake.Stage != evidence.BeforeHello {
		return found
	}
	var out []finding
	for _, f := range found {
		before := len(f.refused)
		if f.cert == nil && aboutHello[f.word] {
			f.refused = slices.DeleteFunc(slices.Clone(f.refused), func(i int) bool { return m.taken(m.judges[i]) })
		}
		if before == 0 || len(f.refused) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// aboutHello are the causes that are about a ClientHello and nothing that comes later.
var aboutHello = map[Word]bool{
	"closed-early": true, "reset": true, "handshake-timeout": true, "handshake-alert": true, "sni-refused": true, "sni-missing": true,
	"no-shared-cipher": true, "no-shared-group": true, "server-too-old": true, "client-too-old": true, "not-on-access-list": true,
}
