package revocation

import (
	"errors"
	"strings"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// The contract's words for what is wrong with a response.
const (
	causeMalformed    = "staple-malformed"
	causeError        = "staple-error-response"
	causeBadSignature = "staple-bad-signature"
	causeUnauthorized = "staple-unauthorized-responder"
	causeOther        = "staple-other-certificate"
	causeNotYetValid  = "staple-not-yet-valid"
	causeExpired      = "staple-expired"
	causeUnknown      = "staple-unknown"
)

// OCSP judges one response for one certificate under RFC 6960 and the rules of
// OpenSSL's OCSP_basic_verify and OCSP_check_validity, with no tolerance for clocks:
// thisUpdate <= at < nextUpdate. Of several faults Cause names the most fundamental
// (encoding, error status, signature, authority of the signer, certificate, dates) and
// Why lists all.
//
// The status is unknown, without a cause, where this tool cannot tell: issuer is nil,
// or an algorithm is not supported. Signatures of any digest count. An empty der is
// status none. The caller sets Depth and what concerns a download.
func OCSP(der []byte, subject, issuer *cert.Cert, at time.Time) evidence.OCSPResponse {
	if len(der) == 0 {
		return evidence.OCSPResponse{Status: evidence.StatusNone, Why: "there is no response"}
	}
	j := judgement{out: evidence.OCSPResponse{DER: der}, subject: subject, issuer: issuer, at: at}
	r, trailing, err := parseResponse(der)
	if err == nil && trailing {
		err = errors.New("something follows the response")
	}
	switch {
	case err != nil:
		j.fault(causeMalformed, err.Error())
	case r.status != 0:
		j.fault(causeError, "the responder answered "+responseStatus(r.status))
	default:
		j.judge(r)
	}
	return j.conclude()
}

// judgement collects what speaks against a response.
type judgement struct {
	subject, issuer *cert.Cert
	at              time.Time

	out    evidence.OCSPResponse
	status certStatus
	clauses
	unverified bool // something could not be checked
}

// clauses are what Why is made of.
type clauses []string

func (c *clauses) note(text string) { *c = append(*c, text) }

func (c clauses) String() string { return strings.Join(c, "; ") }

// fault records one; the first decides the cause.
func (j *judgement) fault(cause, why string) {
	if j.out.Cause == "" {
		j.out.Cause = cause
	}
	j.note(why)
}

func (j *judgement) doubt(why string) {
	j.unverified = true
	j.note(why)
}

func (j *judgement) judge(r *response) {
	j.out.ProducedAt = instant(r.producedAt)
	j.judgeSigner(r)
	s, mismatch := r.find(j.subject, j.issuer)
	if mismatch != "" {
		j.fault(causeOther, "it is about another certificate: "+mismatch)
	}
	j.record(s)
	j.judgeDates(s)
	for _, n := range r.notes {
		j.note(n)
	}
}

func (j *judgement) judgeSigner(r *response) {
	if j.issuer == nil {
		j.doubt("its signature was not checked, because the issuer's certificate is not known")
		return
	}
	candidates := append([]*cert.Cert{j.issuer}, r.certs...)
	signer, state := r.verify(append(candidates, j.subject))
	if signer == nil {
		j.fault(causeUnauthorized, "no certificate at hand is that of its responder, "+r.responder())
		return
	}
	j.out.Signer = signer.Subject.Text
	switch state.Status {
	case cert.SignatureInvalid:
		j.fault(causeBadSignature, "its signature is not by the key of "+signer.Subject.Text+": "+state.Why)
		return
	case cert.SignatureUnsupported:
		j.doubt("its signature is " + state.Why)
	}
	problem, state := authority(signer, j.subject, j.issuer, j.at)
	if problem != "" {
		j.fault(causeUnauthorized, problem)
	} else if state.Status == cert.SignatureUnsupported {
		j.doubt("the signature on its signer's certificate is " + state.Why)
	}
}

// record copies the facts of the status that was picked.
func (j *judgement) record(s single) {
	j.status = s.status
	j.out.ThisUpdate = instant(s.thisUpdate)
	j.out.NextUpdate = instant(s.nextUpdate)
	j.out.RevokedAt = instant(s.revokedAt)
	j.out.Reason = s.reason
	if h, known := hashByOID(s.id.hash); known {
		j.out.CertIDHash = h.name
	} else {
		j.doubt("its CertID uses a hash function that is not verifiable by this tool")
	}
	if s.status == certRevoked {
		text := "it says revoked since " + stamp(s.revokedAt)
		if s.reason != "" {
			text += ", " + s.reason
		}
		j.note(text)
	}
}

// judgeDates follows OCSP_check_validity (ocsp_cl.c) with no tolerance.
func (j *judgement) judgeDates(s single) {
	if j.at.Before(s.thisUpdate) {
		j.fault(causeNotYetValid, "its thisUpdate, "+stamp(s.thisUpdate)+", is after "+stamp(j.at))
	}
	switch {
	case s.nextUpdate.IsZero():
		j.note("it has no nextUpdate, so that it never expires")
	case !j.at.Before(s.nextUpdate):
		j.fault(causeExpired, "its nextUpdate, "+stamp(s.nextUpdate)+", is not after "+stamp(j.at))
	}
}

func (j *judgement) conclude() evidence.OCSPResponse {
	switch {
	case j.out.Cause != "":
		j.out.Status = evidence.StatusInvalid
	case j.unverified:
		j.out.Status = evidence.StatusUnknown
	case j.status == certGood:
		j.out.Status = evidence.StatusGood
	case j.status == certRevoked:
		j.out.Status = evidence.StatusRevoked
	default:
		j.out.Status = evidence.StatusUnknown
		j.fault(causeUnknown, "the responder does not know the certificate")
	}
	j.out.Why = j.clauses.String()
	return j.out
}
