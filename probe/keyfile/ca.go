package keyfile

import (
	"bytes"

	"mongotls/probe/cert"
	"mongotls/probe/target"
)

// CA is a file of trust anchors.
type CA struct {
	Path  string
	Certs []*cert.Cert // in the order of the file, at least one
	Notes []string
}

// LoadCA reads a PEM bundle of trust anchors as OpenSSL does: all of it or nothing.
// The error is a *target.UsageError.
func LoadCA(path string) (*CA, error) {
	r := caRole()
	c, err := r.open(path)
	if err != nil {
		return nil, err
	}
	certs, err := r.certs(c)
	if err != nil {
		return nil, err
	}
	if len(certs) == 0 {
		return nil, r.lacks(c, "certificate")
	}
	ca := &CA{Path: path, Certs: certs}
	if len(c.keys) > 0 {
		ca.Notes = append(ca.Notes, target.ShowPath(path)+" holds a private key beside the CA certificates; clients need the certificates only, keep the key elsewhere")
	}
	if bytes.HasPrefix(c.data, []byte(byteOrderMark)) {
		ca.Notes = append(ca.Notes, target.ShowPath(path)+" begins with a byte order mark; OpenSSL skips it, Go finds no certificate in such a file: save it without")
	}
	if !anyAnchor(certs) {
		ca.Notes = append(ca.Notes, target.ShowPath(path)+" holds no CA certificate and no self-signed one; it looks like a server's or client's own certificate")
	}
	return ca, nil
}

// anyAnchor tells whether some certificate could end a path or issue others.
func anyAnchor(certs []*cert.Cert) bool {
	for _, c := range certs {
		if c.SelfIssued() || c.BasicConstraints != nil && c.BasicConstraints.CA {
			return true
		}
	}
	return false
}
