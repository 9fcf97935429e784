package classify

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// usable are the versions that a judge may use here: its own, less those that the user
// switched off.
func (m *member) usable(j driver.Profile) []evidence.Version {
	return slices.DeleteFunc(slices.Clone(j.Versions), func(v evidence.Version) bool {
		return slices.Contains(m.client.DisabledProtocols, string(v))
	})
}

func (m *member) accepts(v evidence.Version) bool { return m.Versions[v] == evidence.Accepted }

// shares tells whether a judge and the server have a version in common; known is false
// where a version that would decide it was not answered. What its own hello met decides.
func (m *member) shares(j driver.Profile) (shared, known bool) {
	r := m.replay(j)
	if r != nil && r.Version != "" && r.Alert == nil {
		return m.completes(j, r), true
	}
	known = true
	for _, v := range m.usable(j) {
		switch m.Versions[v] {
		case evidence.Accepted:
			return true, true
		case evidence.Rejected:
		default:
			known = false
		}
	}
	if r != nil {
		return false, known || code(r.Alert) == alertProtocolVersion
	}
	return false, known && !m.mayShareOld(j)
}

// mayShareOld tells whether a judge that completes old versions with RSA key exchange alone
// meets a server that chose it. The offer it was chosen from had no DHE, so it is no proof.
func (m *member) mayShareOld(j driver.Profile) bool {
	return j.OldRSA && slices.ContainsFunc(m.Fallbacks, func(h evidence.Handshake) bool {
		old := h.Version == string(evidence.TLS10) || h.Version == string(evidence.TLS11)
		return old && h.Outcome == evidence.OK && strings.HasPrefix(h.Suite, "TLS_RSA_") &&
			!slices.Contains(m.client.DisabledProtocols, h.Version)
	})
}

// versionRule: the server speaks TLS, but no version that a judge speaks.
func versionRule(m *member) []finding {
	accepted := m.acceptedVersions()
	if len(accepted) == 0 {
		return nil
	}
	byWord := map[Word][]int{}
	for i, j := range m.judges {
		if shared, known := m.shares(j); !shared && known {
			w := m.older(j)
			byWord[w] = append(byWord[w], i)
		}
	}
	var out []finding
	for _, w := range []Word{"server-too-old", "client-too-old"} {
		if refused := byWord[w]; refused != nil {
			facts := append(m.versionFacts(m.judges[refused[0]]), m.replayFacts(refused)...)
			out = append(out, finding{word: w, refused: refused, facts: facts})
		}
	}
	return out
}

// older says which side is behind: the server, when all that it speaks is older than what
// the judge may use.
func (m *member) older(j driver.Profile) Word {
	usable := m.usable(j)
	if len(usable) == 0 {
		return "client-too-old"
	}
	for _, v := range evidence.Versions() {
		if v == usable[0] {
			break
		}
		if m.accepts(v) && !slices.Contains(m.client.DisabledProtocols, string(v)) {
			return "server-too-old"
		}
	}
	return "client-too-old"
}

func (m *member) versionFacts(j driver.Profile) []Fact {
	usable := make([]string, 0, len(j.Versions))
	for _, v := range m.usable(j) {
		usable = append(usable, string(v))
	}
	facts := []Fact{
		fact("the server speaks", strings.Join(m.acceptedVersions(), ", "), m.ref("versions")),
		fact(j.Title+" speaks", strings.Join(usable, ", "), ""),
	}
	if len(m.client.DisabledProtocols) > 0 {
		facts = append(facts, fact("switched off here", strings.Join(m.client.DisabledProtocols, ", "), "/evidence/client/disabled_protocols"))
	}
	return facts
}

// negotiationRule: a version is shared, but no cipher suite, group or prime.
func negotiationRule(m *member) []finding {
	if m.Handshake == nil {
		return nil
	}
	byWord := map[Word][]int{}
	for i, j := range m.judges {
		if shared, _ := m.shares(j); !shared {
			continue
		}
		if w := m.refusal(j); w != "" {
			byWord[w] = append(byWord[w], i)
		}
	}
	var out []finding
	for _, w := range slices.Sorted(maps.Keys(byWord)) {
		f := finding{word: w, refused: byWord[w], detail: m.sizeDetail(w), facts: append(m.offerFacts(), m.replayFacts(byWord[w])...)}
		if m.Suites == nil && slices.Contains(aboutOffer, w) {
			f.candidates, f.fix = aboutOffer, []Fix{askAlone}
		}
		out = append(out, f)
	}
	return out
}

// lacks names what a judge and the server do not have in common; "" where they have all,
// or where it was not asked.
func (m *member) lacks(j driver.Profile) Word {
	usable := m.usable(j)
	if slices.Contains(usable, evidence.TLS13) && m.accepts(evidence.TLS13) {
		if w := m.lacks13(j); w == "" || !m.accepts(evidence.TLS12) {
			return w
		}
	}
	if !slices.Contains(usable, evidence.TLS12) || !m.accepts(evidence.TLS12) {
		return ""
	}
	return m.lacks12(j)
}

func (m *member) lacks13(j driver.Profile) Word {
	offered, asked := m.suites(evidence.TLS13)
	if asked && len(common(offered, j.Suites13)) == 0 {
		return "no-shared-cipher"
	}
	if m.Groups != nil && len(common(m.Groups, j.Groups)) == 0 {
		return "no-shared-group"
	}
	return ""
}

func (m *member) lacks12(j driver.Profile) Word {
	offered, asked := m.suites(evidence.TLS12)
	if !asked {
		return ""
	}
	shared := common(offered, j.Suites)
	switch {
	case len(shared) == 0:
		return "no-shared-cipher"
	case exchange(shared, "TLS_RSA_"):
		return ""
	}
	elliptic, finite := exchange(shared, "TLS_ECDHE_"), exchange(shared, "TLS_DHE_")
	switch {
	case elliptic && (m.Groups == nil || len(common(m.Groups, j.Groups)) > 0):
		return ""
	case finite && m.dhBits() >= j.MinDHBits:
		return ""
	case finite && m.dhBits() > 0:
		return "weak-dh"
	case elliptic:
		return "no-shared-group"
	}
	return ""
}

func (m *member) suites(v evidence.Version) (suites []string, asked bool) {
	for _, s := range m.Suites {
		if s.Version == v {
			return s.Suites, true
		}
	}
	return nil, false
}

// dhBits is the smallest Diffie-Hellman prime that any handshake showed; 0 if none did.
func (m *member) dhBits() int {
	bits := 0
	for _, h := range m.handshakes() {
		if h.DHBits > 0 && (bits == 0 || h.DHBits < bits) {
			bits = h.DHBits
		}
	}
	return bits
}

func common(a, b []string) []string {
	var out []string
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// exchange tells whether any suite has a key exchange, named by the suite's prefix.
func exchange(suites []string, prefix string) bool {
	return slices.ContainsFunc(suites, func(s string) bool { return strings.HasPrefix(s, prefix) })
}

func (m *member) offerFacts() []Fact {
	var facts []Fact
	for i, s := range m.Suites {
		facts = append(facts, fact("it accepts in "+string(s.Version), strings.Join(s.Suites, ", "), m.ref("suites/%d", i)))
	}
	if m.Groups != nil {
		facts = append(facts, fact("its groups", strings.Join(m.Groups, ", "), m.ref("groups")))
	}
	for i, h := range m.Fallbacks {
		if h.Offer == evidence.WideOffer && m.Suites == nil {
			facts = append(facts, fact("of everything in "+h.Version+" it chose", strings.TrimSuffix(h.Suite+", "+h.Group, ", "), m.ref("fallbacks/%d", i)))
		}
	}
	if bits := m.dhBits(); bits > 0 {
		facts = append(facts, fact("its DH prime has", strconv.Itoa(bits)+" bits", m.ref("fallbacks")))
	}
	return append(facts, fact("to a current ClientHello", m.handshakeText(), m.ref("handshake")))
}

// askAlone tells them apart.
var askAlone = Fix{On: OnClient, Text: "See what the server takes, and whom it refuses: alone it is asked everything.",
	Run: script("mongotls doctor --no-discover {host}")}

// aboutOffer are what a refusal of an offer may be about. Only an enumeration tells them apart.
var aboutOffer = []Word{"no-shared-cipher", "no-shared-group", "weak-dh"}
