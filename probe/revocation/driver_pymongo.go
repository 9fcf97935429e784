package revocation

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"mongotls/probe/cert"
)

// errUnreadable is a response that Python's cryptography cannot read. PyMongo does not catch
// its ValueError, which ends the handshake as well.
var errUnreadable = errors.New("error parsing asn1 value")

// PyMongoOCSP is the judgement on a staple by PyMongo with its ocsp extra: nil when it would
// connect, else what its log of level DEBUG shows (pymongo/ocsp_support.py, _ocsp_callback).
// Three things set it apart: nobody compares the CertID of a staple with the certificate, the
// dates of a delegate's certificate do not matter, and a response with several statuses
// cannot be read (cryptography reads one). A status of unknown passes. For a responder's
// answer it ignores every error but ErrRevoked. A signature that this tool cannot verify passes.
func PyMongoOCSP(der []byte, chain []*cert.Cert, at time.Time) error {
	if len(chain) == 0 {
		return logged("No issuer cert?")
	}
	r, trailing, err := parseResponse(der)
	switch {
	case err != nil || trailing:
		return errUnreadable
	case r.status != 0:
		return logged("OCSP response status: %s", responseStatus(r.status))
	case len(r.singles) != 1:
		return logged("OCSP response contains %d SINGLERESP structures", len(r.singles))
	}
	if err := r.pymongoVerify(issuerIn(chain)); err != nil {
		return err
	}
	s := r.singles[0]
	switch {
	case s.thisUpdate.After(at):
		return logged("thisUpdate is in the future")
	case !s.nextUpdate.IsZero() && s.nextUpdate.Before(at):
		return logged("nextUpdate is in the past")
	case s.status == certRevoked:
		return revokedError("OCSP cert status: REVOKED")
	}
	return nil
}

// pymongoVerify is _verify_response_signature.
func (r *response) pymongoVerify(issuer *cert.Cert) error {
	signer := issuer
	byIssuer := r.responderName != nil && sameName(r.responderName, issuer.Subject) ||
		r.responderKey != nil && bytes.Equal(r.responderKey, r.singles[0].id.keyHash)
	if !byIssuer {
		if signer = r.pymongoDelegate(issuer); signer == nil {
			return logged("No matching or valid responder certs.")
		}
		switch {
		case !slices.Contains(signer.ExtKeyUsage, ocspSigning):
			return logged("Delegate not authorized for OCSP signing")
		case signer.CheckSignatureFrom(issuer).Status == cert.SignatureInvalid:
			return logged("Delegate signature verification failed")
		}
	}
	if cert.VerifySignature(signer.Key, r.algorithm, r.tbs, r.signature).Status == cert.SignatureInvalid || r.pss() {
		return logged("Response signature verification failed")
	}
	return nil
}

// pymongoDelegate is the first embedded certificate that the responder id names and that
// names the issuer; nil if there is none.
func (r *response) pymongoDelegate(issuer *cert.Cert) *cert.Cert {
	for _, c := range r.certs {
		if r.isResponder(c) && c.Issuer.Equal(issuer.Subject) {
			return c
		}
	}
	return nil
}

// pss tells whether the signature is of RSASSA-PSS, which PyMongo verifies as one of
// RSASSA-PKCS1-v1_5 (_verify_signature).
func (r *response) pss() bool { return r.algorithm.OID == "1.2.840.113549.1.1.10" }
