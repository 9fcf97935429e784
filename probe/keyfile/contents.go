package keyfile

import (
	"bytes"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/target"
)

// contents is a PEM file, its blocks by what they hold.
type contents struct {
	path         string
	data         []byte
	certificates int
	keys         []block
	crls         []block
	others       []string // what else there is, in words
}

// open reads a file and sorts its PEM blocks. Damage anywhere is an error, as it is
// for OpenSSL, which then loads nothing of the file.
func (r role) open(path string) (*contents, error) {
	data, err := r.read(path)
	if err != nil {
		return nil, err
	}
	return r.sort(path, data)
}

func (r role) sort(path string, data []byte) (*contents, error) {
	blocks, bad := scanPEM(data)
	if bad != nil {
		return nil, r.damaged(path, bad)
	}
	if len(blocks) == 0 {
		return nil, r.notPEM(path, data)
	}
	c := &contents{path: path, data: data}
	for _, b := range blocks {
		c.add(b)
	}
	return c, nil
}

func (r role) damaged(path string, bad *damage) *target.UsageError {
	wrong := r.failf(path, "is damaged in line %d: %s", bad.line, bad.text)
	if bad.escaped {
		wrong.Run = command(`printf '%b\n' "$(cat {in})" > {out}`, path)
	}
	return wrong
}

func (c *contents) add(b block) {
	switch {
	case b.Type == "CERTIFICATE" || b.Type == "X509 CERTIFICATE" || b.Type == "TRUSTED CERTIFICATE":
		c.certificates++
	case b.Type == "X509 CRL":
		c.crls = append(c.crls, b)
	case strings.HasSuffix(b.Type, "PRIVATE KEY"):
		c.keys = append(c.keys, b)
	default:
		c.others = append(c.others, blockName(b.Type))
	}
}

// blockName is what a block of another kind is, in words.
func blockName(label string) string {
	names := map[string]string{
		"CERTIFICATE REQUEST":     "a certificate request",
		"NEW CERTIFICATE REQUEST": "a certificate request",
		"PUBLIC KEY":              "a public key",
		"RSA PUBLIC KEY":          "a public key",
		"PKCS7":                   "a PKCS#7 bundle",
		"CMS":                     "a PKCS#7 bundle",
		"DH PARAMETERS":           "Diffie-Hellman parameters",
		"EC PARAMETERS":           "curve parameters",
	}
	if name, known := names[label]; known {
		return name
	}
	return "a block " + printable(label)
}

// certs parses the certificates; the first that cannot be parsed is an error.
func (r role) certs(c *contents) ([]*cert.Cert, error) {
	if c.certificates == 0 {
		return nil, nil
	}
	certs, errs := cert.FromPEM(c.data)
	if len(errs) > 0 {
		return nil, r.failf(c.path, "is damaged: %v", errs[0])
	}
	return certs, nil
}

// lacks says that a file has no block of the kind wanted, and what it has instead.
func (r role) lacks(c *contents, wanted string) *target.UsageError {
	var has []string
	if c.certificates > 0 {
		has = append(has, "certificates")
	}
	if len(c.keys) > 0 {
		has = append(has, "a private key")
	}
	if len(c.crls) > 0 {
		has = append(has, "CRLs")
	}
	has = append(has, c.others...)
	wrong := r.failf(c.path, "holds %s and no %s; %s", has[0], wanted, r.expects)
	if bytes.Contains(c.data, []byte("BEGIN PKCS7")) {
		wrong.Run = command("openssl pkcs7 -print_certs -in {in} -out {out}", c.path)
	}
	return wrong
}
