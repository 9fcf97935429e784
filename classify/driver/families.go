package driver

import (
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

var (
	tls12and13 = []evidence.Version{evidence.TLS12, evidence.TLS13}
	nistCurves = []string{"P-256", "P-384", "P-521"}
	ffdhe      = []string{"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"}

	opensslGroups = slices.Concat([]string{"X25519", "P-256", "X448", "P-521", "P-384"}, ffdhe)
	opensslKeys   = []string{"RSA", "RSA-PSS", "ECDSA", "Ed25519", "Ed448"}
)

// pymongo is PyMongo on CPython's ssl module, without the ocsp extra. CPython 3.10 and
// later set their own cipher string at security level 2 (Modules/_ssl.c).
func pymongo() Profile {
	return Profile{
		Name: "pymongo", Family: "pymongo", Title: "PyMongo", Release: "4.16", Runtime: "CPython 3.11, OpenSSL 3.0",
		Versions: tls12and13,
		Suites: slices.Concat(
			suites(ecdhe, gcm, chacha, cbcSHA2ECDHE),
			suites(dhe, gcm, cbcSHA2),
		),
		Suites13: suites13, Groups: opensslGroups,
		KeyTypes: opensslKeys, Curves: nistCurves,
		MinDHBits: 2048, SecureRenegotiation: true,
		Chain: verify.PythonRules(), Order: opensslOrder,
		CRLDepth:      LeafCRL,
		MaxChainBytes: 102400,
		MinWire:       8,
		Older:         []Older{{"3.11", 2, true}, {"4.0", 6, false}, {"4.11", 7, false}, {"4.14", 8, false}},
		Sources: []string{
			"run: PyMongo 3.11.0 on CPython 3.11.7 and on Debian's 3.11.2, both with OpenSSL 3.0.19 (fixtures/oracle)",
			"ssl.SSLContext(PROTOCOL_TLS_CLIENT) of CPython 3.11.7 with OpenSSL 3.0.19: get_ciphers, security_level, verify_flags",
			"changelog of PyMongo: MongoDB 3.6 dropped by 4.11, 4.0 by 4.14",
			"pymongo/ssl_support.py: no OCSP without the ocsp extra; CRL by VERIFY_CRL_CHECK_LEAF",
		},
	}
}

// node is the Node.js driver on Node's own OpenSSL build, which stays at security level 1.
func node() Profile {
	return Profile{
		Name: "node", Family: "node", Title: "Node.js", Release: "7.9", Runtime: "Node.js 20, OpenSSL 3.0",
		With:     []string{"mongosh", "Compass", "Mongoose"},
		Versions: tls12and13,
		Suites:   opensslHigh(), Suites13: suites13, Groups: opensslGroups,
		KeyTypes: append(slices.Clone(opensslKeys), "DSA"), Curves: nistCurves,
		MinDHBits: 1024, SecureRenegotiation: true,
		Chain: verify.NodeRules(), Order: nodeOrder, OwnStore: true,
		CRLDepth: ChainCRL, FirstCRLOnly: true,
		MaxChainBytes: 102400,
		MinWire:       9,
		Proved:        true,
		Older:         []Older{{"4.0", 6, false}, {"6.10", 7, false}, {"6.17", 8, true}, {"7.7", 9, true}},
		Sources: []string{
			"run: mongodb 6.22.0 and 7.9.0 on Node.js 20.20.2 (fixtures/oracle)",
			"OpenSSL SSL_MAX_CERT_LIST_DEFAULT: 100 kB of certificates",
			"tls.DEFAULT_CIPHERS, DEFAULT_MIN_VERSION and minDHSize of Node.js 20.20.2 with OpenSSL 3.0.19",
			"node_root_certs.h: a CA bundle of its own, without --use-openssl-ca",
			"crypto_common.cc: SSL_get_verify_result, which has the last error that OpenSSL met",
			"lib/tls.js checkServerIdentity; crypto_context.cc: CRL_CHECK_ALL with a crl option",
			"lib/cmap/wire_protocol/constants.js of mongodb 4.2, 6.9, 6.10, 6.16, 6.17, 7.5 and 7.9: wire versions 6, 6, 7, 7, 8, 8 and 9",
		},
	}
}

// node6 is the line of Node.js drivers that mongosh 2.5 brings (package.json of its
// service-provider-node-driver: ^6.19).
func node6() Profile {
	p, _ := node().at("6.19")
	return p
}

// golang is the Go driver on crypto/tls.
func golang() Profile {
	return Profile{
		Name: "go", Family: "go", Title: "Go", Release: "2.9", Runtime: "Go 1.26, crypto/tls",
		With:     []string{"mongo-tools"},
		Versions: tls12and13,
		Suites:   suites(ecdhe, gcm, chacha, cbcSHA1), Suites13: suites13,
		Groups:   []string{"X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024", "X25519", "P-256", "P-384", "P-521"},
		KeyTypes: []string{"RSA", "ECDSA", "Ed25519"}, Curves: nistCurves,
		Chain: verify.GoRules(), Order: goOrder,
		OCSP: GoOCSP, Responder: true, MustStaple: true,
		WithholdsUnlisted: true, MaxChainBytes: 262144,
		IgnoresAllowCertificates: true, IgnoresAllowHostnames: true,
		MinWire: 9, Proved: true,
		Sources: []string{
			"run: mongo-driver 2.9.3 on Go 1.26.8 (fixtures/oracle)",
			"crypto/tls defaults.go and cipher_suites.go of Go 1.26: no DHE, no RSA key exchange",
			"crypto/x509 verify.go, Certificate.Verify: the leaf's dates, its name, then paths, then key usages",
			"mongo-driver v2.9.3 x/mongo/driver/ocsp/ocsp.go; internal/driverutil/description.go: wire version 9",
		},
	}
}

// java is the Java driver on JSSE with the JDK's default security properties: revocation
// is not checked unless com.sun.net.ssl.checkRevocation is set.
func java() Profile {
	return Profile{
		Name: "java", Family: "java", Title: "Java", Release: "5.6", Runtime: "OpenJDK 17, JSSE",
		With:     []string{"Scala", "Kotlin", "Spark"},
		Versions: tls12and13,
		Suites: slices.Concat(
			suites(ecdhe, gcm, chacha, cbcSHA2ECDHE, cbcSHA1),
			suites(dhe, gcm, chacha, cbcSHA2, cbcSHA1),
			suites(dss, gcm, cbcSHA2, cbcSHA1),
			suites(rsa, gcm, cbcSHA2, cbcSHA1),
		),
		Suites13: suites13,
		Groups:   slices.Concat([]string{"X25519", "P-256", "P-384", "P-521", "X448"}, ffdhe),
		KeyTypes: []string{"RSA", "RSA-PSS", "ECDSA", "Ed25519", "Ed448", "DSA"}, Curves: nistCurves,
		MinDHBits:     1024,
		FatalWarnings: true, SNIForIPv4: true,
		Chain: verify.JavaRules(), OwnStore: true,
		OCSP:              JSSEOCSP,
		WithholdsUnlisted: true, MaxChain: 10, MaxChainBytes: 32768,
		IgnoresAllowCertificates: true, InsecureIsNames: true,
		MinWire: 8,
		Older:   []Older{{"3.6", 1, true}, {"5.2", 7, false}, {"5.5", 8, false}},
		Sources: []string{
			"run: mongo-java-driver 3.6.3 on OpenJDK 17.0.15 (fixtures/oracle)",
			"ServerDescription.MIN_DRIVER_WIRE_VERSION of 3.6.3 is 1, JAVA-5294 made it 7 in 5.2, JAVA-5831 8 in 5.5; 4.0 to 5.1 are judged as 3.6",
			"sun.security.ssl Alert.java, AlertConsumer: a warning that belongs to handshakes is fatal in one",
			"com.mongodb.internal.connection.SslHelper: SNIHostName(host), which takes an IPv4 address as a name",
			"JSSE reference guide: the trust store is cacerts of the JDK unless javax.net.ssl.trustStore is set",
			"SSLContext.getDefault() of OpenJDK 17.0.15: default suites and protocols",
			"jdk.tls.maxCertificateChainLength 10, jdk.tls.maxHandshakeMessageSize 32768",
			"mongodb-driver ConnectionString: knows tlsInsecure (names only) and tlsAllowInvalidHostnames",
			"conf/security/java.security: jdk.tls.disabledAlgorithms, jdk.certpath.disabledAlgorithms",
		},
	}
}

// c is libmongoc on Debian's OpenSSL, which defaults to security level 2.
func c() Profile {
	return Profile{
		Name: "c", Family: "c", Title: "C", Release: "2.1", Runtime: "Debian 12, OpenSSL 3.0",
		With:     []string{"PHP", "C++", "Swift", "R"},
		Versions: tls12and13, OldRSA: true,
		Suites: slices.Concat(opensslHigh(),
			suites(ecdhe, camelliaSHA2ECDHE),
			suites(slices.Concat(dhe, dss, rsa), camelliaSHA2, camellia)),
		Suites13: suites13, Groups: opensslGroups,
		KeyTypes: append(slices.Clone(opensslKeys), "DSA"), Curves: nistCurves,
		MinDHBits: 2048, SecureRenegotiation: true,
		SNIForIPv4: true, SNIForIPv6: true,
		Chain: verify.OpenSSLRules().WithLevel(2), Order: opensslOrder,
		CRLDepth: LeafCRL,
		OCSP:     LibmongocOCSP, Responder: true, MustStaple: true,
		MaxChainBytes: 102400,
		MinWire:       8,
		Older:         []Older{{"1.23", 6, true}, {"1.28", 7, false}},
		Sources: []string{
			"run: libmongoc 1.23.1 of Debian 12 with OpenSSL 3.0.19 (fixtures/oracle)",
			"WIRE_VERSION_MIN of mongoc-client-private.h; PHPC-2415: MongoDB 3.6 dropped with libmongoc 1.28",
			"libmongoc mongoc-openssl.c: cipher string HIGH:!EXPORT:!aNULL@STRENGTH; mongoc-ocsp-cache.c",
			"mongoc-stream-tls-openssl.c: SSL_set_tlsext_host_name with the host as given",
			"mongoc-openssl.c: crl_file with X509_V_FLAG_CRL_CHECK",
			"openssl ciphers and openssl verify of Debian 12 (3.0.19): security level 2",
		},
	}
}
