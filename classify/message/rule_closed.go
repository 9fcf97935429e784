package message

// closedRules are connections that end without a reason. Where it happened decides what
// it can be.
var closedRules = []rule{
	{
		any: []string{"end of file reached", "unexpected end of file"},
		causes: words(
			"server-plaintext", "tls-required", "not-on-access-list", "client-cert-required", "client-too-old",
			"no-shared-cipher", "client-cert-rejected",
		),
		rarer: words(
			"closed-early", "closed-after-handshake", "client-cert-expired", "client-cert-untrusted",
		),
		why: "The server closed the connection, without an alert; the text does not say whether during the " +
			"handshake or after it.",
		tell: "Is TLS on in the client? doctor asks whether the server takes plaintext, which versions and " +
			"suites it accepts, and whether it wants a certificate.",
	},
	{
		any: []string{
			"econnreset", "socket hang up", "connection reset", "connectionreset", "reset by peer",
			"forcibly closed by the remote host", "broken pipe", " epipe", "'epipe",
			"vorhandene verbindung wurde vom remotehost geschlossen",
			"connexion existante a dû être fermée par l'hôte distant",
			"interrupción de una conexión existente por el host remoto", "强迫关闭了一个现有的连接",
		},
		none: []string{"before secure tls connection"},
		causes: words(
			"reset", "server-plaintext", "not-on-access-list", "client-cert-required", "tls-required",
		),
		rarer: words("client-too-old", "closed-early", "closed-after-handshake"),
		why: "The connection was cut in the middle: by a firewall, a proxy, or a server that does not take " +
			"what was sent.",
		tell: "doctor tells at which step it is cut, and whether the server takes plaintext or asks for a " +
			"certificate.",
	},
	{
		any: []string{
			"eof occurred in violation", "unexpected eof", "before secure tls connection",
			"remote host terminated the handshake", "remote host closed connection during handshake",
			"peer shut down incorrectly", "tls handshake failed: success",
			"tls handshake failed: undefined error", "remotecertificatenotavailable", "tls handshake eof",
			"tls handshake failed: connection timed out", "reason(0)", "error:00000000",
			"remote party has closed the transport", "0 bytes from the transport stream",
			"connection has been closed (eof)", "connection is closed :closed", "connection is closed",
			"ssl connect: closed", "last error: eof", "handshake failed: eof", "handshake: eof",
			"errssl closed", "connection closed during handshake", "zero return", "ssl zero return",
			"unexpectedeof", "sysret", "syscall error", "stream truncated", "ssl connect attempt failed",
			"ssl error syscall", "closed via error", "tls: eof", "connection closed via",
			"handshake failed because", "during ssl handshake", "during tls handshake", "stream closed",
			"peer closed connection without sending tls close notify", "ssl connect syscall",
			"(ssl connection has been closed)", "connection terminated during handshake", "handshakefailed error eof",
		},
		none: []string{"stream closed by user"},
		causes: words(
			"server-plaintext", "not-on-access-list", "client-cert-required", "client-too-old",
			"no-shared-cipher", "client-cert-rejected",
		),
		rarer: words("closed-early", "handshake-timeout", "reset", "staple-malformed"),
		why: "The server closed the connection during the handshake, without an alert. A mongod without TLS " +
			"does exactly that; so do hosted services for an address that they do not know, and servers that " +
			"refuse the client's certificate or offer.",
		tell: "doctor asks whether the server takes plaintext, which versions and suites it accepts, and " +
			"whether it wants a certificate.",
	},
	{
		any: []string{
			"incomplete read of message header … i/o timeout", "unable to decode message length … i/o timeout",
		},
		causes: words("no-answer", "tls-required", "timeout"),
		rarer:  words("no-mongodb-answer", "slow", "not-on-access-list"),
		why: "The server took the connection and did not answer in time. Some services do so where " +
			"plaintext comes and TLS is required.",
		tell: "Is TLS on in the client at all? doctor tells whether the server answers with TLS and without.",
	},
	{
		any: []string{
			"prematurely reached end of stream", "connection closed", "connection <monitor> to … closed",
			"connection … to … closed", "incomplete read of message header", "unable to decode message length",
			"failed to receive length header", "failed to read 4 bytes", "socket was unexpectedly closed",
			"socket closed", "connection was closed", "while attempting to run command 'ismaster'",
			"topology was destroyed", "connection to … interrupted due to server monitor",
			"server closed connection", "unexpected end of stream", "failed to write … socket", "recv failed",
			"dbclientbase … transport error", "attempted to read past the end of the stream",
			"endofstreamexception", "runget at position 0: not enough bytes",
			"socket exception [send error", "socket exception [recv error", "socket exception [closed",
		},
		none:   []string{"connection closed calling", "connection pool"},
		causes: words("tls-required", "client-cert-required", "client-cert-rejected", "not-on-access-list"),
		rarer: words(
			"closed-after-handshake", "client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku",
			"no-mongodb-answer", "wrong-service",
		),
		why: "The server closed the connection while the client waited for its first reply. It does so where " +
			"plaintext comes and TLS is required, and, without an alert, where the client certificate is " +
			"missing or refused.",
		tell: "Is TLS on in the client at all? doctor then tells whether a certificate is required. On the " +
			"server: ids 22988, 23255 and 23256 in the log.",
	},
	{
		any: []string{"connection closed calling"},
		causes: words(
			"refused", "reset", "unreachable", "tls-required", "client-cert-required", "not-on-access-list",
		),
		rarer: words("closed-after-handshake"),
		why:   "libmongoc says this of a connection that it could not open, and of one that was closed.",
		tell:  "doctor tells at which step it ends.",
	},
	{
		any:    []string{"error receiving request from client"},
		on:     Server,
		causes: words("closed-after-handshake", "tls-required", "client-cert-required", "unknown-authority"),
		why:    "The server ended a connection, and the part of the line with the error is missing.",
	},
	{
		any: []string{
			"socket timeout calling", "connection timeout", "last error: context deadline exceeded",
			"last error: connection() error … context deadline exceeded", "read timed out",
			"read operation timed out", ": timed out", "sockettimeoutexception", "execution expired",
			"took more than … to receive data", "timeout while receiving message", "socket timed out",
			"networktimeout:", "network timeout", "context deadline exceeded: client timed out",
			"networkinterfaceexceededtimelimit", "connection within the time limit", "to … 27017 timed out", "connection <monitor> to … timed out", "connection … to … timed out",
		},
		none: []string{
			"cursor", "lock", "timed out after … while waiting", "tls handshake failed: connection timed out",
			"maxtimems",
		},
		causes: words("timeout", "handshake-timeout", "no-answer", "no-mongodb-answer"),
		rarer:  words("not-on-access-list"),
		why: "An answer did not come in time; the text does not say whether to the connection, to the " +
			"handshake or to the first command.",
		tell: "doctor does these three one by one and says which one gets no answer.",
	},
	{
		any:    []string{"connection error calling"},
		causes: words("ca-file-unreadable", "cert-file-unreadable", "refused"),
		why: "libmongoc says this where a file of the TLS options cannot be loaded, and of other failures " +
			"before the handshake.",
		tell: "The lines before it name the file, where it is one.",
	},
}
