package classify

import (
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// Options are what the user may choose about the judgement.
type Options struct {
	Judges []driver.Profile // who judges; at least one
	// Profiles are asked, too, and have no say in the verdict.
	Profiles      []driver.Profile
	ExpiresWithin time.Duration
	FailOn        Severity // Error or Warning
	// PeerCheck judges each member's certificate as mongod does that of another member.
	PeerCheck bool
}

// rules in the order of a connection's life. Each reads the evidence of one member
// and returns what it found; none knows of the others.
var rules = slices.Concat([]func(*member) []finding{
	literalRule, lookupRule, dialRule,
	serviceRule, brokenRule, unsteadyRule, alertRule, warningRule, sniRule,
	versionRule, negotiationRule, legacyRule, keyRule,
	chainRule, sizeRule, chainFindings, inspectionRule, expiryRule, clockRule,
	stapleRule, responderRule, crlRule,
	clientAuthRule, leafOnlyRule,
	helloRule, helloErrorRule, balancedRule, unbalancedRule, setNameRule, wireVersionRule, plaintextRule, clearRule, slowRule,
}, loginRules, deploymentRules)

// Classify judges the evidence of one target.
func Classify(e *evidence.Evidence, o Options) Result {
	if e.File != nil && e.File.Config != nil {
		return classifyConfig(e.File.Config, e.File.Path)
	}
	if e.Local != nil {
		return classifyLocal(e.Local)
	}
	r := Result{Profiles: []Standing{}}
	var all []placed
	judged := subjects(e, o)
	for _, m := range judged {
		found := m.found()
		all = append(all, found...)
		r.Checks = append(r.Checks, checks(m, found)...)
		r.Drivers = append(r.Drivers, outcomes(m, found)...)
		r.Profiles = append(r.Profiles, standings(m, o.Profiles)...)
		r.Defects = append(r.Defects, m.defects...)
	}
	r.Diagnoses = diagnose(all)
	d := newDeployment(e, judged)
	r.seedsFirst(d, all)
	r.noteEffects(judged)
	r.Aliases = d.aliases()
	r.settle(e, d)
	return r
}

// subjects are what is judged: the members, or the file.
func subjects(e *evidence.Evidence, o Options) []*member {
	if e.File != nil {
		return []*member{newFile(e, o)}
	}
	out := make([]*member, len(e.Members))
	for i := range e.Members {
		out[i] = newMember(e, i, o)
	}
	all := newDeployment(e, out)
	all.comparison = newComparison(e, out, o)
	for _, m := range out {
		m.deployment = all
	}
	return append(out, unusableSRV(e, o)...)
}

// found runs every rule over the member and folds what others explain.
func (m *member) found() []placed {
	var out []placed
	for _, rule := range m.rules {
		for _, f := range m.besides(m.heeding(m.try(rule))) {
			cause, ok := Find(f.word)
			if !ok {
				continue // a test holds every word of a rule to the catalogue
			}
			if s := f.severity(cause); s != "" {
				out = append(out, placed{finding: f, cause: cause, severity: s, member: m})
				m.failing = append(m.failing, f.refused...)
			}
		}
	}
	slices.SortStableFunc(out, placed.compare)
	return fold(out)
}

// try runs one rule. A rule that panics is a defect of this tool: it is recorded, and the
// other rules still speak.
func (m *member) try(rule func(*member) []finding) (found []finding) {
	defer func() {
		if r := recover(); r != nil {
			m.defects = append(m.defects, fmt.Sprintf("%v\n%s", r, debug.Stack()))
		}
	}()
	return rule(m)
}

// settle derives the verdict from the diagnoses and marks the root.
func (r *Result) settle(e *evidence.Evidence, d *deployment) {
	r.Verdict = Pass
	if len(r.Diagnoses) == 0 || r.Diagnoses[0].Severity == Info {
		if len(r.Defects) > 0 || !concluded(e) {
			r.Verdict = Inconclusive
		}
		return
	}
	r.mark()
	if r.Verdict == Warn && (slices.ContainsFunc(e.Members, r.unexplained) || r.unmet(d)) {
		r.Verdict = Inconclusive
	}
}

// unexplained tells whether a member failed in a way that leaves open whom that stops.
func (r *Result) unexplained(m evidence.Member) bool {
	told := slices.ContainsFunc(r.Diagnoses, func(d Diagnosis) bool { return d.Severity != Info && slices.Contains(d.Members, m.Host) })
	switch {
	case m.Handshake == nil:
		return !told
	case m.Handshake.Outcome == evidence.OK:
		return false
	}
	return !slices.ContainsFunc(r.Drivers, func(o Outcome) bool { return o.Member == m.Host && o.Outcome != "unknown" })
}

// mark makes the first diagnosis the root and takes the verdict from it, where there is one
// that is more than an info.
func (r *Result) mark() {
	if len(r.Diagnoses) == 0 || r.Diagnoses[0].Severity == Info {
		return
	}
	root := &r.Diagnoses[0]
	root.Root = true
	r.Cause, r.Category = root.Cause, root.Category
	r.Verdict = Warn
	if root.Severity == Error {
		r.Verdict = Fail
	}
}

// concluded tells whether enough was learnt of every member to call it healthy.
func concluded(e *evidence.Evidence) bool {
	for _, m := range e.Members {
		if m.Defect != "" || m.Handshake == nil || m.Exchange == nil || m.Exchange.Outcome != evidence.OK {
			return false
		}
	}
	return len(e.Members) > 0 || e.File != nil
}
