package baretls

import (
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"hash"
	"io"
	"slices"
)

// aead12 is an AEAD of TLS 1.2: AES-GCM (RFC 5288) and AES-CCM (RFC 6655), whose nonce is half
// in the record, and ChaCha20-Poly1305 (RFC 7905), whose nonce is not.
type aead12 struct {
	aead     cipher.AEAD
	iv       []byte
	explicit int // bytes of the nonce that stand in the record
	seq      uint64
}

func (p *aead12) seal(kind byte, content []byte) ([]byte, error) {
	nonce := p.nonce(binary.BigEndian.AppendUint64(nil, p.seq))
	header := recordHeader(kind, p.explicit+len(content)+p.aead.Overhead())
	record := append(header[:], nonce[len(nonce)-p.explicit:]...)
	record = p.aead.Seal(record, nonce, content, additional(p.seq, kind, len(content)))
	p.seq++
	return record, nil
}

func (p *aead12) open(header [headerSize]byte, body []byte) (byte, []byte, error) {
	size := len(body) - p.explicit - p.aead.Overhead()
	if size < 0 {
		return 0, nil, fault(badRecordMAC, "record of %d bytes", len(body))
	}
	part := binary.BigEndian.AppendUint64(nil, p.seq)
	if p.explicit > 0 {
		part = body[:p.explicit]
	}
	content, err := p.aead.Open(nil, p.nonce(part), body[p.explicit:], additional(p.seq, header[0], size))
	if err != nil {
		return 0, nil, fault(badRecordMAC, "undecipherable record")
	}
	p.seq++
	return header[0], content, nil
}

// nonce is iv and part one behind the other for AES, else iv with part added to its end.
func (p *aead12) nonce(part []byte) []byte {
	if p.explicit > 0 {
		return slices.Concat(p.iv, part)
	}
	return xorEnd(p.iv, part)
}

// additional is the additional data of TLS 1.2 (RFC 5246, section 6.2.3.3), which is also
// what its HMAC covers ahead of the content.
func additional(seq uint64, kind byte, size int) []byte {
	header := recordHeader(kind, size)
	return append(binary.BigEndian.AppendUint64(nil, seq), header[:]...)
}

// aead13 is an AEAD of TLS 1.3 (RFC 8446, section 5.2).
type aead13 struct {
	aead cipher.AEAD
	iv   []byte
	seq  uint64
}

func (p *aead13) seal(kind byte, content []byte) ([]byte, error) {
	header := recordHeader(recordApplication, len(content)+1+p.aead.Overhead())
	inner := append(slices.Clone(content), kind)
	record := p.aead.Seal(slices.Clone(header[:]), p.nonce(), inner, header[:])
	p.seq++
	return record, nil
}

func (p *aead13) open(header [headerSize]byte, body []byte) (byte, []byte, error) {
	inner, err := p.aead.Open(nil, p.nonce(), body, header[:])
	if err != nil {
		return 0, nil, fault(badRecordMAC, "undecipherable record")
	}
	p.seq++
	for end := len(inner) - 1; end >= 0; end-- { // the type stands before the padding of zeros
		if inner[end] != 0 {
			return inner[end], inner[:end], nil
		}
	}
	return 0, nil, fault(unexpectedMessage, "record without a type")
}

func (p *aead13) nonce() []byte {
	return xorEnd(p.iv, binary.BigEndian.AppendUint64(nil, p.seq))
}

// xorEnd is iv with part added, bit by bit, to its last bytes.
func xorEnd(iv, part []byte) []byte {
	nonce := slices.Clone(iv)
	for i, b := range part {
		nonce[len(nonce)-len(part)+i] ^= b
	}
	return nonce
}

// cbc12 is a block cipher with an HMAC over the plaintext (RFC 5246, section 6.2.3.2). The
// time it takes tells about the padding, which matters only where there is a secret.
type cbc12 struct {
	block  cipher.Block
	mac    hash.Hash
	random io.Reader
	seq    uint64
}

func (p *cbc12) seal(kind byte, content []byte) ([]byte, error) {
	size := p.block.BlockSize()
	plain := append(slices.Clone(content), p.sum(kind, content)...)
	pad := size - len(plain)%size
	for range pad {
		plain = append(plain, byte(pad-1))
	}
	header := recordHeader(kind, size+len(plain))
	record := append(header[:], make([]byte, size)...)
	iv := record[headerSize:]
	if _, err := io.ReadFull(p.random, iv); err != nil {
		return nil, err
	}
	cipher.NewCBCEncrypter(p.block, iv).CryptBlocks(plain, plain)
	p.seq++
	return append(record, plain...), nil
}

func (p *cbc12) open(header [headerSize]byte, body []byte) (byte, []byte, error) {
	bad := fault(badRecordMAC, "undecipherable record")
	size := p.block.BlockSize()
	if len(body) < 2*size || len(body)%size != 0 {
		return 0, nil, bad
	}
	iv, plain := body[:size], body[size:]
	cipher.NewCBCDecrypter(p.block, iv).CryptBlocks(plain, plain)
	end := len(plain) - 1 - int(plain[len(plain)-1]) - p.mac.Size()
	if end < 0 {
		return 0, nil, bad
	}
	content, mac := plain[:end], plain[end:end+p.mac.Size()]
	if !hmac.Equal(mac, p.sum(header[0], content)) {
		return 0, nil, bad
	}
	p.seq++
	return header[0], content, nil
}

func (p *cbc12) sum(kind byte, content []byte) []byte {
	p.mac.Reset()
	p.mac.Write(additional(p.seq, kind, len(content)))
	p.mac.Write(content)
	return p.mac.Sum(nil)
}
