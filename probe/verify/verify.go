// Package verify builds the paths from a presented chain to the trust anchors
// and reports every reason why each fails, under the rules of one TLS stack.
// The default rules are OpenSSL 3's, which mongod and most drivers on Linux use
// (x509_vfy.c, v3_purp.c; RFC 5280, section 6).
//
// It is pure: no I/O, no clock. classify calls it again under each driver's rules.
package verify

import (
	"time"

	"mongotls/probe/cert"
)

// Rules are how one TLS stack judges a certificate chain.
type Rules struct {
	Name string // "OpenSSL 3", for the reader

	// PartialChain lets any certificate of the anchors end a path, not only a
	// self-signed one (Go, Java; OpenSSL only with X509_V_FLAG_PARTIAL_CHAIN).
	PartialChain bool
	// IgnoreAKI builds paths by names and signatures alone (Go); OpenSSL refuses an
	// issuer whose key identifier, or issuer and serial, differ from the AKI.
	IgnoreAKI bool
	// MinRSABits and MinECBits are the smallest keys accepted anywhere on the path; 0 = no floor.
	MinRSABits, MinECBits int
	// RefusedHashes are digests not accepted in a signature below the anchor ("MD5", "SHA-1").
	RefusedHashes []string
	Names         NameRules
	// EKUOnCA: the extended key usage of an intermediate limits the leaf (Go, OpenSSL).
	EKUOnCA bool
	// CheckKeyUsage: a leaf whose keyUsage allows neither signing nor key agreement fails (OpenSSL, Java).
	CheckKeyUsage bool
	// Strict is X509_V_FLAG_X509_STRICT (AKI present, basicConstraints critical, …).
	Strict bool
	// RefuseV1 refuses a leaf or intermediate of version 1 (rustls; Go for CAs).
	RefuseV1 bool
	// GoParser: a certificate that Go's crypto/x509 cannot parse ends the handshake.
	GoParser bool
	// MaxValidity refuses a leaf that is valid for longer (macOS: 825 days); 0 = no limit.
	MaxValidity time.Duration
	// SkipNameConstraints and SkipAnchorDates: checks that the stack does not make.
	SkipNameConstraints, SkipAnchorDates bool
}

// NameRules are how a stack matches the host name.
type NameRules struct {
	// CNFallback: "never", "no-dns-san" (the common name counts when no dNSName is in
	// the SAN: X509_check_host, Java) or "no-san" (only when there is no SAN at all).
	CNFallback string
	// WildcardTLD: "*.com" matches example.com (Go; OpenSSL does not).
	WildcardTLD bool
	// PartialWildcards: "f*.example.com" matches foo.example.com.
	PartialWildcards bool
	// IPInDNS: a dNSName that holds an IP address in text matches that address.
	IPInDNS bool
}

// Input is one chain to judge.
type Input struct {
	Presented []*cert.Cert // as sent, leaf first
	Anchors   []*cert.Cert
	At        time.Time
	Host      string // DNS name or IP address; "" = do not check
	// Client judges for clientAuth instead of serverAuth.
	Client bool
}

// Report is what a chain is worth under some rules.
type Report struct {
	Verified bool
	// Path is the best path found, leaf first: the one that verifies, else the one with the
	// fewest faults; it ends in an anchor only when Anchored.
	Path     []*cert.Cert
	Anchored bool
	// Paths are all paths that end in an anchor, good or not.
	Paths    []Path
	Problems []Problem // of Path; empty exactly when Verified
}

// Path is one candidate.
type Path struct {
	Certs    []*cert.Cert
	Problems []Problem
}

// Problem is one reason, in the contract's words for causes.
type Problem struct {
	Depth  int
	Cert   *cert.Cert // concerned; nil when it is about what is missing
	Cause  string
	Detail string
}
