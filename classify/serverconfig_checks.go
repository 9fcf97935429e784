package classify

import (
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// classifyConfig judges a configuration as a target of its own.
func classifyConfig(e *evidence.ServerConfig, subject string) Result {
	c := newServerConfig(e)
	r := Result{Verdict: Pass, Diagnoses: []Diagnosis{}, Drivers: []Outcome{}, Profiles: []Standing{}}
	found := c.judge(subject)
	for _, f := range found {
		r.Diagnoses = append(r.Diagnoses, f.Diagnosis)
	}
	for _, check := range configChecks {
		r.Checks = append(r.Checks, check.state(c, found, subject))
	}
	r.mark()
	if r.Defects = c.defects; len(r.Defects) > 0 && r.Verdict == Pass {
		r.Verdict = Inconclusive
	}
	return r
}

// placedDiagnosis is a diagnosis with the check that it is shown under.
type placedDiagnosis struct {
	Diagnosis
	check string
}

// configCheck is one line of a configuration's list: what it says about one subject.
type configCheck struct {
	name string
	seen func(*serverConfig) (seen, skipped string)
}

// configChecks are those of the contract's checks that a configuration decides.
var configChecks = []configCheck{
	{"handshake", modeSummary},
	{"versions", protocolSummary},
	{"certificate", func(c *serverConfig) (string, string) {
		return c.filesSummary("no certificate is named", optKeyFile, optSelector, "net.tls.clusterFile")
	}},
	{"chain", func(c *serverConfig) (string, string) {
		return c.filesSummary("no CA is named", optCAFile, optClusterCA, optSystemCA)
	}},
	{"revocation", func(c *serverConfig) (string, string) {
		return c.filesSummary("no CRL is named", optCRL, "setParameter.ocspEnabled")
	}},
	{"client-auth", clientSummary},
}

// state is the worst diagnosis of a check, else what the configuration says.
func (k configCheck) state(c *serverConfig, found []placedDiagnosis, subject string) Check {
	check := Check{Member: subject, Check: k.name, State: Passed}
	for _, f := range found {
		if f.check == k.name && f.Severity != Info {
			check.State = map[Severity]State{Error: Failed, Warning: Warned}[f.Severity]
			check.Why = lowerFirst(f.Headline)
			return check
		}
	}
	seen, skipped := k.seen(c)
	if c.illegible() {
		seen, skipped = "", "the configuration was not read"
	}
	if check.Why = seen; seen == "" {
		check.State, check.Why = Skipped, skipped
	}
	return check
}

// lowerFirst makes a title the rest of a line: names that begin with two capitals stay.
func lowerFirst(title string) string {
	if len(title) > 1 && title[1] >= 'A' && title[1] <= 'Z' {
		return title
	}
	return strings.ToLower(title[:1]) + title[1:]
}

func modeSummary(c *serverConfig) (string, string) {
	if found := c.given(optMode); len(found) > 0 {
		return c.mode() + " (" + place(found[0].Source, found[0].Line) + ")", ""
	}
	return "", "no mode is set: TLS is off"
}

func protocolSummary(c *serverConfig) (string, string) {
	switch {
	case !c.on():
		return "", "TLS is off"
	case !c.has(optDisabled):
		return "what the release allows: it switches off the oldest by itself", ""
	}
	return strings.ReplaceAll(strings.ReplaceAll(enumerate(enables(c.value(optDisabled))), "TLS1_", "TLS 1."), "_", "."), ""
}

// filesSummary lists what is set of some options.
func (c *serverConfig) filesSummary(none string, names ...string) (string, string) {
	var seen []string
	for _, s := range c.given(names...) {
		seen = append(seen, serverconf.Parameter(strings.TrimPrefix(s.Name, netTLS))+" "+s.Value)
	}
	return strings.Join(seen, ", "), none
}

func clientSummary(c *serverConfig) (string, string) {
	switch {
	case !c.on():
		return "", "TLS is off"
	case c.has(optNoClients):
		return "clients may connect without a certificate", ""
	case c.has(optCAFile) || c.has(optClusterCA) || c.has(optSystemCA):
		return "every client must send a certificate", ""
	}
	return "", "no CA is named"
}
