package report

import (
	"fmt"
	"io"
	"strings"
)

// DriverRow is one client on one runtime, as the list of drivers shows it.
type DriverRow struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Variant string `json:"variant"` // "" for the usual runtime
	// Version is the newest release, Versions the range that is known.
	Version  string `json:"version"`
	Versions string `json:"versions"`
	Runtime  string `json:"runtime"`
	Family   bool   `json:"family"` // it judges where no driver is named
	// Source is "run" or "documentation"; Proved is "yes", "no", or the releases that were run
	// against every scenario.
	Source string `json:"source"`
	Proved string `json:"proved"`
	// Rules are what the client does, Sources where each was read or tried.
	Rules   []Rule   `json:"rules"`
	Sources []string `json:"sources"`
}

// Rule is one thing that a client does: "offers", "TLS 1.2, TLS 1.3".
type Rule struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// word is what --driver takes: "pymongo/ocsp".
func (r DriverRow) word() string { return strings.TrimSuffix(r.Name+"/"+r.Variant, "/") }

// DriverList writes the clients; with Verbose also their rules and where these come from.
func DriverList(w io.Writer, rows []DriverRow, s Style) error {
	p := &printer{style: s}
	var word, versions, by int
	for _, r := range rows {
		word, versions = max(word, columns(r.word())), max(versions, columns(r.Versions))
		by = max(by, columns(r.knownBy()))
	}
	for i, r := range rows {
		if s.Verbose && i > 0 {
			p.blank()
		}
		lead := pad(r.word(), word) + "  " + pad(r.Versions, versions) + "  " + pad(r.knownBy(), by) + "  "
		p.hang(lead, min(columns(lead), s.width()/2), r.Runtime)
		if !s.Verbose {
			continue
		}
		p.detail(4, "known by:", r.provedText())
		for _, rule := range r.Rules {
			p.detail(4, rule.Label+":", rule.Text)
		}
		for _, source := range r.Sources {
			p.detail(4, "source:", source)
		}
	}
	return p.flush(w)
}

// knownBy is "proved", "partly proved", "run" or "documentation".
func (r DriverRow) knownBy() string {
	switch r.Proved {
	case "yes":
		return "proved"
	case "no":
		return r.Source
	}
	return "partly proved"
}

// provedText says more than knownBy where only some releases were.
func (r DriverRow) provedText() string {
	if by := r.knownBy(); by != "partly proved" {
		return by
	}
	return "proved for " + r.Proved
}

// DriverMarkdown writes the clients as a page, docs/drivers.md: a table of all, then the
// rules and sources of each.
func DriverMarkdown(w io.Writer, rows []DriverRow) error {
	p := &printer{}
	p.line("# Clients whose behaviour is known")
	p.markdownParagraph("Generated from the profiles in `classify/driver`. The first five judge where `--driver` names no other.")
	p.markdownParagraph("Proved: a release was compared with the doctor on every scenario (`fixtures/oracle`). Run: the client was run, " +
		"or what does TLS for it was asked. Documentation: read in sources and manuals only.")
	p.blank()
	p.line("| `--driver` | versions | runtime | known by |")
	p.line("|---|---|---|---|")
	for _, r := range rows {
		p.line(fmt.Sprintf("| `%s` | %s | %s | %s |", r.word(), r.Versions, r.Runtime, r.knownBy()))
	}
	for i, r := range rows {
		if i == 0 || r.Name != rows[i-1].Name {
			p.blank()
			p.line("## ", r.Title)
		}
		if i == 0 || r.word() != rows[i-1].word() {
			p.blank()
			p.line("### ", r.word())
		}
		p.markdownDriver(r)
	}
	return p.flush(w)
}

func (p *printer) markdownDriver(r DriverRow) {
	p.markdownParagraph(fmt.Sprintf("%s %s on %s: %s.", r.Title, r.Versions, r.Runtime, r.provedText()))
	p.blank()
	for _, rule := range r.Rules {
		p.line("- ", rule.Label, ": ", rule.Text)
	}
	p.markdownParagraph("Sources:")
	p.blank()
	for _, source := range r.Sources {
		p.line("- ", source)
	}
}
