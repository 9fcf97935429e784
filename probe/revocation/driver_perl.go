package revocation

import (
	"time"

	"mongotls/probe/cert"
)

// PerlOCSP is the judgement on a staple by IO::Socket::SSL, which does TLS for the Perl driver
// and asks for a staple whenever it verifies (SSL_OCSP_TRY_STAPLE): nil when it would connect,
// else the error that it reports (IO/Socket/SSL.pm, the status callback; Net::SSLeay,
// OCSP_response_results). It is soft: a staple that it cannot read or verify, of other
// certificates, or out of its dates counts as none. What it refuses is a status of revoked or
// unknown, whatever its dates, of any certificate of the chain. A signature that this
// tool cannot verify passes. It asks no responder.
func PerlOCSP(der []byte, chain []*cert.Cert, at time.Time) error {
	if len(chain) == 0 {
		return nil
	}
	r, _, err := parseResponse(der) // d2i_OCSP_RESPONSE ignores trailing bytes
	if err != nil || r.status != 0 || r.authorised(chain[0], issuerIn(chain), at) != nil {
		return nil
	}
	for i, c := range chain {
		s, mismatch := r.find(c, issuerIn(chain[i:]))
		if mismatch != "" || s.id.hash != sha1OID {
			continue
		}
		switch s.status {
		case certRevoked:
			return revokedError("certificate status is revoked")
		case certUnknown:
			return logged("certificate status is unknown")
		}
	}
	return nil
}
