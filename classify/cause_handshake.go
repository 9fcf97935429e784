package classify

// handshakeCauses are handshakes that end before a certificate could be judged.
var handshakeCauses = []Cause{
	{
		Word: "not-on-access-list", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The service refuses this address: it is not on the access list",
		Explain: `Atlas and services like it take the TCP connection and then answer the TLS
handshake with alert 80 (internal_error) before they show any certificate.
That is their way to turn away an address that is not on the project's access
list. It is neither a fault of TLS nor of the certificate.

A paused cluster and a missing server name can end the same way, so look at
the access list first, then at the state of the cluster.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Add the public address of the client to the project's access list (Atlas: Network Access). It takes about a minute to come into force.",
				Run: script("atlas accessLists create --currentIp")},
			{On: OnServer, Text: "If the address is on the list, see whether the cluster is paused and resume it.",
				Run: script("atlas clusters list")},
		},
		NotFix:  "0.0.0.0/0 on the access list lets the whole internet try passwords.",
		Says:    alert80,
		Sources: []string{"RFC 8446, section 6.2: internal_error", "MongoDB Atlas documentation, IP access list"},
	},
	{
		Word: "cluster-paused", Category: Connection, Layer: LayerHandshake,
		Title: "The cluster is paused",
		Explain: `A paused Atlas cluster keeps its names and addresses, and ends every handshake
with alert 80 (internal_error), as it does for an address that is not on the
access list. From outside the two cannot be told apart: the project's page
can.

Free clusters are paused by themselves after weeks without a connection.`,
		Fix: []Fix{
			{On: OnServer, Text: "Resume the cluster and wait until its state is IDLE.",
				Run: script("atlas clusters list", "atlas clusters start Cluster0")},
			{On: OnNetwork, Text: "If it runs, add the address of the client to the project's access list.",
				Run: script("atlas accessLists create --currentIp")},
		},
		Says:    alert80,
		Sources: []string{"MongoDB Atlas documentation, pause or resume a cluster"},
	},
	{
		Word: "sni-missing", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The server needs a server name, and the client sends none",
		Explain: `Shared Atlas tiers, SNI routers and some load balancers pick the server by the
name in the TLS handshake. A client that dials an IP address sends no name
(RFC 6066 forbids addresses there), and old clients send none at all.

The service then ends the handshake, or shows a default certificate that fits
no name.`,
		Fix: []Fix{
			{On: OnClient, Text: "Connect to the host name, not to its address. The second command shows what the server does when it gets no name.",
				Run: script(
					shake("</dev/null"),
					"openssl s_client -connect {host} -noservername </dev/null",
				)},
			{On: OnClient, Text: "Use a runtime that sends server names: any Python, Node.js, Go or OpenSSL of today, Java 8 or later.",
				Run: script("java -version")},
		},
		NotFix:  "An entry in /etc/hosts for another name sends that other name.",
		Says:    alert80,
		Sources: []string{"RFC 6066, section 3", "MongoDB Atlas documentation: shared tiers need SNI"},
	},
	{
		Word: "sni-refused", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The server does not know the name that the client asks for",
		Explain: `The server ended the handshake because of the name in it, with alert 112
(unrecognized_name) or without a word. It is a front end that serves other
names: an SNI router, an ingress, a proxy. mongod itself does not refuse unknown
names.

The name is new, mistyped, or an alias in DNS that the front end was not told.`,
		Fix: []Fix{
			{On: OnClient, Text: "Connect under a name that the front end serves; compare it with what it does for another name and for none.",
				Run: script(
					shake("</dev/null"),
					"openssl s_client -connect {host} -noservername </dev/null",
				)},
			{On: OnNetwork, Text: "Add {name} to the routes of the front end, passed through to mongod without ending TLS.",
				Run: script("dig +short {name} CNAME")},
		},
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: TLSV1_UNRECOGNIZED_NAME] tlsv1 unrecognized name"),
			"node":    nodeAlert("0A000458", "tlsv1 unrecognized name", 112),
			"go":      goSays("remote error: tls: unrecognized name"),
			"java":    javaTLS("Received fatal alert: unrecognized_name"),
			"c":       cTLS("error:0A000458:SSL routines::tlsv1 unrecognized name"),
		},
		Sources: []string{"RFC 6066, section 3", "RFC 8446, section 6.2: unrecognized_name"},
	},
	{
		Word: "handshake-alert", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The server ends the handshake with an alert",
		Explain: `The alert names neither a protocol version, nor a cipher, nor a certificate, so
the reason is in the server's log and not on the wire.

mongod itself sends few alerts. One that comes before any certificate is often
a proxy's, a gateway's or an intrusion filter's.`,
		Fix: []Fix{
			{On: OnServer, Text: "Read the log of the server, or of the proxy before it, at the moment of the attempt.",
				Run: script("grep -E '22988|SSLHandshakeFailed' /var/log/mongodb/mongod.log | tail")},
			{On: OnClient, Text: "See whether another offer gets further: an older version, or no server name.",
				Run: script(
					shake("-tls1_2 </dev/null"),
					"openssl s_client -connect {host} -noservername </dev/null",
				)},
		},
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: …] … alert …"),
			"node":    nodeSays("…:SSL routines:ssl3_read_bytes:… alert …:SSL alert number …"),
			"go":      goSays("remote error: tls: …"),
			"java":    javaTLS("Received fatal alert: …"),
			"c":       cTLS("error:0A000…:SSL routines::… alert …"),
		},
		After: []Word{"no-shared-cipher", "no-shared-group", "weak-dh", "server-too-old", "client-too-old",
			"sni-refused", "sni-missing", "client-cert-required"},
		Sources: []string{"RFC 8446, section 6"},
	},
	{
		Word: "reset", Category: Connection, Layer: LayerHandshake, Mild: Warning, Online: true,
		Title: "The connection is reset in the middle",
		Explain: `TCP connected, and then the other side cut it with a reset. A firewall or an
intrusion filter does so when it does not like what it sees, a load balancer
when its target is gone, and a process when it dies or closes with unread data.

A handshake of today is larger than older ones, and some filters drop it for
that alone.`,
		Fix: []Fix{
			{On: OnServer, Text: "See whether the server logged the connection at all: if it did not, something in between cut it.",
				Run: script("grep 'onnection accepted' /var/log/mongodb/mongod.log | tail -n 3")},
			{On: OnNetwork, Text: "Try a smaller handshake: if that works, a filter drops the large one.",
				Run: script(shake("-tls1_2 -groups P-256 </dev/null"))},
		},
		Says: map[string]string{
			"pymongo": "SSL handshake failed: {host}: [Errno 104] Connection reset by peer",
			"node":    nodeSays("read ECONNRESET"),
			"go":      goSays("read tcp …->{address}: read: connection reset by peer"),
			"java":    javaCaused("com.mongodb.MongoSocketWriteException: Exception sending message", "java.net.SocketException: Connection reset"),
			"c":       "connection closed calling hello on '{host}'",
		},
		After: []Word{"server-plaintext", "no-shared-cipher", "no-shared-group", "weak-dh", "server-too-old",
			"client-too-old", "legacy-renegotiation", "sni-refused", "sni-missing", "client-cert-required",
			"client-cert-rejected", "client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku"},
		Sources: []string{"RFC 9293, section 3.5.2"},
	},
	{
		Word: "closed-early", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The server closes the connection during the handshake",
		Explain: `The connection ended before the handshake was done, without an alert and
without a reset. A mongod without TLS does exactly that, but this one did not
answer plaintext either. So think of a proxy that has no route for this name or
whose target is down, of a load balancer and a server of which one speaks the
PROXY protocol and the other does not, of a connection limit, a health check
port, or a service that takes only some addresses.`,
		Fix: []Fix{
			{On: OnServer, Text: "Read the server's log at the moment of the attempt; nothing there means that something in between closed it.",
				Run: script("grep -E '22943|22988' /var/log/mongodb/mongod.log | tail", "db.serverStatus().connections")},
			{On: OnNetwork, Text: "Dial the member directly, without the proxy or load balancer.",
				Run: script(shake("</dev/null"))},
		},
		Says: closedInHandshake,
		After: []Word{"server-plaintext", "no-shared-cipher", "no-shared-group", "weak-dh", "server-too-old",
			"client-too-old", "legacy-renegotiation", "sni-refused", "sni-missing", "client-cert-required",
			"client-cert-rejected", "client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku"},
		Sources: []string{"RFC 8446, section 6.1: closure alerts"},
	},
	{
		Word: "handshake-timeout", Category: Connection, Layer: LayerHandshake, Online: true,
		Title: "The TLS handshake does not come to an end",
		Explain: `The server answered, and then the handshake stopped. Large packets that get
lost on the way are the usual reason: the certificates fill several packets, and
a tunnel or VPN with a smaller packet size that drops them silently lets only
the small ones through. An overloaded server is the other one.

connectTimeoutMS covers the handshake, so a slow one fails too.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "See whether full packets get through; if the larger size fails, lower the MTU of the tunnel or let ICMP through.",
				Run: script("ping -c 3 -M do -s 1472 {name}", "ping -c 3 -M do -s 1200 {name}")},
			{On: OnServer, Text: "See how busy the machine is, and how long a handshake takes on the machine itself.",
				Run: script("uptime", "time openssl s_client -connect localhost:{port} </dev/null")},
		},
		NotFix: "A longer connectTimeoutMS helps only where the handshake is slow, not where packets are lost.",
		Says: map[string]string{
			"pymongo": "SSL handshake failed: {host}: _ssl.c:…: The handshake operation timed out",
			"node":    nodeSays("Socket 'secureConnect' timed out after …ms (connectTimeoutMS: …)"),
			"go":      goSays("context deadline exceeded"),
			"java":    "com.mongodb.MongoTimeoutException: Timed out after … ms while waiting to connect.",
			"c":       "socket timeout calling hello on '{host}'",
		},
		After: []Word{"server-plaintext", "no-shared-cipher", "no-shared-group", "weak-dh", "server-too-old",
			"client-too-old", "legacy-renegotiation", "sni-refused", "sni-missing", "client-cert-required",
			"client-cert-rejected", "client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku"},
		Sources: []string{"mongodb/specifications, source/uri-options: connectTimeoutMS", "RFC 2923, section 2.1"},
	},
}

// alert80 is what clients say of a handshake that ends in internal_error.
var alert80 = map[string]string{
	"pymongo": pymongoTLS("[SSL: TLSV1_ALERT_INTERNAL_ERROR] tlsv1 alert internal error"),
	"node":    nodeAlert("0A000438", "tlsv1 alert internal error", 80),
	"go":      goSays("remote error: tls: internal error"),
	"java":    "javax.net.ssl.SSLException: Received fatal alert: internal_error",
	"c":       cTLS("error:0A000438:SSL routines::tlsv1 alert internal error"),
}
