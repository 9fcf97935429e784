package cert

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"math"
	"slices"
)

// OIDs of extensions (RFC 5280, section 4.2, and the RFC named).
const (
	oidSubjectKeyID     = "2.5.29.14"
	oidKeyUsage         = "2.5.29.15"
	oidSAN              = "2.5.29.17"
	oidBasicConstraints = "2.5.29.19"
	oidNameConstraints  = "2.5.29.30"
	oidCRLPoints        = "2.5.29.31"
	oidAuthorityKeyID   = "2.5.29.35"
	oidExtKeyUsage      = "2.5.29.37"
	oidAuthorityInfo    = "1.3.6.1.5.5.7.1.1"
	oidTLSFeature       = "1.3.6.1.5.5.7.1.24"    // RFC 7633
	oidNoCheck          = "1.3.6.1.5.5.7.48.1.5"  // RFC 6960, section 4.2.2.2.1
	oidNetscapeType     = "2.16.840.1.113730.1.1" // Netscape
)

// extension is one Extension.
type extension struct {
	oid      string
	critical bool
	value    []byte
}

// extensionReader knows an extension. Where fatal is set, OpenSSL decodes the
// extension of every certificate and refuses what it cannot read, and duplicates
// (v3_purp.c, ossl_x509v3_cache_extensions). It does so for the extensions of RFC 3779
// and for proxyCertInfo too, which this package does not read.
type extensionReader struct {
	name  string
	fatal bool
	read  func(*Cert, extension) error
}

func extensionReaders() map[string]extensionReader {
	return map[string]extensionReader{
		oidSubjectKeyID:     {"subjectKeyIdentifier", true, (*Cert).readSubjectKeyID},
		oidKeyUsage:         {"keyUsage", true, (*Cert).readKeyUsage},
		oidSAN:              {"subjectAltName", true, (*Cert).readSAN},
		oidBasicConstraints: {"basicConstraints", true, (*Cert).readBasicConstraints},
		oidNameConstraints:  {"nameConstraints", true, (*Cert).readNameConstraints},
		oidCRLPoints:        {"cRLDistributionPoints", true, (*Cert).readCRLPoints},
		oidAuthorityKeyID:   {"authorityKeyIdentifier", true, (*Cert).readAuthorityKeyID},
		oidExtKeyUsage:      {"extKeyUsage", true, (*Cert).readExtKeyUsage},
		oidNetscapeType:     {"Netscape certificate type", true, (*Cert).readNetscapeType},
		oidAuthorityInfo:    {"authorityInfoAccess", false, (*Cert).readAuthorityInfo},
		oidTLSFeature:       {"TLS feature", false, (*Cert).readTLSFeature},
		oidNoCheck:          {"OCSP no check", false, func(c *Cert, _ extension) error { c.NoCheck = true; return nil }},
	}
}

// handledCritical are the extensions that may be critical for OpenSSL 3
// (v3_purp.c, X509_supported_extension).
func handledCritical() []string {
	return []string{
		oidNetscapeType, oidKeyUsage, oidSAN, oidBasicConstraints, oidCRLPoints, oidExtKeyUsage,
		oidNoCheck, oidNameConstraints,
		"2.5.29.32",          // certificatePolicies
		"2.5.29.33",          // policyMappings
		"2.5.29.36",          // policyConstraints
		"2.5.29.54",          // inhibitAnyPolicy
		"1.3.6.1.5.5.7.1.7",  // sbgp-ipAddrBlock, RFC 3779
		"1.3.6.1.5.5.7.1.8",  // sbgp-autonomousSysNum
		"1.3.6.1.5.5.7.1.14", // proxyCertInfo, RFC 3820
	}
}

func (c *Cert) readExtensions(r *reader) {
	readers, handled, seen := extensionReaders(), handledCritical(), map[string]bool{}
	for count := 0; !r.empty(); count++ {
		if count == maxExtensions {
			c.malformed("the certificate has more than %d extensions", maxExtensions)
			return
		}
		x, err := readExtension(r)
		if err != nil {
			c.check("extensions", err)
			return
		}
		if x.critical {
			c.Critical = append(c.Critical, x.oid)
		}
		if x.critical && !slices.Contains(handled, x.oid) {
			c.UnknownCritical = append(c.UnknownCritical, x.oid)
		}
		known, ok := readers[x.oid]
		switch {
		case ok && seen[x.oid] && known.fatal:
			c.malformed("the extension %s is there more than once", known.name)
		case ok && !seen[x.oid]:
			if err := known.read(c, x); err != nil && known.fatal {
				c.check(known.name, err)
			}
		}
		seen[x.oid] = true
	}
}

func readExtension(list *reader) (x extension, err error) {
	outer, err := list.expect(tagSequence, "extension")
	if err != nil {
		return x, err
	}
	r := outer.children()
	id, err := r.expect(tagOID, "extension identifier")
	if err != nil {
		return x, err
	}
	if x.oid, err = id.oid(); err != nil {
		return x, err
	}
	if e, ok := r.optional(tagBoolean); ok {
		if x.critical, err = e.boolean(); err != nil {
			return x, fmt.Errorf("extension %s: %w", x.oid, err)
		}
	}
	value, err := r.next()
	if err != nil {
		return x, fmt.Errorf("extension %s: %w", x.oid, err)
	}
	if value.tag&^bitConstructed != tagOctetString || !r.empty() {
		return x, fmt.Errorf("extension %s: its value is no single OCTET STRING", x.oid)
	}
	x.value, err = value.octets()
	return x, err
}

func (c *Cert) readSubjectKeyID(x extension) error {
	e, err := single(x.value, tagOctetString, "value")
	if err != nil {
		return err
	}
	c.SubjectKeyID = e.body
	return nil
}

func (c *Cert) readKeyUsage(x extension) error {
	var usage x509.KeyUsage
	c.KeyUsage = &usage
	e, err := single(x.value, tagBitString, "value")
	if err != nil {
		return err
	}
	bits, err := e.bits()
	if err != nil {
		return err
	}
	for i := range min(len(bits)*8, 9) {
		if bits[i/8]>>(7-i%8)&1 == 1 {
			usage |= 1 << i
		}
	}
	if len(bytes.Trim(bits[:min(len(bits), 2)], "\x00")) == 0 {
		return errors.New("no usage is set")
	}
	return nil
}

func (c *Cert) readBasicConstraints(x extension) error {
	bc := &BasicConstraints{Critical: x.critical, MaxPathLen: -1}
	c.BasicConstraints = bc
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	r := outer.children()
	if e, ok := r.optional(tagBoolean); ok {
		if bc.CA, err = e.boolean(); err != nil {
			return err
		}
	}
	if r.empty() {
		return nil
	}
	e, err := r.expect(tagInteger, "pathLenConstraint")
	if err != nil {
		return err
	}
	n, err := e.integer()
	if err != nil {
		return err
	}
	if n.Sign() < 0 {
		bc.MaxPathLen = 0
		return errors.New("pathLenConstraint is negative")
	}
	if bc.MaxPathLen = math.MaxInt32; n.IsInt64() {
		bc.MaxPathLen = int(min(n.Int64(), math.MaxInt32))
	}
	if !r.empty() {
		return errors.New("something follows pathLenConstraint")
	}
	return nil
}

func (c *Cert) readExtKeyUsage(x extension) error {
	c.HasExtKeyUsage = true
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	for r := outer.children(); !r.empty(); {
		e, err := r.expect(tagOID, "purpose")
		if err != nil {
			return err
		}
		oid, err := e.oid()
		if err != nil {
			return err
		}
		if len(c.ExtKeyUsage) < maxNames {
			c.ExtKeyUsage = append(c.ExtKeyUsage, oid)
		}
	}
	return nil
}

func (c *Cert) readNetscapeType(x extension) error {
	e, err := single(x.value, tagBitString, "value")
	if err != nil {
		return err
	}
	bits, err := e.bits()
	if err != nil {
		return err
	}
	var first byte
	if len(bits) > 0 {
		first = bits[0]
	}
	c.NetscapeType = &first
	return nil
}

func (c *Cert) readAuthorityKeyID(x extension) error {
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	r := outer.children()
	if e, ok := r.optional(contextTag(0)); ok {
		c.AuthorityKeyID = e.body
	}
	if e, ok := r.optional(constructedTag(1)); ok {
		names, err := readGeneralNames(e)
		if err != nil {
			return err
		}
		for _, n := range names {
			if n.kind == nameDirectory && c.AuthorityIssuer == nil {
				c.AuthorityIssuer = n.value
			}
		}
	}
	if e, ok := r.optional(contextTag(2)); ok {
		if c.AuthoritySerial, err = e.integer(); err != nil {
			return err
		}
	}
	if !r.empty() {
		return errors.New("it has an unknown field")
	}
	return nil
}

// readTLSFeature looks for status_request (RFC 7633, section 6).
func (c *Cert) readTLSFeature(x extension) error {
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	for r := outer.children(); !r.empty(); {
		e, err := r.expect(tagInteger, "feature")
		if err != nil {
			return err
		}
		if n, err := e.integer(); err == nil && n.IsInt64() && n.Int64() == 5 {
			c.MustStaple = true
		}
	}
	return nil
}
