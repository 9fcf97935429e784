package cert

import (
	"bytes"
	"strings"
	"testing"
)

// octet repeats one octet.
func octet(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }

// TestMalformedAgainstOpenSSL builds self-signed CA certificates with one oddity each.
// What OpenSSL verifies must not be called malformed, and what it refuses must be.
func TestMalformedAgainstOpenSSL(t *testing.T) {
	addExt := func(x []byte) func(*parts) { return func(p *parts) { p.exts = append(p.exts, x) } }
	caTrue := []byte{tagBoolean, 1, 0xff}
	uri := func(s string) []byte { return str(contextTag(nameURI), s) }
	sameName := func(name []byte) func(*parts) {
		return func(p *parts) { p.subject, p.issuer = name, name }
	}
	cases := []struct {
		name   string
		mutate func(*parts)
		want   string // part of the complaint; "" = OpenSSL verifies it
	}{
		{"plain", func(*parts) {}, ""},
		{"version 4", func(p *parts) { p.version = []byte{0xa0, 3, tagInteger, 1, 3} }, ""},
		{"negative serial", func(p *parts) { p.serial = []byte{tagInteger, 1, 0x87} }, ""},
		{"serial of 30 octets", func(p *parts) { p.serial = tlv(tagInteger, octet(0x11, 30)) }, ""},
		{"padded serial", func(p *parts) { p.serial = []byte{tagInteger, 2, 0, 7} }, "serialNumber"},
		{"empty serial", func(p *parts) { p.serial = []byte{tagInteger, 0} }, "serialNumber"},
		{"unique identifiers", func(p *parts) {
			p.ids = [][]byte{tlv(0x81, []byte{0, 1}), tlv(0x82, []byte{0, 2})}
		}, ""},
		{"unknown field at the end", func(p *parts) { p.ids = [][]byte{tlv(0x84, []byte{1})} }, "tbsCertificate"},
		{"time without seconds", func(p *parts) {
			p.validity = seq(str(tagUTCTime, "2001010000Z"), utcFuture)
		}, "notBefore"},
		{"time with an offset", func(p *parts) {
			p.validity = seq(str(tagUTCTime, "200101000000Z"), str(tagUTCTime, "490101000000+0100"))
		}, "notAfter"},
		{"no date at all", func(p *parts) {
			p.validity = seq(str(tagUTCTime, "209901000000Z"), utcFuture)
		}, "notBefore"},
		{"fraction of a second", func(p *parts) {
			p.validity = seq(str(tagTime, "20200101000000.5Z"), utcFuture)
		}, "notBefore"},
		{"GeneralizedTime before 2050", func(p *parts) {
			p.validity = seq(str(tagTime, "20200101000000Z"), str(tagTime, "20490101000000Z"))
		}, ""},
		{"time of another type", func(p *parts) {
			p.validity = seq(str(tagUTF8, "200101000000Z"), utcFuture)
		}, "notBefore"},

		{"odd PrintableString", sameName(dn(attr(oidCommonName, str(tagPrintable, "a@*_\xe9")))), ""},
		{"letters in NumericString", sameName(dn(attr(oidCommonName, str(tagNumeric, "abc")))), ""},
		{"UTF8String in Latin-1", sameName(dn(attr(oidCommonName, str(tagUTF8, "a\xe9b")))), "subject"},
		{"odd BMPString", sameName(dn(attr(oidCommonName, str(tagBMP, "abc")))), "subject"},
		{"short UniversalString", sameName(dn(attr(oidCommonName, str(tagUniversal, "abc")))), "subject"},
		{"surrogate in BMPString", sameName(dn(attr(oidCommonName, str(tagBMP, "\xd8\x00\x00a")))), "subject"},
		{"UniversalString beyond Unicode", sameName(dn(attr(oidCommonName, str(tagUniversal, "\x7f\x00\x00\x00")))), "subject"},
		{"BMPString beyond ASCII", sameName(dn(attr(oidCommonName, str(tagBMP, "\x04\x16")))), ""},
		{"surrogate in UTF8String", sameName(dn(attr(oidCommonName, str(tagUTF8, "\xed\xa0\x80")))), "subject"},
		{"UTF8String beyond Unicode", sameName(dn(attr(oidCommonName, str(tagUTF8, "\xf7\xbf\xbf\xbf")))), "subject"},
		{"overlong UTF8String", sameName(dn(attr(oidCommonName, str(tagUTF8, "\xc1\x81")))), "subject"},
		{"UTF8String in segments", sameName(dn(attr(oidCommonName, tlv(0x2c, str(tagUTF8, "a"), str(tagUTF8, "b"))))), ""},
		{"context tag in a name", sameName(dn(attr(oidCommonName, str(0x80, "a")))), "subject"},
		{"BIT STRING in a name", sameName(dn(attr("2.5.4.45", []byte{tagBitString, 2, 0, 1}))), ""},
		{"INTEGER in a name", sameName(dn(attr(oidCommonName, []byte{tagInteger, 1, 1}))), "subject"},
		{"OCTET STRING in a name", sameName(dn(attr(oidCommonName, []byte{tagOctetString, 1, 1}))), "subject"},
		{"SEQUENCE in a name", sameName(dn(attr(oidCommonName, seq()))), ""},
		{"GraphicString in a name", sameName(dn(attr(oidCommonName, str(0x19, "a")))), "subject"},
		{"UTCTime in a name", sameName(dn(attr(oidCommonName, str(tagUTCTime, "200101000000Z")))), "subject"},
		{"VisibleString in a name", sameName(dn(attr(oidCommonName, str(tagVisible, "a")))), "subject"},
		{"empty name", sameName(seq()), ""},
		{"empty RDN", sameName(seq(tlv(tagSet))), ""},
		{"three fields in an attribute", sameName(dn(seq(oidDER(oidCommonName), str(tagUTF8, "a"), str(tagUTF8, "b")))), "subject"},

		{"basicConstraints CA 0x01", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, seq([]byte{tagBoolean, 1, 1}))}
		}, ""},
		{"basicConstraints no SEQUENCE", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, []byte{tagInteger, 1, 1})}
		}, "basicConstraints"},
		{"basicConstraints empty value", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, nil)}
		}, "basicConstraints"},
		{"basicConstraints trailing field", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, seq(caTrue, []byte{tagInteger, 1, 0}, []byte{tagInteger, 1, 0}))}
		}, "basicConstraints"},
		{"octets after basicConstraints", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, append(seq(caTrue), 5, 0))}
		}, ""},
		{"negative pathlen", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, seq(caTrue, []byte{tagInteger, 1, 0xff}))}
		}, "negative"},
		{"huge pathlen", func(p *parts) {
			p.exts = [][]byte{ext(oidBasicConstraints, true, seq(caTrue, tlv(tagInteger, octet(0x11, 12))))}
		}, ""},
		{"basicConstraints twice", func(p *parts) { p.exts = append(p.exts, p.exts[0]) }, "more than once"},

		{"keyUsage keyCertSign", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 2, 2, 4})), ""},
		{"keyUsage empty", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 1, 0})), "keyUsage"},
		{"keyUsage zero", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 2, 0, 0})), "keyUsage"},
		{"keyUsage no octets", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 0})), "keyUsage"},
		{"keyUsage 8 unused bits", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 2, 8, 4})), "keyUsage"},
		{"keyUsage unused bits of nothing", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 1, 3})), "keyUsage"},
		{"keyUsage OCTET STRING", addExt(ext(oidKeyUsage, true, []byte{tagOctetString, 1, 4})), "keyUsage"},
		{"keyUsage unknown tenth bit only", addExt(ext(oidKeyUsage, true, []byte{tagBitString, 3, 6, 0, 0x40})), ""},

		{"extKeyUsage twice", func(p *parts) {
			x := ext(oidExtKeyUsage, false, seq(oidDER("1.3.6.1.5.5.7.3.1")))
			p.exts = append(p.exts, x, x)
		}, "more than once"},
		{"extKeyUsage of an INTEGER", addExt(ext(oidExtKeyUsage, false, seq([]byte{tagInteger, 1, 1}))), "extKeyUsage"},
		{"extKeyUsage bad OID", addExt(ext(oidExtKeyUsage, false, seq([]byte{tagOID, 2, 0x2a, 0x80}))), "extKeyUsage"},

		{"SKI no OCTET STRING", addExt(ext(oidSubjectKeyID, false, seq())), "subjectKeyIdentifier"},
		{"SKI empty", addExt(ext(oidSubjectKeyID, false, tlv(tagOctetString))), ""},
		{"AKI no SEQUENCE", addExt(ext(oidAuthorityKeyID, false, tlv(tagOctetString))), "authorityKeyIdentifier"},
		{"AKI unknown field", addExt(ext(oidAuthorityKeyID, false, seq(tlv(0x85, []byte{1})))), "authorityKeyIdentifier"},
		{"AKI empty", addExt(ext(oidAuthorityKeyID, false, seq())), ""},

		{"SAN 8-bit dNSName", addExt(ext(oidSAN, false, seq(str(0x82, "b\xfccher.example")))), ""},
		{"SAN NUL in dNSName", addExt(ext(oidSAN, false, seq(str(0x82, "a\x00b")))), ""},
		{"SAN address of 5 octets", addExt(ext(oidSAN, false, seq(tlv(0x87, octet(1, 5))))), ""},
		{"SAN empty", addExt(ext(oidSAN, false, seq())), ""},
		{"SAN unknown tag", addExt(ext(oidSAN, false, seq(tlv(0x89, []byte{1})))), "subjectAltName"},
		{"SAN universal tag", addExt(ext(oidSAN, false, seq(str(tagIA5, "a")))), "subjectAltName"},
		{"SAN truncated", addExt(ext(oidSAN, false, []byte{tagSequence, 5, 0x82, 9})), "subjectAltName"},
		{"SAN bad OID of registeredID", addExt(ext(oidSAN, false, seq(tlv(0x88, []byte{0x80})))), "subjectAltName"},
		{"SAN otherName", addExt(ext(oidSAN, false, seq(tlv(0xa0, oidDER("1.2.3.4"), tlv(0xa0, str(tagUTF8, "x")))))), ""},
		{"SAN otherName without value", addExt(ext(oidSAN, false, seq(tlv(0xa0, oidDER("1.2.3.4"))))), "subjectAltName"},
		{"SAN twice", func(p *parts) {
			x := ext(oidSAN, false, seq(str(0x82, "a.example")))
			p.exts = append(p.exts, x, x)
		}, "more than once"},
		{"issuerAltName malformed", addExt(ext("2.5.29.18", false, []byte{tagInteger, 1, 1})), ""},

		{"CRLDP", addExt(ext(oidCRLPoints, false, seq(seq(tlv(0xa0, tlv(0xa0, uri("http://a"))))))), ""},
		{"CRLDP no SEQUENCE", addExt(ext(oidCRLPoints, false, uri("http://a"))), "cRLDistributionPoints"},
		{"CRLDP of a string", addExt(ext(oidCRLPoints, false, seq(uri("http://a")))), "cRLDistributionPoints"},
		{"CRLDP unknown choice", addExt(ext(oidCRLPoints, false, seq(seq(tlv(0xa0, tlv(0xa2)))))), "cRLDistributionPoints"},
		{"CRLDP unknown field", addExt(ext(oidCRLPoints, false, seq(seq(tlv(0xa5))))), "cRLDistributionPoints"},
		{"CRLDP reasons", addExt(ext(oidCRLPoints, false, seq(seq(tlv(0x81, []byte{1, 6}))))), "names neither"},
		{"CRLDP relative name", addExt(ext(oidCRLPoints, false,
			seq(seq(tlv(0xa0, tlv(0xa1, attr(oidCommonName, str(tagUTF8, "a")))))))), ""},

		{"name constraints", addExt(ext(oidNameConstraints, true, seq(tlv(0xa0, seq(str(0x82, "example")))))), ""},
		{"name constraints of a string", addExt(ext(oidNameConstraints, true, seq(tlv(0xa0, str(0x82, "example"))))), "nameConstraints"},
		{"name constraints empty", addExt(ext(oidNameConstraints, true, seq())), ""},
		{"AIA malformed", addExt(ext(oidAuthorityInfo, false, []byte{tagInteger, 1, 1})), ""},
		{"policies malformed", addExt(ext("2.5.29.32", false, []byte{tagInteger, 1, 1})), ""},
		{"TLS feature malformed", addExt(ext(oidTLSFeature, false, []byte{tagInteger, 1, 1})), ""},
		{"Netscape type malformed", addExt(ext(oidNetscapeType, false, []byte{tagInteger, 1, 1})), "Netscape"},
		{"critical 0x01", addExt(seq(oidDER("2.5.29.32"), []byte{tagBoolean, 1, 1}, tlv(tagOctetString, seq()))), ""},
		{"critical of two octets", addExt(seq(oidDER("2.5.29.32"), []byte{tagBoolean, 2, 1, 1}, tlv(tagOctetString, seq()))), "extension"},
		{"critical explicitly false", addExt(seq(oidDER("1.2.3.4"), []byte{tagBoolean, 1, 0}, tlv(tagOctetString))), ""},
		{"extension in segments", addExt(seq(oidDER(oidKeyUsage), tlv(0x24, tlv(tagOctetString, []byte{tagBitString, 2}), tlv(tagOctetString, []byte{2, 4})))), ""},
		{"no extensions in the list", func(p *parts) { p.exts = [][]byte{}; p.version = nil }, ""},
		{"extensions in version 1", func(p *parts) { p.version = nil }, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			p := rootParts(t)
			tc.mutate(&p)
			der := p.der(t)
			c := mustParse(t, der)
			got := strings.Join(c.Malformed, "; ")
			if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("malformed: %q, want %q", got, tc.want)
			}
			path := writePEM(t, der)
			out, ok := openssl(t, "verify", "-CAfile", path, path)
			if ok != (tc.want == "") {
				t.Errorf("openssl verify: %v, %s", ok, out)
			}
		})
	}
}
