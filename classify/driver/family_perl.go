package driver

// perl is the Perl driver on IO::Socket::SSL, which takes partial chains and compares names in
// OpenSSL's verification. The driver has no release after 2.2.
func perl() Client {
	return Client{
		Profile: Profile{
			Name: "perl", Family: "perl", Title: "Perl",
			Stack:      ioSocketSSL(),
			SNIForIPv4: true, NoIPv6: true,
			OCSP:     PerlOCSP,
			CRLDepth: LeafCRL,
			Source:   Run,
			Sources: []string{
				"run: MongoDB 2.2.2 on Perl 5.36 of Debian 12 with IO::Socket::SSL 2.081 and OpenSSL 3.0.19 (fixtures/oracle)",
				"MongoDB/_Link.pm: SSL_verifycn_scheme http, SSL_hostname with the host as given, the last two releases being of 2019 and 2020",
				"IO/Socket/SSL.pm 2.081: X509_V_FLAG_PARTIAL_CHAIN; DEFAULT without EXP, MEDIUM, LOW, MD5, PSK and SRP; SSL_OCSP_TRY_STAPLE",
				"MongoDB/_Link.pm: Mozilla::CA or the first of a list of CA bundles; SSL_CERT_FILE is not read",
				"IO/Socket/SSL.pm: SSL_crl_file with SSL_check_crl sets X509_V_FLAG_CRL_CHECK",
				"MongoDB/_URI.pm: IP literals are not supported",
				"MongoDB/_Constants.pm: MIN_WIRE_VERSION 0",
			},
		},
		Lines: []Line{{From: "2.0", To: "2.2", MinWire: 0}},
		Ran:   []string{"2.0"},
	}
}

func ioSocketSSL() Stack {
	s := debianDefault30("Perl 5.36, IO::Socket::SSL 2.081, OpenSSL 3.0", level2().WithPerlNames(), namesInWalk).withHello("perl-5.36-openssl-3.0")
	s.OwnStore = true
	return s
}
