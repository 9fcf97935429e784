package classify

// configCauses are faults that only the configuration of a server can show.
var configCauses = []Cause{
	{
		Word: "config-unreadable", Category: Connection, Layer: LayerOptions,
		Title: "The server's configuration cannot be read",
		Explain: `The file is missing, may not be read, or is no YAML. mongod stops at the first
line that it cannot read. Most often a tab indents the line, and YAML takes
spaces only; or a value with a colon or a brace has no quotes.

A file of before 2.6, with name = value on each line, is read as well.`,
		Fix: []Fix{
			{On: OnServer, Text: "Look at the line that is named, with its white space made visible: ^I is a tab.",
				Run: script("sed -n l /etc/mongod.conf")},
			{On: OnServer, Text: "Let the server read it, as its own user, without starting it.",
				Run: script("sudo -u mongodb mongod --config /etc/mongod.conf --outputConfig")},
		},
		Says:    map[string]string{"mongod": "Error parsing YAML config file: yaml-cpp: error at line …"},
		Sources: []string{"mongodb/mongo, util/options_parser/options_parser.cpp", "YAML 1.2.2, section 6.1: indentation spaces"},
	},
}

// configFindings are what a server starts with, and its owner should not.
var configFindings = []Cause{
	{
		Word: "verification-disabled", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "Certificates are not verified, or their names are not",
		Explain: `tlsAllowInvalidCertificates, tlsAllowInvalidHostnames and tlsInsecure, and the
same options in mongod.conf, let a connection go on with a certificate that
proves nothing. Whoever stands between the two ends can then read and change
everything. They are for a test, and they hide what will fail without them.`,
		Fix: []Fix{
			{On: OnServer, Text: "Remove allowInvalidCertificates and allowInvalidHostnames from mongod.conf, and name the CA.",
				Run: script("net:", "  tls:", "    CAFile: /etc/ssl/ca.pem")},
			{On: OnClient, Text: "Name the CA instead of switching the check off.",
				Run: script("mongodb://{host}/?tls=true&tlsCAFile=ca.pem")},
		},
		Sources: []string{"MongoDB manual, net.tls.allowInvalidCertificates", "mongodb/specifications, source/uri-options"},
	},
}
