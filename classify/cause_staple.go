package classify

// showStaple prints the OCSP response that the server staples.
const showStaple = "openssl s_client -connect {host} \\\n" +
	"    -servername {name} -status </dev/null 2>/dev/null \\\n    | grep -A20 'OCSP response'"

// restaple are the remedies that most bad staples share.
var restaple = []Fix{
	{On: OnServer, Text: "Make the server ask its responder again: restart it, or let it read its files anew, then look at what it staples.",
		Run: script(rotate, showStaple)},
	{On: OnCA, Text: "Ask the responder directly. If it gives the same answer, the CA has to mend it.",
		Run: script(askResponder)},
}

// stapleCauses are OCSP responses in the handshake that do not prove anything. Drivers
// that check the staple must end the connection then; Node.js and PyMongo's standard
// TLS never ask for one.
var stapleCauses = []Cause{
	{
		Word: "staple-expired", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple has expired",
		Explain: `The server still sends a response whose nextUpdate is past. It could no longer
reach its responder when it was time for the next one. Go and C refuse an old
proof, since it may be from before the revocation; the certificate itself is
fine.

Node.js and PyMongo's standard TLS do not look at staples and connect.`,
		Fix: append([]Fix{
			{On: OnServer, Text: "Let the server reach the responder: log messages 23232 and 23233 say why it could not.",
				Run: script(reachResponder, "grep -E '2323[23]' /var/log/mongodb/mongod.log | tail")},
		}, restaple...),
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error validating stapled response: reported nextUpdate time … is before current time …"),
			"c":  cOCSP,
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 6960, section 3.2", "mongodb/specifications, source/ocsp-support"},
	},
	{
		Word: "staple-not-yet-valid", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple begins in the future",
		Explain: `Its thisUpdate is after the present moment, so the responder's clock runs ahead,
or this machine's is behind. Go and C refuse it: the standard allows no
tolerance.`,
		Fix: append([]Fix{
			{On: OnClient, Text: "Check this machine's clock first.", Run: script("date -u", "timedatectl set-ntp true")},
		}, restaple...),
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error validating stapled response: reported thisUpdate time … is after current time …"),
			"c":  cOCSP,
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 6960, section 4.2.2.1"},
	},
	{
		Word: "staple-other-certificate", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple is about another certificate",
		Explain: `Serial number, issuer name or issuer key in the response are not those of the
certificate that is served. It says nothing about this one. A proxy with a
staple from a file keeps the old one after a renewal; a server with several
certificates can mix them up.`,
		Fix:    restaple,
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error parsing stapled response: no response matching the supplied certificate"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 6960, sections 3.2 and 4.1.1"},
	},
	{
		Word: "staple-bad-signature", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The signature of the OCSP staple does not verify",
		Explain: `The response was not signed by the CA that issued the certificate, nor by a
responder that this CA appointed. It was damaged, forged, or signed by the key
of a former CA of the same name.`,
		Fix:    restaple,
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error parsing stapled response: bad OCSP signature: …"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 6960, section 3.2"},
	},
	{
		Word: "staple-unauthorized-responder", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple is signed by someone who may not do so",
		Explain: `Only the issuing CA, or a responder whose certificate this CA issued with the
extended key usage OCSPSigning, may answer for it. Here the signer lacks that
purpose, has expired, or comes from another CA.

Clients differ here: Go looks for the purpose, and OpenSSL for the whole path.`,
		Fix: append([]Fix{
			{On: OnCA, Text: "Issue the responder a certificate with extendedKeyUsage = OCSPSigning from the very CA that it answers for.",
				Run: script(
					"printf '%s\\n' extendedKeyUsage=OCSPSigning noCheck=ignored > ext",
					"openssl x509 -req -in ocsp.csr -CA intermediate.pem \\",
					"    -CAkey intermediate.key -CAcreateserial \\",
					"    -days 90 -extfile ext -out ocsp.crt",
				)},
		}, restaple...),
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error validating stapled response: delegate responder certificate is missing the OCSP signing extended key usage"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 6960, section 4.2.2.2"},
	},
	{
		Word: "staple-unknown", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple says that the certificate is unknown",
		Explain: `The responder does not know this certificate: it is the responder of another CA,
or its database was not told of the certificate yet. "Unknown" is no proof and
no revocation. Drivers go on with it as if there were no staple.`,
		Fix: append([]Fix{
			{On: OnCA, Text: "Enter the certificate in the responder's database, or correct the responder's address in what the CA issues.",
				Run: script("openssl x509 -in server.crt -noout -serial -issuer -ocsp_uri")},
		}, restaple...),
		NotFix:  notFixOCSP,
		Says:    map[string]string{"c": "OCSP Certificate Status: Unknown"},
		Sources: []string{"RFC 6960, section 2.2"},
	},
	{
		Word: "staple-malformed", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple cannot be read",
		Explain: `What the server sends as its staple is no OCSP response: cut short, an error
page of a proxy, or another file. Go, C and Java refuse it; Node.js and PyMongo
do not look.`,
		Fix:    restaple,
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go":   goSays("error parsing stapled response: asn1: structure error: …"),
			"java": javaTLS("Remote host terminated the handshake") + ", or: java.io.IOException: Bad encoding in OCSP response: expected ASN.1 SEQUENCE tag.",
			"c":    cOCSP,
		},
		Sources: []string{"RFC 6960, section 4.2.1", "RFC 6066, section 8"},
	},
	{
		Word: "staple-error-response", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "The OCSP staple is an error message of the responder",
		Explain: `The responder answered "try later", "internal error" or "unauthorized", and the
server passes that on as its staple. It proves nothing, so Go and C refuse. A
server should keep the former response instead; proxies with a staple from a
file do not look at what they send.`,
		Fix:    restaple,
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error parsing stapled response: ocsp: error from server: try later"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 6960, section 4.2.1: OCSPResponseStatus"},
	},
	{
		Word: "staple-invalid", Category: Revocation, Layer: LayerRevocation, Mild: Warning, Online: true,
		Title: "A driver refuses the OCSP staple",
		Explain: `A staple can be valid by the standard and still be refused, because drivers
read it with different code. Go's parser refuses a response that embeds the
issuing CA or is signed with RSA-PSS or Ed25519. The C driver looks the status
up by a SHA-1 CertID and does not find one made with SHA-256.

In a log the reason is often missing: then the staple may as well have expired,
be signed by someone else or be about another certificate. The doctor looks at
the staple itself and says which.`,
		Fix: append([]Fix{
			{On: OnClient, Text: "Let the doctor look at the staple that is sent.", Run: script("mongotls doctor {host}")},
		}, restaple...),
		NotFix: notFixOCSP,
		Says: map[string]string{
			"go": goSays("error parsing stapled response: …"),
			"c":  cOCSP,
		},
		Sources: []string{"RFC 6960, section 3.2", "mongodb/mongo-c-driver, mongoc-stream-tls-openssl.c"},
	},
}
