package message

// revocationRules are about OCSP and CRLs. A message that names what is wrong with a
// staple gets that word; the others the general one.
var revocationRules = []rule{
	{
		any:    []string{"cannot read crl", "failed to load crl", "crl file … cannot", "error loading crl"},
		causes: words("crl-file-unreadable"),
		why:    "The CRL file is missing, empty or not PEM.",
	},
	{
		any:    []string{"failed ocsp verification", "invalid status response"},
		causes: words("revoked", "must-staple-missing", "staple-invalid"),
		why:    "The driver has this one text for every verdict about revocation.",
		tell:   "doctor shows the staple, asks the responder and says whether the certificate is must-staple.",
	},
	{
		any:    []string{"must staple extension", "must staple … no staple", "tlsfeature"},
		causes: words("must-staple-missing"),
		why:    "The certificate says that the server always staples an OCSP response, and it did not.",
	},
	{
		any:    []string{"stapled … try later", "stapled … error from server", "ocsp: error from server"},
		causes: words("staple-error-response"),
		why:    "The server staples an error of its OCSP responder instead of an answer.",
	},
	{
		any: []string{
			"reported nextupdate time", "ocsp response … expired", "responseexpired", "stapled … has expired",
			"ocsp response has expired",
		},
		causes: words("staple-expired"),
		why: "The OCSP response that the server staples is out of date: the server cannot refresh it, or was " +
			"asleep.",
	},
	{
		any:    []string{"reported thisupdate time", "ocsp response … not yet valid"},
		causes: words("staple-not-yet-valid"),
		rarer:  words("clock-skew"),
		why:    "The OCSP response is from the future, as the clock of the client says.",
	},
	{
		any:    []string{"no response matching the supplied certificate"},
		causes: words("staple-other-certificate"),
		why:    "The OCSP response is about another certificate.",
	},
	{
		any: []string{
			"missing the ocsp signing", "delegate responder", "responder … not authorized",
			"responder's certificate is not authorized",
		},
		causes: words("staple-unauthorized-responder"),
		why:    "Who signed the OCSP response may not do so for this CA.",
	},
	{
		any:    []string{"error parsing asn1 value"},
		causes: words("staple-malformed", "malformed-certificate"),
		why:    "A certificate or an OCSP response cannot be read.",
	},
	{
		any: []string{
			"stapled response: asn1", "bad encoding in ocsp response", "ocsp … asn1: ", "malformed ocsp",
		},
		causes: words("staple-malformed"),
		why:    "The OCSP response cannot be read.",
	},
	{
		any: []string{
			"stapled response", "bad ocsp signature", "ocsp response is invalid", "invalid ocsp response",
			"ocsp response … invalid", "bad ocsp response",
		},
		none:   []string{"is revoked"},
		causes: words("staple-invalid"),
		rarer:  words("staple-bad-signature", "staple-unauthorized-responder"),
		why:    "The OCSP response that the server staples does not hold.",
	},
	{
		any: []string{
			"ocsp certificate status: unknown", "ocsp status … unknown", "certificate status is unknown",
		},
		causes: words("staple-unknown"),
		why:    "The OCSP responder does not know the certificate.",
	},
	{
		any: []string{
			"certificate is revoked", "certificate has been revoked", "certificate … has been revoked",
			"certificate was revoked", "certificaterevokedexception", "cert e revoked", "crypt e revoked",
			"certificate … is revoked", "invalid peer certificate: revoked", "certrevoked",
			"errsec certificate revoked", "cssmerr tp cert revoked", "revocation status: revoked",
			"status: revoked", "servercertificaterevoked", "invalidcertificate(revoked)", "chain: revoked",
			verifyToken("cert revoked"),
		},
		causes: words("revoked"),
		rarer:  words("client-cert-rejected"),
		why:    "A certificate of the chain was revoked by its CA.",
	},
	{
		any: []string{
			"unable to determine revocation status", "could not determine revocation status",
			"revocationstatusunknown", "offlinerevocation", "crypt e no revocation check",
			"crypt e revocation offline", "cert e revocation failure", "unable to check revocation",
			"revocation server was offline", "revocation function was unable", "ocsp responder … unreachable",
			"does not specify ocsp responder", "does not include revocation check",
			"does not include revocation",
		},
		causes: words("ocsp-unreachable", "crl-missing"),
		rarer:  words("crl-unreachable"),
		why:    "This stack insists on an answer about revocation, and got none.",
		tell: "curl the responder's address from the client's machine: openssl x509 -in server.crt -noout " +
			"-ocsp_uri.",
	},
	{
		any:    []string{verifyToken("crl has expired"), verifyToken("crl not yet valid")},
		causes: words("crl-expired"),
		why:    "The CRL is outside of its dates. The certificate may be fine.",
	},
	{
		any: []string{
			verifyToken("unable to get crl"), verifyToken("unable to get crl issuer"),
			verifyToken("crl signature failure"), "unknownrevocationstatus",
		},
		causes: words("crl-missing"),
		rarer:  words("crl-expired", "intermediate-revoked", "revoked"),
		why:    "Revocation lists are checked, and there is none for one of the issuers.",
	},
	{
		any: []string{
			verifyToken("ocsp verify failed"), "ocsp verification failed", "ocsp check failed",
			"ocsp … verification failed",
		},
		causes: words("revoked", "staple-invalid", "must-staple-missing", "ocsp-unreachable"),
		why:    "The check by OCSP failed, and the text lacks the reason.",
		tell:   "doctor shows the staple and asks the responder.",
	},
}
