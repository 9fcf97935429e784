package baretls

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"sync"

	"mongotls/probe/tlswire"
)

// Record content types (RFC 8446, section 5.1).
const (
	recordCCS         = 20
	recordAlert       = 21
	recordHandshake   = 22
	recordApplication = 23
)

const (
	headerSize = 5
	// maxPlaintext is the largest content of a record (RFC 8446, section 5.1).
	maxPlaintext = 1 << 14
	// maxCiphertext is the largest record of TLS 1.2 (RFC 5246, section 6.2.3).
	maxCiphertext = maxPlaintext + 2048
	// maxHandshake bounds the bytes that are read in one handshake.
	maxHandshake = 256 << 10
)

// records reads and writes the records of one connection. Reading and writing may go on at
// the same time.
type records struct {
	conn  net.Conn
	limit int // bytes that may still be read before the handshake is given up; 0 = no bound

	in    protection // nil: in clear
	clear []byte     // what was read in clear

	writing sync.Mutex
	out     protection
	holding bool // what is written is held until flush, so that a flight goes in one piece
	held    []byte
}

// protection encrypts or decrypts one direction of a connection.
type protection interface {
	// seal returns the record that holds the content.
	seal(kind byte, content []byte) ([]byte, error)
	// open returns a record's type and content. It may overwrite body.
	open(header [headerSize]byte, body []byte) (kind byte, content []byte, err error)
}

// read returns the next record's type and content.
func (r *records) read() (byte, []byte, error) {
	var header [headerSize]byte
	if _, err := io.ReadFull(r.conn, header[:]); err != nil {
		return 0, nil, err
	}
	size := int(binary.BigEndian.Uint16(header[3:]))
	switch {
	case header[0] < recordCCS || header[0] > recordApplication || header[1] != 3:
		return 0, nil, tls.RecordHeaderError{Msg: "not a TLS record", RecordHeader: header, Conn: r.conn}
	case size > maxCiphertext:
		return 0, nil, fault(recordOverflow, "record of %d bytes", size)
	}
	if err := r.spend(headerSize + size); err != nil {
		return 0, nil, err
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r.conn, body); err != nil {
		return 0, nil, unexpected(err)
	}
	switch {
	case r.in == nil:
		r.clear = append(append(r.clear, header[:]...), body...)
		return header[0], body, nil
	case r.isTLS13() && header[0] != recordApplication:
		return header[0], body, nil
	}
	kind, content, err := r.in.open(header, body)
	if err == nil && len(content) > maxPlaintext {
		err = fault(recordOverflow, "record with %d bytes of content", len(content))
	}
	return kind, content, err
}

// spend counts what a handshake reads.
func (r *records) spend(n int) error {
	if r.limit == 0 {
		return nil
	}
	if n >= r.limit {
		return errTooMuch
	}
	r.limit -= n
	return nil
}

// unexpected: a connection that ends inside a record ends too early.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// isTLS13 tells whether the server's records are protected as in TLS 1.3, where a record in
// clear can still come: a ChangeCipherSpec, or an alert of a server that could not use the keys.
func (r *records) isTLS13() bool {
	_, ok := r.in.(*aead13)
	return ok
}

// write sends content in as many records as it needs.
func (r *records) write(kind byte, content []byte) error {
	r.writing.Lock()
	defer r.writing.Unlock()
	for first := true; first || len(content) > 0; first = false {
		part := content[:min(len(content), maxPlaintext)]
		content = content[len(part):]
		record, err := r.seal(kind, part)
		if err != nil {
			return err
		}
		if r.holding {
			r.held = append(r.held, record...)
		} else if _, err := r.conn.Write(record); err != nil {
			return err
		}
	}
	return nil
}

// flush sends what is held.
func (r *records) flush() error {
	r.writing.Lock()
	defer r.writing.Unlock()
	if len(r.held) == 0 {
		return nil
	}
	_, err := r.conn.Write(r.held)
	r.held = nil
	return err
}

func (r *records) seal(kind byte, content []byte) ([]byte, error) {
	if r.out == nil || kind == recordCCS {
		header := recordHeader(kind, len(content))
		return append(header[:], content...), nil
	}
	return r.out.seal(kind, content)
}

// recordHeader bears the version that TLS 1.2 and 1.3 share.
func recordHeader(kind byte, size int) [headerSize]byte {
	header := [headerSize]byte{kind}
	binary.BigEndian.PutUint16(header[1:], tlswire.VersionTLS12)
	binary.BigEndian.PutUint16(header[3:], uint16(size))
	return header
}
