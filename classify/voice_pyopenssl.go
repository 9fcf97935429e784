package classify

// pyopensslVoice is PyMongo with the ocsp extra: PyOpenSSL prints the error queue as a list, and
// of a refused certificate it does not say why.
var pyopensslVoice = voice{
	frame: func(f opensslFault) string {
		if f.eof {
			return pyopensslTLS("(-1, 'Unexpected EOF')")
		}
		return pyopensslTLS("[…('" + f.library + "', '', '" + f.queued() + "')…]")
	},
	own: texts(map[string][]Word{
		either("{host}: …VerificationError(errors=[DNSMismatch(mismatched_id=DNS_ID(hostname=b'{name}'))])",
			"{host}: …VerificationError(errors=[IPAddressMismatch(mismatched_id=IPAddress_ID(ip=…Address('{name}')))])"): {"hostname-mismatch", "no-san", "member-name-not-in-san"},
		pyopensslTLS("[('SSL routines', '', 'invalid status response')]"): {"revoked", "intermediate-revoked", "must-staple-missing",
			"staple-expired", "staple-not-yet-valid", "staple-other-certificate", "staple-bad-signature", "staple-unauthorized-responder",
			"staple-unknown", "staple-error-response", "staple-invalid"},
		"error parsing asn1 value: ParseError …":    {"staple-malformed"},
		"ssl_crlfile cannot be used with PyOpenSSL": {"unsupported-option"},
		pyopensslTLS("timed out"):                   {"handshake-timeout", "no-answer"},
		pyopensslTLS("(104, 'ECONNRESET')"):         {"reset"},
		either("connection closed", "{host}: …"):    clientEnds,
	}),
	like: "pymongo",
}

func pyopensslTLS(fault string) string { return "SSL handshake failed: {host}: " + fault }
