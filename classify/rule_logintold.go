package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// noCARule: the server has nothing to verify a client certificate with.
func noCARule(m *member) []finding {
	if m.Login == nil || m.Login.HasCA == nil || *m.Login.HasCA || m.option("setParameter.tlsUseSystemCA") == "true" {
		return nil
	}
	return []finding{{word: "server-missing-ca", mild: Warning, title: "The server has no CA: it verifies no client certificate",
		facts: []Fact{fact("the server says", "SSLServerHasCertificateAuthority: false", m.ref("login/has_ca"))}}}
}

// maxClientsTold bounds the addresses of one fact.
const maxClientsTold = 8

// plaintextClientsRule: the server's log has clients without TLS.
func plaintextClientsRule(m *member) []finding {
	if m.Login == nil || len(m.Login.PlaintextClients) == 0 {
		return nil
	}
	who := m.Login.PlaintextClients
	told := strings.Join(who[:min(len(who), maxClientsTold)], ", ")
	if more := len(who) - maxClientsTold; more > 0 {
		told += fmt.Sprintf(" and %d more", more)
	}
	facts := []Fact{
		fact("without TLS", told, m.ref("login/plaintext_clients")),
		fact("seen in", "the newest 1024 lines of the server's log", ""),
	}
	if last := m.Login.PlaintextLast; last != nil {
		facts = append(facts, fact("the last", last.UTC().Format("2006-01-02 15:04 UTC"), m.ref("login/plaintext_last")))
	}
	return []finding{{word: "plaintext-clients", facts: facts}}
}

// legacyClientsRule: the server has counted clients of retired versions.
func legacyClientsRule(m *member) []finding {
	if m.Login == nil || m.Login.Transport["1.0"]+m.Login.Transport["1.1"] == 0 {
		return nil
	}
	return []finding{{word: "legacy-clients", facts: []Fact{fact("counted", transportText(m.Login.Transport), m.ref("login/transport"))}}}
}

// transportText is the counters of TLS connections, oldest version first.
func transportText(counts map[string]int64) string {
	var parts []string
	for _, v := range []string{"1.0", "1.1", "1.2", "1.3"} {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("TLS %s: %d", v, n))
		}
	}
	if n := counts["unknown"]; n > 0 {
		parts = append(parts, fmt.Sprintf("other: %d", n))
	}
	return strings.Join(parts, ", ")
}

// persistedRule: the mode that runs is not the one that the server was started with.
func persistedRule(m *member) []finding {
	started := newName(m.option("net.tls.mode", "net.ssl.mode"))
	if m.Login == nil || !slices.Contains(modes, m.Login.Mode) || started == "" || started == m.Login.Mode {
		return nil
	}
	return []finding{{word: "mode-not-persisted", vars: map[string]string{"mode": m.Login.Mode}, facts: []Fact{
		fact("runs in", m.Login.Mode, m.ref("login/mode")),
		fact("was started in", started, m.ref("login/options")),
	}}}
}

// modes are those of a server that speaks TLS.
var modes = []string{"allowTLS", "preferTLS", "requireTLS"}

// newName is a mode under the name that it has since MongoDB 4.2.
func newName(mode string) string { return strings.Replace(mode, "SSL", "TLS", 1) }

// contradictions are what a server tells and its behaviour here, where they exclude each
// other. Each returns the two sides; "" where they fit.
var contradictions = []func(*member) (told, seen string){
	func(m *member) (string, string) {
		if m.Login.Mode != "requireTLS" || m.Plaintext != evidence.Accepted {
			return "", ""
		}
		return "mode requireTLS", "a plaintext hello is answered"
	},
	func(m *member) (string, string) {
		if m.Login.Mode != "allowTLS" && m.Login.Mode != "preferTLS" || m.Plaintext != evidence.Rejected {
			return "", ""
		}
		return "mode " + m.Login.Mode, "a plaintext hello is refused"
	},
	disabledButAccepted,
	func(m *member) (string, string) {
		if m.option("net.tls.CAFile", "net.ssl.CAFile") == "" || !m.Client.Asked || m.Client.Requested {
			return "", ""
		}
		return "a CAFile, with which mongod always asks for a client certificate", "none is asked for"
	},
}

// disabledButAccepted: a version is switched off and is accepted.
func disabledButAccepted(m *member) (told, seen string) {
	for _, name := range strings.Split(m.option("net.tls.disabledProtocols", "net.ssl.disabledProtocols"), ",") {
		version := strings.Replace(strings.Replace(strings.TrimSpace(name), "TLS", "TLS ", 1), "_", ".", 1)
		if m.Versions[evidence.Version(version)] == evidence.Accepted {
			return "disabledProtocols " + strings.TrimSpace(name), version + " is accepted"
		}
	}
	return "", ""
}

// contradictionRule: what the server tells is not what is seen.
func contradictionRule(m *member) []finding {
	if m.Login == nil || m.Login.Outcome != evidence.OK {
		return nil
	}
	f := finding{word: "options-differ"}
	for _, c := range contradictions {
		if told, seen := c(m); told != "" {
			f.facts = append(f.facts, fact("the server says", told, m.ref("login")), fact("seen here", seen, ""))
		}
	}
	if f.facts == nil {
		return nil
	}
	return []finding{f}
}

// ownViewRule: the certificate that is served is not the one that mongod has. mongod takes
// another only by a restart or rotateCertificates, and its own view changes with it.
func ownViewRule(m *member) []finding {
	if m.Login == nil || m.Login.ServerExpires == nil || m.leaf == nil || m.Login.ServerExpires.Unix() == m.leaf.NotAfter.Unix() {
		return nil
	}
	return []finding{{word: "served-differs-from-file", title: "mongod has another certificate than the one that is served here",
		detail: "a proxy or balancer ends TLS before mongod, or the certificate was rotated this very moment",
		facts: []Fact{
			fact("served", m.leaf.Subject.Text+", until "+day(m.leaf.NotAfter, m.at), m.certRef(m.leaf, "not_after")),
			fact("mongod has", m.Login.ServerSubject+", until "+day(*m.Login.ServerExpires, m.at), m.ref("login/server_expires")),
		}}}
}

// refusalReasons are OpenSSL's words for what is wrong with a certificate (x509_txt.c), as
// mongod logs them, and the causes.
var refusalReasons = []struct {
	text string
	word Word
}{
	{"certificate has expired", "client-cert-expired"},
	{"certificate is not yet valid", "client-cert-expired"},
	{"unable to get local issuer certificate", "client-cert-untrusted"},
	{"unable to get issuer certificate", "client-cert-untrusted"},
	{"unable to verify the first certificate", "client-cert-untrusted"},
	{"self signed certificate", "client-cert-untrusted"},
	{"self-signed certificate", "client-cert-untrusted"},
	{"unsupported certificate purpose", "client-cert-wrong-eku"},
	{"unsuitable certificate purpose", "client-cert-wrong-eku"},
}

const refusalPrefix = "certificate validation failed: "

// readReason takes the reason of a refused client certificate from the newest line of the
// server's log about one.
func (m *member) readReason(f *finding) {
	if m.Login == nil {
		return
	}
	for i := len(m.Login.Refusals) - 1; i >= 0; i-- {
		_, reason, found := strings.Cut(m.Login.Refusals[i], refusalPrefix)
		if !found {
			continue
		}
		reason, _, _ = strings.Cut(reason, `"`)
		f.facts = append(f.facts, fact("newest refusal in its log", reason, m.ref("login/refusals/%d", i)))
		for _, known := range refusalReasons {
			if f.word == "client-cert-rejected" && strings.Contains(reason, known.text) {
				f.word, f.candidates = known.word, append(f.candidates, "client-cert-rejected")
				break
			}
		}
		return
	}
}

// loginText is one line about a login; "" where none was asked for.
func (m *member) loginText() string {
	l := m.Login
	switch {
	case l == nil:
		return ""
	case l.Skipped != "":
		return "; no login: " + l.Skipped
	case l.Outcome != evidence.OK:
		return "; the login failed"
	}
	text := "; login as " + m.user() + " by " + l.Mechanism
	if l.Unverified {
		text += " to a server that is not verified"
	}
	if l.Mode != "" {
		text += ", " + l.Mode
	}
	return text
}
