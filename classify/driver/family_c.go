package driver

// c is libmongoc on Debian's OpenSSL.
func c() Client {
	return Client{
		Profile: Profile{
			Name: "c", Family: "c", Title: "C",
			With:       []string{"PHP", "C++", "Swift", "R"},
			Stack:      debianOpenSSL30(),
			SNIForIPv4: true, SNIForIPv6: true,
			CRLDepth: LeafCRL,
			OCSP:     LibmongocOCSP, Responder: true, MustStaple: true,
			Source: Run,
			Sources: []string{
				"run: libmongoc 1.23.1 of Debian 12 with OpenSSL 3.0.19 (fixtures/oracle)",
				"WIRE_VERSION_MIN of mongoc-client-private.h: 6 by CDRIVER-4098, 7 with 1.28 (CDRIVER-4815)",
				"libmongoc mongoc-openssl.c: cipher string HIGH:!EXPORT:!aNULL@STRENGTH; mongoc-ocsp-cache.c",
				"mongoc-stream-tls-openssl.c: SSL_set_tlsext_host_name with the host as given",
				"mongoc-openssl.c: crl_file with X509_V_FLAG_CRL_CHECK",
			},
		},
		Lines: []Line{
			{From: "1.23", To: "1.27", MinWire: 6},
			{From: "1.28", To: "1.30", MinWire: 7},
			{From: "2.0", To: "2.1", MinWire: 8},
		},
		Variants: libmongocRuntimes(),
		Ran:      []string{"1.23"},
	}
}

// libmongocRuntimes are the variants of clients that contain libmongoc.
func libmongocRuntimes() []Variant {
	return []Variant{
		{Name: "openssl1.0.2", Stack: openssl102(), Source: Documentation},
		{Name: "openssl1.1", Stack: openssl111(), Source: Documentation},
		{Name: "openssl3.5", Stack: openssl35(), Source: Documentation},
	}
}
