package message

// serverRules are what mongod and mongos state in their logs, and at their start.
var serverRules = []rule{
	{
		any:    []string{"configured to only allow ssl connections", "configured to only allow tls connections"},
		causes: words("tls-required"),
		why:    "A client spoke plaintext to a server that takes only TLS (requireTLS).",
	},
	{
		any: []string{
			"started without ssl support", "started without tls support", "server is not configured for ssl",
			"server is not configured for tls",
		},
		causes: words("server-plaintext"),
		why:    "A client began TLS with a server whose net.tls.mode is disabled.",
	},
	{
		any:    []string{"client requested disabled protocol"},
		causes: words("client-too-old"),
		why: "The client offered only versions that net.tls.disabledProtocols switches off: TLS 1.0 by " +
			"default, and 1.1 in new releases.",
	},
	{
		any: []string{
			"no ssl certificate provided by peer", "no tls certificate provided by peer",
			"peer did not return a certificate", "no certificate provided by peer",
		},
		causes: words("client-cert-required"),
		why: "The server asks for a client certificate, and the client sent none. A mongod closes such a " +
			"connection after the handshake, without an alert.",
	},
	{
		any: []string{
			"no shared cipher", "no cipher suites in common", "no negotiable cipher suite", "no common cipher",
			"no cipher match", "no ciphers available", "no suitable shared cipher",
			"no cipher suite supported by both",
		},
		causes: words("no-shared-cipher"),
		why:    "The two ends have no cipher suite in common, or none that fits the key of the certificate.",
	},
	{
		any: []string{
			"no suitable key share", "no suitable groups", "no supported groups in common",
			"no ecdhe curve … shared", "no shared groups",
		},
		causes: words("no-shared-group", "no-shared-cipher"),
		why:    "The two ends have no key exchange group in common.",
	},
	{
		any: []string{
			"ssl routines … http request", "⟨http request⟩", "⟨https proxy request⟩",
			"client sent an http request to an https server",
		},
		causes: words("wrong-service"),
		why:    "An HTTP client knocks at a port that speaks TLS.",
	},
	{
		any:    []string{"unsupported protocol", "version too low", "wrong ssl version", "unsupported ssl version"},
		on:     Server,
		causes: words("client-too-old"),
		rarer:  words("no-shared-cipher"),
		why:    "The client offers no TLS version that the server takes.",
	},
	{
		any:    []string{"unknown protocol", "wrong version number"},
		on:     Server,
		causes: words("tls-required", "client-too-old", "wrong-service"),
		why:    "What the client sent is no TLS: it speaks plaintext, an old SSL, or another protocol.",
		tell: "If the client is known, look whether TLS is on in it, and at its TLS library; if nobody knows " +
			"the " +
			"address, it may be a scanner or a health check.",
	},
	{
		any: []string{
			"provided ssl certificate is expired or not yet valid", "provided tls certificate is expired",
			"certificate is expired or not yet valid", "has expired or is not yet valid … initandlisten",
		},
		none:   []string{"x509: certificate"},
		causes: words("expired", "not-yet-valid"),
		why:    "The server's own certificate is outside of its dates. A server does not start with such a one.",
	},
	{
		any: []string{
			"could not staple ocsp response", "could not retrieve ocsp", "ocsp fetch",
			"ocsp responder … failed", "unable to fetch ocsp", "failed to fetch ocsp",
		},
		causes: words("ocsp-unreachable"),
		why: "The server could not get an OCSP response to staple. Clients connect, unless the certificate " +
			"says must-staple.",
	},
	{
		any:    []string{"server certificate has no compatible subject alternative name"},
		causes: words("no-san"),
		why:    "The server's own certificate has no subjectAltName. Clients of today refuse it.",
	},
	{
		any: []string{
			"ip address written as dns san", "contains an ip address … in the dns", "ip address as a dns",
		},
		causes: words("no-san", "hostname-mismatch"),
		why: "The certificate holds an address as a DNS name. Clients that dial the address look for an " +
			"iPAddress entry.",
	},
}
