package classify

// protocolFindings are habits of the handshake that stop nobody by themselves.
var protocolFindings = []Cause{
	{
		Word: "legacy-versions-enabled", Category: ProtocolVersion, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The server still accepts TLS versions that are retired",
		Explain: `RFC 8996 retired TLS 1.0 and 1.1, and SSL is broken. No client of today uses
them here; an attacker or a forgotten program could. mongod switches 1.0 off by
itself since 4.0, so somebody brought it back, or the server is old.`,
		Fix: []Fix{
			{On: OnServer, Text: "Find out who still uses them, then switch them off in mongod.conf and restart.",
				Run: script(
					"db.serverStatus().transportSecurity",
					"net:", "  tls:", "    disabledProtocols: TLS1_0,TLS1_1",
				)},
		},
		After:   []Word{"server-too-old"},
		Sources: []string{"RFC 8996", "RFC 7568", "MongoDB manual, net.tls.disabledProtocols"},
	},
	{
		Word: "weak-cipher", Category: ProtocolVersion, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The server accepts cipher suites that are considered broken",
		Explain: `RC4, 3DES, NULL, export or anonymous suites are among those that it takes.
Current clients do not offer them, so nobody is stopped. A client that does gets
a connection that can be read or forged.`,
		Fix: []Fix{
			{On: OnServer, Text: "Restrict the suites and restart mongod.",
				Run: script("setParameter:", "  opensslCipherConfig: 'ECDHE+AESGCM:ECDHE+CHACHA20'")},
			{On: OnServer, Text: "Check what is left.", Run: script("mongotls doctor --ciphers {host}")},
		},
		After:   []Word{"server-too-old"},
		Sources: []string{"RFC 7465", "RFC 9325, section 4.1"},
	},
	{
		Word: "rare-cipher", Category: ProtocolVersion, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "The connection needs a suite or group that few clients have",
		Explain: `It works today with a suite or group that not all clients have, and the server
takes no common one. Other languages, older runtimes and hardened builds cannot
connect.`,
		Fix: []Fix{
			{On: OnServer, Text: "Allow the common suites beside it and restart.",
				Run: script("setParameter:", "  opensslCipherConfig: 'HIGH:!EXPORT:!aNULL@STRENGTH'")},
		},
		After:   []Word{"no-shared-cipher", "no-shared-group"},
		Sources: []string{"RFC 9325, section 4.2"},
	},
	{
		Word: "dhe-only", Category: ProtocolVersion, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "Forward secrecy comes from DHE only, which Go clients lack",
		Explain: `The server has no ECDHE suites. Go has no DHE at all, so the Go driver and the
mongo-tools cannot connect or lose forward secrecy; Java and OpenSSL connect.
It comes from opensslCipherConfig, from a curve list that is empty, or from
OpenSSL 1.0.`,
		Fix: []Fix{
			{On: OnServer, Text: "Allow ECDHE in mongod.conf and restart.",
				Run: script("setParameter:", "  opensslCipherConfig: 'ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM'")},
		},
		After:   []Word{"no-shared-cipher", "weak-dh", "server-too-old"},
		Sources: []string{"Go, crypto/tls CipherSuites", "RFC 9325, section 4.2.1"},
	},
}

// deploymentFindings are about the member as a whole and its place in a deployment.
var deploymentFindings = []Cause{
	{
		Word: "plaintext-accepted", Category: Connection, Layer: LayerFinding, Mild: Warning, Online: true,
		Title: "The server also takes connections without TLS",
		Explain: `It answered a hello in plaintext on the same port: its mode is allowTLS or
preferTLS. That is right in the middle of an upgrade to TLS. Left like that,
each client that forgets tls=true sends its data and its login in clear, and
nobody notices.`,
		Fix: []Fix{
			{On: OnServer, Text: "See who still connects without TLS, then close the door: in mongosh on each member, and in mongod.conf so that it stays. From allowTLS go to preferTLS first.",
				Run: script(
					`db.adminCommand({ setParameter: 1, tlsMode: "preferTLS" })`,
					`db.adminCommand({ setParameter: 1, tlsMode: "requireTLS" })`,
					"net:", "  tls:", "    mode: requireTLS",
				)},
			{On: OnServer, Text: "mongotls upgrade tells where the deployment stands and whether the next step is safe.",
				Run: script("mongotls upgrade {host}")},
		},
		After:   []Word{"server-plaintext"},
		Sources: []string{"MongoDB manual, net.tls.mode", "MongoDB manual, upgrade a cluster to use TLS"},
	},
	{
		Word: "slow", Category: Connection, Layer: LayerFinding, Mild: Info, Online: true,
		Title: "Connecting takes long",
		Explain: `Name lookup, connect or handshake took much longer than the round trip.
Drivers give all of it connectTimeoutMS, ten seconds in most, and open many
connections at once after a failover. Then slow becomes a timeout.`,
		Fix: []Fix{
			{On: OnClient, Text: "Measure the parts: the lookup, the connect, the handshake.",
				Run: script("time getent hosts {name}", "time nc -z {name} {port}", "time openssl s_client -connect {host} </dev/null")},
			{On: OnServer, Text: "A slow handshake is a busy machine or a large RSA key: an ECDSA key signs many times faster.",
				Run: script("uptime", "openssl speed rsa4096 ecdsap256")},
		},
		After:   []Word{"handshake-timeout", "no-answer", "timeout"},
		Sources: []string{"mongodb/specifications, source/uri-options: connectTimeoutMS"},
	},
	{
		Word: "members-differ", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "Members of one deployment have different TLS settings",
		Explain: `CA, protocol versions, client certificates, staples or plaintext differ from
member to member. Clients then work or fail depending on whom they reach, and a
failover changes the answer. During a rolling change that is normal; afterwards
one member was forgotten.`,
		Fix: []Fix{
			{On: OnServer, Text: "Bring the odd member to the settings of the others, and compare again.",
				Run: script("db.adminCommand({ getCmdLineOpts: 1 }).parsed.net", "mongotls doctor 'mongodb://{host}/?tls=true'")},
		},
		Sources: []string{"MongoDB manual, upgrade a cluster to use TLS"},
	},
	{
		Word: "served-differs-from-file", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "The server serves another certificate than its file holds",
		Explain: `The file was replaced, and mongod still presents what it read at its start: it
does not watch its files. All looks renewed until the old certificate expires.

rotateCertificates reads the same paths again, with the same passphrase of the
key. Where the certificate is picked from the store of Windows or macOS by its
thumbprint (certificateSelector), it takes the new thumbprint and a restart.`,
		Fix: []Fix{
			{On: OnServer, Text: "Let mongod read its files again (MongoDB 5.0 and later), member by member; restart older ones. Then both fingerprints must be the same.",
				Run: script(rotate, "openssl x509 -in /etc/ssl/mongodb.pem -noout -fingerprint -sha256", served("-noout -fingerprint -sha256"))},
		},
		Sources: []string{"MongoDB manual, rotateCertificates"},
	},
}
