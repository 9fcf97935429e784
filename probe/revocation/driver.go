package revocation

import (
	"errors"
	"fmt"
	"time"

	"mongotls/probe/cert"
)

// ErrRevoked is what the error of a driver's judgement ([GoOCSP], [LibmongocOCSP] and the
// others) is (errors.Is) when the driver refuses the certificate because it is revoked, not
// because the response is bad.
var ErrRevoked = errors.New("certificate is revoked")

// revokedError is the text that a driver logs for a revoked certificate.
type revokedError string

func (e revokedError) Error() string { return string(e) }

// Is makes it ErrRevoked.
func (e revokedError) Is(target error) bool { return target == ErrRevoked }

// logged is an error in the driver's own words, capitals included.
func logged(format string, args ...any) error { return fmt.Errorf(format, args...) }

// issuerIn is the issuer of the first certificate of a verified chain; a chain of one is its
// own issuer.
func issuerIn(chain []*cert.Cert) *cert.Cert { return chain[min(1, len(chain)-1)] }

// authorised checks the signature and who made it as OCSP_basic_verify does without flags
// (ocsp_vfy.c): the signer is the issuer, or one to whom the issuer delegated that. What
// this tool cannot verify passes.
func (r *response) authorised(subject, issuer *cert.Cert, at time.Time) error {
	j := judgement{subject: subject, issuer: issuer, at: at}
	j.judgeSigner(r)
	if j.out.Cause != "" {
		return errors.New(j.clauses.String())
	}
	return nil
}
