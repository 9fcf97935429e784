package cert

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
)

const (
	// maxPEM bounds a bundle, in octets; maxCerts the certificates kept of it.
	maxPEM   = 16 << 20
	maxCerts = 10000
)

// FromPEM reads the certificates of a bundle as OpenSSL does (pem_lib.c, by_file.c):
// a byte order mark and text between the blocks are ignored, as are other kinds of
// blocks and octets that follow the DER within a block. Each block that cannot be read
// gives an error with its ordinal and does not hide the others. OpenSSL itself stops
// at the first such block when it loads a CA file.
func FromPEM(data []byte) ([]*Cert, []error) {
	if len(data) > maxPEM {
		return nil, []error{fmt.Errorf("the file has more than %d octets", maxPEM)}
	}
	var certs []*Cert
	var errs []error
	ordinal := 0
	for lines := newLines(data); ; {
		block, ok := lines.nextBlock()
		if !ok {
			return certs, errs
		}
		if !slices.Contains(certificateLabels(), block.label) {
			continue
		}
		if ordinal++; ordinal > maxCerts {
			return certs, append(errs, fmt.Errorf("the file has more than %d certificates", maxCerts))
		}
		if c, err := block.certificate(); err != nil {
			errs = append(errs, fmt.Errorf("certificate %d: %w", ordinal, err))
		} else {
			certs = append(certs, c)
		}
		for range block.swallowed {
			ordinal++
			errs = append(errs, fmt.Errorf("certificate %d: its BEGIN line is inside the block before, which lacks its END line", ordinal))
		}
	}
}

// trustedLabel is OpenSSL's own kind: a certificate with trust settings after it.
const trustedLabel = "TRUSTED CERTIFICATE"

func certificateLabels() []string {
	return []string{"CERTIFICATE", "X509 CERTIFICATE", trustedLabel}
}

// pemBlock is one block; err says why its text cannot be decoded.
type pemBlock struct {
	label     string
	body      []byte
	swallowed int // blocks that begin before this one ends
	err       error
}

func (b pemBlock) certificate() (*Cert, error) {
	if b.err != nil {
		return nil, b.err
	}
	c, err := parse(b.body)
	if err == nil && b.label == trustedLabel && c.Trailing > 0 {
		return parse(c.Raw)
	}
	return c, err
}

// lines is a text file, line by line.
type lines struct{ rest []byte }

func newLines(data []byte) *lines {
	return &lines{bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))}
}

func (l *lines) next() ([]byte, bool) {
	if len(l.rest) == 0 {
		return nil, false
	}
	line, rest, _ := bytes.Cut(l.rest, []byte("\n"))
	l.rest = rest
	return bytes.TrimRight(line, " \t\r\v\f"), true
}

// marker returns the label of a "-----BEGIN label-----" line.
func marker(line []byte, word string) (string, bool) {
	label, ok := bytes.CutPrefix(line, []byte("-----"+word+" "))
	if !ok {
		return "", false
	}
	label, ok = bytes.CutSuffix(label, []byte("-----"))
	return string(label), ok
}

func (l *lines) nextBlock() (pemBlock, bool) {
	for line, ok := l.next(); ok; line, ok = l.next() {
		if label, found := marker(line, "BEGIN"); found {
			return l.block(label), true
		}
	}
	return pemBlock{}, false
}

// block reads up to the END line. OpenSSL's decoder stops at the first hyphen, so a
// BEGIN line inside ends the text of this block, and the block that it begins is lost.
func (l *lines) block(label string) pemBlock {
	b := pemBlock{label: label}
	var text [][]byte
	for line, ok := l.next(); ok; line, ok = l.next() {
		if end, ends := marker(line, "END"); ends {
			return b.decode(text, end)
		}
		if _, begins := marker(line, "BEGIN"); begins {
			b.swallowed++
		}
		if b.swallowed == 0 {
			text = append(text, line)
		}
	}
	b.err = errors.New("the file ends before its END line")
	return b
}

// decode fills in the body. Header lines are not base64: OpenSSL takes none but those
// of encryption.
func (b pemBlock) decode(text [][]byte, end string) pemBlock {
	if end != b.label {
		b.err = fmt.Errorf("BEGIN %s meets END %s", b.label, end)
		return b
	}
	compact := bytes.Join(bytes.Fields(bytes.Join(text, []byte("\n"))), nil)
	b.body, b.err = base64.StdEncoding.AppendDecode(nil, compact)
	return b
}
