package classify

// rustOwn is the Rust driver on rustls (rustls error.rs; webpki error.rs), rustOpenSSLVoice
// on the openssl crate.
var (
	rustOwn = merged(rustCertificates, texts(map[string][]Word{
		rustSays("received fatal alert: ProtocolVersion"):                               {"server-too-old", "client-too-old"},
		rustSays("received fatal alert: HandshakeFailure"):                              {"no-shared-cipher", "no-shared-group", "weak-dh", "client-cert-required"},
		rustSays("received fatal alert: UnrecognisedName"):                              {"sni-refused"},
		rustSays("received fatal alert: InternalError"):                                 {"handshake-alert", "not-on-access-list", "cluster-paused", "sni-missing"},
		rustSays("received corrupt message of type InvalidContentType"):                 {"wrong-service"},
		either(rustSays("tls handshake eof"), rustSays("unexpected end of file")):       {"server-plaintext", "closed-early"},
		either(rustSays("unexpected end of file"), rustSays("received fatal alert: …")): clientEnds,
	}), rustNetwork)

	rustOpenSSLVoice = voice{frame: func(f opensslFault) string {
		if f.eof {
			return rustSays("unexpected EOF")
		}
		return rustSays("error:" + f.code + ":" + f.library + ":…:" + f.queued() + ":…")
	}, own: merged(rustNetwork, texts(map[string][]Word{
		either(rustSays("unexpected end of file"), rustSays("…alert…")): clientEnds,
	}))}

	rustNetwork = texts(map[string][]Word{
		rustSays("Connection refused (os error 111)"):                                                              {"refused"},
		rustSays("Connection reset by peer (os error 104)"):                                                        {"reset"},
		rustSays("Network is unreachable (os error 101)"):                                                          {"unreachable"},
		either(rustSays("timed out"), rustSays("Connection timed out (os error 110)")):                             {"timeout", "no-answer", "handshake-timeout"},
		rustSays("failed to lookup address information: Name or service not known"):                                {"dns"},
		"Server at {host} reports wire version …, but this version of the MongoDB Rust Driver requires at least …": {"wire-version"},
	})

	rustCertificates = texts(map[string][]Word{
		rustCert("UnknownIssuer"): {"empty-trust-store", "self-signed", "missing-intermediate", "wrong-intermediate", "trust-anchor-mismatch",
			"ca-file-lacks-root", "unknown-authority", "leaf-not-first"},
		either(rustCert("certificate expired: verification time …"), rustCert("Expired")):           {"expired", "expired-intermediate"},
		either(rustCert("certificate not valid yet: verification time …"), rustCert("NotValidYet")): {"not-yet-valid", "not-yet-valid-intermediate", "clock-skew"},
		either(rustCert(`certificate not valid for name "{name}"; certificate is only valid for …`), rustCert("NotValidForName")): {
			"hostname-mismatch", "member-name-not-in-san"},
		either(rustCert(`certificate not valid for name "{name}"; certificate is not valid for any names (according to its subjectAltName extension)`),
			rustCert("NotValidForName")): {"no-san"},
		rustCert("Other(OtherError(CaUsedAsEndEntity))"):         {"leaf-is-ca"},
		rustCert("Other(OtherError(EndEntityUsedAsCa))"):         {"not-a-ca"},
		rustCert("Other(OtherError(UnsupportedCertVersion))"):    {"cert-version-1"},
		rustCert("Other(OtherError(PathLenConstraintViolated))"): {"path-length"},
		rustCert("Other(OtherError(NameConstraintViolation))"):   {"name-constraints"},
		either(rustCert("certificate does not allow extended key usage for server authentication, allows …"), rustCert("InvalidPurpose")): {"wrong-eku"},
		rustCert("UnhandledCriticalExtension"):      {"unknown-critical-extension"},
		rustCert("…UnsupportedSignatureAlgorithm…"): {"weak-signature"},
		rustCert("BadSignature"):                    {"bad-signature", "weak-key", "server-key-mismatch"},
		rustCert("BadEncoding"):                     {"malformed-certificate"},
	})
)

func rustSays(fault string) string {
	return "Server selection timeout: No available servers. Topology: { Type: …, Servers: [ { Address: {host}, Type: Unknown, Error: Kind: I/O error: " +
		fault + ", labels: {} } ] }"
}

func rustCert(reason string) string { return rustSays("invalid peer certificate: " + reason) }

// merged are the entries of several maps, the last of which wins.
func merged(of ...map[Word]string) map[Word]string {
	out := map[Word]string{}
	for _, m := range of {
		for w, text := range m {
			out[w] = text
		}
	}
	return out
}
