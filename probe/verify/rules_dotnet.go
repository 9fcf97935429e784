package verify

// DotNetRules are those of .NET on Linux: X509Chain builds with OpenSSL and downloads what is
// missing by AIA (OpenSslX509ChainProcessor.cs), at no security level; anyExtendedKeyUsage is as
// good as serverAuth (X509ChainPolicy.ApplicationPolicy); names are compared by
// CryptoNative_CheckX509Hostname and CheckX509IpAddress (pal_x509.c). keyUsage of the server's
// certificate is not looked at.
func DotNetRules() Rules {
	r := OpenSSLRules()
	r.Name = ".NET"
	r.FollowsAIA = true
	r.AnyEKU = true
	r.SGC = false
	r.CheckKeyUsage = false
	r.ConstrainCN = false
	r.Names = NameRules{
		CNFallback:  "no-dns-san",
		ExactCN:     true,
		WildcardTLD: true,
		IPInCN:      "any",
	}
	return r
}

// SchannelRules are those of Windows, as its documentation has them: CertGetCertificateChain
// looks for all paths, follows AIA, and takes no path that does not end in a root of the
// Windows store; RSA keys under 1024 bits and MD5 are refused (KB2661254, KB2862973).
func SchannelRules() Rules {
	return Rules{
		Name:          "Windows",
		FollowsAIA:    true,
		EKUOnCA:       true,
		AnyEKU:        true,
		SGC:           true,
		LastSecond:    true,
		MinRSABits:    1024,
		RefusedHashes: []string{"MD5", "MD2", "MD4"},
		Names: NameRules{
			CNFallback:  "no-dns-san",
			WildcardTLD: true,
			FinalDot:    "host",
		},
	}
}
