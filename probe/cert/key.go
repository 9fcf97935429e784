package cert

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
)

// maxRSABits is OPENSSL_RSA_MAX_MODULUS_BITS (rsa.h).
const maxRSABits = 16384

const (
	oidRSA = "1.2.840.113549.1.1.1"
	oidEC  = "1.2.840.10045.2.1"
)

// curve is a named elliptic curve (RFC 5480, SEC 2, RFC 5639).
type curve struct {
	name string
	bits int
	impl elliptic.Curve // nil: Go has none
}

func namedCurves() map[string]curve {
	return map[string]curve{
		"1.3.132.0.33":          {"P-224", 224, elliptic.P224()},
		"1.2.840.10045.3.1.7":   {"P-256", 256, elliptic.P256()},
		"1.3.132.0.34":          {"P-384", 384, elliptic.P384()},
		"1.3.132.0.35":          {"P-521", 521, elliptic.P521()},
		"1.2.840.10045.3.1.1":   {"P-192", 192, nil},
		"1.3.132.0.10":          {"secp256k1", 256, nil},
		"1.3.36.3.3.2.8.1.1.7":  {"brainpoolP256r1", 256, nil},
		"1.3.36.3.3.2.8.1.1.11": {"brainpoolP384r1", 384, nil},
		"1.3.36.3.3.2.8.1.1.13": {"brainpoolP512r1", 512, nil},
		"1.2.156.10197.1.301":   {"SM2", 256, nil},
	}
}

// keyParser fills in a key from the parameters of its algorithm and its bits.
type keyParser func(k *Key, params element, bits []byte) error

func keyParsers() map[string]keyParser {
	return map[string]keyParser{
		oidRSA:              parseRSA("RSA"),
		rsaPSS:              parseRSA("RSA-PSS"),
		oidEC:               parseEC,
		"1.3.101.112":       parseEd25519,
		"1.3.101.113":       unusable("Ed448", 456),
		"1.2.840.10040.4.1": parseDSA,
	}
}

// parseKey reads a SubjectPublicKeyInfo (RFC 5280, section 4.1). A key that this tool
// cannot use is no error: Key.Why says why.
func parseKey(spki element) (Key, error) {
	r := spki.children()
	outer, err := r.expect(tagSequence, "public key algorithm")
	if err != nil {
		return Key{}, err
	}
	oid, params, err := algorithmIdentifier(outer)
	if err != nil {
		return Key{}, fmt.Errorf("public key algorithm: %w", err)
	}
	e, err := r.expect(tagBitString, "public key")
	if err != nil {
		return Key{}, err
	}
	bits, err := e.bits()
	if err != nil {
		return Key{}, fmt.Errorf("public key: %w", err)
	}
	k := Key{Type: oid}
	parse, ok := keyParsers()[oid]
	if !ok {
		k.Why = "its type " + oid + " is not one that this tool knows"
		return k, nil
	}
	if err := parse(&k, params, bits); err != nil {
		k.Why = err.Error()
	}
	return k, nil
}

func parseRSA(kind string) keyParser {
	return func(k *Key, _ element, bits []byte) error {
		k.Type = kind
		outer, err := single(bits, tagSequence, "RSA key")
		if err != nil {
			return err
		}
		r := outer.children()
		modulus, err := r.expect(tagInteger, "RSA modulus")
		if err != nil {
			return err
		}
		exponent, err := r.expect(tagInteger, "RSA exponent")
		if err != nil {
			return err
		}
		// OpenSSL reads both as unsigned (x_bignum.c).
		n, e := new(big.Int).SetBytes(modulus.body), new(big.Int).SetBytes(exponent.body)
		k.Bits = n.BitLen()
		switch {
		case n.Sign() == 0 || e.Sign() == 0:
			return errors.New("its RSA modulus or exponent is zero")
		case k.Bits > maxRSABits:
			return fmt.Errorf("its RSA modulus is longer than %d bits", maxRSABits)
		case !e.IsInt64() || e.Int64() > math.MaxInt:
			return errors.New("its RSA exponent is too large for this tool")
		}
		k.Public = &rsa.PublicKey{N: n, E: int(e.Int64())}
		return nil
	}
}

func parseEC(k *Key, params element, bits []byte) error {
	k.Type = "ECDSA"
	if params.tag != tagOID {
		k.Curve = "explicit"
		return errors.New("its curve is given by explicit parameters instead of a name")
	}
	oid, err := params.oid()
	if err != nil {
		return err
	}
	known, ok := namedCurves()[oid]
	if !ok {
		k.Curve = oid
		return errors.New("its curve " + oid + " is not one that this tool knows")
	}
	k.Curve, k.Bits = known.name, known.bits
	if known.impl == nil {
		return errors.New("this tool cannot compute on the curve " + known.name)
	}
	k.Public, err = parsePoint(known.impl, bits)
	return err
}

// parsePoint reads an uncompressed or compressed point (SEC 1, section 2.3.4).
func parsePoint(c elliptic.Curve, bits []byte) (crypto.PublicKey, error) {
	if len(bits) > 0 && (bits[0] == 2 || bits[0] == 3) {
		if x, y := elliptic.UnmarshalCompressed(c, bits); x != nil {
			size := len(bits) - 1
			bits = slices.Concat([]byte{4}, x.FillBytes(make([]byte, size)), y.FillBytes(make([]byte, size)))
		}
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(c, bits)
	if err != nil {
		return nil, errors.New("its key is not a point on " + c.Params().Name)
	}
	return pub, nil
}

func parseEd25519(k *Key, _ element, bits []byte) error {
	k.Type, k.Bits = "Ed25519", 256
	if len(bits) != ed25519.PublicKeySize {
		return fmt.Errorf("its Ed25519 key has %d octets instead of %d", len(bits), ed25519.PublicKeySize)
	}
	k.Public = ed25519.PublicKey(bits)
	return nil
}

func parseDSA(k *Key, params element, _ []byte) error {
	k.Type = "DSA"
	if params.tag == tagSequence {
		if p, err := params.children().expect(tagInteger, "DSA prime"); err == nil {
			k.Bits = new(big.Int).SetBytes(p.body).BitLen()
		}
	}
	return errors.New("this tool cannot compute with DSA keys")
}

func unusable(kind string, size int) keyParser {
	return func(k *Key, _ element, _ []byte) error {
		k.Type, k.Bits = kind, size
		return errors.New("this tool cannot compute with " + kind + " keys")
	}
}

// String is the key as people write it: "RSA 2048", "ECDSA P-256", "Ed25519".
func (k Key) String() string {
	switch {
	case k.Curve != "":
		return k.Type + " " + k.Curve
	case k.Bits > 0 && k.Type != "Ed25519" && k.Type != "Ed448":
		return fmt.Sprintf("%s %d", k.Type, k.Bits)
	}
	return k.Type
}
