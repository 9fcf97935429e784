package local

import (
	"bytes"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// storeForm is a form of trust store that is not PEM. Its reader returns the DER of the
// certificates, with those before a fault.
type storeForm struct {
	name string
	is   func([]byte) bool
	read func([]byte) ([][]byte, error)
}

var storeForms = []storeForm{
	{"JKS", func(b []byte) bool { return bytes.HasPrefix(b, []byte{0xfe, 0xed, 0xfe, 0xed}) }, readJKS},
	{"PKCS#12", func(b []byte) bool { return bytes.HasPrefix(b, []byte{0x30}) }, readPKCS12},
}

var errTruncated = errors.New("the store ends in the middle of an entry")

// maxJavaEntries bounds the entries of one store.
const maxJavaEntries = 5000

// readJKS reads the trusted certificates of a Java key store, versions 1 and 2 (OpenJDK,
// sun.security.provider.JavaKeyStore). Its password only guards against changes and is not
// needed; what begins with a private key is not read further.
func readJKS(data []byte) ([][]byte, error) {
	const trusted = 2
	r := jks(data)
	version, count := r.uint32(4), r.uint32(8)
	if len(data) < 12 || version < 1 || version > 2 {
		return nil, errors.New("the version of the key store is not known")
	}
	rest := cryptobyte.String(data[12:])
	var out [][]byte
	for range min(count, maxJavaEntries) {
		var kind, created, size uint32
		var alias, form cryptobyte.String
		if !rest.ReadUint32(&kind) || !rest.ReadUint16LengthPrefixed(&alias) || !rest.ReadUint32(&created) || !rest.ReadUint32(&created) {
			return out, errTruncated
		}
		if kind != trusted {
			return out, errors.New("it holds a private key, and is read up to there")
		}
		if version == 2 && !rest.ReadUint16LengthPrefixed(&form) {
			return out, errTruncated
		}
		var der []byte
		if !rest.ReadUint32(&size) || uint64(size) > uint64(len(rest)) || !rest.ReadBytes(&der, int(size)) {
			return out, errTruncated
		}
		out = append(out, der)
	}
	return out, nil
}

type jks []byte

// uint32 is the number at an offset; 0 beyond the end.
func (b jks) uint32(at int) uint32 {
	if len(b) < at+4 {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}

var errEncrypted = errors.New("its certificates are encrypted, and were not opened")

// readPKCS12 reads the certificates of a PKCS#12 file that are not encrypted (RFC 7292,
// section 4), as those of the JDK's own store since release 18.
func readPKCS12(data []byte) ([][]byte, error) {
	broken := errors.New("it is no PKCS#12 file that can be read")
	var pfx, safe cryptobyte.String
	in := cryptobyte.String(data)
	if !in.ReadASN1(&pfx, asn1.SEQUENCE) || !pfx.SkipASN1(asn1.INTEGER) || !content(&pfx, &safe) {
		return nil, broken
	}
	var list cryptobyte.String
	if !safe.ReadASN1(&list, asn1.SEQUENCE) {
		return nil, broken
	}
	var out [][]byte
	for !list.Empty() {
		var bags, all cryptobyte.String
		if !content(&list, &bags) {
			return out, errEncrypted
		}
		if !bags.ReadASN1(&all, asn1.SEQUENCE) {
			return out, broken
		}
		for !all.Empty() && len(out) < maxJavaEntries {
			der, ok := certBag(&all)
			if !ok {
				return out, broken
			}
			if der != nil {
				out = append(out, der)
			}
		}
	}
	return out, nil
}

var explicit = asn1.Tag(0).Constructed().ContextSpecific()

// content reads a ContentInfo of plain data; it is false for one that is encrypted.
func content(in, data *cryptobyte.String) bool {
	var info, oid, wrapped cryptobyte.String
	return in.ReadASN1(&info, asn1.SEQUENCE) && info.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) &&
		info.ReadASN1(&wrapped, explicit) && wrapped.ReadASN1(data, asn1.OCTET_STRING)
}

// oidCertBag is 1.2.840.113549.1.12.10.1.3.
var oidCertBag = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x03}

// certBag reads one SafeBag; the certificate is nil where it holds something else.
func certBag(in *cryptobyte.String) (der []byte, ok bool) {
	var bag, oid, value, inner, kind, wrapped, octets cryptobyte.String
	if !in.ReadASN1(&bag, asn1.SEQUENCE) || !bag.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || !bag.ReadASN1(&value, explicit) {
		return nil, false
	}
	if !bytes.Equal(oid, oidCertBag) {
		return nil, true
	}
	if !value.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1(&kind, asn1.OBJECT_IDENTIFIER) ||
		!inner.ReadASN1(&wrapped, explicit) || !wrapped.ReadASN1(&octets, asn1.OCTET_STRING) {
		return nil, false
	}
	return octets, true
}
