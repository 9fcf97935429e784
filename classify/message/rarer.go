package message

import (
	"slices"

	"mongotls/classify"
)

// special are special cases of a cause that print the same text nearly everywhere: a
// message cannot tell them apart, the doctor can.
var special = map[classify.Word][]classify.Word{
	"unknown-authority":    {"empty-trust-store", "trust-anchor-mismatch", "ca-file-lacks-root", "unsupported-algorithm"},
	"bad-signature":        {"unsupported-algorithm"},
	"missing-intermediate": {"wrong-intermediate", "leaf-not-first"},
	"self-signed":          {"trust-anchor-mismatch"},
	"hostname-mismatch":    {"no-san", "member-name-not-in-san", "leaf-not-first"},
	"expired":              {"expired-intermediate", "expired-root", "clock-skew"},
	"not-yet-valid":        {"not-yet-valid-intermediate", "clock-skew"},
	"revoked":              {"intermediate-revoked"},
	"crl-expired":          {"crl-missing"},
	"staple-invalid": {"staple-expired", "staple-bad-signature", "staple-unauthorized-responder", "staple-other-certificate",
		"staple-malformed", "staple-not-yet-valid", "staple-error-response", "staple-unknown"},
	"auth-failed": {"x509-user-missing"},
}

// ofClient is what a fault of a certificate is called where it is the client's.
var ofClient = map[classify.Word]classify.Word{
	"expired": "client-cert-expired", "not-yet-valid": "client-cert-expired",
	"unknown-authority": "client-cert-untrusted", "self-signed": "client-cert-untrusted", "missing-intermediate": "client-cert-untrusted",
	"wrong-eku": "client-cert-wrong-eku", "revoked": "client-cert-rejected", "crl-expired": "client-cert-rejected", "crl-missing": "client-cert-rejected",
}

// judgesClient tells whether the text is a server's judgement of the certificate that it
// was shown, and not a client's of the server's.
func (v *view) judgesClient() bool {
	return v.side == Server && !says(v.plain, anyAlert)
}

// blamed is the cause in the words for a client's certificate, where it is that one which
// the server refuses.
func (v *view) blamed(cause classify.Cause) classify.Cause {
	if own, ok := classify.Find(ofClient[cause.Word]); ok && v.judgesClient() {
		return own
	}
	return cause
}

// why is what the text means.
func (v *view) why(r rule) string {
	if v.judgesClient() && says(v.plain, "peer certificate validation failed") {
		return r.why + " The certificate is that of the peer: a client's, or another member's."
	}
	return r.why
}

// rarer are the special cases of the candidates, without the candidates themselves.
func (v *view) rarer(r rule, candidates []classify.Word) []classify.Word {
	var out []classify.Word
	add := func(more ...classify.Word) {
		for _, w := range more {
			if w != "" && !slices.Contains(candidates, w) && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	for _, c := range candidates {
		if v.judgesClient() {
			add(ofClient[c])
		}
	}
	if v.judgesClient() && saysAny(v.plain, []string{"peer certificate validation failed"}) {
		add("client-cert-rejected")
	}
	add(r.rarer...)
	for _, c := range candidates {
		add(special[c]...)
	}
	return out
}
