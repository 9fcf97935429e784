package tlswire

import (
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/cryptobyte"
)

// SSL 2.0 message types (draft-hickman-netscape-ssl-00, section 5).
const (
	ssl2Error       = 0
	ssl2ClientHello = 1
	ssl2ServerHello = 4
)

// ssl2Ciphers are the seven cipher kinds of SSL 2.0.
var ssl2Ciphers = []uint32{0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700C0}

// SSL2ClientHello is an SSL 2.0 CLIENT-HELLO that offers every cipher kind. The
// challenge protects nothing here, so it is constant.
func SSL2ClientHello() []byte {
	const challenge = "mongotls asks 2."
	body := []byte{ssl2ClientHello}
	for _, v := range []uint16{VersionSSL2, uint16(3 * len(ssl2Ciphers)), 0 /* session id */, uint16(len(challenge))} {
		body = binary.BigEndian.AppendUint16(body, v)
	}
	for _, c := range ssl2Ciphers {
		body = append(body, byte(c>>16), byte(c>>8), byte(c))
	}
	body = append(body, challenge...)
	return append([]byte{0x80 | byte(len(body)>>8), byte(len(body))}, body...)
}

// nextSSL2 reads the SSL 2.0 record that may open a flight. Records with padding are
// left out: nothing is encrypted yet.
func (p *parser) nextSSL2() bool {
	b := p.record
	if len(b) < 3 {
		return false
	}
	n := int(b[0]&0x7F)<<8 | int(b[1])
	isError := b[2] == ssl2Error && n == 3
	if !isError && (b[2] != ssl2ServerHello || n < 11) {
		p.notARecord()
		return false
	}
	if len(b) < 2+n {
		return false
	}
	p.begun, p.ended = true, true
	body := cryptobyte.String(b[3 : 2+n])
	p.flight.SSL2 = &SSL2Hello{}
	if isError {
		body.ReadUint16(&p.flight.SSL2.Error)
		return true
	}
	if !p.readSSL2Hello(body) {
		p.fail(errors.New("malformed SSL 2.0 SERVER-HELLO"))
	}
	return true
}

func (p *parser) readSSL2Hello(s cryptobyte.String) bool {
	hello := p.flight.SSL2
	var certLen, cipherLen, idLen uint16
	var cert, ciphers []byte
	ok := s.Skip(2) && // session-id-hit, certificate type
		s.ReadUint16(&hello.Version) &&
		s.ReadUint16(&certLen) && s.ReadUint16(&cipherLen) && s.ReadUint16(&idLen) &&
		s.ReadBytes(&cert, int(certLen)) && s.ReadBytes(&ciphers, int(cipherLen))
	if !ok {
		return false
	}
	if len(cert) > 0 {
		p.flight.Certificates = [][]byte{cert}
	}
	kinds := cryptobyte.String(ciphers)
	for !kinds.Empty() {
		var kind uint32
		if !kinds.ReadUint24(&kind) {
			return false
		}
		hello.Ciphers = append(hello.Ciphers, kind)
	}
	return int(idLen) == len(s)
}
