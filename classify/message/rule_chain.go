package message

// chainRules are what stacks other than OpenSSL say of a certificate, and what names its
// reason in words of its own.
var chainRules = []rule{
	{
		any: []string{
			"insecure algorithm", "algorithm constraints check failed on signature",
			"constraints check failed on disabled algorithm", "hasweaksignature", "ca md too weak",
			"unsupportedsignaturealgorithm", "weak signature algorithm", "signature algorithm … not permitted",
		},
		causes: words("weak-signature"),
		why: "A certificate of the chain is signed with an algorithm that the client does not take (SHA-1, " +
			"MD5).",
	},
	{
		any: []string{
			"algorithm constraints check failed on keysize", "ca key too small", "ee key too small",
			"keys are insecure", "rsa key … too small", "key too small … certificate",
			"size of the rsa key",
		},
		none:   []string{"dh key too small"},
		causes: words("weak-key"),
		why:    "A key of the chain is shorter than the client takes.",
	},
	{
		any:    []string{"rsa key larger than"},
		causes: words("unsupported-algorithm"),
		why:    "The key of the certificate is longer than the client takes: Go stops at 8192 bits.",
	},
	{
		any:    []string{"algorithm constraints"},
		none:   []string{"serverkeyexchange"},
		causes: words("weak-signature", "weak-key"),
		why:    "A key or a signature of the chain is weaker than the client takes.",
		tell:   doctorTells,
	},
	{
		any:    []string{"parent certificate cannot sign this kind"},
		causes: words("not-a-ca", "trust-anchor-mismatch"),
		rarer:  words("self-signed", "cert-version-1"),
		why:    "A certificate of the right name was found as the issuer, and it may not issue certificates.",
		tell:   doctorTells,
	},
	{
		any: []string{
			"not a ca certificate", "keycertsign bit is not set", "caused used as end entity",
			"causedasendentity", "causedasendentity)", "endentityusedasca",
			"not authorized to sign other certificates", "notauthorizedtosign", "ca:false",
			"cssmerr tp invalid ca",
		},
		causes: words("not-a-ca", "cert-version-1"),
		why:    "A certificate in the place of an issuer is no CA certificate.",
		tell:   doctorTells,
	},
	{
		any:    []string{"unsupportedcertversion", "certificate version 1"},
		causes: words("cert-version-1"),
		why:    "The certificate is of X.509 version 1, which this TLS library does not take.",
	},
	{
		any: []string{
			"pathlenconstraint", "too many intermediates for path length", "pathlenconstraintviolated",
			"pathlengthconstraint",
		},
		causes: words("path-length"),
		why:    "There are more intermediates than a CA of the chain allows.",
	},
	{
		any: []string{
			"name constraints check failed", "not authorized to sign for this name", "nameconstraintviolation",
			"namenotpermitted", "hasnotpermittednameconstraint", "hasexcludednameconstraint",
			"cannotmatchnameconstraints",
		},
		causes: words("name-constraints"),
		why:    "A CA of the chain may not issue certificates for this name.",
	},
	{
		any: []string{
			"unrecognized critical extension", "unhandled critical extension", "unsupportedcriticalextension",
			"hasnotsupportedcriticalextension",
		},
		causes: words("unknown-critical-extension"),
		why:    "A certificate of the chain has a critical extension that the client does not know.",
	},
	{
		any:    []string{"does not permit use for tls client"},
		causes: words("client-cert-wrong-eku"),
		why:    "The client's certificate may not be used by a client (extendedKeyUsage).",
	},
	{
		any: []string{
			"incompatible key usage", "does not permit use for tls server",
			"extended key usage does not permit", "notvalidforusage", "sec e cert wrong usage",
			"cert e wrong usage", "requiredekunotfound", "invalidpurpose",
			"cssmerr appletp invalid extended key usage", "cssmerr tp verify action failed",
			"errsec invalid extended key usage", "extendedkeyusage", "not valid for the requested usage",
		},
		causes: words("wrong-eku"),
		rarer:  words("wrong-key-usage", "leaf-not-first", "cert-version-1"),
		why: "The certificate may not be used for what it is used for: its extendedKeyUsage lacks serverAuth, " +
			"or clientAuth where a member or a client shows it.",
	},
	{
		any:    []string{"keyusage does not allow", "key usage … does not allow", "keyusage … digital signature"},
		causes: words("wrong-key-usage"),
		rarer:  words("leaf-not-first"),
		why:    "The certificate's keyUsage does not allow what TLS does with its key.",
	},
	{
		any: []string{
			"invalid certificateverify signature", "invalid signature by the server certificate",
			"bad signature", "cannot verify … serverkeyexchange signature",
			"invalid signature on … serverkeyexchange",
		},
		none:   []string{"curve not supported", "ocsp"},
		causes: words("server-key-mismatch"),
		rarer:  words("leaf-not-first", "weak-key"),
		why: "The server cannot prove that the key of its certificate is its own: the two do not belong " +
			"together, or the wrong certificate comes first.",
	},
	{
		any: []string{
			"signature check failed", "notsignaturevalid", "ecdsa verification failure",
			"rsa: verification error\" while", "crypto/rsa: verification error", "badsignature",
			"signature … does not verify",
		},
		none:   []string{"x509: certificate signed by unknown", "ocsp", "stapled"},
		causes: words("bad-signature", "trust-anchor-mismatch", "wrong-intermediate"),
		why: "A certificate is not signed with the key of the issuer that was found for it: it is damaged, or " +
			"another CA of the same name stands in the store.",
		tell: doctorTells,
	},
	{
		any: []string{
			"certificate signed by unknown authority (possibly because",
			"certificate signed by unknown authority (possibly",
		},
		causes: words("unknown-authority"),
		rarer:  words("bad-signature", "trust-anchor-mismatch", "wrong-intermediate"),
		why: "A CA of the right name is in the client's store, and its key is another one: the store holds an " +
			"older or another CA of that name.",
	},
	{
		any: []string{
			"certificateexpiredexception", "certificateexpired", "validity check failed … notafter",
			"current time … is after", "errssl cert expired", "errsslcertexpired", "errsec certificate expired",
			"cssmerr tp cert expired", "sec e cert expired", "cert e expired",
			"invalid peer certificate: expired", "invalidcertificate(expired", "certexpired",
			"received certificate has expired", "certificate expired", "cert expired",
			"certificate rejected: [expired",
		},
		none:   []string{"is before", "stapled"},
		causes: words("expired"),
		rarer:  words("client-cert-expired"),
		why:    "A certificate of the chain is out of date, as the clock of the end that complains says.",
	},
	{
		any: []string{
			"certificatenotyetvalidexception", "certificatenotyetvalid", "validity check failed … notbefore",
			"current time … is before", "errssl cert not yet valid", "errsec certificate not valid yet",
			"cssmerr tp cert not valid yet", "certificate not valid yet", "certnotvalidyet", "notvalidyet",
		},
		none:   []string{"stapled"},
		causes: words("not-yet-valid"),
		why:    "A certificate of the chain is not valid yet, as the clock of the end that complains says.",
	},
	{
		any: []string{
			"validity check failed", "timestamp check failed", "nottimevalid",
			"has expired or is not yet valid",
		},
		causes: words("expired", "not-yet-valid"),
		why:    "A certificate of the chain is outside of its dates.",
		tell:   "openssl x509 -in server.crt -noout -dates, for each certificate of the chain.",
	},
	{
		any:    []string{"certificate is not standards compliant"},
		causes: words("cert-validity-too-long", "no-san", "wrong-eku", "weak-signature"),
		why: "Apple's verifier refuses the certificate: it is valid for more than 825 days, has no " +
			"subjectAltName, lacks serverAuth, or is signed with SHA-1.",
		tell: "openssl x509 -in server.crt -noout -dates -ext subjectAltName,extendedKeyUsage.",
	},
	{
		any:    []string{"cssmerr tp cert suspended"},
		causes: words("cert-validity-too-long", "not-a-ca"),
		why: "Apple's TLS refuses certificates of more than 825 days, and roots that do not mark themselves " +
			"as a CA, under this name.",
		tell: "openssl x509 -in server.crt -noout -dates -ext basicConstraints.",
	},
	{
		any: []string{
			"cssmerr tp not trusted", "cssmerr tp invalid anchor", "errssl x cert chain invalid",
			"errsslxcertchaininvalid", "errsslunknownrootcert", "errsslnorootcert", "errssl unknown root",
			"errssl no root", "errsec not trusted", "sec e untrusted root", "cert e untrustedroot",
			"cert e chaining", "issued by an authority that is not trusted", "untrustedroot",
			"terminated in a root certificate which is not trusted", "no trusted certificate found",
			"certificate was not trusted",
		},
		causes: words("unknown-authority", "missing-intermediate", "self-signed"),
		rarer:  words("cert-validity-too-long"),
		why:    "The system's store has no way from this certificate to a CA that it trusts.",
		tell:   doctorTells,
	},
	{
		any: []string{
			"locally verify the issuer's authority", "partialchain", "unknownissuer", "unknown issuer",
			"unableto get issuer", "could not be built to a trusted root", "certificate has unknown ca",
			"certificate rejected: [unknownca",
		},
		causes: words("unknown-authority", "missing-intermediate"),
		rarer:  words("self-signed"),
		why:    "No certificate of the issuer was found, neither sent along nor in the store.",
		tell:   doctorTells,
	},
	{
		any:    []string{"does not chain with any of the trust anchors", "path does not chain"},
		causes: words("unknown-authority", "trust-anchor-mismatch", "missing-intermediate"),
		why:    "The chain ends at a CA that is not in the trust store, or is there with another key.",
		tell:   doctorTells,
	},
	{
		any: []string{
			"pkix path building failed", "unable to find valid certification path",
			"unable to find certification path",
		},
		causes: words("unknown-authority", "missing-intermediate", "self-signed"),
		why: "Java found no way from the server's certificate to a CA in its trust store. It has a store of " +
			"its own: a CA file of the system or of the URI does not count.",
		tell: doctorTells,
	},
	{
		any:    []string{"signed by unknown authority", "unknownauthority", "unknown authority"},
		causes: words("unknown-authority", "missing-intermediate", "self-signed"),
		why: "Go found no way from the certificate to a CA that it trusts. It says the same of a private CA, " +
			"of an intermediate that is not sent, and of a self-signed certificate.",
		tell: doctorTells,
	},
	{
		any: []string{
			"failed to parse certificate", "failed to parse server certificates", "asn1 lib", "asn1 too long",
			"malformed certificate", "badder", "could not parse certificate", "excessive message size",
			"bad der", "error in cert not", "size of the handshake message", "handshake message of length",
			"failed to parse … x509", "badencoding", "x509: invalid",
		},
		none:   []string{"elliptic curve"},
		causes: words("malformed-certificate"),
		why:    "A certificate cannot be read by this TLS library.",
	},
	{
		any: []string{
			"unsupported elliptic curve", "curve not supported", "wrong curve", "wrong signature type",
			"no suitable signature algorithm", "no shared signature algorithms",
			"unsupportedsignaturealgorithmforpublickey",
		},
		causes: words("no-shared-cipher"),
		rarer:  words("malformed-certificate", "weak-signature"),
		why:    "The certificate's key or signature is of a kind that the other end does not do.",
	},
	{
		any: []string{
			"missing authority key identifier", "missing subject key identifier",
			"basic constraints of ca cert not marked critical", "ca cert does not include key usage",
			"⟨verify missing", "⟨verify ca bcons", "⟨verify ca cert missing",
		},
		causes: words("strict-x509"),
		why: "Strict checks (VERIFY_X509_STRICT, on by default in Python 3.13) want an extension that the " +
			"certificate lacks.",
	},
}
