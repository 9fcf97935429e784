package classify

import "mongotls/probe/serverconf"

// trustRules are about what the server verifies certificates with. Sources: mongodb/mongo,
// util/net/ssl_options_server.cpp, jstests/ssl/ssl_use_system_ca.js; CVE-2024-1351.
var trustRules = []configRule{
	{
		word: "conflicting-options", severity: Error,
		check: "chain", title: "CAFile and the system's store are both to be trusted",
		why: `tlsUseSystemCA takes the place of CAFile: whoever could get a certificate from any
public CA would be believed beside the CA of the file.`,
		says: "The use of both a CA File and the System Certificate store is not supported.",
		fix: []Fix{{On: OnServer, Text: "For certificates of a private CA keep CAFile, and remove tlsUseSystemCA.", Run: []string{"net:", "  tls:", "    CAFile: /etc/ssl/ca.pem"}},
			{On: OnServer, Text: "For certificates of public CAs only, remove CAFile.", Run: []string{"setParameter:", "  tlsUseSystemCA: true"}}},
		since: chainOfTrust(),
		find:  func(c *serverConfig) []settingAt { return c.together(optCAFile, optSystemCA) },
	},
	{
		word: "server-missing-ca", severity: Error,
		check: "chain", title: "clusterCAFile is set, and CAFile is not",
		why:   "clusterCAFile verifies those who connect; to verify those whom it connects to the server needs CAFile as well.",
		says:  "Specifying a tlsClusterCAFile requires a tlsCAFile also be specified",
		fix:   []Fix{nameCA},
		since: chainOfTrust(),
		find: func(c *serverConfig) []settingAt {
			if !c.lacks(optCAFile) || !c.on() {
				return nil
			}
			return c.given(optClusterCA)
		},
	},
	{
		word: "server-missing-ca", severity: Error,
		check: "chain", title: "CRLFile is set, and CAFile is not",
		why:  "A CRL is checked while a chain is, and without a CA no chain is.",
		says: "need tlsCAFile with tlsCRLFile",
		fix:  []Fix{nameCA},
		find: func(c *serverConfig) []settingAt {
			if !c.lacks(optCAFile) || !c.on() {
				return nil
			}
			return c.given(optCRL)
		},
	},
	{
		word: "server-missing-ca", severity: Error,
		check: "chain", title: "Members log in with certificates, and no CA verifies them",
		why:  "clusterAuthMode {value} believes a member because of its certificate, so the server must be able to verify it.",
		says: "No TLS certificate validation can be performed since no CA file has been provided; please specify an tlsCAFile parameter",
		fix:  []Fix{nameCA},
		find: func(c *serverConfig) []settingAt {
			if !c.lacks(optCAFile) || c.has(optSelector) || !c.on() || !c.membersNeedCA() {
				return nil
			}
			return c.given(optCluster)
		},
	},
	{
		word: "server-missing-ca", severity: Error,
		check: "chain", title: "TLS is on, and no CA is named",
		says:   "The use of TLS without specifying a chain of trust is no longer supported",
		fix:    missingCA,
		since:  chainOfTrust(),
		notFix: "The former release starts, and believes any client certificate.",
		find:   (*serverConfig).withoutCA,
	},
	{
		word: "server-missing-ca", severity: Warning, versioned: true,
		check: "chain", title: "No CA is named: this release verifies no client certificate",
		fix: missingCA,
		find: func(c *serverConfig) []settingAt {
			if chainOfTrust().Holds(c.release) {
				return nil
			}
			return c.withoutCA()
		},
	},
	{
		word: "client-cert-required", severity: Info,
		title: "Every client must send a certificate",
		why: `With a CA and without allowConnectionsWithoutCertificates the server closes a
connection whose client sent no certificate, right after the handshake. That is
what many want for members, and few for applications.`,
		fix: []Fix{{On: OnServer, Text: "To let clients without a certificate in, say so; those that send one are still verified.", Run: []string{"net:", "  tls:", "    allowConnectionsWithoutCertificates: true"}}},
		find: func(c *serverConfig) []settingAt {
			if !c.on() || c.has(optNoClients) {
				return nil
			}
			return c.given(optCAFile, optClusterCA)
		},
	},
	{
		word: "conflicting-options", severity: Info, since: serverconf.Since{{Major: 4, Minor: 4}},
		title: "With a CRL file the server asks no OCSP responder",
		why: `As a client of the other members mongod takes the CRL file for complete: it looks
at a stapled response and at the file, and asks no responder. A certificate whose
issuer has no list in the file is refused.`,
		fix: []Fix{{On: OnServer, Text: "Keep the lists of all issuers in the file, and fetch them before they end; or remove CRLFile, and let OCSP answer."}},
		find: func(c *serverConfig) []settingAt {
			if len(c.switchedOff("setParameter.ocspEnabled")) > 0 || !c.on() {
				return nil
			}
			return c.given(optCRL)
		},
	},
}

// nameCA is the remedy of what lacks a CA and nothing else.
var nameCA = Fix{On: OnServer, Text: "Name the CA of the certificates that the server verifies.", Run: []string{"net:", "  tls:", "    CAFile: /etc/ssl/ca.pem"}}

// missingCA are the ways to give the server a CA.
var missingCA = []Fix{
	nameCA,
	{On: OnServer, Text: "If clients have no certificates, let them connect without one beside it.",
		Run: []string{"net:", "  tls:", "    CAFile: /etc/ssl/ca.pem", "    allowConnectionsWithoutCertificates: true"}},
	{On: OnServer, Text: "If all certificates come from public CAs, take the system's store instead.", Run: []string{"setParameter:", "  tlsUseSystemCA: true"}},
}

// membersNeedCA tells whether the server insists on CAFile because of its clusterAuthMode.
// Before 6.0 it did so for x509 only; when exactly that changed is not known.
func (c *serverConfig) membersNeedCA() bool {
	old := !c.release.IsZero() && c.release.Compare(serverconf.Release{Major: 6}) < 0
	return c.value(optCluster) == "x509" || c.x509() && !old
}

// withoutCA finds TLS without any trust anchor. Other rules tell of CRLs and of members
// without one; a selector brings the system's store.
func (c *serverConfig) withoutCA() []settingAt {
	for _, name := range []string{optCAFile, optClusterCA, optSystemCA, optSelector, optCRL} {
		if c.has(name) {
			return nil
		}
	}
	if !c.on() || c.membersNeedCA() || c.blind() {
		return nil
	}
	return c.given(optMode, "net.tls.tlsOnNormalPorts")
}
