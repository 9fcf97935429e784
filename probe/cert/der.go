package cert

import (
	"errors"
	"fmt"
	"math/big"
)

// Identifier octets (X.690, section 8.1.2) that a certificate uses.
const (
	tagBoolean     = 0x01
	tagInteger     = 0x02
	tagBitString   = 0x03
	tagOctetString = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagSet         = 0x31

	bitConstructed = 0x20
	classContext   = 0x80
)

// contextTag is the identifier octet of a context-specific tag.
func contextTag(n byte) byte { return classContext | n }

// constructedTag is the same for a constructed value.
func constructedTag(n byte) byte { return classContext | bitConstructed | n }

// maxDepth bounds how deep values of indefinite length may nest.
const maxDepth = 30

var (
	errTruncated = errors.New("the encoding ends too early")
	errLength    = errors.New("the length octets cannot be read")
	errDepth     = errors.New("the encoding nests too deeply")
)

// element is one BER value.
type element struct {
	tag  byte   // the identifier octet; a tag number above 30 keeps only its first octet
	full []byte // with identifier and length
	body []byte
}

// readElement reads one value as OpenSSL's asn1_lib.c does: lengths need not be
// minimal, and a constructed value may have an indefinite length.
func readElement(in []byte, depth int) (element, []byte, error) {
	head, length, err := readHeader(in)
	if err != nil {
		return element{}, nil, err
	}
	if length < 0 {
		return readIndefinite(in, head, depth)
	}
	if len(in)-head < length {
		return element{}, nil, errTruncated
	}
	end := head + length
	return element{tag: in[0], full: in[:end], body: in[head:end]}, in[end:], nil
}

// readIndefinite reads a value that ends in the end-of-contents octets.
func readIndefinite(in []byte, head, depth int) (element, []byte, error) {
	if in[0]&bitConstructed == 0 {
		return element{}, nil, errLength
	}
	if depth == 0 {
		return element{}, nil, errDepth
	}
	rest := in[head:]
	for len(rest) < 2 || rest[0] != 0 || rest[1] != 0 {
		var err error
		if _, rest, err = readElement(rest, depth-1); err != nil {
			return element{}, nil, err
		}
	}
	end := len(in) - len(rest)
	return element{tag: in[0], full: in[:end+2], body: in[head:end]}, rest[2:], nil
}

// readHeader returns the number of identifier and length octets and the length of
// the contents, -1 when it is indefinite.
func readHeader(in []byte) (head, length int, err error) {
	if len(in) < 2 {
		return 0, 0, errTruncated
	}
	head = 1
	if in[0]&0x1f == 0x1f {
		for head < len(in) && in[head]&0x80 != 0 {
			head++
		}
		head++
	}
	if head >= len(in) {
		return 0, 0, errTruncated
	}
	first := in[head]
	head++
	switch {
	case first < 0x80:
		return head, int(first), nil
	case first == 0x80:
		return head, -1, nil
	}
	for range first & 0x7f {
		if head >= len(in) {
			return 0, 0, errTruncated
		}
		if length > maxInput {
			return 0, 0, errLength
		}
		length = length<<8 | int(in[head])
		head++
	}
	return head, length, nil
}

// reader walks the values inside a constructed one.
type reader []byte

func (e element) children() *reader {
	r := reader(e.body)
	return &r
}

func (r *reader) empty() bool { return len(*r) == 0 }

func (r *reader) next() (element, error) {
	e, rest, err := readElement(*r, maxDepth)
	if err == nil {
		*r = rest
	}
	return e, err
}

// expect reads the next value, which must have this tag.
func (r *reader) expect(tag byte, what string) (element, error) {
	e, err := r.next()
	if err != nil {
		return e, fmt.Errorf("%s: %w", what, err)
	}
	if e.tag != tag {
		return e, fmt.Errorf("%s: tag 0x%02x instead of 0x%02x", what, e.tag, tag)
	}
	return e, nil
}

// optional reads the next value if it has this tag.
func (r *reader) optional(tag byte) (element, bool) {
	if r.empty() || (*r)[0] != tag {
		return element{}, false
	}
	e, err := r.next()
	return e, err == nil
}

// single reads in as one value with this tag; what follows is ignored, as OpenSSL
// does with the value of an extension.
func single(in []byte, tag byte, what string) (element, error) {
	r := reader(in)
	return r.expect(tag, what)
}

// octets are the contents of a string, joined when BER split it into segments.
func (e element) octets() ([]byte, error) { return joinSegments(e, maxDepth) }

func joinSegments(e element, depth int) ([]byte, error) {
	if e.tag&bitConstructed == 0 {
		return e.body, nil
	}
	if depth == 0 {
		return nil, errDepth
	}
	var out []byte
	for r := e.children(); !r.empty(); {
		part, err := r.next()
		if err != nil {
			return nil, err
		}
		inner, err := joinSegments(part, depth-1)
		if err != nil {
			return nil, err
		}
		out = append(out, inner...)
	}
	return out, nil
}

// integer reads INTEGER contents. OpenSSL refuses an empty one and superfluous
// leading octets (a_int.c, c2i_ibuf).
func (e element) integer() (*big.Int, error) {
	b := e.body
	if len(b) == 0 {
		return nil, errors.New("an INTEGER is empty")
	}
	n := new(big.Int).SetBytes(b)
	if b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
	}
	if len(b) > 1 && (b[0] == 0 && b[1]&0x80 == 0 || b[0] == 0xff && b[1]&0x80 != 0) {
		return n, errors.New("an INTEGER has superfluous leading octets")
	}
	return n, nil
}

// bits reads BIT STRING contents that are a whole number of octets in practice; the
// unused bits come back as zeros.
func (e element) bits() ([]byte, error) {
	if len(e.body) == 0 || e.body[0] > 7 || len(e.body) == 1 && e.body[0] != 0 {
		return nil, errors.New("a BIT STRING is malformed")
	}
	out := e.body[1:]
	if unused := e.body[0]; unused > 0 {
		out = append([]byte(nil), out...)
		out[len(out)-1] &= 0xff << unused
	}
	return out, nil
}

// boolean reads BOOLEAN contents; BER takes every octet but zero for true.
func (e element) boolean() (bool, error) {
	if len(e.body) != 1 {
		return false, errors.New("a BOOLEAN is malformed")
	}
	return e.body[0] != 0, nil
}

// maxOID bounds an object identifier, in octets.
const maxOID = 256

// oid reads OBJECT IDENTIFIER contents as dotted text.
func (e element) oid() (string, error) {
	if e.tag != tagOID || len(e.body) == 0 || len(e.body) > maxOID || e.body[len(e.body)-1]&0x80 != 0 {
		return "", errors.New("an OBJECT IDENTIFIER is malformed")
	}
	return dotted(e.body)
}

// dotted renders base-128 arcs of any size (X.690, section 8.19).
func dotted(body []byte) (string, error) {
	text, arc, start, first := []byte(nil), new(big.Int), true, true
	for _, b := range body {
		if start && b == 0x80 {
			return "", errors.New("an OBJECT IDENTIFIER has a padded arc")
		}
		arc.Or(arc.Lsh(arc, 7), big.NewInt(int64(b&0x7f)))
		start = b&0x80 == 0
		if !start {
			continue
		}
		if first {
			root := min(arc.Uint64(), 80) / 40
			text = fmt.Appendf(text, "%d", root)
			arc.Sub(arc, big.NewInt(int64(root)*40))
			first = false
		}
		text = append(append(text, '.'), arc.String()...)
		arc.SetInt64(0)
	}
	return string(text), nil
}
