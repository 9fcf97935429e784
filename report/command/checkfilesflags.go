package command

import (
	"slices"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

// groupFiles is the group of what is examined.
const groupFiles = "Files to examine"

// fileOptions are the options of an endpoint that name files or open them, with the help that
// they have here: the file may be a server's.
var fileOptions = map[string]string{
	"tlsCertificateKeyFile":         "`FILE` with a certificate and its key, of a server or a client",
	"tlsCertificateKeyFilePassword": "passphrase of its key; or MONGOTLS_KEY_PASSWORD, or a prompt",
	"tlsKeyFile":                    "`FILE` with the key, where it is a file of its own",
	"tlsCAFile":                     "`FILE` of trust anchors (default: the system's store)",
	"tlsCRLFile":                    "`FILE` of CRLs",
}

// checkFilesFlags are in the order of the help.
func checkFilesFlags() []cli.Flag {
	var flags []cli.Flag
	for _, spec := range target.Flags() {
		usage, named := fileOptions[spec.Name]
		if !named {
			continue
		}
		spec.Usage = usage
		flags = append(flags, inGroup(optionFlag(spec, spec.Name, spec.Short, false)))
		for _, old := range spec.Old {
			flags = append(flags, optionFlag(spec, old, nil, true))
		}
	}
	flags = append(append(flags, configFlags()...),
		&cli.StringFlag{Name: "tlsClusterFile", Aliases: []string{"sslClusterFile"}, Usage: "`FILE` that a member shows to other members", Category: groupFiles},
		secretFlag{&cli.StringFlag{Name: "tlsClusterPassword", Aliases: []string{"sslClusterPassword"}, Usage: "passphrase of its key", Category: groupFiles}},
		&cli.StringFlag{Name: "tlsClusterCAFile", Aliases: []string{"sslClusterCAFile"}, Usage: "`FILE` of the CAs that members verify others with (default: --tlsCAFile)", Category: groupFiles},
		&cli.StringSliceFlag{Name: "chain", Usage: "`FILE` with a chain without its key, as a CA delivers it; repeatable", Category: groupFiles},
		&cli.StringSliceFlag{Name: "peer", Usage: "`FILE` with another member's certificate; repeatable", Category: groupFiles},
		&cli.StringSliceFlag{Name: "uri", Usage: "connection `STRING`, and the files that it names; repeatable", Category: groupFiles},
		&cli.StringSliceFlag{Name: "host", Usage: "`NAME` that the certificate is to serve; repeatable", Category: groupFiles},
		&cli.StringSliceFlag{Name: "driver", Usage: "judge as the client `NAME[@VERSION][/VARIANT]` does; repeatable (default: the five families)", Category: groupJudge},
		&cli.StringFlag{Name: "fail-on", Value: "error", Usage: "`LEVEL` that makes the exit status other than 0: error (the default) or warning", Category: groupJudge},
		&cli.StringFlag{Name: "expires-within", Value: "30d", Usage: "warn this `DURATION` before a certificate ends (default: 30d)", Category: groupJudge},
		&cli.StringFlag{Name: "at", Usage: "judge as of another `TIME`: 2026-12-31, RFC 3339, or +30d", Category: groupJudge},
	)
	return slices.Concat(flags, outputFlags(outputUsage), styleFlags())
}

// inGroup shows an option among the files.
func inGroup(f cli.Flag) cli.Flag {
	switch f := f.(type) {
	case *cli.StringFlag:
		f.Category = groupFiles
	case secretFlag:
		f.Category = groupFiles
	}
	return f
}
