package classify

// serviceCauses are about who listens there: MongoDB with TLS, without, or another service.
var serviceCauses = []Cause{
	{
		Word: "server-plaintext", Category: Connection, Layer: LayerService, Online: true,
		Title: "The server speaks MongoDB without TLS",
		Explain: `It answered a hello in plaintext and closed the connection when it got the
start of a TLS handshake. A mongod without TLS does not say so: it closes
without a byte, so drivers report an unexpected end and not a TLS fault.

Either TLS is not set up on this member, or its configuration was not loaded.
A client that leaves tls=true out would connect, in clear.`,
		Fix: []Fix{
			{On: OnServer, Text: "Switch TLS on in mongod.conf and restart mongod. For a running replica set go by way of allowTLS, member by member: mongotls upgrade tells the steps.",
				Run: script("net:", "  tls:", "    mode: requireTLS", "    certificateKeyFile: /etc/ssl/mongodb.pem", "    CAFile: /etc/ssl/ca.pem")},
			{On: OnServer, Text: "Check what the running server was really started with, in mongosh there.",
				Run: script("db.adminCommand({ getCmdLineOpts: 1 }).parsed.net")},
		},
		NotFix: "tls=false connects, and sends credentials and data in clear.",
		Says: map[string]string{
			"pymongo": closedInHandshake["pymongo"],
			"node":    nodeSays("Client network socket disconnected before secure TLS connection was established"),
			"go":      goSays("EOF"),
			"java":    javaTLS("Remote host terminated the handshake"),
			"c":       cTLS("Connection timed out"),
			"mongod":  "SSL handshake received but server is started without SSL support",
		},
		Sources: []string{"mongodb/mongo, transport/asio: first message without TLS", "mongod log 22988"},
	},
	{
		Word: "tls-required", Category: Connection, Layer: LayerService,
		Title: "The server takes TLS only, and the client spoke plaintext",
		Explain: `With net.tls.mode requireTLS mongod closes every connection that does not begin
with a TLS handshake, and sends no reply. The client sees only a closed
connection; the server's log has the reason.

It is the client's setting: TLS is off by default with mongodb://, and on by
default with mongodb+srv://. Monitoring agents, health checks and backup jobs
are often forgotten.`,
		Fix: []Fix{
			{On: OnClient, Text: "Switch TLS on in the client, with the CA that issued the server's certificate.",
				Run: script("mongodb://{host}/?tls=true", trustCA)},
			{On: OnServer, Text: "During an upgrade to TLS let both kinds in until every client is switched.",
				Run: script("net:", "  tls:", "    mode: allowTLS")},
		},
		Says: map[string]string{
			"pymongo": "connection closed",
			"node":    nodeSays("connection <monitor> to {address} closed"),
			"go":      goRead("connection closed unexpectedly by the other side: EOF"),
			"java":    javaClosed,
			"c":       cClosed,
			"mongod":  "The server is configured to only allow SSL connections",
		},
		Sources: []string{"mongodb/mongo, transport/asio: code 141 SSLHandshakeFailed, before 4.0 code 17189", "mongod log 22988"},
	},
	{
		Word: "wrong-service", Category: Connection, Layer: LayerService, Online: true,
		Title: "Another service answers on that port",
		Explain: `What came back is {service}, not TLS or not MongoDB. So the port, the address or
the load balancer in between is the wrong one. Drivers call this a wrong TLS
version or an unrecognised message, because they read its first bytes as a TLS
record.

A mongod also answers HTTP requests, with a text that says so: a browser is
therefore no test.`,
		Fix: []Fix{
			{On: OnClient, Text: "Correct the port in the URI: a mongod listens on 27017 unless net.port says otherwise.",
				Run: script("mongodb://{name}:27017/?tls=true")},
			{On: OnNetwork, Text: "If a proxy or a Kubernetes service is in between, make it pass TCP through to mongod instead of speaking HTTP itself.",
				Run: script("kubectl get service -o wide")},
		},
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: WRONG_VERSION_NUMBER] wrong version number"),
			"node":    nodeSays("…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…"),
			"go":      goSays("tls: first record does not look like a TLS handshake"),
			"java":    "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message",
			"c":       cTLS("error:0A00010B:SSL routines::wrong version number"),
		},
		Sources: []string{"RFC 8446, section 5.1: record layer", "OpenSSL error 0A00010B"},
	},
	{
		Word: "no-answer", Category: Connection, Layer: LayerService, Online: true,
		Title: "The server accepts the connection and then stays silent",
		Explain: `TCP connects, and neither the TLS handshake nor a plaintext hello gets a byte
back. The kernel takes connections for a process that no longer serves them: a
mongod that is stopped, out of file descriptors or blocked on its disk. Or a
load balancer accepts them with nothing behind it.

A service that waits for something else first, such as the PROXY protocol on a
mongos loadBalancerPort, is silent too.`,
		Fix: []Fix{
			{On: OnServer, Text: "See whether the process is alive and can still open connections.",
				Run: script("ss -ltn sport = :{port}", "tail -n 50 /var/log/mongodb/mongod.log", "ls /proc/$(pidof mongod)/fd | wc -l")},
			{On: OnNetwork, Text: "Look at the targets of the load balancer in between, and dial a member directly to take it out of the picture.",
				Run: script(shake("</dev/null"))},
		},
		Says: map[string]string{
			"pymongo": "SSL handshake failed: {host}: _ssl.c:…: The handshake operation timed out",
			"node":    nodeSays("Socket 'secureConnect' timed out after …ms (connectTimeoutMS: …)"),
			"go":      goSays("context deadline exceeded"),
			"java":    "com.mongodb.MongoTimeoutException: Timed out after … ms while waiting to connect.",
			"c":       "socket timeout calling hello on '{host}'",
		},
		Sources: []string{"mongodb/specifications, source/load-balancers", "listen(2): backlog"},
	},
}
