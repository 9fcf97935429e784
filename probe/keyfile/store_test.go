package keyfile

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestSystemAnchorsHonourEnvironment(t *testing.T) {
	p := newPKI(t)
	dir := p.path("anchors")
	for _, err := range []error{
		os.Mkdir(dir, 0o700),
		os.Link(p.path("client.crt"), dir+"/a.pem"),
		os.Link(p.path("client.crt"), dir+"/b.pem"),
		os.WriteFile(dir+"/README", []byte("no certificate"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s := SystemAnchors(env(map[string]string{"SSL_CERT_FILE": p.path("ca.pem"), "SSL_CERT_DIR": dir}))
	if s.Source() != p.path("ca.pem") {
		t.Errorf("the directory is read before it is needed: %s", s.Source())
	}
	if s.Len() != 2 || len(s.All()) != 2 || len(s.Notes) != 0 {
		t.Errorf("%d anchors, notes %v", s.Len(), s.Notes)
	}
	if s.Source() != p.path("ca.pem")+", "+dir {
		t.Errorf("Source = %s", s.Source())
	}
}

func TestStoreBySubject(t *testing.T) {
	p := newPKI(t)
	dir := p.path("anchors")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(p.path("client.crt"), dir+"/a.pem"); err != nil {
		t.Fatal(err)
	}
	s := SystemAnchors(env(map[string]string{"SSL_CERT_FILE": p.path("ca.pem"), "SSL_CERT_DIR": dir}))
	for _, file := range []string{"ca.pem", "client.crt"} { // of the file, of the directory
		ca, err := LoadCA(p.path(file))
		if err != nil {
			t.Fatal(err)
		}
		found := s.BySubject(ca.Certs[0].Subject.Raw)
		if len(found) != 1 || found[0].SHA256 != ca.Certs[0].SHA256 {
			t.Errorf("%s: found %v", file, found)
		}
	}
	// "CN=test ca" as a PrintableString: other bytes, the same name for OpenSSL.
	same := []byte("\x30\x12\x31\x10\x30\x0e\x06\x03\x55\x04\x03\x13\x07test ca")
	if found := s.BySubject(same); len(found) != 1 || found[0].Subject.Text != "CN=Test CA" {
		t.Errorf("in another encoding: %v", found)
	}
	for _, raw := range []string{"", "\x30\x00", "\x30\x12\x31\x10\x30\x0e\x06\x03\x55\x04\x03\x13\x07no such"} {
		if found := s.BySubject([]byte(raw)); len(found) != 0 {
			t.Errorf("%q: found %v", raw, found)
		}
	}
}

func TestSystemAnchorsNotes(t *testing.T) {
	p := newPKI(t)
	p.write("text", "hello")
	ca := p.read("ca.pem")
	p.write("cut.pem", ca+ca[:100])
	for _, c := range []struct {
		file, dir, want string
		anchors         int
	}{
		{"gone.pem", "", "[SSL_CERT_FILE: DIR/gone.pem does not exist; for example: --tlsCAFile /etc/ssl/mongodb/ca.pem]", 0},
		{"text", "", "[SSL_CERT_FILE: DIR/text is a text without a PEM block (-----BEGIN …-----); CA certificates in PEM are expected]", 0},
		{"cut.pem", "", "[SSL_CERT_FILE: DIR/cut.pem is damaged in line LAST: the block BEGIN CERTIFICATE has no END line; the file is cut off or was pasted in part]", 1},
		{"ca.pem", "gone", "[SSL_CERT_DIR names DIR/gone, which is no directory that can be read]", 1},
	} {
		dir := p.dir + "/" + c.dir
		if c.dir == "" {
			dir = t.TempDir()
		}
		s := SystemAnchors(env(map[string]string{"SSL_CERT_FILE": p.path(c.file), "SSL_CERT_DIR": dir}))
		got := strings.ReplaceAll("["+strings.Join(s.Notes, " ")+"]", p.dir, "DIR")
		want := strings.ReplaceAll(c.want, "LAST", strconv.Itoa(strings.Count(ca, "\n")+1))
		if got != want || s.Len() != c.anchors {
			t.Errorf("\n got %s, %d anchors\nwant %s, %d", got, s.Len(), want, c.anchors)
		}
	}
}

func TestSystemStoreOfThisMachine(t *testing.T) {
	s := SystemAnchors(env(nil))
	if s.Source() == "" {
		t.Skip("this machine has no system trust store")
	}
	t.Logf("%d anchors in %s", s.Len(), s.Source())
	if len(s.All()) != s.Len() {
		t.Errorf("%d of %d anchors parse", len(s.All()), s.Len())
	}
}

func BenchmarkSystemAnchors(b *testing.B) {
	for b.Loop() {
		SystemAnchors(env(nil))
	}
}

func BenchmarkSystemAnchorsLen(b *testing.B) {
	for b.Loop() {
		SystemAnchors(env(nil)).Len()
	}
}
