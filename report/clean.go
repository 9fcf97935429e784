package report

import (
	"cmp"

	"mongotls/classify"
)

func each(in []string, f func(string) string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = f(s)
	}
	return out
}

// result is r with every text of it escaped, its diagnoses in the order of reading.
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
		o.Version, o.Variant, o.Runtime = e.name(o.Version), e.name(o.Variant), e.value(o.Runtime)
		o.Cause = e.word(o.Cause)
		o.Outcome, o.Says, o.Why = e.name(o.Outcome), e.value(o.Says), e.value(o.Why)
		out.Drivers = append(out.Drivers, o)
	}
	for _, s := range r.Profiles {
		out.Profiles = append(out.Profiles, e.standing(s))
	}
	for _, a := range r.Aliases {
		out.Aliases = append(out.Aliases, classify.Alias{Member: e.value(a.Member), SameAs: e.value(a.SameAs)})
	}
	return out
}

// standing keeps what screens show of one.
func (e escaper) standing(s classify.Standing) classify.Standing {
	return classify.Standing{
		Member: e.value(s.Member), Driver: e.name(s.Driver), Variant: e.name(s.Variant), Versions: e.value(s.Versions),
		Runtime: e.value(s.Runtime),
		Outcome: e.name(s.Outcome), Cause: e.word(s.Cause), Says: e.value(s.Says), Why: e.value(s.Why),
	}
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
