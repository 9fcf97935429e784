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

// backwards: the stage that is asked for lies behind a member.
func (p *plan) backwards() []classify.Diagnosis {
	to := p.to.level()
	beyond := p.with(func(m *member) bool { return to >= 0 && m.Mode.level() > to })
	if len(beyond) == 0 || p.service != "" {
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
