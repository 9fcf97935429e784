package cert

import (
	"slices"
	"strings"
	"testing"
)

// TestNameTextAgainstOpenSSL compares with "openssl x509 -subject -nameopt RFC2253".
func TestNameTextAgainstOpenSSL(t *testing.T) {
	cn := func(tag byte, s string) []byte { return dn(attr(oidCommonName, str(tag, s))) }
	cases := map[string][]byte{
		"usual": dn(attr("2.5.4.6", str(tagPrintable, "US")), attr("2.5.4.8", str(tagUTF8, "New York")),
			attr("2.5.4.7", str(tagUTF8, "New York City")), attr("2.5.4.10", str(tagUTF8, "MongoDB")),
			attr("2.5.4.11", str(tagUTF8, "Kernel")), attr(oidCommonName, str(tagUTF8, "server"))),
		"domain": dn(attr("0.9.2342.19200300.100.1.25", str(tagIA5, "example")), attr("0.9.2342.19200300.100.1.1", str(tagUTF8, "u")),
			attr("1.2.840.113549.1.9.1", str(tagIA5, "a@example.com")), attr("2.5.4.5", str(tagPrintable, "1")), attr("2.5.4.97", str(tagUTF8, "x"))),
		"given": dn(attr("2.5.4.4", str(tagUTF8, "s")), attr("2.5.4.42", str(tagUTF8, "g")), attr("2.5.4.9", str(tagUTF8, "st")),
			attr("1.3.6.1.4.1.311.60.2.1.3", str(tagPrintable, "DE")), attr("2.5.4.12", str(tagUTF8, "t"))),
		"special":         cn(tagUTF8, `a,b+c"d\e<f>g;h=i/j'k#l`),
		"space and hash":  cn(tagUTF8, " a  b "),
		"leading hash":    cn(tagUTF8, "#a#"),
		"control":         cn(tagUTF8, "a\x00b\nc\x7fd\x1b[31m"),
		"UTF-8":           cn(tagUTF8, "Zoë 株式会社 𝒳"),
		"C1 control":      cn(tagUTF8, "a\u0085b"),
		"T61":             cn(tagT61, "Zo\xeb"),
		"printable 8 bit": cn(tagPrintable, "Zo\xeb@"),
		"BMP":             cn(tagBMP, "\x00Z\x00o\x00\xeb\x4e\x00"),
		"universal":       cn(tagUniversal, "\x00\x00\x00Z\x00\x01\xd4\xb3"),
		"numeric":         cn(tagNumeric, "1 2"),
		"empty value":     cn(tagUTF8, ""),
		"unknown OID":     dn(attr("1.2.3.4.5", str(tagUTF8, "x")), attr(oidCommonName, str(tagUTF8, "y"))),
		"huge arc":        dn(seq([]byte{tagOID, 11, 0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, str(tagUTF8, "x"))),
		"arc 2.999":       dn(attr("2.999.3", str(tagUTF8, "x"))),
		"bit string":      dn(attr("2.5.4.45", []byte{tagBitString, 3, 0, 1, 2})),
		"multi-valued": seq(tlv(tagSet, attr("2.5.4.10", str(tagUTF8, "o"))),
			tlv(tagSet, attr(oidCommonName, str(tagUTF8, "c")), attr("2.5.4.11", str(tagUTF8, "ou")))),
	}
	for name, raw := range cases {
		t.Run(name, func(t *testing.T) {
			p := rootParts(t)
			p.subject, p.issuer = raw, raw
			der := p.der(t)
			got := mustParse(t, der).Subject
			path := writePEM(t, der)
			for _, oracle := range []struct{ opts, text string }{
				{"RFC2253,-esc_msb", got.Text}, {"RFC2253", got.MongoDBUser()},
			} {
				out, _ := openssl(t, "x509", "-noout", "-subject", "-nameopt", oracle.opts, "-in", path)
				if want := strings.TrimPrefix(out, "subject="); strings.TrimSpace(oracle.text) != want {
					t.Errorf("%s: %q, openssl %q", oracle.opts, oracle.text, want)
				}
			}
		})
	}
}

func TestNameParts(t *testing.T) {
	n, err := ParseName(dn(attr(oidCommonName, str(tagUTF8, "less")), attr("1.2.3", str(tagIA5, "a,b")),
		attr(oidCommonName, str(tagBMP, "\x00m\x00o"))))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"less", "mo"}; !slices.Equal(n.CommonNames, want) {
		t.Errorf("common names %q", n.CommonNames)
	}
	if want := []Attribute{{oidCommonName, "less"}, {"1.2.3", "a,b"}, {oidCommonName, "mo"}}; !slices.Equal(n.Attributes, want) {
		t.Errorf("attributes %q", n.Attributes)
	}
}

// TestNameEqual compares Equal with whether OpenSSL takes the first name for the
// issuer of the second.
func TestNameEqual(t *testing.T) {
	cn := func(tag byte, s string) []byte { return dn(attr(oidCommonName, str(tag, s))) }
	o, c := attr("2.5.4.10", str(tagUTF8, "o")), attr(oidCommonName, str(tagUTF8, "c"))
	cases := []struct {
		name string
		a, b []byte
		want bool
	}{
		{"same", cn(tagUTF8, "a"), cn(tagUTF8, "a"), true},
		{"other", cn(tagUTF8, "a"), cn(tagUTF8, "b"), false},
		{"case", cn(tagUTF8, "Root CA"), cn(tagUTF8, "rOOT ca"), true},
		{"case beyond ASCII", cn(tagUTF8, "É"), cn(tagUTF8, "é"), false},
		{"spaces", cn(tagUTF8, " a \t b\n"), cn(tagUTF8, "a b"), true},
		{"inner space", cn(tagUTF8, "a b"), cn(tagUTF8, "ab"), false},
		{"only spaces", cn(tagUTF8, "  "), cn(tagUTF8, ""), true},
		{"no-break space", cn(tagUTF8, "\u00a0a"), cn(tagUTF8, "a"), false},
		{"PrintableString", cn(tagUTF8, "a"), cn(tagPrintable, "A"), true},
		{"BMPString", cn(tagUTF8, "ë"), cn(tagBMP, "\x00\xeb"), true},
		{"T61String", cn(tagUTF8, "ë"), cn(tagT61, "\xeb"), true},
		{"UniversalString", cn(tagUTF8, "a"), cn(tagUniversal, "\x00\x00\x00a"), true},
		{"NumericString", cn(tagUTF8, "1"), cn(tagNumeric, "1"), false},
		{"NumericString spaces", cn(tagNumeric, "1 "), cn(tagNumeric, "1"), false},
		{"attribute type", cn(tagUTF8, "a"), dn(attr("2.5.4.10", str(tagUTF8, "a"))), false},
		{"order", dn(o, c), dn(c, o), false},
		{"order within an RDN", seq(tlv(tagSet, o, c)), seq(tlv(tagSet, c, o)), true},
		{"one RDN or two", seq(tlv(tagSet, o, c)), dn(o, c), false},
		{"empty RDN", dn(o), seq(tlv(tagSet, o), tlv(tagSet)), true},
		{"longer", dn(o), dn(o, c), false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			ca := rootParts(t)
			ca.subject, ca.issuer = tc.a, tc.a
			leaf := ca
			leaf.issuer, leaf.subject, leaf.exts = tc.b, dn(attr(oidCommonName, str(tagUTF8, "a very different leaf"))), nil
			root, c := mustParse(t, ca.der(t)), mustParse(t, leaf.der(t))
			if got := root.Subject.Equal(c.Issuer); got != tc.want || c.Issuer.Equal(root.Subject) != got {
				t.Errorf("Equal is %v", got)
			}
			out, ok := openssl(t, "verify", "-CAfile", writePEM(t, root.Raw), writePEM(t, c.Raw))
			if ok != tc.want {
				t.Errorf("openssl: %s", out)
			}
		})
	}
}

func TestNamesThatCannotBeReadAreNotEqual(t *testing.T) {
	bad := dn(attr("2.5.4.10", str(tagUTF8, "o")), attr(oidCommonName, str(tagUTF8, "\xff")))
	worse := dn(attr("2.5.4.10", str(tagUTF8, "o")), attr(oidCommonName, str(tagUTF8, "\xfe")))
	a, errA := ParseName(bad)
	b, errB := ParseName(worse)
	if errA == nil || errB == nil || a.Equal(b) || !a.Equal(a) || a.Within(b) {
		t.Errorf("errors %v, %v; equal %v", errA, errB, a.Equal(b))
	}
	if want := "CN=#0C01FF,O=o"; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
}

func TestNameWithin(t *testing.T) {
	o, c := attr("2.5.4.10", str(tagUTF8, "o")), attr(oidCommonName, str(tagUTF8, "c"))
	parse := func(der []byte) Name {
		n, err := ParseName(der)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	long, short := parse(dn(o, c)), parse(dn(attr("2.5.4.10", str(tagPrintable, "O"))))
	if !long.Within(short) || !long.Within(long) || !long.Within(parse(seq())) {
		t.Error("a name is not within its beginning")
	}
	if short.Within(long) || long.Within(parse(dn(c))) {
		t.Error("a name is within something longer or different")
	}
}

func TestRawEqual(t *testing.T) {
	a, _ := ParseName(dn(attr(oidCommonName, str(tagUTF8, "a"))))
	b, _ := ParseName(dn(attr(oidCommonName, str(tagPrintable, "a"))))
	if !a.RawEqual(a) || a.RawEqual(b) || !a.Equal(b) {
		t.Error("RawEqual must see the type of string, Equal must not")
	}
}
