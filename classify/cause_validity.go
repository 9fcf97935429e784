package classify

// validityCauses are about time.
var validityCauses = []Cause{
	{
		Word: "clock-skew", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "This machine's clock and the server's disagree",
		Explain: `The server's clock shows another time than this machine's. Certificates are
judged by the client's own clock, so good ones look expired or not yet valid.
Virtual machines after a pause, boards without a battery and containers
on a laptop that slept are the usual places.

If other clients connect to the same server, the clock is to blame and not the
certificate.`,
		Fix: []Fix{
			{On: OnClient, Text: "Set the clock by the network, and see that it stays so.",
				Run: script("timedatectl", "timedatectl set-ntp true", "chronyc makestep")},
			{On: OnServer, Text: "If the server's clock is the wrong one, do the same there.",
				Run: script("timedatectl set-ntp true")},
		},
		NotFix: "A renewed certificate looks just as wrong to a wrong clock.",
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate is not yet valid"),
			"node":    nodeSays("certificate is not yet valid"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is before …"),
			"java":    javaPath("validity check failed"),
			"c":       cVerify(9, "certificate is not yet valid"),
		},
		Sources: []string{"RFC 5280, section 4.1.2.5", "MongoDB manual, hello: localTime"},
	},
	{
		Word: "expired", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "The server's certificate has expired",
		Explain: `It was valid until {not_after}. Every driver refuses it from that moment on.
Connections that are open go on until they are closed, so an application often
breaks only at its next restart or failover. mongod itself keeps running, and
does not start again with an expired certificate.

If the file on disk was renewed, mongod has not read it yet.`,
		Fix: []Fix{
			{On: OnServer, Text: "Have the certificate renewed, put it in place of the old one, then reload without a restart (MongoDB 5.0 and later; restart older ones). A request needs no new key.",
				Run: script(makeRequest, assemble, rotate)},
			{On: OnServer, Text: "If the file was renewed already, only the reload is missing: compare the dates of the file and of what is served.",
				Run: script("openssl x509 -in /etc/ssl/mongodb.pem -noout -enddate", served("-noout -enddate"), rotate)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate has expired"),
			"node":    nodeSays("certificate has expired"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is after …"),
			"java":    javaPath("validity check failed"),
			"c":       cVerify(10, "certificate has expired"),
			"mongod":  "SSL peer certificate validation failed: certificate has expired",
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 4.1.2.5", "OpenSSL verification error 10"},
	},
	{
		Word: "expired-intermediate", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "An intermediate certificate has expired",
		Explain: `The server's own certificate is in its time, but a CA certificate between it and
the root is not, and no other path leads to a root. Clients report an expired
certificate without saying which, so people renew the wrong one.

CAs replace their intermediates long before: the server still sends the old.`,
		Fix: []Fix{
			{On: OnServer, Text: "Get the present intermediate from the CA, put it in place of the old one in certificateKeyFile, then reload. If it has another key, have the server's certificate issued again as well.",
				Run: script("openssl verify -partial_chain -trusted intermediate.pem server.crt", assemble, rotate)},
			{On: OnServer, Text: "See which of the certificates that are sent has expired.",
				Run: script(shake("-showcerts </dev/null 2>/dev/null \\"),
					"    | openssl crl2pkcs7 -nocrl -certfile /dev/stdin \\",
					"    | openssl pkcs7 -print_certs -text -noout \\",
					"    | grep -E 'Subject:|Not After'")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate has expired"),
			"node":    nodeSays("certificate has expired"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is after …"),
			"java":    javaPath("validity check failed"),
			"c":       cVerify(10, "certificate has expired"),
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 6.1.3", "OpenSSL verification error 10"},
	},
	{
		Word: "expired-root", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "The root certificate in the CA file has expired",
		Explain: `The root that the client trusts is past its last day. OpenSSL and Go check that
too, so PyMongo, Node.js, C and Go refuse; Java does not look at the dates of
an anchor and connects.

Private CAs made for a test with a short life end this way, all servers and
all clients at once.`,
		Fix: []Fix{
			{On: OnCA, Text: "Renew the root with its old key and name, and give it to every client and to net.tls.CAFile of every member. Then reload the members: what the root issued stays valid.",
				Run: script(
					"openssl x509 -in ca.pem -signkey ca.key -days 3650 -out ca-new.pem",
					"openssl verify -CAfile ca-new.pem server.crt",
					rotate,
				)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate has expired"),
			"node":    nodeSays("certificate has expired"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is after …"),
			"c":       cVerify(10, "certificate has expired"),
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"OpenSSL verification error 10", "OpenJDK, PKIX validation of trust anchors"},
	},
	{
		Word: "not-yet-valid", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "The server's certificate is not valid yet",
		Explain: `Its first day is still to come. It was issued ahead of time and put in place too
early, or the clock of the CA ran ahead when it issued it.

If this machine's clock is behind, every certificate looks like that: compare
the time with the server's.`,
		Fix: []Fix{
			{On: OnServer, Text: "Put the former certificate back until that day, or have it issued again with a first day in the past.",
				Run: script("openssl x509 -in /etc/ssl/mongodb.pem -noout -startdate", rotate)},
			{On: OnClient, Text: "Check this machine's clock.", Run: script("date -u", "timedatectl set-ntp true")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate is not yet valid"),
			"node":    nodeSays("certificate is not yet valid"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is before …"),
			"java":    javaPath("validity check failed"),
			"c":       cVerify(9, "certificate is not yet valid"),
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 4.1.2.5", "OpenSSL verification error 9"},
	},
	{
		Word: "not-yet-valid-intermediate", Category: VerifyFailed, Layer: LayerValidity, Mild: Warning, Online: true,
		Title: "A CA certificate on the path is not valid yet",
		Explain: `The server's own certificate is in its time, but the CA certificate above it
begins later. A new intermediate went into service before its
first day, often with a CA and servers in different time zones.`,
		Fix: []Fix{
			{On: OnServer, Text: "Send the intermediate that was valid before, if it has the same key, and reload. Otherwise put the former certificate back as well.",
				Run: script("openssl x509 -in intermediate.pem -noout -dates", rotate)},
			{On: OnCA, Text: "Issue the intermediate again with a first day in the past."},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo": pymongoVerify("certificate is not yet valid"),
			"node":    nodeSays("certificate is not yet valid"),
			"go":      goVerify("certificate has expired or is not yet valid: current time … is before …"),
			"java":    javaPath("validity check failed"),
			"c":       cVerify(9, "certificate is not yet valid"),
		},
		After:   []Word{"clock-skew"},
		Sources: []string{"RFC 5280, section 6.1.3", "OpenSSL verification error 9"},
	},
	{
		Word: "cert-validity-too-long", Category: VerifyFailed, Layer: LayerValidity, Mild: Info,
		Title: "The certificate is valid for longer than macOS accepts",
		Explain: `Since macOS 10.15 and iOS 13 Apple's TLS refuses server certificates that are
valid for more than 825 days, those of private CAs too. Programs that use it
(the legacy mongo shell, Robo 3T, mongod builds for macOS) fail with
CSSMERR_TP_CERT_SUSPENDED or with no trust. Drivers with OpenSSL or Go's own
code do not care.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate again for 825 days at most, then put it in place and reload.",
				Run: script(signServer, rotate)},
			{On: OnClient, Text: "On macOS use mongosh instead of the old shell: it brings its own TLS.",
				Run: script("mongosh --tls --tlsCAFile ca.pem --host {host}")},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"shell": "SSL peer certificate validation failed: Certificate trust failure: CSSMERR_TP_CERT_SUSPENDED; connection rejected",
		},
		Sources: []string{"Apple support article HT210176, trusted certificates in iOS 13 and macOS 10.15"},
	},
}
