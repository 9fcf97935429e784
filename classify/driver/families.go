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
		Chain:    verify.PythonRules(),
		CRLDepth: LeafCRL,
		MinWire:  8,
		Older:    []Older{{"3.11", 2}, {"4.0", 6}, {"4.11", 7}, {"4.14", 8}},
		Sources: []string{
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
		Chain:    verify.NodeRules(),
		CRLDepth: ChainCRL, FirstCRLOnly: true,
		MinWire: 9,
		Older:   []Older{{"4.0", 6}, {"7.0", 8}, {"7.7", 9}},
		Sources: []string{
			"tls.DEFAULT_CIPHERS, DEFAULT_MIN_VERSION and minDHSize of Node.js 20.20.2 with OpenSSL 3.0.19",
			"lib/tls.js checkServerIdentity; crypto_context.cc: CRL_CHECK_ALL with a crl option",
			"mongodb 4.2, 7.0, 7.5 and 7.9 lib/cmap/wire_protocol/constants.js: wire versions 6, 8, 8 and 9",
		},
	}
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
		Chain: verify.GoRules(),
		OCSP:  GoOCSP, Responder: true, MustStaple: true,
		MinWire: 9,
		Sources: []string{
			"crypto/tls defaults.go and cipher_suites.go of Go 1.26: no DHE, no RSA key exchange",
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
		MinDHBits: 1024,
		Chain:     verify.JavaRules(),
		OCSP:      JSSEOCSP,
		MinWire:   8,
		Sources: []string{
			"SSLContext.getDefault() of OpenJDK 17.0.15: default suites and protocols",
			"conf/security/java.security: jdk.tls.disabledAlgorithms, jdk.certpath.disabledAlgorithms",
		},
	}
}

// c is libmongoc on Debian's OpenSSL, which defaults to security level 2.
func c() Profile {
	return Profile{
		Name: "c", Family: "c", Title: "C", Release: "2.1", Runtime: "Debian 12, OpenSSL 3.0",
		With:     []string{"PHP", "C++", "Swift", "R"},
		Versions: tls12and13,
		Suites: slices.Concat(opensslHigh(),
			suites(ecdhe, camelliaSHA2ECDHE),
			suites(slices.Concat(dhe, dss, rsa), camelliaSHA2, camellia)),
		Suites13: suites13, Groups: opensslGroups,
		KeyTypes: append(slices.Clone(opensslKeys), "DSA"), Curves: nistCurves,
		MinDHBits: 2048, SecureRenegotiation: true,
		Chain: verify.OpenSSLRules().WithLevel(2),
		OCSP:  LibmongocOCSP, Responder: true, MustStaple: true,
		MinWire: 8,
		Sources: []string{
			"libmongoc mongoc-openssl.c: cipher string HIGH:!EXPORT:!aNULL@STRENGTH; mongoc-ocsp-cache.c",
			"openssl ciphers and openssl verify of Debian 12 (3.0.19): security level 2",
		},
	}
}
