package revocation

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"

	"mongotls/probe/cert"
)

// GoOCSP is the Go driver's judgement on a staple: nil when it would connect, else what
// its log shows. A status of unknown passes (mongo-driver v2.9.3, x/mongo/driver/ocsp:
// Verify, processStaple, verifyResponse). A nil issuer is subject itself, as in the
// driver when the verified chain has one certificate. For a responder's answer the
// driver ignores every error but ErrRevoked.
func GoOCSP(der []byte, subject, issuer *cert.Cert, at time.Time) error {
	if issuer == nil {
		issuer = subject
	}
	leaf, ca := subject.Std(), issuer.Std()
	if leaf == nil || ca == nil {
		return fmt.Errorf("failed to parse certificate from server: %s%s", subject.GoError, issuer.GoError)
	}
	if err := leaf.CheckSignatureFrom(ca); err != nil && subject != issuer {
		return fmt.Errorf("OCSP verification failed: error checking if server certificate is signed by the issuer in the verified chain: %w", err)
	}
	r, err := ocsp.ParseResponseForCert(der, leaf, ca)
	if err != nil {
		return fmt.Errorf("error parsing stapled response: %w", err)
	}
	if err := goValidate(r, ca, at.UTC()); err != nil {
		return fmt.Errorf("error validating stapled response: %w", err)
	}
	if r.Status == ocsp.Revoked {
		return revokedError("OCSP verification failed: certificate is revoked")
	}
	return nil
}

// goValidate is verifyResponse of the driver.
func goValidate(r *ocsp.Response, ca *x509.Certificate, at time.Time) error {
	if !goMaySign(r, ca) {
		return errors.New("delegate responder certificate is missing the OCSP signing extended key usage")
	}
	if r.ThisUpdate.After(at) {
		return fmt.Errorf("reported thisUpdate time %s is after current time %s", r.ThisUpdate, at)
	}
	if !r.NextUpdate.IsZero() && r.NextUpdate.Before(at) {
		return fmt.Errorf("reported nextUpdate time %s is before current time %s", r.NextUpdate, at)
	}
	return nil
}

// goMaySign is verifyExtendedKeyUsage of the driver: it looks at what the responder
// id says, not at who the embedded certificate is.
func goMaySign(r *ocsp.Response, ca *x509.Certificate) bool {
	if r.Certificate == nil {
		return true
	}
	keyHash := sha1.Sum(publicKeyBits(ca.RawSubjectPublicKeyInfo))
	isIssuer := r.RawResponderName != nil && bytes.Equal(r.RawResponderName, ca.RawSubject) ||
		r.ResponderKeyHash != nil && bytes.Equal(r.ResponderKeyHash, keyHash[:])
	return isIssuer || slices.Contains(r.Certificate.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning)
}
