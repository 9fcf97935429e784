package classify

import (
	"cmp"
	"slices"
	"strings"

	"mongotls/classify/driver"
)

// placed is a finding with its entry of the catalogue and its member.
type placed struct {
	finding
	cause    Cause
	severity Severity
	member   *member
	explains []Word
}

// compare puts what matters most first: severity, then the order in which a client
// meets the causes, then how many judges refuse, then the catalogue's order.
func (p placed) compare(o placed) int {
	return cmp.Or(
		cmp.Compare(rank(p.severity), rank(o.severity)),
		cmp.Compare(p.cause.Layer, o.cause.Layer),
		cmp.Compare(certainty(p), certainty(o)),
		cmp.Compare(len(o.refused), len(p.refused)),
		cmp.Compare(order(p.word), order(o.word)),
	)
}

// certainty puts what holds for everyone, noticed or not, before what some refuse.
func certainty(p placed) int {
	if p.always {
		return 0
	}
	return 1
}

func rank(s Severity) int { return slices.Index([]Severity{Error, Warning, Info}, s) }

// order is the place of a cause in the catalogue: it settles ties within a layer.
func order(w Word) int {
	return slices.IndexFunc(Catalogue(), func(c Cause) bool { return c.Word == w })
}

// fold takes out what another finding of the same member explains and names it there.
func fold(found []placed) []placed {
	var out []placed
	for i := range found {
		if j := explainer(found, i); j >= 0 {
			found[j].explains = append(found[j].explains, found[i].word)
		}
	}
	for i := range found {
		if explainer(found, i) < 0 {
			out = append(out, found[i])
		}
	}
	return out
}

// explainer is the index of the finding that explains found[i]; -1 if none does. What
// is milder never explains what is worse.
func explainer(found []placed, i int) int {
	return slices.IndexFunc(found, func(p placed) bool {
		return p.word != found[i].word &&
			slices.Contains(found[i].cause.After, p.word) &&
			rank(p.severity) <= rank(found[i].severity) &&
			covers(p, found[i])
	})
}

// covers tells whether everyone who refuses because of q also refuses because of p:
// otherwise q is news to somebody.
func covers(p, q placed) bool {
	for _, j := range q.refused {
		if !slices.Contains(p.refused, j) {
			return false
		}
	}
	return true
}

// diagnose makes one diagnosis of each cause, severity and headline, over all members.
func diagnose(all []placed) []Diagnosis {
	slices.SortStableFunc(all, placed.compare)
	out, of := []Diagnosis{}, [][]placed{}
	for _, p := range all {
		i := slices.IndexFunc(out, func(d Diagnosis) bool {
			return d.Cause == p.word && d.Severity == p.severity && d.Headline == p.headline()
		})
		if i < 0 {
			out, of = append(out, p.diagnosis()), append(of, []placed{p})
			continue
		}
		out[i].join(p)
		of[i] = append(of[i], p)
	}
	for i := range out {
		out[i].Facts = factsOf(of[i])
	}
	return out
}

// diagnosis words one finding for the reader.
func (p placed) diagnosis() Diagnosis {
	vars := p.vars()
	d := Diagnosis{
		Cause: p.word, Category: p.cause.Category, Severity: p.severity,
		Members:    []string{p.member.Host},
		Headline:   p.headline(),
		Why:        expand(cmp.Or(p.why, p.cause.Explain), vars),
		NotFix:     expand(p.cause.NotFix, vars),
		Explains:   slices.Compact(slices.Clone(p.explains)),
		Candidates: p.others(),
		Fix:        p.remedies(vars),
	}
	if d.Explains == nil {
		d.Explains = []Word{}
	}
	d.Title = d.Headline
	if p.severity != Error {
		return d
	}
	d.Split = split(p.member, p.refused)
	if n := len(p.refused); n > 0 && n < len(p.member.judges) {
		d.Title += ": " + d.Split
	}
	for _, i := range p.refused {
		j := p.member.judges[i]
		d.Refusing = append(d.Refusing, j.Name)
		if text := p.says(j); text != "" {
			d.Says = append(d.Says, Saying{Driver: j.Label(), Text: text})
		}
	}
	return d
}

// headline says what is wrong in the world.
func (p placed) headline() string { return cmp.Or(p.title, p.cause.Title) }

// says is what a client prints because of the finding; "" where that is not known.
func (p placed) says(j driver.Profile) string {
	if p.member.serverSide() && p.cause.Layer == LayerOptions {
		return "" // mongod reads the file, and no client does
	}
	if p.unsaid {
		return ""
	}
	if p.looksLike != "" {
		p.cause, _ = Find(p.looksLike)
	}
	return voices[j.Family].altered(expand(p.text(j.Family), p.vars()))
}

// others are the causes that the evidence allows besides the one named.
func (p placed) others() []Word {
	return slices.DeleteFunc(slices.Clone(p.candidates), func(w Word) bool { return w == p.word })
}

// join adds another member to a diagnosis.
func (d *Diagnosis) join(p placed) {
	if !slices.Contains(d.Members, p.member.Host) {
		d.Members = append(d.Members, p.member.Host)
	}
	for _, w := range p.explains {
		if !slices.Contains(d.Explains, w) {
			d.Explains = append(d.Explains, w)
		}
	}
	if p.severity != Error {
		return
	}
	for _, i := range p.refused {
		if j := p.member.judges[i]; !slices.Contains(d.Refusing, j.Name) {
			d.Refusing = append(d.Refusing, j.Name)
		}
	}
}

// split says who refuses and who connects: "Go refuses; PyMongo, Node.js, Java and C connect".
// A judge that another cause stops, or of whom nothing can be said, is said to be neither.
func split(m *member, refused []int) string {
	var no, other, open, yes []string
	for i, j := range m.judges {
		switch {
		case contains(refused, i):
			no = append(no, j.Label())
		case contains(m.failing, i):
			other = append(other, j.Label())
		case m.open(i) != "" && !m.verifies(i):
			open = append(open, j.Label())
		default:
			yes = append(yes, j.Label())
		}
	}
	if len(no) == len(m.judges) && len(no) > 1 {
		return "none of " + enumerate(no) + " connects"
	}
	var parts []string
	if len(no) > 0 {
		parts = append(parts, verb(no, "refuses", "refuse"))
	}
	if len(other) > 0 {
		parts = append(parts, verb(other, "fails", "fail")+" for another reason")
	}
	if len(yes) > 0 {
		parts = append(parts, m.goesOn(yes))
	}
	if len(no) == 0 && len(yes) > 0 {
		parts[len(parts)-1] += " and would not notice"
	}
	if len(open) > 0 {
		parts = append(parts, "of "+enumerate(open)+" it is not known")
	}
	return strings.Join(parts, "; ")
}

// goesOn says of some clients that they are not stopped.
func (m *member) goesOn(names []string) string {
	if m.file != nil {
		return verb(names, "accepts it", "accept it")
	}
	return verb(names, "connects", "connect")
}

func verb(names []string, one, many string) string {
	if len(names) == 1 {
		return names[0] + " " + one
	}
	return enumerate(names) + " " + many
}

// enumerate joins names as a sentence does: "A, B and C".
func enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
