package driver

import (
	"slices"
	"strings"
)

// Cipher suites are written as key exchanges times ciphers, as the stacks' own
// cipher strings are.

var (
	suites13 = []string{"TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"}

	ecdhe = []string{"ECDHE_ECDSA", "ECDHE_RSA"}
	dhe   = []string{"DHE_RSA"}
	dss   = []string{"DHE_DSS"}
	rsa   = []string{"RSA"}

	gcm       = []string{"AES_256_GCM_SHA384", "AES_128_GCM_SHA256"}
	chacha    = []string{"CHACHA20_POLY1305_SHA256"}
	cbcSHA1   = []string{"AES_256_CBC_SHA", "AES_128_CBC_SHA"}
	tripleDES = []string{"3DES_EDE_CBC_SHA"}
	ccm       = []string{"AES_256_CCM_8", "AES_256_CCM", "AES_128_CCM_8", "AES_128_CCM"}
	ariaGCM   = []string{"ARIA_256_GCM_SHA384", "ARIA_128_GCM_SHA256"}
	camellia  = []string{"CAMELLIA_256_CBC_SHA", "CAMELLIA_128_CBC_SHA"}

	// The SHA-2 CBC suites pair AES-256 with SHA-384 under ECDHE and with SHA-256 elsewhere.
	cbcSHA2ECDHE      = []string{"AES_256_CBC_SHA384", "AES_128_CBC_SHA256"}
	cbcSHA2           = []string{"AES_256_CBC_SHA256", "AES_128_CBC_SHA256"}
	camelliaSHA2ECDHE = []string{"CAMELLIA_256_CBC_SHA384", "CAMELLIA_128_CBC_SHA256"}
	camelliaSHA2      = []string{"CAMELLIA_256_CBC_SHA256", "CAMELLIA_128_CBC_SHA256"}
)

// suites returns the IANA names of every key exchange with every cipher.
func suites(exchanges []string, ciphers ...[]string) []string {
	var out []string
	for _, kx := range exchanges {
		for _, c := range slices.Concat(ciphers...) {
			out = append(out, "TLS_"+kx+"_WITH_"+c)
		}
	}
	return out
}

// opensslHigh is what "HIGH" without anonymous, PSK and SRP suites expands to in OpenSSL 3.0.
func opensslHigh() []string {
	return slices.Concat(
		suites(ecdhe, gcm, chacha, ariaGCM, cbcSHA2ECDHE, cbcSHA1),
		suites([]string{"ECDHE_ECDSA"}, ccm),
		suites(dhe, gcm, chacha, ccm, ariaGCM, cbcSHA2, cbcSHA1),
		suites(dss, gcm, ariaGCM, cbcSHA2, cbcSHA1),
		suites(rsa, gcm, ccm, ariaGCM, cbcSHA2, cbcSHA1),
	)
}

// opensslHighAndCamellia is all of "HIGH", which Node.js has without Camellia.
func opensslHighAndCamellia() []string {
	return slices.Concat(opensslHigh(),
		suites(ecdhe, camelliaSHA2ECDHE),
		suites(slices.Concat(dhe, dss, rsa), camelliaSHA2, camellia))
}

// aesSuites are those of every key exchange with AES in GCM and CBC mode; more are further
// ciphers with all of them.
func aesSuites(more ...[]string) []string {
	all := slices.Concat(more...)
	return slices.Concat(
		suites(ecdhe, gcm, cbcSHA2ECDHE, all),
		suites(slices.Concat(dhe, dss, rsa), gcm, cbcSHA2, all),
	)
}

// shortTag tells of suites whose authentication tag has 64 bits, which OpenSSL 3.2 and later
// refuse at level 1.
func shortTag(suite string) bool { return strings.HasSuffix(suite, "_CCM_8") }

func withoutStaticRSA(of []string) []string {
	return slices.DeleteFunc(of, func(s string) bool { return strings.HasPrefix(s, "TLS_RSA_") })
}

// opensslDefault is what "DEFAULT" without DSS, PSK and SRP suites expands to in OpenSSL 1.1.1
// and 3.0.
func opensslDefault() []string {
	return slices.Concat(
		suites(ecdhe, gcm, chacha, cbcSHA2ECDHE, cbcSHA1),
		suites(dhe, gcm, chacha, cbcSHA2, cbcSHA1),
		suites(rsa, gcm, cbcSHA2, cbcSHA1),
	)
}
