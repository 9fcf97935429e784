package classify

// revocationCauses are about certificates that were taken back, and about lists and
// responders that should tell.
var revocationCauses = []Cause{
	{
		Word: "revoked", Category: Revocation, Layer: LayerRevocation, Mild: Error, Online: true,
		Title: "The server's certificate has been revoked",
		Explain: `Its CA has taken it back: the key was lost, the certificate was replaced, or it
was issued by mistake. Whoever has the key could still pose as this server, so
no client should connect.

Many do not notice. Node.js and PyMongo's standard TLS never ask; Go and C ask
the responder or read the staple; Java does so only when told to.`,
		Fix: []Fix{
			{On: OnServer, Text: "Make a new key, have a certificate issued for it, put both in place, then reload. If the key was stolen, restart instead: open connections keep the old certificate.",
				Run: script(
					makeKeyAndRequest,
					rotate,
				)},
			{On: OnCA, Text: "Ask the CA for the day and the reason, and whether it was meant.",
				Run: script(askResponder)},
		},
		NotFix: notFixOCSP,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate revoked"),
			"node":    nodeSays("certificate revoked"),
			"go":      goSays("OCSP verification failed: certificate is revoked"),
			"java":    javaPath("Certificate has been revoked, reason: …, revocation date: …"),
			"c":       cOCSP,
		},
		Sources: []string{"RFC 6960, section 2.2", "RFC 5280, section 6.3", "mongodb/specifications, source/ocsp-support"},
	},
	{
		Word: "intermediate-revoked", Category: Revocation, Layer: LayerRevocation, Mild: Error, Online: true,
		Title: "An intermediate certificate on the path has been revoked",
		Explain: `The CA certificate that issued the server's was taken back, and with it all that
it issued. Drivers ask about the server's own certificate only, so few of them
notice; operating systems and Java with revocation checks do.`,
		Fix: []Fix{
			{On: OnCA, Text: "Have the server's certificate issued again by the CA that replaced this intermediate.",
				Run: script("openssl x509 -in intermediate.pem -noout -subject -serial")},
			{On: OnServer, Text: "Send the new certificate with its new intermediate, and reload.",
				Run: script(assemble, rotate)},
		},
		NotFix: notFixOCSP,
		Says: map[string]string{
			"java": javaPath("Certificate has been revoked, reason: …, revocation date: …"),
		},
		Sources: []string{"RFC 5280, section 6.3", "mongodb/specifications, source/ocsp-support: intermediates are not asked about"},
	},
	{
		Word: "must-staple-missing", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The certificate demands an OCSP staple, and none is sent",
		Explain: `The certificate carries the TLS feature "status_request": its owner promised
that the server always sends proof that it is not revoked. Without that proof Go
and C refuse, since an attacker with a revoked certificate would leave it out.

mongod staples on Linux only, needs the issuer's certificate to ask the
responder, and has nothing to send until the responder has answered once.`,
		Fix: []Fix{
			{On: OnServer, Text: "Let the server reach the responder, and put the issuer's certificate in its files. Then see what it sends.",
				Run: script(
					reachResponder,
					assemble,
					showStaple,
				)},
			{On: OnServer, Text: "Check that OCSP was not switched off in mongod.conf, and read log messages 23232 and 23233.",
				Run: script("setParameter:", "  ocspEnabled: true")},
			{On: OnCA, Text: "On Windows or macOS, or without a route to the responder, have a certificate issued without that feature."},
		},
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("server provided a certificate with the Must-Staple extension but did not provide a stapled OCSP response"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 7633, section 4.2.3.1", "mongodb/specifications, source/ocsp-support: must-staple"},
	},
	{
		Word: "ocsp-unreachable", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "No OCSP responder of the certificate can be reached",
		Explain: `The certificate names a responder, the server staples nothing, and the responder
does not answer. Go and C then go on without an answer, after up to five
seconds; Java with revocation checks on refuses. A revoked certificate would
pass unnoticed.

Database networks often have no way out to the internet, on purpose.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Let clients, or at least the servers that staple, reach the responder over HTTP.",
				Run: script(reachResponder)},
			{On: OnServer, Text: "If only the servers can reach it, their staples are enough for all clients.",
				Run: script("setParameter:", "  ocspEnabled: true")},
			{On: OnClient, Text: "Where that cannot be, save each connection the wait.",
				Run: script("mongodb://{host}/?tls=true&tlsDisableOCSPEndpointCheck=true")},
		},
		NotFix: notFixOCSP,
		Says: map[string]string{
			"java": javaPath("Unable to determine revocation status due to network error"),
		},
		After:   []Word{"revoked"},
		Sources: []string{"RFC 6960, section 2", "mongodb/specifications, source/ocsp-support: soft fail", "JAVA-3713"},
	},
	{
		Word: "crl-missing", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The CRL file has no list of one of the issuers",
		Explain: `Once a CRL file is given, OpenSSL wants a list for the issuer of the server's
certificate, and refuses every certificate whose issuer has none. A file with
the list of the root only does not do where an intermediate issued the
certificate.

Node.js holds the whole chain against the file, so it wants a list of each
issuer up to the root, and of several lists in one file it reads the first.`,
		Fix: []Fix{
			{On: OnClient, Text: "Fetch the list of that issuer and add it to the file, as PEM.",
				Run: script(
					served("-noout -issuer -ext crlDistributionPoints"),
					"openssl crl -inform DER -in issuing.crl >> crl.pem",
				)},
			{On: OnClient, Text: "For Node.js hand over the lists one by one instead of tlsCRLFile.",
				Run: script(`new MongoClient(uri, { crl: [issuingCRL, rootCRL] })`)},
			{On: OnServer, Text: "If members check their clients with net.tls.CRLFile, complete that file in the same way."},
		},
		NotFix: notFixCRL,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get certificate CRL"),
			"node":    nodeSays("unable to get certificate CRL"),
			"c":       cVerify(3, "unable to get certificate CRL"),
			"mongod":  "SSL peer certificate validation failed: unable to get certificate CRL",
		},
		After:   []Word{"crl-expired", "revoked"},
		Sources: []string{"OpenSSL verification error 3; X509_V_FLAG_CRL_CHECK", "RFC 5280, section 6.3"},
	},
	{
		Word: "crl-expired", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The revocation list is past its next update",
		Explain: `A CRL says when the next one will be out. After that day OpenSSL refuses every
certificate that it covers, good ones too. The peer is told with alert 45
(certificate_expired), so people renew a certificate that is fine.

The file has to be fetched anew, regularly, by you: neither drivers nor mongod
download it.`,
		Fix: []Fix{
			{On: OnClient, Text: "Fetch the present list and replace the file; do so by a timer, well before each next update.",
				Run: script(
					"openssl crl -in crl.pem -noout -issuer -lastupdate -nextupdate",
					"openssl crl -inform DER -in issuing.crl -out crl.pem",
				)},
			{On: OnServer, Text: "If it is net.tls.CRLFile of the members, replace it there; on Linux and Windows it is read again without a restart.", Run: script(rotate)},
			{On: OnCA, Text: "If the CA itself publishes no newer list, its list job has stopped.",
				Run: script("openssl ca -gencrl -crldays 30 -out crl.pem")},
		},
		NotFix: notFixCRL,
		Says: map[string]string{
			"pymongo": pymongoVerify("CRL has expired"),
			"node":    nodeSays("CRL has expired"),
			"c":       cVerify(12, "CRL has expired"),
			"mongod":  "SSL peer certificate validation failed: CRL has expired",
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 5.1.2.5", "OpenSSL verification error 12"},
	},
}
