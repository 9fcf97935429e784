package cert

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mongotls/fixtures/need"
)

// tlv builds one DER value of these contents.
func tlv(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	switch n := len(body); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, body...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, body...)
	case n < 0x10000:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	default:
		return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, body...)
	}
}

func seq(parts ...[]byte) []byte { return tlv(tagSequence, parts...) }

func oidDER(dotted string) []byte {
	der, err := asn1.Marshal(parseOID(dotted))
	if err != nil {
		panic(err)
	}
	return der
}

func str(tag byte, s string) []byte { return tlv(tag, []byte(s)) }

func attr(oid string, value []byte) []byte { return seq(oidDER(oid), value) }

// dn builds a Name with one attribute in each RDN.
func dn(attrs ...[]byte) []byte {
	var sets [][]byte
	for _, a := range attrs {
		sets = append(sets, tlv(tagSet, a))
	}
	return seq(sets...)
}

func ext(oid string, critical bool, value []byte) []byte {
	if critical {
		return seq(oidDER(oid), []byte{tagBoolean, 1, 0xff}, tlv(tagOctetString, value))
	}
	return seq(oidDER(oid), tlv(tagOctetString, value))
}

var (
	ecdsaSHA256 = seq(oidDER("1.2.840.10045.4.3.2"))
	ecdsaSHA384 = seq(oidDER("1.2.840.10045.4.3.3"))
	utcFuture   = str(tagUTCTime, "490101000000Z")
)

// parts are the fields of a certificate to be built by hand; each is a whole DER value,
// and nil leaves the field out.
type parts struct {
	version, serial, innerAlg, issuer, validity, subject, spki []byte
	ids, exts                                                  [][]byte
	outerAlg                                                   []byte
	key                                                        crypto.Signer
}

// rootParts is a well-formed self-signed CA certificate.
func rootParts(t testing.TB) parts {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	name := dn(attr("2.5.4.10", str(tagUTF8, "Example")), attr(oidCommonName, str(tagUTF8, "Root")))
	return parts{
		version:  []byte{0xa0, 3, tagInteger, 1, 2},
		serial:   []byte{tagInteger, 1, 7},
		innerAlg: ecdsaSHA256,
		issuer:   name,
		validity: seq(str(tagUTCTime, "200101000000Z"), utcFuture),
		subject:  name,
		spki:     spki,
		exts:     [][]byte{ext(oidBasicConstraints, true, seq([]byte{tagBoolean, 1, 0xff}))},
		outerAlg: ecdsaSHA256,
		key:      key,
	}
}

func (p parts) tbs() []byte {
	fields := append([][]byte{p.version, p.serial, p.innerAlg, p.issuer, p.validity, p.subject, p.spki}, p.ids...)
	if p.exts != nil {
		fields = append(fields, tlv(0xa3, seq(p.exts...)))
	}
	return seq(fields...)
}

func (p parts) der(t testing.TB) []byte {
	t.Helper()
	return p.sign(t, p.tbs())
}

// sign wraps an encoded TBSCertificate, however odd.
func (p parts) sign(t testing.TB, tbs []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(tbs)
	sig, err := p.key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return seq(tbs, p.outerAlg, tlv(tagBitString, []byte{0}, sig))
}

func mustParse(t testing.TB, der []byte) *Cert {
	t.Helper()
	c, err := Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// writePEM writes one certificate to a file for openssl.
func writePEM(t testing.TB, der []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cert.pem")
	data := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openssl runs the program, which CI always has, and returns what it printed.
func openssl(t testing.TB, args ...string) (out string, ok bool) {
	t.Helper()
	need.OpenSSL(t)
	b, err := exec.Command("openssl", args...).CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatalf("openssl: %v", err)
	}
	return strings.TrimSpace(string(b)), err == nil
}

// opensslCert lets openssl make a certificate for a key made by "genpkey" with these
// arguments. It is self-signed with reqArgs or, when they are nil, signed by another key.
func opensslCert(t testing.TB, genpkey, reqArgs []string) []byte {
	t.Helper()
	dir := t.TempDir()
	key, out := filepath.Join(dir, "key.pem"), filepath.Join(dir, "cert.der")
	mustOpenSSL(t, append([]string{"genpkey", "-out", key}, genpkey...)...)
	if reqArgs != nil {
		mustOpenSSL(t, append([]string{"req", "-x509", "-key", key, "-subj", "/CN=openssl", "-outform", "DER", "-out", out}, reqArgs...)...)
	} else {
		pub, ca := filepath.Join(dir, "pub.pem"), filepath.Join(dir, "ca.pem")
		mustOpenSSL(t, "pkey", "-in", key, "-pubout", "-out", pub)
		mustOpenSSL(t, "genpkey", "-algorithm", "ED25519", "-out", ca)
		mustOpenSSL(t, "x509", "-new", "-force_pubkey", pub, "-key", ca, "-subj", "/CN=openssl", "-outform", "DER", "-out", out)
	}
	der, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func mustOpenSSL(t testing.TB, args ...string) {
	t.Helper()
	if out, ok := openssl(t, args...); !ok {
		t.Fatalf("openssl %v: %s", args, out)
	}
}
