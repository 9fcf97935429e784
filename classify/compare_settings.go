package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// versionContrast: members accept different protocol versions. Only versions of which every
// member gave a clear answer are compared.
func versionContrast(c *comparison) []contrast {
	var clear []evidence.Version
	for _, v := range evidence.Versions() {
		if all(c.answering(), func(m *member) bool { return m.Versions[v] == evidence.Accepted || m.Versions[v] == evidence.Rejected }) {
			clear = append(clear, v)
		}
	}
	detail := "a client works or fails depending on the member that it reaches"
	for _, v := range []evidence.Version{evidence.TLS12, evidence.TLS13} {
		if all(c.answering(), func(m *member) bool { return m.accepts(v) }) {
			detail = "current clients reach all of them; one that is limited to other versions works or fails depending on the member"
		}
	}
	return contrasted(finding{
		title: "The members accept different TLS versions", under: "versions",
		detail: detail,
		fix: []Fix{{On: OnServer, Text: "Compare the option, the cipher configuration and the release of OpenSSL of these members.",
			Run: script("db.adminCommand({ getCmdLineOpts: 1 }).parsed.net.tls", "db.adminCommand({ buildInfo: 1 }).openssl")}},
	}, camps(c.answering(), func(m *member) trait {
		var accepted []string
		for _, v := range clear {
			if m.accepts(v) {
				accepted = append(accepted, string(v))
			}
		}
		if len(accepted) == 0 {
			return trait{}
		}
		return plain(strings.Join(accepted, ", "), m.ref("versions"))
	}))
}

// answering are the members that speak TLS.
func (c *comparison) answering() []*member {
	return slices.DeleteFunc(slices.Clone(c.members), func(m *member) bool { return !m.speaksTLS() })
}

// suiteContrast: to the same hello, members of one version choose different suites. What
// follows from the type of their keys is no difference of settings.
func suiteContrast(c *comparison) []contrast {
	var out []contrast
	for _, version := range []evidence.Version{evidence.TLS13, evidence.TLS12} {
		out = append(out, c.differ(finding{
			title: "The members choose different cipher suites", under: "handshake",
			detail: "asked the same way, with " + string(version) + "; their cipher configuration, TLS library or processor differs",
			mild:   Info,
		}, func(m *member) trait {
			h := m.Handshake
			if h == nil || h.Outcome != evidence.OK || h.Version != string(version) {
				return trait{}
			}
			return trait{strings.Replace(h.Suite, "_ECDSA_", "_RSA_", 1), h.Suite, m.ref("handshake/cipher_suite")}
		})...)
	}
	return out
}

// modeContrast: members are in different TLS modes, which a rolling upgrade goes through.
func modeContrast(c *comparison) []contrast {
	of := (*member).observedMode
	if all(c.members, func(m *member) bool { return m.Login != nil && m.Login.Mode != "" }) {
		of = func(m *member) trait { return plain(m.Login.Mode, m.ref("login/mode")) }
	}
	return c.differ(finding{
		title: "The members are in different TLS modes", under: "mongodb",
		detail: "that is normal in a rolling upgrade to TLS; afterwards a member was forgotten",
		mild:   Info,
		fix: []Fix{{On: OnServer, Text: "See where the deployment stands, and which step is next.",
			Run: script("mongotls upgrade " + quote(c.first()))}},
	}, of)
}

// observedMode is the mode as it looks from outside.
func (m *member) observedMode() trait {
	tls := m.speaksTLS()
	switch {
	case m.Plaintext == evidence.Accepted && tls:
		return plain("TLS and plaintext (allowTLS or preferTLS)", m.ref("plaintext"))
	case m.Plaintext == evidence.Accepted:
		return plain("plaintext only (disabled)", m.ref("plaintext"))
	case m.Plaintext == evidence.Rejected && tls:
		return plain("TLS only (requireTLS)", m.ref("plaintext"))
	}
	return trait{}
}

// policyContrast: members ask for client certificates in different ways.
func policyContrast(c *comparison) []contrast {
	known := all(c.members, func(m *member) bool { return !m.Client.Requested || m.Client.Required != "unknown" })
	return c.differ(finding{
		title: "The members treat client certificates differently", under: "client-auth",
		detail: "a client without one, or with X.509 login, works or fails depending on the member that it reaches",
		fix: []Fix{{On: OnServer, Text: "Compare CAFile and allowConnectionsWithoutCertificates of these members.",
			Run: script("db.adminCommand({ getCmdLineOpts: 1 }).parsed.net.tls")}},
	}, func(m *member) trait {
		switch {
		case !m.Client.Asked:
			return trait{}
		case !m.Client.Requested:
			return plain("no client certificate is asked for", m.ref("client_auth/requested"))
		case !known:
			return plain("a client certificate is asked for", m.ref("client_auth/requested"))
		case m.Client.Required == "yes":
			return plain("a client certificate is required", m.ref("client_auth/required"))
		}
		return plain("a client certificate is asked for, not required", m.ref("client_auth/required"))
	})
}

// acceptedContrast: members name different CAs whose client certificates they take. A server
// need not name any.
func acceptedContrast(c *comparison) []contrast {
	return c.differ(finding{
		title: "The members take client certificates of different CAs", under: "client-auth",
		detail: "a client certificate works or fails depending on the member that it reaches",
		fix: []Fix{{On: OnServer, Text: "Give every member the same CAFile, or clusterCAFile where that is set. A file that was replaced is read again by rotateCertificates.",
			Run: script("openssl crl2pkcs7 -nocrl -certfile /etc/ssl/ca.pem \\\n    | openssl pkcs7 -print_certs -noout", rotate)}},
	}, func(m *member) trait {
		if len(m.Client.Issuers) == 0 {
			return trait{}
		}
		names := slices.Clone(m.Client.Issuers)
		slices.Sort(names)
		names = slices.Compact(names)
		return trait{strings.Join(names, "; "), caNamesText(names), m.ref("client_auth/issuers")}
	})
}

// caNamesText names a few of some CAs.
func caNamesText(names []string) string {
	if more := len(names) - maxIssuersTold; more > 0 {
		return strings.Join(names[:maxIssuersTold], "; ") + " and " + plural(more, "more")
	}
	return strings.Join(names, "; ")
}
