package cert

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// fullTemplate uses every field that Cert has and crypto/x509 can write.
func fullTemplate(t testing.TB) *x509.Certificate {
	t.Helper()
	uri, err := url.Parse("spiffe://example.org/db")
	if err != nil {
		t.Fatal(err)
	}
	_, permitted, err := net.ParseCIDR("10.1.0.0/16")
	if err != nil {
		t.Fatal(err)
	}
	return &x509.Certificate{
		SerialNumber:                big.NewInt(0x1234567890),
		Subject:                     pkix.Name{Country: []string{"DE"}, Organization: []string{"Example, Inc."}, CommonName: "Zoë"},
		NotBefore:                   time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC),
		NotAfter:                    time.Date(2055, 1, 2, 3, 4, 5, 0, time.UTC),
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageDecipherOnly,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageOCSPSigning},
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLen:                  3,
		SubjectKeyId:                []byte{1, 2, 3},
		DNSNames:                    []string{"db.example.com", "*.example.com"},
		IPAddresses:                 []net.IP{net.IPv4(10, 0, 0, 1).To4(), net.ParseIP("2001:db8::1")},
		URIs:                        []*url.URL{uri},
		EmailAddresses:              []string{"dba@example.com"},
		OCSPServer:                  []string{"http://ocsp.example.com"},
		IssuingCertificateURL:       []string{"http://ca.example.com/ca.der"},
		CRLDistributionPoints:       []string{"http://crl.example.com/1", "http://crl.example.com/2"},
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"example.com"},
		PermittedIPRanges:           []*net.IPNet{permitted},
		ExcludedEmailAddresses:      []string{"bad@example.com"},
		ExcludedURIDomains:          []string{".evil.example"},
		ExtraExtensions: []pkix.Extension{
			{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 24}, Value: []byte{0x30, 3, 2, 1, 5}},
			{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}},
			{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}},
		},
	}
}

// issue makes a certificate of template under key's own or the parent's name.
func issue(t testing.TB, template, parent *x509.Certificate, pub crypto.PublicKey, signer crypto.Signer) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, pub, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestParseAgreesWithGo(t *testing.T) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := fullTemplate(t)
	parent := &x509.Certificate{Subject: pkix.Name{CommonName: "Parent"}, SubjectKeyId: []byte{9, 8, 7}}
	der := issue(t, template, parent, edKey.Public(), edKey)
	std, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	c := mustParse(t, der)
	usage := std.KeyUsage
	want := &Cert{
		Raw: std.Raw, RawTBS: std.RawTBSCertificate, SHA256: sha256.Sum256(std.Raw),
		Version: std.Version, Serial: std.SerialNumber,
		Subject: c.Subject, Issuer: c.Issuer, // compared below
		NotBefore: std.NotBefore, NotAfter: std.NotAfter,
		RawSPKI: std.RawSubjectPublicKeyInfo,
		Key:     Key{Public: std.PublicKey, Type: "Ed25519", Bits: 256},
		SignatureAlgorithm: SignatureAlgorithm{
			OID: "1.3.101.112", Name: std.SignatureAlgorithm.String(), Key: "Ed25519",
		},
		Signature: std.Signature,
		HasSAN:    true, DNSNames: std.DNSNames, URIs: []string{std.URIs[0].String()}, Emails: std.EmailAddresses,
		IPs:              []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("2001:db8::1")},
		BasicConstraints: &BasicConstraints{CA: true, Critical: true, MaxPathLen: std.MaxPathLen},
		KeyUsage:         &usage,
		ExtKeyUsage:      []string{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.9"}, HasExtKeyUsage: true,
		SubjectKeyID: std.SubjectKeyId, AuthorityKeyID: std.AuthorityKeyId,
		NameConstraints: &NameConstraints{
			Critical: true,
			Permitted: []GeneralSubtree{
				{Kind: "DNS", Name: "example.com"},
				{Kind: "IP", Prefix: netip.MustParsePrefix("10.1.0.0/16")},
			},
			Excluded: []GeneralSubtree{
				{Kind: "email", Name: "bad@example.com"},
				{Kind: "URI", Name: ".evil.example"},
			},
		},
		Critical: []string{"2.5.29.15", "2.5.29.19", "2.5.29.30", "1.2.3.4"}, UnknownCritical: []string{"1.2.3.4"},
		MustStaple: true, NoCheck: true,
		OCSPServers: std.OCSPServer, CAIssuers: std.IssuingCertificateURL, CRLURLs: std.CRLDistributionPoints,
		input: der, std: c.std,
	}
	got, wanted := reflect.ValueOf(*c), reflect.ValueOf(*want)
	for i := range got.NumField() {
		if g, w := fmt.Sprintf("%+v", got.Field(i)), fmt.Sprintf("%+v", wanted.Field(i)); g != w && got.Field(i).Kind() != reflect.Pointer {
			t.Errorf("%s = %s, want %s", got.Type().Field(i).Name, g, w)
		}
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v\nwant %+v", c, want)
	}
	if !bytes.Equal(c.Subject.Raw, std.RawSubject) || !bytes.Equal(c.Issuer.Raw, std.RawIssuer) {
		t.Error("the names differ in their octets")
	}
	if c.Subject.Text != std.Subject.String() || !slices.Equal(c.Subject.CommonNames, []string{"Zoë"}) {
		t.Errorf("subject %q, common names %q", c.Subject.Text, c.Subject.CommonNames)
	}
	if c.Std() == nil || !c.Std().Equal(std) {
		t.Error("Std is not Go's certificate")
	}
}

func TestAuthorityIssuerAndSerial(t *testing.T) {
	p := rootParts(t)
	p.exts = append(p.exts, ext(oidAuthorityKeyID, false, seq(
		str(0x80, "key"), tlv(0xa1, str(0x82, "ignored"), tlv(0xa4, p.issuer)), []byte{0x82, 2, 1, 0})))
	c := mustParse(t, p.der(t))
	if string(c.AuthorityKeyID) != "key" || !bytes.Equal(c.AuthorityIssuer, p.issuer) || c.AuthoritySerial.Int64() != 256 {
		t.Errorf("got %q, %x, %v", c.AuthorityKeyID, c.AuthorityIssuer, c.AuthoritySerial)
	}
}

func TestHostileNames(t *testing.T) {
	p := rootParts(t)
	p.exts = append(p.exts,
		ext(oidSAN, false, seq(
			str(0x82, "good.example\x00.evil"), str(0x82, "b\xfccher"), tlv(0x87, octet(1, 5)),
			tlv(0xa0, oidDER("1.2.3.4"), tlv(0xa0, str(tagUTF8, "x"))))),
		ext(oidNameConstraints, true, seq(tlv(0xa1,
			seq(tlv(0x87, []byte{10, 0, 0, 0, 255, 0, 255, 0})), seq(tlv(0x87, octet(1, 5))), seq(tlv(0xa4, p.issuer))))),
	)
	c := mustParse(t, p.der(t))
	if want := []string{"good.example\x00.evil", "b\xfccher"}; !slices.Equal(c.DNSNames, want) {
		t.Errorf("DNS names %q, want %q", c.DNSNames, want)
	}
	if len(c.BadIPs) != 1 || len(c.IPs) != 0 || c.OtherNames != 1 {
		t.Errorf("bad addresses %v, addresses %v, other names %d", c.BadIPs, c.IPs, c.OtherNames)
	}
	excluded := c.NameConstraints.Excluded
	if len(excluded) != 3 || excluded[0].Prefix.IsValid() || excluded[1].Prefix.IsValid() ||
		!bytes.Equal(excluded[2].RawDN, p.issuer) {
		t.Errorf("excluded %+v", excluded)
	}
}

func TestGoRefusesWhatWeRead(t *testing.T) {
	p := rootParts(t)
	p.serial = []byte{tagInteger, 1, 0x87}
	c := mustParse(t, p.der(t))
	if c.GoError == "" || c.Std() != nil || c.Serial.Int64() != -0x79 || len(c.Malformed) > 0 {
		t.Errorf("Go %q, serial %v, malformed %q", c.GoError, c.Serial, c.Malformed)
	}
}

// TestBER spoils the encoding in ways that OpenSSL accepts.
func TestBER(t *testing.T) {
	p := rootParts(t)
	plain := p.der(t)
	body := plain[4:]
	if plain[1] != 0x82 {
		t.Fatalf("unexpected length octet 0x%02x", plain[1])
	}
	cases := map[string][]byte{
		"length of 4 octets": slices.Concat([]byte{0x30, 0x84, 0, 0}, plain[2:4], body),
		"length of 9 octets": slices.Concat([]byte{0x30, 0x89, 0, 0, 0, 0, 0, 0, 0}, plain[2:4], body),
		"indefinite length":  slices.Concat([]byte{0x30, 0x80}, body, []byte{0, 0}),
	}
	for name, der := range cases {
		t.Run(name, func(t *testing.T) {
			c := mustParse(t, der)
			if len(c.Malformed) > 0 || c.Trailing > 0 || c.Subject.Text != "CN=Root,O=Example" || c.GoError == "" {
				t.Errorf("malformed %q, trailing %d, subject %q, Go %q", c.Malformed, c.Trailing, c.Subject, c.GoError)
			}
			if s := c.CheckSignatureFrom(c); !s.Valid() {
				t.Errorf("signature: %+v", s)
			}
			if out, ok := openssl(t, "x509", "-noout", "-in", writePEM(t, der)); !ok {
				t.Errorf("openssl refuses it: %s", out)
			}
		})
	}
}

func TestTrailingOctets(t *testing.T) {
	p := rootParts(t)
	der := p.der(t)
	c := mustParse(t, append(bytes.Clone(der), 0, 0, 0))
	if c.Trailing != 3 || !strings.Contains(strings.Join(c.Malformed, ""), "3 octets follow") {
		t.Errorf("trailing %d, malformed %q", c.Trailing, c.Malformed)
	}
	if c.SHA256 != sha256.Sum256(der) || c.GoError == "" {
		t.Errorf("SHA-256 %x, Go %q", c.SHA256, c.GoError)
	}
}

func TestParseRefuses(t *testing.T) {
	p := rootParts(t)
	der := p.der(t)
	cases := map[string][]byte{
		"nothing":         nil,
		"one octet":       {0x30},
		"cut short":       der[:len(der)-1],
		"a SET":           tlv(tagSet, der[4:]),
		"empty":           seq(),
		"only a TBS":      seq(p.tbs()),
		"too long":        make([]byte, maxInput+1),
		"endless nesting": bytes.Repeat([]byte{0x30, 0x80}, 1000),
		"huge length":     {0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"text":            []byte("-----BEGIN CERTIFICATE-----"),
	}
	for name, in := range cases {
		if c, err := Parse(in); err == nil {
			t.Errorf("%s: parsed as %v", name, c.Subject)
		}
	}
}

func TestTimes(t *testing.T) {
	cases := []struct {
		tag  byte
		text string
		want string // RFC 3339; "" = no time
		ok   bool
	}{
		{tagUTCTime, "500101000000Z", "1950-01-01T00:00:00Z", true},
		{tagUTCTime, "491231235959Z", "2049-12-31T23:59:59Z", true},
		{tagUTCTime, "680101000000Z", "1968-01-01T00:00:00Z", true},
		{tagUTCTime, "4912312359Z", "2049-12-31T23:59:00Z", false},
		{tagUTCTime, "240101020000+0100", "2024-01-01T01:00:00Z", false},
		{tagTime, "99991231235959Z", "9999-12-31T23:59:59Z", true},
		{tagTime, "20240101000000.5Z", "", false},
		{tagTime, "20230229000000Z", "", false},
		{tagUTF8, "240101000000Z", "", false},
	}
	for _, tc := range cases {
		got, err := element{tag: tc.tag, body: []byte(tc.text)}.time()
		text := ""
		if !got.IsZero() {
			text = got.Format(time.RFC3339)
		}
		if text != tc.want || (err == nil) != tc.ok {
			t.Errorf("%s: %q, %v", tc.text, text, err)
		}
	}
}

func TestKeys(t *testing.T) {
	cases := []struct {
		args []string // of openssl genpkey
		want string
		why  string
	}{
		{[]string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"}, "RSA 1024", ""},
		{[]string{"-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024"}, "RSA-PSS 1024", ""},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"}, "ECDSA P-224", ""},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}, "ECDSA P-256", ""},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"}, "ECDSA P-384", ""},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"}, "ECDSA P-521", ""},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"}, "ECDSA secp256k1", "secp256k1"},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"}, "ECDSA brainpoolP256r1", "brainpool"},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:sect233k1"}, "ECDSA 1.3.132.0.26", "1.3.132.0.26"},
		{[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"}, "ECDSA explicit", "explicit"},
		{[]string{"-algorithm", "ED25519"}, "Ed25519", ""},
		{[]string{"-algorithm", "ED448"}, "Ed448", "Ed448"},
		{[]string{"-algorithm", "X25519"}, "1.3.101.110", "1.3.101.110"},
	}
	for _, tc := range cases {
		t.Run(tc.want, func(t *testing.T) {
			key := mustParse(t, opensslCert(t, tc.args, nil)).Key
			if key.String() != tc.want || (key.Public == nil) != (key.Why != "") || !strings.Contains(key.Why, tc.why) ||
				(tc.why == "") != (key.Why == "") {
				t.Errorf("%s, public %T, why %q", key, key.Public, key.Why)
			}
		})
	}
}

func TestOddKeys(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec := func(point []byte) []byte {
		return seq(seq(oidDER(oidEC), oidDER("1.2.840.10045.3.1.7")), tlv(tagBitString, []byte{0}, point))
	}
	rsaKey := func(n, e []byte) []byte {
		return seq(seq(oidDER(oidRSA)), tlv(tagBitString, []byte{0}, seq(tlv(tagInteger, n), tlv(tagInteger, e))))
	}
	n := slices.Concat([]byte{0xc1}, octet(0x11, 127))
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	compressed := append([]byte{2 | point[64]&1}, point[1:33]...)
	off := bytes.Clone(point)
	off[64] ^= 1
	cases := []struct {
		name string
		spki []byte
		want crypto.PublicKey
	}{
		{"compressed point", ec(compressed), key.Public()},
		{"point off the curve", ec(off), nil},
		{"empty point", ec(nil), nil},
		{"no NULL, zero padding", rsaKey(slices.Concat([]byte{0, 0}, n), []byte{1, 0, 1}), &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}},
		{"negative modulus", rsaKey(n, []byte{3}), &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 3}},
		{"exponent 0", rsaKey(n, []byte{0}), nil},
		{"exponent of 72 bits", rsaKey(n, octet(0x11, 9)), nil},
		{"modulus of 20000 bits", rsaKey(octet(0x11, 2500), []byte{3}), nil},
	}
	for _, tc := range cases {
		p := rootParts(t)
		p.spki = tc.spki
		got := mustParse(t, p.der(t)).Key
		if !reflect.DeepEqual(got.Public, tc.want) || (tc.want == nil) != (got.Why != "") {
			t.Errorf("%s: %v, why %q", tc.name, got.Public, got.Why)
		}
	}
}

func TestDSAKey(t *testing.T) {
	p := rootParts(t)
	p.spki = seq(seq(oidDER("1.2.840.10040.4.1"), seq(tlv(tagInteger, []byte{0}, octet(0x81, 128)))), tlv(tagBitString, []byte{0, 2, 1, 1}))
	if k := mustParse(t, p.der(t)).Key; k.String() != "DSA 1024" || k.Public != nil || k.Why == "" {
		t.Errorf("%s, public %v, why %q", k, k.Public, k.Why)
	}
}

func TestReadHeader(t *testing.T) {
	cases := []struct {
		in           []byte
		head, length int
		ok           bool
	}{
		{[]byte{0x30, 0x7f}, 2, 127, true},
		{[]byte{0x30, 0x80}, 2, -1, true},
		{[]byte{0x30, 0x82, 0, 5}, 4, 5, true},
		{[]byte{0xbf, 0x8f, 0x01, 0x02}, 4, 2, true}, // a tag number of two octets
		{[]byte{0xbf, 0x8f}, 0, 0, false},
		{[]byte{0x30, 0x82, 1}, 0, 0, false},
		{[]byte{0x30}, 0, 0, false},
	}
	for _, tc := range cases {
		head, length, err := readHeader(tc.in)
		if head != tc.head && tc.ok || length != tc.length && tc.ok || (err == nil) != tc.ok {
			t.Errorf("%x: %d, %d, %v", tc.in, head, length, err)
		}
	}
}
