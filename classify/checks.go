package classify

import (
	"fmt"
	"strings"

	"mongotls/probe/evidence"
)

// checkSpec is one check. Summary says what was seen where nothing is wrong; it returns an
// empty text and the reason where the thing was not checked.
type checkSpec struct {
	name    string
	summary func(*member) (seen, skipped string)
}

// checkList are the checks of a member in the order of a connection's life (contract,
// section 3).
var checkList = []checkSpec{
	{"name", nameSummary},
	{"connect", connectSummary},
	{"handshake", handshakeSummary},
	{"versions", versionsSummary},
	{"certificate", certificateSummary},
	{"chain", chainSummary},
	{"revocation", revocationSummary},
	{"client-auth", clientAuthSummary},
	{"mongodb", mongodbSummary},
}

// checks says what became of each check: the worst finding of it, else what was seen, else
// why it was not checked.
func checks(m *member, found []placed) []Check {
	out := make([]Check, 0, len(m.checks))
	for _, c := range m.checks {
		check := Check{Member: m.Host, Check: c.name, State: Passed}
		seen, skipped := c.summary(m)
		switch p := worst(found, c.name); {
		case p != nil && p.severity != Info:
			check.State = map[Severity]State{Error: Failed, Warning: Warned}[p.severity]
			check.Why = p.summary()
		case seen == "":
			check.State, check.Why = Skipped, skipped
		default:
			check.Why = seen
		}
		out = append(out, check)
	}
	return out
}

// maxSummary is how long a detail may be to stand on the line of a check; the block has it
// in full.
const maxSummary = 100

// summary is one line about a finding: its detail, else the catalogue's title.
func (p placed) summary() string {
	if p.detail != "" && len(p.detail) <= maxSummary {
		return p.detail
	}
	text := p.headline()
	return strings.ToLower(text[:1]) + text[1:]
}

// worst is the gravest finding that belongs to a check; nil if there is none. Findings
// come sorted.
func worst(found []placed, check string) *placed {
	for i := range found {
		if found[i].check() == check {
			return &found[i]
		}
	}
	return nil
}

// layerChecks says under which check the causes of a layer are shown.
var layerChecks = map[Layer]string{
	LayerOptions: "handshake", LayerName: "name", LayerConnect: "connect", LayerService: "handshake",
	LayerHandshake: "handshake", LayerParse: "chain", LayerTrust: "chain", LayerHost: "certificate",
	LayerRevocation: "revocation", LayerClientAuth: "client-auth", LayerMongoDB: "mongodb",
}

// wordChecks are the causes that are shown elsewhere than their layer.
var wordChecks = map[Word]string{
	"server-too-old": "versions", "client-too-old": "versions", "legacy-versions-enabled": "versions",
	"weak-cipher": "handshake", "rare-cipher": "handshake", "dhe-only": "handshake", "legacy-renegotiation": "handshake",
	"chain-order": "chain", "extra-certificate": "chain", "duplicate-certificate": "chain", "root-sent": "chain",
	"intermediate-not-sent": "chain", "expired-alternative-path": "chain", "v1-root": "chain", "sha1-root": "chain",
	"leaf-is-ca": "certificate", "plaintext-accepted": "mongodb", "slow": "connect",
	"no-staple": "revocation", "ocsp-unreachable": "revocation", "ocsp-response-invalid": "revocation",
	"ocsp-responder-error": "revocation", "ocsp-unknown": "revocation", "revoked-behind-good-staple": "revocation",
	"crl-unreachable": "revocation", "crl-expired": "revocation", "crl-file-unreadable": "revocation",
	"ca-file-unreadable": "chain", "key-in-ca-file": "chain",
	"plaintext-clients": "mongodb", "legacy-clients": "versions", "mode-not-persisted": "mongodb",
	"options-differ": "mongodb", "missing-privilege": "mongodb",
	"cert-file-unreadable": "certificate", "key-mismatch": "certificate", "bad-passphrase": "certificate",
	"key-file-exposed": "certificate", "tls-off": "handshake", "x509-subject-is-member": "client-auth", "server-key-mismatch": "handshake", "clock-skew": "certificate",
}

// check is where a finding is shown. What is wrong with one certificate stands under
// "certificate" when it is the leaf, else under "chain".
func (p placed) check() string {
	if p.under != "" {
		return p.under
	}
	if c, ok := wordChecks[p.word]; ok {
		return c
	}
	if c, ok := layerChecks[p.cause.Layer]; ok {
		return c
	}
	if p.cert != nil && p.member.leaf != nil && p.cert.SHA256 != p.member.leaf.SHA256 {
		return "chain"
	}
	return "certificate"
}

func nameSummary(m *member) (string, string) {
	if m.Lookup.Literal {
		return m.Name + " (an address, nothing to look up)", ""
	}
	return strings.Join(m.Lookup.Addresses, ", "), "the lookup did not end"
}

func connectSummary(m *member) (string, string) {
	var seen []string
	for _, d := range m.Dials {
		if d.Outcome == evidence.OK {
			seen = append(seen, fmt.Sprintf("%s answers (%.0f ms)", d.Address, d.MS))
		}
	}
	return strings.Join(seen, ", "), "no address was tried"
}

func handshakeSummary(m *member) (string, string) {
	h := m.best()
	switch {
	case h == nil:
		return "", "no TLS handshake was completed"
	case h.Offer == evidence.BareOffer:
		return "", "completed only without a check of the certificate and the signature"
	}
	seen := h.Version + ", " + h.Suite
	if h.Group != "" {
		seen += ", " + h.Group
	}
	return seen, ""
}

func versionsSummary(m *member) (string, string) {
	return strings.Join(m.acceptedVersions(), ", "), "no version was accepted or none was asked"
}

func certificateSummary(m *member) (string, string) {
	if m.leaf == nil {
		return "", "no certificate was seen"
	}
	e := m.Chain.Presented[0]
	names := strings.Join(e.Names, ", ")
	if names == "" {
		names = e.Subject
	}
	seen := names + ", until " + day(m.leaf.NotAfter, m.at)
	if file := m.heldBy(); file != "" {
		seen += "; " + file + " holds it"
	}
	return seen, ""
}

func chainSummary(m *member) (string, string) {
	if m.leaf == nil {
		return "", "no certificate was seen"
	}
	names := make([]string, 0, len(m.openssl.Path))
	for _, c := range m.openssl.Path {
		names = append(names, shortName(c.Subject))
	}
	return strings.Join(names, " > ") + " (" + m.client.CASource + ")", ""
}

func revocationSummary(m *member) (string, string) {
	if s := m.OCSP.Staple; s.Status == evidence.StatusGood {
		seen := "OCSP staple says good"
		if s.NextUpdate != nil {
			seen += ", until " + day(*s.NextUpdate, m.at)
		}
		return seen, ""
	}
	for _, r := range m.OCSP.Responders {
		if r.Depth == 0 && r.Status == evidence.StatusGood {
			return "no staple; the responder " + r.URL + " says good", ""
		}
	}
	for _, c := range m.CRL {
		if c.Depth == 0 && c.Status == evidence.StatusGood {
			return "not on the CRL of " + c.Source, ""
		}
	}
	return "", m.revocationSkipped()
}

func (m *member) revocationSkipped() string {
	switch {
	case m.leaf == nil:
		return "no certificate was seen"
	case m.client.Offline && len(m.leaf.OCSPServers)+len(m.leaf.CRLURLs) > 0:
		return "not checked: no staple, and --offline asks no responder"
	case m.client.DisableOCSPEndpointCheck && len(m.leaf.OCSPServers) > 0:
		return "not checked: no staple, and tlsDisableOCSPEndpointCheck asks no responder"
	case len(m.leaf.OCSPServers) == 0 && len(m.leaf.CRLURLs) == 0:
		return "not checked: no staple, and the certificate names no responder and no CRL"
	}
	return "not checked: no staple, and no answer that settles it"
}

func clientAuthSummary(m *member) (string, string) {
	switch a := m.Client; {
	case !a.Asked:
		return "", "the handshake did not come that far"
	case !a.Requested:
		return "no client certificate asked for", ""
	case a.Sent && a.Required == "unknown":
		return "a client certificate was asked for, ours was taken", ""
	case a.Required == "no":
		return "a client certificate is asked for, but not required", ""
	case a.Sent:
		return "a client certificate is required, ours was taken", ""
	case a.Required == "yes":
		return "a client certificate is required", ""
	default:
		return "", "a client certificate was asked for; whether it is required was not learnt"
	}
}

func mongodbSummary(m *member) (string, string) {
	switch {
	case m.Hello == nil:
		return "", "hello was not answered"
	case m.Hello.Error != "":
		return "hello: the server answers with an error: " + m.Hello.Error, ""
	}
	return "hello: " + helloText(m.Hello) + m.loginText(), ""
}
