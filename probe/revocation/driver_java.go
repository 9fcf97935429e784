package revocation

import (
	"errors"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
)

// javaSkew is how far clocks may differ (OCSPResponse.java, MAX_CLOCK_SKEW).
const javaSkew = 15 * time.Minute

// ErrJavaUndetermined is what the error of [JavaOCSP] is (errors.Is) when the response could
// not be read or settles nothing. All of its errors but ErrRevoked make Java turn to CRLs.
var ErrJavaUndetermined = logged("Unable to determine revocation status due to network error")

// JSSEOCSP is what ends a handshake with a JVM that does not check revocation: a stapled response
// that OCSPResponse.java cannot read, or that has a critical extension it does not know.
func JSSEOCSP(der []byte) error {
	r, trailing, err := parseResponse(der)
	switch {
	case err != nil:
		return err
	case trailing:
		return errors.New("bytes follow the response")
	case r.critical():
		//lint:ignore ST1005 these are Java's words
		return errors.New("Unsupported OCSP critical extension")
	}
	return nil
}

// JavaOCSP is the judgement on an OCSP response, stapled or from a responder, by a JVM with
// com.sun.net.ssl.checkRevocation=true: nil when it settles that the certificate is good, else
// the message of the CertPathValidatorException (sun.security.provider.certpath,
// RevocationChecker.checkOCSP, OCSPResponse.verify). Three things set it apart: clocks may
// differ by 15 minutes, a response without nextUpdate is out of date that long after its
// thisUpdate, and a status of unknown fails. Whether an error ends the connection depends on the
// CRLs (PREFER_OCSP with fallback); ErrRevoked does. A signature that this tool cannot verify
// passes.
func JavaOCSP(der []byte, subject, issuer *cert.Cert, at time.Time) error {
	r, trailing, err := parseResponse(der)
	switch {
	case err != nil || trailing || r.critical():
		return ErrJavaUndetermined
	case r.status != 0:
		return logged("OCSP response error: %s", javaConstant(responseStatus(r.status)))
	}
	s, mismatch := r.find(subject, issuer)
	if mismatch != "" || s.id.hash != sha1OID {
		return logged("OCSP response does not include a response for a certificate supplied in the OCSP request")
	}
	if err := r.javaVerify(issuer, at); err != nil {
		return err
	}
	if slices.ContainsFunc(r.singles, func(s single) bool { return s.javaStale(at) }) {
		return logged("Response is unreliable: its validity interval is out-of-date")
	}
	switch {
	case s.status == certRevoked && s.revokedAt.Before(at):
		return revokedError("Certificate has been revoked, reason: " + javaReason(s.reason))
	case s.status == certUnknown:
		return logged("Certificate's revocation status is unknown")
	}
	return nil
}

// javaVerify finds the signer, embedded certificates first, and checks that it may sign.
func (r *response) javaVerify(issuer *cert.Cert, at time.Time) error {
	candidates := append(slices.Clone(r.certs), issuer)
	i := slices.IndexFunc(candidates, r.isResponder)
	if i < 0 {
		return logged("Unable to verify OCSP Response's signature")
	}
	signer := candidates[i]
	if !isSameCA(signer, issuer) {
		switch {
		case !signer.Issuer.Equal(issuer.Subject):
			return logged("Responder's certificate is not authorized to sign OCSP responses")
		case !slices.Contains(signer.ExtKeyUsage, ocspSigning):
			return logged("Responder's certificate not valid for signing OCSP responses")
		case at.Before(signer.NotBefore) || at.After(signer.NotAfter):
			return logged("Responder's certificate not within the validity period")
		case signer.CheckSignatureFrom(issuer).Status == cert.SignatureInvalid:
			return logged("Unable to verify OCSP Response's signature")
		}
	}
	if cert.VerifySignature(signer.Key, r.algorithm, r.tbs, r.signature).Status == cert.SignatureInvalid {
		return logged("Error verifying OCSP Response's signature")
	}
	return nil
}

func (s single) javaStale(at time.Time) bool {
	until := s.nextUpdate
	if until.IsZero() {
		until = s.thisUpdate
	}
	return at.Add(javaSkew).Before(s.thisUpdate) || at.Add(-javaSkew).After(until)
}

// javaReason is a CRLReason as java.security.cert.CRLReason spells it.
func javaReason(reason string) string {
	if reason == "" {
		return "UNSPECIFIED"
	}
	return javaConstant(reason)
}

// javaConstant turns tryLater into TRY_LATER.
func javaConstant(name string) string {
	names := map[string]string{"cACompromise": "CA_COMPROMISE", "aACompromise": "AA_COMPROMISE"}
	if constant := names[name]; constant != "" {
		return constant
	}
	var out strings.Builder
	for _, r := range name {
		if 'A' <= r && r <= 'Z' {
			out.WriteByte('_')
		}
		out.WriteRune(r)
	}
	return strings.ToUpper(out.String())
}
