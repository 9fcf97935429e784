package revocation

import "errors"

// ErrRevoked is what the error of [GoOCSP] and [LibmongocOCSP] is (errors.Is) when the
// driver refuses the certificate because it is revoked, not because the response is bad.
var ErrRevoked = errors.New("certificate is revoked")

// revokedError is the text that a driver logs for a revoked certificate.
type revokedError string

func (e revokedError) Error() string { return string(e) }

// Is makes it ErrRevoked.
func (e revokedError) Is(target error) bool { return target == ErrRevoked }
