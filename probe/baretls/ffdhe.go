package baretls

import (
	"io"
	"math/big"
)

// The groups of RFC 7919, whose generator is 2.
const (
	ffdhe2048 uint16 = 0x100 + iota
	ffdhe3072
	ffdhe4096
	ffdhe6144
	ffdhe8192
)

// ffdhe are the primes of those groups: 2^bits - 2^(bits-64) + (⌊2^(bits-130)·e⌋ + add)·2^64 - 1
// (RFC 7919, appendix A).
var ffdhe = map[uint16]struct {
	bits uint
	add  int64
}{
	ffdhe2048: {2048, 560316},
	ffdhe3072: {3072, 2625351},
	ffdhe4096: {4096, 5736041},
	ffdhe6144: {6144, 15705020},
	ffdhe8192: {8192, 10965728},
}

func ffdhePrime(group uint16) *big.Int {
	g, one := ffdhe[group], big.NewInt(1)
	low := eulersNumber(g.bits - 130)
	low.Add(low, big.NewInt(g.add))
	low.Lsh(low, 64)
	p := new(big.Int).Lsh(one, g.bits)
	p.Sub(p, new(big.Int).Lsh(one, g.bits-64))
	return p.Add(p, low).Sub(p, one)
}

// eulersNumber is ⌊2^bits·e⌋, as the sum of 1/k!.
func eulersNumber(bits uint) *big.Int {
	const guard = 64 // bits for what is rounded away
	sum, term := new(big.Int), new(big.Int).Lsh(big.NewInt(1), bits+guard)
	for k := int64(1); term.Sign() > 0; k++ {
		sum.Add(sum, term)
		term.Div(term, big.NewInt(k))
	}
	return sum.Rsh(sum, guard)
}

// ffdheKey is an exponent in a group of RFC 7919, with the group's prime.
type ffdheKey struct{ p, x *big.Int }

func newFFDHE(group uint16, random io.Reader) (privateKey, error) {
	x, err := newExponent(random)
	return ffdheKey{ffdhePrime(group), x}, err
}

// newExponent draws a private exponent of 256 bits.
func newExponent(random io.Reader) (*big.Int, error) {
	var b [32]byte
	_, err := io.ReadFull(random, b[:])
	return new(big.Int).SetBytes(b[:]), err
}

func (k ffdheKey) public() []byte { return k.padded(new(big.Int).Exp(big.NewInt(2), k.x, k.p)) }

// padded is a number in as many bytes as the prime has (RFC 8446, sections 4.2.8.1 and 7.4.1).
func (k ffdheKey) padded(n *big.Int) []byte {
	return n.FillBytes(make([]byte, (k.p.BitLen()+7)/8))
}

func (k ffdheKey) agree(peer []byte) ([]byte, error) {
	if want := (k.p.BitLen() + 7) / 8; len(peer) != want {
		return nil, fault(illegalParameter, "a Diffie-Hellman key of %d bytes instead of %d", len(peer), want)
	}
	y := new(big.Int).SetBytes(peer)
	if err := checkRange(y, k.p); err != nil {
		return nil, err
	}
	return k.padded(y.Exp(y, k.x, k.p)), nil
}

// checkRange wants a public key between 1 and p-1, neither of which is one.
func checkRange(y, p *big.Int) error {
	one := big.NewInt(1)
	if y.Cmp(one) <= 0 || y.Cmp(new(big.Int).Sub(p, one)) >= 0 {
		return fault(illegalParameter, "a Diffie-Hellman key out of range")
	}
	return nil
}
