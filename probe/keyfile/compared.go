package keyfile

import "mongotls/probe/cert"

// LoadCompared reads the certificates of a file that a server is to show: with or without
// its private key, which is not opened. There is at least one that is no CA's. The error is a
// *target.UsageError.
func LoadCompared(path string) ([]*cert.Cert, error) {
	r := role{"compare-file", "cert-file-unreadable", "the certificate file of a server in PEM is expected", maxFile, "/etc/ssl/mongodb.pem"}
	c, err := r.open(path)
	if err != nil {
		return nil, err
	}
	certs, err := r.certs(c)
	switch {
	case err != nil:
		return nil, err
	case len(certs) == 0:
		return nil, r.lacks(c, "certificate")
	case onlyAuthorities(certs):
		return nil, r.failf(path, "holds CA certificates only; %s", r.expects)
	}
	return certs, nil
}

// onlyAuthorities tells of a CA file. A single certificate may be a server's own although it
// is marked as a CA's.
func onlyAuthorities(certs []*cert.Cert) bool {
	for _, c := range certs {
		if c.BasicConstraints == nil || !c.BasicConstraints.CA || len(c.DNSNames)+len(c.IPs) > 0 {
			return false
		}
	}
	return true
}
