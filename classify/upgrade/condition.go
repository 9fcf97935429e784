package upgrade

import (
	"net/netip"
	"slices"
	"strings"

	"mongotls/classify"
)

// firstModes is the first wire version with modes: MongoDB 2.6. Before, TLS was on or off.
const firstModes = 2

// tooOld: the release has no modes between off and on.
func tooOld(p *plan, _ step) []classify.Diagnosis {
	old := p.with(func(m *member) bool {
		return m.Mode == Disabled && m.seen.Hello != nil && m.seen.Hello.Error == "" && m.seen.Hello.MaxWireVersion < firstModes
	})
	if len(old) == 0 {
		return nil
	}
	return []classify.Diagnosis{own("unsupported-option", "The release has no TLS mode between off and on",
		"MongoDB before 2.6 has sslOnNormalPorts only: with it a member takes TLS and nothing else, and cannot talk to those without.",
		old, nil, classify.Fix{On: classify.OnServer, Text: "Upgrade MongoDB first."})}
}

// onlyLoopback: a member that listens on loopback alone, beside members on other machines.
func onlyLoopback(p *plan, _ step) []classify.Diagnosis {
	away := slices.ContainsFunc(p.members, func(m *member) bool {
		at, err := netip.ParseAddrPort(m.seen.Address)
		return err == nil && !at.Addr().IsLoopback()
	})
	alone := p.with(func(m *member) bool {
		bound := m.option("net.bindIp")
		return bound != "" && m.option("net.bindIpAll") != "true" && !slices.ContainsFunc(strings.Split(bound, ","), beyondLoopback)
	})
	if !away || len(alone) == 0 {
		return nil
	}
	return []classify.Diagnosis{own("refused", "A member listens on loopback only", "Others cannot reach it by its name, with TLS or without.", alone,
		[]classify.Fact{{Label: "bindIp", Value: alone[0].option("net.bindIp")}},
		classify.Fix{On: classify.OnServer, Text: "Add the address that the others dial, in the same restart.", Run: []string{"net:", "  bindIp: localhost,MEMBER"}})}
}

func beyondLoopback(entry string) bool {
	entry = strings.TrimSpace(entry)
	ip, err := netip.ParseAddr(entry)
	if err != nil {
		return entry != "localhost" && !strings.HasPrefix(entry, "/")
	}
	return !ip.IsLoopback()
}

// loginModes are what members of a clusterAuthMode show to each other and take
// (server manual, security.clusterAuthMode).
var loginModes = map[string]struct{ sends, takes []string }{
	"keyFile":     {[]string{"keyFile"}, []string{"keyFile"}},
	"sendKeyFile": {[]string{"keyFile"}, []string{"keyFile", "x509"}},
	"sendX509":    {[]string{"x509"}, []string{"keyFile", "x509"}},
	"x509":        {[]string{"x509"}, []string{"x509"}},
}

func (m *member) clusterAuthMode() string {
	if l := m.seen.Login; l != nil && l.ClusterAuthMode != "" {
		return l.ClusterAuthMode
	}
	return m.option("security.clusterAuthMode")
}

// knownByCertificate tells whether others know the member by its certificate's O, OU and DC.
func (m *member) knownByCertificate() bool {
	mode := m.clusterAuthMode()
	return mode != "" && mode != "keyFile"
}

// internalLogin: members that show each other what the other does not take.
func internalLogin(p *plan, _ step) []classify.Diagnosis {
	for _, from := range p.members {
		for _, to := range p.members {
			sends, takes := loginModes[from.clusterAuthMode()].sends, loginModes[to.clusterAuthMode()].takes
			if len(sends) == 0 || len(takes) == 0 || slices.Contains(takes, sends[0]) {
				continue
			}
			return []classify.Diagnosis{own("conflicting-options", "Members log in to each other by ways that exclude each other",
				"A member in x509 takes certificates only, one in keyFile the key file only: between them are sendKeyFile and sendX509, one step at a time on all members.",
				[]*member{from, to}, []classify.Fact{{Label: from.Name, Value: from.clusterAuthMode()}, {Label: to.Name, Value: to.clusterAuthMode()}},
				classify.Fix{On: classify.OnServer, Text: "Bring the member that is behind one step on; there is no way back at run time.",
					Run: []string{`db.adminCommand({ setParameter: 1, clusterAuthMode: "sendX509" })`}})}
		}
	}
	return nil
}

// backwards: the stage that is asked for lies behind a member.
func (p *plan) backwards() []classify.Diagnosis {
	to := p.to.level()
	beyond := p.with(func(m *member) bool { return to >= 0 && m.Mode.level() > to })
	if len(beyond) == 0 {
		return nil
	}
	var facts []classify.Fact
	for _, m := range beyond {
		facts = append(facts, classify.Fact{Label: m.Name, Value: string(m.Mode)})
	}
	return []classify.Diagnosis{own("conflicting-options", "There is no way back to "+string(p.to),
		`mongod takes two transitions at run time: from allowTLS to preferTLS, and from preferTLS to requireTLS. It refuses each other one with "Illegal state transition", and this plan has none either.`,
		beyond, facts, classify.Fix{On: classify.OnServer, Text: "Go on instead. To take a member back for all that, write the old mode into mongod.conf and restart it."})}
}
