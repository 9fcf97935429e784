package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// lookedUp is what DNS had for a mongodb+srv target, as labels with their values. A command
// is copied and so never wrapped.
type lookedUp struct {
	label, value string
	command      bool
}

// maxTargets bounds the targets of SRV records that a screen lists.
const maxTargets = 12

// srv tells what the records of a target hold; nil where there was nothing to look up.
func (e escaper) srv(d *evidence.Deployment) []lookedUp {
	if d == nil || d.SRV == nil {
		return nil
	}
	s := d.SRV
	out := []lookedUp{{label: "SRV", value: e.records(s)}}
	switch {
	case s.TXTError != "":
		out = append(out, lookedUp{label: "TXT", value: "the lookup failed: " + e.value(s.TXTError)})
	case len(s.TXT) > 0:
		out = append(out, lookedUp{label: "TXT", value: strings.Join(each(s.TXT, e.value), "; ")})
	}
	label := "the same without SRV:"
	switch all := len(s.Records) + s.Truncated; {
	case all == 0 || s.MaxHosts == 0:
	case s.MaxHosts >= all:
		out = append(out, lookedUp{label: "srvMaxHosts", value: fmt.Sprintf("%d: drivers take every one of them", s.MaxHosts)})
	default:
		out = append(out, lookedUp{label: "srvMaxHosts", value: fmt.Sprintf("drivers pick %d of these %d at random; any may be picked, so all are examined", s.MaxHosts, all)})
		label = fmt.Sprintf("without SRV, of which drivers would pick %d hosts:", s.MaxHosts)
	}
	if s.URI != "" {
		out = append(out, lookedUp{label: label, value: e.command(s.URI), command: true})
	}
	return out
}

func (e escaper) records(s *evidence.SRVLookup) string {
	name := e.value("_" + s.Service + "._tcp." + s.Name)
	if len(s.Records) == 0 {
		return name + " has none: " + e.value(s.Error)
	}
	var hosts []string
	for _, r := range s.Records[:min(len(s.Records), maxTargets)] {
		hosts = append(hosts, e.value(fmt.Sprintf("%s:%d", cmp.Or(r.Host, "."), r.Port)))
	}
	if more := len(s.Records) + s.Truncated - len(hosts); more > 0 {
		hosts = append(hosts, fmt.Sprintf("%d more", more))
	}
	return name + " names " + strings.Join(hosts, ", ")
}

// beyond notes what a set named and was not examined.
func (e escaper) beyond(d *evidence.Deployment) []string {
	if d == nil {
		return nil
	}
	var out []string
	if s := d.SRV; s != nil && s.Truncated > 0 {
		out = append(out, fmt.Sprintf("the SRV lookup gave %d records; only %d are examined", len(s.Records)+s.Truncated, len(s.Records)))
	}
	if d.Discovery == nil {
		return out
	}
	if n := d.Discovery.Truncated; n > 0 {
		out = append(out, fmt.Sprintf("members named %d hosts more than a replica set can have; they are not examined", n))
	}
	return out
}

// srv prints what DNS had.
func (p *printer) srv(v view) {
	width := 0
	for _, l := range v.srv {
		if !l.command {
			width = max(width, columns(l.label))
		}
	}
	for _, l := range v.srv {
		if l.command {
			p.line("  ", l.label)
			p.line(commandIndent, l.value)
			continue
		}
		p.pair(2, width, l.label, l.value)
	}
}

// addAliases marks the given names that drivers leave.
func (v *view) addAliases() {
	for _, a := range v.result.Aliases {
		i := slices.IndexFunc(v.members, func(m member) bool { return m.host == a.Member })
		if i < 0 {
			continue
		}
		v.members[i].alias = "drivers will not use this name"
		if a.SameAs != "" {
			v.members[i].alias = "the same server; " + v.members[i].alias
		}
	}
}

// used are the members that drivers work with: all but the names that they leave.
func (v view) used() []member {
	return slices.DeleteFunc(slices.Clone(v.members), func(m member) bool { return m.alias != "" })
}
