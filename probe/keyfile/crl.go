package keyfile

// CRLs are the certificate revocation lists of a file, not parsed.
type CRLs struct {
	Path string
	DER  [][]byte // at least one
}

// LoadCRLs reads a PEM file of CRLs. The error is a *target.UsageError; a CRL in DER is
// one, because drivers read PEM only.
func LoadCRLs(path string) (*CRLs, error) {
	r := crlRole()
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	if derShape(isCRL)(data) {
		wrong := r.failf(path, "is a CRL in DER, and drivers read PEM only")
		wrong.Run = command("openssl crl -inform DER -in {in} -out {out}", path)
		return nil, wrong
	}
	c, err := r.sort(path, data)
	if err != nil {
		return nil, err
	}
	if len(c.crls) == 0 {
		return nil, r.lacks(c, "CRL")
	}
	lists := &CRLs{Path: path}
	for _, b := range c.crls {
		if !derShape(isCRL)(b.Bytes) {
			return nil, r.failf(path, "is damaged: the block in line %d is labelled X509 CRL and is no CRL", b.line)
		}
		lists.DER = append(lists.DER, b.Bytes)
	}
	return lists, nil
}
