package command

import (
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/hellos"
)

// simulants are the clients whose hellos are replayed: the judges', and where all are wanted
// those of every profile, and what else was recorded.
func simulants(judge classify.Options, all bool) []probe.Simulant {
	profiles := judge.Judges
	if all {
		profiles = slices.Concat(profiles, judge.Profiles)
	}
	var out []probe.Simulant
	for _, p := range profiles {
		s := probe.Simulant{Hello: p.Hello, SNIForIPv4: p.SNIForIPv4, SNIForIPv6: p.SNIForIPv6}
		if p.Hello != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if !all {
		return out
	}
	for _, name := range hellos.Names() {
		if !slices.ContainsFunc(out, func(s probe.Simulant) bool { return s.Hello == name }) {
			out = append(out, probe.Simulant{Hello: name})
		}
	}
	return out
}

// simulated tells whether any hello was replayed.
func simulated(e evidence.Evidence) bool {
	return slices.ContainsFunc(e.Members, func(m evidence.Member) bool { return len(m.Simulations) > 0 })
}

// unrecorded is the note about clients that are judged without a replay; none where each has one.
func unrecorded(judge classify.Options) []string {
	var labels []string
	for _, p := range slices.Concat(judge.Judges, judge.Profiles) {
		if p.Hello == "" && !slices.Contains(labels, p.Label()) {
			labels = append(labels, p.Label())
		}
	}
	if labels == nil {
		return nil
	}
	return []string{"no recorded ClientHello, so not replayed: " + strings.Join(labels, ", ")}
}
