package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
)

const (
	headerSize = 16
	// maxMessage is the server's own bound on a message, in bytes (maxMessageSizeBytes).
	maxMessage = 48_000_000
)

// Errors of ReadMessage, besides those of its reader.
var (
	ErrNotMongoDB = errors.New("not a MongoDB message")
	ErrMalformed  = errors.New("malformed MongoDB message")
	ErrTooLarge   = errors.New("MongoDB message larger than this tool reads")
	ErrCompressed = errors.New("compressed MongoDB message, though no compression was agreed on")
)

// ReadMessage reads one message of at most limit bytes. It returns ErrNotMongoDB for a
// header that no MongoDB peer sends or that ends early, ErrTooLarge, ErrCompressed,
// ErrMalformed, or the reader's error: io.EOF only when not a byte came,
// io.ErrUnexpectedEOF when the message ends after its header.
func ReadMessage(r io.Reader, limit int) (Message, error) {
	var h [headerSize]byte
	n, err := io.ReadFull(r, h[:])
	size := int32(binary.LittleEndian.Uint32(h[:]))
	switch {
	case n >= 4 && (size < headerSize || size > maxMessage), errors.Is(err, io.ErrUnexpectedEOF):
		return Message{}, ErrNotMongoDB
	case err != nil:
		return Message{}, err
	}
	m := Message{
		RequestID:  int32(binary.LittleEndian.Uint32(h[4:])),
		ResponseTo: int32(binary.LittleEndian.Uint32(h[8:])),
		Op:         OpCode(binary.LittleEndian.Uint32(h[12:])),
	}
	parse, ok := parsers[m.Op]
	switch {
	case !ok:
		return m, ErrNotMongoDB
	case m.Op == OpCompressed:
		return m, ErrCompressed
	case int(size) > limit:
		return m, ErrTooLarge
	}
	body, err := readBody(r, int(size)-headerSize)
	if err != nil {
		return m, err
	}
	if !parse(&m, body) {
		return m, fmt.Errorf("%s: %w", m.Op, ErrMalformed)
	}
	return m, nil
}

// readBody reads n bytes, and takes memory only for what comes.
func readBody(r io.Reader, n int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, int64(n)))
	if err == nil && len(body) < n {
		err = io.ErrUnexpectedEOF
	}
	return body, err
}

var parsers = map[OpCode]func(*Message, reader) bool{
	OpMsg:        (*Message).parseMsg,
	OpQuery:      (*Message).parseQuery,
	OpReply:      (*Message).parseReply,
	OpCompressed: nil,
}

// reader is the rest of a message.
type reader []byte

func (r *reader) int32() (int32, bool) {
	if len(*r) < 4 {
		return 0, false
	}
	v := int32(binary.LittleEndian.Uint32(*r))
	*r = (*r)[4:]
	return v, true
}

func (r *reader) skip(n int) bool {
	if n < 0 || len(*r) < n {
		return false
	}
	*r = (*r)[n:]
	return true
}

// document takes one BSON document by its length.
func (r *reader) document() (bson.Raw, bool) {
	rest := *r
	n, ok := r.int32()
	if !ok || n < 5 || int(n) > len(rest) || rest[n-1] != 0 {
		return nil, false
	}
	*r = rest[n:]
	return bson.Raw(rest[:n]), true
}

func (m *Message) parseMsg(b reader) bool {
	const checksumPresent = 1
	flags, ok := b.int32()
	if !ok {
		return false
	}
	if flags&checksumPresent != 0 {
		if len(b) < 4 {
			return false
		}
		b = b[:len(b)-4]
	}
	for len(b) > 0 {
		kind := b[0]
		b = b[1:]
		switch {
		case kind == 0 && m.Doc == nil:
			if m.Doc, ok = b.document(); !ok {
				return false
			}
		case kind == 1:
			n, ok := b.int32()
			if !ok || !b.skip(int(n)-4) {
				return false
			}
		default:
			return false
		}
	}
	return m.Doc != nil
}

func (m *Message) parseQuery(b reader) bool {
	if !b.skip(4) {
		return false
	}
	end := slices.Index(b, 0)
	if end < 0 {
		return false
	}
	m.Collection = string(b[:end])
	var ok bool
	if b.skip(end+1) && b.skip(8) {
		m.Doc, ok = b.document()
	}
	return ok
}

func (m *Message) parseReply(b reader) bool {
	flags, ok := b.int32()
	if !ok || !b.skip(8+4) {
		return false
	}
	m.QueryFailure = flags&queryFailure != 0
	count, ok := b.int32()
	if !ok || count < 1 {
		return false
	}
	m.Doc, ok = b.document()
	return ok
}
