package baretls

import (
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Handshake message types (RFC 8446, section 4; RFC 5246, section 7.4).
const (
	msgHelloRequest        = 0
	msgClientHello         = 1
	msgServerHello         = 2
	msgNewSessionTicket    = 4
	msgEncryptedExtensions = 8
	msgCertificate         = 11
	msgCertificateRequest  = 13
	msgServerHelloDone     = 14
	msgCertificateVerify   = 15
	msgClientKeyExchange   = 16
	msgFinished            = 20
	msgMessageHash         = 254
)

const messageHeader = 4

// message is one handshake message as it stands on the wire.
type message []byte

func (m message) kind() byte              { return m[0] }
func (m message) body() cryptobyte.String { return cryptobyte.String(m[messageHeader:]) }

// newMessage makes a message. An error means that something is too long for its length field.
func newMessage(kind byte, body func(*cryptobyte.Builder)) (message, error) {
	var b cryptobyte.Builder
	b.AddUint8(kind)
	b.AddUint24LengthPrefixed(body)
	return b.Bytes()
}

// send sends a message and notes it in the transcript.
func (h *handshake) send(kind byte, body func(*cryptobyte.Builder)) error {
	m, err := newMessage(kind, body)
	if err != nil {
		return err
	}
	h.transcript = append(h.transcript, m...)
	return h.write(recordHandshake, m)
}

// next reads one message and notes it in the transcript.
func (h *handshake) next() (message, error) {
	for {
		m, rest, err := cutMessage(h.pending)
		if err != nil {
			return nil, err
		}
		if m != nil {
			h.pending = rest
			h.transcript = append(h.transcript, m...)
			return m, nil
		}
		kind, body, err := h.nextRecord()
		if err != nil {
			return nil, err
		}
		if kind != recordHandshake {
			return nil, fault(unexpectedMessage, "record of type %d in the handshake", kind)
		}
		h.pending = append(h.pending, body...)
	}
}

// expect reads one message of the types that may come.
func (h *handshake) expect(kinds ...byte) (message, error) {
	m, err := h.next()
	if err == nil && !slices.Contains(kinds, m.kind()) {
		err = fault(unexpectedMessage, "handshake message of type %d out of order", m.kind())
	}
	return m, err
}

// cutMessage takes the first message off the bytes; nil where it is not complete.
func cutMessage(b []byte) (m message, rest []byte, err error) {
	if len(b) < messageHeader {
		return nil, b, nil
	}
	size := messageHeader + int(b[1])<<16 + int(b[2])<<8 + int(b[3])
	switch {
	case size > maxHandshake:
		return nil, b, fault(decodeError, "handshake message of %d bytes", size)
	case len(b) < size:
		return nil, b, nil
	}
	return b[:size:size], b[size:], nil
}

// nextRecord sends what is held and reads. A server may have answered and closed before it has
// read all: its answer counts for more than the failure to write.
//
// It passes over warnings, and over the ChangeCipherSpec that means nothing in TLS 1.3
// (RFC 8446, appendix D.4). That of TLS 1.2 is returned.
func (h *handshake) nextRecord() (byte, []byte, error) {
	unsent := h.flush()
	for {
		kind, body, err := h.read()
		switch {
		case err != nil && unsent != nil:
			return 0, nil, unsent
		case err != nil:
			return 0, nil, err
		case kind == recordAlert:
			if err := h.takeAlert(body, &h.warnings); err != nil {
				return 0, nil, err
			}
		case kind == recordCCS && (len(body) != 1 || body[0] != 1):
			return 0, nil, fault(unexpectedMessage, "malformed ChangeCipherSpec")
		case kind == recordCCS && (h.isTLS13() || h.changed):
		default:
			return kind, body, nil
		}
	}
}
