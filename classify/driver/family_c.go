package driver

// c is libmongoc on Debian's OpenSSL.
func c() Client {
	return Client{
		Profile: Profile{
			Name: "c", Family: "c", Title: "C",
			With:       []string{"PHP", "C++", "Swift", "R"},
			Stack:      libmongoc(debianOpenSSL30()),
			SNIForIPv4: true, SNIForIPv6: true,
			CRLDepth: LeafCRL,
			OCSP:     LibmongocOCSP, Responder: true, MustStaple: true,
			Source: Run,
			Sources: []string{
				"run: libmongoc 1.23.1 of Debian 12 with OpenSSL 3.0.19 (fixtures/oracle)",
				"WIRE_VERSION_MIN of mongoc-client-private.h: 6 by CDRIVER-4098, 7 with 1.28 (CDRIVER-4815), 8 with 2.1 (CDRIVER-5956)",
				"release notes of libmongoc 2.4.0: MongoDB 4.2 is given up in a later release",
				"libmongoc mongoc-openssl.c: cipher string HIGH:!EXPORT:!aNULL@STRENGTH; mongoc-ocsp-cache.c",
				"mongoc-stream-tls-openssl.c: SSL_set_tlsext_host_name with the host as given",
				"mongoc-stream-tls-openssl.c: X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS",
				"mongoc-openssl.c: crl_file with X509_V_FLAG_CRL_CHECK",
			},
		},
		Lines: []Line{
			{From: "1.23", To: "1.27", MinWire: 6},
			{From: "1.28", To: "2.0", MinWire: 7},
			{From: "2.1", To: "2.5", MinWire: 8},
		},
		Variants: libmongocRuntimes(),
		Ran:      []string{"1.23"},
	}
}

// libmongoc is a stack as libmongoc sets it up.
func libmongoc(s Stack) Stack {
	s.Chain.Names.PartialWildcards = false
	return s
}

// libmongocRuntimes are the variants of clients that contain libmongoc.
func libmongocRuntimes() []Variant {
	return []Variant{
		{Name: "openssl1.0.2", Stack: libmongoc(openssl102()), Source: Documentation},
		{Name: "openssl1.1", Stack: libmongoc(openssl111()), Source: Documentation},
		{Name: "openssl3.5", Stack: libmongoc(openssl35()), Source: Documentation},
	}
}
