package tlswire

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The signalling values that stand among cipher suites (RFC 5746, RFC 7507).
const (
	RenegotiationSCSV uint16 = 0x00FF
	FallbackSCSV      uint16 = 0x5600
)

// Suite is what the name of a cipher suite tells about it.
type Suite struct {
	ID   uint16
	Name string // IANA
	// Kx is the key exchange: "RSA", "DHE", "ECDHE", "DH", "ECDH", "DH_anon",
	// "ECDH_anon" or "GOST"; "" where the version chooses it (TLS 1.3).
	Kx string
	// Auth is the kind of key in the certificate: "RSA", "DSS", "ECDSA", "GOST", or
	// "anon" for none; "" in TLS 1.3.
	Auth   string
	Cipher string // "AES_128_GCM", "3DES_EDE_CBC", "NULL"
	Bits   int    // strength of the cipher in bits: 112 for 3DES, 0 for NULL
	MAC    string // "AEAD", or the HMAC's digest: "SHA", "SHA256", "MD5"
	AEAD   bool
	Export bool // limited to 40 or 56 bits, or to 512 or 1024 bit keys, by design
	// MinVersion and MaxVersion are the protocol versions that define the suite.
	MinVersion, MaxVersion uint16
}

// ForwardSecret tells whether a key learnt later cannot decrypt a recording.
func (s Suite) ForwardSecret() bool {
	return s.MinVersion == VersionTLS13 || s.Kx == "DHE" || s.Kx == "ECDHE"
}

// SuiteName is the IANA name of a cipher suite, or its code as "0x1234".
func SuiteName(id uint16) string {
	if i, ok := findSuite(id); ok {
		return suiteNames[i].name
	}
	return fmt.Sprintf("0x%04X", id)
}

// SuiteInfo tells the facts of a cipher suite, and whether it is known.
func SuiteInfo(id uint16) (Suite, bool) {
	i, ok := findSuite(id)
	if !ok {
		return Suite{}, false
	}
	return parseSuite(id, suiteNames[i].name), true
}

// Suites are the known cipher suites that a version defines (SSL 3.0 and later),
// the most usual first, so that an offer cut short keeps what matters.
func Suites(version uint16) []Suite {
	var all []Suite
	for _, s := range suiteNames {
		if info := parseSuite(s.id, s.name); info.MinVersion <= version && version <= info.MaxVersion {
			all = append(all, info)
		}
	}
	slices.SortStableFunc(all, func(a, b Suite) int { return cmp.Compare(rarity(a), rarity(b)) })
	return all
}

// SuiteIDs are the codes of the suites that keep accepts; nil keeps all.
func SuiteIDs(suites []Suite, keep func(Suite) bool) []uint16 {
	var ids []uint16
	for _, s := range suites {
		if keep == nil || keep(s) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func findSuite(id uint16) (int, bool) {
	return slices.BinarySearchFunc(suiteNames, id, func(s struct {
		id   uint16
		name string
	}, id uint16) int {
		return cmp.Compare(s.id, id)
	})
}

// kxAuth reads the part of a name before "_WITH_".
var kxAuth = map[string]struct{ kx, auth string }{
	"RSA":         {"RSA", "RSA"},
	"RSA_FIPS":    {"RSA", "RSA"},
	"DH_DSS":      {"DH", "DSS"},
	"DH_RSA":      {"DH", "RSA"},
	"DHE_DSS":     {"DHE", "DSS"},
	"DHE_RSA":     {"DHE", "RSA"},
	"DH_anon":     {"DH_anon", "anon"},
	"ECDH_ECDSA":  {"ECDH", "ECDSA"},
	"ECDH_RSA":    {"ECDH", "RSA"},
	"ECDHE_ECDSA": {"ECDHE", "ECDSA"},
	"ECDHE_RSA":   {"ECDHE", "RSA"},
	"ECDH_anon":   {"ECDH_anon", "anon"},
	"GOSTR341001": {"GOST", "GOST"},
	"GOSTR341094": {"GOST", "GOST"},
}

// strengths has the bits of each cipher, by the start of its name. A longer start
// stands before a shorter one.
var strengths = []struct {
	prefix string
	bits   int
}{
	{"AES_128", 128}, {"AES_256", 256}, {"CHACHA20", 256},
	{"CAMELLIA_128", 128}, {"CAMELLIA_256", 256}, {"ARIA_128", 128}, {"ARIA_256", 256},
	{"3DES_EDE", 112}, {"SEED", 128}, {"IDEA", 128}, {"28147", 256},
	{"RC4_128", 128}, {"RC4_56", 56}, {"RC4_40", 40}, {"RC2_CBC_40", 40},
	{"DES40", 40}, {"DES", 56}, {"NULL", 0},
}

func parseSuite(id uint16, name string) Suite {
	s := Suite{ID: id, Name: name, MinVersion: VersionSSL3, MaxVersion: VersionTLS12}
	body := name[len("TLS_"):]
	left, right, ok := strings.Cut(body, "_WITH_")
	if !ok {
		right = body
		s.MinVersion, s.MaxVersion = VersionTLS13, VersionTLS13
	} else {
		left, _, s.Export = strings.Cut(left, "_EXPORT")
		s.Kx, s.Auth = kxAuth[left].kx, kxAuth[left].auth
	}
	right = strings.TrimSuffix(right, "_OLD")
	s.Cipher, s.MAC = splitMAC(right)
	if s.MAC == "AEAD" {
		s.AEAD = true
	}
	for _, c := range strengths {
		if strings.HasPrefix(s.Cipher, c.prefix) {
			s.Bits = c.bits
			break
		}
	}
	if needs12(s) {
		s.MinVersion = VersionTLS12
	}
	return s
}

// splitMAC parts a cipher from its digest. The digest of an AEAD suite is that of
// the key derivation and no MAC.
func splitMAC(text string) (cipher, mac string) {
	for _, mode := range []string{"_GCM", "_CCM_8", "_CCM", "_POLY1305"} {
		if before, _, ok := strings.Cut(text, mode); ok {
			return before + mode, "AEAD"
		}
	}
	i := strings.LastIndexByte(text, '_')
	return text[:i], text[i+1:]
}

// needs12: AEAD and SHA-2 suites came with TLS 1.2 (RFC 5246, RFC 5288, RFC 5289).
func needs12(s Suite) bool {
	return s.MinVersion < VersionTLS12 && (s.AEAD || s.MAC == "SHA256" || s.MAC == "SHA384")
}

// usualKx and usualCiphers order an offer: what comes later is rarer.
var (
	usualKx      = []string{"", "ECDHE", "DHE", "RSA", "ECDH_anon", "DH_anon", "ECDH", "DH", "GOST"}
	usualCiphers = []string{"AES_128_GCM", "AES_256_GCM", "CHACHA20", "AES", "3DES", "RC4", "CAMELLIA", "SEED", "IDEA", "DES", "RC2", "NULL", "ARIA", "28147"}
)

// rarity ranks a suite: fixed Diffie-Hellman, DSS and ARIA suites come last.
func rarity(s Suite) int {
	kx := slices.Index(usualKx, s.Kx)
	cipher := slices.IndexFunc(usualCiphers, func(c string) bool { return strings.HasPrefix(s.Cipher, c) })
	rank := kx*len(usualCiphers) + cipher
	if s.Auth == "DSS" || s.Kx == "ECDH" || s.Kx == "DH" || strings.HasPrefix(s.Cipher, "ARIA") {
		rank += len(usualKx) * len(usualCiphers)
	}
	return rank
}
