package tlswire

import "strings"

// offerGroups are the groups that a broad hello names: all that a TLS library of the
// last fifteen years may hold a key on, the usual ones first.
var offerGroups = []uint16{
	X25519, P256, P384, P521, X448,
	22, 26, 27, 28, // secp256k1, brainpool
	21, 19, 18, 20, 15, 16, 17, // P-224, P-192 and the other small prime curves
	9, 10, 11, 12, 13, 14, 6, 7, 8, 1, 2, 3, 4, 5, // binary curves
	0x100, 0x101, 0x102, 0x103, 0x104, // ffdhe (RFC 7919)
}

// offerGroups13 are the groups of TLS 1.3.
var offerGroups13 = []uint16{
	X25519, P256, P384, P521, X448, X25519MLKEM768, 0x11EB, 0x11ED,
	0x100, 0x101, 0x102, 0x103, 0x104, 31, 32, 33, 0x200, 0x201, 0x202, 41,
}

// offerSchemes are all signature schemes that a certificate of a server may need, odd
// ones included: Ed448, brainpool, RSA-PSS keys, DSA.
var offerSchemes = []uint16{
	0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081A, 0x081B, 0x081C,
	0x0809, 0x080A, 0x080B, 0x0804, 0x0805, 0x0806,
	0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201,
	0x0402, 0x0502, 0x0602, 0x0302, 0x0202, 0x0708, 0x0904, 0x0905, 0x0906,
}

// BroadHello is a ClientHello for exactly one version, SSL 3.0 or later, that any
// server of that version should be able to answer: every suite with a certificate and a
// cipher, every group, every signature scheme. Callers narrow it as they need.
func BroadHello(version uint16, serverName string) ClientHello {
	h := ClientHello{
		Version:              version,
		Suites:               SuiteIDs(Suites(version), ordinary),
		ServerName:           serverName,
		Groups:               offerGroups,
		PointFormats:         []uint8{0},
		StatusRequest:        true,
		ExtendedMasterSecret: true,
		SecureRenegotiation:  true,
	}
	switch version {
	case VersionSSL3:
		h.NoExtensions = true
	case VersionTLS12:
		h.SignatureSchemes = offerSchemes
	case VersionTLS13:
		h.Version = VersionTLS12
		h.Versions = []uint16{VersionTLS13}
		h.Groups = offerGroups13
		h.KeyShares = []uint16{X25519}
		h.SignatureSchemes = offerSchemes
	}
	return h
}

// ordinary suites authenticate and encrypt, and fit a certificate that a MongoDB server
// can have. Servers stumble over lists of 128 suites or more, which this keeps short of.
func ordinary(s Suite) bool {
	return s.Auth != "anon" && s.Bits > 0 && !s.Export && s.Kx != "GOST" && s.Kx != "DH" && s.Kx != "ECDH" &&
		!(s.Auth == "DSS" && s.AEAD && !strings.HasPrefix(s.Cipher, "AES"))
}
