package upgrade

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// open is what the next step depends on and is not known.
func (p *plan) open() []string {
	out := []string{}
	hidden := p.with(func(m *member) bool { return m.Mode == Unknown })
	if len(hidden) > 0 {
		out = append(out, "The mode of "+list(names(hidden))+" is not known: it could not be told whether the port takes plaintext and TLS.")
	}
	if len(p.members) == 0 {
		out = append(out, "No member was examined.")
	}
	if len(p.steps) == 0 || p.steps[0].to != RequireTLS {
		return out
	}
	uncounted := p.with(func(m *member) bool { return m.Mode == PreferTLS && m.PlaintextClients == nil })
	if len(uncounted) > 0 {
		out = append(out, "Whether clients still connect without TLS is not known of "+list(names(uncounted))+
			": log in as a user with clusterMonitor, or look into the log (id 23838) and at db.serverStatus().transportSecurity.")
	}
	return out
}

// remarks are about a deployment as it stands. Each is "" where it does not apply.
var remarks = []func(*plan) string{mixedModes, severed, undecided, oldNames, laterFaults, routers, unseen, finished}

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

func undecided(p *plan) string {
	either := p.with(func(m *member) bool { return m.Mode == Either })
	if len(either) == 0 {
		return ""
	}
	return "allowTLS and preferTLS look alike from outside. A login with clusterMonitor tells them apart (-u, -p)."
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
	for _, d := range p.result.Diagnoses {
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

// unseen are hidden members, which hello does not name.
func unseen(p *plan) string {
	var missing []string
	set, told := false, false
	for _, m := range p.members {
		if m.seen.Hello != nil && m.seen.Hello.SetName != "" {
			set = true
		}
		if m.seen.Login == nil {
			continue
		}
		told = told || slices.ContainsFunc(m.seen.Login.Asked, toldConfig)
		for _, host := range m.seen.Login.Hidden {
			known := slices.ContainsFunc(p.members, func(o *member) bool { return strings.EqualFold(o.Name, host) })
			if !known && !slices.Contains(missing, host) {
				missing = append(missing, host)
			}
		}
	}
	switch {
	case len(missing) > 0:
		return "Hidden members were not examined: " + list(missing) + ". They go through the same steps."
	case set && !told && len(p.steps) > 0:
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
	if len(p.members) == 0 {
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

// toldConfig tells whether a login read the set's configuration, which has the hidden members.
func toldConfig(c evidence.Command) bool {
	return c.Name == "replSetGetConfig" && c.Outcome == evidence.OK
}
