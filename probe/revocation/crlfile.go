package revocation

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
)

const (
	// MaxCRLInput bounds what ParseCRLs reads, in bytes: 64 MiB, about a million
	// entries in PEM.
	MaxCRLInput = 64 << 20
	// maxLists bounds the lists of one file.
	maxLists = 1000
)

const (
	crlLabel = "X509 CRL"
	crlBegin = "-----BEGIN " + crlLabel + "-----"
)

// ParseCRLs reads a PEM bundle or one DER list. Blocks of other kinds are skipped, as
// OpenSSL does. The errors say which list cannot be read, by its number; the others are
// returned all the same. Without any list there is an error.
func ParseCRLs(data []byte) ([]*CRL, []error) {
	if len(data) > MaxCRLInput {
		return nil, []error{fmt.Errorf("it has %d bytes, and at most %d are read", len(data), MaxCRLInput)}
	}
	if len(data) > 0 && data[0] == 0x30 {
		c, err := parseCRL(data)
		if err != nil {
			return nil, []error{err}
		}
		return []*CRL{c}, nil
	}
	return parseBundle(data)
}

func parseBundle(data []byte) ([]*CRL, []error) {
	var lists []*CRL
	var errs []error
	wanted, seen := bytes.Count(data, []byte(crlBegin)), 0
	rest := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // a byte order mark
	for seen < maxLists {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != crlLabel {
			continue
		}
		seen++
		c, err := parseCRL(block.Bytes)
		if err != nil {
			errs = append(errs, fmt.Errorf("CRL %d: %w", seen, err))
			continue
		}
		lists = append(lists, c)
	}
	switch {
	case seen == maxLists && wanted > seen:
		errs = append(errs, fmt.Errorf("only its first %d CRLs were read", maxLists))
	case seen < wanted:
		errs = append(errs, fmt.Errorf("%d of its %d PEM blocks cannot be decoded", wanted-seen, wanted))
	case wanted == 0:
		errs = append(errs, errors.New("it holds no PEM block "+crlBegin))
	}
	return lists, errs
}
