package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/classify/message"
	"mongotls/probe/target"
	"mongotls/report"
)

const explainUsage = "`FORMAT`: text (the default) or json"

const explainDescription = `CAUSE is a word of mongotls causes. Anything else is an error message or a log
line, in quotes; - reads one message, of any number of lines, from standard
input. Passwords and keys in it are not repeated.

With --lines a whole log is read, of any size, plain or gzip: of mongod or
mongos (JSON or text), or of an application. Messages are put into groups;
output also in -o short.

Exit status: 0 everything was understood, 1 something was not, 2 usage.`

// explain prints entries of the catalogue, or explains a message. It fails when there is
// something that is not understood.
func (p *program) explain(c *cli.Context) error {
	if c.Bool("lines") {
		return p.explainLines(c)
	}
	if !c.Args().Present() {
		return usagef(`explain needs a cause or a message, for example: mongotls explain hostname-mismatch, or: mongotls explain "certificate has expired"`)
	}
	st, err := p.style(c)
	if err != nil {
		return err
	}
	name, err := format(c)
	if err != nil {
		return err
	}
	if name != "text" && name != "json" {
		return usagef("unknown output format %s: expected text or json", target.Show(name))
	}
	words := c.Args().Slice()
	if causes, ok := p.causesOf(words); ok {
		if name == "json" {
			return p.causesJSON(causes)
		}
		return p.showCauses(causes, st)
	}
	text, err := p.messageOf(words)
	if err != nil {
		return err
	}
	return p.showMessage(message.Explain(text), name, st)
}

// namedCause is a word of the command line and its entry, if it has one.
type namedCause struct {
	word  string
	entry classify.Cause
	known bool
}

// causesOf reads the arguments as causes. They are a message where none is a known cause
// and the message is understood, or where one of them is no single word.
func (p *program) causesOf(words []string) ([]namedCause, bool) {
	var out []namedCause
	anyKnown := false
	for _, word := range words {
		if word == "-" || strings.ContainsAny(word, " \t\n:") {
			return nil, false
		}
		entry, known := classify.Find(classify.Word(word))
		anyKnown = anyKnown || known
		out = append(out, namedCause{word, entry, known})
	}
	allKnown := anyKnown && len(unknownOf(out)) == 0
	if !allKnown && message.Explain(strings.Join(words, " ")).Understood() {
		return nil, false
	}
	return out, true
}

func unknownOf(causes []namedCause) []string {
	var out []string
	for _, c := range causes {
		if !c.known {
			out = append(out, c.word)
		}
	}
	return out
}

func (p *program) showCauses(causes []namedCause, st report.Style) error {
	between := ""
	for _, c := range causes {
		if !c.known {
			p.complain(fmt.Errorf("%s is not a known cause%s, and no message that is understood; mongotls causes lists the causes",
				target.Show(c.word), didYouMean(target.Nearest(c.word, causeWords()))))
			continue
		}
		fmt.Fprint(p.Out, between)
		between = "\n"
		if err := report.Explain(p.Out, c.entry, nil, st); err != nil {
			return err
		}
	}
	return failedIf(len(unknownOf(causes)) > 0)
}

// causesJSON tells causes in the form of messages: each is its own only candidate.
func (p *program) causesJSON(causes []namedCause) error {
	var out []message.Explanation
	for _, c := range causes {
		out = append(out, message.OfCause(c.word, c.entry))
	}
	if err := report.MessagesJSON(p.Out, out); err != nil {
		return err
	}
	return failedIf(len(unknownOf(causes)) > 0)
}

// messageOf is the text of the arguments, or of standard input.
func (p *program) messageOf(words []string) (string, error) {
	if len(words) != 1 || words[0] != "-" {
		return strings.Join(words, " "), nil
	}
	text, err := io.ReadAll(io.LimitReader(p.In, message.MaxBytes+1))
	if err != nil {
		return "", fmt.Errorf("cannot read standard input: %w", err)
	}
	if strings.TrimSpace(string(text)) == "" {
		return "", usagef("standard input is empty: explain - expects a message there")
	}
	return string(text), nil
}

func (p *program) showMessage(m message.Explanation, format string, st report.Style) error {
	show := func() error { return report.Message(p.Out, m, st) }
	if format == "json" {
		show = func() error { return report.MessagesJSON(p.Out, []message.Explanation{m}) }
	}
	if err := show(); err != nil {
		return err
	}
	return failedIf(!m.Understood())
}

func failedIf(failed bool) error {
	if failed {
		return exit(statusFailed)
	}
	return nil
}

func causeWords() []string {
	var words []string
	for _, c := range classify.Catalogue() {
		words = append(words, string(c.Word))
	}
	return words
}
