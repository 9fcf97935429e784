package revocation

import (
	"crypto/x509"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// The contract's words for what a CRL can show.
const (
	causeRevoked    = "revoked"
	causeCRLMissing = "crl-missing"
	causeCRLExpired = "crl-expired"
)

// fitness orders lists: the fittest one decides, the newest of equals.
type fitness int

const (
	unusable fitness = iota // OpenSSL does not even consider it
	faulty
	expired
	partial // a delta list
	current
)

// CheckCRL judges subject by the lists of its issuer, as OpenSSL does under
// X509_V_FLAG_CRL_CHECK without extended CRL support (x509_vfy.c: get_crl_score,
// check_crl, cert_crl). source names where the lists came from.
//
// No usable list of the issuer is crl-missing, with the reason: none is there, it is
// signed by another key, it is not yet valid, it is an indirect list, it covers other
// certificates, or has an unknown critical extension. A list past its nextUpdate is
// crl-expired, unless it names the certificate: revoked stays revoked. The status is
// unknown without a cause where a signature is not verifiable by this tool, issuer is nil,
// or the only list is a delta list that lacks the certificate (OpenSSL takes it for a
// complete one).
//
// The caller sets Depth, and turns the cause revoked into intermediate-revoked.
func CheckCRL(subject, issuer *cert.Cert, crls []*CRL, at time.Time, source string) evidence.CRLCheck {
	best, rank := evidence.CRLCheck{
		Status: evidence.StatusUnknown,
		Cause:  causeCRLMissing,
		Why:    "there is no list of its issuer, " + subject.Issuer.Text,
	}, fitness(-1)
	var newest time.Time
	for _, c := range crls {
		if !sameName(subject.Issuer.Raw, c.Issuer) {
			continue
		}
		check, fit := c.check(subject, issuer, at)
		if fit > rank || fit == rank && c.ThisUpdate.After(newest) {
			best, rank, newest = check, fit, c.ThisUpdate
		}
	}
	best.Source = source
	return best
}

// check judges subject by this list alone; their issuer's name is the same.
func (c *CRL) check(subject, issuer *cert.Cert, at time.Time) (evidence.CRLCheck, fitness) {
	out := evidence.CRLCheck{
		Status:     evidence.StatusUnknown,
		Cause:      causeCRLMissing,
		Issuer:     c.Issuer.Text,
		ThisUpdate: instant(c.ThisUpdate),
		NextUpdate: instant(c.NextUpdate),
	}
	if out.Why = c.unusable(issuer); out.Why != "" {
		return out, unusable
	}
	state := c.verify(issuer)
	if out.Why = c.fault(subject, issuer, state, at); out.Why != "" {
		out.Status = evidence.StatusInvalid
		return out, faulty
	}
	fit := c.fitness(at)
	return c.conclude(out, subject, state, fit), fit
}

func (c *CRL) fitness(at time.Time) fitness {
	switch {
	case !c.NextUpdate.IsZero() && !at.Before(c.NextUpdate):
		return expired
	case c.delta:
		return partial
	}
	return current
}

// unusable says why OpenSSL would pass the list over.
func (c *CRL) unusable(issuer *cert.Cert) string {
	switch {
	case c.scope.unusable() != "":
		return "the list is of no use: " + c.scope.unusable()
	case issuer != nil && !c.authority.fits(issuer):
		return "the list is of another key of its issuer, by its authorityKeyIdentifier"
	}
	return ""
}

func (c *CRL) verify(issuer *cert.Cert) cert.SignatureState {
	if issuer == nil {
		return cert.SignatureState{Status: cert.SignatureUnsupported, Why: "not checked, because the issuer's certificate is not known"}
	}
	return cert.VerifySignature(issuer.Key, c.algorithm, c.tbs, c.signature)
}

// fault says why the list counts for nothing although it is the issuer's by name.
func (c *CRL) fault(subject, issuer *cert.Cert, state cert.SignatureState, at time.Time) string {
	outside := c.scope.excludes(subject)
	switch {
	case state.Status == cert.SignatureInvalid:
		return "the list is not signed by the issuer's key: " + state.Why
	case issuer != nil && issuer.KeyUsage != nil && *issuer.KeyUsage&x509.KeyUsageCRLSign == 0:
		return "the issuer's keyUsage lacks cRLSign"
	case outside != "":
		return "the list is not for this certificate: " + outside
	case at.Before(c.ThisUpdate):
		return "the list's thisUpdate, " + stamp(c.ThisUpdate) + ", is after " + stamp(at)
	case c.unknownCritical:
		return "the list has an unknown critical extension"
	}
	return ""
}

// conclude looks the certificate up in a list that is in order but for its age and what
// this tool cannot verify.
func (c *CRL) conclude(out evidence.CRLCheck, subject *cert.Cert, state cert.SignatureState, fit fitness) evidence.CRLCheck {
	var why clauses
	if fit == expired {
		why.note("the list's nextUpdate, " + stamp(c.NextUpdate) + ", has passed")
	} else if c.NextUpdate.IsZero() {
		why.note("the list has no nextUpdate, so that it never expires")
	}
	if fit == partial {
		why.note("the list is a delta list, which has only what is new")
	}
	if !state.Valid() {
		why.note("the list's signature is " + state.Why)
	}
	found, listed := c.lookup(integerOctets(subject.Serial))
	if listed {
		out.RevokedAt, out.Reason = instant(found.revokedAt()), found.reason()
		why.note("the list has the certificate" + clause(" since ", out.RevokedAt) + reasonClause(out.Reason))
	}
	listed = listed && out.Reason != removeFromCRL
	switch {
	case listed && state.Valid():
		out.Status, out.Cause = evidence.StatusRevoked, causeRevoked
	case fit == expired:
		out.Status, out.Cause = evidence.StatusInvalid, causeCRLExpired
	case !state.Valid() || fit == partial:
		out.Status, out.Cause = evidence.StatusUnknown, ""
	default:
		out.Status, out.Cause = evidence.StatusGood, ""
	}
	out.Why = why.String()
	return out
}

func clause(words string, t *time.Time) string {
	if t == nil {
		return ""
	}
	return words + stamp(*t)
}

func reasonClause(reason string) string {
	if reason == "" {
		return ""
	}
	return ", " + reason
}
