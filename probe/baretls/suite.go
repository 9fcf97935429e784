package baretls

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"slices"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"mongotls/probe/tlswire"
)

// suite is a cipher suite that this package can do.
type suite struct {
	tlswire.Suite
	algorithm
}

// algorithm is what a suite encrypts with. Sizes are in bytes.
type algorithm struct {
	key      int
	iv       int // of TLS 1.2's key block
	explicit int // of an AEAD's nonce in TLS 1.2
	aead     func(key []byte) (cipher.AEAD, error)
	block    func(key []byte) (cipher.Block, error)
}

// algorithms have the names that tlswire.Suite gives to ciphers.
var algorithms = map[string]algorithm{
	"AES_128_GCM":       {key: 16, iv: 4, explicit: 8, aead: aesGCM},
	"AES_256_GCM":       {key: 32, iv: 4, explicit: 8, aead: aesGCM},
	"CHACHA20_POLY1305": {key: 32, iv: 12, aead: chacha20poly1305.New},
	"AES_128_CCM":       {key: 16, iv: 4, explicit: 8, aead: aesCCM(16)},
	"AES_256_CCM":       {key: 32, iv: 4, explicit: 8, aead: aesCCM(16)},
	"AES_128_CCM_8":     {key: 16, iv: 4, explicit: 8, aead: aesCCM(8)},
	"AES_256_CCM_8":     {key: 32, iv: 4, explicit: 8, aead: aesCCM(8)},
	"AES_128_CBC":       {key: 16, block: aes.NewCipher},
	"AES_256_CBC":       {key: 32, block: aes.NewCipher},
}

func aesGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// macs are the digests of the HMAC of a suite that is no AEAD.
var macs = map[string]crypto.Hash{"SHA": crypto.SHA1, "SHA256": crypto.SHA256, "SHA384": crypto.SHA384}

// keyExchanges that need nothing of the certificate; "" is that of TLS 1.3.
var keyExchanges = []string{"", "ECDHE", "DHE"}

// Supports tells whether this package can do what a server chose in its answer to a hello.
func Supports(f tlswire.Flight) bool {
	hello, group := f.Hello(), f.Group()
	if hello == nil {
		return false
	}
	_, ok := findSuite(hello.Version, hello.Suite)
	return ok && (group == 0 || slices.Contains(groups, group))
}

// findSuite finds a suite of TLS 1.2 or 1.3.
func findSuite(version, id uint16) (suite, bool) {
	info, known := tlswire.SuiteInfo(id)
	algorithm, ok := algorithms[info.Cipher]
	fits := version >= max(tlswire.VersionTLS12, info.MinVersion) && version <= info.MaxVersion
	if !known || !ok || !fits || !slices.Contains(keyExchanges, info.Kx) {
		return suite{}, false
	}
	return suite{info, algorithm}, true
}

// offeredSuites are all that this package can do, the usual ones first.
func offeredSuites() []uint16 {
	var ids []uint16
	for _, version := range []uint16{tlswire.VersionTLS13, tlswire.VersionTLS12} {
		ids = append(ids, tlswire.SuiteIDs(tlswire.Suites(version), func(s tlswire.Suite) bool {
			_, ok := findSuite(version, s.ID)
			return ok
		})...)
	}
	return ids
}

// hash is that of the key schedule (RFC 5246, section 5; RFC 8446, section 7.1).
func (s suite) hash() crypto.Hash {
	if strings.HasSuffix(s.Name, "_SHA384") {
		return crypto.SHA384
	}
	return crypto.SHA256
}

// mac is the size of an HMAC key in bytes; 0 for an AEAD.
func (s suite) mac() int {
	if s.AEAD {
		return 0
	}
	return macs[s.MAC].Size()
}
