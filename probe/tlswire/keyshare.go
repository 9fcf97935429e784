package tlswire

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

// share is one entry of key_share.
type share struct {
	group uint16
	key   []byte
}

// KeyShareGroups are the groups that a ClientHello can send a public key for.
func KeyShareGroups() []uint16 { return []uint16{X25519, P256, P384, P521, X25519MLKEM768} }

// keyShares makes a public key for each group. The private keys are forgotten: no
// handshake is finished with them.
func keyShares(groups []uint16, random io.Reader) ([]share, error) {
	var shares []share
	for _, g := range groups {
		key, err := publicKey(g, random)
		if err != nil {
			return nil, fmt.Errorf("key share for %s: %w", GroupName(g), err)
		}
		shares = append(shares, share{g, key})
	}
	return shares, nil
}

func addShares(b *cryptobyte.Builder, shares []share) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, s := range shares {
			b.AddUint16(s.group)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(s.key) })
		}
	})
}

// publicKey is a key_exchange value (RFC 8446, section 4.2.8.2; for the hybrid,
// draft-ietf-tls-ecdhe-mlkem, where the ML-KEM part comes first).
func publicKey(group uint16, random io.Reader) ([]byte, error) {
	if group == X25519MLKEM768 {
		return hybridKey(random)
	}
	key, err := NewKey(group, random)
	if err != nil {
		return nil, err
	}
	return key.PublicKey().Bytes(), nil
}

// scalars are the curves that keys are made on, with the size of a private key in bytes.
var scalars = map[uint16]struct {
	curve ecdh.Curve
	size  int
}{
	X25519: {ecdh.X25519(), 32},
	P256:   {ecdh.P256(), 32},
	P384:   {ecdh.P384(), 48},
	P521:   {ecdh.P521(), 66},
}

// NewKey draws a private key for X25519, P256, P384 or P521. An error means that random
// failed or that it is another group.
//
// It draws scalars until one is valid. The standard library's own generator ignores its
// random source since Go 1.26, so it could not be repeated in a test.
func NewKey(group uint16, random io.Reader) (*ecdh.PrivateKey, error) {
	const draws = 128 // a P-521 scalar is below the order at least every second time
	s, ok := scalars[group]
	if !ok {
		return nil, fmt.Errorf("no keys are made for this group")
	}
	scalar := make([]byte, s.size)
	for range draws {
		if _, err := io.ReadFull(random, scalar); err != nil {
			return nil, err
		}
		if group == P521 {
			scalar[0] &= 1
		}
		if key, err := s.curve.NewPrivateKey(scalar); err == nil {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%d draws from the random source gave no valid key", draws)
}

func hybridKey(random io.Reader) ([]byte, error) {
	seed := make([]byte, mlkem.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, err
	}
	kem, err := mlkem.NewDecapsulationKey768(seed)
	if err != nil {
		return nil, err
	}
	ec, err := NewKey(X25519, random)
	if err != nil {
		return nil, err
	}
	return append(kem.EncapsulationKey().Bytes(), ec.PublicKey().Bytes()...), nil
}
