package cert

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFromPEM(t *testing.T) {
	p := rootParts(t)
	der := p.der(t)
	key, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	block := func(label string, body []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: body}))
	}
	good := block("CERTIFICATE", der)
	body := strings.TrimSuffix(strings.TrimPrefix(good, "-----BEGIN CERTIFICATE-----\n"), "-----END CERTIFICATE-----\n")
	cases := []struct {
		name   string
		in     string
		certs  int
		errors []string
		caFile bool // OpenSSL loads it as a CA file
	}{
		{"nothing", "", 0, nil, false},
		{"one", good, 1, nil, true},
		{"two with text", "Root\n=====\n" + good + "\nsubject: x\n" + good, 2, nil, true},
		{"byte order mark", "\xef\xbb\xbf" + good, 1, nil, true},
		{"CRLF", strings.ReplaceAll(good, "\n", "\r\n"), 1, nil, true},
		{"no final newline", strings.TrimSuffix(good, "\n"), 1, nil, true},
		{"X509 CERTIFICATE", block("X509 CERTIFICATE", der), 1, nil, true},
		{"TRUSTED CERTIFICATE", block("TRUSTED CERTIFICATE", append(bytes.Clone(der), seq()...)), 1, nil, true},
		{"trailing octets", block("CERTIFICATE", append(bytes.Clone(der), 0, 0)), 1, nil, true},
		{"one long line", "-----BEGIN CERTIFICATE-----\n" + strings.ReplaceAll(body, "\n", "") + "\n-----END CERTIFICATE-----\n", 1, nil, true},
		{"spaces after the lines", strings.ReplaceAll(good, "\n", "  \n"), 1, nil, true},
		{"key before it", block("PRIVATE KEY", key) + good, 1, nil, true},
		{"space before BEGIN", " " + good, 0, nil, false},
		{"UTF-16", "\xff\xfe-\x00-\x00", 0, nil, false},
		{"glued", strings.TrimSuffix(good, "\n") + good, 0, []string{"certificate 1: BEGIN CERTIFICATE meets END CERTIFICATE-----"}, false},
		{"bad base64", strings.Replace(good, "\n", "\n!", 1) + good, 1, []string{"certificate 1: illegal base64"}, false},
		{"bad DER", block("CERTIFICATE", []byte{1, 2}) + good + block("CERTIFICATE", nil), 1,
			[]string{"certificate 1: ", "certificate 3: "}, false},
		{"no END", good + "-----BEGIN CERTIFICATE-----\n" + body, 1, []string{"certificate 2: the file ends"}, false},
		{"no END before the next", "-----BEGIN CERTIFICATE-----\n" + body + good, 1, []string{"certificate 2: its BEGIN line"}, true},
		{"other END", strings.Replace(good, "END CERTIFICATE", "END X509 CRL", 1) + good, 1,
			[]string{"certificate 1: BEGIN CERTIFICATE meets END X509 CRL"}, false},
		{"header lines", strings.Replace(good, "\n", "\nfriendlyName: x\n\n", 1), 0, []string{"certificate 1: illegal base64"}, false},
	}
	root := writePEM(t, der)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			certs, errs := FromPEM([]byte(tc.in))
			if len(certs) != tc.certs || len(errs) != len(tc.errors) {
				t.Fatalf("%d certificates, errors %q", len(certs), errs)
			}
			for i, want := range tc.errors {
				if !strings.HasPrefix(errs[i].Error(), want) {
					t.Errorf("error %q, want %q", errs[i], want)
				}
			}
			for _, c := range certs {
				if !bytes.Equal(c.Raw, der) || len(c.Malformed) > 0 {
					t.Errorf("another certificate, malformed %q", c.Malformed)
				}
			}
			path := filepath.Join(t.TempDir(), "bundle.pem")
			if err := os.WriteFile(path, []byte(tc.in), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, ok := openssl(t, "verify", "-CAfile", path, root); ok != tc.caFile {
				t.Errorf("openssl: %v %s", ok, out)
			}
		})
	}
}

func TestPEMBounds(t *testing.T) {
	if certs, errs := FromPEM(make([]byte, maxPEM+1)); len(certs) != 0 || len(errs) != 1 {
		t.Errorf("%d certificates, errors %q", len(certs), errs)
	}
	many := strings.Repeat("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", maxCerts+5)
	if _, errs := FromPEM([]byte(many)); len(errs) != maxCerts+1 {
		t.Errorf("%d errors", len(errs))
	}
}

func TestTrailingOctetsInPEM(t *testing.T) {
	p := rootParts(t)
	in := append(p.der(t), 0)
	certs, errs := FromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: in}))
	if len(errs) > 0 || certs[0].Trailing != 1 || certs[0].GoError == "" || len(certs[0].Malformed) > 0 {
		t.Fatalf("errors %v, %+v", errs, certs)
	}
	if block, _ := pem.Decode([]byte(certs[0].Evidence().PEM)); !bytes.Equal(block.Bytes, in) {
		t.Error("evidence lost the octet, which Go's parser refuses")
	}
}
