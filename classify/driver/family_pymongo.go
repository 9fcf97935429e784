package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// pymongo is PyMongo on CPython's ssl module, without the ocsp extra.
func pymongo() Client {
	return Client{
		Profile: Profile{
			Name: "pymongo", Family: "pymongo", Title: "PyMongo",
			Stack:    cpython311(),
			CRLDepth: LeafCRL,
			Source:   Run,
			Sources: []string{
				"changelog of PyMongo: MongoDB 3.4 dropped by 4.0, 3.6 by 4.11 (PYTHON-4729), 4.0 by 4.14",
				"pymongo/ssl_support.py: SSLContext(PROTOCOL_SSLv23), no OCSP without the ocsp extra; CRL by VERIFY_CRL_CHECK_LEAF",
			},
		},
		Lines: []Line{
			{From: "3.11", To: "3.13", MinWire: 2},
			{From: "4.0", To: "4.10", MinWire: 6},
			{From: "4.11", To: "4.13", MinWire: 7},
			{From: "4.14", To: "4.17", MinWire: 8},
		},
		Variants: []Variant{
			pymongoOCSP(),
			{Name: "async", From: "4.9", Source: Documentation, Sources: []string{
				"pymongo/ssl_support.py, get_ssl_context: since 4.12.1 an asynchronous client uses the ssl module also with the ocsp extra (PYTHON-5309)",
			}},
			{Name: "strict", Stack: cpython313Strict(), Source: Run, Sources: []string{
				"ssl.SSLContext of CPython 3.13.0: PyMongo, which makes its context by that, does not get VERIFY_X509_STRICT; " +
					"this variant is Python where something sets it, as ssl.create_default_context does",
			}},
			{Name: "debian", Stack: debianPython(), Source: Run, Sources: []string{
				"run: PyMongo 3.11.0 on Debian's CPython 3.11.2 (fixtures/oracle)",
			}},
			{Name: "openssl1.1", Stack: cpython38(), Source: Documentation},
			{Name: "openssl1.0.2", Stack: cpython36(), To: "4.1", Source: Documentation, Sources: []string{
				"changelog of PyMongo: 4.2 dropped Python 3.6 (PYTHON-3235)",
			}},
		},
		Ran: []string{"3.11", "3.11/ocsp", "3.11/debian"},
	}
}

// cpython311 is ssl.SSLContext(PROTOCOL_TLS_CLIENT). CPython 3.10 and later set their own
// cipher string at security level 2 (Modules/_ssl.c).
func cpython311() Stack {
	return Stack{
		Runtime:  "CPython 3.11, OpenSSL 3.0",
		Hello:    "cpython-3.11-openssl-3.0",
		Versions: tls12and13,
		Suites:   append(suites(ecdhe, gcm, chacha, cbcSHA2ECDHE), suites(dhe, gcm, cbcSHA2)...),
		Suites13: suites13, Groups: openssl30Groups,
		KeyTypes: openssl11Keys, Curves: nistCurves,
		MinDHBits: 2048, SecureRenegotiation: true,
		Chain: verify.PythonRules(), Order: opensslOrder,
		MaxChainBytes: opensslChainBytes,
		About: []string{
			"ssl.SSLContext(PROTOCOL_TLS_CLIENT) of CPython 3.10.13, 3.11.7, 3.12.1 and 3.13.0 with OpenSSL 3.0.19: get_ciphers, security_level, verify_flags",
		},
	}
}

// cpython313Strict is ssl.create_default_context of CPython 3.13 and later.
func cpython313Strict() Stack {
	s := cpython311()
	s.Runtime = "CPython 3.13, OpenSSL 3.0, ssl.create_default_context"
	s.Chain.Strict, s.Chain.PartialChain = true, true
	s.About = []string{
		"What's New In Python 3.13, ssl: create_default_context sets VERIFY_X509_PARTIAL_CHAIN and VERIFY_X509_STRICT",
		"X509_VERIFY_PARAM_set_flags(3): X509_V_FLAG_X509_STRICT; probe/verify/strict.go",
	}
	return s
}

// debianPython is Debian's build, which leaves the ciphers to OpenSSL
// (--with-ssl-default-suites=openssl), at security level 2.
func debianPython() Stack {
	s := debianDefault30("Debian 12, CPython 3.11, OpenSSL 3.0", verify.PythonRules(), opensslOrder)
	s.Hello = "cpython-3.9-openssl-3.0"
	s.About = []string{
		"ssl.SSLContext(PROTOCOL_TLS_CLIENT) of Debian's CPython 3.11.2 with OpenSSL 3.0.19: get_ciphers, security_level, minimum_version",
	}
	return s
}

// cpython38 is CPython 3.7 to 3.9, whose cipher string has no security level.
func cpython38() Stack {
	s := openssl111()
	s.Runtime = "CPython 3.7 to 3.9, OpenSSL 1.1.1"
	s.Suites, s.KeyTypes = opensslDefault(), openssl11Keys
	s.Chain.Name, s.Chain.Names = "Python ssl", verify.PythonRules().Names
	s.About = append(s.About,
		"ssl.SSLContext(PROTOCOL_TLS) of CPython 3.7.16 and 3.9.18 (with OpenSSL 3.0.19): get_ciphers, minimum_version",
	)
	return s
}

// cpython36 is CPython 3.6 on OpenSSL 1.0.2, as on CentOS 7.
func cpython36() Stack {
	s := openssl102()
	s.Runtime = "CPython 3.6, OpenSSL 1.0.2"
	s.Chain = verify.Python36Rules()
	s.About = append(slices.Clone(s.About[:2]),
		"ssl.SSLContext(PROTOCOL_TLS) of CPython 3.6.15 (with OpenSSL 3.0.19): get_ciphers, VERIFY_X509_TRUSTED_FIRST (bpo-23476)",
		"Lib/ssl.py of CPython 3.6, match_hostname: the module compares names by itself",
	)
	return s
}
