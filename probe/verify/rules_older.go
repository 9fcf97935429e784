package verify

// OpenSSL111Rules are those of OpenSSL 1.1.1 at a security level, 0 to 2 (SSL_CTX_set_security_level(3)).
// It counts the strength of an RSA key exactly, and SHA-1 as 80 bits, which level 1 takes
// (crypto/x509/x509_set.c; the 63 bits are of OpenSSL 3.0, CHANGES.md).
func OpenSSL111Rules(level int) Rules {
	r := OpenSSLRules()
	r.Name = "OpenSSL 1.1.1"
	r.AlsoUnknown = []string{oidNoCheck}
	switch level {
	case 1:
		r.MinRSABits, r.MinECBits = 1024, 160
		r.RefusedHashes = []string{"MD5", "MD2", "MD4"}
	case 2:
		r.MinRSABits, r.MinECBits = 2048, 224
		r.RefusedHashes = []string{"MD5", "MD2", "MD4", "SHA-1"}
	}
	return r
}

// OpenSSL102Rules are those of OpenSSL 1.0.2, which has no security levels and prefers what
// the server sent to the anchors ("Old Let's Encrypt Root Certificate Expiration and OpenSSL
// 1.0.2", openssl.org). It does not hold the common name against name constraints,
// which NAME_CONSTRAINTS_check_CN of later versions does.
func OpenSSL102Rules() Rules {
	r := OpenSSLRules()
	r.Name = "OpenSSL 1.0.2"
	r.AlsoUnknown = []string{oidNoCheck}
	r.UntrustedFirst = true
	r.ConstrainCN = false
	return r
}

// Python36Rules are those of CPython 3.6 on OpenSSL 1.0.2: it sets X509_V_FLAG_TRUSTED_FIRST
// (bpo-23476) and compares names by itself (Lib/ssl.py, match_hostname).
func Python36Rules() Rules {
	r := OpenSSL102Rules()
	r.Name = "Python 3.6 ssl"
	r.UntrustedFirst = false
	r.Names = NameRules{
		CNFallback:       "no-dns-or-ip-san",
		PartialWildcards: true,
		InnerWildcards:   true,
		WildcardTLD:      true,
		IPInCN:           "no-dns-or-ip-san",
	}
	return r
}
