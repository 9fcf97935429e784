package driver

import (
	"slices"

	"mongotls/probe/verify"
)

// node is the Node.js driver on Node's own OpenSSL build.
func node() Client {
	return Client{
		Profile: Profile{
			Name: "node", Family: "node", Title: "Node.js",
			With:     []string{"mongosh", "Compass", "Mongoose"},
			Stack:    node20(),
			CRLDepth: ChainCRL, FirstCRLOnly: true,
			Source: Run,
			Sources: []string{
				"run: mongodb 5.9, 6.22.0 and 7.9.0 on Node.js 18 and 20 (fixtures/oracle)",
				"lib/cmap/wire_protocol/constants.js of mongodb 4.2, 6.9, 6.10, 6.16, 6.17, 7.5 and 7.9: wire versions 6, 6, 7, 7, 8, 8 and 9",
			},
		},
		Lines: []Line{
			{From: "4.0", To: "5.9", MinWire: 6, Change: says("node", "node-5")},
			{From: "6.0", To: "6.9", MinWire: 6},
			{From: "6.10", To: "6.16", MinWire: 7},
			{From: "6.17", To: "7.6", MinWire: 8},
			{From: "7.7", To: "7.9", MinWire: 9},
		},
		Variants: nodeRuntimes("6.22"),
		Ran:      []string{"4.0", "4.0/openssl1.1", "6.17", "7.7", "7.7/openssl3.5"},
	}
}

// nodeRuntimes are the variants of clients on Node.js; last is the last release that
// runs on Node.js 16 (package.json of mongodb 7: Node.js 20.19 or later).
func nodeRuntimes(last string) []Variant {
	return []Variant{
		{Name: "openssl1.1", Stack: node16(), To: last, Source: Run,
			Change: func(p *Profile) { says("node", "node-openssl1.1")(p); says("node-5", "node-5-openssl1.1")(p) }},
		{Name: "openssl3.5", Stack: node24(), Source: Run,
			Change: says("node", "node-openssl3.5")},
	}
}

// says changes the words of one family into those of another; mongosh has its own.
func says(from, to string) func(*Profile) {
	return func(p *Profile) {
		if p.Family == from {
			p.Family = to
		}
	}
}

// mongosh brings a Node.js driver: 4 and 5 up to mongosh 1.10, 6 up to 2.6, 7 since 2.7; and as a package
// the runtime, too: OpenSSL 1.1.1 up to 1.10.
func mongosh() Client {
	c := node()
	c.Name, c.Family, c.Title, c.With = "mongosh", "mongosh", "mongosh", nil
	c.Sources = []string{
		"run: mongosh 2.12.0 from npm, with mongodb 7.9.0, on Node.js 20.20.2 (fixtures/oracle)",
		"package.json of @mongosh/service-provider-server 1.0 to 2.3.2: mongodb ^4.1 to ^6.9",
		"MONGOSH-1536: packages have Node.js 20 since 2.0, Node.js 14 and 16 before; those of 2.14 have Node.js 24 (variant openssl3.5)",
		"package.json of @mongosh/service-provider-node-driver with mongosh 2.3.4, 2.5.0, 2.5.6, 2.5.10 and 2.12.0: mongodb ^6.10, ^6.14, ^6.16, ^6.19 and ^7.5",
		"devtools-shared pull requests 433 and 476 of September 2024: the system's certificates count by default, any certificate of the CA file is an anchor (allowPartialTrustChain, NODE-6365 in mongodb 6.10)",
	}
	c.Lines = []Line{
		{From: "1.0", To: "1.10", MinWire: 6, Documented: true, Change: bundledNode16},
		{From: "2.0", To: "2.3.2", MinWire: 6, Documented: true},
		{From: "2.3.3", To: "2.5.5", MinWire: 7, Documented: true, Change: withSystemStore},
		{From: "2.5.6", To: "2.11", MinWire: 8, Documented: true, Change: withSystemStore},
		{From: "2.12", To: "2.14", MinWire: 9, Change: withSystemStore},
	}
	c.Variants = nodeRuntimes("1.10")[1:]
	c.Ran = []string{"2.12"}
	return c
}

// bundledNode16 is what the packages of mongosh 1 brought.
func bundledNode16(p *Profile) {
	if p.Variant == "" {
		p.Stack = node16()
	}
}

func withSystemStore(p *Profile) { p.OwnStore, p.Chain.PartialChain = false, true }

// node20 is Node.js 18 to 22 with OpenSSL 3.0, which stays at security level 1.
func node20() Stack {
	return Stack{
		Runtime:  "Node.js 20, OpenSSL 3.0",
		Hello:    "node-20-openssl-3.0",
		Versions: tls12and13,
		Suites:   opensslHigh(), Suites13: suites13, Groups: openssl30Groups,
		KeyTypes: slices.Concat(openssl11Keys, withDSA), Curves: nistCurves,
		MinDHBits: 1024, SecureRenegotiation: true,
		Chain: verify.NodeRules(), Order: nodeOrder, OwnStore: true,
		MaxChainBytes: opensslChainBytes,
		About: append([]string{
			"tls.DEFAULT_CIPHERS, DEFAULT_MIN_VERSION and minDHSize of Node.js 20.20.2 with OpenSSL 3.0.19",
		}, nodeSources...),
	}
}

// nodeSources hold for every Node.js.
var nodeSources = []string{
	"OpenSSL SSL_MAX_CERT_LIST_DEFAULT: 100 kB of certificates",
	"node_root_certs.h: a CA bundle of its own, without --use-openssl-ca",
	"crypto_common.cc: SSL_get_verify_result, which has the last error that OpenSSL met",
	"lib/tls.js checkServerIdentity; crypto_context.cc: CRL_CHECK_ALL with a crl option",
}

// node16 is Node.js 12 to 16.
func node16() Stack {
	s := node20()
	s.Runtime, s.Hello = "Node.js 16, OpenSSL 1.1.1", "node-16-openssl-1.1.1"
	s.Groups, s.SecureRenegotiation = openssl111Groups, false
	s.Chain = verify.OpenSSL111Rules(1)
	s.Chain.Name, s.Chain.Names = "Node.js", verify.NodeRules().Names
	s.About = append([]string{
		"tls.DEFAULT_MIN_VERSION and DEFAULT_CIPHERS of Node.js 16.20.2; ClientHello, the same of 12.22, 14.21 and 16.20 (probe/hellos)",
		"SSL_CTX_set_options(3) of OpenSSL 1.1.1: SSL_OP_LEGACY_SERVER_CONNECT is on",
	}, nodeSources...)
	return s
}

// node24 is Node.js 24 and 25. Node.js 22 has OpenSSL 3.5, too, from 22.20 on, at security
// level 1; 26 reads every list of a CRL file (both tried with mongodb 7.9.0).
func node24() Stack {
	s := node20()
	s.Runtime, s.Hello = "Node.js 24, OpenSSL 3.5", "node-26-openssl-3.5"
	s.Suites, s.Groups = slices.DeleteFunc(opensslHigh(), shortTag), openssl35Groups
	s.MinDHBits = 2048
	s.Chain = s.Chain.WithLevel(2)
	s.About = append([]string{
		"ClientHello of Node.js 22.21.1 and 26.10.0 with OpenSSL 3.5 (probe/hellos)",
		"run: mongodb 7.9.0 on Node.js 24.21.0 (fixtures/oracle)",
		"Node.js v22 to v24, nodejs.org: the default security level is that of OpenSSL 3.5, 2",
	}, nodeSources...)
	return s
}
