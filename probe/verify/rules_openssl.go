package verify

// Clients on OpenSSL that compare names by themselves. They are given the rules of the
// library that they run with, which differ from one system to the next.

// WithRubyNames returns r with the names as OpenSSL::SSL.verify_certificate_identity of Ruby's
// openssl 3.0 compares them (openssl/ssl.rb), which the driver calls after the handshake.
func (r Rules) WithRubyNames() Rules {
	r.Name = "Ruby openssl"
	r.Names = NameRules{
		CNFallback:       "no-dns-or-ip-san",
		WildcardTLD:      true,
		PartialWildcards: true,
		InnerWildcards:   true,
		WildcardNotEmpty: true,
		FinalDot:         "both",
		ExactShortNames:  true,
		IPAsName:         true,
	}
	return r
}

// WithPerlNames returns r with X509_V_FLAG_PARTIAL_CHAIN and the scheme "http" of
// IO::Socket::SSL 2.081 (IO/Socket/SSL.pm, verify_hostname_of_cert). Its list of public
// suffixes is not known here: a wildcard right below a suffix of two labels, such as
// *.co.uk, matches all the same.
func (r Rules) WithPerlNames() Rules {
	r.Name = "IO::Socket::SSL"
	r.PartialChain = true
	r.Names = NameRules{
		CNFallback:       "no-dns-san",
		FirstCN:          true,
		PartialWildcards: true,
		InnerWildcards:   true,
		WildcardNotEmpty: true,
		FinalDot:         "both",
		TrimSpace:        true,
		IPInCN:           "ipv4",
	}
	return r
}

// WithServiceIdentityNames returns r with the names as service_identity 18.1 of Python
// compares them, which PyMongo calls where PyOpenSSL does TLS (pymongo/pyopenssl_context.py).
func (r Rules) WithServiceIdentityNames() Rules {
	r.Name = "PyOpenSSL"
	r.Names = NameRules{CNFallback: "no-dns-ip-or-uri-san", WildcardNotIDN: true, LegalNamesOnly: true, TrimSpace: true}
	return r
}

// WithMongodNames returns r with the names as mongod and the legacy shell compare them
// (ssl_manager.cpp, hostNameMatchForX509Certificates; ssl_manager_openssl.cpp,
// parseAndValidatePeerCertificate).
func (r Rules) WithMongodNames() Rules {
	r.Name = "mongod"
	r.Names = NameRules{
		CNFallback:  "no-san",
		LastCN:      true,
		WildcardTLD: true,
		FinalDot:    "both",
		IPAsName:    true,
	}
	return r
}
