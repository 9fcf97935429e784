package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"mongotls/classify"
	"mongotls/classify/message"
)

// ExplainSchema names the document of explained messages (contract, section 5).
const ExplainSchema = "mongotls.explain/1"

// ExplainDocument is what explain prints as JSON.
type ExplainDocument struct {
	Schema   string                `json:"schema"`
	Messages []message.Explanation `json:"messages"`
}

// MessagesJSON writes explained messages, indented.
func MessagesJSON(w io.Writer, messages []message.Explanation) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(ExplainDocument{Schema: ExplainSchema, Messages: append([]message.Explanation{}, messages...)}); err != nil {
		return err
	}
	_, err := w.Write(asciiControls(b.Bytes()))
	return err
}

// Message writes the screen of one explained message.
func Message(w io.Writer, m message.Explanation, s Style) error {
	p := &printer{style: s}
	m = escaper{s.Unicode}.message(m)
	switch {
	case !m.Understood():
		p.notUnderstood(m)
	case s.Quiet:
		p.hang("", 2, commas(m.Candidates))
	default:
		p.message(m)
	}
	return p.flush(w)
}

func (p *printer) notUnderstood(m message.Explanation) {
	p.hang("", 0, "Not understood: this says nothing about TLS or a connection that mongotls knows.")
	if !p.style.Quiet {
		p.hang("  ", 2, "Paste the whole error with the lines around it, or ask the server itself:")
		p.line(commandIndent, "mongotls doctor HOST:PORT")
	}
	p.cut(m)
}

func (p *printer) cut(m message.Explanation) {
	if m.Cut {
		p.hang("  note: ", 8, fmt.Sprintf("the text is longer than %d bytes; the rest was not read", message.MaxBytes))
	}
}

// message prints who says what and why, the candidates, what the other end says, the
// remedy, and the command that tells more.
func (p *printer) message(m message.Explanation) {
	if len(m.Candidates) == 1 {
		p.rule(string(m.Category)+" "+string(m.Cause), m.Titles[0], strong)
	} else {
		p.rule(fmt.Sprintf("%d candidates", len(m.Candidates)), "The text allows several causes", strong)
	}
	p.pair(2, minLabel, "printed by", printedBy(m))
	p.cut(m)
	p.hang("  ", 2, m.Why)
	p.candidates(m)
	p.otherEnd(m)
	p.remedy(m)
	p.blank()
	for _, command := range m.Ask {
		p.hang("  ", 2, askIntro(m))
		p.line(commandIndent, command)
	}
	p.hang("  ", 2, "More: mongotls explain "+string(m.Cause))
}

// remedy is that of the likeliest cause.
func (p *printer) remedy(m message.Explanation) {
	if len(m.Fix) == 0 {
		return
	}
	p.blank()
	if len(m.Candidates) > 1 {
		p.hang("  ", 2, "If it is "+string(m.Cause)+":")
	}
	p.fixes(m.Fix[:min(len(m.Fix), p.fixesShown())])
}

// fixesShown is how many remedies a screen has; all of them are under explain CAUSE.
func (p *printer) fixesShown() int {
	if p.style.Verbose {
		return maxFixes
	}
	return 2
}

const maxFixes = 20

func askIntro(m message.Explanation) string {
	if len(m.Candidates) == 1 {
		return "See it for yourself:"
	}
	return "To tell them apart, on the client's machine:"
}

// candidates lists the causes, the likeliest first, and how to tell them apart.
func (p *printer) candidates(m message.Explanation) {
	if len(m.Candidates) > 1 {
		p.blank()
		p.hang("  ", 2, "Likeliest first:")
		width := 0
		for _, w := range m.Candidates {
			width = max(width, columns(string(w)))
		}
		for i, w := range m.Candidates {
			p.pair(4, width+3, fmt.Sprintf("%d. %s", i+1, w), m.Titles[i])
		}
		p.hang("  ", 2, m.TellApart)
	}
	if len(m.Rarer) > 0 && (p.style.Verbose || len(m.Rarer) <= maxRarer) {
		p.hang("  ", 2, "Seldom: "+sentence(commas(m.Rarer)))
	}
}

// maxRarer is how many rare causes a screen lists; more are no help.
const maxRarer = 6

// otherEnd prints what the other end of the connection reports.
func (p *printer) otherEnd(m message.Explanation) {
	if len(m.OtherSide) == 0 {
		return
	}
	intro := "The server's log then says:"
	if m.Side == message.Server {
		intro = "A client then says:"
	}
	p.hang("  ", 2, intro)
	for _, s := range m.OtherSide {
		if m.Side == message.Server {
			p.pair(4, minLabel, driverTitle(s.Driver, nil), s.Text)
		} else {
			p.hang("    ", 4, s.Text)
		}
	}
}

// printedBy is the emitter and the end of the connection that it stands on.
func printedBy(m message.Explanation) string {
	title, known := emitterTitles[m.Emitter]
	if !known {
		title = m.Emitter
	}
	switch {
	case m.Side != "":
		return title + ", the " + string(m.Side) + " of this connection"
	case m.Emitter == "unknown":
		return "not to be told from the text"
	}
	return title + ", of the client or of the server"
}

var emitterTitles = map[string]string{
	"pymongo": "PyMongo", "node-driver": "Node.js driver", "java-driver": "Java driver", "go-driver": "Go driver", "go-mgo": "mgo",
	"libmongoc": "C driver (libmongoc)", "php-driver": "PHP driver", "csharp-driver": ".NET driver", "ruby-driver": "Ruby driver",
	"rust-driver": "Rust driver", "perl-driver": "Perl driver", "swift-driver": "Swift driver", "mongo-shell": "mongo shell",
	"mongod-log": "mongod or mongos", "mongo-tools": "database tools", "compass-vscode": "Compass or VS Code", "robo3t": "Robo 3T",
	"elixir": "Elixir driver", "dart": "Dart driver", "openssl": "OpenSSL", "ops-manager": "Ops Manager", "kubernetes-operator": "Kubernetes operator or agent",
}

// message escapes the texts of an explanation: they come from a log, and so from anyone.
func (e escaper) message(m message.Explanation) message.Explanation {
	m.Why, m.TellApart = e.prose(m.Why), e.prose(m.TellApart)
	m.OtherSide = slices.Clone(m.OtherSide)
	for i, s := range m.OtherSide {
		m.OtherSide[i] = classify.Saying{Driver: s.Driver, Text: e.value(s.Text)}
	}
	m.Fix = slices.Clone(m.Fix)
	for i, f := range m.Fix {
		m.Fix[i] = e.fix(f)
	}
	m.Ask = each(m.Ask, e.command)
	return m
}
