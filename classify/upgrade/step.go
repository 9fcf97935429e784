package upgrade

import (
	"slices"

	"mongotls/classify"
)

// step is one transition of the upgrade, to a mode from the one before it.
type step struct {
	to Stage
	// restart tells that the mode cannot be reached at run time.
	restart bool
	// prepare is what comes before the first member.
	prepare []Action
	// stops are the diagnoses that make it unsafe, own are further conditions.
	stops func(*plan, classify.Diagnosis) bool
	own   []func(*plan, step) []classify.Diagnosis
}

// steps lead from each stage to the next.
var steps = []step{
	{
		to: AllowTLS, restart: true, stops: never,
		own: []func(*plan, step) []classify.Diagnosis{tooOld, onlyLoopback},
		prepare: []Action{{
			On: EachMember, Text: "A certificate with its key in one file, for the name that clients and members dial, and the file of the CA. Check both before the restart.",
			Run: []string{"mongotls check-files --tlsCertificateKeyFile /etc/ssl/mongodb.pem \\", "  --tlsCAFile /etc/ssl/ca.pem --host MEMBER"},
		}},
	},
	{
		to: PreferTLS, stops: betweenMembers,
		own: []func(*plan, step) []classify.Diagnosis{internalLogin},
		prepare: []Action{{
			On: Clients, Text: "Switch every program to TLS, one after the other: plaintext still works meanwhile.",
			Run: []string{"mongodb://HOSTS/?tls=true&tlsCAFile=ca.pem"},
		}},
	},
	{
		to: RequireTLS, stops: forEverybody,
		own: []func(*plan, step) []classify.Diagnosis{internalLogin},
		prepare: []Action{{
			On: EachMember, Text: "See that nobody connects without TLS any more. In preferTLS the log names each such connection: mongosh has its newest 1024 lines, the file all.",
			Run: []string{`db.adminCommand({ getLog: "global" }).log`, `  .filter(l => /is not using SSL/.test(l))`, "grep 'is not using SSL' /var/log/mongodb/mongod.log"},
		}},
	},
}

// actions are those of all steps, and at last the modes that a restart would undo.
func (p *plan) actions() []Action {
	out := []Action{}
	for _, s := range p.steps {
		out = append(out, p.prepare(s)...)
		for _, m := range p.turns {
			if l := p.stand(m).level(); l >= 0 && l < s.to.level() {
				out = append(out, p.change(m, s)...)
			}
		}
	}
	for _, m := range p.turns {
		if m.unwritten() && !p.changes(m) {
			out = append(out, m.write(m.Mode, "Write the mode that runs into mongod.conf: the next restart would return to "+string(m.StartedIn)+"."))
		}
	}
	return out
}

// prepare is what comes before a step: with its name where there is one member, and with
// certificates where clients need one.
func (p *plan) prepare(s step) []Action {
	out := slices.Clone(s.prepare)
	mutual := slices.ContainsFunc(p.members, func(m *member) bool { return m.seen.Client.Required == "yes" })
	for i := range out {
		switch {
		case out[i].On == EachMember && len(p.members) == 1:
			out[i].On = p.members[0].Name
		case out[i].On == Clients && mutual:
			out[i].Text += " Each needs a certificate of its own, too (tlsCertificateKeyFile)."
		}
	}
	return out
}

// changes tells whether the steps change a member.
func (p *plan) changes(m *member) bool {
	return len(p.steps) > 0 && p.stand(m).level() < p.steps[len(p.steps)-1].to.level()
}

// unwritten tells whether the mode was changed at run time only.
func (m *member) unwritten() bool {
	return m.ModeSource == Told && m.StartedIn.level() >= 0 && m.StartedIn != m.Mode
}

// change is one step of one member.
func (p *plan) change(m *member, s step) []Action {
	switch {
	case !s.restart && m.restarts():
		return []Action{m.write(s.to, "Write this into mongod.conf."), m.restart("Restart it: with access control nobody may set the mode of an arbiter while it runs.")}
	case !s.restart:
		return []Action{
			m.set(s.to),
			m.write(s.to, "Write it into mongod.conf, so that the next restart does not undo it. No restart is needed for that."),
		}
	}
	out := []Action{m.write(s.to, "Write this into mongod.conf, beside what net has. Clients need no certificate of their own with the last line.")}
	if m.Role == "primary" && len(p.members) > 1 {
		out = append(out, Action{On: m.Name, Text: "Hand over the primary's role, and wait for another primary.", Run: []string{"rs.stepDown()"}})
	}
	return append(out, m.restart("Restart it: the mode cannot leave disabled while mongod runs."))
}
