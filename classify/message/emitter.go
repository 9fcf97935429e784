package message

const unknownEmitter = "unknown"

// emitter is a program or library that prints messages.
type emitter struct {
	// word is its name in the output.
	word string
	// driver is whose behaviour it has, as doctor's --driver takes it; "" for none.
	driver string
	side   Side
	// marks are parts of its texts, as they are; more is for those that vary.
	marks []string
	more  *pattern
}

// emitters are in the order in which to look: programs before the drivers that they use,
// drivers before the TLS stacks below them.
var emitters = []emitter{
	{"robo3t", "shell", Client, []string{
		"Robo 3T", "robo3t", "Robomongo", "SSL tunnel failure", "TLS tunnel failure",
		"Set's primary is unreachable", "Establish connection failed",
	}, nil},
	{"compass-vscode", "node", Client, []string{
		"Compass", "compass", "vscode", "VS Code", "Unable to load connection", "third_party\\boringssl",
		"third_party/boringssl", "server socket error event", "Error type: E",
	}, lazy(`^(Unable|Failed) to connect: `)},
	{"kubernetes-operator", "", Client, []string{
		"mongodb-kubernetes-operator", "mongodb-agent", "automation-agent", "percona-server-mongodb-operator",
		"[.info] [", "[.error] [", "[.warn] [",
	}, nil},
	{"mongo-shell", "shell", Client, []string{
		"[js]", "[thread1]", "couldn't connect to server", "couldn't initialize connection to host", "src/mongo/shell", "Error in isMaster",
		"exception: connect failed", "connecting to: mongodb://", "warning: The server certificate does not match",
		"MongoDB shell version",
	}, lazy(`^mongo --`)},
	{"mongod-log", "", Server, []string{
		`"ctx":`, `"c":"NETWORK"`, `"codeName":"SSLHandshakeFailed"`, "[initandlisten]", "[listener]",
		"[ReplicationExecutor]", "[replexec-", "[main]", "Error receiving request from client",
		"Ending connection from", "AssertionException handling request", "started without SSL support",
		"only allow SSL connections", "only allow TLS connections", "client requested disabled protocol",
		"chain of trust is no longer supported", "both a CA File and the System",
		"would have matched, but was overridden", "Client connecting with server's own", "Failed global initialization",
	}, lazy(` [IWEFD] +[A-Z-]+ +\[|\[conn\d+\]|` +
		`^(Error parsing (INI|YAML) config|Unrecognized option: (net|security)\.|The provided (SSL|TLS) certificate|` +
		`Error connecting to \S+ \(|SSLHandshakeFailed|SSL: error:|BadValue: |No SSL certificate provided|SSL peer certificate validation failed)`)},
	{"documentdb-gateway", "", Server, []string{"documentdb_gateway"}, nil},
	{"mongo-tools", "mongo-tools", Client, []string{
		"mongodump", "mongorestore", "mongoexport", "mongoimport", "mongostat", "mongotop", "mongofiles",
		"could not connect to server: ", "error configuring client", "error configuring the connector",
		"trusted server certificates file", "error connecting to db server", "can't create session",
	}, nil},
	{"ops-manager", "", Client, []string{
		"Ops Manager", "ops-manager", "server.om.", "mms-", "connParams=", "Error calling ComputeState",
	}, lazy(`PEM cert .* verification error`)},
	{"pymongo", "pymongo", Client, []string{
		"pymongo", "PyMongo", "_ssl.c:", "mongoengine", "ServerSelectionTimeoutError", "[('SSL routines", "_cffi_ssl",
		"service_identity", "AutoReconnect", "ssl.SSLError", "ssl.SSLCert", "ssl.CertificateError", "dns.resolver.",
		"ssl_cert_reqs", "ssl_match_hostname", "<TopologyDescription",
		"Traceback (most recent", "OpenSSL.SSL.Error", "[SSL]", "[SSL: ", "[WinError",
	}, lazy(`\[Errno -?\d+\]`)},
	{"php-driver", "php", Client, []string{
		`MongoDB\Driver`, `MongoDB\\Driver`, `MongoDB \ Driver`, "PHP Fatal", "PHP Warning", ".php", "Manager::",
		"stream_socket", "Cannot create SSL client", "Failed to parse MongoDB URI", "Unsupported URI option",
	}, lazy(`(?:^|[^.\w])MongoConnectionException:`)},
	{"libmongoc", "c", Client, []string{
		"serverSelectionTryOnce", "calling hello on '", "calling ismaster on '", "calling isMaster on '", "mongoc",
		"Mongoc", "BSONError", "bson_error", "Failed importing PEM", "mongolite", "Cannot find certificate in",
		"Cannot find private key in", "No suitable servers found", "Failed to receive length header",
		"Invalid reply from server", "OCSP Certificate Status",
	}, lazy(`^(\[?TLS handshake failed[: ]|Failed to resolve '|Failed to initialize security context)`)},
	{"dart", "", Client, []string{
		"(handshake.cc:", "(tls_record.cc:", "MongoDB ConnectionException", "MongoDart", "OS Error: ",
	}, lazy(`\bHandshakeException`)},
	{"elixir", "", Client, []string{
		"(Mongo.Error)", "%Mongo.Error{", "ssl_handshake.erl", "Mongo.Protocol", ":tls_alert", "{tls_alert,", ":econnrefused", "#PID<",
	}, nil},
	{"ruby-driver", "ruby", Client, []string{
		"Mongo::", "OpenSSL::SSL::", "SSL_connect returned=", "Mongoid", "Moped", "MONGODB | ", ".rb:",
	}, nil},
	{"perl-driver", "perl", Client, []string{
		"IO::Socket::SSL", "MongoDB::", "SSL connect attempt failed", "Net::SSLeay", ".pm line ",
	}, nil},
	{"csharp-driver", "dotnet", Client, []string{
		"MongoDB.Driver", "System.Net.", "System.Security.", "System.IO.", "SslStream", "Interop+", "DnsClient",
		"RemoteCertificate", "AuthenticationException", "CompositeServerSelector", "Win32Exception", "HeartbeatException", "remote certificate is",
		"remote certificate was", "remote party", "SSPI", "PartialChain", "UntrustedRoot", "NotTimeValid",
		"SocketException (",
	}, nil},
	{"swift-driver", "c", Client, []string{"MongoSwift", "MongoError.", "NIOSSL", "NIOTS"}, nil},
	{"rust-driver", "rust", Client, []string{
		"Kind: ", "os error ", "Topology: { Type", "ErrorKind", "rustls", "UnknownIssuer", "InvalidCertificate(",
		"invalid peer certificate", "AlertReceived", "tls handshake eof", ".rs:", "webpki", "UnexpectedEof",
		"CertNotValidForName", "UnsupportedCertVersion",
	}, nil},
	{"java-driver", "java", Client, []string{
		"com.mongodb", "javax.", "java.", "sun.security", "PKIX", "SSLHandshakeException", "SSLException",
		"Client view of cluster state", "Prematurely reached end of stream", "No subject alternative",
		"No name matching", "MongoSocket", "MongoTimeoutException", "reactivemongo", "Received fatal alert",
		"trustAnchors", "at org.",
	}, nil},
	{"go-mgo", "go", Client, []string{"juju", "mgo.v2", "no reachable servers", "on SASL authentication step"}, nil},
	{"go-driver", "go", Client, []string{
		"server selection error", "Last error: ", "connection() ", "x509: ", "remote error: tls",
		"local error: tls", "tls: ", "dial tcp", "topology: {", "x/mongo", "auth error", "error parsing uri",
		"stapled response", "crypto/", "pkcs8: ", "find PRIVATE KEY", "mongo-go-driver", "Must-Staple", "OCSP verification failed", "create mongo connection",
	}, lazy(`connection\(.*?\[-?\d*\]\)`)},
	{"mongosh", "mongosh", Client, []string{
		"mongosh", "MongoServerError[", "MongoServerError: Cannot create an x.509", "tlsCertificateSelector",
		"certificateSelector",
	}, nil},
	{"node-driver", "node", Client, []string{
		"MongoError", "MongoNetworkError", "MongoNetworkTimeoutError", "MongoServerSelectionError",
		"MongoServerError", "MongoTimeoutError", "MongoParseError", "MongoAPIError", "MongoInvalidArgumentError",
		"MongoCompatibilityError", "MongoRuntimeError", "MongoMissingCredentialsError", "mongoose",
		"MongooseServerSelectionError", "TLSSocket", "_tls_wrap", "node:", "node_modules", "getaddrinfo E",
		"querySrv ", "queryTxt ", "connect E", "ERR_TLS_", "ERR_SSL_", "connection <monitor> to", "altnames",
		"UNABLE_TO_", "DEPTH_ZERO", "CERT_HAS", "CERT_NOT", "CERT_SIG", "CERT_REV", "ERR_OSSL", "MONGODB DRIVER",
		"socket hang up", "SELF_SIGNED_CERT", "ECONN", "ENOTFOUND", "secureConnect", "first certificate",
		"Client network socket disconnected", "ENOENT: ", "ENAMETOOLONG: ", "createSecureContext", "deps/openssl", `deps\openssl`,
	}, lazy(`connection \d+ to `)},
	{"openssl", "", "", []string{
		"verify error", "Verify return code", "SSL routines", "s_client",
	}, lazy(`error:[0-9A-F]{7,8}:`)},
}

func (e emitter) printed(text string) bool {
	return hasAny(text, e.marks) || e.more != nil && e.more.MatchString(text)
}

// emitterOf finds who printed a text. Who is not known may stand on either side.
func emitterOf(text string) emitter {
	for _, e := range emitters {
		if e.printed(text) {
			return e
		}
	}
	return emitter{word: unknownEmitter}
}

// outbound marks what a member says of a connection that it made to another member: there
// it is the client.
var outbound = lazy(`\[(ReplicationExecutor|replexec|ReplicaSetMonitor|NetworkInterface|ASIO|ShardRegistry|TaskExecutor)|` +
	`"ctx":"(ReplCoord|replexec|ReplicaSetMonitor|ReplNetwork|MirrorMaestro|` +
	`ShardRegistry|TaskExecutor|NetworkInterface)|` +
	`does not match the (remote )?host name|Failed to complete heartbeat|Error connecting to |failed with Error connecting`)

// sideOf is the end of the connection on which the emitter stood.
func (e emitter) sideOf(text string) Side {
	if e.side == Server && outbound.MatchString(text) {
		return Client
	}
	return e.side
}
