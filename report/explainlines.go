package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"mongotls/classify/logfile"
	"mongotls/classify/message"
)

// LogDocument is what explain --lines prints as JSON: the document of explained messages,
// with one entry for each group.
type LogDocument struct {
	Schema   string    `json:"schema"`
	Log      LogExtent `json:"log"`
	Messages []Logged  `json:"messages"`
}

// LogExtent is how much was read, and of which time (UTC).
type LogExtent struct {
	Lines int64     `json:"lines"`
	Bytes int64     `json:"bytes"`
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`
	// ZoneAssumed: times without a zone were taken for UTC.
	ZoneAssumed bool `json:"zone_assumed,omitempty"`
	// LongLines were not looked at behind their first 64 KiB.
	LongLines int64 `json:"long_lines,omitempty"`
	// Partial: the log was not read to its end.
	Partial bool `json:"partial,omitempty"`
}

// Logged is a group of messages of a log: the first of them explained, and how many more.
type Logged struct {
	message.Explanation
	Count   int64            `json:"count"`
	First   time.Time        `json:"first,omitzero"`
	Last    time.Time        `json:"last,omitzero"`
	Lines   LineSpan         `json:"lines"`
	Remotes []logfile.Remote `json:"remotes"`
	// OtherRemotes is how many addresses are not listed; MoreRemotes says that there are
	// more than could be counted.
	OtherRemotes int  `json:"other_remotes"`
	MoreRemotes  bool `json:"more_remotes,omitempty"`
}

// LineSpan is the numbers of the first and the last line, counted from 1.
type LineSpan struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
}

// NewLogDocument is the document of a log. What is not understood is its last entry.
func NewLogDocument(l logfile.Log) LogDocument {
	d := LogDocument{
		Schema: ExplainSchema, Messages: []Logged{},
		Log: LogExtent{l.Lines, l.Bytes, l.From, l.To, l.ZoneAssumed, l.LongLines, l.Partial},
	}
	for _, g := range l.Groups {
		d.Messages = append(d.Messages, logged(g))
	}
	if l.NotUnderstood != nil {
		d.Messages = append(d.Messages, logged(*l.NotUnderstood))
	}
	return d
}

func logged(g logfile.Group) Logged {
	return Logged{
		Explanation: g.Explanation, Count: g.Count, First: g.First, Last: g.Last, Lines: LineSpan{g.FirstLine, g.LastLine},
		Remotes: append([]logfile.Remote{}, g.Remotes...), OtherRemotes: g.OtherRemotes, MoreRemotes: g.MoreRemotes,
	}
}

// LogJSON writes the document of a log, indented.
func LogJSON(w io.Writer, _ string, d LogDocument, _ Style) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return err
	}
	_, err := w.Write(asciiControls(b.Bytes()))
	return err
}

// LogShort writes a line a group, for grep and for other logs.
func LogShort(w io.Writer, name string, d LogDocument, s Style) error {
	p := &printer{style: s}
	e := escaper{s.Unicode}
	for _, m := range d.Messages {
		what := "not understood"
		if m.Understood() {
			what = fmt.Sprintf("%s (%s)", commas(m.Candidates), m.Category)
		}
		p.line(fmt.Sprintf("%s: %s: %s%s, %s; printed by %s", e.value(name), what, times(m.Count), between(m), remoteCount(m), m.Emitter))
	}
	return p.flush(w)
}

// LogText writes the screen of a log: a table of all groups, and a block for each of the
// most frequent.
func LogText(w io.Writer, name string, d LogDocument, s Style) error {
	p := &printer{style: s}
	e := escaper{s.Unicode}
	p.extent(e.value(name), d.Log)
	if len(d.Messages) == 0 {
		p.hang("", 0, "Nothing about TLS, or about connections that fail.")
		return p.flush(w)
	}
	p.blank()
	p.grid(logRows(d.Messages))
	shown := d.Messages
	switch {
	case s.Quiet:
		shown = nil
	case !s.Verbose:
		shown = shown[:min(len(shown), maxLogged)]
	}
	for _, m := range shown {
		m.Explanation = e.message(m.Explanation)
		p.blank()
		p.logged(m, e)
	}
	if left := len(d.Messages) - len(shown); left > 0 && !s.Quiet {
		p.blank()
		p.line(fmt.Sprintf("%d more in the table above; -v tells all of them.", left))
	}
	return p.flush(w)
}

// maxLogged is how many blocks a screen has.
const maxLogged = 5

// extent says what was read.
func (p *printer) extent(name string, x LogExtent) {
	text := fmt.Sprintf("%s: %s (%s)", name, counted(x.Lines, "line"), size(x.Bytes))
	if !x.From.IsZero() {
		text += fmt.Sprintf(", %s to %s UTC", clockTime(x.From), clockTime(x.To))
	}
	p.hang("", 2, text)
	if x.Partial {
		p.hang("  note: ", 8, "the log was not read to its end; this is what stands before")
	}
	if x.ZoneAssumed {
		p.hang("  note: ", 8, "times without a time zone are taken for UTC")
	}
	if x.LongLines > 0 {
		p.hang("  note: ", 8, fmt.Sprintf("%s: only the first %d KiB of each were looked at", counted(x.LongLines, "very long line"), logfile.MaxLine>>10))
	}
}

func logRows(messages []Logged) [][]string {
	rows := [][]string{{"cause", "count", "first", "last", "remotes"}}
	for _, m := range messages {
		rows = append(rows, []string{causeCell(m), fmt.Sprint(m.Count), clockTime(m.First), clockTime(m.Last), remotesCell(m)})
	}
	return rows
}

// causeCell is the likeliest cause, and how many others the messages allow.
func causeCell(m Logged) string {
	switch n := len(m.Candidates); n {
	case 0:
		return "not understood"
	case 1:
		return string(m.Cause)
	default:
		return fmt.Sprintf("%s or %d more", m.Cause, n-1)
	}
}

func remotesCell(m Logged) string {
	n := fmt.Sprint(len(m.Remotes) + m.OtherRemotes)
	if m.MoreRemotes {
		return n + "+"
	}
	return n
}

// clockTime is a time as a column shows it; all of them are UTC.
func clockTime(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateTime)
}

// logged is the block of one group: what was seen, what it means, what to do.
func (p *printer) logged(m Logged, e escaper) {
	switch {
	case !m.Understood():
		p.rule("not understood", "This looks as if it were about TLS", caution)
	case len(m.Candidates) == 1:
		p.rule(string(m.Category)+" "+string(m.Cause), m.Titles[0], strong)
	default:
		p.rule(causeCell(m), "The text allows several causes", strong)
	}
	p.pair(2, minLabel, "seen", times(m.Count)+between(m))
	p.pair(2, minLabel, "remotes", remoteList(m, e))
	p.pair(2, minLabel, "printed by", printedBy(m.Explanation))
	p.pair(2, minLabel, lineLabel(m), e.value(m.Message))
	if !m.Understood() {
		return
	}
	p.hang("  ", 2, m.Why)
	p.candidates(m.Explanation)
	p.remedy(m.Explanation)
	p.hang("  ", 2, "More: mongotls explain "+string(m.Cause))
}

func lineLabel(m Logged) string { return fmt.Sprintf("line %d", m.Lines.First) }

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// between is when a group was seen.
func between(m Logged) string {
	switch {
	case m.First.IsZero():
		return ""
	case m.First.Equal(m.Last):
		return ", at " + m.First.UTC().Format(time.RFC3339)
	}
	return ", " + m.First.UTC().Format(time.RFC3339) + " to " + m.Last.UTC().Format(time.RFC3339)
}

func remoteCount(m Logged) string {
	if m.MoreRemotes {
		return fmt.Sprintf("at least %d remotes", len(m.Remotes)+m.OtherRemotes)
	}
	return counted(int64(len(m.Remotes)+m.OtherRemotes), "remote")
}

// maxListed is how many addresses a block names.
const maxListed = 5

// remoteList names the most frequent addresses.
func remoteList(m Logged, e escaper) string {
	if len(m.Remotes) == 0 {
		return "not told"
	}
	var out []string
	for _, r := range m.Remotes[:min(len(m.Remotes), maxListed)] {
		out = append(out, fmt.Sprintf("%s (%d)", e.value(r.Address), r.Count))
	}
	switch left := len(m.Remotes) + m.OtherRemotes - len(out); {
	case m.MoreRemotes:
		out = append(out, fmt.Sprintf("at least %d others", left))
	case left > 0:
		out = append(out, counted(int64(left), "other"))
	}
	return list(out)
}

func counted(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// size is a number of bytes in units of 1000, as disks are sold.
func size(n int64) string {
	units := []string{"bytes", "kB", "MB", "GB", "TB"}
	amount, unit := float64(n), 0
	for amount >= 1000 && unit < len(units)-1 {
		amount, unit = amount/1000, unit+1
	}
	if unit == 0 {
		return counted(n, "byte")
	}
	return fmt.Sprintf("%.3g %s", amount, units[unit])
}
