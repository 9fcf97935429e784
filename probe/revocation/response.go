package revocation

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
)

// maxEmbedded bounds the certificates that are read of one response.
const maxEmbedded = 16

// response is an OCSPResponse (RFC 6960, section 4.2.1), read but not judged.
type response struct {
	status    int    // responseStatus; the rest is empty unless it is 0
	tbs       []byte // ResponseData, as signed
	algorithm cert.SignatureAlgorithm
	signature []byte

	responderName []byte // DER of the Name; nil when the responder is named by its key
	responderKey  []byte // SHA-1 of its public key
	producedAt    time.Time
	singles       []single
	certs         []*cert.Cert
	notes         []string // oddities that are no faults under OpenSSL's rules
}

// certStatus is the CHOICE of RFC 6960, section 4.2.1; its values are the tag numbers.
type certStatus uint8

const (
	certGood certStatus = iota
	certRevoked
	certUnknown
)

// single is a SingleResponse. One that is malformed makes the whole response so.
type single struct {
	id         certID
	status     certStatus
	thisUpdate time.Time
	nextUpdate time.Time // zero = absent
	revokedAt  time.Time
	reason     string
	critical   bool // it has a critical extension
}

var errBasic = errors.New("it is not a basic OCSP response")

// parseResponse reads DER. Trailing bytes are an error of their own, because
// OpenSSL's d2i functions ignore them.
func parseResponse(der []byte) (r *response, trailing bool, err error) {
	in := cryptobyte.String(der)
	var body, inner, basic cryptobyte.String
	var present bool
	r = new(response)
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1Enum(&r.status) {
		return nil, false, errors.New("it is not an OCSPResponse")
	}
	trailing = !in.Empty()
	if r.status != 0 {
		return r, trailing, nil
	}
	if !body.ReadOptionalASN1(&inner, &present, explicit(0)) || !present {
		return nil, trailing, errors.New("it claims success and holds no response")
	}
	var id cryptobyte.String
	if !inner.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) ||
		string(id) != oidBasic || !inner.ReadASN1(&basic, asn1.OCTET_STRING) {
		return nil, trailing, errBasic
	}
	trailing = trailing || !inner.Empty()
	return r, trailing, r.readBasic(basic)
}

// oidBasic is id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1, as content octets.
const oidBasic = "\x2b\x06\x01\x05\x05\x07\x30\x01\x01"

// readBasic reads a BasicOCSPResponse.
func (r *response) readBasic(in cryptobyte.String) error {
	var tbs, algorithm, certs cryptobyte.String
	var present bool
	if !in.ReadASN1(&in, asn1.SEQUENCE) || !in.ReadASN1Element(&tbs, asn1.SEQUENCE) ||
		!in.ReadASN1Element(&algorithm, asn1.SEQUENCE) || !in.ReadASN1BitStringAsBytes(&r.signature) ||
		!in.ReadOptionalASN1(&certs, &present, explicit(0)) {
		return errBasic
	}
	r.tbs = tbs
	var err error
	if r.algorithm, err = cert.ParseSignatureAlgorithm(algorithm); err != nil {
		return fmt.Errorf("its signature algorithm cannot be read: %w", err)
	}
	if present && !certs.ReadASN1(&certs, asn1.SEQUENCE) {
		return errors.New("its certificates cannot be read")
	}
	if err := r.readData(tbs); err != nil {
		return err
	}
	return r.readCerts(certs)
}

// readData reads a ResponseData.
func (r *response) readData(in cryptobyte.String) error {
	var list cryptobyte.String
	if !in.ReadASN1(&in, asn1.SEQUENCE) || !in.SkipOptionalASN1(explicit(0)) || !r.readResponder(&in) {
		return errors.New("its responder id cannot be read")
	}
	var err error
	if r.producedAt, err = readTime(&in); err != nil {
		return fmt.Errorf("its producedAt: %w", err)
	}
	if !in.ReadASN1(&list, asn1.SEQUENCE) || list.Empty() {
		return errors.New("it holds no status of any certificate")
	}
	for !list.Empty() {
		s, err := readSingle(&list)
		if err != nil {
			return err
		}
		r.singles = append(r.singles, s)
	}
	return nil
}

func (r *response) readResponder(in *cryptobyte.String) bool {
	var id cryptobyte.String
	switch {
	case in.PeekASN1Tag(explicit(1)):
		var name cryptobyte.String
		ok := in.ReadASN1(&id, explicit(1)) && id.ReadASN1Element(&name, asn1.SEQUENCE)
		r.responderName = name
		return ok
	case in.PeekASN1Tag(explicit(2)):
		var hash cryptobyte.String
		ok := in.ReadASN1(&id, explicit(2)) && id.ReadASN1(&hash, asn1.OCTET_STRING)
		r.responderKey = hash
		return ok
	}
	return false
}

func readSingle(list *cryptobyte.String) (single, error) {
	var s single
	var body, next cryptobyte.String
	var present bool
	var err error
	if !list.ReadASN1(&body, asn1.SEQUENCE) || !s.id.read(&body) {
		return s, errors.New("one of its CertIDs cannot be read")
	}
	if err := s.readStatus(&body); err != nil {
		return s, err
	}
	if s.thisUpdate, err = readTime(&body); err != nil {
		return s, fmt.Errorf("its thisUpdate: %w", err)
	}
	if !body.ReadOptionalASN1(&next, &present, explicit(0)) {
		return s, errors.New("its nextUpdate cannot be read")
	}
	if present {
		if s.nextUpdate, err = readTime(&next); err != nil {
			return s, fmt.Errorf("its nextUpdate: %w", err)
		}
	}
	s.critical = hasCritical(body)
	return s, nil
}

// hasCritical tells whether the singleExtensions that in begins with have a critical one.
// What cannot be read has none.
func hasCritical(in cryptobyte.String) bool {
	var list, extension, oid cryptobyte.String
	if !in.ReadASN1(&list, explicit(1)) || !list.ReadASN1(&list, asn1.SEQUENCE) {
		return false
	}
	for list.ReadASN1(&extension, asn1.SEQUENCE) {
		var critical bool
		if extension.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) && extension.ReadASN1Boolean(&critical) && critical {
			return true
		}
	}
	return false
}

// critical tells whether any status has a critical extension.
func (r *response) critical() bool {
	return slices.ContainsFunc(r.singles, func(s single) bool { return s.critical })
}

func (s *single) readStatus(body *cryptobyte.String) error {
	var content cryptobyte.String
	var tag asn1.Tag
	if !body.ReadAnyASN1(&content, &tag) {
		return errors.New("a certificate's status cannot be read")
	}
	switch tag {
	case implicit(uint8(certGood)):
		s.status = certGood
	case implicit(uint8(certUnknown)):
		s.status = certUnknown
	case explicit(uint8(certRevoked)):
		s.status = certRevoked
		return s.readRevoked(content)
	default:
		return errors.New("a certificate's status is none of good, revoked and unknown")
	}
	return nil
}

func (s *single) readRevoked(in cryptobyte.String) error {
	var err error
	if s.revokedAt, err = readTime(&in); err != nil {
		return fmt.Errorf("its time of revocation: %w", err)
	}
	var reason cryptobyte.String
	var present bool
	var code int
	if !in.ReadOptionalASN1(&reason, &present, explicit(0)) || present && !reason.ReadASN1Enum(&code) {
		return errors.New("its reason for the revocation cannot be read")
	}
	if present {
		s.reason = reasonName(code)
	}
	return nil
}

// readCerts keeps the embedded certificates that can be read.
func (r *response) readCerts(in cryptobyte.String) error {
	for !in.Empty() {
		var der cryptobyte.String
		if !in.ReadASN1Element(&der, asn1.SEQUENCE) {
			return errors.New("its certificates cannot be read")
		}
		if len(r.certs) == maxEmbedded {
			r.notes = append(r.notes, fmt.Sprintf("only its first %d certificates were looked at", maxEmbedded))
			return nil
		}
		c, err := cert.Parse(der)
		if err != nil {
			r.notes = append(r.notes, "one of its certificates cannot be read: "+err.Error())
			continue
		}
		r.certs = append(r.certs, c)
	}
	return nil
}
