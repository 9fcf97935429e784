// Package driver describes MongoDB clients as data: what each offers in a TLS
// handshake and what it refuses. One judge (package classify) reads every profile
// alike, so that a difference between two clients is a difference in data with a
// source.
package driver

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// Profile is one client on one runtime.
type Profile struct {
	Name    string // the word of --driver and of JSON: "node"
	Family  string // the driver underneath, whose messages it prints: mongosh prints those of "node"
	Title   string // "Node.js"
	Release string // the release that the profile describes, as --driver NAME@VERSION begins
	Runtime string // what does TLS for it: "Node.js 20, OpenSSL 3.0"
	// With are the tools that use this client and so share its fate.
	With []string

	Versions []evidence.Version
	// Suites are the cipher suites offered up to TLS 1.2, Suites13 those of TLS 1.3 (IANA names).
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

	Chain verify.Rules

	// OCSP names the code that judges a stapled response; NoOCSP if the client looks at none.
	OCSP OCSPCode
	// Responder and MustStaple tell whether the client asks responders, and whether it
	// refuses a must-staple certificate without a staple.
	Responder, MustStaple bool
	// CRLDepth is how far up a CRL file is applied: NoCRL, LeafCRL or ChainCRL.
	CRLDepth CRLDepth
	// FirstCRLOnly: of several lists in one file only the first is read.
	FirstCRLOnly bool

	// MinWire is the lowest maxWireVersion that the client works with.
	MinWire int

	// Proved is false where no such client could be run to prove the profile.
	Proved bool
	// Sources say where the rules were read or tried.
	Sources []string
}

// OCSPCode is an implementation of OCSP: they differ in which responses they accept.
type OCSPCode string

const (
	NoOCSP        OCSPCode = ""
	GoOCSP        OCSPCode = "mongo-driver" // golang.org/x/crypto/ocsp and the checks around it
	LibmongocOCSP OCSPCode = "libmongoc"    // OCSP_basic_verify with OCSP_TRUSTOTHER
	JSSEOCSP      OCSPCode = "jsse"         // parsed with the handshake, judged only where revocation is switched on
)

// CRLDepth is how much of a chain a client holds against a CRL file.
type CRLDepth int

const (
	NoCRL    CRLDepth = iota // the client has no option for a CRL file
	LeafCRL                  // X509_V_FLAG_CRL_CHECK
	ChainCRL                 // X509_V_FLAG_CRL_CHECK_ALL
)

// Families are the five clients that judge when none is named (contract, section 4).
func Families() []Profile {
	return []Profile{pymongo(), node(), golang(), java(), c()}
}

// Known are all profiles: the families and the clients built on them.
func Known() []Profile {
	known := Families()
	for _, d := range derived {
		p := d.base()
		p.Name, p.Title, p.Release, p.With = d.name, d.title, d.release, nil
		known = append(known, p)
	}
	return known
}

// derived are clients that do TLS through another one's driver.
var derived = []struct {
	base                 func() Profile
	name, title, release string
}{
	{node, "mongosh", "mongosh", "2.5"},
	{golang, "mongo-tools", "mongo-tools", "100.13"},
	{c, "php", "PHP", "2.1"},
}

// Find returns the profile for NAME or NAME@VERSION. A version matches the release
// that it is a prefix of, component by component: "7" finds 7.0.
func Find(spec string) (Profile, error) {
	name, version, versioned := strings.Cut(strings.ToLower(spec), "@")
	known := Known()
	i := slices.IndexFunc(known, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, fmt.Errorf("driver %q is not known, expected one of %s: for example --driver go", name, strings.Join(names(known), ", "))
	}
	if versioned && !within(version, known[i].Release) {
		return Profile{}, fmt.Errorf("driver %s has no profile for version %q, expected %s: for example --driver %s@%s",
			name, version, known[i].Release, name, known[i].Release)
	}
	return known[i], nil
}

// within reports whether version names release or a release of its line: both "4" and
// "4.16.2" are within "4.16".
func within(version, release string) bool {
	v, r := strings.Split(version, "."), strings.Split(release, ".")
	for i := range min(len(v), len(r)) {
		if v[i] != r[i] {
			return false
		}
	}
	return version != ""
}

func names(profiles []Profile) []string {
	out := make([]string, len(profiles))
	for i, p := range profiles {
		out[i] = p.Name
	}
	return out
}
