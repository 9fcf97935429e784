package cert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"
)

var (
	rsaGen = []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"}
	pssGen = []string{"-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024"}
	pss    = []string{"-sigopt", "rsa_padding_mode:pss"}
)

func ecGen(curve string) []string {
	return []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve}
}

// TestSignaturesOfOpenSSL checks self-signed certificates, as they are and spoilt.
func TestSignaturesOfOpenSSL(t *testing.T) {
	with := func(digest string, more ...string) []string { return append([]string{digest}, more...) }
	cases := []struct {
		genpkey, req []string
		alg, hash    string
		why          string // of being unsupported
	}{
		{rsaGen, with("-md5"), "MD5-RSA", "MD5", ""},
		{rsaGen, with("-sha1"), "SHA1-RSA", "SHA-1", ""},
		{rsaGen, with("-sha224"), "SHA224-RSA", "SHA-224", ""},
		{rsaGen, with("-sha256"), "SHA256-RSA", "SHA-256", ""},
		{rsaGen, with("-sha384"), "SHA384-RSA", "SHA-384", ""},
		{rsaGen, with("-sha512"), "SHA512-RSA", "SHA-512", ""},
		{rsaGen, with("-sha512-256"), "SHA512/256-RSA", "SHA-512/256", ""},
		{rsaGen, with("-sha3-256"), "SHA3-256-RSA", "SHA3-256", ""},
		{[]string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:512"}, with("-sha256"), "SHA256-RSA", "SHA-256", ""},
		{[]string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1025"}, with("-sha256", pss...), "SHA256-RSAPSS", "SHA-256", ""},
		{[]string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1031", "-pkeyopt", "rsa_keygen_pubexp:3"}, with("-sha1", pss...), "SHA1-RSAPSS", "SHA-1", ""},
		{rsaGen, with("-sha256", append(pss, "-sigopt", "rsa_pss_saltlen:0")...), "SHA256-RSAPSS", "SHA-256", ""},
		{rsaGen, with("-sha256", append(pss, "-sigopt", "rsa_pss_saltlen:20")...), "SHA256-RSAPSS", "SHA-256", ""},
		{rsaGen, with("-sha256", append(pss, "-sigopt", "rsa_pss_saltlen:max")...), "SHA256-RSAPSS", "SHA-256", ""},
		{rsaGen, with("-sha384", append(pss, "-sigopt", "rsa_mgf1_md:sha1")...), "SHA384-RSAPSS", "SHA-384", ""},
		{pssGen, with("-sha256"), "SHA256-RSAPSS", "SHA-256", ""},
		{ecGen("P-224"), with("-sha224"), "ECDSA-SHA224", "SHA-224", ""},
		{ecGen("P-256"), with("-sha1"), "ECDSA-SHA1", "SHA-1", ""},
		{ecGen("P-256"), with("-sha512"), "ECDSA-SHA512", "SHA-512", ""},
		{ecGen("P-384"), with("-sha384"), "ECDSA-SHA384", "SHA-384", ""},
		{ecGen("P-521"), with("-sha3-384"), "ECDSA-SHA3-384", "SHA3-384", ""},
		{ecGen("secp256k1"), with("-sha256"), "ECDSA-SHA256", "SHA-256", "secp256k1"},
		{ecGen("brainpoolP384r1"), with("-sha384"), "ECDSA-SHA384", "SHA-384", "brainpool"},
		{[]string{"-algorithm", "ED25519"}, with("-utf8"), "Ed25519", "", ""},
		{[]string{"-algorithm", "ED448"}, with("-utf8"), "Ed448", "", "Ed448"},
	}
	for _, tc := range cases {
		t.Run(tc.alg+" "+strings.Join(append(tc.genpkey[1:], tc.req...), " "), func(t *testing.T) {
			c := mustParse(t, opensslCert(t, tc.genpkey, tc.req))
			if c.SignatureAlgorithm.Name != tc.alg || c.SignatureAlgorithm.Hash != tc.hash {
				t.Errorf("algorithm %+v", c.SignatureAlgorithm)
			}
			want, spoilt := SignatureValid, SignatureInvalid
			if tc.why != "" {
				want, spoilt = SignatureUnsupported, SignatureUnsupported
			}
			if s := c.CheckSignatureFrom(c); s.Status != want || !strings.Contains(s.Why, tc.why) {
				t.Errorf("signature: %+v", s)
			}
			if !c.SelfSigned() {
				t.Error("not self-signed")
			}
			tbs := bytes.Clone(c.RawTBS)
			tbs[len(tbs)-1] ^= 1
			if s := VerifySignature(c.Key, c.SignatureAlgorithm, tbs, c.Signature); s.Status != spoilt {
				t.Errorf("over other octets: %+v", s)
			}
			sig := bytes.Clone(c.Signature)
			sig[len(sig)-1] ^= 1
			if s := VerifySignature(c.Key, c.SignatureAlgorithm, c.RawTBS, sig); s.Status != spoilt {
				t.Errorf("spoilt: %+v", s)
			}
			if s := VerifySignature(c.Key, c.SignatureAlgorithm, c.RawTBS, nil); s.Status != spoilt {
				t.Errorf("empty: %+v", s)
			}
		})
	}
}

func TestPSSWithAnotherSaltIsInvalid(t *testing.T) {
	c := mustParse(t, opensslCert(t, rsaGen, append([]string{"-sha256"}, append(pss, "-sigopt", "rsa_pss_saltlen:20")...)))
	alg := c.SignatureAlgorithm
	alg.pss.salt = 32
	if s := VerifySignature(c.Key, alg, c.RawTBS, c.Signature); s.Status != SignatureInvalid {
		t.Errorf("%+v", s)
	}
}

func TestKeyAndAlgorithmMustFit(t *testing.T) {
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	ecdsaKey := Key{Public: ecKey.Public(), Type: "ECDSA", Bits: 256, Curve: "P-256"}
	known := func(oid string) SignatureAlgorithm {
		alg, err := ParseSignatureAlgorithm(seq(oidDER(oid)))
		if err != nil {
			t.Fatal(err)
		}
		return alg
	}
	cases := []struct {
		name string
		key  Key
		alg  SignatureAlgorithm
		want SignatureStatus
	}{
		{"RSA by ECDSA", ecdsaKey, known("1.2.840.113549.1.1.11"), SignatureInvalid},
		{"ECDSA by RSA", Key{Public: rsaKey.Public(), Type: "RSA"}, known("1.2.840.10045.4.3.2"), SignatureInvalid},
		{"PKCS #1 by an RSA-PSS key", Key{Public: rsaKey.Public(), Type: "RSA-PSS"}, known("1.2.840.113549.1.1.11"), SignatureInvalid},
		{"PSS without parameters", Key{Public: rsaKey.Public(), Type: "RSA"}, known(rsaPSS), SignatureUnsupported},
		{"unknown algorithm", ecdsaKey, known("1.2.3.4"), SignatureUnsupported},
		{"DSA", Key{Type: "DSA", Why: "no DSA"}, known("2.16.840.1.101.3.4.3.2"), SignatureUnsupported},
		{"MD2", Key{Public: rsaKey.Public(), Type: "RSA"}, known("1.2.840.113549.1.1.2"), SignatureUnsupported},
		{"RIPEMD-160", Key{Public: rsaKey.Public(), Type: "RSA"}, known("1.3.36.3.3.1.2"), SignatureUnsupported},
		{"SM2 on P-256", ecdsaKey, known("1.2.156.10197.1.501"), SignatureUnsupported},
		{"zero key", Key{Public: &rsa.PublicKey{N: rsaKey.N, E: 0}, Type: "RSA"}, known("1.2.840.113549.1.1.11"), SignatureInvalid},
		{"nothing", Key{}, SignatureAlgorithm{}, SignatureUnsupported},
	}
	for _, tc := range cases {
		s := VerifySignature(tc.key, tc.alg, []byte("signed"), make([]byte, 128))
		if s.Status != tc.want || s.Why == "" {
			t.Errorf("%s: %+v, want %s", tc.name, s, tc.want)
		}
	}
}

func TestParseSignatureAlgorithmRefuses(t *testing.T) {
	for _, der := range [][]byte{nil, seq(), oidDER("1.2.3.4"), seq([]byte{tagInteger, 1, 1}), seq([]byte{tagOID, 1, 0x80})} {
		if alg, err := ParseSignatureAlgorithm(der); err == nil {
			t.Errorf("%x gives %+v", der, alg)
		}
	}
}

// TestMixedAlgorithms: OpenSSL's X509_verify fails when the two algorithms differ.
func TestMixedAlgorithms(t *testing.T) {
	ca := rootParts(t)
	leaf := ca
	leaf.subject, leaf.exts = dn(attr(oidCommonName, str(tagUTF8, "Leaf"))), nil
	check := func(want bool) {
		t.Helper()
		caDER, leafDER := ca.der(t), leaf.der(t)
		root, c := mustParse(t, caDER), mustParse(t, leafDER)
		if s := c.CheckSignatureFrom(root); s.Valid() != want || (len(c.Malformed) == 0) != want {
			t.Errorf("signature %+v, malformed %q", s, c.Malformed)
		}
		if out, ok := openssl(t, "verify", "-CAfile", writePEM(t, caDER), writePEM(t, leafDER)); ok != want {
			t.Errorf("openssl: %s", out)
		}
	}
	check(true)
	leaf.innerAlg = ecdsaSHA384
	check(false)
}

// TestPSSParameters: what is left out has the defaults of RFC 4055; what cannot be
// used makes the signature unsupported, never invalid.
func TestPSSParameters(t *testing.T) {
	sha256, mgf1 := seq(oidDER("2.16.840.1.101.3.4.2.1")), oidDER("1.2.840.113549.1.1.8")
	cases := []struct {
		name   string
		params []byte
		alg    string
		mgf    string
		salt   int
		why    string
	}{
		{"defaults", seq(), "SHA1-RSAPSS", "SHA-1", 20, ""},
		{"all", seq(tlv(0xa0, sha256), tlv(0xa1, seq(mgf1, sha256)), tlv(0xa2, []byte{tagInteger, 1, 32})), "SHA256-RSAPSS", "SHA-256", 32, ""},
		{"unknown hash", seq(tlv(0xa0, seq(oidDER("1.2.3")))), "RSAPSS", "SHA-1", 20, "unknown hash 1.2.3"},
		{"unknown mask", seq(tlv(0xa1, seq(oidDER("1.2.3")))), "RSAPSS", "SHA-1", 20, "mask generation"},
		{"mask without hash", seq(tlv(0xa1, seq(mgf1))), "RSAPSS", "SHA-1", 20, "hashAlgorithm"},
		{"negative salt", seq(tlv(0xa2, []byte{tagInteger, 1, 0xff})), "RSAPSS", "SHA-1", 0, "salt length -1"},
		{"endless salt", seq(tlv(0xa2, tlv(tagInteger, octet(0x11, 20)))), "RSAPSS", "SHA-1", 0, "salt length"},
		{"NULL", []byte{5, 0}, "RSAPSS", "", 0, "missing"},
	}
	for _, tc := range cases {
		alg, err := ParseSignatureAlgorithm(seq(oidDER(rsaPSS), tc.params))
		if err != nil || alg.Name != tc.alg || alg.pss.mgfHash != tc.mgf || alg.pss.salt != tc.salt {
			t.Errorf("%s: %+v, %v", tc.name, alg, err)
		}
		if !strings.Contains(alg.pss.why, tc.why) || (alg.pss.why == "") != (tc.why == "") {
			t.Errorf("%s: why %q", tc.name, alg.pss.why)
		}
	}
}
