package revocation

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
)

// ocspSigning is id-kp-OCSPSigning (RFC 6960, section 4.2.2.2).
const ocspSigning = "1.3.6.1.5.5.7.3.9"

// isResponder tells whether the responder id names c.
func (r *response) isResponder(c *cert.Cert) bool {
	if r.responderName != nil {
		return sameName(r.responderName, c.Subject)
	}
	h, _ := hashByOID(sha1OID)
	return bytes.Equal(r.responderKey, h.sum(publicKeyBits(c.RawSPKI)))
}

// responder is the responder id in words.
func (r *response) responder() string {
	if r.responderName == nil {
		return "the key with SHA-1 " + hexText(r.responderKey)
	}
	name, err := cert.ParseName(r.responderName)
	if err != nil {
		return "a name that cannot be read"
	}
	return name.Text
}

// verify finds the signer: of the candidates that the responder id names, the first
// whose key made the signature, else the first that might have, else the first.
// OpenSSL looks at the first only (ocsp_vfy.c, ocsp_find_signer_sk), which matters where
// two certificates share a name.
func (r *response) verify(candidates []*cert.Cert) (*cert.Cert, cert.SignatureState) {
	var signer *cert.Cert
	var state cert.SignatureState
	for _, c := range candidates {
		if c == nil || !r.isResponder(c) {
			continue
		}
		s := cert.VerifySignature(c.Key, r.algorithm, r.tbs, r.signature)
		if s.Valid() {
			return c, s
		}
		if signer == nil || s.Status == cert.SignatureUnsupported && state.Status == cert.SignatureInvalid {
			signer, state = c, s
		}
	}
	return signer, state
}

// authority checks that signer may speak for issuer: it is the issuer, or the issuer
// delegated to it (RFC 6960, section 4.2.2.2; ocsp_vfy.c, ocsp_check_issuer and the
// validation of the signer before it). The problem is "" when it may.
func authority(signer, subject, issuer *cert.Cert, at time.Time) (problem string, state cert.SignatureState) {
	valid := cert.SignatureState{Status: cert.SignatureValid}
	if isSameCA(signer, issuer) {
		return "", valid
	}
	who := "its signer, " + signer.Subject.Text + ","
	if signer.SHA256 == subject.SHA256 {
		who = "its signer is the certificate itself, which"
	}
	if !sameName(signer.Issuer.Raw, issuer.Subject) {
		return who + " was not issued by " + issuer.Subject.Text, valid
	}
	if state = signer.CheckSignatureFrom(issuer); state.Status == cert.SignatureInvalid {
		return who + " was not signed by the key of " + issuer.Subject.Text, state
	}
	switch {
	case !slices.Contains(signer.ExtKeyUsage, ocspSigning):
		return who + " lacks the extended key usage OCSPSigning", state
	case at.Before(signer.NotBefore):
		return who + " is not valid before " + stamp(signer.NotBefore), state
	case at.After(signer.NotAfter):
		return who + " expired on " + stamp(signer.NotAfter), state
	case len(signer.UnknownCritical) > 0:
		return who + " has an unknown critical extension", state
	}
	return "", state
}

// isSameCA tells whether two certificates are of one CA: the same name and key. A
// renewed or cross-signed CA certificate is the same CA.
func isSameCA(a, b *cert.Cert) bool {
	return bytes.Equal(a.RawSPKI, b.RawSPKI) && sameName(a.Subject.Raw, b.Subject)
}

// sameName compares as X509_NAME_cmp does (x_name.c): the type of string, case and
// runs of spaces do not count.
func sameName(raw []byte, name cert.Name) bool {
	if bytes.Equal(raw, name.Raw) {
		return true
	}
	other, err := cert.ParseName(raw)
	if err != nil {
		return false
	}
	return slices.EqualFunc(other.Attributes, name.Attributes, func(a, b cert.Attribute) bool {
		return a.OID == b.OID && strings.EqualFold(foldSpaces(a.Value), foldSpaces(b.Value))
	})
}

func foldSpaces(s string) string { return strings.Join(strings.Fields(s), " ") }
