package baretls

import (
	"crypto"
	"crypto/hkdf"
	"crypto/hmac"

	"golang.org/x/crypto/cryptobyte"
)

// schedule13 is the key schedule of TLS 1.3 (RFC 8446, section 7.1), with no pre-shared key.
type schedule13 struct {
	suite  suite
	hash   crypto.Hash
	secret []byte // of the stage that was reached
}

// newSchedule13 starts at the handshake secret.
func newSchedule13(s suite, shared []byte) (*schedule13, error) {
	k := &schedule13{suite: s, hash: s.hash()}
	zeros := make([]byte, k.hash.Size())
	early, err := hkdf.Extract(k.hash.New, zeros, nil)
	if err != nil {
		return nil, err
	}
	k.secret = early
	return k, k.advance(shared)
}

// advance goes to the secret of the next stage.
func (k *schedule13) advance(input []byte) error {
	salt, err := k.expand(k.secret, "derived", digest(k.hash, nil), k.hash.Size())
	if err != nil {
		return err
	}
	k.secret, err = hkdf.Extract(k.hash.New, input, salt)
	return err
}

// master goes from the handshake secret to the master secret.
func (k *schedule13) master() error { return k.advance(make([]byte, k.hash.Size())) }

// traffic is the secret of one direction at this stage.
func (k *schedule13) traffic(label string, transcript []byte) ([]byte, error) {
	return k.expand(k.secret, label, digest(k.hash, transcript), k.hash.Size())
}

// protection makes the record protection of a traffic secret (RFC 8446, section 7.3).
func (k *schedule13) protection(traffic []byte) (protection, error) {
	const ivSize = 12
	key, err := k.expand(traffic, "key", nil, k.suite.key)
	if err != nil {
		return nil, err
	}
	iv, err := k.expand(traffic, "iv", nil, ivSize)
	if err != nil {
		return nil, err
	}
	aead, err := k.suite.aead(key)
	return &aead13{aead: aead, iv: iv}, err
}

// verifyData is the content of a Finished (RFC 8446, section 4.4.4).
func (k *schedule13) verifyData(traffic, transcript []byte) ([]byte, error) {
	key, err := k.expand(traffic, "finished", nil, k.hash.Size())
	if err != nil {
		return nil, err
	}
	mac := hmac.New(k.hash.New, key)
	mac.Write(digest(k.hash, transcript))
	return mac.Sum(nil), nil
}

// expand is HKDF-Expand-Label.
func (k *schedule13) expand(secret []byte, label string, context []byte, size int) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddUint16(uint16(size))
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte("tls13 " + label)) })
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(context) })
	info, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	return hkdf.Expand(k.hash.New, secret, string(info), size)
}
