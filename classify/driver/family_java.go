package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// java is the Java driver on JSSE with the JDK's default security properties: revocation
// is not checked unless com.sun.net.ssl.checkRevocation is set.
func java() Client {
	return Client{
		Profile: Profile{
			Name: "java", Family: "java", Title: "Java",
			With:                     []string{"Scala", "Kotlin", "Spark"},
			Stack:                    jdk17(),
			SNIForIPv4:               true,
			OCSP:                     JSSEOCSP,
			IgnoresAllowCertificates: true, InsecureIsNames: true,
			Source: Run,
			Sources: []string{
				"run: mongo-java-driver 3.6.3 on OpenJDK 17.0.15 (fixtures/oracle)",
				"ServerDescription.MIN_DRIVER_WIRE_VERSION: 1 in 3.6.3 and 3.8.2, later 2 (no server has 1), 6 since 4.8 (DOCSP-25230), 7 since 5.2 (JAVA-5294), 8 since 5.5 (JAVA-5831)",
				"com.mongodb.internal.connection.SslHelper: SNIHostName(host), which takes an IPv4 address as a name",
				"mongodb-driver ConnectionString: knows tlsInsecure (names only) and tlsAllowInvalidHostnames",
			},
		},
		Lines: []Line{
			{From: "3.6", To: "4.7", MinWire: 1},
			{From: "4.8", To: "5.1", MinWire: 6},
			{From: "5.2", To: "5.4", MinWire: 7},
			{From: "5.5", To: "5.7", MinWire: 8},
		},
		Variants: []Variant{
			{Name: "jdk8", Stack: jdk8(), Source: Documentation},
			{Name: "jdk11", Stack: jdk11(), Source: Documentation},
			{Name: "jdk21", Stack: jdk21(), Source: Documentation},
			{Name: "jdk25", Stack: jdk25(), Source: Run},
			javaRevocation(),
		},
		Ran: []string{"3.6", "3.6/revocation"},
	}
}

// jdk17 is OpenJDK 12 to 17.0.17; later updates are as jdk21.
func jdk17() Stack {
	return Stack{
		Runtime:  "OpenJDK 17, JSSE",
		Hello:    "openjdk-17",
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
		FatalWarnings: true,
		Chain:         verify.JavaRules(), OwnStore: true,
		WithholdsUnlisted: true, MaxChain: 10, MaxChainBytes: 32768,
		About: append([]string{
			"SSLContext.getDefault() of OpenJDK 17.0.15: default suites and protocols",
			"conf/security/java.security: jdk.tls.disabledAlgorithms, jdk.certpath.disabledAlgorithms",
		}, jsseSources...),
	}
}

// jsseSources hold for every JDK here.
var jsseSources = []string{
	"sun.security.ssl Alert.java, AlertConsumer: a warning that belongs to handshakes is fatal in one",
	"JSSE reference guide: the trust store is cacerts of the JDK unless javax.net.ssl.trustStore is set",
	"jdk.tls.maxCertificateChainLength 10, jdk.tls.maxHandshakeMessageSize 32768",
}

// jdk21 is OpenJDK 21.0.10, 17.0.18 and their later updates: no RSA key exchange.
func jdk21() Stack {
	s := jdk17()
	s.Runtime, s.Hello = "OpenJDK 21, JSSE", ""
	s.Suites = withoutStaticRSA(s.Suites)
	s.About = append([]string{
		"JDK-8245545: TLS_RSA_* disabled since 11.0.30, 17.0.18, 21.0.10 and 24",
	}, jsseSources...)
	return s
}

// jdk25 is what was asked of Temurin 25.0.3.
func jdk25() Stack {
	s := jdk21()
	s.Runtime, s.Hello = "OpenJDK 25, JSSE", "openjdk-25"
	s.About = append([]string{
		"SSLContext.getDefault(), getNamedGroups and java.security of Temurin 25.0.3",
	}, jsseSources...)
	return s
}

// jdk11 is OpenJDK 11 with its latest updates: no X25519, which came with 13, and no EdDSA
// keys, which came with 15.
func jdk11() Stack {
	s := jdk21()
	s.Runtime = "OpenJDK 11, JSSE"
	s.Groups = slices.Concat([]string{"P-256", "P-384", "P-521"}, ffdhe)
	s.KeyTypes = []string{"RSA", "RSA-PSS", "ECDSA", "DSA"}
	s.About = append([]string{
		"JDK-8202343: TLS 1.0 and 1.1 disabled since 11.0.11",
		"JDK-8245545: TLS_RSA_* disabled since 11.0.30",
		"JDK-8224520: X25519 and X448 in JSSE, JDK 13; JEP 339: EdDSA, JDK 15",
		"JDK-8269299: ChaCha20-Poly1305 suites of JDK 12 brought to JDK 11",
	}, jsseSources...)
	return s
}

// jdk8 is 8u341 or later.
func jdk8() Stack {
	s := jdk17()
	s.Runtime, s.Hello = "OpenJDK 8, JSSE", ""
	s.Suites, s.Suites13 = aesSuites(cbcSHA1), []string{suites13[0], suites13[2]}
	s.Groups = slices.Concat([]string{"P-256", "P-384", "P-521"}, ffdhe)
	s.KeyTypes = []string{"RSA", "RSA-PSS", "ECDSA", "DSA"}
	s.About = append([]string{
		"JDK-8248721: TLS 1.3, RSASSA-PSS and ffdhe groups brought to JDK 8; clients offer TLS 1.3 since 8u341",
		"JDK-8202343: TLS 1.0 and 1.1 disabled since 8u292",
		"JDK-8140466: ChaCha20-Poly1305 suites, JDK 12; JDK-8224520: X25519, JDK 13; JEP 339: EdDSA, JDK 15",
	}, jsseSources...)
	return s
}
