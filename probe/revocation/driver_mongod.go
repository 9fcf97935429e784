package revocation

import (
	"time"

	"mongotls/probe/cert"
)

// MongodOCSP is the judgement on a staple by mongod towards other members, and by the legacy
// mongo shell (ssl_manager_openssl.cpp: ocspClientCallback, verifyStapledResponse,
// parseAndValidateOCSPResponse): nil when it would connect, else what its log shows. A staple
// is looked at only where the certificate names a responder; then it must be good, so that
// unknown and everything that cannot be verified end the handshake. thisUpdate is not
// compared. For a responder's answer it ignores every error but ErrRevoked. A signature that
// this tool cannot verify passes.
func MongodOCSP(der []byte, chain []*cert.Cert, at time.Time) error {
	if len(chain) == 0 {
		return statusFailed("Could not get X509 Object from store.")
	}
	leaf, issuer := chain[0], issuerIn(chain)
	if len(leaf.OCSPServers) == 0 {
		return nil
	}
	r, _, err := parseResponse(der) // d2i_OCSP_RESPONSE ignores trailing bytes
	switch {
	case err != nil:
		return statusFailed("incomplete OCSP response.")
	case r.status != 0:
		return statusFailed("Error querying the OCSP responder: " + responseStatus(r.status))
	}
	if err := r.authorised(leaf, issuer, at); err != nil {
		return statusFailed("Failed to verify signature from OCSP response.")
	}
	return r.mongodStatus(leaf, issuer, at)
}

// mongodStatus is iterateResponse: every status of the certificate must be good, and the
// earliest nextUpdate must not have passed.
func (r *response) mongodStatus(leaf, issuer *cert.Cert, at time.Time) error {
	found := false
	var earliest time.Time
	for _, s := range r.singles {
		if _, known := hashByOID(s.id.hash); !known || s.id.mismatch(leaf, issuer) != "" {
			continue
		}
		found = true
		switch s.status {
		case certRevoked:
			return revokedError(statusFailed("OCSP Certificate Status: Revoked. Reason: " + opensslReason(s.reason)).Error())
		case certUnknown:
			return statusFailed("Unexpected OCSP Certificate Status. Reason: 2")
		}
		if !s.nextUpdate.IsZero() && (earliest.IsZero() || s.nextUpdate.Before(earliest)) {
			earliest = s.nextUpdate
		}
	}
	switch {
	case !found:
		return statusFailed("OCSP Basic Response is insufficient: No single responses matched any of the expected cert IDs")
	case !earliest.IsZero() && earliest.Before(at):
		return statusFailed("OCSP Basic Response is invalid: Response is expired.")
	}
	return nil
}

// statusFailed is getSSLFailure.
func statusFailed(why string) error {
	return logged("SSL peer certificate revocation status checking failed: %s", why)
}
