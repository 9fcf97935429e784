package classify

// parseCauses are certificates that some clients cannot even read.
var parseCauses = []Cause{
	{
		Word: "malformed-certificate", Category: VerifyFailed, Layer: LayerParse, Mild: Warning, Online: true,
		Title: "A certificate breaks the rules of its encoding",
		Explain: `Parsers differ in what they forgive. Go and Java refuse a certificate whose
encoding breaks DER or RFC 5280 (a negative serial number, an odd character in a
name, trailing bytes), while OpenSSL reads most of these. So the same server
works with one driver and not with another.

Home-made CAs and appliances issue such certificates.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate anew with a CA tool that writes strict DER, put it in place on the server, then reload.",
				Run: script(makeRequest, assemble, rotate)},
			{On: OnServer, Text: "Look at the encoding, to tell the makers of the tool.",
				Run: script(served("-outform DER \\\n    | openssl asn1parse -inform DER -i"))},
		},
		Says: map[string]string{
			"go":   goSays("tls: failed to parse certificate from server: x509: …"),
			"java": javaTLS("Failed to parse server certificates"),
		},
		After:   []Word{"no-shared-cipher"}, // a key that Go does not know: no client gets that far
		Sources: []string{"RFC 5280, section 4.1", "ITU-T X.690, DER"},
	},
	{
		Word: "cert-version-1", Category: VerifyFailed, Layer: LayerParse, Mild: Warning, Online: true,
		Title: "A certificate has the old X.509 version 1",
		Explain: `Version 1 knows no extensions: no subjectAltName, no key usage, no way to say
who is a CA. Go and rustls refuse it as an issuer, rustls as a server
certificate too. OpenSSL takes it, and matches its common name.

"openssl x509 -req" without an extension file issues version 1: nearly all of
them come about that way.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue it again with extensions, which makes it version 3. Put it in place on the server, then reload.",
				Run: script(serverExtensions, signServer, assemble, rotate)},
		},
		Says: map[string]string{
			"pymongo": pymongoVerify("invalid CA certificate"),
			"node":    nodeSays("unsuitable certificate purpose"),
			"go":      goVerify("certificate is not authorized to sign other certificates"),
			"c":       cVerify(79, "invalid CA certificate"),
			"rust":    "invalid peer certificate: Other(OtherError(UnsupportedCertVersion))",
		},
		Sources: []string{"RFC 5280, section 4.1.2.1", "rustls-webpki: UnsupportedCertVersion"},
	},
}
