// Package report turns a Document into bytes and decides nothing: every verdict,
// cause and sentence it prints is in the Document. The same document under the
// same Style gives the same bytes, and no byte that a server chose reaches a
// terminal as a control character.
package report

import (
	"time"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// SchemaID is the schema of a Document. A change that only adds fields keeps it.
const SchemaID = "mongotls.report/1"

// Document is the whole of one run: what was seen and what it means (contract, section 3).
type Document struct {
	Schema string `json:"schema"`
	Tool   Tool   `json:"tool"`
	// At is when the run began, by this machine's clock.
	At         time.Time `json:"at"`
	DurationMS int64     `json:"duration_ms"`
	ExitCode   int       `json:"exit_code"`
	Targets    []Target  `json:"targets"`
}

// Tool names the program that wrote a Document.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Target is one target of a run.
type Target struct {
	Target   string            `json:"target"`
	Result   classify.Result   `json:"result"`
	Evidence evidence.Evidence `json:"evidence"`
	// Notes answer the command line: an old option's new name, an option without effect.
	Notes []string `json:"notes"`
}
