// Package revocation judges OCSP responses (RFC 6960) and certificate revocation
// lists (RFC 5280, section 5) for one certificate at one moment.
//
// [OCSP] and [CheckCRL] give this tool's own verdict, with OpenSSL 3's rules where
// the standards leave room. [GoOCSP], [LibmongocOCSP] and the other functions of the
// driver_*.go files give the judgement of the drivers that look at OCSP responses, which
// differs from it and from each other. "Not verifiable by this tool" is never called bad.
//
// It is pure: no I/O, no clock. Everything that it reads may come from an attacker:
// parsing is linear in the input, and the number of signatures checked is bounded.
package revocation
