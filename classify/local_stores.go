package classify

import (
	"strings"
	"time"

	"mongotls/probe/evidence"
)

// staleAfter is the age from which a bundle of public CAs is old enough to tell.
const staleAfter = 2 * 365 * 24 * time.Hour

// outdatedStoreRule: a store of the public CAs lacks roots that Atlas needs, or certifi is old.
func outdatedStoreRule(m *machine) []localFinding {
	f := localFinding{word: "trust-store-outdated", severity: Warning}
	for i := range m.Stores {
		if s := &m.Stores[i]; len(s.Lacks) > 0 {
			f.facts = append(f.facts, fact(s.Path, "lacks "+enumerate(s.Lacks), m.storeRef(s)+"/lacks"))
		}
	}
	for _, r := range m.Runtimes {
		for _, p := range r.Packages {
			if p.Name == "certifi" && m.stale(p) {
				f.facts = append(f.facts, fact("certifi", p.Version+", for "+label(r), m.ref(r)+"/packages"))
				f.fix = append(f.fix, Fix{On: OnClient, Text: "Update certifi of this interpreter.", Run: []string{quote(r.Path) + " -m pip install --upgrade certifi"}})
			}
		}
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}

// certifiFile is how the path of certifi's own bundle ends. Distributions let it name the
// system's store instead, whose age is another.
const certifiFile = "certifi/cacert.pem"

// stale tells whether a release of certifi, which is named after its day, is old.
func (m *machine) stale(certifi evidence.Package) bool {
	if !strings.HasSuffix(strings.ReplaceAll(certifi.Store, `\`, "/"), certifiFile) {
		return false
	}
	released, err := time.Parse("2006.1.2", certifi.Version)
	return err == nil && m.Clock.Now.Sub(released) > staleAfter
}

// inspectionStoreRule: a trust store here holds the CA of a product that opens TLS.
func inspectionStoreRule(m *machine) []localFinding {
	f := localFinding{word: "tls-inspection", severity: Warning, title: "A product that opens TLS has its CA in a trust store here"}
	for i := range m.Stores {
		for _, ca := range m.Stores[i].Inspection {
			f.facts = append(f.facts, fact(m.Stores[i].Path, ca.Product+": "+ca.Subject, m.storeRef(&m.Stores[i])+"/inspection"))
		}
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}

// replacedStoreRule: a variable replaces the system's store for some programs and not for
// others, so that they disagree.
func replacedStoreRule(m *machine) []localFinding {
	f := localFinding{word: "trust-store-replaced", severity: Info}
	for _, v := range storeVariables[:2] {
		for _, path := range m.paths(v) {
			if s := m.store(path); s != nil && s.Anchors > 0 {
				f.facts = append(f.facts, fact(v.name, path+": "+condition(s), m.storeRef(s)))
			}
		}
	}
	if f.facts == nil {
		return nil
	}
	f.facts = append(f.facts, fact("read by", storeVariables[0].readBy, ""), fact("not by", storeVariables[0].ignoredBy, ""))
	return []localFinding{f}
}
