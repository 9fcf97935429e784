package classify

// strengthCauses are certificates that are too weak, or not strict enough, for some clients.
var strengthCauses = []Cause{
	{
		Word: "weak-signature", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "A certificate is signed with a broken digest",
		Explain: `Collisions in SHA-1 and MD5 can be computed, so a forged certificate could carry
the same signature. Go refuses both, OpenSSL 3 at its usual security level too;
Java takes SHA-1 from a private CA.

Only signatures below the root count: nobody checks a root's own.`,
		Fix: []Fix{
			{On: OnCA, Text: "Let the CA sign with SHA-256 and issue the certificate again, as well as each intermediate signed so. Put them in place on the server, then reload.",
				Run: script(
					serverExtensions,
					"openssl x509 -req -sha256 -in server.csr -CA ca.pem -CAkey ca.key \\",
					"    -CAcreateserial -days 365 -extfile ext -out server.crt",
					assemble, rotate,
				)},
		},
		NotFix: "SECLEVEL=0 in the client lets forged certificates through from every server, not only from this one.",
		Says: map[string]string{
			"pymongo": pymongoVerify("CA signature digest algorithm too weak"),
			"node":    nodeSays("CA signature digest algorithm too weak"),
			"go":      goCandidate("cannot verify signature: insecure algorithm SHA1-RSA"),
			"c":       cVerify(68, "CA signature digest algorithm too weak"),
		},
		Sources: []string{"OpenSSL verification error 68; SSL_CTX_set_security_level(3)", "Go, crypto/x509 InsecureAlgorithmError"},
	},
	{
		Word: "unsupported-algorithm", Category: VerifyFailed, Layer: LayerUse, Mild: Info, Online: true,
		Title: "A certificate uses what some clients cannot verify",
		Explain: `A client has to verify every signature below the root, and no TLS library knows
all of them. Go lacks SHA-224, SHA-3, DSA, Ed448 and keys of type RSASSA-PSS,
Java the curves P-224, brainpool and secp256k1. An RSA key can also be too
large: Go takes 8192 bits from a server, OpenSSL and Java 16384.

Nothing is weak here. The same server works for clients on another library.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate anew with what all clients know: a key on P-256 or P-384 or RSA of 2048 to 4096 bits, signed with SHA-256 or SHA-384.",
				Run: script(
					serverExtensions,
					"openssl x509 -req -sha256 -in server.csr -CA ca.pem -CAkey ca.key \\",
					"    -CAcreateserial -days 365 -extfile ext -out server.crt",
					assemble, rotate,
				)},
			{On: OnCA, Text: "If it is the CA's own key that is of the rare kind, make a new CA, and bring it to all clients and members before anything that it issues."},
		},
		Says: map[string]string{
			"go": either("server selection error: … Last error: …x509: certificate signed by unknown authority…",
				"server selection error: … Last error: tls: server sent certificate containing RSA key larger than 8192 bits"),
			"java": javaPath("signature check failed"),
		},
		Sources: []string{
			"Go, crypto/x509 x509.go, checkSignature; crypto/tls handshake_client.go, checkKeySize",
			"OpenJDK, sun.security.ec.ECDSAOperations: SunEC has three curves since JDK 16 (JDK-8235710); sun.security.rsa.RSAKeyFactory, MAX_MODLEN",
			"OpenSSL, include/openssl/rsa.h, OPENSSL_RSA_MAX_MODULUS_BITS",
		},
	},
	{
		Word: "weak-key", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "A certificate's key is too small",
		Explain: `OpenSSL at security level 2, the default of Debian, Ubuntu and RHEL, wants RSA
of 2048 bits or a curve of 224; Node.js and Go want 1024 bits. So the same
server works on one machine and not on the next.

Certificates from before 2013 and hand-made test files are the usual case.`,
		Fix: []Fix{
			{On: OnServer, Text: "Make a new key, have a certificate issued for it, put both in place, then reload. An elliptic key is small and strong.",
				Run: script(
					"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \\",
					"    -out server.key",
					makeRequest, assemble, rotate,
				)},
			{On: OnCA, Text: "If the CA's own key is the small one, make a new CA, and bring it to all clients and members before anything that it issues."},
		},
		NotFix: "SECLEVEL=1 in the client accepts small keys from every server.",
		Says: map[string]string{
			"pymongo": pymongoVerify("EE certificate key too weak"),
			"c":       cVerify(66, "EE certificate key too weak"),
			"java":    javaPath("Algorithm constraints check failed on keysize limits: …"),
		},
		Sources: []string{"OpenSSL verification errors 66 and 67; SSL_CTX_set_security_level(3)", "OpenJDK, jdk.certpath.disabledAlgorithms"},
	},
	{
		Word: "strict-x509", Category: VerifyFailed, Layer: LayerUse, Mild: Warning, Online: true,
		Title: "The chain does not meet the strict rules of RFC 5280",
		Explain: `Python 3.13 checks certificates with X509_V_FLAG_X509_STRICT: an
authorityKeyIdentifier on all but the root, basicConstraints marked critical on
CAs, a keyUsage, and more. Chains of home-made CAs, good for years, fail there
with the first program that is moved to it. Other clients connect.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue CA and server certificates with the extensions that the standard asks for. Test them before they go into service.",
				Run: script(
					caExtensions, serverExtensions,
					"openssl verify -x509_strict -CAfile ca.pem \\",
					"    -untrusted intermediate.pem server.crt",
				)},
		},
		NotFix: "Clearing VERIFY_X509_STRICT in Python brings the program back, and needs code that every program repeats.",
		Says: map[string]string{
			"pymongo": pymongoVerify("Missing Authority Key Identifier"),
		},
		Sources: []string{"Python 3.13, ssl.create_default_context", "OpenSSL, X509_VERIFY_PARAM_set_flags(3)", "RFC 5280, section 4.2.1"},
	},
}
