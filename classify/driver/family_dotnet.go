package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// dotnet is the .NET driver, which leaves TLS to the runtime and the system: OpenSSL on Linux,
// Schannel on Windows. Trust anchors come from the system's store only; what stands for them
// here are those that the doctor was given. Revocation is not checked since 2.11.
func dotnet() Client {
	return Client{
		Profile: Profile{
			Name: "dotnet", Family: "dotnet", Title: ".NET",
			With:                     []string{"C#", "F#", "EF Core provider"},
			Stack:                    dotnetOpenSSL(),
			IgnoresAllowCertificates: true, IgnoresAllowHostnames: true,
			Source: Documentation,
			Sources: []string{
				"SslStreamFactory.cs: SslStream with the host as TargetHost; X509RevocationMode.NoCheck by default since 2.11",
				"ConnectionString.cs: knows tls, tlsInsecure and tlsDisableCertificateRevocationCheck; no tlsAllowInvalid… and no tlsCAFile",
				"WireVersion.cs; CSHARP-3756: MongoDB 3.6 since 2.14; CSHARP-4933: 4.0 since 3.0; CSHARP-5547: 4.2 since 3.5",
			},
		},
		Lines: []Line{
			{From: "2.11", To: "2.13", MinWire: 2},
			{From: "2.14", To: "2.30", MinWire: 6},
			{From: "3.0", To: "3.4", MinWire: 7},
			{From: "3.5", To: "3.9", MinWire: 8},
		},
		Variants: []Variant{{Name: "schannel", Stack: schannel(), Source: Documentation}},
	}
}

// dotnetOpenSSL is SslStream on Linux, where no openssl.cnf sets a cipher string.
func dotnetOpenSSL() Stack {
	s := debianOpenSSL30()
	s.Runtime, s.Hello, s.OldRSA = ".NET 8 on Linux, OpenSSL 3.0", "", false
	s.Suites = suites(ecdhe, gcm, cbcSHA2ECDHE)
	s.KeyTypes, s.MinDHBits = openssl11Keys, 0
	s.Chain, s.Order = verify.DotNetRules(), namesLast
	s.About = []string{
		"docs: .NET 5 breaking change \"Default TLS cipher suites for .NET on Linux\": ECDHE with AES-GCM or AES-CBC of SHA-2 (pal_ssl.c, DOTNET_DEFAULT_CIPHERSTRING)",
		"pal_x509.c, OpenSslX509ChainProcessor.cs and CertificateValidation.Unix.cs of dotnet/runtime: names, chain, AIA",
	}
	return s
}

// schannel is SslStream on Windows 11 and Server 2022, the first with TLS 1.3.
func schannel() Stack {
	return Stack{
		Runtime:  ".NET 8 on Windows 11 or Server 2022, Schannel",
		Versions: tls12and13,
		Suites: slices.Concat(
			suites(ecdhe, gcm, cbcSHA2ECDHE, cbcSHA1),
			suites(dhe, gcm),
			suites(rsa, gcm, cbcSHA2, cbcSHA1),
		),
		Suites13: []string{"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"},
		Groups:   []string{"X25519", "P-256", "P-384"},
		KeyTypes: []string{"RSA", "ECDSA"}, Curves: nistCurves,
		MinDHBits: 1024,
		Chain:     verify.SchannelRules(), OwnStore: true,
		About: []string{
			"Windows manual: \"TLS Cipher Suites in Windows 11\", \"TLS Elliptic Curves in Windows 10 version 1607 and later\", \"Protocols in TLS/SSL (Schannel SSP)\"",
			"KB3174644: Diffie-Hellman of at least 1024 bits; KB2661254: RSA of at least 1024 bits",
		},
	}
}
