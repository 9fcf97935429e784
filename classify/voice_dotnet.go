package classify

// dotnetVoice is the .NET driver (System.Net.Security: net_ssl_io_cert_chain_validation,
// net_ssl_io_cert_validation). On Windows an alert is worded otherwise.
var dotnetVoice = voice{
	frame: func(f opensslFault) string {
		switch {
		case f.verify:
			return ""
		case f.eof:
			return either(dotnetSays("System.IO.IOException: Received an unexpected EOF or 0 bytes from the transport stream."),
				dotnetSays("System.IO.IOException: Authentication failed because the remote party has closed the transport stream."))
		}
		return either(dotnetSays(dotnetAuth+"Authentication failed, see inner exception. …error:"+f.code+":"+f.library+"::"+f.reason),
			dotnetSays(dotnetAuth+"Authentication failed because the remote party sent a TLS alert: …"))
	},
	own: texts(map[string][]Word{
		dotnetChain("PartialChain"): {"missing-intermediate", "wrong-intermediate", "trust-anchor-mismatch", "ca-file-lacks-root",
			"unknown-authority", "empty-trust-store", "leaf-not-first"},
		dotnetChain("UntrustedRoot"):                    {"self-signed"},
		dotnetChain("NotTimeValid"):                     {"expired", "expired-intermediate", "expired-root", "not-yet-valid", "not-yet-valid-intermediate", "clock-skew"},
		dotnetChain("NotValidForUsage"):                 {"wrong-eku", "wrong-key-usage"},
		dotnetChain("NotSignatureValid"):                {"bad-signature"},
		dotnetChain("InvalidBasicConstraints"):          {"not-a-ca", "path-length", "cert-version-1"},
		dotnetChain("HasNotSupportedCriticalExtension"): {"unknown-critical-extension"},
		dotnetChain("InvalidNameConstraints"):           {"name-constraints"},
		dotnetChain("HasWeakSignature"):                 {"weak-signature", "weak-key"},
		dotnetSays(dotnetAuth + "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch"): {
			"hostname-mismatch", "no-san", "member-name-not-in-san"},
		dotnetSays("System.Net.Sockets.SocketException (111): Connection refused"): {"refused"},
		either(dotnetSays("System.Net.Sockets.SocketException (101): Network is unreachable"), dotnetSays("System.Net.Sockets.SocketException (113): No route to host")): {
			"unreachable"},
		either(dotnetSays("System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer."),
			dotnetSays("System.IO.IOException: Unable to write data to the transport connection: Connection reset by peer.")): {"reset"},
		either(dotnetSays("System.Net.Sockets.SocketException (…): Name or service not known"), dotnetSays("System.Net.Sockets.SocketException (11001): No such host is known")): {
			"dns"},
		"System.IO.EndOfStreamException: Attempted to read past the end of the stream.": clientEnds,
		"System.TimeoutException: Timed out connecting to {address}.":                   {"timeout"},
	}),
}

const dotnetAuth = "System.Security.Authentication.AuthenticationException: "

func dotnetSays(inner string) string {
	return "MongoDB.Driver.MongoConnectionException: An exception occurred while opening a connection to the server. ---> " + inner
}

func dotnetChain(status string) string {
	return dotnetSays(dotnetAuth + "The remote certificate is invalid because of errors in the certificate chain: " + status)
}
