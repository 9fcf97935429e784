package baretls

import (
	"crypto"
	"crypto/hmac"
	"slices"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// keys12 are the keys of one connection of TLS 1.2.
type keys12 struct {
	hash           crypto.Hash
	master         []byte
	client, server protection
}

// Sizes of TLS 1.2 in bytes (RFC 5246, sections 8.1 and 7.4.9).
const (
	masterSize = 48
	verifySize = 12
)

// derive12 derives the keys (RFC 5246, sections 6.3 and 8.1). With the extended master secret
// the transcript takes the place of the randoms (RFC 7627, section 4).
func (h *handshake) derive12(secret []byte, hello *tlswire.ServerHello) (keys12, error) {
	k := keys12{hash: h.suite.hash()}
	client, server := h.offer.fresh[:32], hello.Random[:]
	label, seed := "master secret", slices.Concat(client, server)
	if hello.ExtendedMasterSecret {
		label, seed = "extended master secret", digest(k.hash, h.transcript)
	}
	k.master = prf12(k.hash, secret, label, seed, masterSize)
	s := h.suite
	block := cryptobyte.String(prf12(k.hash, k.master, "key expansion", slices.Concat(server, client), 2*(s.mac()+s.key+s.iv)))
	parts := make([][]byte, 6) // the MAC keys, the keys and the IVs, the client's first
	for i, size := range []int{s.mac(), s.mac(), s.key, s.key, s.iv, s.iv} {
		block.ReadBytes(&parts[i], size)
	}
	var err error
	if k.client, err = h.protection12(parts[0], parts[2], parts[4]); err != nil {
		return k, err
	}
	k.server, err = h.protection12(parts[1], parts[3], parts[5])
	return k, err
}

func (h *handshake) protection12(mac, key, iv []byte) (protection, error) {
	s := h.suite
	if s.AEAD {
		aead, err := s.aead(key)
		return &aead12{aead: aead, iv: iv, explicit: s.explicit}, err
	}
	block, err := s.block(key)
	return &cbc12{block: block, mac: hmac.New(macs[s.MAC].New, mac), random: h.options.Random}, err
}

// verifyData is the content of a Finished (RFC 5246, section 7.4.9).
func (k keys12) verifyData(label string, transcript []byte) []byte {
	return prf12(k.hash, k.master, label, digest(k.hash, transcript), verifySize)
}

// prf12 is the pseudorandom function of TLS 1.2 (RFC 5246, section 5).
func prf12(hash crypto.Hash, secret []byte, label string, seed []byte, size int) []byte {
	mac := hmac.New(hash.New, secret)
	sum := func(parts ...[]byte) []byte {
		mac.Reset()
		for _, part := range parts {
			mac.Write(part)
		}
		return mac.Sum(nil)
	}
	seed = slices.Concat([]byte(label), seed)
	var out []byte
	for a := sum(seed); len(out) < size; a = sum(a) {
		out = append(out, sum(a, seed)...)
	}
	return out[:size]
}

func digest(hash crypto.Hash, b []byte) []byte {
	sum := hash.New()
	sum.Write(b)
	return sum.Sum(nil)
}
