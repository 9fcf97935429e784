package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// debianDefault30 is a client on Debian's OpenSSL that sets no cipher string of its own:
// security level 2, without DSA.
func debianDefault30(runtime string, chain verify.Rules, order []string) Stack {
	s := debianOpenSSL30()
	s.Runtime, s.Hello = runtime, ""
	s.Suites = opensslDefault()
	s.KeyTypes = openssl11Keys
	s.Chain, s.Order = chain, order
	return s
}

// level2 are OpenSSL's rules at Debian's security level.
func level2() verify.Rules { return verify.OpenSSLRules().WithLevel(2) }

var (
	stapleWords = []string{"staple-malformed", "staple-error-response", "staple-bad-signature", "staple-unauthorized-responder",
		"staple-other-certificate", "staple-not-yet-valid", "staple-expired", "staple-unknown", "staple-invalid", "must-staple-missing", "revoked"}

	// namesLast is opensslOrder for a client that compares names by itself after the handshake,
	// in which it judges a staple, too.
	namesLast = slices.Concat(slices.DeleteFunc(slices.Clone(opensslOrder), isName), stapleWords, otherName)

	// namesInWalk is opensslOrder for a client that compares names in the verification callback of
	// the leaf, whose dates OpenSSL looks at right before it.
	namesInWalk = slices.Concat(slices.DeleteFunc(slices.Clone(opensslOrder), func(w string) bool { return isName(w) || w == "name-constraints" }),
		otherName, []string{"name-constraints"})

	// mongodOrder: a staple is judged in the handshake; then the last error that OpenSSL met
	// counts, then the name.
	mongodOrder = append(slices.DeleteFunc(slices.Clone(stapleWords), func(w string) bool { return w == "must-staple-missing" }),
		slices.DeleteFunc(slices.Clone(nodeOrder), func(w string) bool { return w == "revoked" })...)
)

func isName(w string) bool { return slices.Contains(otherName, w) }
