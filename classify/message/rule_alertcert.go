package message

// alertCertificateRules are alerts about certificates.
var alertCertificateRules = []rule{
	{
		any:    []string{alertToken(48)},
		on:     Client,
		causes: words("client-cert-untrusted"),
		rarer:  words("client-cert-rejected"),
		why:    sentByServer + " Its CA is not among those that the server trusts.",
		tell:   askServer,
	},
	{
		any:    []string{alertToken(48)},
		on:     Server,
		causes: words("unknown-authority", "missing-intermediate", "self-signed"),
		why:    sentByClient + " It knows no way from it to a CA that it trusts.",
		tell:   askClient,
	},
	{
		any:    []string{alertToken(116)},
		on:     Client,
		causes: words("client-cert-required"),
		rarer:  words("client-cert-untrusted"),
		why: "The server requires a client certificate, and none was sent. Some clients hold one back that " +
			"does not come from a CA that the server lists.",
		tell: askServer,
	},
	{
		any:    []string{alertToken(116), alertToken(41)},
		causes: words("client-cert-required"),
		why:    "A client certificate is required, and none was sent.",
	},
	{
		any:    []string{alertToken(45)},
		on:     Client,
		causes: words("client-cert-expired", "crl-expired"),
		why:    sentByServer + " It is out of date, or the server's CRL is: both give this alert.",
		tell: "openssl x509 -in client.pem -noout -enddate, and on the server openssl crl -in crl.pem -noout " +
			"-nextupdate.",
	},
	{
		any:    []string{alertToken(45)},
		on:     Server,
		causes: words("expired", "crl-expired"),
		why:    sentByClient + "It is out of date, or the client's CRL is: OpenSSL sends the same alert for both.",
		tell:   "If the certificate is still valid, look at nextUpdate of the CRL that the client uses.",
	},
	{
		any:    []string{alertToken(44)},
		on:     Client,
		causes: words("client-cert-rejected"),
		why:    sentByServer + " It is revoked.",
		tell:   askServer,
	},
	{
		any:    []string{alertToken(44)},
		on:     Server,
		causes: words("revoked"),
		why:    sentByClient + " It is revoked.",
	},
	{
		any:    []string{alertToken(43)},
		on:     Client,
		causes: words("client-cert-wrong-eku"),
		rarer:  words("client-cert-rejected"),
		why:    sentByServer + " It may not be used by a client (extendedKeyUsage).",
	},
	{
		any:    []string{alertToken(43)},
		on:     Server,
		causes: words("wrong-eku"),
		rarer:  words("wrong-key-usage"),
		why:    sentByClient + " It may not be used by a server (extendedKeyUsage).",
	},
	{
		any:    []string{alertToken(42), alertToken(46)},
		on:     Client,
		causes: words("client-cert-rejected", "client-cert-untrusted", "client-cert-required"),
		rarer:  words("client-cert-expired", "client-cert-wrong-eku"),
		why:    sentByServer + " The alert does not say why.",
		tell:   askServer,
	},
	{
		any: []string{alertToken(42), alertToken(46)},
		on:  Server,
		causes: words(
			"unknown-authority", "hostname-mismatch", "missing-intermediate", "self-signed", "expired",
			"no-san",
		),
		why: sentByClient +
			"The alert does not say why: Go sends it for every fault, OpenSSL for a wrong name, Java another " +
			"one for every fault.",
		tell: askClient,
	},
	{
		any:    []string{alertToken(113)},
		causes: words("staple-invalid", "revoked"),
		why:    "The OCSP response in the handshake was refused.",
	},
}
