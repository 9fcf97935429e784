package classify

import (
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// problemKind says of one kind of problem what it is called and how grave it is.
type problemKind struct {
	word     Word
	severity Severity
	title    string
	says     string // what mongod prints; "" where it starts
	fix      []Fix  // "" for the catalogue's
}

// notYAML is how mongod begins to complain about the text.
const notYAML = "Error parsing YAML config file: yaml-cpp: error at line …"

var problemKinds = map[serverconf.Kind]problemKind{
	serverconf.Unreadable: {"config-unreadable", Error, "The configuration file cannot be read", "Error reading config file: …", []Fix{
		{On: OnServer, Text: "See whether it is there, and whether the user that runs the server may read it.", Run: []string{"ls -l /etc/mongod.conf", "sudo -u mongodb head -1 /etc/mongod.conf"}}}},
	serverconf.TooLarge:  {"config-unreadable", Error, "The configuration is larger than any", "", nil},
	serverconf.TabIndent: {"config-unreadable", Error, "A tab indents a line of the configuration", notYAML, nil},
	serverconf.Syntax:    {"config-unreadable", Error, "The configuration is no YAML", notYAML, nil},
	serverconf.NoMap:     {"config-unreadable", Error, "The configuration has no options", "No map found at top level of YAML config", nil},
	serverconf.Expansion: {"config-unreadable", Info, "A part of the configuration comes from elsewhere", "", []Fix{
		{On: OnServer, Text: "Let mongod print the whole of it, and check that.", Run: []string{"mongod --config /etc/mongod.conf --configExpand rest,exec --outputConfig"}}}},
	serverconf.Documents: {"unsupported-option", Warning, "The file has a second YAML document, which is not read", "", []Fix{
		{On: OnServer, Text: "Remove the line of three dashes, and with it what is twice."}}},
	serverconf.NoProgram: {"config-unreadable", Error, "The command line has no mongod and no mongos", "", []Fix{
		{On: OnServer, Text: "Give the server's command line as it is started.", Run: []string{"mongotls check-files -- mongod --tlsMode requireTLS"}}}},
	serverconf.NoValue: {"unsupported-option", Error, "A flag has no value", "Error parsing command line: the required argument for option is missing", []Fix{
		{On: OnServer, Text: "Write the value behind the flag."}}},
	serverconf.ExtraValue: {"unsupported-option", Error, "A switch has a value", "Error parsing command line: option does not take any arguments", []Fix{
		{On: OnServer, Text: "Write the flag alone: that it is there means true."}}},
}

// unreadable are the diagnoses of what could not be read.
func (c *serverConfig) unreadable(subject string) []placedDiagnosis {
	var out []placedDiagnosis
	for _, p := range c.ServerConfig.Problems {
		out = append(out, placedDiagnosis{c.problem(p, subject), "handshake"})
	}
	return out
}

// kindOf is what is said of a problem; of one that is not known that it cannot be read.
func kindOf(p evidence.ConfigProblem) problemKind {
	if kind, ok := problemKinds[serverconf.Kind(p.Kind)]; ok {
		return kind
	}
	return problemKinds[serverconf.Syntax]
}

func (c *serverConfig) problem(p evidence.ConfigProblem, subject string) Diagnosis {
	kind := kindOf(p)
	cause, _ := Find(kind.word)
	d := Diagnosis{
		Cause: kind.word, Category: cause.Category, Severity: kind.severity, Members: []string{subject}, Headline: kind.title, Title: kind.title,
		Facts: []Fact{fact(place(p.Source, p.Line), p.Text, "")}, Why: expand(cause.Explain, nil), Fix: kind.fix, Explains: []Word{},
	}
	if d.Fix == nil {
		d.Fix = cause.Fix
	}
	d.Fix = named(d.Fix, p.Source)
	if kind.says != "" {
		c.refuse(&d, kind.says)
	}
	return d
}

// named puts the file's own name into commands.
func named(fixes []Fix, file string) []Fix {
	out := make([]Fix, len(fixes))
	for i, f := range fixes {
		out[i] = Fix{On: f.On, Text: f.Text}
		for _, line := range f.Run {
			if name := quote(file); name != "" {
				line = strings.ReplaceAll(line, "/etc/mongod.conf", name)
			}
			out[i].Run = append(out[i].Run, line)
		}
	}
	return out
}

// illegible tells whether the options could not be read at all.
func (c *serverConfig) illegible() bool {
	for _, p := range c.ServerConfig.Problems {
		if kind := kindOf(p); kind.word == "config-unreadable" && kind.severity == Error {
			return true
		}
	}
	return false
}
