package classify

// localFindings are what a machine shows of itself as a client, without a server.
var localFindings = []Cause{
	{
		Word: "trust-store-outdated", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "A trust store here is too old for some servers",
		Explain: `The CAs that servers use change. Atlas has certificates of Let's Encrypt, whose
root is ISRG Root X1, and since June 2025 also of Google Trust Services, whose
roots are GTS Root R1 to R4. A client whose store lacks the root reports an
unknown issuer, on that machine only.

Python's certifi and Java's cacerts are copies of their own: updating the system
does not update them.`,
		Fix: []Fix{
			{On: OnClient, Text: "Update the store that is named. The first is for Debian and Ubuntu, the second for Red Hat and Fedora, the third for certifi.",
				Run: script(
					"apt-get update && apt-get install --only-upgrade -y ca-certificates",
					"dnf upgrade -y ca-certificates && update-ca-trust extract",
					"python3 -m pip install --upgrade certifi",
				)},
			{On: OnClient, Text: "For Java, update the JDK: each release brings a new cacerts."},
		},
		Sources: []string{"MongoDB Atlas manual, FAQ: Security, certificate authorities", "certifi, release names"},
	},
	{
		Word: "trust-store-replaced", Category: VerifyFailed, Layer: LayerFinding, Mild: Info,
		Title: "The environment replaces the system's trust store",
		Explain: `SSL_CERT_FILE and SSL_CERT_DIR replace the store that OpenSSL and Go read.
Python, Ruby, PHP, C and Go heed them; Java does not, and Node.js does only with
--use-openssl-ca. So one program on a machine trusts a server and another one
does not. A service started by systemd or cron does not have your variables.`,
		Fix: []Fix{
			{On: OnClient, Text: "To make all programs agree, name the CA in each connection string, and do without the variables.",
				Run: script("mongodb://{host}/?tls=true&tlsCAFile=ca.pem")},
			{On: OnClient, Text: "Node.js and Java have settings of their own.",
				Run: script(
					"export NODE_EXTRA_CA_CERTS=/etc/ssl/mongodb/ca.pem",
					"java -Djavax.net.ssl.trustStore=trust.p12 …",
				)},
		},
		Sources: []string{"OpenSSL, X509_get_default_cert_file_env(3)", "Node.js manual, command-line options", "Go, crypto/x509: SystemCertPool"},
	},
	{
		Word: "tls-inspection", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "A product that opens TLS stands between client and server",
		Explain: `Firewalls, proxies and virus scanners open TLS connections and sign a
certificate of their own for each server. Programs accept it only where they
trust the product's CA; Java, Node.js and Python mostly do not, because they
have stores of their own. A certificate of the client cannot pass such a product
at all, so login by X.509 fails.

The name of a CA is a sign and no proof: compare the certificate with the one
that a machine in another network is shown.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Have the MongoDB servers and their port left out of the inspection."},
			{On: OnClient, Text: "See who signs what this machine is shown. Then do the same from another network.",
				Run: script("openssl s_client -connect {host} </dev/null 2>/dev/null \\",
					"    | openssl x509 -noout -issuer")},
		},
		NotFix:  "tlsAllowInvalidCertificates lets this product and everybody else in.",
		Sources: []string{"RFC 8446, section 4.4.3: a client certificate signs this one connection"},
	},
	{
		Word: "policy-strict", Category: ProtocolVersion, Layer: LayerFinding, Mild: Warning,
		Title: "This machine's TLS policy refuses what servers commonly have",
		Explain: `At security level 3 OpenSSL refuses RSA keys below 3072 bits, which most servers
and many CAs still have, and reports them as too small. The crypto policy FUTURE
of Red Hat and Fedora does the same for all libraries. A MinProtocol of TLSv1.3
shuts out servers that were built with OpenSSL before 1.1.1.`,
		Fix: []Fix{
			{On: OnClient, Text: "Lower the level for this one program, with a configuration file of its own.",
				Run: script(
					"printf '%s\\n' 'openssl_conf = o' '[o]' 'ssl_conf = s' '[s]' \\",
					"    'system_default = d' '[d]' \\",
					"    'CipherString = DEFAULT@SECLEVEL=2' > mongodb-openssl.cnf",
					"OPENSSL_CONF=mongodb-openssl.cnf ./app",
				)},
			{On: OnClient, Text: "On Red Hat and Fedora, go back to the default policy of the system.",
				Run: script("update-crypto-policies --set DEFAULT")},
			{On: OnCA, Text: "Issue certificates with keys of 3072 bits or with ECDSA P-256, the CA's own included."},
		},
		Sources: []string{"OpenSSL, SSL_CTX_set_security_level(3)", "crypto-policies(7)"},
	},
	{
		Word: "policy-weak", Category: ProtocolVersion, Layer: LayerFinding, Mild: Info,
		Title: "This machine's TLS policy takes what is refused elsewhere",
		Explain: `Security level 0, a MinProtocol below TLSv1.2 or the crypto policy LEGACY let
outdated versions, small keys and old signatures pass. What connects here may
fail on every other machine, and an attacker has more to work with.`,
		Fix: []Fix{
			{On: OnClient, Text: "Remove the line that is named, or go back to the default policy.",
				Run: script("update-crypto-policies --set DEFAULT")},
		},
		Sources: []string{"OpenSSL, SSL_CTX_set_security_level(3)", "crypto-policies(7)"},
	},
	{
		Word: "proxy-ignored", Category: Connection, Layer: LayerFinding, Mild: Info,
		Title: "A proxy is set, and drivers do not use it",
		Explain: `HTTPS_PROXY and its kin are for HTTP. Drivers connect to the servers directly,
and so does this tool; where only the proxy leads out, every connection times
out. Some clients take a SOCKS5 proxy: Node.js and mongosh by proxyHost.`,
		Fix: []Fix{
			{On: OnNetwork, Text: "Let this machine reach the servers' port directly, or by a private endpoint."},
			{On: OnClient, Text: "Use a SOCKS5 proxy, where the driver has it.",
				Run: script("mongodb://{host}/?tls=true&proxyHost=socks.example.com")},
		},
		Sources: []string{"mongodb/specifications, source/socks5-support"},
	},
	{
		Word: "ocsp-extra-incomplete", Category: Revocation, Layer: LayerFinding, Mild: Warning,
		Title: "PyMongo's OCSP support is only partly installed",
		Explain: `PyMongo checks OCSP with PyOpenSSL only. It needs pyopenssl, service-identity,
requests and cryptography; where one is missing or does not load, PyMongo uses
Python's own ssl without a word, and a revoked certificate is accepted. Its
asynchronous API never checks.`,
		Fix: []Fix{
			{On: OnClient, Text: "Install the extra, and see that it loads.",
				Run: script(
					"python3 -m pip install 'pymongo[ocsp]'",
					"python3 -c 'import pymongo.pyopenssl_context'",
				)},
		},
		Sources: []string{"mongodb/mongo-python-driver, requirements/ocsp.txt", "mongodb/mongo-python-driver, pymongo/ssl_support.py"},
	},
}
