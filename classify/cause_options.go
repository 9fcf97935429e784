package classify

// optionCauses are faults of what the user asked for, before anything is dialled.
var optionCauses = []Cause{
	{
		Word: "conflicting-options", Category: Connection, Layer: LayerOptions,
		Title: "The TLS options contradict each other",
		Explain: `Drivers refuse to guess which of two options is meant, so they stop before
they connect. Some pairs are an error whatever their values: tlsInsecure with
tlsAllowInvalidCertificates, tlsAllowInvalidHostnames or an option that
disables a revocation check; tls and ssl with different values.

A server has such pairs as well: CAFile with tlsUseSystemCA, net.ssl.mode with
net.tls.mode, or clusterAuthMode x509 while the mode is allowTLS.`,
		Fix: []Fix{
			{On: OnClient, Text: "Keep one option of the pair and remove the other. To verify the server, remove tlsInsecure and every tlsAllowInvalid option.",
				Run: script("mongodb://{host}/?tls=true&tlsCAFile=ca.pem")},
			{On: OnServer, Text: "Keep one of the two settings in mongod.conf, under net.tls and not also under net.ssl, then start mongod again.",
				Run: script("net:", "  tls:", "    mode: requireTLS", "    certificateKeyFile: /etc/ssl/mongodb.pem", "    CAFile: /etc/ssl/ca.pem")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.InvalidURI: URI options tlsInsecure and tlsAllowInvalidCertificates cannot be specified simultaneously.",
			"node":    "MongoAPIError: The 'tlsInsecure' option cannot be used with the 'tlsAllowInvalidHostnames' option",
			"go":      "error validating uri: the sslInsecure/tlsInsecure URI option cannot be provided along with tlsDisableOCSPEndpointCheck",
			"java":    "java.lang.IllegalArgumentException: Conflicting tls and ssl parameter values are not allowed",
			"c":       "Error parsing URI: 'tlsinsecure may not be specified with tlsallowinvalidcertificates, tlsallowinvalidhostnames, …'",
			"mongod":  "The use of both a CA File and the System Certificate store is not supported.",
		},
		Sources: []string{"mongodb/specifications, source/uri-options: conflicting TLS options", "mongodb/mongo, util/net/ssl_options_server.cpp"},
	},
	{
		Word: "unsupported-option", Category: Connection, Layer: LayerOptions, Mild: Warning, Online: true,
		Title: "The client does not know a TLS option that it was given",
		Explain: `Drivers do not share one set of TLS options, and old names were removed:
PyMongo's ssl_ca_certs, ssl_certfile and ssl_cert_reqs in 4.0, Node's sslCA and
sslValidate by release 6. Some drivers stop at an unknown option, others only
warn and connect without it, so the certificate that it named is never used.

Java takes no file names at all: its certificates come from the stores of the
JVM. tlsCertificateSelector exists on Windows and macOS only.`,
		Fix: []Fix{
			{On: OnClient, Text: "Write the option as this driver spells it; tlsCAFile and tlsCertificateKeyFile are understood by all but Java and C#. Certificate and key then go into one PEM file.",
				Run: script(
					"cat client.crt client.key > client.pem",
					`MongoClient(uri, tls=True, tlsCAFile="ca.pem",`,
					`    tlsCertificateKeyFile="client.pem")  # PyMongo`,
				)},
		},
		NotFix: "Removing the option makes the message go away, and with it what the option was to verify.",
		Says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: Unknown option ssl_ca_certs",
			"node":    "MongoParseError: option ssl_ca_certs is not supported",
			"mongosh": "tlsCertificateSelector is not supported on this platform",
		},
		Sources: []string{"PyMongo 4.0 changelog", "mongodb/node-mongodb-native, src/connection_string.ts"},
	},
}
