package report

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// replayed is what a server answered to the hellos of some clients.
type replayed struct {
	hellos []string
	answer string
}

// replays are what came of each hello, those with the same answer together.
func (e escaper) replays(m evidence.Member) []replayed {
	var out []replayed
	for _, s := range m.Simulations {
		name, answer := e.name(s.Hello), e.value(replayAnswer(s))
		i := slices.IndexFunc(out, func(r replayed) bool { return r.answer == answer })
		if i < 0 {
			out, i = append(out, replayed{answer: answer}), len(out)
		}
		out[i].hellos = append(out[i].hellos, name)
	}
	return out
}

func replayAnswer(s evidence.Simulation) string {
	var parts []string
	for _, part := range []string{s.Version, s.Suite, s.Group} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	switch {
	case s.Outcome == evidence.OK:
		return strings.Join(parts, ", ")
	case s.Alert != nil:
		return "alert " + s.Alert.Name
	case s.Error != nil:
		return string(s.Outcome) + ": " + *s.Error
	}
	return string(s.Outcome)
}

// printReplays shows them where they were asked for, which is told by a handshake that did
// not need them, and with Verbose.
func (p *printer) printReplays(m member) {
	if !m.completed && !p.style.Verbose {
		return
	}
	for _, r := range m.replays {
		p.check(p.style.mark(listMark), "replay", r.answer+": "+strings.Join(r.hellos, ", "))
	}
}
