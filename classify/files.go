package classify

import (
	"slices"

	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// fileKind is what is asked of files of one role: rules as those of a member, and the
// checks of the list.
type fileKind struct {
	// chain: the certificates are a chain, to be verified.
	chain  bool
	rules  []func(*member) []finding
	checks []checkSpec
}

// identityKind is a certificate with its chain. The rules about chains and keys are those
// that servers are judged by.
var identityKind = fileKind{
	chain: true,
	rules: []func(*member) []finding{
		problemRule, exposureRule, keyFileRule,
		fileChainRule, fileNameRule, fileUsageRule, firstOnlyRule, serverKeyRule,
		sizeRule, chainFindings, expiryRule, fileCRLRule, peerRule,
	},
	checks: []checkSpec{
		{"certificate", fileCertificateSummary}, {"chain", fileChainSummary},
		{"revocation", fileRevocationSummary}, {"client-auth", peerSummary},
	},
}

// fileKinds says what is asked of the files of each role.
var fileKinds = map[evidence.FileRole]fileKind{
	evidence.RoleCertificate: identityKind,
	evidence.RoleCluster:     identityKind,
	evidence.RolePeer:        identityKind,
	evidence.RoleChain:       {chain: true, rules: identityKind.rules, checks: identityKind.checks[:3]},
	evidence.RoleKey: {
		rules:  []func(*member) []finding{problemRule, exposureRule},
		checks: []checkSpec{{"certificate", keySummary}},
	},
	evidence.RoleCA: {
		rules:  []func(*member) []finding{problemRule, exposureRule, authorityRule, keyInCARule},
		checks: []checkSpec{{"chain", authoritySummary}},
	},
	evidence.RoleURI: uriKind,
	evidence.RoleCRL: {
		rules:  []func(*member) []finding{problemRule, listRule},
		checks: []checkSpec{{"revocation", listSummary}},
	},
}

// newFile is the view of a file as rules look at it: a member that was never dialled.
func newFile(e *evidence.Evidence, o Options) *member {
	f := e.File
	seen := *e
	seen.Members = []evidence.Member{{Host: f.Path, CRL: f.CRL}}
	kind := fileKinds[f.Role]
	if f.Chain != nil && kind.chain {
		seen.Members[0].Chain = *f.Chain
	}
	m := newMember(&seen, 0, o)
	m.file, m.base, m.rules, m.checks = f, "/evidence/file/", kind.rules, kind.checks
	if m.clientSide() && m.leaf != nil {
		m.input.Client, m.known = true, map[string]verify.Report{}
		m.openssl = verify.Chain(m.input, verify.OpenSSLRules())
		m.reports = m.chainReports()
	}
	return m
}

// clientSide tells whether the certificate is verified by a server only.
func (m *member) clientSide() bool {
	return m.file.Use == evidence.UseClient || m.file.Use == evidence.UseCluster
}

// untried is what is said of a judge that nothing in the file stops.
func (m *member) untried(judge int) string {
	const tail = "a connection was not tried"
	switch doubt := m.doubt(judge); {
	case m.leaf == nil:
		return tail
	case doubt != "":
		return doubt + "; " + tail
	case m.clientSide():
		return "a server would accept the certificate; " + tail
	}
	return "the certificate is accepted; " + tail
}

// serverSide tells whether the file is one that mongod reads, and no client does.
func (m *member) serverSide() bool {
	if m.file == nil {
		return false
	}
	f := m.file
	return slices.Contains([]evidence.Use{evidence.UseServer, evidence.UseMember, evidence.UseCluster}, f.Use) ||
		len(f.Names) > 0 || f.NamedBy != "" && f.Use != evidence.UseClient
}

// anchorsKnown tells whether the anchors say something about the certificate: those of a CA
// file that could be read do, those of the system's store only where they know its CA.
func (m *member) anchorsKnown() bool {
	if m.client.CASource == evidence.SystemStore {
		return m.openssl.Anchored
	}
	return m.client.AnchorCount > 0
}

// anchorless says why the chain was not verified.
func (m *member) anchorless() string {
	if m.client.CASource == evidence.SystemStore {
		return "no CA file is given (--tlsCAFile), and the system's store does not know the CA"
	}
	return "no certificate could be read from " + m.client.CASource
}

// doubt says why it is not known whether a judge takes the certificate; "" where it is.
func (m *member) doubt(judge int) string {
	j := m.judges[judge]
	switch {
	case !m.anchorsKnown():
		return m.anchorless()
	case m.clientSide():
		return "" // a server verifies it
	case j.OwnStore && m.client.StoreFrom != "":
		return "trust comes from a CA bundle of the client's own, not from " + m.client.StoreFrom
	}
	return m.unsure(judge)
}

// verifies tells whether a judge whom no cause stops takes the certificate of a file.
func (m *member) verifies(judge int) bool {
	return m.file != nil && m.leaf != nil && m.doubt(judge) == ""
}

// fileVars are the values of the placeholders for a file: it has no address.
func (m *member) fileVars(vars map[string]string) {
	host := ""
	if len(m.file.Names) > 0 {
		host = m.file.Names[0]
		vars["san"], vars["bind"] = sanFor(host), bindIP(host)
	} else {
		vars["san"], vars["bind"] = "", ""
	}
	vars["name"], vars["host"], vars["port"] = host, "", "27017"
	if host != "" {
		vars["host"] = host + ":27017"
	}
	vars["client_cert"] = m.file.Path
	if m.file.Role == evidence.RoleCA {
		vars["ca"] = m.file.Path
	}
	if m.file.X509 != nil {
		vars["client_name"] = m.file.X509.User
	}
}
