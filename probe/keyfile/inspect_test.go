package keyfile

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inspected is what an Inspection says, in one line.
func (p *pki) inspected(i Inspection) string {
	var keys []string
	for _, k := range i.Keys {
		text := k.Type
		if k.Encrypted {
			text += " encrypted"
		}
		if k.Opened() {
			for n, c := range i.Certs {
				if k.Fits(c) {
					text += fmt.Sprintf(" of %d", n)
				}
			}
		}
		keys = append(keys, strings.TrimSpace(text))
	}
	out := fmt.Sprintf("%s: %d certificates, %d CRLs, keys %q", i.Content, len(i.Certs), len(i.CRLs), keys)
	for _, w := range i.Wrong {
		out += "; " + w.Cause + " " + w.Detail
	}
	return lineNumber.ReplaceAllString(strings.ReplaceAll(out, p.dir, "DIR"), "in line N")
}

// lineNumber varies with the length of an ECDSA signature.
var lineNumber = regexp.MustCompile(`in line [0-9]+`)

func TestInspect(t *testing.T) {
	p := newPKI(t)
	p.write("both.pem", "", "client.crt", "rsa.key")
	p.write("bom.pem", byteOrderMark, "client.crt", "rsa.key")
	p.write("crlf.pem", strings.ReplaceAll(p.read("both.pem"), "\n", "\r\n"))
	p.write("cut.pem", p.read("both.pem")[:len(p.read("both.pem"))-40])
	p.write("wrong.pem", "", "ca.pem", "rsa.key")
	p.write("keys.pem", "", "client.crt", "ca.key", "rsa.key")
	p.write("empty.pem", "")
	for _, c := range []struct {
		as         Kind
		file, want string
	}{
		{CertificateKeyFile, "both.pem", `PEM: 1 certificates, 0 CRLs, keys ["RSA 2048 of 0"]`},
		{CertificateKeyFile, "bom.pem", `PEM behind a byte order mark: 1 certificates, 0 CRLs, keys ["RSA 2048 of 0"]`},
		{CertificateKeyFile, "crlf.pem", `PEM, lines end in CR LF: 1 certificates, 0 CRLs, keys ["RSA 2048 of 0"]`},
		{CertificateKeyFile, "wrong.pem", `PEM: 1 certificates, 0 CRLs, keys ["RSA 2048"]`},
		{CertificateKeyFile, "keys.pem", `PEM: 1 certificates, 0 CRLs, keys ["ECDSA P-256" ""]`},
		{CertificateKeyFile, "client.crt", `PEM: 1 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/client.crt holds certificates and no private key; a certificate and its private key in PEM are expected`},
		{CertificateKeyFile, "rsa.key", `PEM: 0 certificates, 0 CRLs, keys ["RSA 2048"]; cert-file-unreadable DIR/rsa.key holds a private key and no certificate; a certificate and its private key in PEM are expected`},
		{CertificateKeyFile, "cut.pem", `PEM: 1 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/cut.pem is damaged in line N: the block BEGIN PRIVATE KEY has no END line; the file is cut off or was pasted in part`},
		{ChainFile, "both.pem", `PEM: 1 certificates, 0 CRLs, keys [""]`},
		{ChainFile, "empty.pem", `: 0 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/empty.pem is empty; certificates in PEM are expected`},
		{PeerFile, "client.csr", `PEM: 0 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/client.csr holds a certificate request and no certificate; a member's certificate in PEM is expected`},
		{KeyFile, "rsa.key", `PEM: 0 certificates, 0 CRLs, keys ["RSA 2048"]`},
		{CAFile, "ca.pem", `PEM: 1 certificates, 0 CRLs, keys []`},
		{CAFile, ".", `: 0 certificates, 0 CRLs, keys []; ca-file-unreadable DIR is a directory, not a file; CA certificates in PEM are expected`},
		{CAFile, "/dev/null", `: 0 certificates, 0 CRLs, keys []; ca-file-unreadable /dev/null is not a regular file but a device, pipe or socket; copy its content to a file first`},
		{CRLFile, "ca.pem", `PEM: 1 certificates, 0 CRLs, keys []; crl-file-unreadable DIR/ca.pem holds certificates and no CRL; CRLs in PEM are expected`},
		{ClusterFile, "nothing.pem", `: 0 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/nothing.pem does not exist`},
	} {
		path := c.file
		if !filepath.IsAbs(path) {
			path = p.path(path)
		}
		if got := p.inspected(Inspect(c.as, path, nil)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.file, got, c.want)
		}
	}
}

// TestInspectOtherFormats: what no program reads is named, and looked into all the same.
func TestInspectOtherFormats(t *testing.T) {
	p := newPKI(t)
	p.openssl("x509", "-in", "client.crt", "-outform", "DER", "-out", "client.der")
	p.openssl("pkcs12", "-export", "-in", "client.crt", "-inkey", "rsa.key", "-passout", "pass:secret", "-out", "client.p12")
	p.openssl("pkcs8", "-topk8", "-in", "rsa.key", "-passout", "pass:secret", "-out", "enc.key")
	p.write("enc.pem", "", "client.crt", "enc.key")
	for _, c := range []struct {
		file, passphrase, want, run string
	}{
		{"client.der", "", `a certificate in DER: 1 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/client.der is a certificate in DER; a certificate and its private key in PEM are expected`,
			"openssl x509 -inform DER -in DIR/client.der -out DIR/client.pem"},
		{"client.p12", "secret", `a PKCS#12 file: 1 certificates, 0 CRLs, keys ["RSA 2048 encrypted of 0"]; cert-file-unreadable DIR/client.p12 is a PKCS#12 file; a certificate and its private key in PEM are expected`,
			"openssl pkcs12 -in DIR/client.p12 -nodes -out DIR/client.pem"},
		{"client.p12", "wrong", `a PKCS#12 file: 0 certificates, 0 CRLs, keys []; cert-file-unreadable DIR/client.p12 is a PKCS#12 file; a certificate and its private key in PEM are expected`,
			"openssl pkcs12 -in DIR/client.p12 -nodes -out DIR/client.pem"},
		{"enc.pem", "secret", `PEM: 1 certificates, 0 CRLs, keys ["RSA 2048 encrypted of 0"]`, ""},
		{"enc.pem", "wrong", `PEM: 1 certificates, 0 CRLs, keys ["encrypted"]; bad-passphrase DIR/enc.pem holds an encrypted private key, and the passphrase given is wrong`,
			"openssl pkey -noout -in DIR/enc.pem"},
	} {
		i := Inspect(CertificateKeyFile, p.path(c.file), secret(c.passphrase))
		if got := p.inspected(i); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.file, got, c.want)
		}
		if len(i.Wrong) > 0 && strings.ReplaceAll(i.Wrong[0].Run, p.dir, "DIR") != c.run {
			t.Errorf("%s: run %q, want %q", c.file, i.Wrong[0].Run, c.run)
		}
	}
}

// FuzzInspect: no file makes an inspection fail, and no text of it is more than one line.
func FuzzInspect(f *testing.F) {
	for _, text := range originals() {
		f.Add([]byte(text), 0)
	}
	f.Add([]byte("\xfe\xed\xfe\xed"), 1)
	f.Add([]byte("0\x03\x02\x01\x03"), 4)
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, data []byte, as int) {
		if slowKDF(data, 10_000, maxDERDepth) {
			return
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		i := Inspect(Kind(as), path, secret("x"))
		for _, w := range i.Wrong {
			if w.Cause == "" || w.Detail == "" || strings.ContainsAny(w.Detail+w.Run, "\n\r\x1b") {
				t.Errorf("fault %+v", w)
			}
		}
		if len(i.Wrong) == 0 && len(i.Certs)+len(i.Keys)+len(i.CRLs) == 0 {
			t.Error("nothing was found, and nothing is wrong")
		}
	})
}
