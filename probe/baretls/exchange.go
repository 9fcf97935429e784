package baretls

import (
	"crypto/ecdh"
	"io"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// newKey draws the private key of a group that this package can do.
func newKey(group uint16, random io.Reader) (*ecdh.PrivateKey, error) {
	if !slices.Contains(groups, group) {
		return nil, fault(handshakeFailure, "group %s, which this tool cannot do", tlswire.GroupName(group))
	}
	return tlswire.NewKey(group, random)
}

// agree is the secret that key and the peer's public key have in common.
func agree(key *ecdh.PrivateKey, peer []byte) ([]byte, error) {
	public, err := key.Curve().NewPublicKey(peer)
	if err != nil {
		return nil, fault(illegalParameter, "the server's key share: %w", err)
	}
	secret, err := key.ECDH(public)
	if err != nil {
		return nil, fault(illegalParameter, "the server's key share: %w", err)
	}
	return secret, nil
}

// exchange12 answers the ServerKeyExchange of TLS 1.2: with the premaster secret, and the
// body of our ClientKeyExchange.
func exchange12(kx *tlswire.KeyExchange, random io.Reader) (secret []byte, answer func(*cryptobyte.Builder), err error) {
	if kx == nil {
		return nil, nil, fault(unexpectedMessage, "no ServerKeyExchange")
	}
	if len(kx.Prime) > 0 {
		return finiteField(kx, random)
	}
	key, err := newKey(kx.Group, random)
	if err != nil {
		return nil, nil, err
	}
	secret, err = agree(key, kx.Public)
	return secret, func(b *cryptobyte.Builder) {
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(key.PublicKey().Bytes()) })
	}, err
}

// Bounds on a Diffie-Hellman prime in bits. Above, it costs too much time; below, a prime is
// no obstacle to this package, but nobody uses one.
const (
	minPrime = 256
	maxPrime = 8192
)

// finiteField is Diffie-Hellman with the server's own group (RFC 5246, section 8.1.2: leading
// zeros of the secret are dropped).
func finiteField(kx *tlswire.KeyExchange, random io.Reader) ([]byte, func(*cryptobyte.Builder), error) {
	if kx.DHBits < minPrime || kx.DHBits > maxPrime {
		return nil, nil, fault(handshakeFailure, "a Diffie-Hellman prime of %d bits, which this tool cannot do", kx.DHBits)
	}
	p, g, y := new(big.Int).SetBytes(kx.Prime), new(big.Int).SetBytes(kx.Generator), new(big.Int).SetBytes(kx.Public)
	if last := new(big.Int).Sub(p, big.NewInt(1)); y.Cmp(big.NewInt(1)) <= 0 || y.Cmp(last) >= 0 {
		return nil, nil, fault(illegalParameter, "a Diffie-Hellman key out of range")
	}
	exponent := make([]byte, 32)
	if _, err := io.ReadFull(random, exponent); err != nil {
		return nil, nil, err
	}
	x := new(big.Int).SetBytes(exponent)
	public := new(big.Int).Exp(g, x, p)
	return new(big.Int).Exp(y, x, p).Bytes(), func(b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(public.Bytes()) })
	}, nil
}
