package files

import (
	"math"
	"slices"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
	"mongotls/probe/revocation"
	"mongotls/probe/verify"
)

// maxChain bounds the certificates of one file that are held against each other. So many are
// more than any client takes (100 kB with OpenSSL).
const maxChain = evidence.MaxAnchors

// plain is what is known of a file by itself.
func (r *reading) plain(role evidence.FileRole, i keyfile.Inspection) evidence.Evidence {
	f := &evidence.File{Path: i.Path, Role: role, NamedBy: r.NamedBy, Use: r.Use, Stat: stat(i.Info), Content: i.Content}
	for _, w := range i.Wrong {
		f.Problems = append(f.Problems, evidence.FileProblem{Cause: w.Cause, Detail: w.Detail, Run: w.Run})
	}
	if i.Mixed != "" {
		f.Problems = append(f.Problems, evidence.FileProblem{Cause: "file-encoding", Detail: i.Mixed, Run: i.Unmix})
	}
	for _, k := range i.Keys {
		f.Keys = append(f.Keys, keyFacts(k, i.Certs))
	}
	kept := i.Certs[:min(len(i.Certs), maxChain)]
	if len(kept) > 0 {
		f.Chain = &evidence.Chain{Presented: describe(kept), Truncated: len(i.Certs) - len(kept)}
		f.Renewals = r.renewals(kept)
	}
	client := evidence.Client{CASource: evidence.SystemStore, StoreFrom: r.StoreFrom}
	return evidence.Evidence{At: r.At.Round(0).UTC(), Client: client, File: f}
}

func keyFacts(k keyfile.Key, certs []*cert.Cert) evidence.KeyFacts {
	facts := evidence.KeyFacts{Type: k.Type, Encrypted: k.Encrypted}
	if k.Opened() {
		at := slices.IndexFunc(certs, k.Fits)
		facts.Fits = &at
	}
	return facts
}

// identity examines a certificate, its chain and its key.
func (r *reading) identity(role evidence.FileRole, i keyfile.Inspection) evidence.Evidence {
	e := r.plain(role, i)
	i.Certs = i.Certs[:min(len(i.Certs), maxChain)]
	f := e.File
	f.Use, f.Names = r.use(role, i.Certs), r.Hosts
	if role == evidence.RoleCluster || role == evidence.RolePeer {
		f.Names = nil // the hosts are those of the server, not of what others show it
	}
	if role == evidence.RoleCertificate && r.Key != "" {
		for _, k := range r.key.Keys {
			facts := keyFacts(k, i.Certs)
			facts.Source = r.key.Path
			f.Keys = append(f.Keys, facts)
		}
	}
	var anchors []*cert.Cert
	e.Client, anchors = r.client(role, i.Certs)
	if len(i.Certs) == 0 {
		return e
	}
	f.X509 = naming(i.Certs[0])
	r.compare(f)
	report := verify.Chain(verify.Input{
		Presented: i.Certs, Anchors: anchors, OtherAnchors: e.Client.AnchorCount - len(anchors), At: e.At, Client: clientSide(f.Use),
	}, verify.OpenSSLRules())
	report.Record(f.Chain)
	f.CRL = r.revocation(report.Path)
	return e
}

// clientSide tells whether the certificate is verified by a server.
func clientSide(u evidence.Use) bool { return u == evidence.UseClient || u == evidence.UseCluster }

// revocation holds each certificate of the path against the CRL file.
func (r *reading) revocation(path []*cert.Cert) []evidence.CRLCheck {
	if len(r.crls) == 0 {
		return nil
	}
	var out []evidence.CRLCheck
	for depth := range len(path) - 1 {
		check := revocation.CheckCRL(path[depth], path[depth+1], r.crls, r.At, r.CRL)
		check.Depth = depth
		out = append(out, check)
	}
	return out
}

// authority examines a CA file: its certificates are the anchors.
func (r *reading) authority(i keyfile.Inspection) evidence.Evidence {
	e := r.plain(evidence.RoleCA, i)
	e.Client.CASource, e.Client.StoreFrom = i.Path, ""
	e.Client.AnchorCount = len(i.Certs)
	return e
}

// lists examines a CRL file, its lists held against the CA files of the set.
func (r *reading) lists(i keyfile.Inspection) evidence.Evidence {
	e := r.plain(evidence.RoleCRL, i)
	for _, err := range r.badCRLs {
		e.File.Problems = append(e.File.Problems, evidence.FileProblem{Cause: "crl-file-unreadable", Detail: "a list cannot be read: " + err.Error()})
	}
	e.Client, _ = r.client(evidence.RoleCRL, nil)
	for _, list := range r.crls {
		facts := list.Evidence()
		facts.Signed = r.signed(list)
		e.File.CRLs = append(e.File.CRLs, facts)
		if !list.NextUpdate.IsZero() {
			e.File.Renewals = append(e.File.Renewals, r.renewal("CRL of "+list.Issuer.Text, list.NextUpdate))
		}
	}
	return e
}

// signed is evidence.CRL's, by all certificates of the set.
func (r *reading) signed(list *revocation.CRL) string {
	said := ""
	for _, c := range r.certificates() {
		switch signed, ok := list.SignedBy(c); {
		case signed:
			return "yes"
		case ok:
			said = "no"
		}
	}
	return said
}

// renewals are the ends of certificates, the first first.
func (r *reading) renewals(certs []*cert.Cert) []evidence.Renewal {
	var out []evidence.Renewal
	for _, c := range certs {
		out = append(out, r.renewal(c.Subject.Text, c.NotAfter))
	}
	slices.SortStableFunc(out, func(a, b evidence.Renewal) int { return a.At.Compare(b.At) })
	return out
}

func (r *reading) renewal(what string, at time.Time) evidence.Renewal {
	return evidence.Renewal{What: what, At: at.UTC(), Days: int(math.Floor(at.Sub(r.At).Hours() / 24))}
}
