package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// localCheck is one line of this machine's list: what was found of one subject.
type localCheck struct {
	name string
	seen func(*machine) (seen, skipped string)
}

// localChecks are those of the contract's checks that a machine by itself can show.
var localChecks = []localCheck{
	{"handshake", policySummary}, {"versions", offersSummary}, {"chain", storesSummary},
	{"revocation", extraSummary}, {"mongodb", packagesSummary},
}

// state is the worst diagnosis of a check, else what was found.
func (k localCheck) state(m *machine, found []placedDiagnosis) Check {
	check := Check{Member: ThisMachine, Check: k.name, State: Passed}
	for _, f := range found {
		if f.check == k.name && f.Severity != Info {
			check.State = map[Severity]State{Error: Failed, Warning: Warned}[f.Severity]
			check.Why = lowerFirst(f.Headline)
			return check
		}
	}
	seen, skipped := k.seen(m)
	if check.Why = seen; seen == "" {
		check.State, check.Why = Skipped, skipped
	}
	return check
}

// noRuntime is why nothing can be said without one.
const noRuntime = "no runtime was found on the path, or none answered"

// offersSummary groups the runtimes by what they offer.
func offersSummary(m *machine) (string, string) {
	var offers []string
	by := map[string][]string{}
	for _, r := range m.Runtimes {
		offer := cmp.Or(between(r), "not known")
		if by[offer] == nil {
			offers = append(offers, offer)
		}
		if !slices.Contains(by[offer], r.Kind) {
			by[offer] = append(by[offer], r.Kind)
		}
	}
	for i, offer := range offers {
		offers[i] = offer + ": " + strings.Join(by[offer], ", ")
	}
	if !m.Answered() {
		return "", noRuntime
	}
	return strings.Join(offers, "; "), ""
}

// between are the versions that a runtime offers: "TLS 1.2 to 1.3".
func between(r evidence.Runtime) string {
	if r.Oldest == r.Newest || r.Oldest == "" {
		return string(r.Newest)
	}
	return string(r.Oldest) + " to " + strings.TrimPrefix(string(r.Newest), "TLS ")
}

func policySummary(m *machine) (string, string) {
	var parts []string
	if levels := m.levels(); len(levels) > 0 {
		parts = append(parts, "OpenSSL security level "+enumerate(levels))
	}
	if m.Policy.CryptoPolicy != "" {
		parts = append(parts, "crypto policy "+m.Policy.CryptoPolicy)
	}
	if m.Policy.FIPS != nil && *m.Policy.FIPS {
		parts = append(parts, "the kernel is in FIPS mode")
	}
	return strings.Join(parts, ", "), "no runtime told a security level"
}

// levels are the different security levels of the runtimes, in their order.
func (m *machine) levels() []string {
	var out []string
	for _, r := range m.Runtimes {
		if r.SecurityLevel == nil {
			continue
		}
		if text := fmt.Sprint(*r.SecurityLevel); !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func storesSummary(m *machine) (string, string) {
	var sizes []int
	for _, s := range m.Stores {
		if s.State == evidence.StoreRead {
			sizes = append(sizes, s.Anchors)
		}
	}
	if sizes == nil {
		return "", "no trust store was found"
	}
	text := plural(len(sizes), "trust store") + " with " + plural(slices.Max(sizes), "anchor")
	if least := slices.Min(sizes); least < slices.Max(sizes) {
		text += fmt.Sprintf(", the smallest with %d", least)
	}
	return text, ""
}

func extraSummary(m *machine) (string, string) {
	with := m.where(func(r evidence.Runtime) bool { return r.OCSP != nil && r.OCSP.Works })
	without := m.where(func(r evidence.Runtime) bool { return r.OCSP != nil && !r.OCSP.Works })
	var parts []string
	if len(with) > 0 {
		parts = append(parts, "PyMongo checks OCSP on "+enumerate(labels(with)))
	}
	if len(without) > 0 {
		parts = append(parts, "PyMongo checks no OCSP on "+enumerate(labels(without)))
	}
	return strings.Join(parts, "; "), "not checked: no PyMongo was found"
}

// drivers are the packages that are drivers, and how people call them.
var drivers = map[string]string{"pymongo": "PyMongo", "mongodb": "ext-mongodb", "mongo": "the mongo gem"}

func packagesSummary(m *machine) (string, string) {
	var parts []string
	for _, r := range m.Runtimes {
		for _, p := range r.Packages {
			if title := drivers[p.Name]; title != "" {
				parts = append(parts, title+" "+p.Version+" for "+label(r))
			}
		}
	}
	return strings.Join(parts, ", "), "no driver is installed for a whole runtime; those of a project were not looked for"
}
