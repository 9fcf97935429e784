// Package files examines certificate, key, CA and CRL files, and what they are to each
// other, without any connection. It records facts and judges nothing. It promises that no
// file, however large, damaged or special, makes it hang or fail: what cannot be read is a
// fact like any other.
package files

import (
	"strings"
	"time"

	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
)

// Set is the files that one server or one client uses together. A path that is "" is not
// given.
type Set struct {
	// NamedBy is the configuration or connection string that names the files; "" for flags.
	NamedBy string
	// Use is what Certificate is to serve for; UseUnknown lets the certificate itself tell.
	Use evidence.Use

	Certificate string // certificate and key in one PEM
	Key         string // the key where it is a file of its own
	Cluster     string // net.tls.clusterFile
	CA          string
	ClusterCA   string // net.tls.clusterCAFile
	CRL         string
	Chains      []string // chains without a key
	Peers       []string // certificates of other members
	Hosts       []string // names that the certificate is to serve

	// Passphrase is asked for the key of Certificate or Key, ClusterPassphrase for that of
	// Cluster, each only where the key is encrypted. nil: there is none.
	Passphrase, ClusterPassphrase keyfile.Passphrase
}

// Empty tells whether the set names no file.
func (s Set) Empty() bool {
	return s.Certificate+s.Key+s.Cluster+s.CA+s.ClusterCA+s.CRL+strings.Join(s.Chains, "")+strings.Join(s.Peers, "") == ""
}

// Examiner examines sets as of one moment. Its fields are needed.
type Examiner struct {
	At time.Time
	// System is the trust store that counts where a set has no CA file. StoreFrom is
	// evidence.Client's.
	System    *keyfile.Store
	StoreFrom string
}

// Examine examines each file of a set by itself and against the others. There is one
// evidence a file, the certificates first, in the order of Set's fields.
func (x Examiner) Examine(s Set) []evidence.Evidence {
	r := x.read(s)
	var out []evidence.Evidence
	if s.Certificate != "" {
		out = append(out, r.identity(evidence.RoleCertificate, r.own))
	}
	if r.Key != "" {
		out = append(out, r.plain(evidence.RoleKey, r.key))
	}
	if s.Cluster != "" {
		out = append(out, r.identity(evidence.RoleCluster, r.cluster))
	}
	for _, chain := range r.chains {
		out = append(out, r.identity(evidence.RoleChain, chain))
	}
	for _, p := range r.peers {
		out = append(out, r.identity(evidence.RolePeer, p))
	}
	for _, ca := range r.cas {
		out = append(out, r.authority(ca))
	}
	if r.crl != nil {
		out = append(out, r.lists(*r.crl))
	}
	return out
}
