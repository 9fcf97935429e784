package baretls

import (
	"net"
	"slices"
	"time"

	"mongotls/probe/tlswire"
)

// Conn is what follows a handshake. One goroutine may read while another writes.
type Conn struct {
	net.Conn
	*records
	version uint16

	data     []byte // read and not yet asked for
	messages []byte // handshake bytes that are not yet a whole message
	warnings int
	err      error // what reading ended with
}

// maxIdle bounds the records without data that one Read passes over.
const maxIdle = 64

// Read implements net.Conn. An alert that the peer sends is returned as crypto/tls returns
// it, a close_notify as io.EOF. A KeyUpdate is refused.
func (c *Conn) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	for idle := 0; len(c.data) == 0; idle++ {
		if c.err == nil && idle == maxIdle {
			c.err = errTooMuch
		}
		if c.err == nil {
			c.err = c.readRecord()
		}
		if c.err != nil {
			c.complain(c.err)
			return 0, c.err
		}
	}
	n := copy(b, c.data)
	c.data = c.data[n:]
	return n, nil
}

func (c *Conn) readRecord() error {
	kind, body, err := c.read()
	switch {
	case err != nil:
		return err
	case kind == recordApplication:
		c.data = body
		return nil
	case kind == recordAlert:
		return c.takeAlert(body, &c.warnings)
	case kind == recordHandshake:
		return c.takeMessages(body)
	}
	return fault(unexpectedMessage, "record of type %d", kind)
}

// harmless are the handshake messages that may come at any time and that this package does
// not need: new tickets (RFC 8446, section 4.6.1), and in TLS 1.2 a HelloRequest, which a
// client may ignore (RFC 5246, section 7.4.1.1).
var harmless = map[uint16][]byte{
	tlswire.VersionTLS12: {msgHelloRequest},
	tlswire.VersionTLS13: {msgNewSessionTicket},
}

func (c *Conn) takeMessages(body []byte) error {
	c.messages = append(c.messages, body...)
	for {
		m, rest, err := cutMessage(c.messages)
		if err != nil || m == nil {
			return err
		}
		if !slices.Contains(harmless[c.version], m.kind()) {
			return fault(unexpectedMessage, "handshake message of type %d after the handshake", m.kind())
		}
		c.messages = rest
	}
}

// Write implements net.Conn.
func (c *Conn) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if err := c.write(recordApplication, b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// closeTimeout bounds the farewell to a peer that no longer reads.
const closeTimeout = time.Second

// Close implements net.Conn. It sends a close_notify and closes the connection below.
func (c *Conn) Close() error {
	if err := c.SetWriteDeadline(time.Now().Add(closeTimeout)); err == nil {
		_ = c.write(recordAlert, []byte{levelWarning, byte(closeNotify)}) // the peer may be gone
	}
	return c.Conn.Close()
}
