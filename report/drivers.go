package report

import (
	"cmp"
	"slices"
	"strings"

	"mongotls/classify"
)

// driverNames are the contract's names of drivers in their order, with the title that
// stands for each where no outcome tells one.
var driverNames = []struct{ name, title string }{
	{"pymongo", "PyMongo"}, {"node", "Node.js"}, {"mongosh", "mongosh"}, {"go", "Go"},
	{"mongo-tools", "mongo-tools"}, {"java", "Java"}, {"c", "C"}, {"php", "PHP"}, {"ruby", "Ruby"},
	{"perl", "Perl"}, {"dotnet", ".NET"}, {"rust", "Rust"}, {"shell", "mongo shell"}, {"mongod", "mongod"},
}

// titles are the drivers' titles as the outcomes tell them.
func titles(outcomes []classify.Outcome) map[string]string {
	out := map[string]string{}
	for _, o := range outcomes {
		out[o.Driver] = o.Title
	}
	return out
}

func driverTitle(name string, titles map[string]string) string {
	if t := titles[name]; t != "" {
		return t
	}
	for _, d := range driverNames {
		if d.name == name {
			return d.title
		}
	}
	return name
}

// camp is the members on which the drivers come to the same outcomes.
type camp struct {
	hosts    []string
	outcomes []classify.Outcome
}

func camps(v view) []camp {
	var out []camp
	for _, m := range v.members {
		outcomes := v.outcomes(m.host)
		for i := range outcomes {
			outcomes[i].Member = ""
		}
		i := slices.IndexFunc(out, func(c camp) bool { return slices.Equal(c.outcomes, outcomes) })
		if i < 0 {
			out, i = append(out, camp{outcomes: outcomes}), len(out)
		}
		out[i].hosts = append(out[i].hosts, m.host)
	}
	return out
}

// agree tells whether all drivers of a camp come to the same outcome.
func (c camp) agree() bool {
	return !slices.ContainsFunc(c.outcomes, func(o classify.Outcome) bool { return o.Outcome != c.outcomes[0].Outcome })
}

// drivers prints a table of the drivers where they do not agree, or where the user
// wants it all.
func (p *printer) drivers(v view) {
	for _, c := range camps(v) {
		if len(c.outcomes) == 0 || c.agree() && !p.style.Verbose {
			continue
		}
		p.blank()
		title := "Drivers"
		if on := v.on(c.hosts); on != "" {
			title += " on " + on
		}
		p.heading(title)
		p.outcomes(c.outcomes)
	}
}

func (p *printer) outcomes(outcomes []classify.Outcome) {
	var title, version int
	for _, o := range outcomes {
		title, version = max(title, columns(onRuntime(o.Title, o))), max(version, columns(o.Version))
	}
	for _, o := range outcomes {
		lead := "  " + p.style.outcome(o.Outcome) + " " + pad(onRuntime(o.Title, o), title) + "  " + pad(o.Version, version) + "  "
		indent := columns(lead)
		text := verdict(o)
		if p.style.Verbose && o.Runtime != "" {
			text += " (" + o.Runtime + ")"
		}
		p.hang(lead, indent, text)
		if p.style.Verbose {
			p.detail(indent, "says:", o.Says)
		}
	}
}

// verdict is "connects", "fails: expired" or "unknown: why".
func verdict(o classify.Outcome) string {
	if reason := cmp.Or(string(o.Cause), o.Why); reason != "" {
		return o.Outcome + ": " + reason
	}
	return o.Outcome
}

// detail prints a line about the line above, if there is something to tell.
func (p *printer) detail(indent int, label, text string) {
	if text != "" {
		p.hang(strings.Repeat(" ", indent)+label+" ", indent+2, text)
	}
}
