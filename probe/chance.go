package probe

import (
	"slices"

	"mongotls/probe/evidence"
)

// cutByChance tells whether the main handshake was cut off without a byte, and a version
// question under the same name was answered in TLS: what passes connections on by name cuts
// off all of them.
func (p *prober) cutByChance(main session) bool {
	if main.facts.Stage != evidence.NothingReceived || main.facts.ServerName == "" {
		return false
	}
	return slices.ContainsFunc(p.answers, func(a answer) bool {
		named := a.version != evidence.TLS12 && a.version != evidence.SSL2 // SSL 2.0 has no names
		return named && (a.answer == evidence.Accepted || len(a.flight.Alerts) > 0)
	})
}
