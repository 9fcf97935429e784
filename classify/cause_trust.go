package classify

// trustCauses are chains that do not lead to a trust anchor of the client.
var trustCauses = []Cause{
	{
		Word: "leaf-not-first", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The server does not send its own certificate first",
		Explain: `The first certificate of the list is taken for the server's own. Here it is
another one, an intermediate or a root, so clients look for the host name and
for the right to serve in the wrong certificate. What they then report, a name
that does not match or an unsuitable purpose, leads astray.

It happens when the parts of the PEM file are put together in the wrong order.`,
		Fix: []Fix{
			{On: OnServer, Text: "Write certificateKeyFile in this order: own certificate, intermediates upwards, key. Then reload.",
				Run: script(assemble, rotate)},
		},
		NotFix: notFixName,
		Says: map[string]string{
			"pymongo": pymongoVerify("unsuitable certificate purpose"),
			"node":    nodeSays("…:error:0A00007B:SSL routines:tls_process_cert_verify:bad signature:…"),
			"go":      goVerify("certificate is not valid for any names, but wanted to match {name}"),
			"java":    javaTLS("KeyUsage does not allow digital signatures"),
			"c":       cVerify(26, "unsuitable certificate purpose"),
		},
		Sources: []string{"RFC 8446, section 4.4.2", "RFC 5246, section 7.4.2"},
	},
	{
		Word: "empty-trust-store", Category: VerifyFailed, Layer: LayerTrust, Online: true,
		Title: "The client has no trust anchors at all",
		Explain: `The trust store was found and holds no CA certificate, so no server can be
verified. Slim container images come without the ca-certificates package; Java
reads a trust store of the wrong type or with only a key in it as empty;
SSL_CERT_FILE may point to a file that is not there.`,
		Fix: []Fix{
			{On: OnClient, Text: "Install the system's CA certificates, in the image too.",
				Run: script("apt-get install -y ca-certificates     # or: apk add ca-certificates")},
			{On: OnClient, Text: "For a private CA name its file in the URI.",
				Run: script(trustCA)},
			{On: OnClient, Text: "For Java list the store: it must have entries of the kind trustedCertEntry.",
				Run: script("keytool -list -keystore trust.p12 -storepass changeit")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get local issuer certificate"),
			"node":    nodeSays("unable to verify the first certificate"),
			"go":      goVerify("certificate signed by unknown authority"),
			"java":    javaNoPath + ", or: java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty",
			"c":       cVerify(20, "unable to get local issuer certificate"),
		},
		Sources: []string{"RFC 5280, section 6.1.1", "OpenJDK, java.security.cert.PKIXParameters"},
	},
	{
		Word: "self-signed", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The server's certificate is self-signed",
		Explain: `It was signed with its own key and not by a CA, and this client was not told to
trust it. Nothing distinguishes it from a certificate that an attacker made a
minute ago.

Do not mix it up with "self-signed certificate in certificate chain": there the
root of a private CA was sent along, and only the CA file is missing. Trusting
a self-signed certificate itself works, and has to be done again on every client
at each renewal.`,
		Fix: []Fix{
			{On: OnCA, Text: "Make a small CA once and let it issue the certificates of all members. Put them in place, give ca.pem to every client and member, and restart mongod.",
				Run: script(
					"openssl req -x509 -newkey rsa:3072 -nodes -keyout ca.key \\",
					"    -subj '/O=Example/CN=Example MongoDB CA' -days 3650 \\",
					"    -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem",
					makeKeyAndRequest, serverExtensions, signServer,
					"cat server.crt server.key > /etc/ssl/mongodb.pem",
				)},
			{On: OnClient, Text: "For a test machine trust this one certificate. Compare its fingerprint with the file on the server first.",
				Run: script(served("> ca.pem"), "openssl x509 -in ca.pem -noout -fingerprint -sha256")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("self-signed certificate"),
			"node":    nodeSays("self-signed certificate"),
			"go":      goVerify("certificate signed by unknown authority"),
			"java":    javaNoPath,
			"c":       cVerify(18, "self-signed certificate"),
			"mongod":  "SSL peer certificate validation failed: self-signed certificate",
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 5280, section 6.1", "OpenSSL verification error 18"},
	},
	{
		Word: "wrong-intermediate", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The server sends an intermediate of another CA",
		Explain: `The server sends a CA certificate beside its own, but not the one that issued
it: an intermediate of the previous year, of the test CA, or one with the same
name and another key. To a client it is as if nothing had been sent.

A renewal that changed the leaf and kept the old chain file leads here.`,
		Fix: []Fix{
			{On: OnServer, Text: "Take the intermediate that came with this certificate: its key must verify it. Put the file together again and reload.",
				Run: script(
					"openssl verify -partial_chain -trusted intermediate.pem server.crt",
					assemble, rotate, shake("-showcerts </dev/null"),
				)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get local issuer certificate"),
			"node":    nodeSays("unable to verify the first certificate"),
			"go":      goVerify("certificate signed by unknown authority"),
			"java":    javaNoPath,
			"c":       cVerify(20, "unable to get local issuer certificate"),
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 8446, section 4.4.2", "RFC 5280, section 6.1.3"},
	},
	{
		Word: "missing-intermediate", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The server does not send an intermediate certificate",
		Explain: `The certificate was issued by an intermediate CA that the client has never
seen. The root may be in its store, but the link between the two is missing.
Servers have to send it: drivers do not download it.

Browsers do, or remember it, so the same certificate looks fine there. So does a
machine that happens to have the intermediate in its store.`,
		Fix: []Fix{
			{On: OnServer, Text: "Put the intermediate after the server's own certificate in certificateKeyFile, then reload without a restart (MongoDB 5.0 and later).",
				Run: script(assemble, rotate)},
			{On: OnServer, Text: "Where to get it: the certificate itself often names the address. --write-chain saves what the server should send.",
				Run: script(
					served("-noout -ext authorityInfoAccess"),
					"mongotls doctor --write-chain chain.pem {host}",
				)},
		},
		NotFix: "The intermediate in one client's CA file mends that client only, and in OpenSSL not without the root.",
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get local issuer certificate"),
			"node":    nodeSays("unable to verify the first certificate"),
			"go":      goVerify("certificate signed by unknown authority"),
			"java":    javaNoPath,
			"c":       cVerify(20, "unable to get local issuer certificate"),
			"mongod":  "SSL peer certificate validation failed: unable to get local issuer certificate",
		},
		After:   []Word{"leaf-not-first", "wrong-intermediate"},
		Sources: []string{"RFC 8446, section 4.4.2", "OpenSSL verification errors 20 and 21"},
	},
	{
		Word: "trust-anchor-mismatch", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The CA has the right name and another key",
		Explain: `A CA in the client's file has the name that the chain asks for, but its key did
not sign it. So the CA was made anew under its old name, and one side still has
the former: after a re-run set-up script, a second test environment, an operator
that generates its CA at each installation.

Names match, so reading the certificates does not show it. Fingerprints do.`,
		Fix: []Fix{
			{On: OnClient, Text: "Fetch the CA that the servers use now, over a way that you trust, and replace the file.",
				Run: script(
					"openssl x509 -in ca.pem -noout -subject -fingerprint -sha256",
					"scp {name}:/etc/ssl/ca.pem ca.pem",
					"openssl x509 -in ca.pem -noout -subject -fingerprint -sha256",
				)},
			{On: OnServer, Text: "If the client's CA is the right one, issue the server's certificate again with it. For a planned change give everyone both CAs first.",
				Run: script("cat ca-old.pem ca-new.pem > /etc/ssl/ca.pem", rotate)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get local issuer certificate"),
			"node":    nodeSays("unable to verify the first certificate"),
			"go":      goCandidate("ECDSA verification failure"),
			"java":    javaPath("Path does not chain with any of the trust anchors"),
			"c":       cVerify(20, "unable to get local issuer certificate"),
		},
		Sources: []string{"RFC 5280, sections 4.2.1.1 and 6.1.3", "OpenSSL, X509_check_issued(3)"},
	},
	{
		Word: "ca-file-lacks-root", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The CA file has an intermediate or the leaf, not the root",
		Explain: `The client's CA file ends below the root. Go and Java accept any certificate
there as a trust anchor. OpenSSL wants a self-signed root at the end of the
path, and with it PyMongo, Node.js, C and mongod itself. So one program connects
with this file and another does not.`,
		Fix: []Fix{
			{On: OnClient, Text: "Add the root to the file. Each certificate's issuer must be the subject of another one, up to a root whose subject and issuer are equal.",
				Run: script(
					"openssl crl2pkcs7 -nocrl -certfile {ca} \\",
					"    | openssl pkcs7 -print_certs -noout",
					"cat root.pem >> {ca}",
				)},
			{On: OnServer, Text: "If the members' CAFile is the same file, complete it there too.",
				Run: script("openssl verify -CAfile /etc/ssl/ca.pem /etc/ssl/mongodb.pem")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get issuer certificate"),
			"node":    nodeSays("unable to get issuer certificate"),
			"c":       cVerify(2, "unable to get issuer certificate"),
			"mongod":  "SSL peer certificate validation failed: unable to get issuer certificate",
		},
		Sources: []string{"OpenSSL verification error 2; X509_V_FLAG_PARTIAL_CHAIN", "Go, crypto/x509 Certificate.Verify"},
	},
	{
		Word: "unknown-authority", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The client does not trust the CA that issued the certificate",
		Explain: `The chain leads to a CA that is not among the client's trust anchors. With a
private CA, which most deployments have, a client must be given its root: the
system's store knows only public CAs. With tlsCAFile most drivers look in that
file and no longer in the system's store.

"Self-signed certificate in certificate chain" is this, where the server sent
its root along. A sent root is never trusted for that.`,
		Fix: []Fix{
			{On: OnClient, Text: "Get the root of that CA ({issuer}) from whoever runs it, and give it to the client.",
				Run: script(trustCA)},
			{On: OnClient, Text: "Check the file before: it must verify what the server sends.",
				Run: script(shake("-CAfile ca.pem \\\n    -verify_return_error </dev/null"))},
			{On: OnServer, Text: "If the server presents the wrong certificate, set the right file in mongod.conf and restart it.",
				Run: script("net:", "  tls:", "    certificateKeyFile: /etc/ssl/mongodb.pem")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("unable to get local issuer certificate"),
			"node":    nodeSays("unable to get local issuer certificate"),
			"go":      goVerify("certificate signed by unknown authority"),
			"java":    javaNoPath,
			"c":       cVerify(20, "unable to get local issuer certificate"),
			"mongod":  "SSL peer certificate validation failed: self-signed certificate in certificate chain",
			"dotnet":  "The remote certificate is invalid because of errors in the certificate chain: PartialChain",
		},
		Sources: []string{"RFC 5280, section 6.1.1", "OpenSSL verification errors 19 and 20"},
	},
	{
		Word: "bad-signature", Category: VerifyFailed, Layer: LayerTrust, Mild: Warning, Online: true,
		Title: "The signature on a certificate does not verify",
		Explain: `The certificate names an issuer that the client has, and that issuer's key does
not fit the signature. The certificate was changed after it was signed: a file
damaged by an editor or a copy in text mode, or edited on purpose.

Where the CA has the same name and another key, the word for it is
trust-anchor-mismatch.`,
		Fix: []Fix{
			{On: OnServer, Text: "Take the certificate from the CA again, verify it, put it in place, then reload.",
				Run: script("openssl verify -CAfile /etc/ssl/ca.pem server.crt", assemble, rotate)},
			{On: OnServer, Text: "If the file on the server is sound, compare it with what is served: a proxy in between may send the damaged one.",
				Run: script("openssl x509 -in server.crt -noout -fingerprint -sha256", served("-noout -fingerprint -sha256"))},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate signature failure"),
			"node":    nodeSays("certificate signature failure"),
			"go":      goCandidate("ECDSA verification failure"),
			"java":    javaPath("signature check failed"),
			"c":       cVerify(7, "certificate signature failure"),
		},
		After:   []Word{"trust-anchor-mismatch"},
		Sources: []string{"RFC 5280, section 6.1.3", "OpenSSL verification error 7"},
	},
}
