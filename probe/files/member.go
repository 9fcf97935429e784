package files

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
)

// naming is what MongoDB calls a certificate. Windows and macOS choose one in their store by
// the SHA-1 of the whole certificate, or by a part of its subject.
func naming(c *cert.Cert) *evidence.X509Naming {
	sum := sha1.Sum(c.Raw)
	n := &evidence.X509Naming{
		User:               c.Subject.MongoDBUser(),
		ThumbprintSelector: "thumbprint=" + hex.EncodeToString(sum[:]),
		Member:             c.Subject.MemberAttributes(),
	}
	if names := c.Subject.CommonNames; len(names) > 0 {
		n.SubjectSelector = "subject=" + names[len(names)-1]
	}
	return n
}

// Extended key usages (RFC 5280, section 4.2.1.12).
const (
	oidServerAuth = "1.3.6.1.5.5.7.3.1"
	oidClientAuth = "1.3.6.1.5.5.7.3.2"
)

// use is what a certificate is for: by its role and its company, else by what it says.
func (r *reading) use(role evidence.FileRole, certs []*cert.Cert) evidence.Use {
	switch {
	case role == evidence.RoleCluster:
		return evidence.UseCluster
	case role == evidence.RolePeer:
		return evidence.UseMember
	case role == evidence.RoleChain:
		return evidence.UseServer
	case r.Use == evidence.UseMember && r.Cluster != "":
		return evidence.UseServer // the other members see the cluster file
	case r.Use != evidence.UseUnknown:
		return r.Use
	case r.Cluster != "":
		return evidence.UseServer
	case r.NamedBy == "" && len(r.Hosts) == 0 && len(certs) > 0 && forClientsOnly(certs[0]):
		return evidence.UseClient
	case len(r.Peers) > 0:
		return evidence.UseMember
	}
	return evidence.UseUnknown
}

func forClientsOnly(c *cert.Cert) bool {
	return slices.Contains(c.ExtKeyUsage, oidClientAuth) && !slices.Contains(c.ExtKeyUsage, oidServerAuth)
}

// compare gives a file the certificates that it must agree with.
func (r *reading) compare(f *evidence.File) {
	for _, p := range r.peersOf(f.Role, f.Path) {
		if len(p.Certs) > 0 {
			f.Peers = append(f.Peers, evidence.Peer{Path: p.Path, Certificate: p.Certs[0].Evidence(), Member: p.Certs[0].Subject.MemberAttributes()})
		}
	}
}

// peersOf are the certificates that a file must agree with: for the server's own and its
// cluster file those of the other members, for a cluster file the server's own as well.
// Without a certificate of our own the first peer is what the others are compared with.
func (r *reading) peersOf(role evidence.FileRole, path string) []keyfile.Inspection {
	switch {
	case role == evidence.RoleCertificate:
		return r.peers
	case role == evidence.RoleCluster:
		return append([]keyfile.Inspection{r.own}, r.peers...)
	case role == evidence.RolePeer && r.Certificate == "" && r.Cluster == "" && path != r.peers[0].Path:
		return r.peers[:1]
	}
	return nil
}
