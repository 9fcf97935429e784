package classify

// mongod and the legacy shell print what X509_verify_cert_error_string says, or the reason of the
// error queue, after words of their own: the shell in its error, mongod in its log.
var (
	mongodVoice = voice{frame: memberFrame, own: memberOwn(memberSays, memberSays)}
	shellVoice  = voice{frame: shellFrame, own: memberOwn(shellSays, shellNetwork)}
)

func memberSays(text string) string {
	return "Error connecting to {host} :: caused by :: " + text
}

func shellSays(text string) string {
	return "couldn't connect to server {host}, connection attempt failed: SSLHandshakeFailed: " + text
}

func shellNetwork(text string) string {
	return "couldn't connect to server {host}, connection attempt failed: SocketException: Error connecting to {host} :: caused by :: " + text
}

func memberFrame(f opensslFault) string { return memberSays(f.member()) }
func shellFrame(f opensslFault) string  { return shellSays(f.member()) }

func (f opensslFault) member() string {
	switch {
	case f.verify:
		return "SSL peer certificate validation failed: " + f.reason
	case f.eof:
		return "stream truncated"
	}
	return f.reason
}

// memberOwn are the texts that do not come from OpenSSL; network words a fault of the connection.
func memberOwn(says, network func(string) string) map[Word]string {
	const mismatch = "The server certificate does not match the host name. Hostname: {name} does not match "
	return texts(map[string][]Word{
		says(mismatch + "SAN(s): …"): {"hostname-mismatch", "member-name-not-in-san"},
		says(mismatch + "CN: …"):     {"no-san"},
		says("Peer certificate requires a stapled OCSP response, but none were provided."): {"must-staple-missing"},
		says("invalid status response"): {"staple-expired", "staple-other-certificate", "staple-bad-signature", "staple-unauthorized-responder",
			"staple-unknown", "staple-malformed", "staple-error-response", "staple-invalid"},
		either(says("invalid status response"), says("SSL peer certificate revocation status checking failed: OCSP Certificate Status: Revoked. Reason: …")): {
			"revoked", "intermediate-revoked"},
		network("Connection refused"):        {"refused"},
		network("Network is unreachable"):    {"unreachable"},
		network("Connection reset by peer"):  {"reset"},
		network("Connection closed by peer"): clientEnds,
	})
}
