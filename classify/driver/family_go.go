package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// golang is the Go driver on crypto/tls.
func golang() Client {
	return Client{
		Profile: Profile{
			Name: "go", Family: "go", Title: "Go",
			With:  []string{"mongo-tools"},
			Stack: go126(),
			OCSP:  GoOCSP, Responder: true, MustStaple: true,
			IgnoresAllowCertificates: true, IgnoresAllowHostnames: true,
			Source: Run,
			Sources: []string{
				"run: mongo-driver 1.17.10 and 2.9.3 on Go 1.26.8 (fixtures/oracle)",
				"x/mongo/driver/topology/fsm.go of mongo-driver 1.0, 1.4, 1.10, 1.11 and 1.17: wire versions 2, 2, 2, 6 and 6",
				"internal/driverutil/description.go of mongo-driver 2.1, 2.3, 2.8 and 2.9: wire versions 6, 7, 8 and 9",
				"x/mongo/driver/ocsp of mongo-driver 1.4 to 2.9; 1.3 has none",
			},
		},
		Lines: []Line{
			{From: "1.0", To: "1.3", MinWire: 2, Change: firstGo, Documented: true},
			{From: "1.4", To: "1.10", MinWire: 2, Change: go1, Documented: true},
			{From: "1.11", To: "1.17", MinWire: 6, Change: go1},
			{From: "2.0", To: "2.1", MinWire: 6, Documented: true},
			{From: "2.2", To: "2.3", MinWire: 7, Documented: true},
			{From: "2.4", To: "2.8", MinWire: 8, Documented: true},
			{From: "2.9", To: "2.9", MinWire: 9},
		},
		Variants: []Variant{
			{Name: "go1.21", Stack: go121(), To: "2.8", Source: Documentation, Sources: []string{
				"go.mod of mongo-driver 2.8 and 2.9: Go 1.19 and 1.25",
			}},
			{Name: "go1.17", Stack: go117(), To: "1.13", Source: Documentation, Sources: []string{
				"go.mod of mongo-driver 1.13 and 1.14: Go 1.13 and 1.18",
			}},
		},
		Ran: []string{"1.11", "2.9"},
	}
}

// go1 is mongo-driver 1, which words some errors in its own way.
func go1(p *Profile) { p.Family = "go-1" }

func firstGo(p *Profile) {
	go1(p)
	p.OCSP, p.Responder, p.MustStaple = NoOCSP, false, false
}

// mongoTools are mongodump, mongorestore and their like, on the Go driver.
func mongoTools() Client {
	c := golang()
	c.Name, c.Title, c.With = "mongo-tools", "mongo-tools", nil
	c.RefusesCRLFile = true
	c.Sources = []string{
		"run: mongoexport of mongo-tools e4f25276, after 100.17.0, with mongo-driver 2.7.0 on Go 1.26.8 (fixtures/oracle)",
		"\"CRL files are not supported on this platform\": no option for a CRL file on Linux",
		"Database Tools 100.20.0 changelog: MongoDB older than 4.2 is no longer supported",
		"100.9 to 100.16 are judged by mongo-driver 1.11 to 1.17",
	}
	c.Lines = []Line{
		{From: "100.9", To: "100.16", MinWire: 6, Documented: true},
		{From: "100.17", To: "100.20", MinWire: 8},
	}
	c.Variants, c.Ran = nil, []string{"100.17"}
	return c
}

func go126() Stack {
	return Stack{
		Runtime:  "Go 1.26, crypto/tls",
		Hello:    "go-1.26",
		Versions: tls12and13,
		Suites:   suites(ecdhe, gcm, chacha, cbcSHA1), Suites13: suites13,
		Groups:   []string{"X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024", "X25519", "P-256", "P-384", "P-521"},
		KeyTypes: []string{"RSA", "ECDSA", "Ed25519"}, Curves: append([]string{"P-224"}, nistCurves...),
		Chain: verify.GoRules(), Order: goOrder,
		WithholdsUnlisted: true, MaxChainBytes: 262144,
		About: []string{
			"crypto/tls defaults.go and cipher_suites.go of Go 1.26: no DHE, no RSA key exchange",
			"crypto/x509 verify.go, Certificate.Verify: the leaf's dates, its name, then paths, then key usages",
		},
	}
}

// go121 is Go 1.18 to 1.21: RSA key exchange, 3DES, no floor for RSA keys, no ML-KEM.
func go121() Stack {
	s := go126()
	s.Runtime, s.Hello = "Go 1.18 to 1.21, crypto/tls", ""
	s.Suites = slices.Concat(suites(ecdhe, gcm, chacha, cbcSHA1), suites(rsa, gcm, cbcSHA1), suites([]string{"ECDHE_RSA", "RSA"}, tripleDES))
	s.Groups = []string{"X25519", "P-256", "P-384", "P-521"}
	s.Chain.MinRSABits = 0
	s.About = []string{
		"Go 1.22 release notes, crypto/tls: RSA key exchange is no longer offered; Go 1.23: nor is 3DES",
		"Go 1.24 release notes: crypto/rsa refuses keys under 1024 bits, crypto/tls has X25519MLKEM768",
		"Go 1.18 release notes: TLS 1.2 is the least version of clients, crypto/x509 refuses SHA-1",
	}
	return s
}

// go117 is Go 1.15 to 1.17: TLS 1.0 and later, SHA-1 in certificates.
func go117() Stack {
	s := go121()
	s.Runtime = "Go 1.15 to 1.17, crypto/tls"
	s.Versions = tls10to13
	s.Chain.RefusedHashes = []string{"MD5", "MD2", "MD4"}
	s.About = append(s.About, "Go 1.15 release notes, crypto/x509: the common name is no host name any more")
	return s
}
