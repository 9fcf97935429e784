package cert

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"testing"
)

// seeds are certificates that reach most of the parser.
func seeds(f *testing.F) [][]byte {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	full := issue(f, fullTemplate(f), &x509.Certificate{Subject: pkix.Name{CommonName: "P"}}, key.Public(), key)
	p := rootParts(f)
	plain := p.der(f)
	p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(str(0x80, "k"), tlv(0xa1, tlv(0xa4, p.issuer)), []byte{0x82, 1, 7})),
		ext(oidNetscapeType, false, []byte{tagBitString, 2, 0, 4}))
	p.issuer = dn(attr("1.2.3", str(tagBMP, "\x00a")), attr(oidCommonName, str(tagUniversal, "\x00\x00\x00a")))
	return [][]byte{full, plain, p.der(f), append([]byte{0x30, 0x80}, append(plain[4:], 0, 0)...)}
}

// FuzzParse: no input may crash, and what is reported must be part of the input.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		c, err := Parse(in)
		if err != nil {
			return
		}
		if !bytes.HasPrefix(in, c.Raw) || len(c.Raw)+c.Trailing != len(in) || !bytes.Contains(in, c.RawTBS) {
			t.Error("Raw, RawTBS and Trailing do not add up to the input")
		}
		if !c.Subject.Equal(c.Subject) || c.Serial == nil {
			t.Error("a name differs from itself, or there is no serial")
		}
		if (c.Std() == nil) != (c.GoError != "") || (c.Key.Public == nil) != (c.Key.Why != "") && len(c.Malformed) == 0 {
			t.Errorf("Go %q, key %q", c.GoError, c.Key.Why)
		}
		if s := c.CheckSignatureFrom(c); s.Valid() != (s.Why == "") {
			t.Errorf("%+v", s)
		}
		c.SelfSigned()
		c.IsCA()
		if again, errs := FromPEM([]byte(c.Evidence().PEM)); len(again) != 1 || !bytes.Equal(again[0].input, in) {
			t.Errorf("evidence does not lead back: %v", errs)
		}
	})
}

func FuzzFromPEM(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: seed}))
	}
	f.Add([]byte("\xef\xbb\xbf-----BEGIN CERTIFICATE-----\nA: b\n\n-----END CERTIFICATE-----"))
	f.Fuzz(func(t *testing.T, in []byte) {
		certs, errs := FromPEM(in)
		if n := bytes.Count(in, []byte("-----BEGIN ")); len(certs)+len(errs) > n {
			t.Errorf("%d certificates and %d errors of %d blocks", len(certs), len(errs), n)
		}
	})
}

func FuzzParseSignatureAlgorithm(f *testing.F) {
	f.Add(ecdsaSHA256)
	f.Add(seq(oidDER(rsaPSS), seq(tlv(0xa0, seq(oidDER("2.16.840.1.101.3.4.2.1"))),
		tlv(0xa1, seq(oidDER("1.2.840.113549.1.1.8"), seq(oidDER("1.3.14.3.2.26")))), tlv(0xa2, []byte{tagInteger, 1, 32}))))
	f.Fuzz(func(t *testing.T, in []byte) {
		if alg, err := ParseSignatureAlgorithm(in); err == nil && (alg.OID == "" || alg.Name == "") {
			t.Errorf("%x: %+v", in, alg)
		}
	})
}
