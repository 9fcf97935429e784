package target

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// specDir is where the drivers' specification tests lie beside the repository. They
// are not part of it: their licence does not allow that.
const specDir = "../../../shared/spec-tests"

type specFile struct {
	Tests []specCase `json:"tests"`
}

type specCase struct {
	Description string         `json:"description"`
	URI         string         `json:"uri"`
	Valid       bool           `json:"valid"`
	Warning     *bool          `json:"warning"`
	Hosts       []specHost     `json:"hosts"`
	Auth        *specAuth      `json:"auth"`
	Options     map[string]any `json:"options"`
}

type specHost struct {
	Type, Host string
	Port       *int
}

type specAuth struct {
	Username, Password, DB *string
}

// ownCases stand in for the specification's where those are absent, and run always.
func ownCases() []specCase {
	yes, no := true, false
	return []specCase{
		{URI: "mongodb://db1/?tls=true&ssl=true", Valid: true, Warning: &no},
		{URI: "mongodb://db1/?tls=true&ssl=false"},
		{URI: "mongodb://db1/?tlsInsecure=false&tlsAllowInvalidHostnames=false"},
		{URI: "mongodb://db1/?tlsDisableOCSPEndpointCheck=true&tlsDisableCertificateRevocationCheck=true"},
		{URI: "mongodb://db1/?tlsInsecure=1", Valid: true, Warning: &yes},
		{URI: "mongodb://db1/?directConnection=true", Valid: true, Warning: &no},
		{URI: "mongodb://db1,db2/?directConnection=true"},
		{URI: "mongodb://db1,db2/?loadBalanced=true"},
		{URI: "mongodb://db1/?loadBalanced=true&replicaSet=rs0"},
		{URI: "mongodb://db1/?srvMaxHosts=1"},
		{URI: "mongodb+srv://a.example.com/?srvMaxHosts=1&replicaSet=rs0"},
		{URI: "mongodb+srv://a.example.com:27017"},
		{URI: "mongodb+srv://a.example.com,b.example.com"},
		{URI: "mongodb://db1/?replicaset=rs@0", Valid: true, Warning: &no, Options: map[string]any{"replicaSet": "rs@0"}},
		{URI: "mongodb://db1/?connectTimeoutMS=-2", Valid: true, Warning: &yes},
		{URI: "mongodb://db1/?wtimeout=5&wtimeoutMS=10", Valid: true, Warning: &yes},
		{URI: "mongodb://db1/?authMechanism=MONGODB-X509&authSource=admin"},
		{URI: "mongodb://CN=a:secret@db1/?authMechanism=MONGODB-X509"},
		{URI: "mongodb://CN=a@db1/shop?authMechanism=MONGODB-X509&authSource=$external", Valid: true, Warning: &no},
		{URI: "mongodb://u%40:p%3A@db1/x%3Dy", Valid: true, Auth: &specAuth{new("u@"), new("p:"), new("x=y")}},
	}
}

func TestSpecification(t *testing.T) {
	for _, c := range ownCases() {
		t.Run("own/"+c.URI, func(t *testing.T) { c.check(t) })
	}
	if _, err := os.Stat(specDir); err != nil {
		t.Logf("%s is absent: only this repository's own table ran", specDir)
		return
	}
	for _, folder := range []string{"uri-options", "connection-string"} {
		files, err := filepath.Glob(filepath.Join(specDir, folder, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no test in %s (%v)", folder, err)
		}
		for _, file := range files {
			runSpecFile(t, file)
		}
	}
}

func runSpecFile(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var spec specFile
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	for _, c := range spec.Tests {
		t.Run(filepath.Base(file)+"/"+c.Description, func(t *testing.T) {
			if !c.Valid && strings.Contains(c.URI, "proxy") {
				t.Skip("a doctor uses no proxy: these options are parsed and not judged")
			}
			c.check(t)
		})
	}
}

func (c specCase) check(t *testing.T) {
	got, err := Parse(c.URI)
	if (err == nil) != c.Valid {
		t.Fatalf("Parse(%q) = %v, want valid: %v", c.URI, err, c.Valid)
	}
	if err != nil {
		return
	}
	if c.Warning != nil && warned(got) != *c.Warning {
		t.Errorf("%q: notes %v, want a warning: %v", c.URI, got.Notes, *c.Warning)
	}
	c.checkHosts(t, got)
	c.checkAuth(t, got)
	for name, want := range c.Options {
		checkOption(t, got.Options, name, want)
	}
}

func warned(t Target) bool {
	for _, note := range t.Notes {
		if note.Warning {
			return true
		}
	}
	return false
}

func (c specCase) checkHosts(t *testing.T, got Target) {
	hosts, sockets := got.Hosts, got.Sockets
	for _, want := range c.Hosts {
		if want.Type == "unix" {
			if len(sockets) == 0 || sockets[0] != want.Host {
				t.Fatalf("%q: sockets %q, want %q", c.URI, got.Sockets, want.Host)
			}
			sockets = sockets[1:]
			continue
		}
		port := DefaultPort
		if want.Port != nil {
			port = *want.Port
		}
		if len(hosts) == 0 || hosts[0] != (HostPort{want.Host, port}) {
			t.Fatalf("%q: hosts %v, want %s %d", c.URI, got.Hosts, want.Host, port)
		}
		hosts = hosts[1:]
	}
}

func (c specCase) checkAuth(t *testing.T, got Target) {
	if c.Auth == nil {
		return
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	if got.Options.Username != text(c.Auth.Username) || got.Options.Password.Reveal() != text(c.Auth.Password) || got.Database != text(c.Auth.DB) {
		t.Errorf("%q: user %q, database %q, or the password, differ", c.URI, got.Options.Username, got.Database)
	}
	if got.Options.Password.IsSet() != (c.Auth.Password != nil) {
		t.Errorf("%q: password set: %v", c.URI, got.Options.Password.IsSet())
	}
}

func checkOption(t *testing.T, got Options, name string, want any) {
	t.Helper()
	option, known := lookup(name, inURI)
	if !known || !got.Given(option.Name) {
		t.Errorf("%s is not given", name)
		return
	}
	if option.field == nil {
		return
	}
	var have any
	switch field := option.field(&got).(type) {
	case *bool:
		have = *field
	case *int:
		have = float64(*field)
	case *string:
		have = *field
	case *Secret:
		have = field.Reveal()
	}
	if have != want {
		t.Errorf("%s = %v, want %v", name, have, want)
	}
}
