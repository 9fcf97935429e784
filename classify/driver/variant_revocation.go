package driver

import "slices"

// Two clients look at revocation only where their user asks for it.

// pymongoOCSP is PyMongo with the ocsp extra, where PyOpenSSL does TLS for it.
func pymongoOCSP() Variant {
	return Variant{
		Name:  "ocsp",
		Stack: debianDefault30("CPython 3.11, PyOpenSSL 23.0, OpenSSL 3.0", level2().WithServiceIdentityNames(), namesLast).withHello("pyopenssl-23-openssl-3.0"),
		Change: func(p *Profile) {
			p.Family = "pyopenssl"
			p.OCSP, p.Responder, p.MustStaple = PyMongoOCSP, true, true
			p.CRLDepth, p.RefusesCRLFile = NoCRL, true
		},
		Source: Run,
		Sources: []string{
			"run: PyMongo 3.11.0 of Debian 12 with PyOpenSSL 23.0, service_identity 18.1 and cryptography 38.0 (fixtures/oracle)",
			"pymongo/ocsp_support.py: staple, must-staple, responder, soft; pymongo/ssl_support.py: no CRL file with PyOpenSSL",
			"pymongo/pyopenssl_context.py: names by service_identity after the handshake",
		},
	}
}

// javaRevocation is a JVM with com.sun.net.ssl.checkRevocation=true and the security property
// ocsp.enable=true.
func javaRevocation() Variant {
	return Variant{
		Name:   "revocation",
		Change: func(p *Profile) { p.HardRevocation, p.Order = true, javaRevocationOrder },
		Source: Run,
		Sources: []string{
			"run: mongo-java-driver 3.6.3 on OpenJDK 17.0.15 with com.sun.net.ssl.checkRevocation and ocsp.enable (fixtures/oracle)",
			"sun.security.provider.certpath RevocationChecker: OCSP, then CRLs; hard for every certificate below the anchor",
			"sun.security.validator PKIXValidator.addResponses: with a staple, CRLs are downloaded, too",
		},
	}
}

// javaRevocationOrder: Java walks from the anchor down, so that what it cannot prove of an
// intermediate comes before all faults of the leaf; and it looks at the certificates before it
// does at what the server signed.
var javaRevocationOrder = slices.Concat([]string{"staple-malformed"}, noPath,
	[]string{"expired-root", "expired-intermediate", "not-yet-valid-intermediate", "not-a-ca", "cert-version-1",
		"intermediate-revoked", "ocsp-unreachable", "ocsp-response-invalid", "ocsp-responder-error", "ocsp-unknown"},
	stapleWords[1:], []string{"clock-skew", "expired", "not-yet-valid", "bad-signature", "name-constraints", "path-length",
		"unknown-critical-extension", "weak-signature", "weak-key", "wrong-eku", "wrong-key-usage"}, otherName,
	[]string{"weak-dh", "server-key-mismatch", "handshake-alert"})
