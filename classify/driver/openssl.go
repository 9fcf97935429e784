package driver

import (
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// What the versions of OpenSSL have in common, whoever uses them.

var (
	tls10to12  = []evidence.Version{evidence.TLS10, evidence.TLS11, evidence.TLS12}
	tls10to13  = append(slices.Clone(tls10to12), evidence.TLS13)
	tls12and13 = []evidence.Version{evidence.TLS12, evidence.TLS13}

	nistCurves = []string{"P-256", "P-384", "P-521"}
	ffdhe      = []string{"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"}

	openssl102Groups = []string{"P-256", "P-521", "P-384"}
	openssl111Groups = []string{"X25519", "P-256", "X448", "P-521", "P-384"}
	openssl30Groups  = slices.Concat(openssl111Groups, ffdhe)
	openssl35Groups  = slices.Concat([]string{"X25519MLKEM768"}, openssl111Groups, ffdhe[:2])

	openssl102Keys = []string{"RSA", "ECDSA"}
	openssl11Keys  = []string{"RSA", "RSA-PSS", "ECDSA", "Ed25519", "Ed448"}
	withDSA        = []string{"DSA"}
)

// opensslChainBytes is SSL_MAX_CERT_LIST_DEFAULT.
const opensslChainBytes = 102400

// debianOpenSSL30 is OpenSSL 3.0 with the cipher string of libmongoc. Debian's default is
// security level 2.
func debianOpenSSL30() Stack {
	return Stack{
		Runtime:  "Debian 12, OpenSSL 3.0",
		Hello:    "libmongoc-1.23-openssl-3.0",
		Versions: tls12and13, OldRSA: true,
		Suites: opensslHighAndCamellia(), Suites13: suites13, Groups: openssl30Groups,
		KeyTypes: slices.Concat(openssl11Keys, withDSA), Curves: nistCurves,
		MinDHBits: 2048, SecureRenegotiation: true,
		Chain: verify.OpenSSLRules().WithLevel(2), Order: opensslOrder,
		MaxChainBytes: opensslChainBytes,
		About: []string{
			"openssl ciphers and openssl verify of Debian 12 (3.0.19): security level 2",
		},
	}
}

// openssl111 is OpenSSL 1.1.1 as it comes from its authors: TLS 1.0 and later, level 1.
func openssl111() Stack {
	s := debianOpenSSL30()
	s.Runtime, s.Hello = "OpenSSL 1.1.1", ""
	s.Versions, s.OldRSA = tls10to13, false
	s.Groups, s.MinDHBits, s.SecureRenegotiation = openssl111Groups, 1024, false
	s.Chain = verify.OpenSSL111Rules(1)
	s.About = []string{
		"SSL_CTX_set_security_level(3) of OpenSSL 1.1.1: level 1 unless the system's openssl.cnf says more (Debian and Ubuntu: level 2, MinProtocol TLSv1.2)",
		"SSL_CTX_set_options(3) of OpenSSL 1.1.1: SSL_OP_LEGACY_SERVER_CONNECT is on, which 3.0 switched off",
		"ClientHello of Node.js 16 with OpenSSL 1.1.1 (probe/hellos): groups without ffdhe",
	}
	return s
}

// openssl102 is OpenSSL 1.0.2, as on CentOS 7: no TLS 1.3, no security levels.
func openssl102() Stack {
	s := openssl111()
	s.Runtime = "OpenSSL 1.0.2"
	s.Versions = tls10to12
	s.Suites, s.Suites13 = slices.Concat(aesSuites(cbcSHA1), suites(slices.Concat(dhe, dss, rsa), camellia)), nil
	s.Groups = openssl102Groups
	s.KeyTypes = slices.Concat(openssl102Keys, withDSA)
	s.Chain = verify.OpenSSL102Rules()
	s.About = []string{
		"ClientHello of Node.js 8 with OpenSSL 1.0.2s (probe/hellos): AES suites, no ChaCha20, no TLS 1.3",
		"CHANGES of OpenSSL, 1.0.2f: DH primes under 1024 bits are refused",
		"\"Old Let's Encrypt Root Certificate Expiration and OpenSSL 1.0.2\", openssl.org, 2021-09-13: what the server sent goes before the store",
		"TLS 1.3, RSASSA-PSS keys, X25519, Ed25519 and security levels came with 1.1.0 and 1.1.1 (CHANGES of OpenSSL)",
	}
	return s
}

// openssl35 is OpenSSL 3.5, whose default is security level 2.
func openssl35() Stack {
	s := debianOpenSSL30()
	s.Runtime, s.Hello = "OpenSSL 3.5", ""
	s.OldRSA = false
	s.Suites = slices.DeleteFunc(opensslHighAndCamellia(), shortTag)
	s.Groups = openssl35Groups
	s.About = []string{
		"CHANGES.md of OpenSSL 3.2: default security level 2; 3.5: default groups with X25519MLKEM768",
		"ClientHello of Node.js 26 with OpenSSL 3.5.8 (probe/hellos): groups, no CCM_8",
	}
	return s
}
