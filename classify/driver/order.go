package driver

import "slices"

// A client reports one fault of a chain, and which one depends on the order in which its
// TLS stack looks.

var (
	noPath = []string{"empty-trust-store", "self-signed", "wrong-intermediate", "missing-intermediate",
		"trust-anchor-mismatch", "ca-file-lacks-root", "unknown-authority"}
	otherUse  = []string{"not-a-ca", "path-length", "unknown-critical-extension", "wrong-eku", "wrong-key-usage"}
	otherName = []string{"no-san", "hostname-mismatch"}
	dates     = []string{"expired-root", "expired-intermediate", "not-yet-valid-intermediate", "expired", "not-yet-valid"}
	crlFaults = []string{"crl-expired", "crl-missing"}

	// opensslOrder is X509_verify_cert of OpenSSL 3.0 (crypto/x509/x509_vfy.c): the leaf's key,
	// build_chain, check_extensions, check_auth_level, check_id, check_revocation,
	// internal_verify, check_name_constraints.
	opensslOrder = slices.Concat([]string{"weak-key"}, noPath, otherUse, []string{"weak-signature"}, otherName,
		crlFaults, []string{"bad-signature"}, dates, []string{"name-constraints"})

	// nodeOrder: Node.js lets OpenSSL go on after a fault and reports the last one; names it
	// compares by itself when there was none.
	nodeOrder = append(backward(slices.Concat([]string{"weak-key"}, noPath, otherUse, []string{"weak-signature", "revoked"},
		crlFaults, []string{"bad-signature"}, dates, []string{"name-constraints"})), otherName...)

	// goOrder is Certificate.Verify of crypto/x509.
	goOrder = slices.Concat([]string{"unknown-critical-extension", "expired", "not-yet-valid"}, otherName, noPath,
		[]string{"bad-signature", "weak-signature", "expired-root", "expired-intermediate", "not-yet-valid-intermediate",
			"not-a-ca", "path-length", "wrong-eku", "name-constraints"})
)

func backward(words []string) []string {
	out := slices.Clone(words)
	slices.Reverse(out)
	return out
}
