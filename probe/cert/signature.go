package cert

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5"
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha3"
	_ "crypto/sha512"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// SignatureStatus is what became of a signature check.
type SignatureStatus string

const (
	SignatureValid   SignatureStatus = "valid"
	SignatureInvalid SignatureStatus = "invalid"
	// SignatureUnsupported: this tool cannot tell.
	SignatureUnsupported SignatureStatus = "unsupported"
)

// SignatureState is the result of a signature check. Why is a clause about the
// signature, "" when it is valid.
type SignatureState struct {
	Status SignatureStatus
	Why    string
}

// Valid reports whether the signature was checked and fits.
func (s SignatureState) Valid() bool { return s.Status == SignatureValid }

func unsupported(why string) SignatureState {
	return SignatureState{SignatureUnsupported, "not verifiable by this tool: " + why}
}

func invalid(why string) SignatureState { return SignatureState{SignatureInvalid, why} }

func checked(ok bool, alg SignatureAlgorithm) SignatureState {
	if ok {
		return SignatureState{Status: SignatureValid}
	}
	return invalid("the " + alg.Name + " signature does not fit the key")
}

// CheckSignatureFrom tells whether parent's key made the signature of c. Names,
// dates and whether parent is a CA play no part.
func (c *Cert) CheckSignatureFrom(parent *Cert) SignatureState {
	if c.mixedAlgorithms {
		return invalid("the certificate names two different signature algorithms")
	}
	return VerifySignature(parent.Key, c.SignatureAlgorithm, c.RawTBS, c.Signature)
}

// VerifySignature checks sig over signed, under any digest that can be computed: how
// weak it is, is for others to judge.
func VerifySignature(key Key, alg SignatureAlgorithm, signed, sig []byte) SignatureState {
	switch {
	case alg.Key == "":
		return unsupported("the signature algorithm " + alg.OID + " is unknown")
	case !fits(key.Type, alg):
		return invalid(fmt.Sprintf("an %s signature cannot come from a key of type %s", alg.Name, key.Type))
	case key.Public == nil:
		return unsupported("the signer's key cannot be used, " + key.Why)
	case alg.pss.why != "":
		return unsupported(alg.pss.why)
	}
	if pub, ok := key.Public.(ed25519.PublicKey); ok {
		return checked(len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, signed, sig), alg)
	}
	d, ok := digestByName(alg.Hash)
	if !ok {
		return unsupported("the digest " + alg.Hash + " cannot be computed")
	}
	h := d.hash.New()
	h.Write(signed)
	sum := h.Sum(nil)
	switch pub := key.Public.(type) {
	case *ecdsa.PublicKey:
		return checked(ecdsa.VerifyASN1(pub, sum, sig), alg)
	case *rsa.PublicKey:
		if alg.OID == rsaPSS {
			return checked(verifyPSS(pub, d.hash, alg.pss, sum, sig), alg)
		}
		return checked(verifyPKCS1(pub, d, sum, sig), alg)
	}
	return unsupported(fmt.Sprintf("a key of type %T", key.Public))
}

// fits tells whether a key of this type can make such a signature at all. A key
// that is bound to RSA-PSS makes no other (RFC 4055, section 1.2).
func fits(keyType string, alg SignatureAlgorithm) bool {
	if keyType == "RSA-PSS" {
		return alg.OID == rsaPSS
	}
	return keyType == alg.Key
}

// rsaPublic is RSAVP1 (RFC 8017, section 5.2.2) into size octets; false when the
// signature is out of range. It is ours because crypto/rsa refuses short keys.
func rsaPublic(pub *rsa.PublicKey, sig []byte, size int) ([]byte, bool) {
	s := new(big.Int).SetBytes(sig)
	if len(sig) != pub.Size() || s.Cmp(pub.N) >= 0 {
		return nil, false
	}
	m := s.Exp(s, big.NewInt(int64(pub.E)), pub.N)
	if m.BitLen() > size*8 {
		return nil, false
	}
	return m.FillBytes(make([]byte, size)), true
}

// verifyPKCS1 is RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2), by comparing the encodings.
func verifyPKCS1(pub *rsa.PublicKey, d digest, sum, sig []byte) bool {
	size := pub.Size()
	em, ok := rsaPublic(pub, sig, size)
	info, err := digestInfo(d, sum)
	if !ok || err != nil || size < len(info)+11 {
		return false
	}
	want := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, size-len(info)-3)...)
	want = append(append(want, 0), info...)
	return bytes.Equal(em, want)
}

// digestInfo is the DigestInfo of RFC 8017, section 9.2.
func digestInfo(d digest, sum []byte) ([]byte, error) {
	type algorithm struct {
		Algorithm  asn1.ObjectIdentifier
		Parameters asn1.RawValue
	}
	return asn1.Marshal(struct {
		Algorithm algorithm
		Digest    []byte
	}{algorithm{parseOID(d.oid), asn1.NullRawValue}, sum})
}

// verifyPSS is EMSA-PSS-VERIFY (RFC 8017, section 9.1.2) with the salt and the mask's
// hash that the algorithm names.
func verifyPSS(pub *rsa.PublicKey, hash crypto.Hash, pss pssParams, sum, sig []byte) bool {
	mgf, known := digestByName(pss.mgfHash)
	emBits := pub.N.BitLen() - 1
	em, ok := rsaPublic(pub, sig, (emBits+7)/8)
	if !ok || !known || len(em) < len(sum)+pss.salt+2 || em[len(em)-1] != 0xbc {
		return false
	}
	split := len(em) - len(sum) - 1
	db, h := em[:split], em[split:len(em)-1]
	unused := byte(0xff) >> (8*len(em) - emBits)
	if db[0]&^unused != 0 {
		return false
	}
	maskMGF1(db, h, mgf.hash)
	db[0] &= unused
	zeros := len(db) - pss.salt - 1
	if len(bytes.TrimLeft(db[:zeros], "\x00")) != 0 || db[zeros] != 1 {
		return false
	}
	f := hash.New()
	f.Write(make([]byte, 8))
	f.Write(sum)
	f.Write(db[zeros+1:])
	return bytes.Equal(f.Sum(nil), h)
}

// maskMGF1 applies the mask of RFC 8017, section B.2.1, to db.
func maskMGF1(db, seed []byte, hash crypto.Hash) {
	for counter := uint32(0); len(db) > 0; counter++ {
		f := hash.New()
		f.Write(seed)
		f.Write([]byte{byte(counter >> 24), byte(counter >> 16), byte(counter >> 8), byte(counter)})
		mask := f.Sum(nil)
		for i := range min(len(mask), len(db)) {
			db[i] ^= mask[i]
		}
		db = db[min(len(mask), len(db)):]
	}
}

func parseOID(dotted string) asn1.ObjectIdentifier {
	var oid asn1.ObjectIdentifier
	for arc := range strings.SplitSeq(dotted, ".") {
		n, _ := strconv.Atoi(arc)
		oid = append(oid, n)
	}
	return oid
}
