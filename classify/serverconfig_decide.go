package classify

import (
	"fmt"

	"mongotls/probe/evidence"
)

// Decision is what somebody has to decide about a line of a configuration.
type Decision struct {
	Line int // from 1; 0 for the whole
	Text string
}

// Undecided are the errors of a configuration: what a server would not start with.
func Undecided(e *evidence.ServerConfig) []Decision {
	c := newServerConfig(e)
	var out []Decision
	for _, p := range e.Problems {
		if kindOf(p).severity == Error {
			out = append(out, Decision{Line: p.Line, Text: p.Text})
		}
	}
	for _, r := range configRules() {
		if r.severity != Error || !c.applies(r) {
			continue
		}
		if found := c.try(r); len(found) > 0 {
			out = append(out, c.decisions(r, found)...)
		}
	}
	return out
}

// decisions are one for each setting where each has a mistake of its own, else one for the
// setting that shows it first.
func (c *serverConfig) decisions(r configRule, found []settingAt) []Decision {
	var out []Decision
	for _, s := range found {
		text := r.title
		if s.note != "" && s.ServerSetting != nil {
			text += fmt.Sprintf(": %s (%s)", written(s.ServerSetting), s.note)
		}
		text += "."
		if len(r.fix) > 0 {
			text += " " + c.words(s)(r.fix[0].Text)
		}
		out = append(out, Decision{Line: s.line(), Text: text})
		if len(r.fix) > 0 {
			break
		}
	}
	return out
}

// line is where the setting stands; 0 where it stands in no file.
func (s settingAt) line() int {
	if s.ServerSetting == nil {
		return 0
	}
	return s.Line
}
