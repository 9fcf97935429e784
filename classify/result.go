package classify

import "mongotls/classify/driver"

// Verdict sums up one target.
type Verdict string

const (
	Pass         Verdict = "pass"
	Warn         Verdict = "warn"
	Fail         Verdict = "fail"
	Inconclusive Verdict = "inconclusive"
)

// Result is what the evidence of one target means (contract, section 3).
type Result struct {
	Verdict   Verdict     `json:"verdict"`
	Category  Category    `json:"category,omitempty"`
	Cause     Word        `json:"cause,omitempty"`
	Diagnoses []Diagnosis `json:"diagnoses"`
	Checks    []Check     `json:"checks"`
	Drivers   []Outcome   `json:"drivers"`
	// Profiles say what every known client on every known runtime makes of it. The verdict and
	// the diagnoses come from Drivers alone.
	Profiles []Standing `json:"profiles"`
	// Aliases are the given names that drivers leave once they know those of the set.
	Aliases []Alias `json:"aliases,omitempty"`
	// Defects are failures of this tool's own rules.
	Defects []string `json:"defects,omitempty"`
}

// Diagnosis is one cause as found on some members, with all that a reader is told of it.
type Diagnosis struct {
	Cause    Word     `json:"cause"`
	Category Category `json:"category"`
	Severity Severity `json:"severity"`
	Root     bool     `json:"root"`
	Members  []string `json:"members"`
	// Headline is the catalogue's title; Title adds who refuses where drivers disagree.
	Headline string `json:"headline"`
	Title    string `json:"title"`
	Facts    []Fact `json:"facts"`
	// Why is why clients care, plain paragraphs.
	Why string `json:"why,omitempty"`
	// Split says who refuses and who connects, "" where the severity is not error.
	Split    string   `json:"split,omitempty"`
	Refusing []string `json:"refusing,omitempty"`
	Says     []Saying `json:"says,omitempty"`
	Fix      []Fix    `json:"fix"`
	NotFix   string   `json:"not_fix,omitempty"`
	Explains []Word   `json:"explains"`
	// Candidates are the causes that the evidence allows besides Cause, likeliest first.
	Candidates []Word `json:"candidates,omitempty"`
}

// Fact is one thing that was seen. Ref is a JSON pointer into the document's target.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Ref   string `json:"ref,omitempty"`
}

// Saying is what a driver prints, as its user's log shows it.
type Saying struct {
	Driver string `json:"driver"`
	Text   string `json:"text"`
}

// Alias is a name of a server that its set does not list.
type Alias struct {
	Member string `json:"member"`
	// SameAs is the member that is the same server under a name of the set; "" if none is known.
	SameAs string `json:"same_as,omitempty"`
}

// State of a check. "skipped" is not checked, and Why says why.
type State string

const (
	Passed  State = "pass"
	Warned  State = "warn"
	Failed  State = "fail"
	Skipped State = "skipped"
)

// Check is one line of a member's list: what was asked and what came of it.
type Check struct {
	Member string `json:"member"`
	Check  string `json:"check"`
	State  State  `json:"state"`
	Why    string `json:"why"`
}

// Outcome is what one client makes of one member.
type Outcome struct {
	Member  string `json:"member"`
	Driver  string `json:"driver"`
	Title   string `json:"title"` // "Node.js"
	Version string `json:"version"`
	// Variant is the runtime as --driver NAME/VARIANT names it; "" for the usual one.
	Variant string `json:"variant,omitempty"`
	Runtime string `json:"runtime"`
	Outcome string `json:"outcome"` // connects, fails, unknown
	Cause   Word   `json:"cause,omitempty"`
	Says    string `json:"says,omitempty"`
	Why     string `json:"why,omitempty"` // where the outcome is unknown
}

// Standing is what one profile makes of one member: some releases of a client on one runtime.
type Standing struct {
	Member   string `json:"member"`
	Driver   string `json:"driver"`
	Title    string `json:"title"`    // "PyMongo"
	Variant  string `json:"variant"`  // "" for the usual runtime
	Versions string `json:"versions"` // "3.11 to 3.13"
	Runtime  string `json:"runtime"`
	Outcome  string `json:"outcome"`
	Cause    Word   `json:"cause,omitempty"`
	Says     string `json:"says,omitempty"`
	Why      string `json:"why,omitempty"`
	// Source is "run" or "documentation"; Proved tells whether the profile was compared with
	// the real client on every scenario.
	Source driver.Source `json:"source"`
	Proved bool          `json:"proved"`
}
