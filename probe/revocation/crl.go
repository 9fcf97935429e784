package revocation

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// CRL is a certificate revocation list (RFC 5280, section 5). It is read-only and
// safe for concurrent use. Its entries stay encoded: a million of them cost no more
// memory than their DER.
type CRL struct {
	Raw        []byte
	Issuer     cert.Name
	ThisUpdate time.Time
	NextUpdate time.Time // zero = absent
	Entries    int

	tbs       []byte
	algorithm cert.SignatureAlgorithm
	signature []byte
	entries   cryptobyte.String // contents of revokedCertificates

	authority       authorityKey
	scope           scope
	delta           bool
	unknownCritical bool // a critical extension, of the list or an entry, that OpenSSL does not handle
}

// Evidence is the list as evidence carries it: with its DER up to evidence.MaxCRLKept.
func (c *CRL) Evidence() evidence.CRL {
	out := evidence.CRL{
		Issuer:     c.Issuer.Text,
		ThisUpdate: instant(c.ThisUpdate),
		NextUpdate: instant(c.NextUpdate),
		Entries:    c.Entries,
	}
	if len(c.Raw) <= evidence.MaxCRLKept {
		out.DER = c.Raw
	}
	return out
}

// SignedBy verifies the signature of the list with the key of a certificate. ok is false
// where the list names another issuer, or the key is of a kind that this tool cannot use.
func (c *CRL) SignedBy(issuer *cert.Cert) (signed, ok bool) {
	if !c.Issuer.Equal(issuer.Subject) {
		return false, false
	}
	state := c.verify(issuer)
	return state.Valid(), state.Valid() || state.Status == cert.SignatureInvalid
}

var errList = errors.New("it is not a CertificateList")

// parseCRL reads one DER CertificateList, without what follows it.
func parseCRL(der []byte) (*CRL, error) {
	in := cryptobyte.String(der)
	var raw, tbs, algorithm cryptobyte.String
	c := new(CRL)
	if !in.ReadASN1Element(&raw, asn1.SEQUENCE) {
		return nil, errList
	}
	c.Raw = raw
	if !raw.ReadASN1(&raw, asn1.SEQUENCE) || !raw.ReadASN1Element(&tbs, asn1.SEQUENCE) ||
		!raw.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !raw.ReadASN1BitStringAsBytes(&c.signature) {
		return nil, errList
	}
	c.tbs = tbs
	var err error
	if c.algorithm, err = cert.ParseSignatureAlgorithm(algorithm); err != nil {
		return nil, fmt.Errorf("its signature algorithm cannot be read: %w", err)
	}
	return c, c.readTBS(tbs)
}

// readTBS reads a TBSCertList.
func (c *CRL) readTBS(in cryptobyte.String) error {
	var issuer cryptobyte.String
	if !in.ReadASN1(&in, asn1.SEQUENCE) || !in.SkipOptionalASN1(asn1.INTEGER) || !in.SkipASN1(asn1.SEQUENCE) ||
		!in.ReadASN1Element(&issuer, asn1.SEQUENCE) {
		return errList
	}
	var err error
	if c.Issuer, err = cert.ParseName(issuer); err != nil {
		return fmt.Errorf("its issuer cannot be read: %w", err)
	}
	if c.ThisUpdate, err = readTime(&in); err != nil {
		return fmt.Errorf("its thisUpdate: %w", err)
	}
	if in.PeekASN1Tag(asn1.UTCTime) || in.PeekASN1Tag(asn1.GeneralizedTime) {
		if c.NextUpdate, err = readTime(&in); err != nil {
			return fmt.Errorf("its nextUpdate: %w", err)
		}
	}
	var extensions cryptobyte.String
	var present bool
	if !in.ReadOptionalASN1(&c.entries, &present, asn1.SEQUENCE) ||
		!in.ReadOptionalASN1(&extensions, &present, explicit(0)) {
		return errors.New("its entries cannot be read")
	}
	if present && (!extensions.ReadASN1(&extensions, asn1.SEQUENCE) || !eachExtension(extensions, c.readExtension)) {
		return errors.New("its extensions cannot be read")
	}
	return c.countEntries()
}

// Extensions of a list and of its entries, as content octets (RFC 5280, sections 5.2 and 5.3).
const (
	oidAuthorityKey      = "\x55\x1d\x23"
	oidDelta             = "\x55\x1d\x1b"
	oidIssuingPoint      = "\x55\x1d\x1c"
	oidReason            = "\x55\x1d\x15"
	oidCertificateIssuer = "\x55\x1d\x1d"
)

// readExtension handles what OpenSSL handles (x_crl.c, crl_cb).
func (c *CRL) readExtension(ext extension) {
	switch string(ext.id) {
	case oidAuthorityKey:
		c.authority.read(ext.value)
	case oidDelta:
		c.delta = true
	case oidIssuingPoint:
		c.scope.read(ext.value)
	default:
		c.unknownCritical = c.unknownCritical || ext.critical
	}
}

// countEntries walks all entries once, so that a later look-up cannot meet a malformed one.
func (c *CRL) countEntries() error {
	for rest := c.entries; !rest.Empty(); c.Entries++ {
		e, ok := readEntry(&rest)
		if !ok || !eachExtension(e.extensions, func(ext extension) {
			c.unknownCritical = c.unknownCritical || ext.critical && string(ext.id) != oidCertificateIssuer
		}) {
			return fmt.Errorf("its entry %d cannot be read", c.Entries+1)
		}
	}
	return nil
}

// entry is one revoked certificate.
type entry struct {
	serial     cryptobyte.String
	rest       cryptobyte.String // from revocationDate on
	extensions cryptobyte.String
}

func readEntry(list *cryptobyte.String) (entry, bool) {
	var body cryptobyte.String
	var e entry
	if !list.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&e.serial, asn1.INTEGER) {
		return e, false
	}
	e.rest = body
	var date cryptobyte.String
	var tag asn1.Tag
	if !body.ReadAnyASN1(&date, &tag) || tag != asn1.UTCTime && tag != asn1.GeneralizedTime {
		return e, false
	}
	return e, body.Empty() || body.ReadASN1(&e.extensions, asn1.SEQUENCE)
}

// lookup finds the first entry with this serial number, contents of an INTEGER.
func (c *CRL) lookup(serial []byte) (entry, bool) {
	for rest := c.entries; !rest.Empty(); {
		e, ok := readEntry(&rest)
		if !ok {
			return e, false
		}
		if sameInteger(e.serial, serial) {
			return e, true
		}
	}
	return entry{}, false
}

// revokedAt is zero when the date cannot be read.
func (e entry) revokedAt() time.Time {
	rest := e.rest
	t, err := readTime(&rest)
	if err != nil {
		return time.Time{}
	}
	return t
}

// reason is "" when the entry gives none.
func (e entry) reason() string {
	name := ""
	eachExtension(e.extensions, func(ext extension) {
		var code int
		if string(ext.id) == oidReason && ext.value.ReadASN1Enum(&code) {
			name = reasonName(code)
		}
	})
	return name
}
