package baretls

import (
	"io"
	"math/big"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// exchange12 answers the ServerKeyExchange of TLS 1.2: with the premaster secret, and the
// body of our ClientKeyExchange.
func exchange12(kx *tlswire.KeyExchange, random io.Reader) (secret []byte, answer func(*cryptobyte.Builder), err error) {
	if kx == nil {
		return nil, nil, fault(unexpectedMessage, "no ServerKeyExchange")
	}
	if len(kx.Prime) > 0 {
		return finiteField(kx, random)
	}
	if _, finite := ffdhe[kx.Group]; finite {
		return nil, nil, fault(illegalParameter, "%s as the curve", tlswire.GroupName(kx.Group))
	}
	key, err := newKey(kx.Group, random)
	if err != nil {
		return nil, nil, err
	}
	secret, err = key.agree(kx.Public)
	return secret, func(b *cryptobyte.Builder) {
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(key.public()) })
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
	if err := checkRange(y, p); err != nil {
		return nil, nil, err
	}
	x, err := newExponent(random)
	if err != nil {
		return nil, nil, err
	}
	public := new(big.Int).Exp(g, x, p)
	return new(big.Int).Exp(y, x, p).Bytes(), func(b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(public.Bytes()) })
	}, nil
}
