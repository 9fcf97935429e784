package logfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// Beginnings of files that are not plain text: gzip (RFC 1952, section 2.3.1), in which
// logs are rotated, and UTF-16, which PowerShell writes.
var (
	gzipMagic = []byte{0x1f, 0x8b}
	utf16LE   = []byte{0xff, 0xfe}
	utf16BE   = []byte{0xfe, 0xff}
)

// plainText is the text of r.
func plainText(r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	start, _ := in.Peek(2) // an error comes again with the first read
	if !bytes.Equal(start, gzipMagic) {
		return decoded(in, start), nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("the log begins as gzip does, and is not: %w", err)
	}
	in = bufio.NewReader(z)
	start, _ = in.Peek(2)
	return decoded(in, start), nil
}

// decoded is UTF-16 as UTF-8, and anything else as it is.
func decoded(in io.Reader, start []byte) io.Reader {
	if bytes.Equal(start, utf16LE) || bytes.Equal(start, utf16BE) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in)
	}
	return in
}
