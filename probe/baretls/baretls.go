// Package baretls finishes TLS handshakes that other libraries refuse, so as to see what is
// behind them: it neither parses the server's certificate nor checks the server's signature,
// and so no kind of key and no odd encoding stops it.
//
// It is for looking, never for trusting. The server's Finished is verified, which proves that
// both sides agreed on keys and that nobody altered the handshake after that; who the other
// side is stays unproven. Nothing secret may be sent over such a connection, and this package
// sends no credentials: where the server asks for a client certificate, it sends none.
//
// Its promise: whatever a peer sends, the answer is a connection or an error, within bounds on
// bytes, messages and time; never a panic, and never a goroutine left behind.
package baretls

import (
	"context"
	"crypto/rand"
	"io"
	"net"

	"mongotls/probe/tlswire"
)

// Options are what a handshake depends on.
type Options struct {
	ServerName string // SNI; "" sends none
	// Random feeds the hello and the nonces; nil = crypto/rand.
	Random io.Reader
}

// Result is what a handshake showed, as far as it came.
type Result struct {
	// Version, Suite and Group are codes of the wire; 0 where none was chosen.
	Version, Suite, Group uint16
	// Certificates are DER as sent, leaf first.
	Certificates [][]byte
	// Staple is the OCSP response of the leaf, as sent.
	Staple []byte
	// Requested tells that the server asked for a client certificate; Authorities are the
	// names of the CAs that it named, DER.
	Requested   bool
	Authorities [][]byte
}

// Client does one handshake of TLS 1.2 or 1.3 on conn and returns the connection for what
// follows. It ends at the latest when ctx does. On an error the connection stays the caller's
// to close, and the Result has what was seen before it.
//
// Errors are those of conn and ctx, crypto/tls's RecordHeaderError for bytes that are no TLS,
// and a net.OpError of Op "remote error" or "local error" for an alert, so that
// tlswire.OutcomeOf judges them as it does those of crypto/tls.
func Client(ctx context.Context, conn net.Conn, o Options) (*Conn, Result, error) {
	defer tlswire.Bind(ctx, conn)()
	if o.Random == nil {
		o.Random = rand.Reader
	}
	h := &handshake{records: &records{conn: conn, limit: maxHandshake, holding: true}, options: o}
	err := h.run()
	if err == nil {
		err = h.flush()
	}
	h.holding = false
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		h.complain(err)
		return nil, h.result, err
	}
	h.limit = 0
	return &Conn{Conn: conn, records: h.records, version: h.result.Version, messages: h.pending}, h.result, nil
}

// handshake is one handshake while it runs.
type handshake struct {
	*records
	options Options
	offer   offer
	result  Result

	suite      suite
	pending    []byte // handshake bytes that are not yet a whole message
	transcript []byte // every message of both sides
	warnings   int
	changed    bool // our ChangeCipherSpec of TLS 1.3 was sent
}

func (h *handshake) run() error {
	if err := h.open(); err != nil {
		return err
	}
	hello, err := h.serverHello()
	if err != nil {
		return err
	}
	if hello.Version == tlswire.VersionTLS13 {
		return h.finish13(hello)
	}
	return h.finish12(hello)
}
