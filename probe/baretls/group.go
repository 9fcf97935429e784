package baretls

import (
	"crypto/ecdh"
	"io"
	"slices"

	"mongotls/probe/tlswire"
)

// groups are those that this package can do, in the order of the offer.
var groups = []uint16{
	tlswire.X25519, tlswire.P256, tlswire.P384, tlswire.P521,
	tlswire.X448, ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192,
}

// privateKey is our half of a key exchange.
type privateKey interface {
	// public is the other half, as it stands in a key share.
	public() []byte
	// agree is the secret that the key and the peer's public key have in common.
	agree(peer []byte) ([]byte, error)
}

// newKey draws the private key of a group that this package can do.
func newKey(group uint16, random io.Reader) (privateKey, error) {
	_, finite := ffdhe[group]
	switch {
	case group == tlswire.X448:
		return newX448(random)
	case finite:
		return newFFDHE(group, random)
	case slices.Contains(groups, group):
		key, err := tlswire.NewKey(group, random)
		return ecdhKey{key}, err
	}
	return nil, fault(handshakeFailure, "group %s, which this tool cannot do", tlswire.GroupName(group))
}

// ecdhKey is a key of a curve that the standard library has.
type ecdhKey struct{ *ecdh.PrivateKey }

func (k ecdhKey) public() []byte { return k.PublicKey().Bytes() }

func (k ecdhKey) agree(peer []byte) ([]byte, error) {
	public, err := k.Curve().NewPublicKey(peer)
	if err != nil {
		return nil, fault(illegalParameter, "the server's key share: %w", err)
	}
	secret, err := k.ECDH(public)
	if err != nil {
		return nil, fault(illegalParameter, "the server's key share: %w", err)
	}
	return secret, nil
}
