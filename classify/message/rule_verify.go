package message

const doctorTells = "doctor shows the chain that the server sends and every fault of it."

// otherRefusals are what a refused certificate can be besides, where no reason is given.
var otherRefusals = words("hostname-mismatch", "wrong-eku", "not-a-ca", "weak-key", "weak-signature", "bad-signature", "revoked", "crl-expired", "crl-missing",
	"path-length", "name-constraints", "unknown-critical-extension", "cert-version-1", "wrong-key-usage", "strict-x509", "key-mismatch", "not-yet-valid")

// verifyRules are OpenSSL's verification errors, and "it does not verify" without a reason.
var verifyRules = []rule{
	{
		any:    []string{verifyToken("self signed cert in chain")},
		from:   []string{"compass-vscode"},
		causes: words("unknown-authority", "ca-file-unreadable"),
		why: "The chain ends in a root of its own that the client does not trust. The server's certificate is " +
			"not self-signed. Node.js takes a CA file without PEM certificates for an empty one.",
		tell: "openssl x509 -in ca.pem -noout -subject must print the root; keytool shows whether it is a Java " +
			"store.",
	},
	{
		any:    []string{verifyToken("self signed cert in chain")},
		causes: words("unknown-authority"),
		why: "The chain ends in a private root that this end does not trust. The certificate itself is not " +
			"self-signed.",
	},
	{
		any:    []string{verifyToken("depth zero self signed cert")},
		on:     Client,
		causes: words("self-signed"),
		rarer:  words("trust-anchor-mismatch"),
		why:    "The server's certificate is signed with its own key, and this client was not told to trust it.",
	},
	{
		any:    []string{verifyToken("depth zero self signed cert")},
		causes: words("self-signed", "unknown-authority"),
		why:    "The peer's certificate is signed with its own key, and it is not in the CA file of this end.",
		tell:   "The peer's certificate: openssl x509 -in client.pem -noout -subject -issuer.",
	},
	{
		any:    []string{verifyToken("unable to get issuer cert")},
		causes: words("missing-intermediate", "unknown-authority", "ca-file-lacks-root"),
		why: "An intermediate was found, and its own issuer was not. OpenSSL wants the whole way up to the " +
			"root, also in the CA file.",
		tell: "grep -c BEGIN ca.pem counts its certificates: the root has to be one of them. " + doctorTells,
	},
	{
		any: []string{
			verifyToken("unable to get issuer cert locally"), verifyToken("unable to verify leaf signature"),
			verifyToken("cert untrusted"),
		},
		causes: words("unknown-authority", "missing-intermediate"),
		rarer:  words("ca-file-lacks-root"),
		why: "The issuer's certificate was neither sent along nor found in the store: the CA is not trusted " +
			"here, or the server does not send its intermediate.",
		tell: doctorTells,
	},
	{
		any: []string{
			verifyToken("akid skid mismatch"), verifyToken("akid issuer serial mismatch"),
			verifyToken("subject issuer mismatch"),
		},
		causes: words("trust-anchor-mismatch", "wrong-intermediate", "unknown-authority"),
		why:    "A CA of the right name was found, and it is another one than the certificate refers to.",
		tell:   doctorTells,
	},
	{
		any:    []string{verifyToken("cert not yet valid")},
		causes: words("not-yet-valid"),
		why:    "A certificate of the chain is not valid yet, as the clock of the end that complains says.",
	},
	{
		any:    []string{verifyToken("cert has expired")},
		causes: words("expired"),
		why:    "A certificate of the chain is out of date, as the clock of the end that complains says.",
	},
	{
		any:    []string{verifyToken("cert signature failure")},
		causes: words("bad-signature"),
		rarer:  words("trust-anchor-mismatch", "wrong-intermediate"),
		why:    "A certificate is not signed with the key of the issuer that was found for it.",
	},
	{
		any:    []string{verifyToken("invalid purpose")},
		causes: words("wrong-eku"),
		rarer:  words("wrong-key-usage", "not-a-ca", "leaf-not-first", "cert-version-1"),
		why: "The certificate may not be used for what it is used for: its extendedKeyUsage lacks serverAuth, " +
			"or clientAuth where a member or a client shows it.",
	},
	{
		any:    []string{verifyToken("invalid ca"), verifyToken("keyusage no certsign")},
		causes: words("not-a-ca", "cert-version-1"),
		why:    "A certificate in the place of an issuer is no CA certificate.",
		tell:   doctorTells,
	},
	{
		any:    []string{verifyToken("path length exceeded"), verifyToken("cert chain too long")},
		causes: words("path-length"),
		why:    "There are more intermediates than a CA of the chain, or the client, allows.",
	},
	{
		any:    []string{verifyToken("unhandled critical extension")},
		causes: words("unknown-critical-extension"),
		why:    "A certificate of the chain has a critical extension that the client does not know.",
	},
	{
		any:    []string{verifyToken("permitted violation"), verifyToken("excluded violation")},
		causes: words("name-constraints"),
		why:    "A CA of the chain may not issue certificates for this name.",
	},
	{
		any:    []string{verifyToken("ee key too small"), verifyToken("ca key too small")},
		causes: words("weak-key"),
		why:    "A key of the chain is shorter than the security level of OpenSSL takes.",
	},
	{
		any:    []string{verifyToken("ca md too weak")},
		causes: words("weak-signature"),
		why: "A certificate of the chain is signed with SHA-1 or MD5, which the security level of OpenSSL " +
			"does not take.",
	},
	{
		any:    []string{verifyToken("cert rejected")},
		causes: words("unknown-authority", "wrong-eku"),
		why:    "The store marks the CA as not to be trusted for this purpose.",
		tell:   doctorTells,
	},
	{
		any:    []string{"evp lib … certificate verify failed", "certificate verify failed … evp lib"},
		causes: words("bad-signature", "trust-anchor-mismatch"),
		why:    "A certificate is not signed with the key of the issuer that was found for it.",
	},
	{
		any: []string{
			"remotecertificatechainerrors", "invalid because of errors in the certificate chain",
			"according to the validation procedure",
			"rejected by the provided remotecertificatevalidationcallback", "remote certificate was rejected",
			"usercertificaterejected",
			"laut validierungsverfahren ungültig", "selon la procédure de validation",
			"según el procedimiento de validación", "secondo la procedura di convalida",
			"de acordo com o procedimento de validação", "根据验证过程，远程证书无效",
			"検証プロシージャによると、リモート証明書は無効です",
		},
		causes: words(
			"unknown-authority", "self-signed", "missing-intermediate", "hostname-mismatch", "expired",
			"no-san", "ocsp-unreachable",
		),
		rarer: otherRefusals,
		why: ".NET refuses the server's certificate, and this text lacks the reason. Newer releases add it: " +
			"RemoteCertificateNameMismatch or RemoteCertificateChainErrors with a status.",
		tell: doctorTells,
	},
	{
		any:  []string{"certificate verify failed", "certificateverifyfailed"},
		from: []string{"pymongo"},
		causes: words(
			"unknown-authority", "missing-intermediate", "self-signed", "expired", "not-yet-valid",
			"expired-root", "crl-missing", "crl-expired",
		),
		rarer: otherRefusals,
		why: "OpenSSL refuses the server's certificate, and this text lacks the reason: Python before 3.7 " +
			"does not print it.",
		tell: doctorTells,
	},
	{
		any: []string{
			"certificate verify failed", "certificateverifyfailed", "certificate verification failed",
			"failed to verify certificate", "certificate verification error",
			"peer certificate validation failed", "verify error", "invalid peer certificate",
			"certificate validation failed", "tls certificate … could not be verified", "errssl bad cert",
			"sec e cert unknown", "invalid certificate", "invalidcertificate(",
		},
		causes: words(
			"unknown-authority", "missing-intermediate", "self-signed", "expired", "not-yet-valid",
			"expired-root",
		),
		rarer: otherRefusals,
		why:   "The certificate does not verify, and this text lacks the reason.",
		tell:  doctorTells,
	},
}
