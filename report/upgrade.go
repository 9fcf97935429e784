package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/classify/upgrade"
)

// UpgradeSchema names the document of a deployment's upgrade (contract, section 5).
const UpgradeSchema = "mongotls.upgrade/1"

// UpgradeDocument is what upgrade prints as JSON.
type UpgradeDocument struct {
	Schema string `json:"schema"`
	Target string `json:"target"`
	upgrade.Upgrade
	ExitCode int `json:"exit_code"`
}

// UpgradeJSON writes where a deployment stands, indented.
func UpgradeJSON(w io.Writer, d UpgradeDocument) error { return writeJSON(w, d, "  ") }

// Upgrade writes the screen of where a deployment stands: the members, what blocks the next
// step, and the steps. The target has the evidence that the document was made of.
func Upgrade(w io.Writer, d UpgradeDocument, t Target, s Style) error {
	e := escaper{s.Unicode}
	p := &printer{style: s}
	v, u := newView(t, e), e.upgrade(d.Upgrade)
	p.heading(v.target + ": " + whereItStands(u))
	if !s.Quiet {
		p.upgradeMembers(u.Members)
		for _, text := range append(v.notes, u.Notes...) {
			p.hang("  note: ", 8, text)
		}
		for _, b := range u.Blockers {
			p.block(v, b)
		}
		p.upgradeSteps(u)
		p.blank()
	}
	p.closing(outlook(u))
	return p.flush(w)
}

// whereItStands is the stage, with that of the members where they are in several, and what is next.
func whereItStands(u upgrade.Upgrade) string {
	text := stageWords(u.Stage)
	if u.Stage == upgrade.Mixed {
		counts := map[upgrade.Stage]int{}
		for _, m := range u.Members {
			counts[m.Mode]++
		}
		var parts []string
		for _, mode := range append(upgrade.Stages(), upgrade.Either, upgrade.Unknown) {
			if n := counts[mode]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, stageWords(mode)))
			}
		}
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	if u.To != "" {
		text += ", next " + string(u.To)
	}
	return text
}

// stageWords are a stage in a sentence.
func stageWords(s upgrade.Stage) string { return strings.ReplaceAll(string(s), "-", " ") }

// Columns of the table of members.
const (
	maxMemberName = 32
	plainColumn   = "plaintext"
	tlsColumn     = "TLS"
)

// upgradeMembers prints a row for each member, and below it who connects, where that is known.
func (p *printer) upgradeMembers(members []upgrade.Member) {
	width := len("member")
	for _, m := range members {
		width = max(width, columns(m.Name))
	}
	row := func(name, plain, tls, mode string) {
		p.line("  ", pad(name, width), "  ", pad(plain, len(plainColumn)), "  ", pad(tls, len(tlsColumn)), "  ", mode)
	}
	row("member", plainColumn, tlsColumn, "mode")
	for _, m := range members {
		row(m.Name, yesNo(m.AcceptsPlaintext), yesNo(m.AcceptsTLS), modeWords(m))
		if text := clients(m); text != "" {
			p.hang("    ", 4, text)
		}
	}
}

// yesNo is yes, no, or a dash for what was not learnt.
func yesNo(b *bool) string {
	switch {
	case b == nil:
		return "-"
	case *b:
		return "yes"
	}
	return "no"
}

func modeWords(m upgrade.Member) string {
	if m.ModeSource == upgrade.Told {
		return stageWords(m.Mode) + ", by getParameter"
	}
	return stageWords(m.Mode)
}

// clients says who connects to a member, as its counters and its log have it.
func clients(m upgrade.Member) string {
	var counts, parts []string
	for _, version := range []string{"1.0", "1.1", "1.2", "1.3"} {
		if n := m.TLSClients[version]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d by TLS %s", n, version))
		}
	}
	if len(counts) > 0 {
		parts = append(parts, "connections since its start: "+list(counts))
	}
	if m.PlaintextClients != nil {
		reach := "the newest lines of its log"
		if m.LogSince != nil {
			reach = "its log since " + m.LogSince.UTC().Format("2006-01-02 15:04 UTC")
		}
		parts = append(parts, fmt.Sprintf("clients without TLS in %s: %d", reach, *m.PlaintextClients))
	}
	return strings.Join(parts, "; ")
}

// upgradeSteps prints what to do, in order.
func (p *printer) upgradeSteps(u upgrade.Upgrade) {
	if len(u.Next) == 0 {
		return
	}
	title := "Next"
	if len(u.Blockers) > 0 {
		title = "Next, once nothing blocks it"
	}
	p.blank()
	p.line(p.style.paint(strong, title))
	for i, a := range u.Next {
		lead := fmt.Sprintf("%3d. ", i+1)
		if first := sameLines(u.Next, i); first < i && !p.style.Verbose {
			p.hang(lead, len(lead), fmt.Sprintf("%s: The same as in %d.", a.On, first+1))
			continue
		}
		p.hang(lead, len(lead), a.On+": "+a.Text)
		for _, command := range a.Run {
			p.line(commandIndent, "  ", command)
		}
	}
}

// sameLines is the first action with the text and the lines of another, which is told once
// where there are several lines.
func sameLines(in []upgrade.Action, i int) int {
	if len(in[i].Run) < 2 {
		return i
	}
	return slices.IndexFunc(in, func(a upgrade.Action) bool { return a.Text == in[i].Text && slices.Equal(a.Run, in[i].Run) })
}

// outlook is the conclusion.
func outlook(u upgrade.Upgrade) string {
	switch {
	case len(u.Blockers) > 0:
		var words []classify.Word
		for _, b := range u.Blockers {
			words = append(words, b.Cause)
		}
		return "Not yet: " + sentence(commas(words))
	case len(u.Open) > 0:
		return "Not known to be safe. " + strings.Join(u.Open, " ")
	case len(u.Next) == 0:
		return "Nothing is left to do."
	}
	return "Nothing that is known blocks this step. After it, run mongotls upgrade again."
}

// upgrade is u with every text of it escaped: names and versions come from servers.
func (e escaper) upgrade(u upgrade.Upgrade) upgrade.Upgrade {
	out := upgrade.Upgrade{Stage: u.Stage, To: u.To, Open: each(u.Open, e.prose), Notes: each(u.Notes, e.prose)}
	for _, m := range u.Members {
		m.Name = e.clip(m.Name, maxMemberName)
		out.Members = append(out.Members, m)
	}
	for _, b := range u.Blockers {
		out.Blockers = append(out.Blockers, e.diagnosis(b))
	}
	for _, a := range u.Next {
		out.Next = append(out.Next, upgrade.Action{On: e.value(a.On), Text: e.prose(a.Text), Run: each(a.Run, e.command)})
	}
	return out
}
