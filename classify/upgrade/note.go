package upgrade

import (
	"fmt"
	"slices"
	"strings"
)

// remarks are about a deployment as it stands. Each is "" where it does not apply.
var remarks = []func(*plan) string{untoldModes, managed, mixedModes, severed, undecided, restarted, oldNames, towardsX509, laterFaults, routers, unseen, finished}

func (p *plan) notes() []string {
	out := []string{}
	for _, remark := range remarks {
		if text := remark(p); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func mixedModes(p *plan) string {
	if p.stage() != Mixed {
		return ""
	}
	return "Members in different modes are normal during the upgrade: bring the last ones to the same mode before the step after."
}

// severed are members that cannot connect to others meanwhile.
func severed(p *plan) string {
	var out []string
	more := 0
	for _, from := range p.members {
		for _, to := range p.members {
			switch {
			case from == to || !cutOff(from.Mode, to.Mode):
			case len(out) == maxSevered:
				more++
			default:
				out = append(out, from.Name+" ("+string(from.Mode)+") to "+to.Name+" ("+string(to.Mode)+")")
			}
		}
	}
	if len(out) == 0 {
		return ""
	}
	text := "Members cannot connect now from " + strings.Join(out, ", from ")
	if more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text + ". The next steps mend that."
}

// maxSevered bounds the connections that a note names.
const maxSevered = 4

// managed is who runs servers that their users do not change.
func managed(p *plan) string {
	if p.service == "" {
		return ""
	}
	return p.service + " runs these servers and sets their TLS: there is no mode to change and no mongod.conf. mongotls doctor tells what clients meet."
}

func undecided(p *plan) string {
	if p.service != "" || !slices.ContainsFunc(p.members, func(m *member) bool { return p.stand(m) == Either }) {
		return ""
	}
	text := "allowTLS and preferTLS look alike from outside. "
	if !slices.ContainsFunc(p.members, func(m *member) bool { return m.seen.Login != nil }) {
		text += "A login with clusterMonitor tells them apart (-u, -p). "
	}
	if slices.ContainsFunc(p.members, func(m *member) bool { return m.Mode == RequireTLS }) {
		text += "Those in allowTLS cannot connect now to members in requireTLS; the next steps mend that. "
	} else if p.to != RequireTLS {
		text += "Where all members are in preferTLS already, --to requireTLS has what follows."
	}
	return strings.TrimSpace(text)
}

// restarted are members whose mode is told to nobody, and set by nobody, while they run.
func restarted(p *plan) string {
	alike := p.with(func(m *member) bool { return m.restarts() && m.Mode == Either && p.stand(m) != Either })
	if len(alike) == 0 {
		return ""
	}
	return "Nobody can ask an arbiter for its mode, as it holds no users: it is restarted, whether in allowTLS or in preferTLS (" + list(names(alike)) + ")."
}

func oldNames(p *plan) string {
	old := p.with(func(m *member) bool { return m.named && m.ssl })
	if len(old) == 0 {
		return ""
	}
	return "Before MongoDB 4.2 only the names with ssl are known; the lines for " + list(names(old)) + " have them."
}

// laterFaults do not make the next step unsafe, but a later one.
func laterFaults(p *plan) string {
	if len(p.steps) > 0 && p.steps[0].to != AllowTLS {
		return ""
	}
	var words []string
	for _, d := range p.ofMembers() {
		if forEverybody(p, d) && !p.hides(d) && !slices.Contains(words, string(d.Cause)) {
			words = append(words, string(d.Cause))
		}
	}
	if len(words) == 0 {
		return ""
	}
	if len(p.steps) == 0 {
		return "mongotls doctor has more to tell: " + list(words) + "."
	}
	return "To be mended before preferTLS: " + list(words) + "."
}

func routers(p *plan) string {
	if !slices.ContainsFunc(p.members, func(m *member) bool { return m.Role == "mongos" }) {
		return ""
	}
	return "mongos does not name its shards and config servers: run mongotls upgrade for each of these sets, too, and go to the next stage when all are in the same."
}

// unseen are members that were not examined, and hidden ones, which hello does not name.
func unseen(p *plan) string {
	missing := p.unexamined()
	switch {
	case len(missing) > 0 && !p.dependsOnAll():
		return "Members were not examined: " + some(missing) + ". They go through the same steps."
	case len(missing) == 0 && p.inSet() && !p.toldConfig() && len(p.steps) > 0:
		return "Hidden members are not named to clients without a login. They go through the same steps."
	}
	return ""
}

func finished(p *plan) string {
	for _, m := range p.members {
		if m.Mode != RequireTLS {
			return ""
		}
	}
	if len(p.members) == 0 || p.service != "" {
		return ""
	}
	if slices.ContainsFunc(p.members, func(m *member) bool { return m.StartedIn == "" }) {
		return "See that mongod.conf has requireTLS on each member: a login that may ask for the options tells (getCmdLineOpts)."
	}
	return ""
}

// list joins names as a sentence does.
func list(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
