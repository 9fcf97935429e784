package cert

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestCABasis compares with what OpenSSL says when the certificate is an anchor that
// issued a leaf: it refuses the path exactly when the anchor is no CA.
func TestCABasis(t *testing.T) {
	caTrue, caFalse := seq([]byte{tagBoolean, 1, 0xff}), seq()
	bc := func(v []byte) []byte { return ext(oidBasicConstraints, true, v) }
	ku := func(octet byte) []byte { return ext(oidKeyUsage, true, []byte{tagBitString, 2, 0, octet}) }
	ns := func(octet byte) []byte { return ext(oidNetscapeType, false, []byte{tagBitString, 2, 0, octet}) }
	cases := []struct {
		name    string
		version []byte
		exts    [][]byte
		want    CABasis
	}{
		{"cA", nil, [][]byte{bc(caTrue)}, CAByConstraints},
		{"cA and keyCertSign", nil, [][]byte{bc(caTrue), ku(0x04)}, CAByConstraints},
		{"cA, keyUsage without keyCertSign", nil, [][]byte{bc(caTrue), ku(0x80)}, NotCA},
		{"not cA", nil, [][]byte{bc(caFalse)}, NotCA},
		{"not cA, keyCertSign", nil, [][]byte{bc(caFalse), ku(0x04)}, NotCA},
		{"keyCertSign alone", nil, [][]byte{ku(0x04)}, CAByKeyUsage},
		{"nothing, version 3", nil, nil, NotCA},
		{"nothing, version 1", []byte{}, nil, CAByVersion1},
		{"Netscape SSL CA", nil, [][]byte{ns(0x04)}, CAByNetscapeUsage},
		{"Netscape SSL server", nil, [][]byte{ns(0x40)}, NotCA},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			ca := rootParts(t)
			ca.exts = tc.exts
			if tc.version != nil {
				ca.version = tc.version
			}
			leaf := ca
			leaf.subject, leaf.exts = dn(attr(oidCommonName, str(tagUTF8, "Leaf"))), nil
			root, c := mustParse(t, ca.der(t)), mustParse(t, leaf.der(t))
			if got := root.CABasis(); got != tc.want || root.IsCA() != (got != NotCA) {
				t.Errorf("basis %d, CA %v", got, root.IsCA())
			}
			out, ok := openssl(t, "verify", "-CAfile", writePEM(t, root.Raw), writePEM(t, c.Raw))
			if ok != (tc.want != NotCA) {
				t.Errorf("openssl: %s", out)
			}
		})
	}
}

// TestUnknownCritical compares with OpenSSL's error 34 for each extension when critical.
func TestUnknownCritical(t *testing.T) {
	values := map[string][]byte{
		oidKeyUsage:               {tagBitString, 2, 2, 4},
		oidSubjectKeyID:           tlv(tagOctetString, []byte{1}),
		oidAuthorityKeyID:         seq(),
		oidSAN:                    seq(str(0x82, "a.example")),
		"2.5.29.18":               seq(str(0x82, "a.example")), // issuerAltName
		oidNameConstraints:        seq(tlv(0xa0, seq(str(0x82, "example")))),
		oidCRLPoints:              seq(),
		"2.5.29.46":               seq(), // freshestCRL
		oidExtKeyUsage:            seq(oidDER("1.3.6.1.5.5.7.3.1")),
		oidAuthorityInfo:          seq(),
		oidTLSFeature:             seq([]byte{tagInteger, 1, 5}),
		oidNoCheck:                {5, 0},
		oidNetscapeType:           {tagBitString, 2, 0, 4},
		"2.5.29.32":               seq(seq(oidDER("2.5.29.32.0"))),
		"2.5.29.33":               seq(seq(oidDER("1.2.3"), oidDER("1.2.4"))),
		"2.5.29.36":               seq([]byte{0x80, 1, 0}),
		"2.5.29.54":               {tagInteger, 1, 0},
		"1.3.6.1.5.5.7.1.7":       seq(),
		"1.3.6.1.5.5.7.1.8":       seq(),
		"2.16.840.1.113730.1.13":  str(tagIA5, "comment"),
		"1.3.6.1.4.1.34601.2.1.1": seq(), // MongoDB roles
	}
	for oid, value := range values {
		t.Run(oid, func(t *testing.T) {
			p := rootParts(t)
			p.exts = append(p.exts, ext(oid, true, value))
			c := mustParse(t, p.der(t))
			path := writePEM(t, c.Raw)
			out, _ := openssl(t, "verify", "-CAfile", path, path)
			if want := strings.Contains(out, "error 34"); slices.Contains(c.UnknownCritical, oid) != want {
				t.Errorf("unknown critical %q, openssl %s", c.UnknownCritical, out)
			}
			p.exts[1] = ext(oid, false, value)
			if c := mustParse(t, p.der(t)); len(c.UnknownCritical) > 0 {
				t.Errorf("not critical, but %q", c.UnknownCritical)
			}
		})
	}
}

func TestSelfSigned(t *testing.T) {
	root := rootParts(t)
	cases := []struct {
		name           string
		mutate         func(*parts)
		issued, signed bool
	}{
		{"root", func(*parts) {}, true, true},
		{"other issuer", func(p *parts) { p.issuer = dn(attr(oidCommonName, str(tagUTF8, "Other"))) }, false, false},
		{"same name in another case", func(p *parts) {
			p.issuer = dn(attr("2.5.4.10", str(tagPrintable, "EXAMPLE")), attr(oidCommonName, str(tagUTF8, "root")))
		}, true, true},
		{"same name, key of another", func(p *parts) { p.spki = rootParts(t).spki }, true, false},
		{"AKI of another", func(p *parts) {
			p.exts = append(p.exts, ext(oidSubjectKeyID, false, str(tagOctetString, "own")),
				ext(oidAuthorityKeyID, false, seq(str(0x80, "other"))))
		}, true, false},
		{"serial of another", func(p *parts) {
			p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(tlv(0xa1, tlv(0xa4, root.issuer)), []byte{0x82, 1, 9})))
		}, true, false},
		{"issuer of another", func(p *parts) {
			p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(tlv(0xa1, tlv(0xa4, seq())), []byte{0x82, 1, 7})))
		}, true, false},
		{"own issuer and serial", func(p *parts) {
			p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(tlv(0xa1, tlv(0xa4, root.issuer)), []byte{0x82, 1, 7})))
		}, true, true},
		{"AKI without SKI", func(p *parts) {
			p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(str(0x80, "other"))))
		}, true, true},
	}
	for _, tc := range cases {
		p := root
		p.exts = slices.Clone(root.exts)
		tc.mutate(&p)
		c := mustParse(t, p.der(t))
		if c.SelfIssued() != tc.issued || c.SelfSigned() != tc.signed {
			t.Errorf("%s: self-issued %v, self-signed %v", tc.name, c.SelfIssued(), c.SelfSigned())
		}
	}
}

func TestSerialText(t *testing.T) {
	for want, der := range map[string][]byte{
		"00": {0}, "07": {7}, "-79": {0x87}, "0100": {1, 0}, "ff": {0, 0xff}, "abcdef": {0, 0xab, 0xcd, 0xef},
	} {
		p := rootParts(t)
		p.serial = tlv(tagInteger, der)
		if got := mustParse(t, p.der(t)).Evidence().Serial; got != want {
			t.Errorf("%x: %q, want %q", der, got, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	p := rootParts(t)
	p.exts = append(p.exts, ext(oidSAN, false, seq(
		str(0x82, "a.example"), tlv(0x87, []byte{10, 0, 0, 1}), tlv(0x87, []byte{1, 2}), str(0x86, "urn:x"), str(0x81, "a@b"))))
	c := mustParse(t, p.der(t))
	e := c.Evidence()
	if want := []string{"DNS:a.example", "IP:10.0.0.1", "IP:#0102", "URI:urn:x", "email:a@b"}; !slices.Equal(e.Names, want) {
		t.Errorf("names %q", e.Names)
	}
	if e.Subject != "CN=Root,O=Example" || e.Issuer != e.Subject || e.Key != "ECDSA P-256" || e.Signature != "ECDSA-SHA256" ||
		e.NotBefore != "2020-01-01T00:00:00Z" || e.NotAfter != "2049-01-01T00:00:00Z" || len(e.SHA256) != 64 {
		t.Errorf("%+v", e)
	}
	if e.Unparsed["go"] == "" || e.Unparsed["der"] != "" {
		t.Errorf("unparsed %q", e.Unparsed)
	}
	again, errs := FromPEM([]byte(e.PEM))
	if len(errs) > 0 || len(again) != 1 || !bytes.Equal(again[0].Raw, c.Raw) {
		t.Errorf("its PEM gives %d certificates, errors %v", len(again), errs)
	}
	if plain := mustParse(t, rootParts(t).der(t)).Evidence(); plain.Unparsed != nil || plain.Names == nil {
		t.Errorf("unparsed %q, names %v", plain.Unparsed, plain.Names)
	}
}
