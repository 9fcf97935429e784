package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxDocument bounds one document that is read, in bytes.
const MaxDocument = 64 << 20

// Read reads exactly one document. Its error is one line that says what was expected.
func Read(r io.Reader) (Document, error) {
	dec := NewDecoder(r)
	d, err := dec.Next()
	if errors.Is(err, io.EOF) {
		return Document{}, fmt.Errorf("empty input: expected a %s document", SchemaID)
	}
	if err != nil {
		return Document{}, err
	}
	if _, err := dec.Next(); !errors.Is(err, io.EOF) {
		return Document{}, errors.New("more follows after the first document: expected one document")
	}
	return d, nil
}

// Decoder reads a stream of documents, such as the lines that scan writes.
type Decoder struct {
	in   *boundedReader
	buf  *bufio.Reader
	json *json.Decoder
}

// NewDecoder reads documents from r, each bounded by MaxDocument.
func NewDecoder(r io.Reader) *Decoder {
	in := &boundedReader{r: r}
	return &Decoder{in: in, buf: bufio.NewReader(in)}
}

// Next returns the next document, and io.EOF after the last one.
func (d *Decoder) Next() (Document, error) {
	d.in.left = MaxDocument
	if d.json == nil {
		if err := skipByteOrderMark(d.buf); err != nil {
			return Document{}, err
		}
		d.json = json.NewDecoder(d.buf)
	}
	var raw json.RawMessage
	if err := d.json.Decode(&raw); err != nil {
		return Document{}, readError(err)
	}
	return parse(raw)
}

// skipByteOrderMark skips a UTF-8 byte order mark and refuses UTF-16, which PowerShell's ">" writes.
func skipByteOrderMark(r *bufio.Reader) error {
	start, err := r.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return readError(err)
	}
	if bytes.HasPrefix(start, []byte{0xFF, 0xFE}) || bytes.HasPrefix(start, []byte{0xFE, 0xFF}) {
		return errors.New("the input is UTF-16: expected UTF-8 (in PowerShell: Out-File -Encoding utf8)")
	}
	if bytes.Equal(start, []byte("\xef\xbb\xbf")) {
		_, err = r.Discard(3)
		return err
	}
	return nil
}

func parse(raw json.RawMessage) (Document, error) {
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return Document{}, readError(err)
	}
	if head.Schema != SchemaID {
		return Document{}, fmt.Errorf("schema is %.60q: expected %q", head.Schema, SchemaID)
	}
	var d Document
	if err := json.Unmarshal(raw, &d); err != nil {
		return Document{}, readError(err)
	}
	if err := checkWords(d); err != nil {
		return Document{}, err
	}
	return d, nil
}

// readError makes one line of what encoding/json and the input say.
func readError(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the JSON ends in the middle: expected a whole %s document", SchemaID)
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON (byte %d: %w): expected a %s document", syntax.Offset, err, SchemaID)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("a JSON %s: expected a %s document, which is an object", kind.Value, SchemaID)
	case errors.As(err, &kind):
		return fmt.Errorf("%.80q is a JSON %s: expected %s", kind.Field, kind.Value, kind.Type)
	}
	return fmt.Errorf("cannot read the document: %w", err)
}

// boundedReader fails once more than left bytes were read.
type boundedReader struct {
	r    io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a document larger than %d MiB", MaxDocument>>20)
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
