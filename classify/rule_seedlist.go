package classify

import (
	"cmp"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// seedlistHabit is what some clients stop at in a mongodb+srv name or its records, where
// others go on.
type seedlistHabit struct {
	word  Word
	title string
	// why replaces the catalogue's explanation; "" where that fits.
	why string
	// seen are the facts that show it; nil where it plays no part.
	seen    func(*evidence.SRVLookup) []Fact
	refuses func(driver.Profile) bool
	fix     func(*evidence.SRVLookup) []Fix
	says    map[string]string
}

// seedlistRule: a client stops at the name or its records, and reaches no member at all.
func seedlistRule(m *member) []finding {
	s := m.deployment.srv
	if s == nil {
		return nil
	}
	var out []finding
	for _, h := range seedlistHabits {
		facts, refused := h.seen(s), m.judgesWhere(func(j driver.Profile) bool { return readsURIs(j) && h.refuses(j) })
		if facts == nil || len(refused) == 0 {
			continue
		}
		out = append(out, finding{word: h.word, title: h.title, why: h.why, refused: refused, facts: facts, fix: h.fix(s), fixed: true,
			vars: map[string]string{"name": s.Name, "srv": serviceName(s.Service, cmp.Or(s.Given, s.Name))}})
	}
	return out
}

// seedlistWordings are what the clients print that stop there.
func seedlistWordings() []wording {
	out := make([]wording, len(seedlistHabits))
	for i, h := range seedlistHabits {
		out[i] = titled(h.word, h.title, h.says)
	}
	return out
}

// readsURIs tells whether a client is given a connection string: a member knows the others from the configuration of its set.
func readsURIs(j driver.Profile) bool { return j.Name != "mongod" }

// until are clients of releases before a version; "" for all.
func until(ended map[string]string) func(driver.Profile) bool {
	return func(j driver.Profile) bool {
		version, named := ended[j.Name]
		return named && (version == "" || j.Before(version))
	}
}

// since are clients of releases from a version on.
func since(began map[string]string) func(driver.Profile) bool {
	return func(j driver.Profile) bool {
		version, named := began[j.Name]
		return named && !j.Before(version)
	}
}

// unless are all clients but these.
func unless(these func(driver.Profile) bool) func(driver.Profile) bool {
	return func(j driver.Profile) bool { return !these(j) }
}

// elsewhere is the way around DNS, where it is known what the records stand for.
func elsewhere(text string) func(*evidence.SRVLookup) []Fix {
	return func(s *evidence.SRVLookup) []Fix {
		if s.URI == "" {
			return []Fix{namedServers}
		}
		return []Fix{{On: OnClient, Text: text, Run: []string{quote(s.URI)}}}
	}
}

func mendTXT(text string) func(*evidence.SRVLookup) []Fix {
	return func(s *evidence.SRVLookup) []Fix { return []Fix{{On: OnNetwork, Text: text, Run: dig(s)[1:]}} }
}

// domainOf is what targets of a name must end with: the name without its first label, or the
// whole where it has fewer than three labels.
func domainOf(name string) string {
	name = strings.TrimSuffix(name, ".")
	if strings.Count(name, ".") >= 2 {
		_, name, _ = strings.Cut(name, ".")
	}
	return name
}

// capitals are the records whose domain is spelled in another case than that of the name.
func capitals(s *evidence.SRVLookup) []Fact {
	domain := domainOf(s.Name)
	var out []Fact
	for _, r := range s.Records {
		if cut := len(r.Spelled) - len(domain); cut > 0 && r.Spelled[cut:] != domain && strings.EqualFold(r.Spelled[cut:], domain) {
			out = append(out, fact("target", r.Spelled, srvBase+"records"))
		}
	}
	return out[:min(len(out), maxSpelled)]
}

// maxSpelled bounds the targets that are shown.
const maxSpelled = 3

// txtWhere is the TXT record, where one of its options is odd.
func txtWhere(s *evidence.SRVLookup, odd func(pair string) bool) []Fact {
	if len(s.TXT) != 1 || !slices.ContainsFunc(strings.Split(s.TXT[0], "&"), odd) {
		return nil
	}
	return []Fact{fact("TXT", s.TXT[0], srvBase+"txt")}
}
