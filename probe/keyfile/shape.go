package keyfile

import (
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// derShape tells whether a file is one DER SEQUENCE whose content satisfies shape.
// Shapes look at the outermost fields only; they name a file and do not parse it.
func derShape(shape func(cryptobyte.String) bool) func([]byte) bool {
	return func(data []byte) bool {
		input := cryptobyte.String(data)
		var content cryptobyte.String
		return input.ReadASN1(&content, cbasn1.SEQUENCE) && shape(content)
	}
}

// signed is the common outer form of certificates, CRLs and requests: a SEQUENCE, an
// algorithm and a BIT STRING. It returns the content of the first.
func signed(s cryptobyte.String) (cryptobyte.String, bool) {
	var body, algorithm, signature cryptobyte.String
	ok := s.ReadASN1(&body, cbasn1.SEQUENCE) && s.ReadASN1(&algorithm, cbasn1.SEQUENCE) &&
		s.ReadASN1(&signature, cbasn1.BIT_STRING) && s.Empty()
	return body, ok
}

// isCertificate: TBSCertificate has, after version and serial, an algorithm, a name
// and two times (RFC 5280, section 4.1).
func isCertificate(s cryptobyte.String) bool {
	body, ok := signed(s)
	var validity cryptobyte.String
	version := cbasn1.Tag(0).ContextSpecific().Constructed()
	return ok && body.SkipOptionalASN1(version) && body.SkipASN1(cbasn1.INTEGER) && body.SkipASN1(cbasn1.SEQUENCE) &&
		body.SkipASN1(cbasn1.SEQUENCE) && body.ReadASN1(&validity, cbasn1.SEQUENCE) && isTime(&validity)
}

// isCRL: TBSCertList has a time where a certificate has its validity (RFC 5280, section 5.1).
func isCRL(s cryptobyte.String) bool {
	body, ok := signed(s)
	return ok && body.SkipOptionalASN1(cbasn1.INTEGER) && body.SkipASN1(cbasn1.SEQUENCE) &&
		body.SkipASN1(cbasn1.SEQUENCE) && isTime(&body)
}

func isTime(s *cryptobyte.String) bool {
	return s.SkipASN1(cbasn1.UTCTime) || s.SkipASN1(cbasn1.GeneralizedTime)
}

// isRequest: CertificationRequestInfo (RFC 2986, section 4.1).
func isRequest(s cryptobyte.String) bool {
	body, ok := signed(s)
	return ok && body.SkipASN1(cbasn1.INTEGER) && body.SkipASN1(cbasn1.SEQUENCE) &&
		body.SkipASN1(cbasn1.SEQUENCE) && body.PeekASN1Tag(cbasn1.Tag(0).ContextSpecific().Constructed())
}

// isPKCS12: PFX is version 3 and a ContentInfo (RFC 7292, section 4).
func isPKCS12(s cryptobyte.String) bool {
	var version int
	var content cryptobyte.String
	return s.ReadASN1Integer(&version) && version == 3 && s.ReadASN1(&content, cbasn1.SEQUENCE) && content.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER)
}

// isPKCS7: a ContentInfo of type signedData (RFC 2315, section 7).
func isPKCS7(s cryptobyte.String) bool {
	var oid asn1.ObjectIdentifier
	return s.ReadASN1ObjectIdentifier(&oid) && oid.String() == "1.2.840.113549.1.7.2"
}

// isPrivateKey: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) or SEC 1 (RFC 5915); all begin
// with a small version.
func isPrivateKey(s cryptobyte.String) bool {
	var version int
	if !s.ReadASN1Integer(&version) || version < 0 || version > 1 {
		return false
	}
	return s.PeekASN1Tag(cbasn1.SEQUENCE) || s.PeekASN1Tag(cbasn1.INTEGER) || s.PeekASN1Tag(cbasn1.OCTET_STRING)
}

// isEncryptedKey: EncryptedPrivateKeyInfo (RFC 5958, section 3).
func isEncryptedKey(s cryptobyte.String) bool {
	return s.SkipASN1(cbasn1.SEQUENCE) && s.SkipASN1(cbasn1.OCTET_STRING) && s.Empty()
}

// isPublicKey: SubjectPublicKeyInfo (RFC 5280, section 4.1).
func isPublicKey(s cryptobyte.String) bool {
	return s.SkipASN1(cbasn1.SEQUENCE) && s.SkipASN1(cbasn1.BIT_STRING) && s.Empty()
}

// rawSubject finds the encoded subject of a certificate, nil where it has no such form.
func rawSubject(der []byte) []byte {
	input := cryptobyte.String(der)
	var outer, body, subject cryptobyte.String
	version := cbasn1.Tag(0).ContextSpecific().Constructed()
	ok := input.ReadASN1(&outer, cbasn1.SEQUENCE) && outer.ReadASN1(&body, cbasn1.SEQUENCE) &&
		body.SkipOptionalASN1(version) && body.SkipASN1(cbasn1.INTEGER) &&
		body.SkipASN1(cbasn1.SEQUENCE) && body.SkipASN1(cbasn1.SEQUENCE) && body.SkipASN1(cbasn1.SEQUENCE) &&
		body.ReadASN1Element(&subject, cbasn1.SEQUENCE)
	if !ok {
		return nil
	}
	return subject
}
