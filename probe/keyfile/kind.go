package keyfile

// Kind is what a file is examined as: by the option that names it.
type Kind int

const (
	CAFile Kind = iota
	CertificateKeyFile
	KeyFile // the key where it is a file of its own
	ClusterFile
	CRLFile
	ChainFile // a chain without its key, as a CA delivers it
	PeerFile  // the certificate of another member
)

// kind is how a file of one Kind is read: its role in messages, and which of
// certificate, private key and CRL it must hold.
type kind struct {
	role
	certificate, key, crl bool
}

func (k Kind) spec() kind {
	switch k {
	case CAFile:
		return kind{role: caRole(), certificate: true}
	case KeyFile:
		return kind{role: keyRole(), key: true}
	case CRLFile:
		r := crlRole()
		r.cause = "crl-file-unreadable"
		return kind{role: r, crl: true}
	case ChainFile:
		return kind{role: bareRole("chain", "certificates in PEM are expected"), certificate: true}
	case PeerFile:
		return kind{role: bareRole("peer", "a member's certificate in PEM is expected"), certificate: true}
	case ClusterFile:
		r := certRole()
		r.option = "tlsClusterFile"
		return kind{role: r, certificate: true, key: true}
	}
	return kind{role: certRole(), certificate: true, key: true}
}

// bareRole is that of a file with certificates only.
func bareRole(option, expects string) role {
	return role{option, "cert-file-unreadable", expects, maxFile, "/etc/ssl/mongodb/" + option + ".pem"}
}
