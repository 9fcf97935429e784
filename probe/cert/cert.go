// Package cert reads certificates as leniently as OpenSSL does, and tells which
// parsers do not. Every field comes from a DER walk of our own, so that a
// certificate that Go refuses can still be judged; Go's and zcrypto's opinions
// are kept beside it.
//
// It is pure: no I/O, no clock.
package cert

import (
	"crypto"
	"crypto/x509"
	"math/big"
	"net/netip"
	"time"
)

// Cert is a parsed certificate. It is read-only and safe for concurrent use.
type Cert struct {
	Raw    []byte
	RawTBS []byte
	SHA256 [32]byte

	Version            int // 1, 2 or 3; what the field says, even when that is no known version
	Serial             *big.Int
	Subject, Issuer    Name
	NotBefore          time.Time
	NotAfter           time.Time
	RawSPKI            []byte
	Key                Key
	SignatureAlgorithm SignatureAlgorithm
	Signature          []byte

	// SAN entries. HasSAN is true when the extension is there, however empty.
	HasSAN     bool
	DNSNames   []string
	IPs        []netip.Addr
	BadIPs     [][]byte // iPAddress entries that are neither 4 nor 16 octets
	URIs       []string
	Emails     []string
	OtherNames int

	BasicConstraints *BasicConstraints // nil = absent
	KeyUsage         *x509.KeyUsage    // nil = absent; 0 = present and empty
	ExtKeyUsage      []string          // OIDs, dotted
	HasExtKeyUsage   bool
	SubjectKeyID     []byte
	AuthorityKeyID   []byte
	AuthorityIssuer  []byte // raw DN of authorityCertIssuer, nil = absent
	AuthoritySerial  *big.Int
	NameConstraints  *NameConstraints
	Critical         []string // OIDs of all critical extensions
	UnknownCritical  []string // those that OpenSSL 3 does not handle, see handledCritical
	NetscapeType     *byte    // first octet of the Netscape certificate type, nil = absent
	MustStaple       bool     // RFC 7633, feature 5
	NoCheck          bool     // id-pkix-ocsp-nocheck
	OCSPServers      []string
	CAIssuers        []string
	CRLURLs          []string

	// Malformed says, a sentence each, what breaks DER or RFC 5280 in the encoding and
	// makes OpenSSL 3 refuse the certificate (X509_V_ERR_… "invalid certificate").
	Malformed []string
	// GoError and ZcryptoError are why those parsers refuse it; "" when they read it.
	GoError, ZcryptoError string

	// Trailing is the number of octets after the certificate. OpenSSL ignores them in a
	// PEM file and refuses them in a handshake (statem_clnt.c).
	Trailing int

	input []byte // Raw and what trails it
	// mixedAlgorithms: the certificate names one signature algorithm inside, another outside.
	mixedAlgorithms bool
	std             *x509.Certificate
}

// Key is a public key.
type Key struct {
	Public crypto.PublicKey // nil when this tool cannot use it
	Type   string           // "RSA", "RSA-PSS", "ECDSA", "Ed25519", "Ed448", "DSA", else the OID
	Bits   int
	Curve  string // "P-256", …, or an OID
	Why    string // why Public is nil
}

// SignatureAlgorithm is how a certificate is signed.
type SignatureAlgorithm struct {
	OID  string
	Name string // "SHA256-RSA", "SHA256-RSAPSS", "ECDSA-SHA256", "Ed25519", else the OID
	Hash string // "MD5", "SHA-1", "SHA-256"…; "" for Ed25519 and unknown ones
	Key  string // type of key that it needs, as Key.Type

	pss pssParams
}

// BasicConstraints of RFC 5280, section 4.2.1.9.
type BasicConstraints struct {
	CA         bool
	Critical   bool
	MaxPathLen int // -1 = none
}

// NameConstraints of RFC 5280, section 4.2.1.10.
type NameConstraints struct {
	Critical            bool
	Permitted, Excluded []GeneralSubtree
}

// GeneralSubtree is one constraint. Kind is "DNS", "IP", "email", "URI", "DN" or "other".
type GeneralSubtree struct {
	Kind   string
	Name   string       // DNS, email, URI
	Prefix netip.Prefix // IP; invalid when it is no address with a mask without gaps
	RawDN  []byte       // DN
}
