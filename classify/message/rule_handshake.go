package message

// handshakeRules are what an end says of the other's handshake.
var handshakeRules = []rule{
	{
		any:    []string{"unsafe legacy renegotiation disabled", "unsafe legacy renegotiation"},
		causes: words("legacy-renegotiation"),
		why: "The server, or a device before it, does not know secure renegotiation (RFC 5746), and OpenSSL 3 " +
			"insists on it.",
	},
	{
		any: []string{
			"dh key too small", "weak ephemeral dh", "errssl weak ephemeral",
			"dh serverkeyexchange does not comply", "ephemeral dh key",
		},
		causes: words("weak-dh", "weak-key"),
		why:    "The server's Diffie-Hellman parameters are shorter than the client takes.",
	},
	{
		any:    []string{"could not generate dh keypair", "prime size must be multiple of 64"},
		causes: words("client-tls-bug", "weak-dh"),
		why:    "Java 7 and older cannot do Diffie-Hellman of more than 1024 bits.",
	},
	{
		any: []string{
			"in fips 140", "fips 140 only", "not allowed in fips", "disabled for fips", "disabled in fips",
			"fips mode … not", "digital envelope routines … fips", "not fips", "fips … unsupported",
		},
		causes: words("fips-digest"),
		why:    "A digest or cipher is used that FIPS mode forbids.",
	},
	{
		any: []string{
			"legacy sigalg disallowed", "unsupported protocol", "selected protocol version … not accepted",
			"server chose … protocol version is not enabled", "server selected unsupported protocol",
			"tls: server selected unsupported", "unsupported ssl version", "incorrectly selected version",
			"peerincompatible", "serverdoesnotsupporttls12or13", "version ssl3 is not supported",
			"version tls10 is not supported", "version tls11 is not supported",
		},
		on:     Client,
		causes: words("server-too-old"),
		why: "The server answers with a TLS version, or a signature of one, that this client does not take " +
			"any more.",
	},
	{
		any: []string{
			"no protocols available", "no appropriate protocol", "no supported versions satisfy",
			"version too low", "ssl version … not supported", "protocol not available",
		},
		causes: words("client-too-old", "conflicting-options", "no-shared-cipher"),
		why:    "After its own settings the client has no TLS version left to offer.",
	},
	{
		any:    []string{"do not possess a common algorithm", "sec e algorithm mismatch", "errssl negotiation"},
		causes: words("no-shared-cipher", "client-too-old", "server-too-old"),
		why:    "The two ends have no TLS version or cipher suite in common.",
		tell:   "doctor lists the versions and suites that the server accepts.",
	},
	{
		any: []string{"message received was unexpected or badly formatted", "sec e illegal message"},
		causes: words(
			"no-shared-cipher", "client-too-old", "handshake-alert", "wrong-service", "not-on-access-list",
		),
		why: "Secure Channel has this one text for an alert that it does not name, and for bytes that are no " +
			"TLS.",
		tell: "doctor shows the alert, if it is one, and lists what the server accepts.",
	},
	{
		any: []string{
			"already set up for this stream", "should not be presented in", "has no attribute 'x509",
			"has no attribute 'sslv", "has no attribute 'wrap socket", "has no attribute 'wrap socket",
			"has no attribute 'protocol", "module 'lib' has no attribute",
			"decryption failed or bad record mac", "ssl negotiation … extension", "unexpected extension",
			"unsupported extension in", "cannot destructure property 'subject'",
		},
		causes: words("client-tls-bug"),
		why:    "The fault is in the client's TLS library, or in how two of its versions are mixed.",
	},
	{
		any:    []string{"sec e decrypt failure"},
		causes: words("client-tls-bug", "handshake-alert"),
		rarer:  words("server-key-mismatch", "reset"),
		why: "Secure Channel could not go on with what came from the other end, or the other end could not " +
			"with what came from it (decrypt_error).",
		tell: "The Windows event log (System, Schannel) names the alert, if there was one; another client " +
			"tells whether it is this machine.",
	},
	{
		any:    []string{"trying to access mongodb over http", "server gave http response", "tls in tls", "ssh 2.0"},
		causes: words("wrong-service"),
		why:    "The other end speaks another protocol, or was spoken to in one.",
	},
	{
		any: []string{
			"not an ssl/tls record", "oversized record", "rx record too long", "wrong version number",
			"unknown protocol", "does not look like a tls", "unrecognized ssl message",
			"unsupported or unrecognized ssl", "plaintext connection?", "unexpected packet format",
			"corrupted frame", "determine the frame size", "sec e invalid token",
			"token supplied to the function is invalid", "invalidcontenttype", "invalidmessage",
			"corrupt message", "unexpected tls packet", "ssl3 get record", "packet length too long",
		},
		on:     Client,
		causes: words("server-plaintext", "wrong-service"),
		rarer:  words("server-too-old", "tls-required"),
		why: "What the server answered is no TLS: it speaks plaintext, or it is another service. Some servers " +
			"of an old TLS version look so, too.",
		tell: "doctor names the service from its first bytes, and tries MongoDB without TLS.",
	},
	{
		any: []string{
			"unexpected message", "unexpected handshake message", "received unexpected handshake message",
			"unexpected record",
		},
		causes: words("wrong-service", "client-tls-bug"),
		why:    "The other end sends TLS records that do not belong there.",
	},
	{
		any: []string{
			"handshake operation timed out", "ssl wants a read first", "'secureconnect' timed out",
			"tls handshake timeout", "ssl handshake … timed out", "handshake timed out",
			"tls handshake timed out", "handshake … timed out", "ssl handshake timeout",
			"ssl connection timeout", "handshake timeout", "ssl do handshake … timed out",
		},
		none:   []string{"tls handshake failed: connection timed out", "error: connect"},
		causes: words("handshake-timeout", "no-answer", "timeout"),
		rarer:  words("not-on-access-list", "slow"),
		why: "TCP connects, and the handshake does not come to an end: packets are lost, or what answers does " +
			"not speak TLS.",
		tell: "doctor tells whether any byte comes back; ping -M do -s 1472 HOST shows whether full packets " +
			"get through.",
	},
	{
		any:    []string{"received handshake … sni", "sni required", "no sni", "server name indication"},
		causes: words("sni-missing"),
		why:    "The service needs a server name in the handshake.",
	},
}
