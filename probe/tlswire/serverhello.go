package tlswire

import (
	"errors"

	"golang.org/x/crypto/cryptobyte"
)

// Extension codes (IANA "TLS ExtensionType Values").
const (
	extServerName          uint16 = 0
	extStatusRequest       uint16 = 5
	extSupportedGroups     uint16 = 10
	extPointFormats        uint16 = 11
	extSignatureAlgorithms uint16 = 13
	extALPN                uint16 = 16
	extEncryptThenMAC      uint16 = 22
	extExtendedMaster      uint16 = 23
	extSessionTicket       uint16 = 35
	extSupportedVersions   uint16 = 43
	extCookie              uint16 = 44
	extPSKModes            uint16 = 45
	extKeyShare            uint16 = 51
	extRenegotiationInfo   uint16 = 0xFF01
)

// retryRandom is the Random that makes a ServerHello a HelloRetryRequest: SHA-256 of
// "HelloRetryRequest" (RFC 8446, section 4.1.3).
var retryRandom = [32]byte{
	0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
	0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
}

// ParseServerHello reads the body of a ServerHello or HelloRetryRequest. What was understood
// before a fault is returned with the error.
func ParseServerHello(body []byte) (*ServerHello, error) {
	s := cryptobyte.String(body)
	h := &ServerHello{}
	var session cryptobyte.String
	if !s.ReadUint16(&h.LegacyVersion) || !s.CopyBytes(h.Random[:]) || !s.ReadUint8LengthPrefixed(&session) ||
		!s.ReadUint16(&h.Suite) || !s.ReadUint8(&h.Compression) {
		return nil, errMalformedHello
	}
	h.SessionID = session
	h.Version = h.LegacyVersion
	h.Retry = h.Random == retryRandom
	if !h.readExtensions(s) {
		return h, errMalformedHello
	}
	return h, nil
}

var errMalformedHello = errors.New("malformed ServerHello")

func (p *parser) serverHello(s cryptobyte.String) bool {
	h, err := ParseServerHello(s)
	switch {
	case h == nil:
	case h.Retry && p.flight.RetryRequest == nil && p.flight.ServerHello == nil:
		p.flight.RetryRequest = h
	case !h.Retry && p.flight.ServerHello == nil:
		p.flight.ServerHello = h
	default:
		return false
	}
	return err == nil
}

// readExtensions reads the extension block, which SSL 3.0 and some TLS 1.2 servers
// leave out. Extensions that are not known are only listed.
func (h *ServerHello) readExtensions(s cryptobyte.String) bool {
	if s.Empty() {
		return true
	}
	var block cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&block) || !s.Empty() {
		return false
	}
	ok := true
	for !block.Empty() {
		var id uint16
		var body cryptobyte.String
		if !block.ReadUint16(&id) || !block.ReadUint16LengthPrefixed(&body) {
			return false
		}
		h.Extensions = append(h.Extensions, id)
		ok = h.readExtension(id, body) && ok
	}
	return ok
}

func (h *ServerHello) readExtension(id uint16, body cryptobyte.String) bool {
	switch id {
	case extSupportedVersions:
		return body.ReadUint16(&h.Version) && body.Empty()
	case extKeyShare:
		var key cryptobyte.String
		ok := body.ReadUint16(&h.Group) && (h.Retry || body.ReadUint16LengthPrefixed(&key)) && body.Empty()
		h.KeyShare = key
		return ok
	case extCookie:
		var cookie cryptobyte.String
		ok := body.ReadUint16LengthPrefixed(&cookie) && body.Empty()
		h.Cookie = cookie
		return ok
	case extALPN:
		var list, name cryptobyte.String
		ok := body.ReadUint16LengthPrefixed(&list) && list.ReadUint8LengthPrefixed(&name)
		h.ALPN = string(name)
		return ok
	case extRenegotiationInfo:
		h.SecureRenegotiation = true
	case extExtendedMaster:
		h.ExtendedMasterSecret = true
	case extEncryptThenMAC:
		h.EncryptThenMAC = true
	case extServerName:
		h.ServerNameAck = true
	case extStatusRequest:
		h.StatusRequest = true
	case extSessionTicket:
		h.SessionTicket = true
	}
	return true
}
