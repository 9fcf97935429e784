package classify

// useCauses are certificates used for what they were not issued for.
var useCauses = []Cause{
	{
		Word: "not-a-ca", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "A certificate that is no CA was used to sign another one",
		Explain: `The issuer on the path has no basicConstraints CA:TRUE, or its keyUsage lacks
keyCertSign. It may sign nothing that a client should believe, else every owner
of a server certificate could issue more.

It comes about when a server certificate is used as a CA, or a CA is made with
openssl and no extensions.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the CA certificate again with the same key and the extensions of a CA, put it behind the server's own, then reload. What it signed stays valid.",
				Run: script(
					caExtensions,
					"openssl x509 -x509toreq -in intermediate.pem \\",
					"    -signkey intermediate.key -out intermediate.csr",
					"openssl x509 -req -in intermediate.csr -CA ca.pem -CAkey ca.key \\",
					"    -CAcreateserial -days 1825 -extfile ca.ext -out intermediate.pem",
					assemble, rotate,
				)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("invalid CA certificate"),
			"node":    nodeSays("key usage does not include certificate signing"),
			"go":      goCandidate("invalid signature: parent certificate cannot sign this kind of certificate"),
			"java":    javaPath("CA key usage check failed: keyCertSign bit is not set"),
			"c":       cVerify(79, "invalid CA certificate"),
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 5280, sections 4.2.1.3 and 4.2.1.9", "OpenSSL verification errors 24, 32 and 79"},
	},
	{
		Word: "path-length", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "There are more CAs on the path than a CA above them allows",
		Explain: `A CA certificate says with pathlen how many further CAs may stand below it, and
the chain has more. With pathlen:0 it may issue server certificates but no CA.

A team that makes its own sub-CA from an intermediate of the company meets
this.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the server's certificate directly from the CA that carries the limit, without the sub-CA.",
				Run: script("openssl x509 -in intermediate.pem -noout -subject -ext basicConstraints")},
			{On: OnCA, Text: "Have the upper CA issue the intermediate again with a larger limit."},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("path length constraint exceeded"),
			"node":    nodeSays("path length constraint exceeded"),
			"go":      goVerify("too many intermediates for path length constraint"),
			"java":    javaPath("basic constraints check failed: pathLenConstraint violated - this cert must be the last cert in the certification path"),
			"c":       cVerify(25, "path length constraint exceeded"),
		},
		Sources: []string{"RFC 5280, section 4.2.1.9", "OpenSSL verification error 25"},
	},
	{
		Word: "name-constraints", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "A CA on the path may not issue certificates for this name",
		Explain: `A CA certificate carries nameConstraints: a list of domains or networks that it
may speak for, or may not. A name in the server's certificate falls outside.
Every name counts, not only the one that the client asked for.

Short names such as localhost or db1, and IP addresses, are the usual offenders
in an otherwise proper certificate.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate again with only such names as the CA may use; see its limits first.",
				Run: script(
					"openssl x509 -in intermediate.pem -noout -ext nameConstraints",
					makeRequest,
				)},
			{On: OnCA, Text: "Take a CA without that limit for this network."},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("permitted subtree violation"),
			"node":    nodeSays("permitted subtree violation"),
			"go":      goVerify(`a root or intermediate certificate is not authorized to sign for this name: DNS name "…" is not permitted by any constraint`),
			"java":    javaPath("name constraints check failed"),
			"c":       cVerify(47, "permitted subtree violation"),
		},
		Sources: []string{"RFC 5280, section 4.2.1.10", "OpenSSL verification errors 47 and 48"},
	},
	{
		Word: "unknown-critical-extension", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "A certificate has a critical extension unknown to clients",
		Explain: `"Critical" tells every client to refuse the certificate if it does not
understand the extension. An extension of a company's own, or a rare standard
one, must not be marked so when ordinary clients are to connect.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate again with that extension not critical, or without it; put it in place, then reload. The first command shows what is critical.",
				Run: script(served("-noout -text | grep -A2 critical"), assemble, rotate)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unhandled critical extension"),
			"node":    nodeSays("unhandled critical extension"),
			"go":      goVerify("unhandled critical extension"),
			"java":    javaPath("unrecognized critical extension(s)"),
			"c":       cVerify(34, "unhandled critical extension"),
		},
		Sources: []string{"RFC 5280, section 4.2", "OpenSSL verification error 34"},
	},
	{
		Word: "wrong-eku", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "The certificate is not for TLS servers",
		Explain: `Its extended key usage, or that of an intermediate, leaves out a purpose that it
needs. Without serverAuth it is no server certificate: it may be one for users
or for signing code.

In a replica set a member's certificate needs both purposes, serverAuth and
clientAuth, because members present it to each other too. Public CAs have
stopped issuing clientAuth.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue it again with both purposes, or without any extendedKeyUsage. Put it in place on the server, then reload.",
				Run: script(serverExtensions, signServer, assemble, rotate)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unsuitable certificate purpose"),
			"node":    nodeSays("unsuitable certificate purpose"),
			"go":      goVerify("certificate specifies an incompatible key usage"),
			"java":    javaTLS("Extended key usage does not permit use for TLS server authentication"),
			"c":       cVerify(26, "unsuitable certificate purpose"),
			"mongod":  "SSL peer certificate validation failed: unsupported certificate purpose",
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 5280, section 4.2.1.12", "MongoDB manual, member certificate requirements"},
	},
	{
		Word: "wrong-key-usage", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "The certificate's key may not sign a TLS handshake",
		Explain: `keyUsage is there and lacks digitalSignature, which TLS 1.3 and every ECDHE
handshake need. Java refuses such a certificate at once. OpenSSL is content
with keyEncipherment, so PyMongo, Node.js and C connect, and Go does not look.

Old templates say keyEncipherment alone, from the days when RSA encrypted the
key.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue it again with digitalSignature, and keyEncipherment beside it for RSA. Put it in place on the server, then reload.",
				Run: script(
					"printf '%s\\n' subjectAltName={san} \\",
					"    keyUsage=critical,digitalSignature,keyEncipherment > ext",
					signServer, assemble, rotate,
				)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unsuitable certificate purpose"),
			"node":    nodeSays("unsuitable certificate purpose"),
			"java":    javaTLS("KeyUsage does not allow digital signatures"),
			"c":       cVerify(26, "unsuitable certificate purpose"),
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 5280, section 4.2.1.3", "RFC 8446, section 4.4.2.2"},
	},
	{
		Word: "server-key-mismatch", Category: VerifyFailed, Layer: LayerUse, Online: true,
		Title: "The server's key does not belong to the certificate it sends",
		Explain: `The server signed the handshake with another key than the one in its first
certificate. A mongod refuses to start with such a file, so this is a proxy or
another server, or the certificates are sent in the wrong order.

Clients report a bad signature, which sounds like the CA's and is not.`,
		Fix: []Fix{
			{On: OnServer, Text: "Compare the keys: both commands must print the same. Put the certificate and the key of one request together, own certificate first, then reload.",
				Run: script(
					"openssl x509 -in server.crt -noout -pubkey | openssl sha256",
					"openssl pkey -in server.key -pubout | openssl sha256",
					assemble, rotate,
				)},
			{On: OnNetwork, Text: "If a proxy ends TLS here, mend its certificate and key in the same way.",
				Run: script(served("-noout -subject -issuer"))},
		},
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: BAD_SIGNATURE] bad signature"),
			"node":    nodeSays("…:error:0A00007B:SSL routines:tls_process_cert_verify:bad signature:…"),
			"go":      goSays("tls: invalid signature by the server certificate: ECDSA verification failure"),
			"java":    javaTLS("Invalid CertificateVerify signature"),
			"c":       cTLS("error:0A00007B:SSL routines::bad signature"),
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 8446, section 4.4.3", "OpenSSL error 0A00007B"},
	},
}
