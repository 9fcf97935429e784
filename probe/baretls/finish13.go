package baretls

import (
	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// finish13 goes from the ServerHello of TLS 1.3 to our Finished (RFC 8446, section 2).
func (h *handshake) finish13(hello *tlswire.ServerHello) error {
	h.result.Group = hello.Group
	shared, err := h.shared(hello)
	if err != nil {
		return err
	}
	k, err := newSchedule13(h.suite, shared)
	if err != nil {
		return err
	}
	client, err := k.traffic("c hs traffic", h.transcript)
	if err != nil {
		return err
	}
	server, err := k.traffic("s hs traffic", h.transcript)
	if err != nil {
		return err
	}
	if err := h.readWith(k, server); err != nil {
		return err
	}
	if err := h.serverFlight13(k, server); err != nil {
		return err
	}
	if err := k.master(); err != nil {
		return err
	}
	return h.clientFlight13(k, client)
}

// shared is the secret of the key exchange.
func (h *handshake) shared(hello *tlswire.ServerHello) ([]byte, error) {
	for _, k := range h.offer.keys {
		if k.group == hello.Group {
			return k.key.agree(hello.KeyShare)
		}
	}
	return nil, fault(illegalParameter, "a key share of group %s, for which none was sent", tlswire.GroupName(hello.Group))
}

// readWith changes the keys of the server's side. A message may not span the change.
func (h *handshake) readWith(k *schedule13, traffic []byte) error {
	if len(h.pending) > 0 {
		return fault(unexpectedMessage, "a handshake message across a change of keys")
	}
	var err error
	h.in, err = k.protection(traffic)
	return err
}

// serverFlight13 reads from the EncryptedExtensions to the Finished, and keeps the
// certificates. The CertificateVerify proves who the server is: that is not looked at.
func (h *handshake) serverFlight13(k *schedule13, traffic []byte) error {
	if _, err := h.expect(msgEncryptedExtensions); err != nil {
		return err
	}
	m, err := h.expect(msgCertificateRequest, msgCertificate)
	if err == nil && m.kind() == msgCertificateRequest {
		h.result.Requested = true
		if h.result.Authorities, err = parseRequest(m.body()); err != nil {
			return err
		}
		m, err = h.expect(msgCertificate)
	}
	if err != nil {
		return err
	}
	if h.result.Certificates, h.result.Staple, err = parseCertificates(m.body()); err != nil {
		return err
	}
	if _, err = h.expect(msgCertificateVerify); err != nil {
		return err
	}
	want, err := k.verifyData(traffic, h.transcript)
	if err != nil {
		return err
	}
	return h.checkFinished(want)
}

// clientFlight13 answers with an empty Certificate where one was asked for, and our Finished,
// and changes to the keys of what follows. k is at the master secret.
func (h *handshake) clientFlight13(k *schedule13, traffic []byte) error {
	client, err := k.traffic("c ap traffic", h.transcript)
	if err != nil {
		return err
	}
	server, err := k.traffic("s ap traffic", h.transcript)
	if err != nil {
		return err
	}
	if err := h.readWith(k, server); err != nil {
		return err
	}
	if err := h.changeCipherSpec(); err != nil {
		return err
	}
	if h.out, err = k.protection(traffic); err != nil {
		return err
	}
	if h.result.Requested {
		if err := h.send(msgCertificate, func(b *cryptobyte.Builder) { b.AddUint32(0) }); err != nil { // no context, no certificate
			return err
		}
	}
	sum, err := k.verifyData(traffic, h.transcript)
	if err != nil {
		return err
	}
	if err := h.send(msgFinished, func(b *cryptobyte.Builder) { b.AddBytes(sum) }); err != nil {
		return err
	}
	h.out, err = k.protection(client)
	return err
}
