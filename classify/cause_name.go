package classify

// nameCauses are faults of name resolution.
var nameCauses = []Cause{
	{
		Word: "dns", Category: Connection, Layer: LayerName, Online: true,
		Title: "The host name cannot be resolved",
		Explain: `A client that gets no answer from DNS dials nothing, and nothing can be said of
TLS. The name is mistyped, the private zone or the VPN that knows it is not in
use, or the resolver does not answer.

Two traps are MongoDB's own. The name of a mongodb+srv:// URI often has no
address: it works only with +srv. And a replica set may advertise names that
only its own network can resolve.`,
		Fix: []Fix{
			{On: OnClient, Text: "Ask the resolver of the machine that runs the client, not your own.",
				Run: script("getent hosts {name}", "dig +short {name} A {name} AAAA", "dig +short _mongodb._tcp.{name} SRV")},
			{On: OnClient, Text: "If only the SRV record exists, connect with the scheme that reads it.",
				Run: script("mongosh mongodb+srv://{name}/")},
			{On: OnServer, Text: "If the name comes from the replica set, give the members names that clients can resolve, in mongosh on the primary.",
				Run: script("cfg = rs.conf()", `cfg.members[0].host = "db1.example.com:27017"`, "rs.reconfig(cfg)")},
		},
		NotFix: "An IP address in the URI avoids the lookup, but the certificate then has to hold that address.",
		Says: map[string]string{
			"pymongo": "{host}: [Errno -2] Name or service not known",
			"node":    nodeSays("getaddrinfo ENOTFOUND {name}"),
			"go":      goSays("dial tcp: lookup {name} on …: no such host"),
			"java":    javaCaused("com.mongodb.MongoSocketException: …{name}…", "java.net.UnknownHostException: …{name}…"),
			"c":       "Failed to resolve '{name}'",
		},
		Sources: []string{"RFC 1035", "getaddrinfo(3)"},
	},
	{
		Word: "srv-invalid", Category: Connection, Layer: LayerName,
		Title: "The SRV or TXT records of the name are not usable",
		Explain: `For mongodb+srv:// a driver asks DNS for the servers (SRV) and some options
(TXT). The answer must hold at least one server, every server must lie under
the domain of the name in the URI, and there may be one TXT record that sets
nothing but authSource, replicaSet and loadBalanced. TLS cannot be set there:
it is on by default.

A URI of this scheme has one host, without a port.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Look at both records and mend the zone: the targets must end with the domain of the name.",
				Run: script("dig +short _mongodb._tcp.{name} SRV", "dig +short {name} TXT")},
			{On: OnClient, Text: "Where DNS cannot be changed, name the servers in the URI and switch TLS on there.",
				Run: script("mongodb://db1.example.com,db2.example.com/?tls=true&replicaSet=rs0")},
		},
		Says:    outsideSays,
		Sources: []string{"mongodb/specifications, source/initial-dns-seedlist-discovery", "RFC 2782"},
	},
}
