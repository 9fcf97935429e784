package local

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mongotls/fixtures/pki"
)

// FuzzAnswer: whatever a program prints, every text of its answer is a short line.
func FuzzAnswer(f *testing.F) {
	f.Add(python("3.11.7", "OpenSSL 3.0.19", `, "packages": {"pymongo": "4.16"}`))
	f.Add("Property settings:\n    java.home = /usr/lib/jvm\n    java.version = 17\n")
	f.Add("OpenSSL 3.0.19 27 Jan 2026 (Library: x)\nOPENSSLDIR: \"/usr/lib/ssl\"\ncompiler: -DOPENSSL_TLS_SECURITY_LEVEL=2\nProviders:\n  fips\n")
	f.Add("{\"executable\": \"" + strings.Repeat("x", 1000) + "\n\xff\"}")
	f.Fuzz(func(t *testing.T, output string) {
		for _, k := range kinds() {
			var a answer
			k.read(output, &a)
			a = a.bounded()
			for _, text := range []string{a.Executable, a.Version, a.Library, a.Certifi, a.OCSPError, a.Problem, a.Home, a.ConfigDir, a.CAFile} {
				if len(text) > maxText+len("…")+3 || strings.ContainsAny(text, "\n\t") || !utf8.ValidString(text) {
					t.Errorf("%s: %q", k.name, text)
				}
			}
			if len(a.packages()) > maxPackages {
				t.Errorf("%d packages", len(a.Packages))
			}
			versionsOf(a.Library, a.SecurityLevel)
			javaVersions(a.Version)
		}
	})
}

// FuzzStore: no file, of whatever form, makes more anchors than it has bytes for.
func FuzzStore(f *testing.F) {
	f.Add(pki.JKS("changeit", pki.New(now).Root("Example Root")))
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x03})
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := storeBook{at: time.Unix(0, 0)}
		s := b.file(b.read("/absent"), data)
		if s.Anchors > len(data)/64 {
			t.Errorf("%d anchors in %d bytes", s.Anchors, len(data))
		}
	})
}

func FuzzSettings(f *testing.F) {
	f.Add("[x]\nMinProtocol = TLSv1.2\nCipherString=DEFAULT@SECLEVEL=2\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range settings("openssl.cnf", text) {
			if s.Line < 1 || s.Line > strings.Count(text, "\n")+1 || len(s.Value) > maxText+10 {
				t.Errorf("%+v", s)
			}
		}
	})
}
