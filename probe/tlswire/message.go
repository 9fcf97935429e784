package tlswire

import (
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
)

// Handshake message types of a hello and of what a server sends in clear (RFC 8446, section 4; RFC 5246,
// section 7.4; RFC 4680).
const (
	msgHelloRequest       = 0
	msgClientHello        = 1
	msgServerHello        = 2
	msgNewSessionTicket   = 4
	msgCertificate        = 11
	msgServerKeyExchange  = 12
	msgCertificateRequest = 13
	msgServerHelloDone    = 14
	msgCertificateStatus  = 22
	msgSupplementalData   = 23
)

// message takes one whole handshake message. A fault in it is kept and the next
// message is still read.
func (p *parser) message(kind byte, text []byte) {
	s := cryptobyte.String(text)
	ok := true
	switch kind {
	case msgHelloRequest, msgNewSessionTicket, msgSupplementalData:
	case msgServerHello:
		ok = p.serverHello(s)
	case msgCertificate:
		ok = p.certificate(s)
	case msgCertificateStatus:
		ok = p.certificateStatus(s)
	case msgServerKeyExchange:
		ok = p.keyExchange(s)
	case msgCertificateRequest:
		ok = p.certificateRequest(s)
	case msgServerHelloDone:
		p.flight.HelloDone = true
		ok = s.Empty()
	default:
		p.fail(fmt.Errorf("unexpected handshake message of type %d", kind))
	}
	if !ok {
		p.fail(fmt.Errorf("malformed handshake message of type %d", kind))
	}
}

func (p *parser) certificate(s cryptobyte.String) bool {
	var list cryptobyte.String
	if p.flight.Certificates != nil || !s.ReadUint24LengthPrefixed(&list) || !s.Empty() {
		return false
	}
	for !list.Empty() {
		var der cryptobyte.String
		if !list.ReadUint24LengthPrefixed(&der) {
			return false
		}
		p.flight.Certificates = append(p.flight.Certificates, der)
	}
	return true
}

// certificateStatus reads the single form; ocsp_multi (RFC 6961) is passed over.
func (p *parser) certificateStatus(s cryptobyte.String) bool {
	const ocsp = 1
	var kind uint8
	var response cryptobyte.String
	if !s.ReadUint8(&kind) {
		return false
	}
	if kind != ocsp {
		return true
	}
	if !s.ReadUint24LengthPrefixed(&response) || !s.Empty() {
		return false
	}
	p.flight.Staple = response
	return true
}

func (p *parser) keyExchange(s cryptobyte.String) bool {
	hello := p.flight.ServerHello
	if hello == nil || p.flight.KeyExchange != nil {
		return false
	}
	suite, _ := SuiteInfo(hello.Suite)
	kx := &KeyExchange{}
	var ok bool
	switch suite.Kx {
	case "ECDHE", "ECDH_anon":
		ok = kx.readCurve(&s)
	case "DHE", "DH_anon":
		ok = kx.readDH(&s)
	default:
		return true // RSA_EXPORT, or a suite that is not known: nothing to tell
	}
	if !ok {
		return false
	}
	p.flight.KeyExchange = kx
	if hello.Version < VersionTLS12 || suite.Auth == "anon" || s.Empty() {
		return true
	}
	return s.ReadUint16(&kx.Scheme)
}

// readCurve reads ServerECDHParams; of an explicit curve nothing is kept.
func (kx *KeyExchange) readCurve(s *cryptobyte.String) bool {
	const namedCurve = 3
	var kind uint8
	if !s.ReadUint8(&kind) {
		return false
	}
	if kind != namedCurve {
		*s = nil
		return true
	}
	var point cryptobyte.String
	ok := s.ReadUint16(&kx.Group) && s.ReadUint8LengthPrefixed(&point)
	kx.Public = point
	return ok
}

func (kx *KeyExchange) readDH(s *cryptobyte.String) bool {
	var p, g, y cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&p) || !s.ReadUint16LengthPrefixed(&g) || !s.ReadUint16LengthPrefixed(&y) {
		return false
	}
	kx.Prime, kx.Generator, kx.Public = p, g, y
	kx.DHBits, kx.GeneratorBits, kx.PublicBits = bits(p), bits(g), bits(y)
	return true
}

func bits(b []byte) int { return new(big.Int).SetBytes(b).BitLen() }

func (p *parser) certificateRequest(s cryptobyte.String) bool {
	req := &CertificateRequest{}
	var types, schemes, names cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&types) {
		return false
	}
	req.Types = types
	if p.flight.Negotiated() == VersionTLS12 {
		if !s.ReadUint16LengthPrefixed(&schemes) || !readUint16s(schemes, &req.Schemes) {
			return false
		}
	}
	if !s.ReadUint16LengthPrefixed(&names) || !s.Empty() {
		return false
	}
	p.flight.CertificateRequest = req
	for !names.Empty() {
		var name cryptobyte.String
		if !names.ReadUint16LengthPrefixed(&name) {
			return false
		}
		req.Authorities = append(req.Authorities, name)
	}
	return true
}

func readUint16s(s cryptobyte.String, out *[]uint16) bool {
	for !s.Empty() {
		var v uint16
		if !s.ReadUint16(&v) {
			return false
		}
		*out = append(*out, v)
	}
	return true
}
