package message

// Alerts tell what the other end refuses: one in a client's error comes from the server
// and is about the client's certificate or offer; one in the server's log comes from a
// client and is about the server's. RFC 8446, section 6; what OpenSSL sends for which
// fault is in its ssl/statem/statem_lib.c (x509table).

const (
	sentByServer = "The alert comes from the server: it refuses the client's certificate, not the other way round."
	sentByClient = "The alert was sent by the client: it refuses the server's certificate."
	askServer    = "The server's log says why, at the moment of the attempt: look for SSLHandshakeFailed or id 23255, 23256, 22988."
	askClient    = "The client's own log says why; its address is in the line before, with the same connection number."
)

// alertRules are the other alerts.
var alertRules = []rule{
	{
		any:    []string{alertToken(80)},
		on:     Client,
		causes: words("not-on-access-list", "cluster-paused", "sni-missing"),
		rarer:  words("handshake-alert", "sni-refused"),
		why: "The other end broke off before it showed a certificate. Atlas and services like it do so to " +
			"addresses that are not on the access list, and for a paused cluster; a client that sends no " +
			"server name sees the same.",
		tell: "Look at the project's access list first, then whether the cluster is paused. doctor shows " +
			"whether the server name matters.",
	},
	{
		any:    []string{alertToken(112)},
		causes: words("sni-refused"),
		why:    "The server does not know the host name that the client asked for in the handshake (SNI).",
	},
	{
		any:    []string{alertToken(70)},
		on:     Client,
		causes: words("client-too-old", "server-too-old"),
		why: "The server takes none of the TLS versions that the client offers: either the client's are too " +
			"old, or the server's newest is below the client's floor.",
		tell: "doctor lists the versions that the server accepts; python -c 'import ssl; " +
			"print(ssl.OPENSSL_VERSION)', node -p process.versions.openssl and the like show what the client " +
			"has.",
	},
	{
		any:    []string{alertToken(70), alertToken(86)},
		causes: words("server-too-old", "client-too-old"),
		why:    "The two ends have no TLS version in common.",
		tell:   "doctor lists the versions that the server accepts.",
	},
	{
		any:    []string{alertToken(71)},
		causes: words("no-shared-cipher", "client-too-old", "weak-key"),
		why:    "What was offered is too weak for the other end.",
	},
	{
		any: []string{alertToken(40)},
		on:  Client,
		causes: words(
			"no-shared-cipher", "client-cert-required", "client-too-old", "client-tls-bug", "sni-missing",
		),
		rarer: words("no-shared-group", "weak-dh", "handshake-alert", "dhe-only"),
		why: "The server ended the handshake without a reason: no cipher suite or group in common, no client " +
			"certificate, too old a version, or no server name.",
		tell: "doctor tries versions, suites, groups and names one by one; " +
			"the server's log names the reason.",
	},
	{
		any:    []string{alertToken(40)},
		on:     Server,
		causes: words("no-shared-cipher", "server-too-old"),
		rarer:  words("no-shared-group", "handshake-alert"),
		why:    "The client ended the handshake without a reason.",
		tell:   askClient,
	},
	{
		any: []string{
			alertToken(47), alertToken(109), alertToken(110), alertToken(50), alertToken(51), alertToken(10),
		},
		none:   []string{"wrong version number"},
		causes: words("client-tls-bug", "handshake-alert"),
		rarer:  words("bad-signature", "server-key-mismatch", "wrong-service"),
		why: "One end sent what the other does not take in the handshake: a fault of one of the TLS " +
			"libraries, or of what stands between them.",
	},
	{
		any: []string{
			alertToken(20), alertToken(21), alertToken(22), "decryption failed or bad record mac",
			"bad record mac",
		},
		causes: words("client-tls-bug", "reset"),
		why: "The encrypted stream was damaged. The usual reason is one connection that two processes share " +
			"after a fork.",
	},
	{
		any:    []string{alertToken(100)},
		causes: words("legacy-renegotiation"),
		why:    "The other end refuses renegotiation.",
	},
	{
		any:    []string{alertToken(49)},
		causes: words("handshake-alert", "client-cert-rejected", "not-on-access-list"),
		why:    "The other end knows who asks, and refuses.",
	},
	{
		any: []string{
			anyAlert, "remote error: tls:", "received fatal alert", "alertreceived(", "ssl alert number",
			"ssl routines…alert", "[ssl: … alert", "tls fatal alert", "handshake warning:",
		},
		causes: words("handshake-alert"),
		why:    "The other end broke the handshake off with an alert. Its log says why.",
		tell:   "Read the log of the server, or of the proxy before it, at the moment of the attempt.",
	},
}
