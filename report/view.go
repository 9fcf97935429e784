package report

import (
	"cmp"
	"slices"

	"mongotls/classify"
)

// The outcomes of classify.Outcome.
const (
	connects = "connects"
	fails    = "fails"
	unknown  = "unknown"
)

// view is what screens show of one target, every text of it escaped. It is made here
// and nowhere else: screens never see a Target.
type view struct {
	target  string
	notes   []string
	result  classify.Result
	members []member
}

// member is one server of the target.
type member struct {
	host, role, set string
	// incomplete says why not all was asked, "" if all was.
	incomplete string
}

func newView(t Target, e escaper) view {
	v := view{target: e.value(t.Target), notes: each(t.Notes, e.value), result: e.result(t.Result)}
	for _, m := range t.Evidence.Members {
		out := member{host: e.value(m.Host), incomplete: e.value(m.Incomplete)}
		if m.Hello != nil {
			out.role, out.set = e.name(m.Hello.Role), e.value(m.Hello.SetName)
		}
		v.members = append(v.members, out)
	}
	v.addJudged()
	return v
}

// addJudged adds the members that only the result names.
func (v *view) addJudged() {
	add := func(host string) {
		known := slices.ContainsFunc(v.members, func(m member) bool { return m.host == host })
		if host != "" && !known {
			v.members = append(v.members, member{host: host})
		}
	}
	for _, c := range v.result.Checks {
		add(c.Member)
	}
	for _, o := range v.result.Drivers {
		add(o.Member)
	}
}

func (v view) hosts() []string {
	hosts := make([]string, len(v.members))
	for i, m := range v.members {
		hosts[i] = m.host
	}
	return hosts
}

// on names the given members in a line of its own right, "" where there is only one.
func (v view) on(hosts []string) string {
	switch {
	case len(v.members) < 2 && !slices.ContainsFunc(hosts, func(h string) bool { return !slices.Contains(v.hosts(), h) }):
		return ""
	case len(hosts) == len(v.members) && len(hosts) > 1:
		return "all " + count(len(hosts), "member", "members")
	}
	return list(hosts)
}

// checkOrder is the order of a member's checks (contract, section 3).
var checkOrder = []string{"name", "connect", "handshake", "versions", "certificate", "chain", "revocation", "client-auth", "mongodb"}

// checks are those of one member in the contract's order, unknown ones last.
func (v view) checks(host string) []classify.Check {
	var out []classify.Check
	for _, c := range v.result.Checks {
		if c.Member == host {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b classify.Check) int { return cmp.Compare(checkRank(a.Check), checkRank(b.Check)) })
	return out
}

func checkRank(check string) int {
	if i := slices.Index(checkOrder, check); i >= 0 {
		return i
	}
	return len(checkOrder)
}

// outcomes are those of one member.
func (v view) outcomes(host string) []classify.Outcome {
	var out []classify.Outcome
	for _, o := range v.result.Drivers {
		if o.Member == host {
			out = append(out, o)
		}
	}
	return out
}

var severityRank = map[classify.Severity]int{classify.Error: 1, classify.Warning: 2, classify.Info: 3}

// diagnoses are in the order of reading: the root, then errors, warnings and infos.
func diagnoses(r classify.Result) []classify.Diagnosis {
	rank := func(d classify.Diagnosis) int {
		if d.Root {
			return 0
		}
		return severityRank[d.Severity]
	}
	out := slices.Clone(r.Diagnoses)
	slices.SortStableFunc(out, func(a, b classify.Diagnosis) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func each(in []string, f func(string) string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = f(s)
	}
	return out
}

func (e escaper) result(r classify.Result) classify.Result {
	out := classify.Result{
		Verdict:  classify.Verdict(e.name(string(r.Verdict))),
		Category: classify.Category(e.name(string(r.Category))),
		Cause:    e.word(r.Cause),
	}
	for _, d := range diagnoses(r) {
		out.Diagnoses = append(out.Diagnoses, e.diagnosis(d))
	}
	for _, c := range r.Checks {
		c.Member, c.Check, c.Why = e.value(c.Member), e.name(c.Check), e.value(c.Why)
		c.State = classify.State(e.name(string(c.State)))
		out.Checks = append(out.Checks, c)
	}
	for _, o := range r.Drivers {
		o.Member, o.Driver, o.Title = e.value(o.Member), e.name(o.Driver), e.name(o.Title)
		o.Version, o.Runtime, o.Cause = e.name(o.Version), e.value(o.Runtime), e.word(o.Cause)
		o.Outcome, o.Says, o.Why = e.name(o.Outcome), e.value(o.Says), e.value(o.Why)
		out.Drivers = append(out.Drivers, o)
	}
	return out
}

func (e escaper) diagnosis(d classify.Diagnosis) classify.Diagnosis {
	out := classify.Diagnosis{
		Cause:    e.word(d.Cause),
		Category: classify.Category(e.name(string(d.Category))),
		Severity: classify.Severity(e.name(string(d.Severity))), Root: d.Root,
		Members: each(d.Members, e.value), Headline: e.value(cmp.Or(d.Headline, d.Title)), Title: e.value(d.Title),
		Why: e.prose(d.Why), Split: e.value(d.Split),
		NotFix: e.prose(d.NotFix),
	}
	for _, f := range d.Facts {
		out.Facts = append(out.Facts, classify.Fact{Label: e.value(f.Label), Value: e.value(f.Value)})
	}
	for _, s := range d.Says {
		out.Says = append(out.Says, classify.Saying{Driver: e.name(s.Driver), Text: e.value(s.Text)})
	}
	for _, f := range d.Fix {
		out.Fix = append(out.Fix, e.fix(f))
	}
	out.Explains, out.Candidates = e.words(d.Explains), e.words(d.Candidates)
	return out
}

func (e escaper) words(in []classify.Word) []classify.Word {
	out := make([]classify.Word, len(in))
	for i, w := range in {
		out[i] = e.word(w)
	}
	return out
}

func (e escaper) fix(f classify.Fix) classify.Fix {
	return classify.Fix{On: classify.Side(e.name(string(f.On))), Text: e.prose(f.Text), Run: each(f.Run, e.command)}
}
