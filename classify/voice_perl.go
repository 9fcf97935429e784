package classify

// perlVoice is the Perl driver on IO::Socket::SSL, which prints the error queue: of a
// refused certificate it does not say why.
var perlVoice = voice{
	frame: func(f opensslFault) string {
		return perlTLS("SSL connect attempt failed …error:" + f.code + ":" + f.library + "::" + f.queued())
	},
	own: texts(map[string][]Word{
		perlTLS("hostname verification failed"):                                 {"hostname-mismatch", "no-san", "member-name-not-in-san"},
		perlTLS("certificate status is revoked"):                                {"revoked", "intermediate-revoked"},
		perlTLS("certificate status is unknown"):                                {"staple-unknown"},
		perlTLS("SSL wants a read first"):                                       {"handshake-timeout", "no-answer"},
		perlTLS("SSL connect attempt failed"):                                   {"reset"},
		perlNetwork("Unexpected end of stream"):                                 clientEnds,
		perlNetwork("Could not connect to '{host}': Connection refused"):        {"refused"},
		perlNetwork("Could not connect to '{host}': Connection timed out"):      {"timeout"},
		perlNetwork("Could not connect to '{host}': …"):                         {"unreachable"},
		perlNetwork("Could not connect to '{host}': Name or service not known"): {"dns"},
		"MongoDB::ProtocolError: Server reply of size … exceeds maximum of …":   {"no-mongodb-answer"},
		"No readable server available for matching read preference primary. MongoDB server status: …Set name: {wanted_set}, Member status:": {"set-name-mismatch"},
		"could not be parsed (IP literals are not supported)": {"invalid-uri"},
		"MongoDB::AuthError: Authentication to {host} failed": {"auth-failed", "x509-user-missing"},
	}),
}

// clientEnds are the causes for which mongod closes after the handshake.
var clientEnds = append([]Word{"closed-after-handshake"}, certWords...)

func perlTLS(text string) string {
	return "MongoDB::HandshakeError: SSL connection failed for {name}: " + text
}

func perlNetwork(text string) string { return "MongoDB::NetworkError: " + text }
