package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
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
	srv     []lookedUp
	// file is set where a file was examined, and no server; identity where it has a certificate
	// to be shown.
	file, identity bool
}

// member is one server of the target.
type member struct {
	host, role, set string
	// found is how servers led to it, "" where the user gave it; alias is what is said of a
	// name that drivers leave, "" for others.
	found, alias string
	// incomplete says why not all was asked, "" if all was.
	incomplete string
	// accepts are the suites and groups that were enumerated, a list a version.
	accepts []accepted
	// completed tells whether the main handshake was.
	completed bool
	replays   []replayed
	login     []loginRow
}

// accepted is what a server takes of one kind.
type accepted struct{ name, list string }

func (e escaper) accepted(m evidence.Member) []accepted {
	var out []accepted
	for _, s := range m.Suites {
		list := strings.Join(each(s.Suites, e.value), ", ")
		if !s.Complete {
			list += ", perhaps more"
		}
		out = append(out, accepted{e.name(string(s.Version)), list})
	}
	if len(m.Groups) > 0 {
		out = append(out, accepted{"groups", strings.Join(each(m.Groups, e.name), ", ")})
	}
	return out
}

func newView(t Target, e escaper) view {
	v := view{target: e.value(t.Target), notes: each(t.Notes, e.value), result: e.result(t.Result)}
	for _, m := range t.Evidence.Members {
		out := member{host: e.value(m.Host), incomplete: e.value(m.Incomplete), accepts: e.accepted(m), replays: e.replays(m), login: e.login(m.Login)}
		out.found = foundBy[m.FoundBy]
		out.completed = m.Handshake != nil && m.Handshake.Outcome == evidence.OK
		if m.Hello != nil {
			out.role, out.set = e.name(m.Hello.Role), e.value(m.Hello.SetName)
		}
		v.members = append(v.members, out)
	}
	if t.Evidence.File != nil {
		v.file, v.identity = true, t.Evidence.File.X509 != nil
		v.members = append(v.members, e.fileMember(t.Evidence.File))
	}
	if l := t.Evidence.Local; l != nil {
		v.notes = append(v.notes, each(l.Notes, e.value)...)
		v.members = append(v.members, e.localMember(l))
	}
	v.srv = e.srv(t.Evidence.Deployment)
	v.notes = append(v.notes, e.beyond(t.Evidence.Deployment)...)
	v.noteDefects(t, e)
	v.addJudged()
	v.addAliases()
	return v
}

// noteDefects tells what failed inside this tool, the first line of each.
func (v *view) noteDefects(t Target, e escaper) {
	defects := slices.Clone(t.Result.Defects)
	for _, m := range t.Evidence.Members {
		defects = append(defects, m.Defect)
	}
	for _, d := range defects {
		if first, _, _ := strings.Cut(d, "\n"); first != "" {
			v.notes = append(v.notes, "a defect of mongotls, please report it: "+e.value(first))
		}
	}
}

// judgedAt notes that the certificates were judged as of another time than that of the run.
func (v *view) judgedAt(at, run time.Time) {
	if !at.IsZero() && at.Sub(run).Abs() > time.Minute {
		v.notes = append(v.notes, "judged as of "+at.UTC().Format("2006-01-02 15:04 UTC"))
	}
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
	switch all := len(v.members); {
	case all < 2 && !slices.ContainsFunc(hosts, func(h string) bool { return !slices.Contains(v.hosts(), h) }):
		return ""
	case len(hosts) == all && all == 2:
		return "both members"
	case len(hosts) == all:
		return "all " + count(all, "member", "members")
	}
	rest := slices.DeleteFunc(v.hosts(), func(h string) bool { return slices.Contains(hosts, h) })
	switch more := len(hosts) - maxHosts; {
	case more <= 0:
		return list(hosts)
	case len(rest) <= maxHosts/2:
		return "all members but " + list(rest)
	default:
		return list(append(hosts[:maxHosts:maxHosts], count(more, "other", "others")))
	}
}

// maxHosts bounds the members that a line names: the matrix has them all.
const maxHosts = 8

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
