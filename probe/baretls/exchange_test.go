package baretls

import (
	"bytes"
	"crypto/aes"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestX448 has the vectors of RFC 7748, sections 5.2 and 6.2.
func TestX448(t *testing.T) {
	tests := []struct{ scalar, coordinate, want string }{
		{
			"3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3",
			"06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086",
			"ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6f",
		},
		{
			"203d494428b8399352665ddca42f9de8fef600908e0d461cb021f8c538345dd77c3e4806e25f46d3315c44e0a5b4371282dd2c8d5be3095f",
			"0fbcc2f993cd56d3305b0b7d9e55d4c1a8fb5dbb52f8e9a1e9b6201b165d015894e56c4d3570bee52fe205e28a78b91cdfbde71ce8d157db",
			"884a02576239ff7a2f2f63b2db6a9ff37047ac13568e1e30fe63c4a7ad1b3ee3a5700df34321d62077e63633c575c1c954514e99da7c179d",
		},
	}
	for _, test := range tests {
		got, err := x448Key(unhex(t, test.scalar)).agree(unhex(t, test.coordinate))
		if err != nil || hex.EncodeToString(got) != test.want {
			t.Errorf("%x, %v", got, err)
		}
	}
	alice := x448Key(unhex(t, "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b"))
	const public = "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0"
	if got := hex.EncodeToString(alice.public()); got != public {
		t.Error(got)
	}
}

// TestFFDHE: the primes are safe ones, and of the form that RFC 7919 gives them.
func TestFFDHE(t *testing.T) {
	for group, g := range ffdhe {
		p := ffdhePrime(group)
		if p.BitLen() != int(g.bits) || p.Bit(0) != 1 {
			t.Errorf("%s: %d bits", tlswire.GroupName(group), p.BitLen())
		}
		if g.bits <= 3072 && !(p.ProbablyPrime(0) && new(big.Int).Rsh(p, 1).ProbablyPrime(0)) {
			t.Errorf("%s: no safe prime", tlswire.GroupName(group))
		}
	}
	const begins, ends = "ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1", "886b423861285c97ffffffffffffffff"
	if got := ffdhePrime(ffdhe2048).Text(16); got[:48] != begins || got[len(got)-32:] != ends {
		t.Error(got)
	}
}

// TestHostileShares: no key is taken that is no key of the group, or that leads to a secret
// that anybody knows.
func TestHostileShares(t *testing.T) {
	x448, dh := x448Field().p, ffdhePrime(ffdhe3072)
	littleEndian := func(n *big.Int) []byte {
		b := n.FillBytes(make([]byte, x448Size))
		slices.Reverse(b)
		return b
	}
	bigEndian := func(n *big.Int) []byte { return n.FillBytes(make([]byte, 384)) }
	one := big.NewInt(1)
	tests := []struct {
		group uint16
		name  string
		share []byte
	}{
		{tlswire.X448, "0", littleEndian(new(big.Int))},
		{tlswire.X448, "1", littleEndian(one)},
		{tlswire.X448, "p-1", littleEndian(new(big.Int).Sub(x448, one))},
		{tlswire.X448, "p", littleEndian(x448)},
		{tlswire.X448, "p+1", littleEndian(new(big.Int).Add(x448, one))},
		{tlswire.X448, "too short", bytes.Repeat([]byte{9}, x448Size-1)},
		{tlswire.X448, "too long", bytes.Repeat([]byte{9}, x448Size+1)},
		{tlswire.X448, "none", nil},
		{ffdhe3072, "0", bigEndian(new(big.Int))},
		{ffdhe3072, "1", bigEndian(one)},
		{ffdhe3072, "p-1", bigEndian(new(big.Int).Sub(dh, one))},
		{ffdhe3072, "p", bigEndian(dh)},
		{ffdhe3072, "p+1", bigEndian(new(big.Int).Add(dh, one))},
		{ffdhe3072, "too short", []byte{9}},
		{ffdhe3072, "too long", append([]byte{0}, bigEndian(big.NewInt(9))...)},
		{tlswire.X25519, "0", make([]byte, 32)},
		{tlswire.P256, "infinity", []byte{0}},
	}
	for _, test := range tests {
		key, err := newKey(test.group, zeros{})
		if err != nil {
			t.Fatal(err)
		}
		secret, err := key.agree(test.share)
		if code, fromServer, ok := tlswire.AlertOf(err); !ok || fromServer || code != uint8(illegalParameter) {
			t.Errorf("%s, %s: %x, %v", tlswire.GroupName(test.group), test.name, secret, err)
		}
	}
	if _, _, err := exchange12(&tlswire.KeyExchange{Group: ffdhe2048, Public: bigEndian(big.NewInt(9))}, zeros{}); err == nil {
		t.Error("ffdhe2048 is taken for a curve")
	}
}

// TestAgree: both sides come to one secret, in each group.
func TestAgree(t *testing.T) {
	for _, group := range groups {
		var keys [2]privateKey
		for i := range keys {
			var err error
			if keys[i], err = newKey(group, bytes.NewReader(bytes.Repeat([]byte{byte(i + 1)}, 80))); err != nil {
				t.Fatal(err)
			}
		}
		ours, err := keys[0].agree(keys[1].public())
		theirs, err2 := keys[1].agree(keys[0].public())
		if err != nil || err2 != nil || !bytes.Equal(ours, theirs) {
			t.Errorf("%s: %v %v", tlswire.GroupName(group), err, err2)
		}
	}
}

// TestCCM opens what it sealed, and refuses what was changed. That it is CCM is proved against
// OpenSSL, by the servers of TestOddKeys.
func TestCCM(t *testing.T) {
	for _, tag := range []int{8, 16} {
		aead, err := aesCCM(tag)(bytes.Repeat([]byte{1}, 16))
		if err != nil {
			t.Fatal(err)
		}
		nonce, additional := bytes.Repeat([]byte{2}, aead.NonceSize()), []byte("additional")
		for _, size := range []int{0, 1, aes.BlockSize, 1000} {
			plain := bytes.Repeat([]byte{3}, size)
			sealed := aead.Seal(nil, nonce, plain, additional)
			if opened, err := aead.Open(nil, nonce, sealed, additional); err != nil || !bytes.Equal(opened, plain) || len(sealed) != size+tag {
				t.Errorf("tag of %d, %d bytes: %v", tag, size, err)
			}
			sealed[len(sealed)-1] ^= 1
			if _, err := aead.Open(nil, nonce, sealed, additional); err == nil {
				t.Errorf("tag of %d, %d bytes: opened although changed", tag, size)
			}
		}
		if _, err := aead.Open(nil, nonce, []byte("short"), additional); err == nil {
			t.Error("opened what is shorter than a tag")
		}
	}
}

// exchange12 answers with a point of one length byte, X448 included.
func TestX448Answer(t *testing.T) {
	share, err := newKey(tlswire.X448, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	_, answer, err := exchange12(&tlswire.KeyExchange{Group: tlswire.X448, Public: share.public()}, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	var b cryptobyte.Builder
	answer(&b)
	if body := b.BytesOrPanic(); len(body) != 1+x448Size || body[0] != x448Size {
		t.Errorf("%x", body)
	}
}
