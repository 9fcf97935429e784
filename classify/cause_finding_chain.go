package classify

// chainFindingCauses are oddities of a chain that clients put up with.
var chainFindingCauses = []Cause{
	{
		Word: "expires-soon", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "A certificate on the path expires soon",
		Explain: `It is valid until {not_after}. From then on no driver connects, and mongod does
not start again. The certificate may be an intermediate or the root: renewing
the server's own does not help then.`,
		Fix: []Fix{
			{On: OnServer, Text: "Renew it in time, put it in place of the old one, then reload without a restart (MongoDB 5.0 and later).",
				Run: script(rotate)},
			{On: OnServer, Text: "Renew by a timer, well before the last day, and end the timer's job with the reload.",
				Run: script("systemctl list-timers", `mongosh --eval "db.adminCommand({ rotateCertificates: 1 })"`)},
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 4.1.2.5", "MongoDB manual, tlsX509ExpirationWarningThresholdDays"},
	},
	{
		Word: "intermediate-not-sent", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The server leaves an intermediate out, and it works by luck",
		Explain: `The path is complete only because the missing certificate is in this client's
CA file or system store. A client with the root alone refuses the same server.
It breaks on the next machine, or with the next image.`,
		Fix: []Fix{
			{On: OnServer, Text: "Put the intermediate behind the server's own certificate in certificateKeyFile, and reload.",
				Run: script(assemble, rotate)},
		},
		After:   []Word{"missing-intermediate", "wrong-intermediate", "leaf-not-first"},
		Sources: []string{"RFC 8446, section 4.4.2"},
	},
	{
		Word: "expired-alternative-path", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "Besides the good path there is one that has expired",
		Explain: `The chain can end in two ways, and one of them holds an expired certificate.
Clients of today find the other one. Old ones (OpenSSL before 1.1.0, old JVMs)
stop at the first path that they build, as many did in 2021 when a root of
Let's Encrypt expired.`,
		Fix: []Fix{
			{On: OnServer, Text: "Leave the expired certificate out of certificateKeyFile, and reload.",
				Run: script(shake("-showcerts </dev/null"), rotate)},
			{On: OnClient, Text: "Remove the expired root from the CA files of old clients.",
				Run: script("openssl crl2pkcs7 -nocrl -certfile ca.pem \\",
					"    | openssl pkcs7 -print_certs -text -noout \\",
					"    | grep -E 'Subject:|Not After'")},
		},
		After:   []Word{"expired-intermediate", "expired-root", "clock-skew"},
		Sources: []string{"RFC 4158, section 2.4", "OpenSSL, X509_V_FLAG_TRUSTED_FIRST"},
	},
	{
		Word: "chain-order", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The certificates are not sent in the order of the path",
		Explain: `The server's own certificate comes first, and the others do not follow each
other. TLS 1.2 asks for the order, TLS 1.3 only recommends it, and all drivers
sort for themselves. Some embedded clients do not.`,
		Fix: []Fix{
			{On: OnServer, Text: "Write the file in this order: own certificate, its issuer, that one's issuer, key. Then reload.",
				Run: script("cat server.crt issuing.pem upper.pem server.key > /etc/ssl/mongodb.pem", rotate)},
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 5246, section 7.4.2", "RFC 8446, section 4.4.2"},
	},
	{
		Word: "extra-certificate", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The server sends a certificate that belongs to no path",
		Explain: `One of the certificates sent is not needed to reach a root. It costs bytes in
each handshake and confuses people who read the chain; no driver minds.`,
		Fix: []Fix{
			{On: OnServer, Text: "Take it out of certificateKeyFile, and reload.", Run: script(shake("-showcerts </dev/null"), rotate)},
		},
		After:   []Word{"wrong-intermediate", "leaf-not-first"},
		Sources: []string{"RFC 8446, section 4.4.2"},
	},
	{
		Word: "duplicate-certificate", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The server sends the same certificate twice",
		Explain: `The file holds it twice: most often the chain file of the CA already began with
the server's own certificate. No driver minds.`,
		Fix: []Fix{
			{On: OnServer, Text: "Remove the second copy from certificateKeyFile, and reload.",
				Run: script("grep -c 'BEGIN CERTIFICATE' /etc/ssl/mongodb.pem", rotate)},
		},
		Sources: []string{"RFC 8446, section 4.4.2"},
	},
	{
		Word: "root-sent", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The server sends the root certificate along",
		Explain: `A root has to come from the client's own store: one that is sent proves nothing,
so it is bytes without use. Without the right CA file the error of OpenSSL then
reads "self-signed certificate in certificate chain".`,
		Fix: []Fix{
			{On: OnServer, Text: "Leave the root out of certificateKeyFile, and reload.",
				Run: script(assemble, rotate)},
		},
		After:   []Word{"leaf-not-first"},
		Sources: []string{"RFC 8446, section 4.4.2: the root may be omitted"},
	},
	{
		Word: "leaf-is-ca", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The server's own certificate is a CA",
		Explain: `It says CA:TRUE, so whoever steals its key can issue certificates for any name
that clients with this root then believe. "openssl req -x509" makes such
certificates unless told otherwise. Drivers connect.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the server a certificate that is no CA.",
				Run: script(
					"printf '%s\\n' basicConstraints=critical,CA:FALSE \\",
					"    subjectAltName={san} > ext",
					signServer,
				)},
		},
		After:   []Word{"self-signed", "leaf-not-first"},
		Sources: []string{"RFC 5280, section 4.2.1.9"},
	},
	{
		Word: "v1-root", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The root certificate has the old X.509 version 1",
		Explain: `As a trust anchor drivers accept it: it was installed on purpose. It cannot say
that it is a CA, and strict clients refuse it one by one.`,
		Fix: []Fix{
			{On: OnCA, Text: "Renew the root as version 3 with the same key and name, and bring it out with the next update of the CA files.",
				Run: script(
					"openssl req -x509 -key ca.key -days 3650 -out ca-new.pem \\",
					"    -subj '/O=Example/CN=Example MongoDB CA' \\",
					"    -addext keyUsage=critical,keyCertSign,cRLSign",
				)},
		},
		Sources: []string{"RFC 5280, section 6.1.4 (k)"},
	},
	{
		Word: "sha1-root", Category: VerifyFailed, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The root certificate is signed with SHA-1 or MD5",
		Explain: `Nobody checks the signature that a root has made on itself: it is trusted
because it was installed. So this is harmless, although scanners complain. It
counts only if the same CA signs others that way.`,
		Fix: []Fix{
			{On: OnCA, Text: "Sign it anew with SHA-256 when the root is renewed anyway; key and name can stay.",
				Run: script("openssl x509 -in ca.pem -signkey ca.key -sha256 -days 3650 -out ca-new.pem")},
		},
		After:   []Word{"expired-root"},
		Sources: []string{"RFC 5280, section 6.1", "OpenSSL, SSL_CTX_set_security_level(3)"},
	},
}
