package driver

import "mongotls/probe/verify"

// mongod is another member that dials this one. TLS is OpenSSL's as on the system; names and
// revocation are judged by code of its own after the handshake.
func mongod() Client {
	return Client{
		Profile: Profile{
			Name: "mongod", Family: "mongod", Title: "mongod",
			With:  []string{"mongos"},
			Stack: mongodOpenSSL(),
			OCSP:  MongodOCSP, Responder: true, MustStaple: true, ListBeforeResponder: true,
			CRLDepth: LeafCRL,
			Source:   Documentation,
			Sources: []string{
				"ssl_manager_openssl.cpp: verify_cb goes on after faults, parseAndValidatePeerCertificate judges SSL_get_verify_result and the name",
				"ssl_manager_openssl.cpp: ocspClientCallback, ocspClientVerification: staple, then CRL, then responder; since 4.4",
				"ssl_manager_openssl.cpp: X509_V_FLAG_CRL_CHECK for CRLFile; SNI for names only",
				"MongoDB manual: TLS 1.0 off where 1.1 is there since 4.0; tlsWithholdClientCertificate",
				"db/wire_version.h: between members the wire version of the feature compatibility version, at lowest that of the release before",
			},
		},
		Lines: []Line{
			{From: "3.6", To: "3.6", MinWire: 5, Change: firstMongod},
			{From: "4.0", To: "4.0", MinWire: 6, Change: firstMongod},
			{From: "4.2", To: "4.2", MinWire: 7, Change: firstMongod},
			{From: "4.4", To: "4.4", MinWire: 8, Change: onOpenSSL111},
			{From: "5.0", To: "5.0", MinWire: 9, Change: onOpenSSL111},
			{From: "6.0", To: "6.0", MinWire: 13},
			{From: "7.0", To: "7.0", MinWire: 17},
			{From: "8.0", To: "8.0", MinWire: 21},
			{From: "8.1", To: "8.3", MinWire: 25},
		},
	}
}

// firstMongod: mongod and the shell check OCSP since 4.4.
func firstMongod(p *Profile) {
	onOpenSSL111(p)
	p.OCSP, p.Responder, p.MustStaple = NoOCSP, false, false
}

// onOpenSSL111: up to 5.0 no system with a later OpenSSL was supported.
func onOpenSSL111(p *Profile) { p.Stack = mongodOpenSSL111() }

// mongodOpenSSL111 is the build for Debian 10, Ubuntu 20.04 or RHEL 8, all of which ask for level 2
// and TLS 1.2.
func mongodOpenSSL111() Stack {
	s := openssl111()
	s.Runtime = "Ubuntu 20.04, OpenSSL 1.1.1"
	s.Versions, s.MinDHBits = tls12and13, 2048
	s.Chain, s.Order = verify.OpenSSL111Rules(2).WithMongodNames(), mongodOrder
	s.About = append(s.About,
		"MongoDB manual, supported platforms: up to 5.0 none with OpenSSL 3; Ubuntu 22.04 since 6.0.4",
		mongodCiphers)
	return s
}

const mongodCiphers = "ssl_parameters: opensslCipherConfig HIGH:!EXPORT:!aNULL@STRENGTH"

// mongodOpenSSL is the build for Debian 12, with the cipher string that mongod sets.
func mongodOpenSSL() Stack {
	s := debianOpenSSL30()
	s.Hello = ""
	s.Chain, s.Order = level2().WithMongodNames(), mongodOrder
	s.About = append(s.About, mongodCiphers)
	return s
}
