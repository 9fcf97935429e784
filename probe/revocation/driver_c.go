package revocation

import (
	"errors"
	"strings"
	"time"

	"mongotls/probe/cert"
)

// LibmongocOCSP is the judgement on a staple by libmongoc (the C driver, and with it
// PHP and others) built with OpenSSL: nil when it would connect, else what its log
// shows (mongoc-openssl.c, _mongoc_ocsp_tlsext_status). chain is the verified chain, leaf
// first. Three things set it apart: only a status under a SHA-1 CertID is found, a signer
// that is any certificate of the chain needs no further authority (OCSP_TRUSTOTHER), and
// a status of unknown passes. For a responder's answer the driver ignores every error but
// ErrRevoked. A signature that this tool cannot verify passes.
func LibmongocOCSP(der []byte, chain []*cert.Cert, at time.Time) error {
	if len(chain) == 0 {
		return logged("Unable to obtain verified chain")
	}
	issuer := issuerIn(chain)
	r, _, err := parseResponse(der) // d2i_OCSP_RESPONSE ignores trailing bytes
	switch {
	case err != nil:
		return logged("Failed to parse OCSP response: %w", err)
	case r.status != 0:
		return logged("OCSP response error %d %s", r.status, strings.ToLower(responseStatus(r.status)))
	}
	if err := r.basicVerify(chain, issuer, at); err != nil {
		return logged("OCSP response failed verification: %w", err)
	}
	s, mismatch := r.find(chain[0], issuer)
	switch {
	case mismatch != "" || s.id.hash != sha1OID:
		return logged("No OCSP response found for the peer certificate")
	case at.Before(s.thisUpdate) || !s.nextUpdate.IsZero() && !at.Before(s.nextUpdate):
		return logged("OCSP response has expired")
	case s.status == certRevoked:
		return revokedError("OCSP Certificate Status: Revoked. Reason: " + opensslReason(s.reason))
	}
	return nil
}

// opensslReason is OCSP_crl_reason_str (ocsp_prn.c).
func opensslReason(reason string) string {
	if reason == "" {
		return "(UNKNOWN)"
	}
	return reason
}

// basicVerify is OCSP_basic_verify with OCSP_TRUSTOTHER (ocsp_vfy.c).
func (r *response) basicVerify(chain []*cert.Cert, issuer *cert.Cert, at time.Time) error {
	trusted, state := r.verify(chain)
	if trusted != nil {
		return signatureError(state)
	}
	signer, state := r.verify(r.certs)
	if signer == nil {
		return errors.New("signer certificate not found")
	}
	if err := signatureError(state); err != nil {
		return err
	}
	if problem, _ := authority(signer, chain[0], issuer, at); problem != "" {
		return errors.New(problem)
	}
	return nil
}

func signatureError(s cert.SignatureState) error {
	if s.Status == cert.SignatureInvalid {
		return errors.New("signature failure")
	}
	return nil
}
