package baretls

import (
	"io"
	"math/big"
	"slices"
)

// x448Size is the size of a scalar and of a coordinate in bytes.
const x448Size = 56

// x448Key is a scalar of X448 (RFC 7748, section 5). The time that it takes tells about the
// scalar, which matters only where there is a secret.
type x448Key [x448Size]byte

func newX448(random io.Reader) (privateKey, error) {
	var k x448Key
	_, err := io.ReadFull(random, k[:])
	return k, err
}

// public is the product of the scalar and the base point, whose coordinate is 5.
func (k x448Key) public() []byte {
	return k.multiply(append([]byte{5}, make([]byte, x448Size-1)...))
}

// agree refuses points of low order, whose product is zero (RFC 8446, section 7.4.2).
func (k x448Key) agree(peer []byte) ([]byte, error) {
	if len(peer) != x448Size {
		return nil, fault(illegalParameter, "an X448 key of %d bytes", len(peer))
	}
	secret := k.multiply(peer)
	if !slices.ContainsFunc(secret, func(b byte) bool { return b != 0 }) {
		return nil, fault(illegalParameter, "an X448 key of low order")
	}
	return secret, nil
}

// multiply is the Montgomery ladder of RFC 7748, section 5, on a coordinate of any value.
func (k x448Key) multiply(coordinate []byte) []byte {
	const a24 = 39081
	k[0] &= 252
	k[x448Size-1] |= 128
	f := x448Field()
	u := f.mod(littleEndian(coordinate))
	x2, z2, x3, z3 := big.NewInt(1), big.NewInt(0), u, big.NewInt(1)
	for bit := 8*x448Size - 1; bit >= 0; bit-- {
		set := k[bit/8]>>(bit%8)&1 == 1
		if set {
			x2, z2, x3, z3 = x3, z3, x2, z2
		}
		a, b := f.add(x2, z2), f.sub(x2, z2)
		da, cb := f.mul(f.sub(x3, z3), a), f.mul(f.add(x3, z3), b)
		aa, bb := f.mul(a, a), f.mul(b, b)
		e := f.sub(aa, bb)
		x3, z3 = f.mul(f.add(da, cb), f.add(da, cb)), f.mul(u, f.mul(f.sub(da, cb), f.sub(da, cb)))
		x2, z2 = f.mul(aa, bb), f.mul(e, f.add(aa, f.mul(big.NewInt(a24), e)))
		if set {
			x2, z2, x3, z3 = x3, z3, x2, z2
		}
	}
	inverse := new(big.Int).Exp(z2, new(big.Int).Sub(f.p, big.NewInt(2)), f.p) // 0 of 0
	out := f.mul(x2, inverse).FillBytes(make([]byte, x448Size))
	slices.Reverse(out)
	return out
}

func littleEndian(b []byte) *big.Int {
	reversed := slices.Clone(b)
	slices.Reverse(reversed)
	return new(big.Int).SetBytes(reversed)
}

// field is arithmetic modulo a prime.
type field struct{ p *big.Int }

// x448Field has the prime 2^448 - 2^224 - 1.
func x448Field() field {
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, 448)
	return field{p.Sub(p, new(big.Int).Lsh(one, 224)).Sub(p, one)}
}

func (f field) mod(a *big.Int) *big.Int    { return a.Mod(a, f.p) }
func (f field) add(a, b *big.Int) *big.Int { return f.mod(new(big.Int).Add(a, b)) }
func (f field) sub(a, b *big.Int) *big.Int { return f.mod(new(big.Int).Sub(a, b)) }
func (f field) mul(a, b *big.Int) *big.Int { return f.mod(new(big.Int).Mul(a, b)) }
