package classify

// versionCauses are handshakes that fail because the two sides share no version,
// cipher suite or group, or break the protocol.
var versionCauses = []Cause{
	{
		Word: "server-too-old", Category: ProtocolVersion, Layer: LayerHandshake, Mild: Warning, Online: true,
		Title: "The server speaks only TLS versions that clients gave up",
		Explain: `Clients of today start at TLS 1.2: RFC 8996 retired 1.0 and 1.1, and Node.js,
Go, Python, Java and OpenSSL 3 do not offer them any more.

Such a mongod runs on an operating system whose OpenSSL is older than 1.0.1,
or net.tls.disabledProtocols switches the newer versions off by mistake. It can
also be a proxy in front of it.`,
		Fix: []Fix{
			{On: OnServer, Text: "Allow TLS 1.2 and 1.3 in mongod.conf and restart: only versions that must stay off belong on this line.",
				Run: script("net:", "  tls:", "    disabledProtocols: TLS1_0,TLS1_1")},
			{On: OnServer, Text: "If the library cannot do it, move to an operating system and a MongoDB release that are still maintained.",
				Run: script("mongod --version | grep -i openssl")},
			{On: OnClient, Text: "As a stopgap let a single client go lower.",
				Run: script("node --tls-min-v1.0 --tls-cipher-list='DEFAULT@SECLEVEL=0' app.js")},
		},
		NotFix: "Lowering the floor of every client takes protection from all their other connections as well.",
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol"),
			"node":    nodeAlert("0A00042E", "tlsv1 alert protocol version", 70),
			"go":      goSays("remote error: tls: protocol version not supported"),
			"java":    javaTLS("Received fatal alert: protocol_version"),
			"c":       cTLS("error:0A000102:SSL routines::unsupported protocol"),
		},
		Sources: []string{"RFC 8996", "RFC 8446, section 6.2: protocol_version"},
	},
	{
		Word: "client-too-old", Category: ProtocolVersion, Layer: LayerHandshake, Online: true,
		Title: "The client offers only TLS versions that the server refuses",
		Explain: `mongod has TLS 1.0 off since 4.0, and newer releases 1.1 as well; Atlas starts
at 1.2. A client on an old runtime offers nothing newer: Java 7 and early 8,
Python with OpenSSL before 1.0.1, .NET with a fixed SslProtocols, Windows before
2012. So does one whose own options switch the newer versions off.

mongod answers with alert 70 (protocol_version), and its log says so.`,
		Fix: []Fix{
			{On: OnClient, Text: "Update the runtime or its TLS library, and see which version it offers.",
				Run: script(
					`python3 -c 'import ssl; print(ssl.OPENSSL_VERSION)'`,
					`node -p process.versions.openssl`,
					"java -version",
				)},
			{On: OnClient, Text: "Remove what pins the version: tlsDisabledProtocols, jdk.tls.client.protocols, SslProtocols, MinProtocol and MaxProtocol in openssl.cnf.",
				Run: script("java -Djdk.tls.client.protocols=TLSv1.2,TLSv1.3 …")},
		},
		NotFix: "disabledProtocols: none on the server brings TLS 1.0 back for everyone.",
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"),
			"node":    nodeAlert("0A00042E", "tlsv1 alert protocol version", 70),
			"go":      goSays("remote error: tls: protocol version not supported"),
			"java":    javaTLS("Received fatal alert: protocol_version"),
			"c":       cTLS("error:0A00042E:SSL routines::tlsv1 alert protocol version"),
			"mongod":  "SSL handshake failed, as client requested disabled protocol",
		},
		Sources: []string{"RFC 8446, section 6.2: protocol_version", "MongoDB manual, net.tls.disabledProtocols"},
	},
	{
		Word: "no-shared-cipher", Category: ProtocolVersion, Layer: LayerHandshake, Online: true,
		Title: "Client and server have no cipher suite in common",
		Explain: `Both speak the same TLS version, but none of the suites that the client offers
is one that the server takes. Clients have dropped RC4, 3DES and, from Python
3.10 and OpenSSL's security level 2 on, suites without forward secrecy. Go has
no DHE suites at all.

On the server the reason is opensslCipherConfig, a very old OpenSSL, or a
certificate whose kind of key none of the offered suites can use: a DSA key, or
a curve that the client does not know.`,
		Fix: []Fix{
			{On: OnServer, Text: "Remove opensslCipherConfig, or set it to suites with ECDHE, and restart mongod.",
				Run: script("setParameter:", "  opensslCipherConfig: 'HIGH:!EXPORT:!aNULL@STRENGTH'")},
			{On: OnServer, Text: "See which suites the server takes, and which kind of key it has.",
				Run: script("mongotls doctor --ciphers {host}", shake("-showcerts </dev/null"))},
		},
		NotFix: "A client at SECLEVEL=0 also accepts what nobody should: it moves the weakness to every server that it talks to.",
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure"),
			"node":    nodeAlert("0A000410", "sslv3 alert handshake failure", 40),
			"go":      goSays("remote error: tls: handshake failure"),
			"java":    javaTLS("Received fatal alert: handshake_failure"),
			"c":       cTLS("error:0A000410:SSL routines::sslv3 alert handshake failure"),
			"mongod":  "error:…:SSL routines:tls_post_process_client_hello:no shared cipher",
		},
		After:   []Word{"server-too-old", "client-too-old", "sni-refused", "sni-missing", "no-shared-group", "weak-dh"},
		Sources: []string{"RFC 8446, section 4.1.1", "MongoDB manual, opensslCipherConfig"},
	},
	{
		Word: "no-shared-group", Category: ProtocolVersion, Layer: LayerHandshake, Online: true,
		Title: "Client and server have no key exchange group in common",
		Explain: `The curves that the server takes are none that the client offers. Servers
with a FIPS or a national profile are the usual case: brainpool or P-521 only,
while clients offer X25519 and P-256. TLS 1.3 cannot do without a common group.

On the wire it looks like a missing cipher suite: alert 40 and no more.`,
		Fix: []Fix{
			{On: OnServer, Text: "Allow P-256 and X25519 in the openssl.cnf that the server uses, then restart it.",
				Run: script("[system_default_sect]", "Groups = X25519:P-256:P-384")},
			{On: OnClient, Text: "Find a group that works; the Node.js driver takes its name as ecdhCurve.",
				Run: script(
					shake("-groups P-521 </dev/null"),
					`new MongoClient(uri, { ecdhCurve: "P-521" })`,
				)},
		},
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure"),
			"node":    nodeAlert("0A000410", "sslv3 alert handshake failure", 40),
			"go":      goSays("remote error: tls: handshake failure"),
			"java":    javaTLS("Received fatal alert: handshake_failure"),
			"c":       cTLS("error:0A000410:SSL routines::sslv3 alert handshake failure"),
		},
		Sources: []string{"RFC 8446, section 4.2.7", "RFC 8422, section 5.1"},
	},
	{
		Word: "weak-dh", Category: ProtocolVersion, Layer: LayerHandshake, Mild: Warning, Online: true,
		Title: "The server's Diffie-Hellman parameters are too small",
		Explain: `The server chose a DHE suite with a prime that can be broken (Logjam). OpenSSL
at security level 2, the default of Debian and Ubuntu, wants 2048 bits; Node.js
and Java want 1024. Go has no DHE suites and never gets so far.

Old mongod builds and proxies bring fixed parameters of 1024 bits or fewer.`,
		Fix: []Fix{
			{On: OnServer, Text: "Give mongod parameters of 2048 bits and restart it.",
				Run: script(
					"openssl dhparam -out /etc/ssl/dh2048.pem 2048",
					"setParameter:",
					"  opensslDiffieHellmanParameters: /etc/ssl/dh2048.pem",
				)},
			{On: OnServer, Text: "Allow ECDHE, which current clients choose first, and leave DHE out.",
				Run: script("setParameter:", "  opensslCipherConfig: 'ECDHE+AESGCM:ECDHE+CHACHA20'")},
		},
		NotFix: "SECLEVEL=1 or lower in the client accepts small parameters from every server.",
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: DH_KEY_TOO_SMALL] dh key too small"),
			"node":    nodeSays("…:error:0A00018A:SSL routines:tls_process_ske_dhe:dh key too small:…"),
			"java":    javaTLS("DH ServerKeyExchange does not comply to algorithm constraints"),
			"c":       cTLS("error:0A00018A:SSL routines::dh key too small"),
		},
		Sources: []string{"OpenSSL, SSL_CTX_set_security_level(3)", "RFC 7919"},
	},
	{
		Word: "legacy-renegotiation", Category: ProtocolVersion, Layer: LayerHandshake, Mild: Warning, Online: true,
		Title: "The server does not support secure renegotiation",
		Explain: `It speaks TLS 1.2 or older without the renegotiation_info extension of
RFC 5746, so an attacker could splice two sessions. OpenSSL 3 refuses such
servers, and with it PyMongo, Node.js and C; Go and Java connect.

A mongod of any supported release has the extension: look for a TLS-inspecting
proxy or an old load balancer in between.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Find out who ends TLS here: the issuer of the certificate tells. Update that device, or let it pass TCP through.",
				Run: script(shake("-tls1_2 </dev/null \\\n    | grep -E 'issuer|Renegotiation'"))},
			{On: OnServer, Text: "If it is a server with an old TLS library, update that.",
				Run: script("mongod --version | grep -i openssl")},
		},
		NotFix: "UnsafeLegacyServerConnect in openssl.cnf reopens the attack for every connection of the machine.",
		Says: map[string]string{
			"pymongo": pymongoTLS("[SSL: UNSAFE_LEGACY_RENEGOTIATION_DISABLED] unsafe legacy renegotiation disabled"),
			"node":    nodeSays("…:error:0A000152:SSL routines:final_renegotiate:unsafe legacy renegotiation disabled:…"),
			"c":       cTLS("error:0A000152:SSL routines::unsafe legacy renegotiation disabled"),
		},
		After:   []Word{"server-too-old"},
		Sources: []string{"RFC 5746, section 4.1", "OpenSSL 3.0, migration guide: SSL_OP_LEGACY_SERVER_CONNECT"},
	},
	{
		Word: "client-tls-bug", Category: ProtocolVersion, Layer: LayerHandshake,
		Title: "A known defect of the client's TLS library ends the handshake",
		Explain: `The server behaves as the standard says, and this release of the client does
not. One example is early OpenJDK 11: it stops with "extension (5) should not be
presented in certificate_request" when a TLS 1.3 server asks for a client
certificate in a way that RFC 8446 allows.

The sign of it: other clients on the same machine connect.`,
		Fix: []Fix{
			{On: OnClient, Text: "Update the runtime to its latest patch release.",
				Run: script("java -version")},
			{On: OnClient, Text: "As a stopgap stay with TLS 1.2, which avoids most of these defects.",
				Run: script("java -Djdk.tls.client.protocols=TLSv1.2 …")},
		},
		NotFix: "Switching OCSP off on the server hides it, and takes the revocation check from all other clients.",
		Says: map[string]string{
			"java": javaTLS("extension (5) should not be presented in certificate_request"),
			"php":  "SSL/TLS already set-up for this stream",
		},
		Sources: []string{"RFC 8446, section 4.4.2.1", "golang/go issue 35722"},
	},
	{
		Word: "fips-digest", Category: ProtocolVersion, Layer: LayerHandshake,
		Title: "FIPS mode forbids a digest that the client needs",
		Explain: `In a strict FIPS mode the library refuses SHA-1 or MD5 wherever they occur. An
OCSP request names the certificate by a SHA-1 hash, so the Go driver with
GODEBUG=fips140=only fails when it checks revocation, although nothing is
signed with SHA-1.

An old signature in the certificate or a key file encrypted with MD5 can have
the same effect.`,
		Fix: []Fix{
			{On: OnClient, Text: "With the Go driver, leave the OCSP request out; a staple of the server still has to be read with SHA-1.",
				Run: script("mongodb://{host}/?tls=true&tlsDisableOCSPEndpointCheck=true")},
			{On: OnClient, Text: "Use the FIPS module without the strict rule.",
				Run: script("GODEBUG=fips140=on ./app")},
			{On: OnClient, Text: "If a key file is the reason, encrypt it again with PBKDF2 and AES.",
				Run: script("openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 \\",
					"    -in client.key -out client-fips.key")},
		},
		Says: map[string]string{
			"go": "crypto/sha1: use of SHA-1 is not allowed in FIPS 140-only mode",
		},
		Sources: []string{"RFC 6960, section 4.1.1: CertID", "Go documentation, FIPS 140-3 compliance"},
	},
}
