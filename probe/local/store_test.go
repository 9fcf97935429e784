package local

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

// roots are CAs by their common names.
func roots(t *testing.T, names ...string) []*pki.Entity {
	t.Helper()
	p := pki.New(now)
	var out []*pki.Entity
	for _, name := range names {
		out = append(out, p.Root(name))
	}
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func read(path string) evidence.TrustStore { return (&storeBook{at: now}).add(path) }

func TestStoreStates(t *testing.T) {
	dir := t.TempDir()
	cas := roots(t, "Example Root", "Zscaler Root CA")
	write(t, dir+"/good.pem", string(pki.Bundle(cas[0], cas[0], cas[1])))
	write(t, dir+"/empty.pem", "")
	write(t, dir+"/text.pem", "no certificate")
	write(t, dir+"/damaged.pem", string(cas[0].PEM())+"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	write(t, dir+"/plain/ca.pem", string(cas[0].PEM()))
	write(t, dir+"/plain/ca.crt", string(cas[0].PEM()))
	write(t, dir+"/hashed/0a1b2c3d.0", string(cas[0].PEM()))
	write(t, dir+"/hashed/0a1b2c3d.1", string(cas[1].PEM()))
	write(t, dir+"/hashed/ca.pem", string(cas[0].PEM()))
	for _, test := range []struct {
		path              string
		state             evidence.StoreState
		form              string
		anchors, unhashed int
		detail            string
	}{
		{"good.pem", evidence.StoreRead, "PEM", 2, 0, ""},
		{"damaged.pem", evidence.StoreRead, "PEM", 1, 0, "certificate 2"},
		{"empty.pem", evidence.StoreUnreadable, "", 0, 0, "it is empty"},
		{"text.pem", evidence.StoreUnreadable, "", 0, 0, "no certificate in PEM"},
		{"absent.pem", evidence.StoreAbsent, "", 0, 0, "no such file"},
		{"text.pem/below", evidence.StoreUnreadable, "", 0, 0, "not a directory"},
		{"plain", evidence.StoreRead, "directory", 0, 2, ""},
		{"hashed", evidence.StoreRead, "directory", 2, 1, ""},
	} {
		s := read(filepath.Join(dir, test.path))
		if s.State != test.state || s.Form != test.form || s.Anchors != test.anchors || s.Unhashed != test.unhashed || !strings.Contains(s.Detail, test.detail) {
			t.Errorf("%s: %+v", test.path, s)
		}
	}
	if s := read(dir + "/good.pem"); len(s.Inspection) != 1 || s.Inspection[0].Product != "Zscaler" || s.Modified == nil {
		t.Errorf("%+v", s)
	}
}

// TestForbiddenStore needs a user who may not read every file.
func TestForbiddenStore(t *testing.T) {
	if s := failed(&os.PathError{Op: "open", Path: "/x", Err: os.ErrPermission}); s.State != evidence.StoreForbidden {
		t.Errorf("%+v", s)
	}
}

// TestPublicStore: only a store of many CAs is asked for the roots of Atlas.
func TestPublicStore(t *testing.T) {
	names := []string{"ISRG Root X1", "GTS Root R1"}
	for i := range publicStore {
		names = append(names, fmt.Sprintf("Root %d", i))
	}
	cas := roots(t, names...)
	dir := t.TempDir()
	write(t, dir+"/new.pem", string(pki.Bundle(cas...)))
	write(t, dir+"/old.pem", string(pki.Bundle(cas[2:]...)))
	write(t, dir+"/own.pem", string(pki.Bundle(cas[2:40]...)))
	for path, want := range map[string][]string{"new.pem": {"GTS Root R4"}, "old.pem": atlasRoots, "own.pem": nil} {
		if got := read(filepath.Join(dir, path)).Lacks; !slices.Equal(got, want) {
			t.Errorf("%s lacks %v, want %v", path, got, want)
		}
	}
}

func TestJavaStores(t *testing.T) {
	cas := roots(t, "Example Root", "Another Root")
	var parsed []*x509.Certificate
	for _, ca := range cas {
		c, err := x509.ParseCertificate(ca.DER())
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, c)
	}
	encode := func(e *pkcs12.Encoder, password string) []byte {
		data, err := e.EncodeTrustStore(parsed, password)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	jks := pki.JKS("changeit", cas...)
	for _, test := range []struct {
		name, form string
		data       []byte
		anchors    int
		state      evidence.StoreState
	}{
		{"JKS", "JKS", jks, 2, evidence.StoreRead},
		{"JKS without entries", "JKS", pki.JKS("changeit"), 0, evidence.StoreRead},
		{"JKS cut short", "JKS", jks[:len(jks)-100], 1, evidence.StoreUnreadable},
		{"JKS of an unknown version", "JKS", append([]byte{0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 9}, jks[8:]...), 0, evidence.StoreUnreadable},
		{"PKCS#12 without a password, as since JDK 18", "PKCS#12", encode(pkcs12.Passwordless, ""), 2, evidence.StoreRead},
		{"PKCS#12 with one", "PKCS#12", encode(pkcs12.Modern2023, "changeit"), 0, evidence.StoreUnreadable},
		{"DER that is no store", "PKCS#12", []byte{0x30, 0x03, 0x02, 0x01, 0x03}, 0, evidence.StoreUnreadable},
	} {
		path := filepath.Join(t.TempDir(), "store")
		write(t, path, string(test.data))
		if s := read(path); s.Form != test.form || s.Anchors != test.anchors || s.State != test.state {
			t.Errorf("%s: %+v", test.name, s)
		}
	}
}

// TestVariablesReplaceTheStore: SSL_CERT_FILE and SSL_CERT_DIR replace the file and the
// directory each by itself, and what is left may still be enough.
func TestVariablesReplaceTheStore(t *testing.T) {
	dir := t.TempDir()
	ca := roots(t, "Example Root")[0]
	write(t, dir+"/built/cert.pem", string(ca.PEM()))
	write(t, dir+"/built/certs/0a1b2c3d.0", string(ca.PEM()))
	if err := os.Mkdir(dir+"/none", 0o700); err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	more := fmt.Sprintf(`, "ca_file": %q, "ca_dir": %q`, dir+"/built/cert.pem", dir+"/built/certs")
	script(t, bin, "python3", says(python("3.11.7", "OpenSSL 3.0.19", more)))
	for _, test := range []struct {
		file, dir string
		want      int
	}{
		{"", "", 1}, {"/absent", "", 1}, {"", dir + "/none", 1}, {"/absent", dir + "/none", 0},
		{"/absent", dir + "/none:" + dir + "/built/certs", 1},
	} {
		l := Examine(t.Context(), fake(t, map[string]string{"PATH": bin, "SSL_CERT_FILE": test.file, "SSL_CERT_DIR": test.dir}))
		if got := l.Runtimes[0].Anchors; got == nil || *got != test.want {
			t.Errorf("SSL_CERT_FILE=%s SSL_CERT_DIR=%s: %v anchors, want %d", test.file, test.dir, got, test.want)
		}
	}
}

// TestJava: the home that java names has the store and the security properties.
func TestJava(t *testing.T) {
	ca := roots(t, "Example Root")[0]
	for _, test := range []struct {
		name, version, security, options string
		oldest, newest                   evidence.Version
		anchors                          int
	}{
		{"17", "17.0.15", "jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1, RC4, \\\n    3DES_EDE_CBC\n", "", evidence.TLS12, evidence.TLS13, 1},
		{"8 of 2018", "1.8.0_181", "jdk.tls.disabledAlgorithms=SSLv3, RC4\n", "", evidence.TLS10, evidence.TLS12, 1},
		{"7", "1.7.0_80", "", "", evidence.TLS10, evidence.TLS10, 1},
		{"a later 7", "1.7.0_351", "", "", "", "", 1},
		{"another store", "21.0.2", "", "-Xmx1g -Djavax.net.ssl.trustStore=/absent -Djavax.net.ssl.trustStorePassword=hunter2", evidence.TLS10, evidence.TLS13, 0},
	} {
		home, bin := t.TempDir(), t.TempDir()
		write(t, home+"/lib/security/cacerts", string(pki.JKS("changeit", ca)))
		write(t, home+"/conf/security/java.security", test.security)
		script(t, bin, "java", says("Property settings:\n    java.home = "+home+"\n    java.version = "+test.version+"\n")+" >&2")
		l := Examine(t.Context(), fake(t, map[string]string{"PATH": bin, "JAVA_TOOL_OPTIONS": test.options}))
		r := l.Runtimes[0]
		if r.Version != test.version || r.Oldest != test.oldest || r.Newest != test.newest || r.Anchors == nil || *r.Anchors != test.anchors {
			t.Errorf("%s: %+v", test.name, r)
		}
		if strings.Contains(fmt.Sprint(l), "hunter2") {
			t.Errorf("%s: a password is kept", test.name)
		}
	}
}
