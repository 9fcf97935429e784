package classify

import (
	"slices"
	"strings"
	"unicode"
)

// change is a member's name in the set's configuration, and the one that it should have.
type change struct{ from, to string }

// renaming are the remedies for all members that are advertised under a wrong name: one
// change of the configuration, and what to ask of the CA otherwise.
func (m *member) renaming() []Fix {
	var wrong []*member
	for _, o := range m.deployment.members {
		if _, bad := o.misnamed(); bad {
			wrong = append(wrong, o)
		}
	}
	var fixes []Fix
	if changes := m.deployment.changes(wrong); len(changes) > 0 {
		fixes = append(fixes, Fix{On: OnServer, Run: renamed(changes),
			Text: "Advertise a name that the certificate has and that clients and members can resolve, in mongosh on the primary."})
	}
	if lines := requests(wrong); lines != nil {
		fixes = append(fixes, Fix{On: OnCA, Run: append(lines, rotate),
			Text: "Have the certificate issued again with the advertised name beside its names, put it in place, then reload."})
	}
	return fixes
}

// changes are the names that members could be advertised by. A name that is proposed for
// two, or that another member has, is left out: a configuration has each name once.
func (d *deployment) changes(wrong []*member) []change {
	taken := map[string]int{}
	for name := range d.namers {
		taken[name]++
	}
	var out []change
	for _, m := range wrong {
		if better := m.better(); better != "" {
			taken[hostKey(better)]++
			out = append(out, change{m.spelling(), better})
		}
	}
	return slices.DeleteFunc(out, func(c change) bool { return taken[hostKey(c.to)] > 1 })
}

// better is a name with port by which the member could be advertised: that of a seed which
// is the same server and is in the certificate, else a name of the certificate that tells
// the member from others: it begins alike, or no other member's certificate has it.
func (m *member) better() string {
	for _, o := range m.deployment.members {
		if _, bad := m.deployment.nameFault(o); !bad && !o.discovered() && m.sameServer(o) {
			return o.Host
		}
	}
	var first string
	for _, name := range m.leaf.DNSNames {
		switch {
		case strings.Contains(name, "*"), name == "localhost", strings.HasSuffix(name, "."):
		case !isIP(m.Name) && strings.EqualFold(firstLabel(name), firstLabel(m.Name)):
			return name + ":" + port(m.Host)
		case first == "" && !m.others(name):
			first = name + ":" + port(m.Host)
		}
	}
	return first
}

func firstLabel(name string) string {
	label, _, _ := strings.Cut(name, ".")
	return label
}

// others tells whether the certificate of another server of the set has a name, too.
func (m *member) others(name string) bool {
	return slices.ContainsFunc(m.deployment.members, func(o *member) bool {
		return o != m && o.leaf != nil && o.Address != m.Address && slices.ContainsFunc(o.leaf.DNSNames, func(n string) bool { return strings.EqualFold(n, name) })
	})
}

// renamed are the lines for mongosh that give members other names.
func renamed(changes []change) []string {
	if len(changes) == 1 {
		return []string{
			"cfg = rs.conf()",
			"m = cfg.members.find(m => m.host == " + jsString(changes[0].from) + ")",
			"m.host = " + jsString(changes[0].to),
			"rs.reconfig(cfg)",
		}
	}
	lines := append([]string{"cfg = rs.conf()"}, table("names", changes)...)
	return append(lines, "cfg.members.forEach(m => { m.host = names[m.host] || m.host })", "rs.reconfig(cfg)")
}

// table is an object of mongosh.
func table(name string, changes []change) []string {
	lines := []string{name + " = {"}
	for _, c := range changes {
		lines = append(lines, "  "+jsString(c.from)+": "+jsString(c.to)+",")
	}
	return append(lines, "}")
}

// requests are the names to ask of the CA, a certificate each: members can share one.
func requests(wrong []*member) []string {
	var lines []string
	done := map[string]bool{}
	for _, m := range wrong {
		if m.unfit() || done[m.Chain.Presented[0].SHA256] {
			continue
		}
		done[m.Chain.Presented[0].SHA256] = true
		var hosts, names []string
		for _, o := range wrong {
			if o.Chain.Presented[0].SHA256 == m.Chain.Presented[0].SHA256 && !o.unfit() {
				hosts, names = append(hosts, o.Host), append(names, sanFor(o.Name))
			}
		}
		has := slices.DeleteFunc(slices.Clone(m.Chain.Presented[0].Names), oddName)
		if more := len(hosts) - maxNamers; more > 0 {
			hosts = append(hosts[:maxNamers], plural(more, "other"))
		}
		lines = append(lines, "# "+enumerate(hosts), "subjectAltName = "+strings.Join(slices.Concat(has[:min(len(has), maxWanted)], names), ", "))
	}
	return lines
}

// oddName tells whether a name of a certificate is none that a line for a CA may hold: it is the
// peer's text.
func oddName(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune(".-_*:/@", r) && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
}

// unfit tells whether no certificate can have the member's name: a name there has no dot at
// its end (RFC 5280, section 4.2.1.6).
func (m *member) unfit() bool { return strings.HasSuffix(m.Name, ".") }

// maxWanted bounds the names of a certificate that a remedy repeats.
const maxWanted = 20

// wanted are the members that need another name, with what is known of one: that of a given
// host which calls itself so.
func (d *deployment) wanted(needs func(*member) bool) []change {
	var out []change
	for _, m := range d.members {
		if needs(m) {
			out = append(out, change{m.spelling(), d.nameOutside(m)})
		}
	}
	return out
}

// nameOutside is the name by which the user reached a member.
func (d *deployment) nameOutside(m *member) string {
	for _, o := range d.members {
		if !o.discovered() && !o.listed() && o.Hello != nil && o.Hello.Me != "" && hostKey(o.Hello.Me) == hostKey(m.Host) {
			return o.Host
		}
	}
	return "NEW-NAME:" + port(m.Host)
}

// namesToResolve are the remedies where names of the set have no address here. A second name
// for each member helps where all of them are like that.
func (m *member) namesToResolve() []Fix {
	d := m.deployment
	unresolved := d.wanted(func(o *member) bool { return o.discovered() && o.Lookup.Kind != "" })
	fixes := []Fix{
		{On: OnNetwork, Text: "Let the clients' resolver know the name, or run the client in the network whose resolver does."},
		{On: OnServer, Text: "Give the members names that clients and members can resolve, in mongosh on the primary.", Run: renamed(unresolved)},
	}
	if slices.ContainsFunc(d.members, func(o *member) bool { return o.listed() && o.reached() }) {
		return fixes
	}
	lines := append([]string{"cfg = rs.conf()"}, table("outside", unresolved)...)
	lines = append(lines, "cfg.members.forEach(m => { m.horizons = { public: outside[m.host] } })", "rs.reconfig(cfg)")
	return append(fixes, Fix{On: OnServer, Run: lines,
		Text: "Where clients outside need other names than members, give each member a second name: a horizon, which the SNI chooses. Each has to be in the member's certificate."})
}
