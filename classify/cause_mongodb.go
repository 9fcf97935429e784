package classify

// mongodbCauses are faults behind a good handshake.
var mongodbCauses = []Cause{
	{
		Word: "closed-after-handshake", Category: Connection, Layer: LayerMongoDB, Online: true,
		Title: "The server closes the connection right after the handshake",
		Explain: `TLS was set up, and the first command got no reply. A mongod does that to a
client certificate it does not like, but here it had no reason to. So think of a
proxy or tunnel that ends TLS itself and has no server behind it, of a limit on
connections, or of a mongod that is shutting down.`,
		Fix: []Fix{
			{On: OnServer, Text: "Read the server's log at the moment of the attempt, and its connection count.",
				Run: script("grep -E '22988|22943|2325[56]' /var/log/mongodb/mongod.log | tail", "db.serverStatus().connections")},
			{On: OnNetwork, Text: "If the certificate is a proxy's, look at the proxy's targets: who ends TLS is its issuer.",
				Run: script(served("-noout -subject -issuer"))},
		},
		Says: closedOnReply("Error receiving request from client. Ending connection from remote"),
		After: []Word{"client-cert-required", "client-cert-expired", "client-cert-untrusted",
			"client-cert-wrong-eku", "client-cert-rejected", "wrong-service"},
		Sources: []string{"mongodb/specifications, source/mongodb-handshake", "mongod log 22988"},
	},
	{
		Word: "no-mongodb-answer", Category: Connection, Layer: LayerMongoDB, Online: true,
		Title: "What is behind the TLS connection does not answer MongoDB",
		Explain: `The handshake is fine; the hello command got silence, or something that is no
MongoDB reply. Port 443 of a web server, the management port of a service or a
proxy with the wrong backend look like that.`,
		Fix: []Fix{
			{On: OnClient, Text: "Check the port: a mongod or mongos listens on 27017 unless its configuration says otherwise.",
				Run: script("mongosh --tls --tlsCAFile ca.pem --host {name}", "db.hello()")},
			{On: OnNetwork, Text: "If a proxy ends TLS here, see that it passes plain MongoDB to the right port behind it.",
				Run: script(served("-noout -subject -issuer"))},
		},
		Says:    garbledReply,
		After:   []Word{"client-cert-required", "client-cert-rejected", "wrong-service"},
		Sources: []string{"MongoDB wire protocol, OP_MSG", "mongodb/specifications, source/mongodb-handshake"},
	},
	{
		Word: "wire-version", Category: Connection, Layer: LayerMongoDB, Online: true,
		Title: "The server's release is too old for the drivers",
		Explain: `TLS is fine. Server and driver each name the range of wire versions that they
speak, and the two ranges do not meet. Drivers drop old servers with their major
releases, and services that imitate MongoDB often report an old version.

maxWireVersion 6 is MongoDB 3.6, 8 is 4.2, 13 is 5.0, 17 is 6.0, 21 is 7.0, 25
is 8.0.`,
		Fix: []Fix{
			{On: OnServer, Text: "Upgrade the server, one major release after the other.",
				Run: script("mongod --version", "db.adminCommand({ getParameter: 1, featureCompatibilityVersion: 1 })")},
			{On: OnClient, Text: "As a stopgap use a driver release that still knows this server: each driver's compatibility table names it.",
				Run: script("pip install 'pymongo==4.10.*'    # for MongoDB 3.6", "npm install mongodb@5            # for MongoDB 3.6")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: Server at {host} reports wire version …, but this version of PyMongo requires at least … (MongoDB …).",
			"node":    "MongoCompatibilityError: Server at {host} reports maximum wire version …, but this version of the Node.js Driver requires at least … (MongoDB …)",
			"go":      "server at {host} reports wire version …, but this version of the Go driver requires at least … (MongoDB …)",
			"java":    "com.mongodb.MongoIncompatibleDriverException: This version of the driver is not compatible with one or more of the servers",
			"c":       "Server at {host} reports wire version …, but this version of libmongoc requires at least … (MongoDB …)",
		},
		Sources: []string{"mongodb/specifications, source/wireversion-featurelist", "mongodb/specifications, source/server-discovery-and-monitoring"},
	},
	{
		Word: "set-name-mismatch", Category: Connection, Layer: LayerMongoDB, Online: true,
		Title: "The server is in another replica set than the URI asks for",
		Explain: `Drivers leave out a server whose set name is not the one of the URI, and then
report that they found none: TLS is fine. The name is mistyped (it is case
sensitive), or the host is one of another cluster.`,
		Fix: []Fix{
			{On: OnClient, Text: "Write the name as the server gives it, or leave the option out.",
				Run: script("mongodb://{host}/?tls=true&replicaSet={set}")},
			{On: OnServer, Text: "See the name and the members in mongosh on that server.",
				Run: script("db.hello().setName", "rs.conf().members.map(m => m.host)")},
		},
		NotFix: "directConnection=true connects to this one server, and no longer follows a failover.",
		Says: map[string]string{
			"pymongo": "No replica set members available for replica set name \"{wanted_set}\", or: No replica set members match selector",
			"node":    nodeSays("Server selection timed out after 30000 ms"),
			"go":      "server selection error: …, current topology: { Type: ReplicaSetNoPrimary, Servers: [] }",
			"java":    "com.mongodb.MongoTimeoutException: Timed out after … ms while waiting for a server that matches …. Client view of cluster state is {type=REPLICA_SET, servers=[]",
			"c":       "No suitable servers found",
		},
		Sources: []string{"mongodb/specifications, source/server-discovery-and-monitoring", "mongodb/specifications, source/uri-options: replicaSet"},
	},
	{
		Word: "me-mismatch", Category: Connection, Layer: LayerMongoDB,
		Title: "A name of the set leads to a server with another name",
		Explain: `Drivers compare the name that they dialled with the one that the server gives
itself (hello.me). Where a secondary gives another they drop it: the name leads
to the wrong host, or an address translation or a horizon is between them. The
primary is not dropped for that.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "See where the name leads, and mend the record or the translation.", Run: script("getent hosts {name}")},
			{On: OnServer, Text: "If the set's configuration has a wrong name, correct it in mongosh on the primary.",
				Run: script("rs.conf().members.map(m => [m.host, m.horizons])")},
		},
		Says: map[string]string{
			"node": nodeSays("Server selection timed out after 30000 ms"),
			"java": "com.mongodb.MongoTimeoutException: Timed out after … ms while waiting for a server that matches …",
		},
		Sources: []string{"mongodb/specifications, source/server-discovery-and-monitoring: updateRSWithoutPrimary"},
	},
	{
		Word: "no-primary", Category: Connection, Layer: LayerMongoDB, Mild: Warning,
		Title: "The replica set has no primary",
		Explain: `All members that could be the primary answer, and none is. Drivers connect, and
reads work with a read preference that takes secondaries; writes wait until the
server selection times out. Members that do not accept each other's certificates
look like that, too: they then cannot elect.`,
		Fix: []Fix{
			{On: OnServer, Text: "See in mongosh on any member whom it reaches and why it does not elect.",
				Run: script("rs.status().members.map(m => [m.name, m.stateStr, m.lastHeartbeatMessage])")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.ServerSelectionTimeoutError: No primary available for writes",
			"node":    nodeSays("Server selection timed out after 30000 ms"),
			"go":      "server selection error: …, current topology: { Type: ReplicaSetNoPrimary, …",
			"java":    "com.mongodb.MongoTimeoutException: Timed out after … ms while waiting for a server that matches WritableServerSelector",
			"c":       "No suitable servers found",
		},
		Sources: []string{"mongodb/specifications, source/server-selection", "MongoDB manual, replica set elections"},
	},
	{
		Word: "auth-failed", Category: Connection, Layer: LayerMongoDB,
		Title: "The login was refused: TLS is fine",
		Explain: `TLS is set up; the user name, the password, the database that holds the user
or the mechanism is wrong. Without authSource the user is looked for in the
database of the URI, or in admin.

A user of X.509 logs in with a client certificate, on $external. The name is
the certificate's subject. Where a balancer ends TLS, mongod sees no
certificate.`,
		Fix: []Fix{
			{On: OnClient, Text: "Name the database that holds the user, and percent-encode the password in a URI.",
				Run: script(
					"mongosh --tls --tlsCAFile ca.pem --host {host} \\",
					"    -u app --authenticationDatabase admin",
					"python3 -c 'from urllib.parse import *; print(quote_plus(input()))'",
				)},
			{On: OnServer, Text: "See who was refused, and why.",
				Run: script("grep -E '20428|5286307' /var/log/mongodb/mongod.log | tail -n 5")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.OperationFailure: Authentication failed.",
			"node":    "MongoServerError: Authentication failed.",
			"go":      "auth error: sasl conversation error: unable to authenticate using mechanism \"SCRAM-SHA-256\": (AuthenticationFailed) Authentication failed.",
			"java":    "com.mongodb.MongoSecurityException: Exception authenticating MongoCredential",
			"c":       "Authentication failed.",
		},
		After:   []Word{"x509-user-missing"},
		Sources: []string{"mongodb/specifications, source/auth", "mongod log 20428, 5286307"},
	},
}
