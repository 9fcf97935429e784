package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"mongotls/classify"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestScreens(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) { golden(t, s.name+".golden", render(t, Text, s.doc, s.style)) })
	}
}

func TestShortScreens(t *testing.T) {
	var all bytes.Buffer
	for _, s := range samples() {
		if s.style == plain {
			fmt.Fprintf(&all, "# %s\n%s", s.name, render(t, Short, s.doc, s.style))
		}
	}
	golden(t, "short.golden", all.Bytes())
}

func TestExplainScreens(t *testing.T) {
	var b bytes.Buffer
	if err := Explain(&b, entry(), map[string]string{"name": "mongo-a.lan"}, plain); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.golden", b.Bytes())
	b.Reset()
	if err := Markdown(&b, []classify.Cause{entry()}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.md.golden", b.Bytes())
	b.Reset()
	if err := CauseList(&b, []classify.Cause{entry(), {Word: "dns", Category: classify.Connection, Title: "The name does not resolve"}}, plain); err != nil {
		t.Fatal(err)
	}
	golden(t, "causes.golden", b.Bytes())
}

func TestDriverLists(t *testing.T) {
	var b bytes.Buffer
	if err := DriverList(&b, drivers(), Style{Unicode: true, Verbose: true}); err != nil {
		t.Fatal(err)
	}
	golden(t, "drivers.golden", b.Bytes())
	b.Reset()
	if err := DriverList(&b, drivers(), plain); err != nil {
		t.Fatal(err)
	}
	golden(t, "drivers-short.golden", b.Bytes())
	b.Reset()
	if err := DriverMarkdown(&b, drivers()); err != nil {
		t.Fatal(err)
	}
	golden(t, "drivers.md.golden", b.Bytes())
}

func drivers() []DriverRow {
	return []DriverRow{
		{Name: "pymongo", Title: "PyMongo", Version: "4.16", Versions: "3.11 to 4.16", Runtime: "CPython 3.11, OpenSSL 3.0",
			Family: true, Source: "run", Proved: "3.11 to 3.13", Rules: []Rule{{"common name", "counts where the SAN has no dNSName"}},
			Sources: []string{"Modules/_ssl.c of CPython 3.11", "82 scenarios with CPython 3.11.2"}},
		{Name: "pymongo", Title: "PyMongo", Variant: "ocsp", Version: "4.16", Versions: "4.0 to 4.16", Runtime: "PyOpenSSL on CPython 3.11",
			Source: "documentation", Proved: "no"},
		{Name: "mongo-tools", Title: "mongo-tools", Version: "100.9", Versions: "100.9", Runtime: "Go 1.26, crypto/tls", Source: "run", Proved: "yes"},
	}
}

// entry is an entry of a catalogue with everything in it.
func entry() classify.Cause {
	return classify.Cause{
		Word: "hostname-mismatch", Category: classify.VerifyFailed, Title: "The certificate is for another host name",
		Explain: "The certificate names {names}, and you connect to {name}. A client\nchecks this first. See what it names:\n\n    openssl s_client -connect {host} </dev/null | openssl x509 -noout -ext subjectAltName\n\nTwo things lead here:\n\n- a certificate issued for an internal name, with clients that come from outside and use the public one\n- a client that uses an address",
		Fix: []classify.Fix{
			{On: classify.OnServer, Text: "reissue it with {san}.", Run: []string{"db.adminCommand({ rotateCertificates: 1 })"}},
			{On: classify.OnClient, Text: "use a name that it has."},
		},
		NotFix:  "tlsAllowInvalidHostnames lets in any certificate of this CA.",
		Says:    map[string]string{"go": "x509: certificate is valid for `x`, not {name}", "pymongo": "Hostname mismatch", "c": "hostname mismatch", "zig": "no"},
		After:   []classify.Word{"no-san"},
		Sources: []string{"RFC 9525, section 6", "pymongo/ssl_support.py"},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it anew); got:\n%s", path, got)
	}
}

func render(t *testing.T, r Renderer, d Document, s Style) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r(&b, d, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
