package revocation

import (
	"errors"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
)

// Request builds the OCSP request for one certificate (RFC 6960, section 4.1): a
// SHA-1 CertID, which every driver sends and every responder knows, no nonce.
func Request(subject, issuer *cert.Cert) ([]byte, error) {
	key := publicKeyBits(issuer.RawSPKI)
	if key == nil || subject.Serial == nil {
		return nil, errors.New("the issuer's public key or the serial number cannot be read")
	}
	h, _ := hashByOID(sha1OID)
	var b cryptobyte.Builder
	sequences(&b, 4, func(b *cryptobyte.Builder) { // OCSPRequest, TBSRequest, requestList, Request
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(sha1OID)) })
				b.AddASN1NULL()
			})
			b.AddASN1OctetString(h.sum(subject.Issuer.Raw))
			b.AddASN1OctetString(h.sum(key))
			b.AddASN1BigInt(subject.Serial)
		})
	})
	return b.Bytes()
}

// sequences adds n nested SEQUENCEs around what add adds.
func sequences(b *cryptobyte.Builder, n int, add cryptobyte.BuilderContinuation) {
	if n == 0 {
		add(b)
		return
	}
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { sequences(b, n-1, add) })
}
