package upgrade

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"mongotls/classify"
)

// mongod is as much of a server as a plan deals with: the mode that runs and the one in its
// configuration.
type mongod struct{ runs, written Stage }

var (
	setsMode   = regexp.MustCompile(`setParameter: 1, tlsMode: "(\w+)"`)
	writesMode = regexp.MustCompile(`mode: (\w+)`)
	guardsMode = regexp.MustCompile(`was == "(\w+)"`)
)

// obey does what an action says, and refuses what mongod refuses.
func (m *mongod) obey(a Action) error {
	text := strings.Join(a.Run, "\n")
	if found := setsMode.FindStringSubmatch(text); found != nil {
		if guard := guardsMode.FindStringSubmatch(text); guard != nil && m.runs != Stage(guard[1]) {
			return nil
		}
		to := Stage(found[1])
		legal := m.runs == AllowTLS && to == PreferTLS || m.runs == PreferTLS && to == RequireTLS
		if !legal {
			return fmt.Errorf("illegal state transition from %s to %s", m.runs, to)
		}
		m.runs = to
	} else if found := writesMode.FindStringSubmatch(text); found != nil {
		m.written = Stage(found[1])
	} else if strings.Contains(text, "systemctl restart") {
		m.runs = m.written
	}
	return nil
}

// walk follows a plan and calls after behind each action.
func walk(t *testing.T, u Upgrade, servers map[string]*mongod, after func(Action)) {
	t.Helper()
	for _, a := range u.Next {
		if m := servers[a.On]; m != nil {
			if err := m.obey(a); err != nil {
				t.Errorf("%s: %v", a.On, err)
			}
		}
		after(a)
	}
}

// TestPlansLead follows the whole plan from every mix of modes: mongod refuses none of it,
// all members end in requireTLS and stay there over a restart. From a stage that all share no
// member ever loses another.
func TestPlansLead(t *testing.T) {
	for _, first := range Stages() {
		for _, second := range Stages() {
			for _, third := range Stages() {
				modes := []Stage{first, second, third}
				e := set(modes...)
				servers := map[string]*mongod{}
				for i, m := range e.Members {
					servers[m.Host] = &mongod{modes[i], modes[i]}
				}
				shared := first == second && second == third
				walk(t, Plan(e, classify.Result{}, RequireTLS), servers, func(a Action) {
					for from, m := range servers {
						for to, o := range servers {
							if shared && cutOff(m.runs, o.runs) {
								t.Errorf("from %s: after %q on %s, %s loses %s", modes, a.Run, a.On, from, to)
							}
						}
					}
				})
				for host, m := range servers {
					if *m != (mongod{RequireTLS, RequireTLS}) {
						t.Errorf("from %s: %s ends as %+v", modes, host, *m)
					}
				}
			}
		}
	}
}

// TestPlansLeadFromWhatLooksAlike does the same for members of which nobody knows whether they
// are in allowTLS or preferTLS.
func TestPlansLeadFromWhatLooksAlike(t *testing.T) {
	for _, really := range [][]Stage{{AllowTLS, AllowTLS}, {PreferTLS, PreferTLS}, {AllowTLS, PreferTLS}} {
		e := set(Either, Either)
		servers := map[string]*mongod{}
		for i, m := range e.Members {
			servers[m.Host] = &mongod{really[i], really[i]}
		}
		walk(t, Plan(e, classify.Result{}, RequireTLS), servers, func(Action) {})
		for host, m := range servers {
			if *m != (mongod{RequireTLS, RequireTLS}) {
				t.Errorf("from %s: %s ends as %+v", really, host, *m)
			}
		}
	}
}

// TestPlansLeadWithAnArbiter: nobody may set the mode of an arbiter, nor ask for it. From each
// mode that it may be in beside the others, also one behind them, it never loses them, and all
// end in requireTLS.
func TestPlansLeadWithAnArbiter(t *testing.T) {
	for _, c := range []struct{ others, arbiter Stage }{
		{Disabled, Disabled}, {AllowTLS, AllowTLS}, {PreferTLS, PreferTLS}, {PreferTLS, AllowTLS}, {RequireTLS, PreferTLS},
	} {
		shown := c.arbiter
		if shown != Disabled {
			shown = Either
		}
		e := arbiters(set(c.others, c.others, shown), 2)
		servers := map[string]*mongod{}
		for _, m := range e.Members {
			servers[m.Host] = &mongod{c.others, c.others}
		}
		arbiter := servers[e.Members[2].Host]
		*arbiter = mongod{c.arbiter, c.arbiter}
		walk(t, Plan(e, classify.Result{}, RequireTLS), servers, func(a Action) {
			if a.On == e.Members[2].Host && setsMode.MatchString(strings.Join(a.Run, "\n")) {
				t.Errorf("from %s: the arbiter refuses %q", c.others, a.Run)
			}
			for host, m := range servers {
				if cutOff(m.runs, arbiter.runs) || cutOff(arbiter.runs, m.runs) {
					t.Errorf("from %s: after %q on %s, the arbiter and %s lose each other", c.others, a.Run, a.On, host)
				}
			}
		})
		for host, m := range servers {
			if *m != (mongod{RequireTLS, RequireTLS}) {
				t.Errorf("from %s: %s ends as %+v", c.others, host, *m)
			}
		}
	}
}
