package classify

// rubyVoice is the Ruby driver. Up to 2.5 and some later it hides what OpenSSL says behind one
// text; the reason stands in its log.
var rubyVoice = voice{
	frame: func(opensslFault) string { return rubyTLS },
	own: texts(map[string][]Word{
		either("SSL handshake failed due to a hostname mismatch.", "TLS handshake failed due to a hostname mismatch."): {
			"hostname-mismatch", "no-san", "member-name-not-in-san"},
		either("end of file reached", rubyTLS):          clientEnds,
		"execution expired":                             {"handshake-timeout", "no-answer", "timeout"},
		"Connection reset by peer - SSL_connect":        {"reset"},
		"Connection refused - connect(2) for {address}": {"refused"},
		either("Network is unreachable - connect(2) for {address}", "No route to host - connect(2) for {address}"): {"unreachable"},
		"getaddrinfo: Name or service not known":                       {"dns"},
		"Message exceeds allowed max message size. The max is …":       {"no-mongodb-answer"},
		"No server is available matching preference: …":                {"set-name-mismatch"},
		"TLS certificate of '{name}' has been revoked according to '…": {"revoked"},
		"User … is not authorized to access …":                         {"auth-failed", "x509-user-missing"},
	}),
}

const rubyTLS = "SSL handshake failed. MongoDB may not be configured with SSL support."
