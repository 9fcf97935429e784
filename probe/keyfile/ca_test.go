package keyfile

import (
	"encoding/base64"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestLoadCA(t *testing.T) {
	p := newPKI(t)
	for name, want := range map[string]int{
		p.path("ca.pem"): 1,
		p.write("two.pem", "# comment\r\n", "ca.pem", "client.crt"):                                  2,
		p.write("crlf.pem", strings.ReplaceAll(p.read("ca.pem"), "\n", "\r\n")):                      1,
		p.write("x509.pem", strings.ReplaceAll(p.read("ca.pem"), "CERTIFICATE", "X509 CERTIFICATE")): 1,
	} {
		ca, err := LoadCA(name)
		if err != nil || len(ca.Certs) != want || len(ca.Notes) != 0 {
			t.Errorf("%s: %+v, %v", name, ca, err)
		}
	}
}

func TestTrustedCertificate(t *testing.T) {
	p := newPKI(t)
	p.openssl("x509", "-in", "ca.pem", "-trustout", "-addtrust", "serverAuth", "-out", "trusted.pem")
	ca, err := LoadCA(p.path("trusted.pem"))
	if err != nil || len(ca.Certs) != 1 || len(ca.Certs[0].Malformed) != 0 {
		t.Errorf("%+v, %v", ca, err)
	}
}

func TestCANotes(t *testing.T) {
	p := newPKI(t)
	for name, want := range map[string]string{
		p.write("keyed.pem", "", "ca.pem", "ca.key"): "DIR/keyed.pem holds a private key beside the CA certificates; clients need the certificates only, keep the key elsewhere",
		p.write("bom.pem", byteOrderMark, "ca.pem"):  "DIR/bom.pem begins with a byte order mark; OpenSSL skips it, Go finds no certificate in such a file: save it without",
		p.path("client.crt"):                         "DIR/client.crt holds no CA certificate and no self-signed one; it looks like a server's or client's own certificate",
	} {
		ca, err := LoadCA(name)
		if err != nil || len(ca.Notes) != 1 || strings.ReplaceAll(ca.Notes[0], p.dir, "DIR") != want {
			t.Errorf("%s: %+v, %v", name, ca, err)
		}
	}
}

func TestBadCAFiles(t *testing.T) {
	p := newPKI(t)
	p.openssl("x509", "-in", "ca.pem", "-outform", "DER", "-out", "ca.der")
	p.openssl("req", "-in", "client.csr", "-outform", "DER", "-out", "csr.der")
	p.openssl("pkcs12", "-export", "-inkey", "rsa.key", "-in", "client.crt", "-passout", "pass:x", "-out", "c.p12")
	p.openssl("crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-outform", "DER", "-out", "c.p7b")
	p.openssl("crl2pkcs7", "-nocrl", "-certfile", "ca.pem", "-out", "p7.pem")
	p.openssl("rsa", "-in", "rsa.key", "-outform", "DER", "-out", "key.der")
	p.openssl("rsa", "-in", "rsa.key", "-pubout", "-outform", "DER", "-out", "pub.der")
	p.openssl("pkcs8", "-topk8", "-in", "rsa.key", "-outform", "DER", "-passout", "pass:x", "-out", "enc.der")
	ca := p.read("ca.pem")
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(ca)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	p.write("wide.txt", string(wide))
	p.write("store.jks", "\xfe\xed\xfe\xed\x00\x00\x00\x02")
	p.write("store.jceks", "\xce\xce\xce\xce\x00\x00\x00\x02")
	p.write("empty.pem", "\n")
	p.write("page.html", "\n<!DOCTYPE html><html>")
	p.write("text.txt", "hello")
	p.write("binary", "\x00\x01\xfe")
	p.write("naked.txt", strings.Join(strings.Split(ca, "\n")[1:strings.Count(ca, "\n")-1], "\n"))
	p.write("twice.txt", base64.StdEncoding.EncodeToString([]byte(ca)))
	p.write("cut.pem", ca[:len(ca)/2])
	p.write("joined.pem", ca[:len(ca)-1]+ca)
	p.write("indented.pem", " "+ca)
	p.write("escaped.pem", strings.ReplaceAll(ca, "\n", `\n`))
	lines := strings.Split(ca, "\n")
	p.write("hole.pem", strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), "\n"))
	p.write("star.pem", strings.Replace(ca, lines[2], "*"+lines[2][1:], 1))
	p.write("short.pem", strings.Replace(ca, lines[2], lines[2][1:], 1))
	p.write("mixed.pem", strings.Replace(ca, "END CERTIFICATE", "END X509 CRL", 1))
	p.write("no cert.pem", "", "rsa.key")
	for name, want := range map[string]string{
		"gone.pem":     `does not exist; for example: --tlsCAFile /etc/ssl/mongodb/ca.pem`,
		"ca.der":       `is a certificate in DER; CA certificates in PEM are expected; run: openssl x509 -inform DER -in DIR/ca.der -out DIR/ca.pem`,
		"csr.der":      `is a certificate request in DER, not a certificate; CA certificates in PEM are expected`,
		"c.p12":        `is a PKCS#12 file; CA certificates in PEM are expected; run: openssl pkcs12 -in DIR/c.p12 -nokeys -out DIR/c.pem`,
		"c.p7b":        `is a PKCS#7 file in DER; CA certificates in PEM are expected; run: openssl pkcs7 -inform DER -print_certs -in DIR/c.p7b -out DIR/c.pem`,
		"p7.pem":       `holds a PKCS#7 bundle and no certificate; CA certificates in PEM are expected; run: openssl pkcs7 -print_certs -in DIR/p7.pem -out DIR/p7.new.pem`,
		"key.der":      `is a private key in DER; CA certificates in PEM are expected; run: openssl pkey -inform DER -in DIR/key.der -out DIR/key.pem`,
		"pub.der":      `is a public key in DER, not a certificate; CA certificates in PEM are expected`,
		"enc.der":      `is an encrypted private key in DER; CA certificates in PEM are expected; run: openssl pkcs8 -inform DER -topk8 -v2 aes256 -in DIR/enc.der -out DIR/enc.pem`,
		"wide.txt":     `is a text in UTF-16; CA certificates in PEM are expected; run: iconv -f UTF-16 -t UTF-8 DIR/wide.txt > DIR/wide.pem`,
		"store.jks":    `is a Java key store (JKS); CA certificates in PEM are expected; run: keytool -list -rfc -keystore DIR/store.jks > DIR/store.pem`,
		"store.jceks":  `is a Java key store (JCEKS); CA certificates in PEM are expected; run: keytool -list -rfc -storetype JCEKS -keystore DIR/store.jceks > DIR/store.pem`,
		"empty.pem":    `is empty; CA certificates in PEM are expected`,
		"page.html":    `is an HTML page; CA certificates in PEM are expected`,
		"text.txt":     `is a text without a PEM block (-----BEGIN …-----); CA certificates in PEM are expected`,
		"binary":       `is a binary file of an unknown kind; CA certificates in PEM are expected`,
		"naked.txt":    `is base64 without its BEGIN and END lines; CA certificates in PEM are expected; run: base64 -d DIR/naked.txt | openssl x509 -inform DER -out DIR/naked.pem`,
		"twice.txt":    `is a PEM file in base64 once more; CA certificates in PEM are expected; run: base64 -d DIR/twice.txt > DIR/twice.pem`,
		"cut.pem":      `is damaged in line 1: the block BEGIN CERTIFICATE has no END line; the file is cut off or was pasted in part`,
		"joined.pem":   `is damaged in line LAST: "-----BEGIN" does not stand at the beginning of its line`,
		"indented.pem": `is damaged in line 1: "-----BEGIN" does not stand at the beginning of its line`,
		"escaped.pem":  `is damaged in line 1: its line breaks are written as the two characters "\n"; run: printf '%b\n' "$(cat DIR/escaped.pem)" > DIR/escaped.new.pem`,
		"star.pem":     `is damaged in line 3: it holds a character that base64 does not have`,
		"short.pem":    `is damaged in line 2: the base64 text of this CERTIFICATE is damaged; a part is missing`,
		"mixed.pem":    `is damaged in line LAST: BEGIN CERTIFICATE meets END X509 CRL`,
		"client.csr":   `holds a certificate request and no certificate; CA certificates in PEM are expected`,
	} {
		_, err := LoadCA(p.path(name))
		p.wantError(err, "ca-file-unreadable", "tlsCAFile DIR/"+name+" "+strings.ReplaceAll(want, "LAST", strconv.Itoa(strings.Count(ca, "\n"))))
	}
	_, err := LoadCA(p.path("no cert.pem"))
	p.wantError(err, "ca-file-unreadable", `tlsCAFile "DIR/no cert.pem" holds a private key and no certificate; CA certificates in PEM are expected`)
	if _, err := LoadCA(p.path("hole.pem")); err == nil || !strings.Contains(err.Error(), "is damaged: certificate 1") {
		t.Errorf("a certificate with a line missing: %v", err)
	}
}

func FuzzScanPEM(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"))
	f.Add([]byte("x -----BEGIN A-----"))
	f.Fuzz(func(t *testing.T, data []byte) {
		blocks, bad := scanPEM(data)
		for _, b := range blocks {
			if b.line < 1 || len(b.Bytes) == 0 {
				t.Errorf("block %+v", b)
			}
		}
		_, err := caRole().sort("x", data)
		if bad != nil && err == nil {
			t.Error("damage was accepted")
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b") {
			t.Errorf("more than one line: %q", err)
		}
	})
}
