package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// nameRules are about names: unknown, misplaced, not yet known and former ones.
var nameRules = []configRule{
	{
		word: "unsupported-option", severity: Error,
		title: "A section has a name and nothing in it",
		why: `A key with nothing behind its colon is an option without a value, and no option
has that name: mongod takes {key} for an option that it does not know. It often
stays behind where the lines below were made comments.`,
		says: "Unrecognized option: {key}",
		fix:  []Fix{{On: OnServer, Text: "Make the line a comment as well, or give the section its options."}},
		find: (*serverConfig).emptySections,
	},
	{
		word: "unsupported-option", severity: Error,
		title: "The server does not know an option",
		why: `mongod reads its configuration strictly: it stops at the first name that it does
not know, and names are case-sensitive.`,
		says:     "Unrecognized option: {key}",
		flagSays: "Error parsing command line: unrecognised option '--{flag}'",
		find:     (*serverConfig).unknownOptions,
	},
	{
		word: "unsupported-option", severity: Warning,
		title: "A parameter has a name that mongotls does not know",
		why: `mongod stops at a parameter that it does not know. Releases have different ones,
so this may be one that is newer than this tool; close to it is one that it knows.`,
		find: (*serverConfig).unknownParameters,
	},
	{
		word: "unsupported-option", severity: Error, versioned: true,
		title: "This release does not know an option yet",
		why: `The option came with a later release than {release}, and mongod stops at a name
that it does not know. Until 4.0 all TLS options were under net.ssl.`,
		says:     "Unrecognized option: {key}",
		flagSays: "Error parsing command line: unrecognised option '--{flag}'",
		fix:      []Fix{{On: OnServer, Text: "Write the name that this release knows, or update the server."}},
		find:     (*serverConfig).notYet,
	},
	{
		word: "unsupported-option", severity: Warning, since: serverconf.Since{{Major: 4, Minor: 2}},
		title: "Options have names that were replaced",
		why: `net.ssl became net.tls in 4.2. The former names still work, mongod warns of them at
its start, and pages and messages speak of the new ones only. A file with both
is refused as soon as one option stands under both names.
mongotls check-files --config FILE --fix prints the file with the new ones.`,
		find: (*serverConfig).formerNames,
	},
	{
		word: "unsupported-option", severity: Info,
		title: "The file has the format of before 2.6",
		why:   "name = value still works; options that came later, and all pages about them, are in YAML.",
		fix:   []Fix{{On: OnServer, Text: "Let mongod print it as YAML, and use that.", Run: []string{"mongod --config mongod.conf --outputConfig"}}},
		find: func(c *serverConfig) []settingAt {
			if c.Format != string(serverconf.INI) {
				return nil
			}
			return c.all(func(s *evidence.ServerSetting) bool { return s.Source != commandLine })
		},
	},
	{
		word: "unsupported-option", severity: Error,
		title: "An option exists on the command line only",
		why:   "The file in YAML format has never had it; net.tls.mode says the same.",
		says:  "Unrecognized option: {key}",
		fix:   []Fix{{On: OnServer, Text: "Set the mode instead.", Run: []string{"net:", "  tls:", "    mode: requireTLS"}}},
		find: func(c *serverConfig) []settingAt {
			return c.all(func(s *evidence.ServerSetting) bool {
				o := optionOf(s)
				return o != nil && o.NotInYAML && c.inYAML(s)
			})
		},
	},
	{
		word: "unsupported-option", severity: Error,
		title: "A parameter cannot be set at the start",
		why: `{option} moves a running server from one step of the upgrade to the next. At its
start a server takes the mode from net.tls.mode.`,
		says: `Cannot use --setParameter to set "{option}" at startup`,
		fix:  []Fix{{On: OnServer, Text: "Remove it, and set the mode.", Run: []string{"net:", "  tls:", "    mode: {value}"}}},
		find: func(c *serverConfig) []settingAt {
			return c.all(func(s *evidence.ServerSetting) bool { o := optionOf(s); return o != nil && o.RuntimeOnly })
		},
	},
}

// inYAML tells whether a setting stands in a YAML file.
func (c *serverConfig) inYAML(s *evidence.ServerSetting) bool {
	return s.Source != commandLine && c.Format == string(serverconf.YAML)
}

// sections are the keys that hold options.
var sections = []string{"net", "net.tls", "net.ssl", "tls", "ssl", "security", serverconf.Parameters}

func (c *serverConfig) emptySections() []settingAt {
	return c.all(func(s *evidence.ServerSetting) bool {
		return slices.Contains(sections, s.Key) && s.Shape == string(serverconf.Null)
	})
}

// unknownOptions are keys that no release knows, under sections of which the table has all.
func (c *serverConfig) unknownOptions() []settingAt {
	found := c.all(func(s *evidence.ServerSetting) bool {
		section := s.Flag == "" && slices.Contains(sections, s.Key)
		return s.Name == "" && !section && !isParameter(s.Key)
	})
	return c.withNear(found)
}

func (c *serverConfig) unknownParameters() []settingAt {
	return c.withNear(c.all(func(s *evidence.ServerSetting) bool { return s.Name == "" && isParameter(s.Key) }))
}

func isParameter(key string) bool { return strings.HasPrefix(key, serverconf.Parameters+".") }

// withNear says of unknown keys what they may have been meant to be.
func (c *serverConfig) withNear(found []settingAt) []settingAt {
	for i, s := range found {
		if s.Near == "" {
			found[i].note = "nothing of the kind is known"
			continue
		}
		meant := *s.ServerSetting
		meant.Name = s.Near
		value := s.Value
		if o := optionOf(&meant); value == "" && o != nil && len(o.Values) > 0 {
			value = o.Values[len(o.Values)-1] // a flag without its value
		}
		found[i].note = "perhaps " + s.Near
		found[i].now = c.corrected(&meant, value)
	}
	return found
}

func (c *serverConfig) notYet() []settingAt {
	found := c.all(func(s *evidence.ServerSetting) bool {
		o := optionOf(s)
		return o != nil && o.Renamed(s.Key) == "" && c.release.Compare(o.Since) < 0
	})
	for i, s := range found {
		o := optionOf(s.ServerSetting)
		found[i].note = "since " + o.Since.String()
		if len(o.Old) > 0 {
			found[i].note += "; before: " + o.Old[0].Key
		}
	}
	return found
}

func (c *serverConfig) formerNames() []settingAt {
	found := c.all(func(s *evidence.ServerSetting) bool {
		o := optionOf(s)
		return o != nil && o.Renamed(s.Key) != "" && !o.NotInYAML && !o.RuntimeOnly
	})
	for i, s := range found {
		found[i].now = c.corrected(s.ServerSetting, translated(s.ServerSetting))
		found[i].note = "now " + found[i].now
	}
	return found
}
