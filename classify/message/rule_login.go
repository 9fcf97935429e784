package message

// loginRules are about users that log in with a certificate, or with a password.
var loginRules = []rule{
	{
		any: []string{
			"usernotfound … x509", "x509 … usernotfound", "could not find user cn=",
			"could not find user \"cn=", "could not find user \"o=", "could not find user o=",
			"could not find user … $external", "could not find user … \"$external",
		},
		causes: words("x509-user-missing", "member-cert-mismatch"),
		why: "The certificate was accepted, and its subject is no user on $external. A member is looked up as " +
			"a user where its subject is not taken for a member's.",
		tell: "If the subject is a member's, compare O, OU and DC of all members' certificates; if it is an " +
			"application's, db.getSiblingDB(\"$external\").getUsers() lists the users.",
	},
	{
		any:    []string{"no verified subject name available"},
		causes: words("client-cert-required", "x509-user-missing"),
		rarer:  words("client-cert-untrusted"),
		why: "MONGODB-X509 was asked for on a connection on which the client sent no certificate that the " +
			"server could verify.",
		tell: "doctor tells whether the server asks for a certificate. If the client has one, look whether " +
			"its TLS library sends it.",
	},
	{
		any:    []string{"ssl support is required for the", "tls support is required for the"},
		causes: words("tls-required", "server-plaintext"),
		why:    "A login with a certificate was asked for on a connection without TLS.",
		tell:   "Is TLS on in the client? If it is, the server runs without.",
	},
	{
		any:    []string{"certificate with cluster membership"},
		causes: words("x509-subject-is-member", "member-cert-mismatch"),
		why: "A client uses a certificate whose subject is that of the members, so the server takes it for " +
			"one of them.",
		tell: "Compare O, OU and DC of the client's certificate with those of the members.",
	},
	{
		any: []string{
			"client connecting with server's own tls certificate", "client connecting with server's own",
		},
		causes: words("member-cert-mismatch"),
		why:    "A client uses the server's own certificate, so the server takes it for a member.",
	},
	{
		any: []string{
			"authentication failed … x509", "mongodb x509 … authentication failed",
			"mongodb x509 … authenticationfailed", "x509 … authentication failed",
			"authenticating … mongodb x509", "mongocredential{mechanism=mongodb x509",
			"mongodb x509 … (authenticationfailed)",
		},
		causes: words("x509-user-missing", "auth-failed"),
		why:    "TLS is fine. The login with the client certificate was refused.",
	},
}
