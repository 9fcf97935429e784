package fetch

import (
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
)

// maxCertificates bounds the certificates kept of one download.
const maxCertificates = 32

var errNoCertificate = errors.New("it is no certificate: neither DER nor PEM nor PKCS#7")

// certificates reads what an AIA URL may serve: one DER certificate or a certs-only
// PKCS#7 (RFC 5280, section 4.2.2.1), and PEM of either, which it should not be.
func certificates(body []byte) ([]*cert.Cert, error) {
	certs, err := decode(body)
	if err == nil && len(certs) == 0 {
		err = errNoCertificate
	}
	return certs[:min(len(certs), maxCertificates)], err
}

func decode(body []byte) ([]*cert.Cert, error) {
	if certs, err := parsePKCS7(body); err == nil {
		return certs, nil
	}
	if len(body) > 0 && body[0] == 0x30 {
		c, err := cert.Parse(body)
		if err != nil {
			return nil, err
		}
		return []*cert.Cert{c}, nil
	}
	if block, _ := pem.Decode(body); block != nil && block.Type == "PKCS7" {
		return parsePKCS7(block.Bytes)
	}
	certs, errs := cert.FromPEM(body)
	if len(certs) == 0 {
		return nil, errors.Join(errs...)
	}
	return certs, nil
}

// Content octets of id-signedData, 1.2.840.113549.1.7.2.
const oidSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

var errPKCS7 = errors.New("it is no PKCS#7 SignedData in DER")

// parsePKCS7 reads the certificates of a SignedData (RFC 2315, section 9.1). Its
// content and signatures do not matter.
func parsePKCS7(der []byte) ([]*cert.Cert, error) {
	in := cryptobyte.String(der)
	var body, id, list cryptobyte.String
	var present bool
	explicit := asn1.Tag(0).ContextSpecific().Constructed()
	if !in.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&id, asn1.OBJECT_IDENTIFIER) || string(id) != oidSignedData ||
		!body.ReadASN1(&body, explicit) || !body.ReadASN1(&body, asn1.SEQUENCE) ||
		!body.SkipASN1(asn1.INTEGER) || !body.SkipASN1(asn1.SET) || !body.SkipASN1(asn1.SEQUENCE) ||
		!body.ReadOptionalASN1(&list, &present, explicit) {
		return nil, errPKCS7
	}
	var certs []*cert.Cert
	for !list.Empty() && len(certs) < maxCertificates {
		var one cryptobyte.String
		if !list.ReadASN1Element(&one, asn1.SEQUENCE) {
			return nil, errPKCS7
		}
		c, err := cert.Parse(one)
		if err != nil {
			return nil, fmt.Errorf("certificate %d of the PKCS#7: %w", len(certs)+1, err)
		}
		certs = append(certs, c)
	}
	return certs, nil
}
