package classify

import (
	"slices"
	"strings"
)

// managed is a service or an operator that runs MongoDB, or what speaks its protocol, for its
// users. What helps with a plain mongod often does not there.
type managed struct {
	name string
	// suffixes end the names of its servers; they are looked for in the name that was dialled and
	// in the names of the certificate.
	suffixes []string
	// hosted: users cannot change the server or its certificate.
	hosted  bool
	advice  []advice
	sources []string
}

// advice is a remedy for some causes.
type advice struct {
	words []Word
	fix   Fix
}

// service is who runs the member; nil where nothing tells.
func (m *member) service() *managed {
	names := []string{m.Name}
	if m.leaf != nil {
		names = append(names, m.leaf.DNSNames...)
	}
	return serviceOf(names)
}

// serviceOf is the service that has one of these names; nil if none has.
func serviceOf(names []string) *managed {
	for i, s := range services {
		if slices.ContainsFunc(names, s.runs) {
			return &services[i]
		}
	}
	return nil
}

// onAtlas tells whether the member is one of MongoDB Atlas.
func (m *member) onAtlas() bool {
	s := m.service()
	return s != nil && s.name == atlas
}

// runs tells whether a name is one of the service.
func (s managed) runs(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	return slices.ContainsFunc(s.suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// remedies are what helps: for what was found, then by who runs the server, then in general. A
// remedy that is not in the user's hands is left out where there is one that is.
func (p placed) remedies(vars map[string]string) []Fix {
	out := []Fix{}
	for _, f := range p.fix {
		out = append(out, f.expand(vars))
	}
	s := p.member.service()
	known := len(out)
	if s != nil {
		for _, a := range s.advice {
			if slices.Contains(a.words, p.word) {
				out = append(out, a.fix.expand(vars))
			}
		}
	}
	beyond := s != nil && s.hosted && len(out) > known
	for _, f := range p.cause.Fix {
		if p.fixed || beyond && (f.On == OnServer || f.On == OnCA) {
			continue
		}
		out = append(out, f.expand(vars))
	}
	return out
}
