// Package driver describes MongoDB clients as data: what each offers in a TLS
// handshake and what it refuses. One judge (package classify) reads every profile
// alike, so that a difference between two clients is a difference in data with a
// source.
//
// A profile is a client (its name), a line of its releases, and a runtime: what does TLS
// for it. Each client has a file of its own, family_NAME.go.
package driver

import (
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// Profile is one line of releases of one client on one runtime.
type Profile struct {
	Name   string // the word of --driver and of JSON: "node"
	Family string // the driver underneath, whose messages it prints: mongosh prints those of "node"
	Title  string // "Node.js"
	// Variant is the runtime's word in --driver NAME/VARIANT; "" for the usual one.
	Variant string
	// Release is the release judged, as --driver NAME@VERSION begins; First and Last are the
	// ends of the range to which the profile applies.
	Release, First, Last string
	// With are the tools that use this client and so share its fate.
	With []string

	Stack

	// SNIForIPv4 and SNIForIPv6: an address is sent as the server name, although RFC 6066,
	// section 3, has names only.
	SNIForIPv4, SNIForIPv6 bool
	// NoIPv6: the client cannot read an IPv6 address in a connection string.
	NoIPv6 bool

	// SendsLeafOnly: of the certificates in the client's file only the first is sent.
	SendsLeafOnly bool

	// OCSP names the code that judges a stapled response; NoOCSP if the client looks at none.
	OCSP OCSPCode
	// Responder and MustStaple tell whether the client asks responders, and whether it
	// refuses a must-staple certificate without a staple.
	Responder, MustStaple bool
	// NeedsNonce: an answer of a responder that does not repeat the nonce of the request counts
	// for nothing. ListBeforeResponder: no responder is asked where there is a CRL file.
	NeedsNonce, ListBeforeResponder bool
	// HardRevocation: each certificate below the anchor must be shown not to be revoked, by a
	// staple, a responder or a CRL, for the connection to go on.
	HardRevocation bool
	// CRLDepth is how far up a CRL file is applied: NoCRL, LeafCRL or ChainCRL.
	// RefusesCRLFile: the client does not start with the option.
	CRLDepth       CRLDepth
	RefusesCRLFile bool
	// FirstCRLOnly: of several lists in one file only the first is read.
	FirstCRLOnly bool

	// IgnoresAllowCertificates and IgnoresAllowHostnames: the client does not know
	// tlsAllowInvalidCertificates, or tlsAllowInvalidHostnames. InsecureIsNames: its
	// tlsInsecure skips the host name only.
	IgnoresAllowCertificates, IgnoresAllowHostnames, InsecureIsNames bool

	// MinWire is the lowest maxWireVersion that the client works with.
	MinWire int

	// Source is where the profile comes from at best; Sources name each place.
	Source  Source
	Sources []string
	// labelled: the label tells the release (Distinct).
	labelled bool
	// Proved tells whether a release of the line was run on this runtime against every
	// scenario (fixtures/oracle).
	Proved bool
}

// Label names the profile's client in a sentence: "PyMongo", "PyMongo (ocsp)", and where two of its
// releases are judged (Distinct) "PyMongo 4.9".
func (p Profile) Label() string {
	label := p.Title
	if p.labelled {
		label += " " + p.Release
	}
	if p.Variant != "" {
		label += " (" + p.Variant + ")"
	}
	return label
}

// Releases is the range to which the profile applies: "4.0 to 4.10", or the one release.
func (p Profile) Releases() string { return span(p.First, p.Last) }

// Stack is what does TLS for a client: one library as one runtime sets it up.
type Stack struct {
	Runtime string // "Node.js 20, OpenSSL 3.0"

	// Hello names the captured ClientHello of the runtime; "" where none was captured.
	Hello string

	Versions []evidence.Version
	// OldRSA: TLS 1.0 and 1.1 are offered, too, and completed only with RSA key exchange,
	// whose handshake has no signature: the security level forbids that of the others.
	OldRSA bool
	// Suites are the cipher suites offered up to TLS 1.2, Suites13 those of TLS 1.3 (IANA
	// names); without TLS 1.3 there are none of these.
	Suites, Suites13 []string
	// Groups are the key exchange groups offered.
	Groups []string
	// KeyTypes are the types of server key that the client can verify, as cert.Key.Type;
	// Curves those of ECDSA keys.
	KeyTypes, Curves []string
	// MinDHBits is the smallest Diffie-Hellman prime accepted; 0 if the client does no DHE.
	MinDHBits int
	// SecureRenegotiation: a server below TLS 1.3 must support RFC 5746.
	SecureRenegotiation bool
	// FatalWarnings: a warning alert of the handshake ends it, such as 112 (unrecognized_name).
	FatalWarnings bool
	// WithholdsUnlisted: a client certificate is not sent where none of the CAs that the
	// server lists issued it (RFC 8446, section 4.4.2.3 allows both).
	WithholdsUnlisted bool
	// MaxChain and MaxChainBytes are how many certificates, and how many bytes of them, the
	// client takes from a server; 0 = more than a server can be expected to send.
	MaxChain, MaxChainBytes int

	Chain verify.Rules
	// Order are causes in the order in which the client reports them where several are
	// there; what it does not name keeps the order of the layers.
	Order []string
	// OwnStore: the client trusts a CA bundle of its own, and reads neither SSL_CERT_FILE
	// nor SSL_CERT_DIR.
	OwnStore bool

	// About are the sources of all this; a Profile's Sources end with them.
	About []string
}

// withHello returns s with the name of its captured ClientHello.
func (s Stack) withHello(name string) Stack {
	s.Hello = name
	return s
}

// Source is where the rules of a profile come from.
type Source string

const (
	Run           Source = "run"           // the client was run here, or its TLS stack was asked
	Documentation Source = "documentation" // read in sources and manuals only
)

// OCSPCode is an implementation of OCSP: they differ in which responses they accept.
type OCSPCode string

const (
	NoOCSP        OCSPCode = ""
	GoOCSP        OCSPCode = "mongo-driver" // golang.org/x/crypto/ocsp and the checks around it
	LibmongocOCSP OCSPCode = "libmongoc"    // OCSP_basic_verify with OCSP_TRUSTOTHER
	JSSEOCSP      OCSPCode = "jsse"         // parsed with the handshake, judged only where revocation is switched on
	JavaOCSP      OCSPCode = "java"         // com.sun.net.ssl.checkRevocation is set
	PyMongoOCSP   OCSPCode = "pymongo"      // pymongo/ocsp_support.py on cryptography
	MongodOCSP    OCSPCode = "mongod"       // OCSP_basic_verify, where the certificate names a responder
	PerlOCSP      OCSPCode = "perl"         // IO::Socket::SSL, soft but for revoked and unknown
)

// CRLDepth is how much of a chain a client holds against a CRL file.
type CRLDepth int

const (
	NoCRL    CRLDepth = iota // the client has no option for a CRL file
	LeafCRL                  // X509_V_FLAG_CRL_CHECK
	ChainCRL                 // X509_V_FLAG_CRL_CHECK_ALL
)
