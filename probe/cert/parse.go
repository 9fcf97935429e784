package cert

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
)

const (
	// maxInput bounds one certificate, in octets.
	maxInput = 256 << 10
	// maxExtensions and maxNames bound what is kept of one certificate.
	maxExtensions = 1000
	maxNames      = 10000
	// maxMalformed bounds the complaints about one certificate.
	maxMalformed = 50
)

// Parse reads one certificate in DER or BER. It fails only when the bytes do not have
// the outer structure of a certificate or exceed 256 KiB; everything else that is
// wrong is in Cert.Malformed, GoError and ZcryptoError.
func Parse(der []byte) (*Cert, error) {
	c, err := parse(der)
	if err == nil && c.Trailing > 0 {
		c.malformed("%d octets follow the certificate", c.Trailing)
	}
	return c, err
}

func parse(der []byte) (*Cert, error) {
	if len(der) > maxInput {
		return nil, fmt.Errorf("certificate of %d octets is longer than the limit of %d", len(der), maxInput)
	}
	der = bytes.Clone(der)
	outer, rest, err := readElement(der, maxDepth)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	if outer.tag != tagSequence {
		return nil, fmt.Errorf("certificate: tag 0x%02x instead of a SEQUENCE", outer.tag)
	}
	c := &Cert{Raw: outer.full, Trailing: len(rest), input: der, SHA256: sha256.Sum256(outer.full)}
	c.Serial = new(big.Int)
	if err := c.readCertificate(outer.children()); err != nil {
		return nil, err
	}
	c.std, c.GoError = parseStd(der)
	c.ZcryptoError = parseZcrypto(der)
	return c, nil
}

// Std is Go's own view of the certificate, nil if Go cannot parse it.
func (c *Cert) Std() *x509.Certificate { return c.std }

func parseStd(der []byte) (std *x509.Certificate, text string) {
	defer func() {
		if r := recover(); r != nil {
			std, text = nil, fmt.Sprintf("the parser failed: %v", r)
		}
	}()
	std, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err.Error()
	}
	return std, ""
}

// malformed records one complaint.
func (c *Cert) malformed(format string, args ...any) {
	if len(c.Malformed) < maxMalformed {
		c.Malformed = append(c.Malformed, fmt.Sprintf(format, args...))
	}
}

// check records err, if any, as a complaint about what.
func (c *Cert) check(what string, err error) {
	if err != nil {
		c.malformed("%s: %v", what, err)
	}
}

// readCertificate reads the three parts of Certificate (RFC 5280, section 4.1).
func (c *Cert) readCertificate(r *reader) error {
	tbs, err := r.expect(tagSequence, "tbsCertificate")
	if err != nil {
		return err
	}
	outerAlg, err := r.expect(tagSequence, "signatureAlgorithm")
	if err != nil {
		return err
	}
	signature, err := r.expect(tagBitString, "signature")
	if err != nil {
		return err
	}
	if !r.empty() {
		c.malformed("something follows the signature")
	}
	c.RawTBS = tbs.full
	c.SignatureAlgorithm, err = ParseSignatureAlgorithm(outerAlg.full)
	c.check("signatureAlgorithm", err)
	c.Signature, err = signature.bits()
	c.check("signature", err)
	return c.readTBS(tbs.children(), outerAlg)
}

// readTBS reads TBSCertificate (RFC 5280, section 4.1.2).
func (c *Cert) readTBS(r *reader, outerAlg element) error {
	c.Version = 1
	if e, ok := r.optional(constructedTag(0)); ok {
		c.readVersion(e)
	}
	serial, err := r.expect(tagInteger, "serialNumber")
	if err != nil {
		return err
	}
	n, err := serial.integer()
	c.check("serialNumber", err)
	if n != nil {
		c.Serial = n
	}
	innerAlg, err := r.expect(tagSequence, "signature algorithm")
	if err != nil {
		return err
	}
	if !sameAlgorithm(innerAlg, outerAlg) {
		c.mixedAlgorithms = true
		c.malformed("the signature algorithm inside the certificate differs from the one outside")
	}
	if c.Issuer, err = c.readName(r, "issuer"); err != nil {
		return err
	}
	if err := c.readValidity(r); err != nil {
		return err
	}
	if c.Subject, err = c.readName(r, "subject"); err != nil {
		return err
	}
	if err := c.readSPKI(r); err != nil {
		return err
	}
	return c.readOptionals(r)
}

// sameAlgorithm compares identifier and parameters (x_algor.c, X509_ALGOR_cmp).
func sameAlgorithm(a, b element) bool { return bytes.Equal(a.body, b.body) }

func (c *Cert) readVersion(explicit element) {
	e, err := explicit.children().expect(tagInteger, "version")
	if err != nil {
		c.check("version", err)
		return
	}
	n, err := e.integer()
	c.check("version", err)
	if n != nil && n.IsInt64() && n.Int64() > -1<<31 && n.Int64() < 1<<31-1 {
		c.Version = int(n.Int64()) + 1
	}
}

func (c *Cert) readName(r *reader, what string) (Name, error) {
	e, err := r.expect(tagSequence, what)
	if err != nil {
		return Name{}, err
	}
	n, err := ParseName(e.full)
	c.check(what, err)
	return n, nil
}

func (c *Cert) readValidity(r *reader) error {
	e, err := r.expect(tagSequence, "validity")
	if err != nil {
		return err
	}
	times := e.children()
	notBefore, err := times.next()
	if err != nil {
		return fmt.Errorf("notBefore: %w", err)
	}
	notAfter, err := times.next()
	if err != nil {
		return fmt.Errorf("notAfter: %w", err)
	}
	c.NotBefore, err = notBefore.time()
	c.check("notBefore", err)
	c.NotAfter, err = notAfter.time()
	c.check("notAfter", err)
	return nil
}

func (c *Cert) readSPKI(r *reader) error {
	e, err := r.expect(tagSequence, "subjectPublicKeyInfo")
	if err != nil {
		return err
	}
	c.RawSPKI = e.full
	c.Key, err = parseKey(e)
	c.check("subjectPublicKeyInfo", err)
	return nil
}

// readOptionals reads the unique identifiers, which nobody uses, and the extensions.
func (c *Cert) readOptionals(r *reader) error {
	for _, n := range []byte{1, 2} {
		if _, ok := r.optional(contextTag(n)); !ok {
			r.optional(constructedTag(n))
		}
	}
	if e, ok := r.optional(constructedTag(3)); ok {
		list, err := e.children().expect(tagSequence, "extensions")
		if err != nil {
			return err
		}
		c.readExtensions(list.children())
	}
	if !r.empty() {
		c.check("tbsCertificate", errors.New("something unknown follows its last field"))
	}
	return nil
}
