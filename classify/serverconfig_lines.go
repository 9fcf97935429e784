package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// rewrite is the remedy of a rule that knows what should stand there instead.
func (c *serverConfig) rewrite(found []settingAt) Fix {
	var lines []string
	for _, s := range found {
		if s.now != "" && len(lines) < maxSettingFacts {
			lines = append(lines, s.now)
		}
	}
	switch {
	case len(lines) == 0:
		return Fix{On: OnServer, Text: "Remove it, or write the one that is meant."}
	case found[0].Source == commandLine:
		return Fix{On: OnServer, Text: "Write it so on the command line.", Run: lines}
	case c.Format == string(serverconf.INI):
		return Fix{On: OnServer, Text: "Write it so in the configuration.", Run: lines}
	}
	return Fix{On: OnServer, Text: "Write it so in the configuration.", Run: yamlLines(lines)}
}

// Names that evidence uses for what stands on a command line.
const (
	commandLine   = serverconf.CommandLineSource
	parameterFlag = serverconf.Parameters
)

// corrected is a setting under the name that the release knows with another value, in the
// form of its source: "net.tls.mode: requireTLS", or "--tlsMode requireTLS".
func (c *serverConfig) corrected(s *evidence.ServerSetting, value string) string {
	name := s.Name
	if o := optionOf(s); o != nil && c.beforeTLS() && len(o.Old) > 0 {
		name, value = o.Old[0].Key, o.Former(value)
	}
	if s.Secret {
		value = "…"
	}
	if s.Flag == "" {
		return name + ": " + value
	}
	copied := *s
	copied.Key, copied.Value = name, value
	if s.Flag != parameterFlag {
		copied.Flag = flagOf(name)
	}
	if o := optionOf(s); o != nil && o.Kind == serverconf.Switch && s.Source == commandLine {
		copied.Value = ""
	}
	return written(&copied)
}

// beforeTLS tells whether the configuration is for a release that knows net.ssl only.
func (c *serverConfig) beforeTLS() bool {
	return !c.release.IsZero() && c.release.Compare(serverconf.Release{Major: 4, Minor: 2}) < 0
}

// formerWords turn the lines of a remedy into those of a release before 4.2.
var formerWords = strings.NewReplacer("  tls:", "  ssl:", "allowTLS", "allowSSL", "preferTLS", "preferSSL", "requireTLS", "requireSSL",
	"certificateKeyFile:", "PEMKeyFile:")

// yamlLines writes "net.tls.mode: requireTLS" and the like as a file has them, sections
// shared.
func yamlLines(dotted []string) []string {
	var out, open []string
	for _, entry := range dotted {
		key, value, _ := strings.Cut(entry, ": ")
		parts := strings.Split(key, ".")
		shared := 0
		for shared < len(parts)-1 && shared < len(open) && parts[shared] == open[shared] {
			shared++
		}
		for depth := shared; depth < len(parts)-1; depth++ {
			out = append(out, strings.Repeat("  ", depth)+parts[depth]+":")
		}
		out = append(out, strings.Repeat("  ", len(parts)-1)+parts[len(parts)-1]+": "+value)
		open = slices.Clone(parts[:len(parts)-1])
	}
	return out
}

// flagLines are lines of YAML as flags of a command line, or as the old format has them in
// a file; lines that are none stay.
func flagLines(lines []string, source string) []string {
	c := serverconf.Parse(commandLine, []byte(strings.Join(lines, "\n"))).Evidence("")
	var out []string
	for _, s := range c.Settings {
		s.Source, s.Flag = source, flagOf(s.Key)
		switch o := optionOf(&s); {
		case isParameter(s.Key):
			s.Flag = parameterFlag
		case o != nil && o.Kind == serverconf.Switch && source == commandLine:
			s.Value = ""
		}
		out = append(out, written(&s))
	}
	if len(out) == 0 {
		return lines
	}
	return out
}
