package classify

// clientCauses are about the certificate that the client shows to the server, and the
// members to each other. A mongod judges it after the handshake and then closes without
// an alert, so drivers see a closed connection; its log has the reason.
var clientCauses = []Cause{
	{
		Word: "client-cert-required", Category: VerifyFailed, Layer: LayerClientAuth, Online: true,
		Title: "The server wants a client certificate, and none was sent",
		Explain: `The handshake succeeds, and then mongod closes the connection without a word:
it checks the client's certificate after the handshake. Other servers send
alert 116 or 40. Either way the driver sees a closed connection and no TLS
fault.

A mongod with a CAFile always asks for a certificate. It insists on one unless
allowConnectionsWithoutCertificates is set.`,
		Fix: []Fix{
			{On: OnClient, Text: "Give the client a certificate from a CA that the server accepts ({issuers}).",
				Run: script(bringCertificate)},
			{On: OnServer, Text: "If clients log in by password, let them in without a certificate, and restart mongod. One that is sent is still verified.",
				Run: script("net:", "  tls:", "    allowConnectionsWithoutCertificates: true")},
		},
		NotFix: "net.tls.allowInvalidCertificates on the server accepts any client certificate, and also any server among the members.",
		Says:   closedOr(alertRequired, "No SSL certificate provided by peer; connection rejected"),
		Sources: []string{"RFC 8446, section 4.4.2.4: certificate_required", "MongoDB manual, net.tls.allowConnectionsWithoutCertificates",
			"mongod log 23255"},
	},
	{
		Word: "client-cert-expired", Category: VerifyFailed, Layer: LayerClientAuth, Mild: Warning, Online: true,
		Title: "The client certificate is not within its dates",
		Explain: `The certificate that this client brings is past its last day, or its first is
still to come. mongod refuses it and closes the connection after the handshake,
even where it would have let in a client without any certificate.`,
		Fix: []Fix{
			{On: OnClient, Text: "Renew it under the same subject, which is the user's name in X.509 login. Put it in place and restart the program: drivers read the file when they start.",
				Run: script(
					"openssl x509 -in {client_cert} -noout -subject -dates -nameopt RFC2253",
					"cat client.crt client.key > client.pem",
				)},
		},
		Says:    closedOr(alertExpired, "SSL peer certificate validation failed: certificate has expired"),
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 4.1.2.5", "mongod log 23256"},
	},
	{
		Word: "client-cert-untrusted", Category: VerifyFailed, Layer: LayerClientAuth, Mild: Warning, Online: true,
		Title: "The server does not trust the CA of the client certificate",
		Explain: `mongod verifies client certificates against clusterCAFile, or CAFile where that
is not set. It lists the names of those CAs in the handshake, and
none of them issued this certificate or an intermediate sent with it.

With two CAs, one for servers and one for users, it is easily the wrong file.`,
		Fix: []Fix{
			{On: OnServer, Text: "Add the CA of the clients to the file that mongod verifies them with, and reload.",
				Run: script("cat client-ca.pem >> /etc/ssl/ca.pem", rotate)},
			{On: OnClient, Text: "Have a certificate issued by a CA that the server lists; send its intermediate along.",
				Run: script(
					"openssl x509 -in {client_cert} -noout -issuer",
					shake("</dev/null \\\n    | sed -n '/Acceptable client/,/Requested/p'"),
				)},
		},
		NotFix:  "net.tls.allowInvalidCertificates on the server accepts every client certificate, forged ones too.",
		Says:    closedOr(alertUnknownCA, "SSL peer certificate validation failed: unable to get local issuer certificate"),
		Sources: []string{"RFC 8446, section 4.2.4: certificate_authorities", "MongoDB manual, net.tls.clusterCAFile", "mongod log 23256"},
	},
	{
		Word: "client-cert-wrong-eku", Category: VerifyFailed, Layer: LayerClientAuth, Mild: Warning, Online: true,
		Title: "The client certificate is not for TLS clients",
		Explain: `Its extended key usage is there and lacks clientAuth. A server certificate does
not do for a client, and public CAs no longer issue both: a certificate from
Let's Encrypt cannot be used between members.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue it again with clientAuth, from a CA of your own.",
				Run: script(
					"echo extendedKeyUsage=clientAuth > ext",
					"openssl x509 -req -in client.csr -CA ca.pem -CAkey ca.key \\",
					"    -CAcreateserial -days 365 -extfile ext -out client.crt",
				)},
			{On: OnServer, Text: "Members with certificates of a public CA: let them use a keyFile instead and hold the certificate back.",
				Run: script(
					"setParameter:", "  tlsWithholdClientCertificate: true",
					"net:", "  tls:", "    allowConnectionsWithoutCertificates: true",
				)},
		},
		Says:    closedOr(alertUnsupported, "SSL peer certificate validation failed: unsupported certificate purpose"),
		Sources: []string{"RFC 5280, section 4.2.1.12", "MongoDB manual, client and member certificate requirements"},
	},
	{
		Word: "client-cert-rejected", Category: VerifyFailed, Layer: LayerClientAuth, Online: true,
		Title: "The server refuses the client certificate",
		Explain: `With our certificate the server ended the connection, and on this side nothing
is wrong with it: dates, purpose and issuer fit what the server asks for. The
reason is in the server's log only: a revocation list, an intermediate that it
lacks, or a rule of its own.`,
		Fix: []Fix{
			{On: OnServer, Text: "Read the reason in mongod's log.",
				Run: script("grep -E '23256|SSL peer cert' /var/log/mongodb/mongod.log | tail")},
			{On: OnServer, Text: "Verify the certificate with the server's own files.",
				Run: script("openssl verify -purpose sslclient -CAfile /etc/ssl/ca.pem \\",
					"    -untrusted client.pem client.pem")},
			{On: OnClient, Text: "Send the intermediate certificates along, between certificate and key.",
				Run: script("cat client.crt intermediate.pem client.key > client.pem")},
		},
		Says:    closedOr(alertBad, "SSL peer certificate validation failed: …"),
		After:   []Word{"client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku", "key-mismatch"},
		Sources: []string{"RFC 8446, section 6.2: bad_certificate to unknown_ca", "mongod log 23256"},
	},
	{
		Word: "server-missing-ca", Category: VerifyFailed, Layer: LayerClientAuth,
		Title: "mongod has no CA to verify certificates with",
		Explain: `A server with TLS and without CAFile or tlsUseSystemCA cannot check any
certificate. Since 4.4.29, 5.0.25, 6.0.14 and 7.0.6 it does not start like that.
Earlier releases start, and accept every client certificate unchecked
(CVE-2024-1351). So an update brings a cluster down that ran before.`,
		Fix: []Fix{
			{On: OnServer, Text: "Name the CA file in mongod.conf, and start mongod.",
				Run: script("net:", "  tls:", "    CAFile: /etc/ssl/ca.pem")},
			{On: OnServer, Text: "If all certificates come from a public CA, take the system's store. It excludes CAFile.",
				Run: script("setParameter:", "  tlsUseSystemCA: true")},
			{On: OnServer, Text: "If clients have no certificates, name the CA file and let them connect without one.",
				Run: script("net:", "  tls:", "    CAFile: /etc/ssl/ca.pem", "    allowConnectionsWithoutCertificates: true")},
		},
		NotFix:  "The former release starts, and believes any client certificate.",
		Says:    map[string]string{"mongod": "The use of TLS without specifying a chain of trust is no longer supported."},
		Sources: []string{"CVE-2024-1351", "SERVER-72839", "mongod log 20574"},
	},
	{
		Word: "member-cert-mismatch", Category: VerifyFailed, Layer: LayerClientAuth,
		Title: "A certificate marks its owner as a member, or fails to",
		Explain: `With clusterAuthMode x509 a peer is a member if O, OU and DC of its subject are
the same as in the server's own certificate. A member whose certificate differs
there is treated as a user and refused. A client that presents the server's own
certificate, or one with the same O, OU and DC, is taken for a member and gets
every right.`,
		Fix: []Fix{
			{On: OnServer, Text: "Give all members the same O, OU and DC, at least one of them not empty. Compare what they have.",
				Run: script("openssl x509 -in /etc/ssl/mongodb.pem -noout -subject -nameopt RFC2253")},
			{On: OnServer, Text: "While subjects change, accept the former ones too.",
				Run: script("setParameter:", "  tlsX509ClusterAuthDNOverride: 'O=Old,OU=Servers'")},
			{On: OnCA, Text: "Give clients certificates with another O, OU or DC than the members have.",
				Run: script(makeClientRequest)},
		},
		Says: map[string]string{
			"mongod": "Client connecting with server's own TLS certificate",
		},
		Sources: []string{"MongoDB manual, member certificate requirements", "mongod log 23236"},
	},
	{
		Word: "x509-user-missing", Category: VerifyFailed, Layer: LayerMongoDB,
		Title: "No user exists for the subject of the client certificate",
		Explain: `TLS succeeded; the X.509 login did not. The user's name is the certificate's
subject as RFC 2253 writes it, most specific part first, on the database
$external. Another order, a space after a comma or a renewed certificate with
another subject makes another user.

"No verified subject name available" means that the server saw no certificate.`,
		Fix: []Fix{
			{On: OnServer, Text: "Print the subject as mongod spells it, and create the user under exactly that name, in mongosh.",
				Run: script(
					"openssl x509 -in {client_cert} -noout -subject -nameopt RFC2253",
					createUser,
				)},
			{On: OnClient, Text: "Leave the user name out of the URI: mongod takes it from the certificate.",
				Run: script("mongodb://{host}/?tls=true&authMechanism=MONGODB-X509")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.OperationFailure: Authentication failed.",
			"node":    "MongoServerError: Authentication failed.",
			"go":      "auth error: unable to authenticate using mechanism \"MONGODB-X509\": (AuthenticationFailed) Authentication failed.",
			"java":    "com.mongodb.MongoSecurityException: Exception authenticating",
			"c":       "Authentication failed.",
			"mongod":  "UserNotFound: Could not find user CN=…@$external",
		},
		Sources: []string{"mongodb/specifications, source/auth: MONGODB-X509", "RFC 2253", "mongod log 20428, 5286307"},
	},
	{
		Word: "x509-subject-is-member", Category: VerifyFailed, Layer: LayerMongoDB,
		Title: "The user's certificate has the subject of a member",
		Explain: `O, OU and DC of the subject are those of the members, so mongod would take the
user for one of them. It refuses to create such a user, and lets the holder of
the certificate act as the cluster itself where clusterAuthMode is x509.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the user a certificate whose O, OU or DC differ from the members', then create the user under that name.",
				Run: script(
					makeClientRequest,
					createUser,
				)},
			{On: OnServer, Text: "On MongoDB 7.0 and later tell members by an attribute or extension of their own instead.",
				Run: script("net:", "  tls:", "    clusterAuthX509:", "      attributes: O=Example,OU=Members")},
		},
		NotFix: "enforceUserClusterSeparation: false allows the user, who is then a member with every right.",
		Says: map[string]string{
			"mongosh": "MongoServerError: Cannot create an x.509 user with a subjectname that would be recognized as an internal cluster member",
		},
		Sources: []string{"mongodb/mongo, db/commands/user_management_commands.cpp", "MongoDB manual, x.509 client certificates"},
	},
}
