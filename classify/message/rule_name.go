package message

// nameRules are certificates for another name. What compares names prints them, and a
// certificate without subjectAltName fails in the same place.
var nameRules = []rule{
	{
		any: []string{
			"no appropriate commonname or subjectaltname", "no subject alternative names present",
			"relies on legacy common name", "not valid for any names",
			"common name is not a valid hostname … no subject alternative", "cert does not contain a dns name",
			"certificate has no subject alternative", "no subjectaltname", "missing subjectaltname",
			"does not contain any subject alternative", "no subject alternative name found",
		},
		causes: words("no-san"),
		rarer:  words("leaf-not-first", "hostname-mismatch"),
		why: "The certificate has no subjectAltName of the kind that is looked for. The common name is not " +
			"looked at any more.",
	},
	{
		any: []string{
			"no subject alternative names matching ip", "no subject alternative dns name matching",
			"altnames: ip:", "altnames: host: … is not in the cert's altnames", "is not in the cert's",
			"certificate is valid for", "ip address mismatch", "overridden by san", "does not match san(s)",
			"certificate not valid for name", "certnotvalidforname", "notvalidforname",
		},
		none:   []string{"match cn:"},
		causes: words("hostname-mismatch"),
		why:    "The name or address that the client dials is none of those in the certificate.",
	},
	{
		any: []string{
			"hostname mismatch", "errssl host name mismatch", "errsslhostnamemismatch",
			"errsec hostname mismatch", "cssmerr appletp hostname mismatch", "sec e wrong principal",
			"target principal name is incorrect", "cert e cn no match",
			"does not match the host name", "does not match the remote host name",
			"hostname does not match", "hostname … doesn't match", "host name … does not match",
			"no name matching", "hostnamechecker.match", "sicertificateerror", "hostname/ip does not match",
			"hostname/ip doesn't match", "hostname … not verified", "bad cert domain", "cn name does not match",
			"hostname check failed", "did not match expected cn", "peer certificate cn",
			"hostname verification failed", "host validation error", "match cn:", "is not cert's cn",
			"doesn't contain any ip sans", "remotecertificatenamemismatch",
			"does not match the server certificate", "certificate verify failed: ok",
			"failed certificate verification", "verificationerror(errors=[dnsmismatch", "dnsmismatch",
			"ipaddressmismatch", "host name verification failed", "certificate … does not match hostname",
			"host name 'does not match", "ssl certificate name mismatch", "[namemismatch", "failedtovalidatehostname",
			"err tls cert altname invalid", "no appropriate subjectaltname", "certificatenamemismatch",
			"does not match target host", "host name mismatch",
		},
		none:   []string{"set name mismatch"},
		causes: words("hostname-mismatch", "no-san"),
		why: "The certificate is not for the name or address that the client dials; the text does not say " +
			"whether it has other names or none.",
		tell: "openssl x509 -in server.crt -noout -ext subjectAltName shows its names. " + doctorTells,
	},
}
