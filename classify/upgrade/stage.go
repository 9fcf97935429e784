package upgrade

import "slices"

// Stage is the TLS mode of a member, or of a deployment, under its name since MongoDB 4.2.
type Stage string

const (
	Disabled   Stage = "disabled"
	AllowTLS   Stage = "allowTLS"
	PreferTLS  Stage = "preferTLS"
	RequireTLS Stage = "requireTLS"
	// Either is what AllowTLS and PreferTLS look like from outside: both take plaintext and
	// TLS, and differ in what the member speaks to others.
	Either Stage = "allowTLS-or-preferTLS"
	// Mixed is a deployment whose members are in different modes.
	Mixed   Stage = "mixed"
	Unknown Stage = "unknown"
)

// Stages are the modes in the order of the upgrade.
func Stages() []Stage { return []Stage{Disabled, AllowTLS, PreferTLS, RequireTLS} }

// level is how far a stage is: the lowest that it may be; -1 for one that is no mode.
func (s Stage) level() int {
	if s == Either {
		s = AllowTLS
	}
	return slices.Index(Stages(), s)
}

// speaks and takes are what members in a mode do towards and from others.
var (
	speaksTLS      = map[Stage]bool{PreferTLS: true, RequireTLS: true}
	speaksPlain    = map[Stage]bool{Disabled: true, AllowTLS: true}
	takesTLS       = map[Stage]bool{AllowTLS: true, PreferTLS: true, Either: true, RequireTLS: true}
	takesPlaintext = map[Stage]bool{Disabled: true, AllowTLS: true, PreferTLS: true, Either: true}
)

// cutOff tells whether a member of one mode cannot connect to one of another. It says no
// where that is not known.
func cutOff(from, to Stage) bool {
	known := to.level() >= 0
	return known && (speaksTLS[from] && !takesTLS[to] || speaksPlain[from] && !takesPlaintext[to])
}

// stage is that of the members whose mode is known.
func (p *plan) stage() Stage {
	seen := map[Stage]bool{}
	for _, m := range p.members {
		if at := p.stand(m); at.level() >= 0 {
			seen[at] = true
		}
	}
	switch {
	case len(seen) == 0:
		return Unknown
	case len(seen) == 1:
		for s := range seen {
			return s
		}
	case seen[Either] && !seen[Disabled] && !seen[RequireTLS] && !(seen[AllowTLS] && seen[PreferTLS]):
		return Either // those that are known may be like the others
	}
	return Mixed
}
