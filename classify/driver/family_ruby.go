package driver

// ruby is the Ruby driver on MRI's openssl. It sets neither versions nor ciphers, compares
// names after the handshake, and since 2.14 asks responders; a staple it never looks at.
func ruby() Client {
	return Client{
		Profile: Profile{
			Name: "ruby", Family: "ruby", Title: "Ruby",
			Stack:      debianDefault30("Ruby 3.1, OpenSSL 3.0", level2().WithRubyNames(), namesLast).withHello("ruby-3.1-openssl-3.0"),
			SNIForIPv4: true, SNIForIPv6: true,
			Responder: true, NeedsNonce: true,
			Source: Run,
			Sources: []string{
				"run: mongo 2.5.1 on Ruby 3.1.2 of Debian 12 with OpenSSL 3.0.19 (fixtures/oracle)",
				"lib/mongo/socket/ssl.rb: SSLContext.new without set_params, SNI with the host as given, no option for a CRL",
				"lib/mongo/socket/ssl.rb of 2.5: the first certificate of ssl_ca_cert and of ssl_cert",
				"lib/mongo/socket/ocsp_verifier.rb of 2.14 and later: a nonce that must come back, soft; no staple, no must-staple",
				"lib/mongo/server/description/features.rb, DRIVER_WIRE_VERSIONS: 2 in 2.5; release notes: 6 since 2.17 (RUBY-2747), 8 since 2.24 (RUBY-3588)",
			},
		},
		Lines: []Line{
			{From: "2.5", To: "2.13", MinWire: 2, Change: func(p *Profile) {
				p.Responder, p.NeedsNonce = false, false
				p.Chain.FirstAnchorOnly, p.SendsLeafOnly = true, true
			}},
			{From: "2.14", To: "2.16", MinWire: 2},
			{From: "2.17", To: "2.23", MinWire: 6},
			{From: "2.24", To: "2.24", MinWire: 8},
		},
		Ran: []string{"2.5"},
	}
}
