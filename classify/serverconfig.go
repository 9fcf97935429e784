package classify

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// configRule is one thing that can be wrong with what a server is told about TLS.
type configRule struct {
	word     Word
	severity Severity
	// title, why and the rest are the words of this rule; the catalogue's entry of the word
	// stands for those that are empty. Texts may hold {key}, {name}, {value}, {now} and
	// {mode}: the first setting concerned and what it should be.
	title, why, notFix string
	fix                []Fix
	// check is the check that it is shown under: "handshake" where it is empty.
	check string
	// says is what mongod prints when it refuses to start because of it, flagSays the same of
	// a flag where it differs; "" where it starts.
	says, flagSays string
	// since is when the server began to behave so; empty for always.
	since serverconf.Since
	// versioned rules speak only where the release is known.
	versioned bool
	find      func(*serverConfig) []settingAt
}

// settingAt is a setting that a rule is about.
type settingAt struct {
	*evidence.ServerSetting
	// now is what should stand there: "net.tls.mode: requireTLS"; "" where a rule cannot say.
	now string
	// note says what is wrong with this one; "" where the title says it.
	note string
}

// configRules in the order in which a server meets them: the text, the names, the values,
// what contradicts, and then what it starts with all the same.
func configRules() []configRule {
	return slices.Concat(nameRules, valueRules, conflictRules, trustRules, weakRules)
}

// judge is what is wrong with the configuration, errors first. What depends on the release
// names those that it holds for, where the evidence does not say which one is meant.
func (c *serverConfig) judge(subject string) []placedDiagnosis {
	out := c.unreadable(subject)
	for _, rule := range configRules() {
		if !c.applies(rule) {
			continue
		}
		if found := c.try(rule); len(found) > 0 {
			out = append(out, placedDiagnosis{c.diagnosis(rule, found, subject), cmp.Or(rule.check, "handshake")})
		}
	}
	slices.SortStableFunc(out, func(a, b placedDiagnosis) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) })
	return out
}

// try runs one rule. One that panics is a defect of this tool; the others still speak.
func (c *serverConfig) try(r configRule) (found []settingAt) {
	defer func() {
		if p := recover(); p != nil {
			c.defects = append(c.defects, fmt.Sprintf("%s: %v\n%s", r.title, p, debug.Stack()))
		}
	}()
	return r.find(c)
}

// applies tells whether a rule holds for the release.
func (c *serverConfig) applies(r configRule) bool {
	if c.release.IsZero() {
		return !r.versioned
	}
	return r.since.Holds(c.release)
}

// diagnosis words what a rule found.
func (c *serverConfig) diagnosis(r configRule, found []settingAt, subject string) Diagnosis {
	cause, _ := Find(r.word)
	fill := c.words(found[0])
	d := Diagnosis{
		Cause: r.word, Category: cause.Category, Severity: r.severity, Members: []string{subject},
		Headline: fill(r.title), Why: fill(cmp.Or(r.why, expand(cause.Explain, nil))),
		NotFix: fill(r.notFix), Facts: c.facts(r, found), Fix: []Fix{}, Explains: []Word{},
	}
	d.Title = d.Headline
	for _, f := range r.fix {
		d.Fix = append(d.Fix, Fix{On: f.On, Text: fill(f.Text), Run: c.lines(f.Run, fill)})
	}
	if len(r.fix) == 0 {
		d.Fix = append(d.Fix, c.rewrite(found))
	}
	if r.says != "" {
		c.refuse(&d, fill(c.message(r, found[0])))
	}
	return d
}

// message is what mongod prints; the messages of releases before 4.2 that name an option
// are worded otherwise, and not known.
func (c *serverConfig) message(r configRule, first settingAt) string {
	switch {
	case c.beforeTLS() && strings.Contains(strings.ToLower(r.says), "tls"):
		return ""
	case r.flagSays == "" || first.ServerSetting == nil || first.Flag == "":
		return r.says
	case first.Source != commandLine:
		return inINI.Replace(r.flagSays)
	}
	return r.flagSays
}

// inINI turns a message about the command line into that about the old format.
var inINI = strings.NewReplacer("parsing command line", "parsing INI config file", "'--", "'")

// refuse says that mongod does not start, and what it prints where that is known.
func (c *serverConfig) refuse(d *Diagnosis, text string) {
	d.Refusing, d.Split = []string{"mongod"}, "the server does not start"
	if text != "" {
		d.Says = []Saying{{Driver: "mongod", Text: text}}
	}
}

// lines are those of a remedy, in the words of the release and in the format of the source.
func (c *serverConfig) lines(run []string, fill func(string) string) []string {
	var out []string
	for _, line := range run {
		if line = fill(line); c.beforeTLS() {
			line = formerWords.Replace(line)
		}
		out = append(out, line)
	}
	switch c.Format {
	case string(serverconf.CommandLine):
		return flagLines(out, commandLine)
	case string(serverconf.INI):
		return flagLines(out, "")
	}
	return out
}

// nextMode is the next step of an upgrade to TLS.
var nextMode = map[string]string{modeDisabled: modeAllow, modeAllow: modePrefer, modePrefer: modeRequire}

// words fills the placeholders of a rule's texts.
func (c *serverConfig) words(s settingAt) func(string) string {
	pairs := []string{"{mode}", c.mode(), "{next}", nextMode[c.mode()], "{release}", c.ServerVersion}
	if s.ServerSetting != nil {
		pairs = append(pairs, "{key}", s.Key, "{name}", s.Name, "{value}", s.Value, "{now}", s.now,
			"{option}", serverconf.Parameter(s.Key), "{flag}", cmp.Or(s.Flag, flagOf(s.Key)))
	}
	return strings.NewReplacer(pairs...).Replace
}

// flagOf is an option as the server's messages name it: tlsMode for net.tls.mode.
func flagOf(key string) string {
	o := serverconf.Find(key)
	if o == nil || o.Name == key {
		return cmp.Or(flag(o), key)
	}
	for _, old := range o.Old {
		if old.Key == key {
			return cmp.Or(old.Flag, key)
		}
	}
	return key
}

func flag(o *serverconf.Option) string {
	if o == nil {
		return ""
	}
	return o.Flag
}

// maxSettingFacts bounds the settings that one block lists.
const maxSettingFacts = 20

// facts are the settings, each under its place, and the releases.
func (c *serverConfig) facts(r configRule, found []settingAt) []Fact {
	out := []Fact{}
	for i, s := range found {
		if i == maxSettingFacts {
			out = append(out, fact("and", fmt.Sprintf("%d more", len(found)-i), ""))
			break
		}
		if s.ServerSetting == nil {
			out = append(out, fact("seen", s.note, ""))
			continue
		}
		value := written(s.ServerSetting)
		if s.note != "" {
			value += " (" + s.note + ")"
		}
		out = append(out, fact(place(s.Source, s.Line), value, c.ref(s.ServerSetting)))
	}
	if c.release.IsZero() && len(r.since) > 0 {
		out = append(out, fact("holds for", "MongoDB "+r.since.String(), ""))
	}
	return out
}

// ref points at a setting in the evidence.
func (c *serverConfig) ref(s *evidence.ServerSetting) string {
	for i := range c.Settings {
		if &c.Settings[i] == s {
			return fmt.Sprintf("/evidence/file/config/settings/%d", i)
		}
	}
	return ""
}

// place is where something stands: "mongod.conf:14", or the command line.
func place(source string, line int) string {
	if line == 0 {
		return source
	}
	return fmt.Sprintf("%s:%d", source, line)
}

// written is a setting as its source has it, a secret hidden.
func written(s *evidence.ServerSetting) string {
	value := s.Value
	if s.Secret {
		value = "…"
	}
	if s.Flag == parameterFlag {
		value = serverconf.Parameter(s.Key) + "=" + value
	}
	switch {
	case s.Flag == "":
		return strings.TrimSpace(s.Key + ": " + value)
	case s.Source == commandLine:
		return strings.TrimSpace("--" + s.Flag + " " + value)
	}
	return s.Flag + " = " + value
}
