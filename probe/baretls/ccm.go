package baretls

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"slices"
)

// ccm is CCM mode (RFC 3610) as TLS has it (RFC 6655): a nonce of 12 bytes, so 3 are left for
// the length.
type ccm struct {
	block cipher.Block
	tag   int // bytes
}

const (
	ccmNonce  = 12
	ccmLength = 15 - ccmNonce
)

// aesCCM has tags of that many bytes.
func aesCCM(tag int) func(key []byte) (cipher.AEAD, error) {
	return func(key []byte) (cipher.AEAD, error) {
		block, err := aes.NewCipher(key)
		return ccm{block, tag}, err
	}
}

func (c ccm) NonceSize() int { return ccmNonce }

func (c ccm) Overhead() int { return c.tag }

// Seal implements cipher.AEAD.
func (c ccm) Seal(dst, nonce, plaintext, additional []byte) []byte {
	stream, mask := c.stream(nonce)
	sealed := slices.Clone(plaintext)
	stream.XORKeyStream(sealed, plaintext)
	return append(append(dst, sealed...), c.sum(nonce, plaintext, additional, mask)...)
}

var errCCM = errors.New("message authentication failed")

// Open implements cipher.AEAD.
func (c ccm) Open(dst, nonce, ciphertext, additional []byte) ([]byte, error) {
	end := len(ciphertext) - c.tag
	if end < 0 {
		return nil, errCCM
	}
	stream, mask := c.stream(nonce)
	opened := make([]byte, end)
	stream.XORKeyStream(opened, ciphertext[:end])
	if subtle.ConstantTimeCompare(c.sum(nonce, opened, additional, mask), ciphertext[end:]) == 0 {
		return nil, errCCM
	}
	return append(dst, opened...), nil
}

// stream is the key stream of the content, and what comes ahead of it: the mask of the tag.
func (c ccm) stream(nonce []byte) (cipher.Stream, []byte) {
	counter := slices.Concat([]byte{ccmLength - 1}, nonce, make([]byte, ccmLength))
	stream := cipher.NewCTR(c.block, counter)
	mask := make([]byte, aes.BlockSize)
	stream.XORKeyStream(mask, mask)
	return stream, mask
}

// sum is the tag: CBC-MAC over the lengths, the additional data and the content, masked.
func (c ccm) sum(nonce, content, additional, mask []byte) []byte {
	const hasAdditional = 1 << 6
	flags := byte(hasAdditional | (c.tag-2)/2<<3 | ccmLength - 1)
	size := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	blocks := slices.Concat([]byte{flags}, nonce, size[4-ccmLength:])
	blocks = binary.BigEndian.AppendUint16(blocks, uint16(len(additional)))
	blocks = padded(append(blocks, additional...))
	blocks = padded(append(blocks, content...))
	mac := make([]byte, aes.BlockSize)
	for block := range slices.Chunk(blocks, aes.BlockSize) {
		subtle.XORBytes(mac, mac, block)
		c.block.Encrypt(mac, mac)
	}
	subtle.XORBytes(mac, mac, mask)
	return mac[:c.tag]
}

// padded is b with zeros up to a whole block.
func padded(b []byte) []byte {
	return append(b, make([]byte, -len(b)&(aes.BlockSize-1))...)
}
