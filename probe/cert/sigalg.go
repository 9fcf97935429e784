package cert

import (
	"crypto"
	"errors"
	"math/big"
)

// rsaPSS is id-RSASSA-PSS (RFC 4055), a signature algorithm and a type of key.
const rsaPSS = "1.2.840.113549.1.1.10"

// knownSignatures are the signature algorithms by OID (RFC 3279, 4055, 5758, 8410;
// NIST's Computer Security Objects Register for SHA-3).
func knownSignatures() map[string]SignatureAlgorithm {
	return map[string]SignatureAlgorithm{
		"1.2.840.113549.1.1.2":    {Name: "MD2-RSA", Hash: "MD2", Key: "RSA"},
		"1.2.840.113549.1.1.3":    {Name: "MD4-RSA", Hash: "MD4", Key: "RSA"},
		"1.2.840.113549.1.1.4":    {Name: "MD5-RSA", Hash: "MD5", Key: "RSA"},
		"1.2.840.113549.1.1.5":    {Name: "SHA1-RSA", Hash: "SHA-1", Key: "RSA"},
		"1.3.14.3.2.29":           {Name: "SHA1-RSA", Hash: "SHA-1", Key: "RSA"},
		"1.2.840.113549.1.1.11":   {Name: "SHA256-RSA", Hash: "SHA-256", Key: "RSA"},
		"1.2.840.113549.1.1.12":   {Name: "SHA384-RSA", Hash: "SHA-384", Key: "RSA"},
		"1.2.840.113549.1.1.13":   {Name: "SHA512-RSA", Hash: "SHA-512", Key: "RSA"},
		"1.2.840.113549.1.1.14":   {Name: "SHA224-RSA", Hash: "SHA-224", Key: "RSA"},
		"1.2.840.113549.1.1.15":   {Name: "SHA512/224-RSA", Hash: "SHA-512/224", Key: "RSA"},
		"1.2.840.113549.1.1.16":   {Name: "SHA512/256-RSA", Hash: "SHA-512/256", Key: "RSA"},
		"1.3.36.3.3.1.2":          {Name: "RIPEMD160-RSA", Hash: "RIPEMD-160", Key: "RSA"},
		"2.16.840.1.101.3.4.3.13": {Name: "SHA3-224-RSA", Hash: "SHA3-224", Key: "RSA"},
		"2.16.840.1.101.3.4.3.14": {Name: "SHA3-256-RSA", Hash: "SHA3-256", Key: "RSA"},
		"2.16.840.1.101.3.4.3.15": {Name: "SHA3-384-RSA", Hash: "SHA3-384", Key: "RSA"},
		"2.16.840.1.101.3.4.3.16": {Name: "SHA3-512-RSA", Hash: "SHA3-512", Key: "RSA"},
		rsaPSS:                    {Name: "RSAPSS", Key: "RSA"},
		"1.2.840.10045.4.1":       {Name: "ECDSA-SHA1", Hash: "SHA-1", Key: "ECDSA"},
		"1.2.840.10045.4.3.1":     {Name: "ECDSA-SHA224", Hash: "SHA-224", Key: "ECDSA"},
		"1.2.840.10045.4.3.2":     {Name: "ECDSA-SHA256", Hash: "SHA-256", Key: "ECDSA"},
		"1.2.840.10045.4.3.3":     {Name: "ECDSA-SHA384", Hash: "SHA-384", Key: "ECDSA"},
		"1.2.840.10045.4.3.4":     {Name: "ECDSA-SHA512", Hash: "SHA-512", Key: "ECDSA"},
		"2.16.840.1.101.3.4.3.9":  {Name: "ECDSA-SHA3-224", Hash: "SHA3-224", Key: "ECDSA"},
		"2.16.840.1.101.3.4.3.10": {Name: "ECDSA-SHA3-256", Hash: "SHA3-256", Key: "ECDSA"},
		"2.16.840.1.101.3.4.3.11": {Name: "ECDSA-SHA3-384", Hash: "SHA3-384", Key: "ECDSA"},
		"2.16.840.1.101.3.4.3.12": {Name: "ECDSA-SHA3-512", Hash: "SHA3-512", Key: "ECDSA"},
		"1.2.840.10040.4.3":       {Name: "DSA-SHA1", Hash: "SHA-1", Key: "DSA"},
		"1.3.14.3.2.27":           {Name: "DSA-SHA1", Hash: "SHA-1", Key: "DSA"},
		"2.16.840.1.101.3.4.3.1":  {Name: "DSA-SHA224", Hash: "SHA-224", Key: "DSA"},
		"2.16.840.1.101.3.4.3.2":  {Name: "DSA-SHA256", Hash: "SHA-256", Key: "DSA"},
		"2.16.840.1.101.3.4.3.3":  {Name: "DSA-SHA384", Hash: "SHA-384", Key: "DSA"},
		"2.16.840.1.101.3.4.3.4":  {Name: "DSA-SHA512", Hash: "SHA-512", Key: "DSA"},
		"1.3.101.112":             {Name: "Ed25519", Key: "Ed25519"},
		"1.3.101.113":             {Name: "Ed448", Key: "Ed448"},
		"1.2.156.10197.1.501":     {Name: "SM2-SM3", Hash: "SM3", Key: "ECDSA"},
	}
}

// digest is a hash function as algorithm identifiers name it.
type digest struct {
	oid, name string
	short     string // as the names of signature algorithms write it
	hash      crypto.Hash
}

// digests are the hash functions that this package can compute.
func digests() []digest {
	return []digest{
		{"1.2.840.113549.2.5", "MD5", "MD5", crypto.MD5},
		{"1.3.14.3.2.26", "SHA-1", "SHA1", crypto.SHA1},
		{"2.16.840.1.101.3.4.2.4", "SHA-224", "SHA224", crypto.SHA224},
		{"2.16.840.1.101.3.4.2.1", "SHA-256", "SHA256", crypto.SHA256},
		{"2.16.840.1.101.3.4.2.2", "SHA-384", "SHA384", crypto.SHA384},
		{"2.16.840.1.101.3.4.2.3", "SHA-512", "SHA512", crypto.SHA512},
		{"2.16.840.1.101.3.4.2.5", "SHA-512/224", "SHA512/224", crypto.SHA512_224},
		{"2.16.840.1.101.3.4.2.6", "SHA-512/256", "SHA512/256", crypto.SHA512_256},
		{"2.16.840.1.101.3.4.2.7", "SHA3-224", "SHA3-224", crypto.SHA3_224},
		{"2.16.840.1.101.3.4.2.8", "SHA3-256", "SHA3-256", crypto.SHA3_256},
		{"2.16.840.1.101.3.4.2.9", "SHA3-384", "SHA3-384", crypto.SHA3_384},
		{"2.16.840.1.101.3.4.2.10", "SHA3-512", "SHA3-512", crypto.SHA3_512},
	}
}

func digestByOID(oid string) (digest, bool) {
	for _, d := range digests() {
		if d.oid == oid {
			return d, true
		}
	}
	return digest{}, false
}

func digestByName(name string) (digest, bool) {
	for _, d := range digests() {
		if d.name == name {
			return d, true
		}
	}
	return digest{}, false
}

// pssParams are RSASSA-PSS-params (RFC 4055, section 3.1).
type pssParams struct {
	mgfHash string
	salt    int
	why     string // why they cannot be used; "" if they can
}

// ParseSignatureAlgorithm reads a DER AlgorithmIdentifier. An unknown algorithm is no
// error: its Name is its OID.
func ParseSignatureAlgorithm(der []byte) (SignatureAlgorithm, error) {
	outer, err := single(der, tagSequence, "AlgorithmIdentifier")
	if err != nil {
		return SignatureAlgorithm{}, err
	}
	oid, params, err := algorithmIdentifier(outer)
	if err != nil {
		return SignatureAlgorithm{}, err
	}
	alg, known := knownSignatures()[oid]
	alg.OID = oid
	switch {
	case !known:
		alg.Name = oid
	case oid == rsaPSS:
		alg.readPSS(params)
	}
	return alg, nil
}

// algorithmIdentifier returns the OID and the parameters; tag 0 means none.
func algorithmIdentifier(outer element) (oid string, params element, err error) {
	r := outer.children()
	id, err := r.expect(tagOID, "algorithm")
	if err != nil {
		return "", params, err
	}
	if oid, err = id.oid(); err != nil || r.empty() {
		return oid, params, err
	}
	params, err = r.next()
	return oid, params, err
}

// readPSS fills in the hash, the mask's hash and the salt of an RSA-PSS signature.
func (a *SignatureAlgorithm) readPSS(params element) {
	hash, pss, err := parsePSS(params)
	a.pss = pss
	if err != nil {
		a.pss.why = "its RSA-PSS parameters cannot be used: " + err.Error()
		return
	}
	a.Name, a.Hash = hash.short+"-RSAPSS", hash.name
}

func parsePSS(params element) (hash digest, pss pssParams, err error) {
	if params.tag != tagSequence {
		return hash, pss, errors.New("they are missing")
	}
	hash, _ = digestByName("SHA-1")
	pss = pssParams{mgfHash: "SHA-1", salt: 20}
	r := params.children()
	if e, ok := r.optional(constructedTag(0)); ok {
		if hash, err = parseDigest(e); err != nil {
			return hash, pss, err
		}
	}
	if e, ok := r.optional(constructedTag(1)); ok {
		mgf, err := parseMGF1(e)
		if err != nil {
			return hash, pss, err
		}
		pss.mgfHash = mgf.name
	}
	if e, ok := r.optional(constructedTag(2)); ok {
		if pss.salt, err = parseSalt(e); err != nil {
			return hash, pss, err
		}
	}
	return hash, pss, nil
}

func parseDigest(explicit element) (digest, error) {
	outer, err := explicit.children().expect(tagSequence, "hashAlgorithm")
	if err != nil {
		return digest{}, err
	}
	oid, _, err := algorithmIdentifier(outer)
	if err != nil {
		return digest{}, err
	}
	d, ok := digestByOID(oid)
	if !ok {
		return d, errors.New("unknown hash " + oid)
	}
	return d, nil
}

func parseMGF1(explicit element) (digest, error) {
	outer, err := explicit.children().expect(tagSequence, "maskGenAlgorithm")
	if err != nil {
		return digest{}, err
	}
	oid, params, err := algorithmIdentifier(outer)
	if err != nil {
		return digest{}, err
	}
	if oid != "1.2.840.113549.1.1.8" {
		return digest{}, errors.New("unknown mask generation function " + oid)
	}
	return parseDigest(element{body: params.full})
}

func parseSalt(explicit element) (int, error) {
	e, err := explicit.children().expect(tagInteger, "saltLength")
	if err != nil {
		return 0, err
	}
	n, err := e.integer()
	if err != nil {
		return 0, err
	}
	if n.Sign() < 0 || n.Cmp(big.NewInt(maxRSABits/8)) > 0 {
		return 0, errors.New("salt length " + n.String())
	}
	return int(n.Int64()), nil
}
