package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// open is what the next step depends on and is not known.
func (p *plan) open() []string {
	out := []string{}
	if hidden := p.with(func(m *member) bool { return m.Mode == Unknown }); len(hidden) > 0 {
		out = append(out, "The mode of "+list(names(hidden))+" is not known: it could not be told whether the port takes plaintext and TLS.")
	}
	if len(p.members) == 0 {
		out = append(out, "No member was examined.")
	}
	if p.service != "" {
		return out
	}
	out = append(out, p.because((*member).untold, "The mode of %s, allowTLS or preferTLS, was not told: %s.")...)
	if missing := p.unexamined(); len(missing) > 0 && p.dependsOnAll() {
		out = append(out, "Members were not examined: "+some(missing)+". Name them as further hosts of the connection string, without --no-discover.")
	}
	if len(p.steps) == 0 || p.steps[0].to != RequireTLS {
		return out
	}
	return append(out, p.because((*member).uncounted, "The clients without TLS of %s were not counted: %s.")...)
}

// because makes a sentence for each reason that members have in common; "" is none.
func (p *plan) because(reason func(*member) string, sentence string) []string {
	var reasons, out []string
	for _, m := range p.members {
		if why := reason(m); why != "" && !slices.Contains(reasons, why) {
			reasons = append(reasons, why)
		}
	}
	for _, why := range reasons {
		on := p.with(func(m *member) bool { return reason(m) == why })
		out = append(out, fmt.Sprintf(sentence, list(names(on)), why))
	}
	return out
}

// untold is why a login that was given did not tell the mode, where the port does not show it.
func (m *member) untold() string {
	l := m.seen.Login
	switch {
	case l == nil || m.Mode != Either || m.restarts():
		return ""
	case l.Outcome == evidence.OK:
		return cmp.Or(m.refused("getParameter"), "the answer to getParameter did not have it")
	case l.RefusedAt != "":
		return "the login was refused at " + l.RefusedAt
	case l.Outcome == evidence.Skipped:
		return "no login was tried, as " + l.Skipped
	case l.Outcome == evidence.Refused:
		return fmt.Sprintf("the login was refused (%s, code %d)", strings.TrimSuffix(l.Error, "."), l.Code)
	}
	return "the login did not come to an end"
}

// uncounted is why nobody could count the clients without TLS of a member in preferTLS.
func (m *member) uncounted() string {
	switch {
	case m.Mode != PreferTLS || m.PlaintextClients != nil:
		return ""
	case m.muted():
		return "disableNonTLSConnectionLogging keeps them out of the log, so start without it and look again"
	}
	return cmp.Or(m.refused("getLog"), "the log was not read") + "; the first step shows how to look yourself"
}

// muted tells whether the log leaves out clients without TLS.
func (m *member) muted() bool {
	return m.option("setParameter.disableNonTLSConnectionLogging", "setParameter.disableNonSSLConnectionLogging") == "true"
}

// refused is why the server does not answer a command to the user; "" where it does.
func (m *member) refused(command string) string {
	if m.seen.Login == nil {
		return ""
	}
	i := slices.IndexFunc(m.seen.Login.Asked, func(c evidence.Command) bool { return c.Name == command && c.Outcome == evidence.Refused })
	if i < 0 {
		return ""
	}
	if c := m.seen.Login.Asked[i]; c.Code != evidence.Unauthorized || c.Role == "" {
		return fmt.Sprintf("the server refuses %s (code %d)", command, c.Code)
	}
	return "the user may not call " + command + ", which " + m.seen.Login.Asked[i].Role + " on admin grants"
}

// dependsOnAll tells whether the next step is safe only where all members are in the stage
// before it: without TLS at the other end a member that speaks it cannot connect.
func (p *plan) dependsOnAll() bool { return len(p.steps) > 0 && p.steps[0].to != AllowTLS }

func (p *plan) inSet() bool {
	return slices.ContainsFunc(p.members, func(m *member) bool { return m.seen.Hello != nil && m.seen.Hello.SetName != "" })
}

// toldConfig tells whether a login read the set's configuration, which has the hidden members.
func (p *plan) toldConfig() bool {
	return slices.ContainsFunc(p.members, func(m *member) bool {
		return m.seen.Login != nil && slices.ContainsFunc(m.seen.Login.Asked, func(c evidence.Command) bool {
			return c.Name == "replSetGetConfig" && c.Outcome == evidence.OK
		})
	})
}

// unexamined are members that others name, and of which nothing else is known: hello has them,
// or a login the hidden ones.
func (p *plan) unexamined() []string {
	known := map[string]bool{}
	for _, m := range p.members {
		known[strings.ToLower(m.Name)] = true
		if h := m.seen.Hello; h != nil {
			known[strings.ToLower(h.Me)] = true
		}
	}
	var out []string
	for _, m := range p.members {
		for _, host := range m.names() {
			if name := strings.ToLower(host); !known[name] {
				known[name] = true
				out = append(out, host)
			}
		}
	}
	return out
}

// names are the members of its set that a member tells of.
func (m *member) names() []string {
	var out []string
	if h := m.seen.Hello; h != nil {
		out = slices.Concat(h.Hosts, h.Passives, h.Arbiters)
	}
	if l := m.seen.Login; l != nil {
		out = append(out, l.Hidden...)
	}
	return out
}

// maxNames bounds the names in a sentence.
const maxNames = 8

// some are the first names of many.
func some(names []string) string {
	if len(names) <= maxNames {
		return list(names)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNames], ", "), len(names)-maxNames)
}
