package verify

import "time"

// Rules are how one TLS stack judges a certificate chain.
type Rules struct {
	Name string // "OpenSSL 3", for the reader

	// PartialChain lets any certificate of the anchors end a path, not only a
	// self-signed one (Go, Java; OpenSSL only with X509_V_FLAG_PARTIAL_CHAIN).
	PartialChain bool
	// OneIssuer: for each certificate the stack takes one issuer by name and key identifier,
	// anchors first, and never goes back on it (OpenSSL: x509_vfy.c, build_chain). Such a
	// stack also takes a certificate that names itself as issuer for self-signed, unless
	// the key identifiers differ (v3_purp.c, EXFLAG_SS).
	OneIssuer bool
	// UntrustedFirst: what the server sent goes before the anchors, so that a path may lead past
	// a good anchor to a bad one (OpenSSL 1.0.2 without X509_V_FLAG_TRUSTED_FIRST). Only where it
	// leads to none, the anchors are asked lower down.
	UntrustedFirst bool
	// IgnoreAKI builds paths by names and signatures alone (Go); OpenSSL refuses an
	// issuer whose key identifier, or issuer and serial, differ from the AKI.
	IgnoreAKI bool
	// AnchorAKI: key identifiers and serials play a part only where the issuer is an anchor (Java,
	// for a chain that was sent in order: PKIXValidator, AdaptableX509CertSelector).
	AnchorAKI bool
	// RawNames compares names byte by byte (Go); others fold letter case and spaces.
	RawNames bool
	// MinRSABits and MinECBits are the smallest keys accepted anywhere on the path; 0 = no
	// floor. DSA keys are held to MinRSABits.
	MinRSABits, MinECBits int
	// MaxRSABits is the largest RSA key whose signatures are checked; 0 = no ceiling.
	MaxRSABits int
	// SignerCurves are the curves of CA keys whose signatures are checked; nil = all.
	SignerCurves []string
	// RefusedHashes are digests not accepted in a signature below the anchor ("MD5", "SHA-1").
	RefusedHashes []string
	Names         NameRules
	// EKUOnCA: the extended key usage of an intermediate limits the leaf (Go, OpenSSL).
	EKUOnCA bool
	// AnyEKU: anyExtendedKeyUsage is as good as the use asked for (Go, Java; not OpenSSL).
	AnyEKU bool
	// SGC: the two old server gated crypto usages stand for serverAuth (OpenSSL, Java).
	SGC bool
	// EmptyEKU: an extended key usage without a single use limits nothing (Go).
	EmptyEKU bool
	// CheckKeyUsage: a leaf whose keyUsage allows neither signing nor key agreement fails (OpenSSL, Java).
	CheckKeyUsage bool
	// NeedSigning: a keyUsage, where there is one, must have digitalSignature, which every
	// key exchange but static RSA needs (Java: EndEntityChecker).
	NeedSigning bool
	// Strict is X509_V_FLAG_X509_STRICT (AKI present, basicConstraints critical, …).
	Strict bool
	// RefuseV1 refuses a leaf or intermediate of version 1 (rustls; Go for CAs).
	RefuseV1 bool
	// RefuseV1Extensions refuses a leaf of version 1 that has extensions all the same: Java
	// does not parse it, Go does not read them and so finds no name. OpenSSL honours them.
	RefuseV1Extensions bool
	// AnchorNeedsBC: an anchor of version 3 must say CA:TRUE (Go, Java). OpenSSL is content with
	// keyCertSign, or with a self-signed certificate of version 1.
	AnchorNeedsBC bool
	// GoParser: a certificate that Go's crypto/x509 cannot parse ends the handshake, and what it
	// cannot verify is no signature for the stack.
	GoParser bool
	// JavaParser: a certificate without an issuer's name, or without a subject's name and a critical
	// subjectAltName instead (RFC 5280, section 4.2.1.6), cannot be read (X509CertInfo.verifyCert).
	JavaParser bool
	// AlsoUnknown are OIDs of extensions that OpenSSL 3.0 knows and the stack does not.
	AlsoUnknown []string
	// LastSecond: a certificate is valid in the second of notAfter (Go, Java; RFC 5280, section
	// 4.1.2.5), which OpenSSL counts as past (X509_cmp_time).
	LastSecond bool
	// MaxValidity refuses a leaf that is valid for longer (macOS: 825 days); 0 = no limit.
	MaxValidity time.Duration
	// SkipNameConstraints and SkipAnchorDates: checks that the stack does not make.
	SkipNameConstraints, SkipAnchorDates bool
	// SkipAnchorExtensions: path length, name constraints and critical extensions of the
	// anchor play no part (Java).
	SkipAnchorExtensions bool
	// TrustedLeaf: of a leaf that is itself an anchor only the name is checked (Java).
	TrustedLeaf bool
	// ConstrainCN: name constraints bind the common name of a leaf without dNSName (OpenSSL).
	ConstrainCN bool
	// ConstraintKinds are the name constraints understood, as cert.GeneralSubtree.Kind; a
	// critical extension with others is an unknown one. nil = all (OpenSSL).
	ConstraintKinds []string
	// CountSelfIssued counts self-issued intermediates against the path length (Go),
	// which RFC 5280 does not.
	CountSelfIssued bool
	// AnchorIsKey: of an anchor only the name, the key and the name constraints count
	// (webpki; RFC 5280, section 6.1.1 (d)). So a leaf is none for itself, unless it signed itself.
	AnchorIsKey bool
	// RefuseCALeaf refuses a CA certificate as that of a server (webpki).
	RefuseCALeaf bool
	// IgnoreKeyUsage: keyUsage plays no part, not even that of a CA (webpki).
	IgnoreKeyUsage bool
	// FirstAnchorOnly: of the certificates of a CA file only the first is trusted (Ruby driver
	// before 2.14).
	FirstAnchorOnly bool
	// FollowsAIA: what the server did not send is downloaded from the URL of the issuer (.NET).
	FollowsAIA bool
}

// NameRules are how a stack matches the host name.
type NameRules struct {
	// CNFallback: "never", "no-dns-san" (the common name counts when no dNSName is in
	// the SAN: X509_check_host, Java), "no-dns-or-ip-san" (nor an iPAddress: Ruby),
	// "no-dns-ip-or-uri-san" (nor a URI: service_identity) or "no-san" (only when there is no SAN
	// at all).
	CNFallback string
	// LastCN: of several common names only the most specific counts (Java); FirstCN: only the
	// least specific (Perl).
	LastCN, FirstCN bool
	// WildcardTLD: "*.com" matches example.com (Go; OpenSSL does not).
	WildcardTLD bool
	// PartialWildcards: "f*.example.com" matches foo.example.com.
	PartialWildcards bool
	// InnerWildcards: "f*o.example.com" does, too (Node, Java).
	InnerWildcards bool
	// AnyLabel: wildcards match in every label, not only in the first, and several in one (Java).
	AnyLabel bool
	// WildcardNotEmpty: an asterisk stands for one character at least, and beside other
	// characters for none of an IDN (Ruby, Perl).
	WildcardNotEmpty bool
	// WildcardNotIDN: a wildcard matches no label of an IDN (service_identity of Python).
	WildcardNotIDN bool
	// LegalNamesOnly: a dNSName that is no pattern to compare with, such as one with a wildcard in
	// another place, or a URI with a port, spoils the other names, too (service_identity).
	LegalNamesOnly bool
	// WholeSAN: a SAN with an address or URI that cannot be read has no names at all (Java).
	WholeSAN bool
	// TrimSpace: white space around a name does not count (service_identity, Perl).
	TrimSpace bool
	// LDHWildcards: beside a wildcard, and in its place, are only letters, digits and
	// hyphens, so that no name with an underscore matches (OpenSSL).
	LDHWildcards bool
	// LDHHost: a host with other characters, or a final dot, matches nothing (Java).
	LDHHost bool
	// FinalDot: "keep" compares the final dot of an absolute name (OpenSSL), "host" drops
	// that of the host (Go), "both" also that of the certificate (Node); with "relative" the host's is
	// dropped and a name of the certificate must not have one (webpki). "" is "keep".
	FinalDot string
	// ExactShortNames: a name without a dot is compared with its letter case (Ruby).
	ExactShortNames bool
	// MappedIPv4: ::ffff:192.0.2.1 is 192.0.2.1 (Go, Java).
	MappedIPv4 bool
	// IPInDNS: a dNSName that holds an IP address in text matches that address.
	IPInDNS bool
	// IPAsName: an address is compared as text with what counts for a DNS host, too (Ruby, mongod).
	IPAsName bool
	// IPInCN: the common name may be an address, whatever the SAN has: "ipv4" (Perl) or "any"
	// (.NET), or where the SAN has no name: "no-dns-or-ip-san" (Python 3.6).
	IPInCN string
	// ExactCN: in a common name is no wildcard (.NET).
	ExactCN bool
}

// OpenSSLRules are those of X509_verify_cert in OpenSSL 3.0 with the purpose of a TLS
// server, at security level 0. WithLevel adds a level.
func OpenSSLRules() Rules {
	return Rules{
		Name:          "OpenSSL 3",
		MaxRSABits:    16384, // OPENSSL_RSA_MAX_MODULUS_BITS
		OneIssuer:     true,
		EKUOnCA:       true,
		SGC:           true,
		CheckKeyUsage: true,
		ConstrainCN:   true,
		Names: NameRules{
			CNFallback:       "no-dns-san",
			PartialWildcards: true,
			LDHWildcards:     true,
		},
	}
}

// WithLevel returns r with the floors of an OpenSSL 3 security level, 0 to 2
// (x509_vfy.c, check_auth_level; SSL_CTX_set_security_level(3)). Level 1 asks for 80
// bits of security and level 2 for 112. OpenSSL 3 rounds the strength of an RSA key
// to a multiple of 8 bits (rsa_lib.c), so that the floors lie below 1024 and 2048; they,
// and the refusal of SHA-1 (63 bits) at level 1, were found with openssl verify.
func (r Rules) WithLevel(level int) Rules {
	switch level {
	case 1:
		r.MinRSABits, r.MinECBits = 920, 160
		r.RefusedHashes = []string{"MD5", "MD2", "MD4", "SHA-1"}
	case 2:
		r.MinRSABits, r.MinECBits = 1963, 224
		r.RefusedHashes = []string{"MD5", "MD2", "MD4", "SHA-1"}
	}
	return r
}

// PythonRules are those of ssl.SSLContext(PROTOCOL_TLS_CLIENT) in CPython 3.10 and later,
// which sets level 2 (Modules/_ssl.c, PY_SSL_DEFAULT_CIPHER_STRING). They are not those
// of ssl.create_default_context, which from 3.13 on sets PartialChain and Strict, too.
func PythonRules() Rules {
	r := OpenSSLRules().WithLevel(2)
	r.Name = "Python ssl"
	r.Names.PartialWildcards = false // X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
	return r
}

// NodeRules are those of Node.js 18 to 22, which bundles OpenSSL 3.0 at level 1 and matches
// names by itself (lib/tls.js, checkServerIdentity).
func NodeRules() Rules {
	r := OpenSSLRules().WithLevel(1)
	r.Name = "Node.js"
	r.Names = NameRules{
		CNFallback:       "no-dns-san",
		PartialWildcards: true,
		InnerWildcards:   true,
		FinalDot:         "both",
	}
	return r
}

// GoRules are those of crypto/x509 in Go 1.26 (verify.go, x509.go, constraints.go); keys
// under 1024 bits are refused by crypto/rsa (GODEBUG rsa1024min), and RSA keys above 8192 bits by
// crypto/tls (handshake_client.go, checkKeySize).
func GoRules() Rules {
	return Rules{
		Name:               "Go",
		RefuseV1Extensions: true,
		PartialChain:       true,
		IgnoreAKI:          true,
		RawNames:           true,
		MinRSABits:         1024,
		MaxRSABits:         8192,
		RefusedHashes:      []string{"MD5", "MD2", "MD4", "SHA-1"},
		EKUOnCA:            true,
		AnyEKU:             true,
		EmptyEKU:           true,
		AnchorNeedsBC:      true,
		GoParser:           true,
		LastSecond:         true,
		ConstraintKinds:    []string{"DNS", "IP", "email", "URI"},
		CountSelfIssued:    true,
		Names: NameRules{
			CNFallback:  "never",
			WildcardTLD: true,
			FinalDot:    "host",
			MappedIPv4:  true,
		},
	}
}

// JavaRules are those of the PKIX trust manager of OpenJDK 17 (sun.security.validator,
// HostnameChecker) with its own java.security: jdk.certpath.disabledAlgorithms has MD2,
// MD5, RSA and DSA under 1024 and EC under 224 bits, and SHA-1 only below a CA of the
// JDK's own store, which these rules leave out. SunEC has the curves P-256, P-384 and P-521
// alone, SunRsaSign keys up to 16384 bits (RSAKeyFactory.MAX_MODLEN). Java takes a chain that was
// sent in order as it stands and only else looks for a path, in which it compares key identifiers
// of all certificates; these rules look for all paths and compare those of anchors, which differs
// where a chain out of order has wrong identifiers.
func JavaRules() Rules {
	return Rules{
		Name:                 "Java",
		RefuseV1Extensions:   true,
		JavaParser:           true,
		AlsoUnknown:          []string{oidNoCheck, oidProxy, oidAddressBlocks, oidSystemNumbers},
		AnchorAKI:            true,
		PartialChain:         true,
		MinRSABits:           1024,
		MinECBits:            224,
		MaxRSABits:           16384,
		SignerCurves:         []string{"P-256", "P-384", "P-521"},
		RefusedHashes:        []string{"MD5", "MD2"},
		AnyEKU:               true,
		SGC:                  true,
		CheckKeyUsage:        true,
		NeedSigning:          true,
		LastSecond:           true,
		SkipAnchorDates:      true,
		AnchorNeedsBC:        true,
		SkipAnchorExtensions: true,
		TrustedLeaf:          true,
		Names: NameRules{
			CNFallback:       "no-dns-san",
			LastCN:           true,
			WildcardTLD:      true,
			PartialWildcards: true,
			InnerWildcards:   true,
			AnyLabel:         true,
			WholeSAN:         true,
			LDHHost:          true,
			MappedIPv4:       true,
		},
	}
}
