package classify

// hostCauses are certificates for another name.
var hostCauses = []Cause{
	{
		Word: "member-name-not-in-san", Category: VerifyFailed, Layer: LayerHost, Mild: Warning,
		Title: "A member's advertised name is not in its certificate",
		Explain: `Drivers replace the hosts of your URI by the names that the replica set
advertises. This name is not in the member's certificate, so they lose the
member, although the URI was right. With a secondary nothing is missed at first;
writes stop when it becomes primary.`,
		Fix: []Fix{
			{On: OnServer, Text: "Change the advertised name to one that the certificate has, in mongosh on the primary.",
				Run: script(
					"cfg = rs.conf()",
					`m = cfg.members.find(m => m.host == "{host}")`,
					`m.host = "db3.example.com:27017"; rs.reconfig(cfg)`,
				)},
			{On: OnCA, Text: "Have the certificate issued again with {san} added, then reload.",
				Run: script(makeRequest, rotate)},
		},
		NotFix: notFixName,
		Says: map[string]string{
			"pymongo": pymongoVerify("Hostname mismatch, certificate is not valid for '{name}'."),
			"node":    nodeSays("Hostname/IP does not match certificate's altnames: Host: {name}. is not in the cert's altnames: {names}"),
			"go":      goVerify("certificate is valid for …, not {name}"),
			"java":    javaTLS("No subject alternative DNS name matching {name} found."),
			"c":       cVerify(62, "hostname mismatch"),
		},
		After:   []Word{"leaf-not-first", "sni-missing", "cert-version-1"},
		Sources: []string{"mongodb/specifications, source/server-discovery-and-monitoring", "RFC 6125, section 6.4"},
	},
	{
		Word: "no-san", Category: VerifyFailed, Layer: LayerHost, Mild: Warning, Online: true,
		Title: "The certificate has no subjectAltName",
		Explain: `It names its host in the common name only. RFC 6125 gave that up: Go never looks
there. OpenSSL, Node.js and Java still fall back to it when there is no
subjectAltName, and for IP addresses even they do not.

An IP address written as a DNS name counts as absent for most clients; mongod
warns of it at its start.`,
		Fix: []Fix{
			{On: OnCA, Text: "Issue the certificate again with each name and address that clients or members dial. Put it in place on the server, then reload.",
				Run: script(serverExtensions, signServer, assemble, rotate)},
		},
		NotFix: "GODEBUG=x509ignoreCN=0 was removed from Go; " + notFixName,
		Says: map[string]string{
			"pymongo": pymongoVerify("IP address mismatch, certificate is not valid for '{name}'."),
			"node":    nodeSays("Hostname/IP does not match certificate's altnames: …"),
			"go":      goVerify("certificate relies on legacy Common Name field, use SANs instead"),
			"java":    javaTLS("No subject alternative names present"),
			"c":       cVerify(64, "IP address mismatch"),
		},
		After:   []Word{"leaf-not-first", "cert-version-1", "member-name-not-in-san"},
		Sources: []string{"RFC 6125, section 6.4.4", "Go 1.15 release notes, X.509 CommonName deprecation"},
	},
	{
		Word: "hostname-mismatch", Category: VerifyFailed, Layer: LayerHost, Mild: Warning, Online: true,
		Title: "The certificate is for another host name",
		Explain: `Clients compare the name that they dial with the subjectAltName of the
certificate, and {name} is not in it. An IP address must stand there as an IP
entry; *.example.com covers one label, not two and not the bare domain.

With a replica set the name dialled is the one in its configuration, not the one
in your URI; with mongodb+srv:// it is the target of the SRV record. Behind
a tunnel or port-forward it is localhost.`,
		Fix: []Fix{
			{On: OnServer, Text: "Have it issued again with all names that clients and members use, put it in place, then reload without a restart (MongoDB 5.0 and later).",
				Run: script(makeRequest, assemble, rotate)},
			{On: OnClient, Text: "Connect under a name that the certificate has, if that name leads to this server.",
				Run: script(served("-noout -ext subjectAltName"))},
		},
		NotFix: notFixName,
		Says: map[string]string{
			"pymongo": pymongoVerify("Hostname mismatch, certificate is not valid for '{name}'."),
			"node":    nodeSays("Hostname/IP does not match certificate's altnames: Host: {name}. is not in the cert's altnames: {names}"),
			"go":      goVerify("certificate is valid for …, not {name}"),
			"java":    javaTLS("No subject alternative DNS name matching {name} found."),
			"c":       cVerify(62, "hostname mismatch"),
			"mongod":  "The server certificate does not match the host name. Hostname: {name} does not match SAN(s): …",
			"ruby":    "TLS handshake failed due to a hostname mismatch.",
		},
		After:   []Word{"leaf-not-first", "sni-missing", "no-san", "member-name-not-in-san"},
		Sources: []string{"RFC 6125, section 6.4", "RFC 2818, section 3.1", "OpenSSL verification errors 62 and 64"},
	},
}
