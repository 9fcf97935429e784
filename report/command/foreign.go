package command

import "github.com/urfave/cli/v2"

// foreignFlags are flags of mongosh and the MongoDB tools that have no bearing on TLS. A
// failing command line is often pasted whole, so they are accepted, with a note.
func foreignFlags() []cli.Flag {
	var flags []cli.Flag
	for _, name := range []string{
		"apiDeprecationErrors", "apiStrict", "drop", "gzip", "nodb", "norc", "oplog", "retryWrites", "shell", "skipStartupWarnings",
	} {
		flags = append(flags, &cli.BoolFlag{Name: name, Hidden: true})
	}
	for _, names := range [][]string{
		{"apiVersion"}, {"archive"}, {"collection", "c"}, {"db", "d"}, {"eval"}, {"file", "f"}, {"gssapiServiceName"}, {"out"}, {"query"},
	} {
		flags = append(flags, &cli.StringFlag{Name: names[0], Aliases: names[1:], Hidden: true})
	}
	return flags
}

// foreignNotes tells which of them were given.
func foreignNotes(c *cli.Context) []string {
	var notes []string
	for _, f := range foreignFlags() {
		if name := f.Names()[0]; c.IsSet(name) {
			notes = append(notes, "--"+name+" has no bearing on TLS and is ignored")
		}
	}
	return notes
}
