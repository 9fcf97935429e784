package revocation

import (
	"bytes"
	"crypto"
	_ "crypto/md5"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
)

// certID is a CertID (RFC 6960, section 4.1.1).
type certID struct {
	hash     string // content octets of its OID
	nameHash []byte
	keyHash  []byte
	serial   []byte // content octets
}

// idHash is a hash function that a CertID may use.
type idHash struct {
	oid  string // content octets
	name string
	hash crypto.Hash
}

// sha1OID is 1.3.14.3.2.26, as content octets.
const sha1OID = "\x2b\x0e\x03\x02\x1a"

func idHashes() []idHash {
	return []idHash{
		{sha1OID, "SHA-1", crypto.SHA1},
		{"\x60\x86\x48\x01\x65\x03\x04\x02\x01", "SHA-256", crypto.SHA256},
		{"\x60\x86\x48\x01\x65\x03\x04\x02\x02", "SHA-384", crypto.SHA384},
		{"\x60\x86\x48\x01\x65\x03\x04\x02\x03", "SHA-512", crypto.SHA512},
		{"\x60\x86\x48\x01\x65\x03\x04\x02\x04", "SHA-224", crypto.SHA224},
		{"\x2a\x86\x48\x86\xf7\x0d\x02\x05", "MD5", crypto.MD5},
	}
}

// hashByOID returns false for a hash function that this tool does not know.
func hashByOID(oid string) (idHash, bool) {
	for _, h := range idHashes() {
		if h.oid == oid {
			return h, true
		}
	}
	return idHash{}, false
}

func (h idHash) sum(b []byte) []byte {
	f := h.hash.New()
	f.Write(b)
	return f.Sum(nil)
}

func (id *certID) read(in *cryptobyte.String) bool {
	var body, algorithm, oid, nameHash, keyHash, serial cryptobyte.String
	ok := in.ReadASN1(&body, asn1.SEQUENCE) &&
		body.ReadASN1(&algorithm, asn1.SEQUENCE) && algorithm.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) &&
		body.ReadASN1(&nameHash, asn1.OCTET_STRING) && body.ReadASN1(&keyHash, asn1.OCTET_STRING) &&
		body.ReadASN1(&serial, asn1.INTEGER)
	*id = certID{string(oid), nameHash, keyHash, serial}
	return ok
}

// mismatch is a clause for what in id is not of the certificate, "" when all that can
// be compared fits. Without an issuer its key is not compared. The name is the issuer
// field of the certificate itself, as RFC 6960 and OCSP_cert_to_id say.
func (id certID) mismatch(subject, issuer *cert.Cert) string {
	if !sameInteger(id.serial, integerOctets(subject.Serial)) {
		return "another serial number"
	}
	h, known := hashByOID(id.hash)
	if !known {
		return ""
	}
	if !bytes.Equal(id.nameHash, h.sum(subject.Issuer.Raw)) {
		return "an issuer of another name"
	}
	if issuer != nil && !bytes.Equal(id.keyHash, h.sum(publicKeyBits(issuer.RawSPKI))) {
		return "an issuer with another key"
	}
	return ""
}

// publicKeyBits is the content of the subjectPublicKey BIT STRING: what key hashes
// are made of. It is nil when spki is no SubjectPublicKeyInfo.
func publicKeyBits(spki []byte) []byte {
	in := cryptobyte.String(spki)
	var key []byte
	if !in.ReadASN1(&in, asn1.SEQUENCE) || !in.SkipASN1(asn1.SEQUENCE) || !in.ReadASN1BitStringAsBytes(&key) {
		return nil
	}
	return key
}

// integerOctets is the content of a DER INTEGER.
func integerOctets(n *big.Int) []byte {
	if n == nil {
		return nil
	}
	if n.Sign() >= 0 {
		return n.FillBytes(make([]byte, n.BitLen()/8+1))
	}
	size := new(big.Int).Not(n).BitLen()/8 + 1
	return new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), uint(size)*8)).Bytes()
}

// sameInteger compares contents of two INTEGERs, padded or not. It does not allocate.
func sameInteger(a, b []byte) bool {
	return bytes.Equal(trimInteger(a), trimInteger(b))
}

func trimInteger(b []byte) []byte {
	for len(b) > 1 && (b[0] == 0 && b[1] < 0x80 || b[0] == 0xff && b[1] >= 0x80) {
		b = b[1:]
	}
	return b
}

// find picks the status of subject: one under a SHA-1 CertID if there are several,
// because that is what clients look for. Without a match it returns the nearest, and
// what does not fit.
func (r *response) find(subject, issuer *cert.Cert) (single, string) {
	best, why, rank := r.singles[0], "", -1
	for _, s := range r.singles {
		mismatch := s.id.mismatch(subject, issuer)
		if n := s.id.rank(subject, mismatch == ""); n > rank {
			best, why, rank = s, mismatch, n
		}
	}
	return best, why
}

// rank orders CertIDs by how surely and for how many clients they are of subject.
func (id certID) rank(subject *cert.Cert, fits bool) int {
	_, known := hashByOID(id.hash)
	switch {
	case fits && id.hash == sha1OID:
		return 4
	case fits && known:
		return 3
	case fits:
		return 2
	case sameInteger(id.serial, integerOctets(subject.Serial)):
		return 1
	}
	return 0
}
