package classify

// revocationFindings are answers about revocation that leave clients without proof and
// stop none of them.
var revocationFindings = []Cause{
	{
		Word: "revoked-behind-good-staple", Category: Revocation, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The staple says good, and a newer answer says revoked",
		Explain: `The server sends a staple from before the revocation. It is within its time, so
clients that read staples believe it until its nextUpdate.`,
		Fix: []Fix{
			{On: OnServer, Text: "Replace certificate and key now: the staple ends by itself, and with it the connections.",
				Run: script(rotate)},
		},
		After:   []Word{"revoked"},
		Sources: []string{"RFC 6960, section 2.4", "RFC 6961, section 1"},
	},
	{
		Word: "ocsp-response-invalid", Category: Revocation, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The OCSP responder's answer is not valid",
		Explain: `The responder answered, and its answer is expired, about another certificate,
or signed by someone who may not. Drivers that ask take it for no answer and go
on; Java with revocation checks refuses.`,
		Fix: []Fix{
			{On: OnCA, Text: "Show the CA what its responder sends.",
				Run: script(askResponder)},
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 6960, section 3.2"},
	},
	{
		Word: "ocsp-responder-error", Category: Revocation, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The OCSP responder answers with an error",
		Explain: `It can be reached, and says "try later", "unauthorized" or an HTTP error.
"Unauthorized" means that it does not answer for this CA. Drivers go on without
proof.`,
		Fix: []Fix{
			{On: OnCA, Text: "Report it to the CA, with the answer.",
				Run: script(askResponder)},
			{On: OnNetwork, Text: "If the error is a proxy's, let the responder's host through it.",
				Run: script("curl -sS -i -m 5 {responder}")},
		},
		Sources: []string{"RFC 6960, section 2.3"},
	},
	{
		Word: "ocsp-unknown", Category: Revocation, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The OCSP responder does not know the certificate",
		Explain: `Its answer is "unknown": neither good nor revoked. The certificate is newer than
its database, or the address in the certificate leads to the responder of
another CA. Drivers go on without proof.`,
		Fix: []Fix{
			{On: OnCA, Text: "Enter the certificate in the responder's database, or correct the address in what the CA issues.",
				Run: script(served("-noout -serial -issuer -ocsp_uri"))},
		},
		Sources: []string{"RFC 6960, section 2.2"},
	},
	{
		Word: "no-staple", Category: Revocation, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The server staples no OCSP response",
		Explain: `The certificate names a responder, and the server could send that answer along.
Without it each client that cares asks for itself. mongod staples on Linux, if
it has the issuer's certificate and reaches the responder.`,
		Fix: []Fix{
			{On: OnServer, Text: "Let the server reach the responder, and put the issuer's certificate behind its own.",
				Run: script(reachResponder, "grep -E '2323[23]' /var/log/mongodb/mongod.log | tail")},
		},
		After:   []Word{"must-staple-missing"},
		Sources: []string{"RFC 6066, section 8", "MongoDB manual, OCSP"},
	},
	{
		Word: "crl-unreachable", Category: Revocation, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The certificate's revocation list cannot be fetched",
		Explain: `No driver downloads lists, so none is stopped. Operating systems and Java with
revocation checks do. Whoever keeps a CRL file up to date by hand needs that
address too.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "See whether the address answers from here and from the servers.",
				Run: script(served("-noout -ext crlDistributionPoints"))},
			{On: OnCA, Text: "If it answers nowhere, the CA has to publish its list again."},
		},
		Sources: []string{"RFC 5280, section 4.2.1.13", "mongodb/specifications, source/ocsp-support: CRLs are not downloaded"},
	},
}
