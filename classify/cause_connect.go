package classify

// connectCauses are faults of the TCP connection.
var connectCauses = []Cause{
	{
		Word: "refused", Category: Connection, Layer: LayerConnect, Mild: Warning, Online: true,
		Title: "Nothing listens on that port",
		Explain: `The machine answered at once that nobody takes connections on port {port}. So
the network works, and TLS was never reached.

Most often mongod listens on localhost only, which is its default: then it can
be reached on its own machine and nowhere else. Or it is not running: a mongod
whose certificate has expired refuses to start. In a container the port may
not be published.`,
		Fix: []Fix{
			{On: OnServer, Text: "See on which address mongod listens. If that is 127.0.0.1, which is the default, name this machine's address in mongod.conf and restart mongod.",
				Run: script("ss -ltnp | grep :{port}", "net:", "  port: {port}", "  bindIp: {bind}")},
			{On: OnServer, Text: "If nothing listens, start mongod; the end of its log says why it stopped.",
				Run: script("systemctl start mongod", "tail -n 20 /var/log/mongodb/mongod.log")},
			{On: OnClient, Text: "Check the port in the URI: without one it is 27017, and a mongos or a shard may use another.",
				Run: script("nc -vz {name} {port}")},
		},
		NotFix: "bindIp 0.0.0.0 without access control opens the data to everyone who can reach the machine.",
		Says: map[string]string{
			"pymongo": "{host}: [Errno 111] Connection refused",
			"node":    nodeSays("connect ECONNREFUSED {address}"),
			"go":      goSays("dial tcp {address}: connect: connection refused"),
			"java":    javaCaused(javaOpen, "java.net.ConnectException: Connection refused"),
			"c":       "connection closed calling hello on '{host}', or: connection refused calling hello on '{host}'",
		},
		Sources: []string{"connect(2): ECONNREFUSED", "MongoDB manual, configuration options: net.bindIp"},
	},
	{
		Word: "timeout", Category: Connection, Layer: LayerConnect, Mild: Warning, Online: true,
		Title: "The server does not answer a TCP connection",
		Explain: `The connection request was dropped without an answer. That is what a firewall
or a security group does, or a machine that is off. A machine that is up and has
no server on the port would have refused at once.

In a replica set it also happens when the members advertise addresses of a
private network that this client is not in.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Let TCP port {port} through from the client's address: host firewall, security group, network policy, and the access list of Atlas.",
				Run: script("nc -vz -w 5 {name} {port}")},
			{On: OnServer, Text: "On the server see whether the request arrives; if it does, its own firewall drops it.",
				Run: script("tcpdump -ni any tcp port {port} and 'tcp[tcpflags] & tcp-syn != 0'", "nft list ruleset")},
		},
		NotFix: "A longer connectTimeoutMS only makes the wait longer.",
		Says: map[string]string{
			"pymongo": "{host}: timed out",
			"node":    nodeSays("Socket 'secureConnect' timed out after …ms (connectTimeoutMS: …)") + ", or: " + nodeSays("connect ETIMEDOUT {address}"),
			"go":      goSays("dial tcp {address}: i/o timeout"),
			"java":    javaCaused(javaOpen, "java.net.SocketTimeoutException: Connect timed out"),
			"c":       "socket timeout calling hello on '{host}', or: connection timeout calling hello on '{host}'",
		},
		Sources: []string{"connect(2): ETIMEDOUT"},
	},
	{
		Word: "unreachable", Category: Connection, Layer: LayerConnect, Mild: Warning, Online: true,
		Title: "No route leads to the server",
		Explain: `A router or this machine itself said that the address cannot be reached. The
address belongs to another network, a VPN is down, or the name has an IPv6
address while this machine has no IPv6.

Of several addresses one may be dead while another works: drivers that try
them in turn then connect, after a delay.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "See how this machine would route the address, then bring up the VPN or the route.",
				Run: script("getent ahosts {name}", "ip route get $(getent ahosts {name} | awk 'NR==1 {print $1}')")},
			{On: OnNetwork, Text: "If only an IPv6 address fails, remove the AAAA record, or make mongod listen there with net.ipv6.",
				Run: script("net:", "  ipv6: true", "  bindIp: {bind}")},
		},
		Says: map[string]string{
			"pymongo": "{host}: [Errno 113] No route to host",
			"node":    nodeSays("connect EHOSTUNREACH {address}"),
			"go":      goSays("dial tcp {address}: connect: no route to host"),
			"java":    javaCaused(javaOpen, "java.net.NoRouteToHostException: No route to host"),
			"c":       "connection closed calling hello on '{host}'",
		},
		Sources: []string{"connect(2): EHOSTUNREACH, ENETUNREACH"},
	},
}
