package command

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// Columns of the help.
const (
	helpWidth  = 80
	helpIndent = 2
	helpText   = 30 // where the descriptions begin
)

const exitStatuses = `Exit status: 0 nothing wrong, 1 the tool failed or could not conclude, 2 usage,
3 connection, 4 verify-failed, 5 protocol-version, 6 revocation.`

// helpOfAll writes the list of commands.
func helpOfAll(w io.Writer, commands []*cli.Command) error {
	var b strings.Builder
	b.WriteString("mongotls is a TLS doctor for MongoDB: it finds the root cause of what fails, and\nsays what to do on which machine.\n\nUsage: mongotls COMMAND [flags] ...\n\nCommands\n")
	for _, c := range commands {
		entry(&b, c.Name+" "+c.ArgsUsage, c.Usage)
	}
	b.WriteString("\nmongotls COMMAND --help tells the flags of a command.\n\n" + exitStatuses + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// helpOf writes the help of one command, its flags in groups.
func helpOf(w io.Writer, c *cli.Command) error {
	var b strings.Builder
	fmt.Fprintf(&b, "mongotls %s: %s\n\nUsage: mongotls %s\n", c.Name, c.Usage, strings.TrimSpace(c.Name+" [flags] "+c.ArgsUsage))
	if c.Description != "" {
		b.WriteString("\n" + c.Description + "\n")
	}
	for _, g := range groups(c.Flags) {
		b.WriteString("\n" + g.name + "\n")
		for _, f := range g.flags {
			doc := f.(cli.DocGenerationFlag)
			placeholder, usage := unquote(doc.GetUsage())
			entry(&b, spelling(f.Names(), placeholder, doc.TakesValue()), usage)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// group is the flags of one category.
type group struct {
	name  string
	flags []cli.Flag
}

// groups are the visible flags by category, both in the order of the table.
func groups(flags []cli.Flag) []group {
	var out []group
	for _, f := range flags {
		if !f.(cli.VisibleFlag).IsVisible() {
			continue
		}
		name := f.(cli.CategorizableFlag).GetCategory()
		i := slices.IndexFunc(out, func(g group) bool { return g.name == name })
		if i < 0 {
			out, i = append(out, group{name: name}), len(out)
		}
		out[i].flags = append(out[i].flags, f)
	}
	return out
}

// spelling is how a flag is typed: "-o, --output FORMAT".
func spelling(names []string, placeholder string, takesValue bool) string {
	var short, long []string
	for _, name := range names {
		if len(name) == 1 {
			short = append(short, dashed(name))
		} else {
			long = append(long, dashed(name))
		}
	}
	text := strings.Join(append(short, long...), ", ")
	if takesValue {
		text += " " + placeholder
	}
	return text
}

// unquote takes the placeholder of a value out of its back quotes.
func unquote(usage string) (placeholder, text string) {
	before, rest, found := strings.Cut(usage, "`")
	name, after, closed := strings.Cut(rest, "`")
	if !found || !closed {
		return "TEXT", usage
	}
	return name, before + name + after
}

// entry writes a term and its description in two columns. A long term has its line alone.
func entry(b *strings.Builder, term, text string) {
	line := strings.Repeat(" ", helpIndent) + term
	if len(line) >= helpText-1 {
		b.WriteString(line + "\n")
		line = ""
	}
	line += strings.Repeat(" ", helpText-len(line)-1)
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > helpWidth {
			b.WriteString(line + "\n")
			line = strings.Repeat(" ", helpText-1)
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}
