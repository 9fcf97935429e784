package baretls

import (
	"crypto/hmac"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// finish12 goes from the ServerHello of TLS 1.2 to the server's Finished (RFC 5246, section 7.3).
func (h *handshake) finish12(hello *tlswire.ServerHello) error {
	flight, err := h.serverFlight()
	if err != nil {
		return err
	}
	secret, answer, err := exchange12(flight.KeyExchange, h.options.Random)
	if err != nil {
		return err
	}
	if flight.CertificateRequest != nil {
		if err := h.send(msgCertificate, func(b *cryptobyte.Builder) { b.AddUint24(0) }); err != nil {
			return err
		}
	}
	if err := h.send(msgClientKeyExchange, answer); err != nil {
		return err
	}
	k, err := h.derive12(secret, hello)
	if err != nil {
		return err
	}
	if err := h.write(recordCCS, []byte{1}); err != nil {
		return err
	}
	h.out = k.client
	sum := k.verifyData("client finished", h.transcript)
	if err := h.send(msgFinished, func(b *cryptobyte.Builder) { b.AddBytes(sum) }); err != nil {
		return err
	}
	return h.serverFinished12(k)
}

// serverFlight reads up to the ServerHelloDone. tlswire understands it: all of it is in clear.
func (h *handshake) serverFlight() (tlswire.Flight, error) {
	m, err := h.next()
	for err == nil && m.kind() != msgServerHelloDone {
		m, err = h.next()
	}
	flight := tlswire.ParseFlight(h.clear)
	h.noteFlight(flight)
	switch {
	case err != nil:
		return flight, err
	case flight.Truncated:
		return flight, errTooMuch
	case flight.Err != nil:
		return flight, fault(decodeError, "%w", flight.Err)
	case len(h.pending) > 0:
		return flight, fault(unexpectedMessage, "a handshake message after the ServerHelloDone")
	}
	return flight, nil
}

// noteFlight keeps what the server showed in clear.
func (h *handshake) noteFlight(f tlswire.Flight) {
	h.result.Certificates, h.result.Staple = f.Certificates, f.Staple
	if f.KeyExchange != nil {
		h.result.Group = f.KeyExchange.Group
	}
	if r := f.CertificateRequest; r != nil {
		h.result.Requested, h.result.Authorities = true, r.Authorities
	}
}

// serverFinished12 reads the server's ChangeCipherSpec and Finished.
func (h *handshake) serverFinished12(k keys12) error {
	kind, _, err := h.nextRecord()
	if err != nil {
		return err
	}
	if kind != recordCCS || len(h.pending) > 0 {
		return fault(unexpectedMessage, "record of type %d instead of a ChangeCipherSpec", kind)
	}
	h.in = k.server
	want := k.verifyData("server finished", h.transcript)
	return h.checkFinished(want)
}

// checkFinished reads a Finished and compares it: both sides have the same keys and have seen
// the same handshake, or the connection ends.
func (h *handshake) checkFinished(want []byte) error {
	m, err := h.expect(msgFinished)
	if err != nil {
		return err
	}
	if !hmac.Equal(m.body(), want) {
		return fault(decryptError, "wrong Finished of the server")
	}
	return nil
}
