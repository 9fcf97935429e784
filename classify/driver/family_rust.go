package driver

import "mongotls/probe/verify"

// rust is the Rust driver, with rustls by default and OpenSSL by the feature openssl-tls. It has no
// code for revocation.
func rust() Client {
	return Client{
		Profile: Profile{
			Name: "rust", Family: "rust", Title: "Rust",
			Stack:                 rustls(),
			IgnoresAllowHostnames: true,
			Source:                Documentation,
			Sources: []string{
				"Cargo.toml of mongodb 3.2: the feature rustls-tls by default, rustls 0.23 with ring and tls12",
				"src/runtime/tls_rustls.rs: webpki-roots without tlsCAFile; tlsAllowInvalidHostnames needs openssl-tls",
				"src/sdam/description/server.rs: DRIVER_MIN_WIRE_VERSION 6 in 2.x, 7 in 3.0 (RUST-1821); release notes: 8 since 3.3 (RUST-2190), 9 since 3.9",
				"mongodb/mongo-rust-driver issues 462, 1452: what is printed",
			},
		},
		Lines: []Line{
			{From: "2.0", To: "2.8", MinWire: 6},
			{From: "3.0", To: "3.2", MinWire: 7},
			{From: "3.3", To: "3.8", MinWire: 8},
			{From: "3.9", To: "3.9", MinWire: 9},
		},
		Variants: []Variant{{
			Name: "openssl", Source: Documentation,
			Stack: rustOpenSSL(),
			Change: func(p *Profile) {
				p.Family, p.IgnoresAllowHostnames = "rust-openssl", false
			},
			Sources: []string{"src/runtime/tls_openssl.rs: SslConnector of the openssl crate, with the host for SNI and X509_check_host"},
		}},
	}
}

func rustls() Stack {
	return Stack{
		Runtime:  "rustls 0.23, ring",
		Versions: tls12and13,
		Suites:   suites(ecdhe, gcm, chacha), Suites13: suites13,
		Groups:   []string{"X25519", "P-256", "P-384"},
		KeyTypes: []string{"RSA", "ECDSA", "Ed25519"}, Curves: []string{"P-256", "P-384"},
		Chain: verify.RustlsRules(), Order: rustlsOrder, OwnStore: true,
		MaxChainBytes: 65536,
		About: []string{
			"rustls 0.23 crypto/ring: suites, groups and signature schemes; no RSA key exchange, no DHE, no TLS 1.1",
			"rustls 0.23 msgs/handshake.rs: CERTIFICATE_MAX_SIZE_LIMIT 64 kB",
			"webpki 0.103 verify_cert.rs, end_entity.rs, trust_anchor.rs, ring_algs.rs",
		},
	}
}

// rustlsOrder is what webpki reports: the path, then the name of the leaf (rustls
// webpki/server_verifier.rs).
var rustlsOrder = append([]string{"cert-version-1", "unknown-critical-extension", "leaf-is-ca", "expired", "not-yet-valid", "wrong-eku",
	"weak-signature", "weak-key", "bad-signature", "expired-intermediate", "not-yet-valid-intermediate", "not-a-ca", "path-length",
	"name-constraints", "wrong-intermediate", "trust-anchor-mismatch", "missing-intermediate", "self-signed", "unknown-authority",
	"empty-trust-store"}, otherName...)

// rustOpenSSL is the openssl crate's SslConnector, which takes OpenSSL's default suites without the
// worst (ssl/connector.rs).
func rustOpenSSL() Stack {
	s := debianDefault30("openssl crate 0.10, OpenSSL 3.0", level2(), opensslOrder)
	s.About = append(s.About, "openssl crate 0.10, ssl/connector.rs: DEFAULT without aNULL, eNULL, MD5, 3DES, DES, RC4, IDEA, SEED, DSS, SRP and PSK")
	return s
}
