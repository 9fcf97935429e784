// Package driver describes MongoDB clients as data: what each offers in a TLS
// handshake and what it refuses. One judge (package classify) reads every profile
// alike, so that a difference between two clients is a difference in data with a
// source.
package driver

import (
	"cmp"
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
	// OldRSA: TLS 1.0 and 1.1 are offered, too, and completed only with RSA key exchange,
	// whose handshake has no signature: the security level forbids that of the others.
	OldRSA bool
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

	// FatalWarnings: a warning alert of the handshake ends it, such as 112 (unrecognized_name).
	FatalWarnings bool
	// SNIForIPv4 and SNIForIPv6: an address is sent as the server name, although RFC 6066,
	// section 3, has names only.
	SNIForIPv4, SNIForIPv6 bool

	Chain verify.Rules
	// Order are causes in the order in which the client reports them where several are
	// there; what it does not name keeps the order of the layers.
	Order []string
	// OwnStore: the client trusts a CA bundle of its own, and reads neither SSL_CERT_FILE
	// nor SSL_CERT_DIR.
	OwnStore bool

	// OCSP names the code that judges a stapled response; NoOCSP if the client looks at none.
	OCSP OCSPCode
	// Responder and MustStaple tell whether the client asks responders, and whether it
	// refuses a must-staple certificate without a staple.
	Responder, MustStaple bool
	// CRLDepth is how far up a CRL file is applied: NoCRL, LeafCRL or ChainCRL.
	CRLDepth CRLDepth
	// FirstCRLOnly: of several lists in one file only the first is read.
	FirstCRLOnly bool

	// WithholdsUnlisted: a client certificate is not sent where none of the CAs that the
	// server lists issued it (RFC 8446, section 4.4.2.3 allows both).
	WithholdsUnlisted bool
	// MaxChain and MaxChainBytes are how many certificates, and how many bytes of them, the
	// client takes from a server; 0 = more than a server can be expected to send.
	MaxChain, MaxChainBytes int
	// IgnoresAllowCertificates and IgnoresAllowHostnames: the client does not know
	// tlsAllowInvalidCertificates, or tlsAllowInvalidHostnames. InsecureIsNames: its
	// tlsInsecure skips the host name only.
	IgnoresAllowCertificates, IgnoresAllowHostnames, InsecureIsNames bool

	// MinWire is the lowest maxWireVersion that the client works with.
	MinWire int
	// Older are earlier releases to which the rest of the profile applies as well, oldest
	// first; --driver NAME@VERSION finds them.
	Older []Older

	// Proved tells whether this line of releases was run against every scenario
	// (fixtures/oracle); where it was not, Sources say what was.
	Proved bool
	// Sources say where the rules were read or tried.
	Sources []string
}

// Older is a line of earlier releases: From is its first one.
type Older struct {
	From    string
	MinWire int
	Proved  bool // a release of the line was run
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
		p.Name, p.Title, p.Release = d.name, d.title, d.release
		p.With, p.Older, p.Proved = nil, nil, false
		known = append(known, p)
	}
	return known
}

// derived are clients that do TLS through another one's driver.
var derived = []struct {
	base                 func() Profile
	name, title, release string
}{
	{node6, "mongosh", "mongosh", "2.5"},
	{golang, "mongo-tools", "mongo-tools", "100.13"},
	{c, "php", "PHP", "2.1"},
}

// Find returns the profile for NAME or NAME@VERSION. The Release of the result begins with
// the version asked for.
func Find(spec string) (Profile, error) {
	name, version, versioned := strings.Cut(strings.ToLower(spec), "@")
	known := Known()
	i := slices.IndexFunc(known, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, fmt.Errorf("driver %q is not known, expected one of %s: for example --driver go", name, strings.Join(names(known), ", "))
	}
	if !versioned {
		return known[i], nil
	}
	p, ok := known[i].at(version)
	if !ok {
		return Profile{}, fmt.Errorf("driver %s has no profile for version %q, expected %s to %s: for example --driver %s@%s",
			name, version, known[i].oldest(), known[i].Release, name, known[i].Release)
	}
	return p, nil
}

func (p Profile) oldest() string {
	if len(p.Older) == 0 {
		return p.Release
	}
	return p.Older[0].From
}

// at is the profile as of one release: "4" and "4.16.2" are both of the line 4.16.
func (p Profile) at(version string) (Profile, bool) {
	switch {
	case !numeric(version):
		return p, false
	case strings.HasPrefix(p.Release+".", version+"."):
		return p, true
	case strings.HasPrefix(version, p.Release+"."):
		p.Release = version
		return p, true
	}
	for _, line := range slices.Backward(p.Older) {
		if older(version, p.Release) && !older(version, line.From) {
			p.Release, p.MinWire, p.Proved = version, line.MinWire, line.Proved
			return p, true
		}
	}
	return p, false
}

func numeric(version string) bool {
	return version != "" && strings.Trim(version, "0123456789.") == ""
}

// older compares two versions, component by component.
func older(a, b string) bool {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	}) < 0
}

func names(profiles []Profile) []string {
	out := make([]string, len(profiles))
	for i, p := range profiles {
		out[i] = p.Name
	}
	return out
}
