// Package tlswire reads and writes TLS as bytes: ClientHellos of any shape, and
// what a server says in clear. It finishes no handshake and holds no secret.
//
// Its promise: whatever a peer sends, the answer is a Flight and an Outcome, within
// bounds on bytes and time; never a panic, and never a goroutine left behind.
package tlswire

import "mongotls/probe/evidence"

// MaxFlight bounds the bytes of a server's flight that are read and parsed.
const MaxFlight = 64 << 10

// MaxFirst bounds Flight.First.
const MaxFirst = 64

// Flight is what a server sent in clear from the start of a connection. What was
// not seen is nil, empty or false.
type Flight struct {
	// First are the first bytes, at most MaxFirst, TLS or not.
	First []byte
	// Received is the number of bytes parsed.
	Received int
	// NotTLS: the first bytes are no TLS record and no SSL 2.0 answer.
	NotTLS bool
	// RecordVersion is the version in the first record's header.
	RecordVersion uint16
	// Alerts are those sent in clear, in order; their level is "fatal" or "warning".
	Alerts []evidence.Alert

	// RetryRequest is a TLS 1.3 HelloRetryRequest; its Group is the one asked for.
	RetryRequest *ServerHello
	ServerHello  *ServerHello
	// Certificates are DER as sent, leaf first (TLS 1.2 and earlier, SSL 2.0).
	Certificates [][]byte
	// Staple is the OCSP response of a CertificateStatus message (TLS 1.2 and earlier).
	Staple             []byte
	KeyExchange        *KeyExchange
	CertificateRequest *CertificateRequest
	// HelloDone: the flight of TLS 1.2 and earlier is complete.
	HelloDone bool
	// Encrypted: what followed was encrypted and is not read.
	Encrypted bool
	SSL2      *SSL2Hello

	// Err is the first fault in TLS framing or in a message; nil while all was well formed.
	Err error
	// Truncated: the bytes end inside a record or a message, or MaxFlight was met.
	Truncated bool
}

// ServerHello is a ServerHello or HelloRetryRequest (RFC 8446, section 4.1.3).
type ServerHello struct {
	LegacyVersion uint16
	// Version is the negotiated one: supported_versions, else LegacyVersion.
	Version     uint16
	Random      [32]byte
	SessionID   []byte
	Suite       uint16
	Compression uint8
	Extensions  []uint16 // codes, in order
	// Retry: it is a HelloRetryRequest.
	Retry bool
	// Group is that of key_share; 0 if there is none. KeyShare is its key_exchange, which a
	// HelloRetryRequest has not; Cookie is what only that may have.
	Group                uint16
	KeyShare, Cookie     []byte
	ALPN                 string
	SecureRenegotiation  bool // RFC 5746
	ExtendedMasterSecret bool // RFC 7627
	EncryptThenMAC       bool // RFC 7366
	ServerNameAck        bool // RFC 6066, section 3
	StatusRequest        bool // RFC 6066, section 8
	SessionTicket        bool // RFC 5077
}

// KeyExchange is a ServerKeyExchange (RFC 5246, section 7.4.3; RFC 8422, section 5.4).
type KeyExchange struct {
	// Group is the named curve of ECDHE; 0 for DHE and explicit curves.
	Group uint16
	// DHBits, GeneratorBits and PublicBits are sizes in bits of p, g and Ys of DHE.
	DHBits, GeneratorBits, PublicBits int
	// Prime and Generator are p and g of DHE, big-endian. Public is Ys of DHE, or the
	// server's point.
	Prime, Generator, Public []byte
	// Scheme is the signature scheme; 0 before TLS 1.2 and when anonymous.
	Scheme uint16
}

// CertificateRequest is that of TLS 1.2 and earlier (RFC 5246, section 7.4.4).
type CertificateRequest struct {
	Types   []uint8
	Schemes []uint16
	// Authorities are distinguished names, DER.
	Authorities [][]byte
}

// SSL2Hello is an SSL 2.0 SERVER-HELLO, or its ERROR message when Error is not 0.
type SSL2Hello struct {
	Version uint16
	Ciphers []uint32 // three-byte cipher kinds
	Error   uint16
}

// Negotiated is the version of the ServerHello, the HelloRetryRequest or the SSL 2.0
// answer; 0 when there was none.
func (f Flight) Negotiated() uint16 {
	if h := f.Hello(); h != nil {
		return h.Version
	}
	if f.SSL2 != nil {
		return f.SSL2.Version
	}
	return 0
}

// Hello is the ServerHello, else the HelloRetryRequest, else nil.
func (f Flight) Hello() *ServerHello {
	if f.ServerHello != nil {
		return f.ServerHello
	}
	return f.RetryRequest
}

// Group is the group of the key exchange; 0 when there is none or it is not known.
func (f Flight) Group() uint16 {
	if h := f.Hello(); h != nil && h.Group != 0 {
		return h.Group
	}
	if f.KeyExchange != nil {
		return f.KeyExchange.Group
	}
	return 0
}

// Fatal is the first fatal alert sent in clear; nil if there was none.
func (f Flight) Fatal() *evidence.Alert {
	for i := range f.Alerts {
		if f.Alerts[i].Level == "fatal" {
			return &f.Alerts[i]
		}
	}
	return nil
}

// Warnings are the warning alerts sent in clear.
func (f Flight) Warnings() []evidence.Alert {
	var w []evidence.Alert
	for _, a := range f.Alerts {
		if a.Level == "warning" {
			w = append(w, a)
		}
	}
	return w
}

// Stage is how far the server came in clear. A TLS 1.3 server shows no more than
// AfterHello; that a handshake is done cannot be seen from here.
func (f Flight) Stage() evidence.Stage {
	switch {
	case len(f.Certificates) > 0:
		return evidence.AfterCerts
	case f.ServerHello != nil, f.RetryRequest != nil, f.SSL2 != nil && f.SSL2.Error == 0:
		return evidence.AfterHello
	case f.Received > 0:
		return evidence.BeforeHello
	}
	return evidence.NothingReceived
}
