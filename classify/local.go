package classify

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// ThisMachine is the target, and the only member, of an examination of this machine.
const ThisMachine = "this machine"

// machine is the view of this machine that its rules look at.
type machine struct {
	*evidence.Local
	defects []string
}

// localRule is one thing that can be wrong with this machine, and the check that it is shown
// under.
type localRule struct {
	check string
	find  func(*machine) []localFinding
}

// localFinding is what a rule found. A runtime that is stopped makes it an error: the drivers
// on it that name no CA file, or no other setting of their own, do not connect.
type localFinding struct {
	word     Word
	severity Severity
	title    string
	facts    []Fact
	// fix are remedies for what was found and for this system, before the catalogue's.
	fix     []Fix
	stopped []evidence.Runtime
}

// localRules in the order in which a client meets what they are about.
var localRules = []localRule{
	{"versions", oldRuntimeRule},
	{"handshake", strictPolicyRule}, {"handshake", weakPolicyRule}, {"handshake", localFIPSRule},
	{"chain", variableRule}, {"chain", anchorlessRule}, {"chain", outdatedStoreRule}, {"chain", inspectionStoreRule},
	{"chain", localClockRule}, {"chain", nodeUnverifiedRule}, {"chain", replacedStoreRule},
	{"revocation", ocspExtraRule},
	{"mongodb", proxyRule},
}

// classifyLocal judges this machine as a client.
func classifyLocal(l *evidence.Local) Result {
	m := &machine{Local: l}
	r := Result{Verdict: Pass, Diagnoses: []Diagnosis{}, Drivers: []Outcome{}, Profiles: []Standing{}}
	var found []placedDiagnosis
	for _, rule := range localRules {
		for _, f := range m.try(rule) {
			found = append(found, placedDiagnosis{m.diagnosis(f), rule.check})
		}
	}
	slices.SortStableFunc(found, func(a, b placedDiagnosis) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) })
	for _, f := range found {
		r.Diagnoses = append(r.Diagnoses, f.Diagnosis)
	}
	for _, c := range localChecks {
		r.Checks = append(r.Checks, c.state(m, found))
	}
	r.mark()
	r.Defects = m.defects
	if r.Verdict == Pass && (len(m.defects) > 0 || !m.Answered()) {
		r.Verdict = Inconclusive
	}
	return r
}

// try runs one rule. One that panics is a defect of this tool; the others still speak.
func (m *machine) try(r localRule) (found []localFinding) {
	defer func() {
		if p := recover(); p != nil {
			m.defects = append(m.defects, fmt.Sprintf("%v\n%s", p, debug.Stack()))
		}
	}()
	return r.find(m)
}

// driverOf is the driver that clients on a runtime use; none on the openssl program.
var driverOf = map[string]string{"python3": "pymongo", "node": "node", "php": "php", "ruby": "ruby", "java": "java"}

// diagnosis words a finding. It is an info where nobody asked for this machine.
func (m *machine) diagnosis(f localFinding) Diagnosis {
	cause, _ := Find(f.word)
	d := Diagnosis{
		Cause: f.word, Category: cause.Category, Severity: cmp.Or(f.severity, Warning), Members: []string{ThisMachine},
		Headline: cmp.Or(f.title, cause.Title), Why: expand(cause.Explain, nil), NotFix: expand(cause.NotFix, nil),
		Facts: append([]Fact{}, f.facts...), Fix: append([]Fix{}, f.fix...), Explains: []Word{},
	}
	d.Title = d.Headline
	for _, fix := range cause.Fix {
		d.Fix = append(d.Fix, fix.expand(nil))
	}
	for _, r := range f.stopped {
		if name := driverOf[r.Kind]; name != "" && !slices.Contains(d.Refusing, name) {
			d.Severity, d.Refusing = Error, append(d.Refusing, name)
		}
	}
	if m.Advisory {
		d.Severity = Info
	}
	if d.Severity != Error {
		d.Refusing = nil
		return d
	}
	d.Split = "clients on " + enumerate(labels(f.stopped)) + " do not connect"
	for _, name := range d.Refusing {
		if text := cause.Says[name]; text != "" {
			d.Says = append(d.Says, Saying{Driver: name, Text: expand(text, nil)})
		}
	}
	return d
}

// label names a runtime: "python3 3.11.7 (/usr/bin/python3)".
func label(r evidence.Runtime) string {
	return strings.TrimSpace(r.Kind+" "+r.Version) + " (" + r.Path + ")"
}

func labels(list []evidence.Runtime) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = label(r)
	}
	return out
}

// where are the runtimes that hold.
func (m *machine) where(holds func(evidence.Runtime) bool) []evidence.Runtime {
	return slices.DeleteFunc(slices.Clone(m.Runtimes), func(r evidence.Runtime) bool { return !holds(r) })
}

// ref points at a runtime in the evidence.
func (m *machine) ref(r evidence.Runtime) string {
	return fmt.Sprintf("/evidence/local/runtimes/%d", slices.IndexFunc(m.Runtimes, func(o evidence.Runtime) bool { return o.Kind == r.Kind && o.Path == r.Path }))
}

// on tells whether this machine's system is one of Go's names: "linux", "darwin", "windows".
func (m *machine) on(system string) bool { return strings.HasPrefix(m.System, system+"/") }

// variable is the value of a variable of the environment; "" where it is not set.
func (m *machine) variable(name string) string {
	for _, v := range m.Variables {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}
