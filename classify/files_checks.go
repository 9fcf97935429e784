package classify

import (
	"cmp"
	"strings"

	"mongotls/probe/evidence"
)

func fileCertificateSummary(m *member) (string, string) {
	seen, skipped := certificateSummary(m)
	if seen == "" {
		return "", cmp.Or(skipped, "no certificate was read")
	}
	switch {
	case m.clientSide():
	case len(m.file.Names) == 0:
		seen += "; not checked against a host name: no --host is given"
	default:
		seen += "; valid for " + enumerate(m.file.Names)
	}
	return seen, ""
}

func fileChainSummary(m *member) (string, string) {
	switch {
	case m.leaf == nil:
		return "", "no certificate was read"
	case !m.anchorsKnown():
		return "", "not checked: " + m.anchorless()
	}
	return chainSummary(m)
}

func fileRevocationSummary(m *member) (string, string) {
	if m.client.CRLFile == "" {
		return "", "not checked: no CRL file is given, and nothing is asked of the network"
	}
	for _, c := range m.CRL {
		if c.Depth == 0 && c.Status == evidence.StatusGood {
			return "not on the CRL of " + c.Source, ""
		}
	}
	return "", "not checked: the CRL file does not settle it"
}

func keySummary(m *member) (string, string) {
	if len(m.file.Keys) == 0 {
		return "", "no key was read"
	}
	return "a private key: " + cmp.Or(m.file.Keys[0].Type, "encrypted, not opened"), ""
}

func authoritySummary(m *member) (string, string) {
	certs := m.fileCerts()
	if len(certs) == 0 {
		return "", "no certificate was read"
	}
	names := make([]string, 0, len(certs))
	for _, c := range certs[:min(len(certs), maxIssuersTold)] {
		names = append(names, shortName(c.Subject))
	}
	if more := m.count() - len(names); more > 0 {
		names = append(names, plural(more, "more certificate"))
	}
	return strings.Join(names, ", "), ""
}

// count is the number of certificates in the file.
func (m *member) count() int {
	if m.file.Chain == nil {
		return 0
	}
	return len(m.file.Chain.Presented) + m.file.Chain.Truncated
}

func listSummary(m *member) (string, string) {
	if len(m.file.CRLs) == 0 {
		return "", "no CRL was read"
	}
	var seen []string
	for _, c := range m.file.CRLs {
		text := plural(c.Entries, "certificate") + " revoked by " + c.Issuer
		if c.NextUpdate != nil {
			text += ", next update " + day(*c.NextUpdate, m.at)
		}
		seen = append(seen, text)
	}
	return strings.Join(seen, "; "), ""
}

func peerSummary(m *member) (string, string) {
	if len(m.file.Peers) == 0 {
		return "", "not checked: no certificate of another member is given (--peer)"
	}
	if m.file.Use == evidence.UseClient {
		return "a user's: O, OU and DC are not those of the members", ""
	}
	return "O, OU and DC are those of " + plural(len(m.file.Peers), "other certificate"), ""
}
