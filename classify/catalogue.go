// Package classify turns evidence into diagnoses: which causes are there, whom
// they stop, which one is the root, and what to do. It is pure: it dials nothing,
// reads no file and has no clock; what it needs is in the evidence, so that new
// rules can judge old recordings.
package classify

// Word is a cause in one kebab-case word (contract, section 4).
type Word string

// Category is the class of a failure; it decides the exit status.
type Category string

const (
	Connection      Category = "connection"
	VerifyFailed    Category = "verify-failed"
	ProtocolVersion Category = "protocol-version"
	Revocation      Category = "revocation"
)

// Severity of a diagnosis. Whether a cause is an error is decided by who refuses
// the member, not by the catalogue.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Layer orders causes as a client meets them: of two independent faults the one
// in the earlier layer is the root.
type Layer int

const (
	LayerOptions Layer = iota
	LayerName
	LayerConnect
	LayerService
	LayerHandshake
	LayerParse
	LayerTrust
	LayerValidity
	LayerUse
	LayerHost
	LayerRevocation
	LayerClientAuth
	LayerMongoDB
	LayerFinding
)

// Side is where a remedy is applied.
type Side string

const (
	OnServer  Side = "server"
	OnClient  Side = "client"
	OnCA      Side = "ca"
	OnNetwork Side = "network"
)

// Cause is one entry of the catalogue: the words for one fault. Its rule is in
// rule_*.go. Texts may hold the placeholders of vars.go ({name}, {not_after}…).
type Cause struct {
	Word     Word     `json:"cause"`
	Category Category `json:"category"`
	Layer    Layer    `json:"-"`
	// Title says what is wrong in the world, in at most 62 columns, without a full stop.
	Title string `json:"title"`
	// Explain is why clients care: plain paragraphs and indented commands, valid Markdown.
	Explain string `json:"explanation"`
	Fix     []Fix  `json:"fix"`
	// NotFix names the tempting wrong remedy and what it costs; "" if there is none.
	NotFix string `json:"not_fix,omitempty"`
	// Says is what each driver prints, by its name, as its user's log shows it.
	Says map[string]string `json:"says,omitempty"`
	// Mild is the severity where the cause stops no judge; "" = it is not reported then.
	Mild Severity `json:"mild,omitempty"`
	// After names the causes that explain this one: found on the same member, they get it
	// listed under their "explains" and it is not told by itself.
	After []Word `json:"explained_by,omitempty"`
	// Sources cite where the rule comes from: an RFC section, a driver's file, a manual page.
	Sources []string `json:"sources"`
	// Online is false for causes that only a message or a file can show, never an endpoint.
	Online bool `json:"online"`
}

// Fix is one remedy: prose and commands apart.
type Fix struct {
	On   Side     `json:"on"`
	Text string   `json:"text"`
	Run  []string `json:"run,omitempty"`
}
