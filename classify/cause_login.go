package classify

// loginFindings are what only a login tells.
var loginFindings = []Cause{
	{
		Word: "plaintext-clients", Category: Connection, Layer: LayerFinding, Mild: Warning,
		Title: "Clients still connect without TLS",
		Explain: `In preferTLS the server logs each connection without TLS, and its newest lines
have some. After the step to requireTLS these clients get no connection. They
may be programs, members that are not yet in preferTLS, or a check of a
balancer.`,
		Fix: []Fix{
			{On: OnServer, Text: "See which programs they are: the line with the client's name bears the same address.",
				Run: script(`db.adminCommand({ getLog: "global" }).log`, `  .filter(l => /"id":(23838|51800)/.test(l))`)},
			{On: OnClient, Text: "Switch them to TLS, and look again before the next step.",
				Run: script("mongodb://{host}/?tls=true&tlsCAFile=ca.pem", "mongotls upgrade {host}")},
		},
		Sources: []string{"mongod log 23838", "MongoDB manual, upgrade a cluster to use TLS"},
	},
	{
		Word: "legacy-clients", Category: ProtocolVersion, Layer: LayerFinding, Mild: Warning,
		Title: "Clients used TLS 1.0 or 1.1 since the server's start",
		Explain: `The server counts TLS connections by version, and has counted some of versions
that RFC 8996 retired. Switched off, these versions take their clients along.
The counters begin with the server's start, and hold its own connections to
other members, too.`,
		Fix: []Fix{
			{On: OnServer, Text: "Have the server log who uses them, with a restart, and compare the counters later.",
				Run: script("net:", "  tls:", "    logVersions: TLS1_0,TLS1_1", "db.serverStatus().transportSecurity")},
			{On: OnClient, Text: "Update the driver or its runtime: those of the last ten years speak TLS 1.2.",
				Run: script("openssl version", "java -version", "node -p process.versions.openssl")},
		},
		Sources: []string{"RFC 8996", "MongoDB manual, serverStatus.transportSecurity, net.tls.logVersions"},
	},
	{
		Word: "mode-not-persisted", Category: Connection, Layer: LayerFinding, Mild: Warning,
		Title: "The TLS mode was changed at run time and not written down",
		Explain: `setParameter changed the mode, and the options that the server was started
with have another one. The next restart undoes the step: after requireTLS
plaintext is then accepted again, and members go back to it among themselves.`,
		Fix: []Fix{
			{On: OnServer, Text: "Write the mode that runs into mongod.conf. No restart is needed for that.",
				Run: script("net:", "  tls:", "    mode: {mode}")},
		},
		Sources: []string{"MongoDB manual, upgrade a cluster to use TLS", "mongodb/mongo, util/net/ssl_parameters.cpp"},
	},
	{
		Word: "options-differ", Category: Connection, Layer: LayerFinding, Mild: Warning,
		Title: "What the server says of itself is not what is seen here",
		Explain: `Its options and its behaviour at this address do not fit each other. Then it
is not mongod that the client meets: a proxy, a balancer or a tunnel ends TLS
before it, or several servers answer at one address.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Find what stands between: ask the server directly, from its own machine, and compare.",
				Run: script("mongotls doctor --no-discover \\", "    --resolve {host}:127.0.0.1 {host}", served("-noout -subject -issuer"))},
		},
		Sources: []string{"MongoDB manual, getCmdLineOpts, getParameter", "mongodb/specifications, source/load-balancers"},
	},
	{
		Word: "missing-privilege", Category: Connection, Layer: LayerFinding, Mild: Info,
		Title: "The user that logged in may not ask everything",
		Explain: `The login succeeded; some commands that only look were refused. What they
would have told is missing in this report. None of them changes anything.`,
		Fix: []Fix{
			{On: OnServer, Text: "Grant the roles that are named above, or log in as a user who has them."},
		},
		Sources: []string{"MongoDB manual, built-in roles: clusterMonitor"},
	},
	{
		Word: "login-tells-less", Category: Connection, Layer: LayerFinding, Mild: Info,
		Title: "The server leaves questions of a login without an answer",
		Explain: `The login succeeded; some commands that only look were refused for another
reason than the user's roles, or got no answer. Managed services and other
servers that speak MongoDB's protocol do not have them all. What they would have
told is missing in this report.`,
		Fix: []Fix{
			{On: OnServer, Text: "Look at what the service's own console shows of its TLS settings and its log."},
		},
		Sources: []string{"MongoDB Atlas manual, unsupported commands", "Amazon DocumentDB manual, supported APIs"},
	},
	{
		Word: "login-not-tried", Category: Connection, Layer: LayerFinding, Mild: Info,
		Title: "No login was tried",
		Explain: `A login was asked for and not made. So nothing is known of whether the user can
log in, and nothing of what only a login tells. This tool logs in by SCRAM,
MONGODB-X509 and PLAIN. A password comes from the connection string, from the
command line or from a terminal.`,
		Fix: []Fix{
			{On: OnClient, Text: "Give a user whose mechanism is one of these, to have what a login tells.",
				Run: script("mongotls doctor --tlsCAFile ca.pem -u doctor {host}")},
		},
		Sources: []string{"mongodb/specifications, source/auth"},
	},
}
