package message

// mongodbRules are about what is spoken inside of TLS.
var mongodbRules = []rule{
	{
		any: []string{
			"wire version", "maximum wire version", "mongoincompatibledriver", "requires at least … (mongodb",
		},
		causes: words("wire-version"),
		why:    "The release of the server and that of the driver do not go together. TLS is fine.",
	},
	{
		any: []string{
			"members available for replica set name", "belongs to a set named", "setname … does not match", "set name … does not match",
			"set name mismatch", "incorrect replica set name", "does not match … replica set name",
			"replica set name … does not match", "current topology: { type: replicasetnoprimary, servers: [] }",
			"type=replica set, servers=[]", "expecting replica set", "no such replica set",
			"is not a member of replica set", "does not have a replica set",
		},
		none:   []string{"last error", "ssl handshake", "certificate", "timed out,", "refused"},
		causes: words("set-name-mismatch"),
		why: "The servers that answered are of another replica set than the URI names, or of none. TLS is " +
			"fine.",
	},
	{
		any: []string{
			"got response id", "invalid reply from server", "length of read message too large",
			"server reply of size", "exceeds allowed max message size", "reply message length",
			"message length … is greater than", "invalid message size", "not a mongodb", "unexpected opcode",
			"message size … out of range", "invalid opcode", "malformed message",
		},
		none:   []string{"tls handshake"},
		causes: words("no-mongodb-answer", "wrong-service"),
		rarer:  words("tls-required"),
		why:    "What answers behind the connection is no MongoDB, or its reply was damaged.",
	},
	{
		any:    []string{"accessed through a load balancer", "does not have load balancing enabled"},
		causes: words("no-mongodb-answer"),
		why: "The server stands behind a load balancer. The connection string lacks loadBalanced=true, or the " +
			"driver is too old to know it. TLS is fine.",
	},
	{
		any:    []string{"attempted to initialize in load balancing mode"},
		causes: words("unsupported-option"),
		why:    "The connection string says loadBalanced=true, and the server stands behind no load balancer. TLS is fine.",
	},
	{
		any: []string{
			"authentication failed", "bad auth", "auth failed", "unable to authenticate", "auth error",
			"exception authenticating", "mongosecurityexception", "scram failure", "authenticationfailed",
		},
		none:   []string{"sslstream", "security.authentication", "see inner", "remote party", "ssl handshake", "tls handshake", "postgres", "psql", "mysql"},
		causes: words("auth-failed"),
		why:    "The login was refused. TLS is fine: a login is only tried when it is up.",
	},
}
