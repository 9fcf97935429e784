package files

import (
	"slices"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
	"mongotls/probe/revocation"
)

// reading is a set with those of its files read that others are held against.
type reading struct {
	Examiner
	Set
	own     keyfile.Inspection // of Certificate
	key     keyfile.Inspection
	cluster keyfile.Inspection
	cas     []keyfile.Inspection // CA, then ClusterCA
	chains  []keyfile.Inspection
	peers   []keyfile.Inspection
	crl     *keyfile.Inspection
	crls    []*revocation.CRL
	// badCRLs are why lists of the CRL file cannot be read.
	badCRLs []error
}

func (x Examiner) read(s Set) *reading {
	r := &reading{Examiner: x, Set: s}
	if s.Key == s.Certificate {
		r.Key = ""
	}
	if r.Key != "" {
		r.key = keyfile.Inspect(keyfile.KeyFile, s.Key, s.Passphrase)
	}
	if s.Certificate != "" {
		r.own = keyfile.Inspect(r.kind(), s.Certificate, s.Passphrase)
	}
	if s.Cluster != "" {
		r.cluster = keyfile.Inspect(keyfile.ClusterFile, s.Cluster, s.ClusterPassphrase)
	}
	for _, path := range s.Chains {
		r.chains = append(r.chains, keyfile.Inspect(keyfile.ChainFile, path, nil))
	}
	if s.ClusterCA == s.CA {
		r.ClusterCA = ""
	}
	for _, path := range []string{r.CA, r.ClusterCA} {
		if path != "" {
			r.cas = append(r.cas, keyfile.Inspect(keyfile.CAFile, path, nil))
		}
	}
	for _, path := range s.Peers {
		r.peers = append(r.peers, keyfile.Inspect(keyfile.PeerFile, path, nil))
	}
	if s.CRL != "" {
		r.readCRL()
	}
	return r
}

func (r *reading) readCRL() {
	i := keyfile.Inspect(keyfile.CRLFile, r.CRL, nil)
	r.crl = &i
	for _, der := range i.CRLs {
		lists, errs := revocation.ParseCRLs(der)
		r.crls, r.badCRLs = append(r.crls, lists...), append(r.badCRLs, errs...)
	}
}

// kind is that of Certificate: a key may be absent from it where it is a file of its own.
func (r *reading) kind() keyfile.Kind {
	if r.Key != "" {
		return keyfile.ChainFile
	}
	return keyfile.CertificateKeyFile
}

// certificates are all of the set that may have issued something.
func (r *reading) certificates() []*cert.Cert {
	var out []*cert.Cert
	for _, i := range slices.Concat(r.cas, r.chains, r.peers, []keyfile.Inspection{r.own, r.cluster}) {
		out = append(out, i.Certs[:min(len(i.Certs), maxChain)]...)
	}
	return out
}

// client is what the certificates of the set are held against: the CA file that verifies a
// file of that role, else the system's store, and the CRLs.
func (r *reading) client(role evidence.FileRole, chain []*cert.Cert) (evidence.Client, []*cert.Cert) {
	c := evidence.Client{CASource: evidence.SystemStore, StoreFrom: r.StoreFrom}
	var anchors []*cert.Cert
	if ca := r.authorityOf(role); ca != nil {
		c.CASource, c.StoreFrom = ca.Path, ""
		c.AnchorCount = len(ca.Certs)
		anchors = ca.Certs[:min(len(ca.Certs), evidence.MaxAnchors)]
	} else {
		c.AnchorCount = r.System.Len()
		anchors = r.System.Relatives(chain)
	}
	c.Anchors = describe(anchors)
	c.CRLFile = r.CRL
	for _, list := range r.crls {
		c.CRLs = append(c.CRLs, list.Evidence())
	}
	return c, anchors
}

// authorityOf is the CA file by which files of a role are verified; nil if there is none.
// Other members verify a clusterFile with their clusterCAFile where they have one.
func (r *reading) authorityOf(role evidence.FileRole) *keyfile.Inspection {
	switch {
	case len(r.cas) == 0, r.CA == "" && role != evidence.RoleCluster:
		return nil
	case role == evidence.RoleCluster:
		return &r.cas[len(r.cas)-1]
	}
	return &r.cas[0]
}

func describe(certs []*cert.Cert) []evidence.Certificate {
	out := make([]evidence.Certificate, 0, len(certs))
	for _, c := range certs {
		out = append(out, c.Evidence())
	}
	return out
}
