package target

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mongotls/probe/evidence"
)

func TestFlagsOfTheContract(t *testing.T) {
	contract := map[string]string{ // a name: what it sets
		"tls": "tls", "ssl": "tls", "tlsCAFile": "tlsCAFile", "sslCAFile": "tlsCAFile", "ca": "tlsCAFile",
		"tlsCertificateKeyFile": "tlsCertificateKeyFile", "sslPEMKeyFile": "tlsCertificateKeyFile", "cert": "tlsCertificateKeyFile",
		"tlsCertificateKeyFilePassword": "tlsCertificateKeyFilePassword", "sslPEMKeyPassword": "tlsCertificateKeyFilePassword",
		"tlsKeyFile": "tlsKeyFile", "tlsCRLFile": "tlsCRLFile", "sslCRLFile": "tlsCRLFile",
		"tlsAllowInvalidCertificates": "tlsAllowInvalidCertificates", "sslAllowInvalidCertificates": "tlsAllowInvalidCertificates",
		"tlsAllowInvalidHostnames": "tlsAllowInvalidHostnames", "sslAllowInvalidHostnames": "tlsAllowInvalidHostnames",
		"tlsInsecure": "tlsInsecure", "tlsDisabledProtocols": "tlsDisabledProtocols", "sslDisabledProtocols": "tlsDisabledProtocols",
		"tlsDisableOCSPEndpointCheck": "tlsDisableOCSPEndpointCheck", "tlsDisableCertificateRevocationCheck": "tlsDisableCertificateRevocationCheck",
		"username": "username", "u": "username", "password": "password", "p": "password",
		"authenticationDatabase": "authSource", "authenticationMechanism": "authMechanism", "servername": "servername",
	}
	kinds := map[string]Kind{}
	for _, flag := range Flags() {
		for _, name := range append(append([]string{flag.Name}, flag.Short...), flag.Old...) {
			if kinds[name] != "" {
				t.Errorf("the flag %s is there twice", name)
			}
			kinds[name] = flag.Kind
		}
	}
	values := map[Kind]string{Bool: "true", List: "TLS1_0", File: "f", String: "s", Password: "s"}
	for name, sets := range contract {
		var o Options
		if _, err := o.Set(name, values[kinds[name]]); err != nil || !o.Given(sets) {
			t.Errorf("--%s does not set %s: %v", name, sets, err)
		}
	}
}

func TestSet(t *testing.T) {
	var o Options
	notes, err := o.Set("sslCAFile", "x.pem")
	if err != nil || o.CAFile != "x.pem" || len(notes) != 1 || notes[0].Text != "use tlsCAFile instead of sslCAFile, a name of the older shell and tools" {
		t.Errorf("%v, %v, %v", o.CAFile, notes, err)
	}
	if notes, _ := o.Set("ca", "y.pem"); len(notes) != 0 || o.CAFile != "y.pem" {
		t.Errorf("--ca: %v, %v", o.CAFile, notes)
	}
	_, err = o.Set("tlsDisabledProtocols", "TLS1_4")
	if wrong := (*UsageError)(nil); !errors.As(err, &wrong) {
		t.Errorf("a bad list: %v", err)
	}
	for _, name := range []string{"ssl_ca_certs", "replicaSet", "zebra", "TLS"} {
		if _, err := o.Set(name, "x"); err == nil {
			t.Errorf("--%s is accepted as a flag", name)
		}
	}
}

func TestMerge(t *testing.T) {
	uri, err := Parse("mongodb://alice:old@a/?tls=true&tlsCAFile=uri.pem&authSource=x&tlsAllowInvalidHostnames=true")
	if err != nil {
		t.Fatal(err)
	}
	var flags Options
	for name, value := range map[string]string{"tlsCAFile": "flag.pem", "password": "new", "tlsAllowInvalidHostnames": "true"} {
		if _, err := flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Merge(uri, flags)
	if err != nil || got.Options.CAFile != "flag.pem" || got.Options.Password.Reveal() != "new" || got.Options.AuthSource != "x" || got.Options.Username != "alice" {
		t.Errorf("%+v, %v", got.Options, err)
	}
	want := "[--tlsCAFile wins over the tlsCAFile of the connection string --password wins over the password of the connection string]"
	if fmt.Sprint(got.Notes) != want {
		t.Errorf("notes %v", got.Notes)
	}
	if uri.Options.CAFile != "uri.pem" || len(uri.Notes) != 0 {
		t.Error("Merge changed its argument")
	}
}

// TestMergeSaysThatTLSIsOff: a driver with such a connection string speaks plaintext.
func TestMergeSaysThatTLSIsOff(t *testing.T) {
	for text, want := range map[string]bool{
		"mongodb://a/":              true,
		"mongodb://a/?replicaSet=x": true,
		"mongodb://a/?tls=yes":      true, // drivers ignore that value
		"mongodb://a/?ssl=true":     false,
		"mongodb+srv://a.b.c/":      false,
		"a:27017":                   false, // not a driver's
	} {
		parsed, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, flag := range []string{"", "tls"} {
			var flags Options
			if flag != "" {
				if _, err := flags.Set(flag, "true"); err != nil {
					t.Fatal(err)
				}
			}
			got, err := Merge(parsed, flags)
			if said := strings.Contains(fmt.Sprint(got.Notes), "does not switch TLS on"); err != nil || said != (want && flag == "") {
				t.Errorf("%s with --%s: %v, %v", text, flag, got.Notes, err)
			}
		}
	}
}

func TestConflictAfterMerge(t *testing.T) {
	uri, err := Parse("mongodb://a/?tlsAllowInvalidCertificates=true")
	if err != nil {
		t.Fatal(err)
	}
	var flags Options
	if _, err := flags.Set("tlsInsecure", "true"); err != nil {
		t.Fatal(err)
	}
	_, err = Merge(uri, flags)
	wrong := (*UsageError)(nil)
	if !errors.As(err, &wrong) || wrong.Cause != "conflicting-options" {
		t.Errorf("%v", err)
	}
}

func TestParseProtocols(t *testing.T) {
	for list, want := range map[string][]evidence.Version{
		"TLS1_1,TLS1_0":    {evidence.TLS10, evidence.TLS11},
		"tls1_3":           {evidence.TLS13},
		"none":             nil,
		"TLS1_0 , TLS1_0 ": {evidence.TLS10},
	} {
		if got, err := ParseProtocols(list); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %v, %v", list, got, err)
		}
	}
	for _, list := range []string{"", "TLS1_4", "TLS1.0", "none,TLS1_0", "TLS1_0,TLS1_1,TLS1_2,TLS1_3"} {
		if got, err := ParseProtocols(list); err == nil {
			t.Errorf("%q is accepted: %v", list, got)
		}
	}
}

func TestParseResolve(t *testing.T) {
	for text, want := range map[string]string{
		"db1:27017:127.0.0.1": "{db1 27017 127.0.0.1}",
		"db1:1:::1":           "{db1 1 ::1}",
		"db1:1:[2001:db8::1]": "{db1 1 2001:db8::1}",
	} {
		if got, err := ParseResolve(text); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "db1", "db1:1", "db1:0:127.0.0.1", "db1:x:127.0.0.1", ":1:127.0.0.1", "db1:1:db2", "db1:1:", "d b:1:::1"} {
		if got, err := ParseResolve(text); err == nil {
			t.Errorf("%q is accepted: %v", text, got)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"30d": 720 * time.Hour, "12h": 12 * time.Hour, "1d12h": 36 * time.Hour, "90s": 90 * time.Second, "0d": 0, "0": 0, "1.5h": 90 * time.Minute,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "30", "d", "-1d", "-1h", "1d-1h", "40000d", "99999999999d", "x", "1d1d", "9000000h"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is accepted: %v", text, got)
		}
	}
}

func TestParseTime(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-12-31":                "2026-12-31T00:00:00Z",
		"2026-12-31 15:04":          "2026-12-31T15:04:00Z",
		"2026-12-31T15:04:05+02:00": "2026-12-31T13:04:05Z",
		"+30d":                      "2026-01-31T00:00:00Z",
	} {
		if got, err := ParseTime(text, now); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "tomorrow", "31.12.2026", "2026-13-01", "+", "30d"} {
		if got, err := ParseTime(text, now); err == nil {
			t.Errorf("%q is accepted: %v", text, got)
		}
	}
}

func TestFromHost(t *testing.T) {
	for _, c := range []struct{ host, port, want string }{
		{"", "", "[localhost:27017]"},
		{"", "27018", "[localhost:27018]"},
		{"db1", "27018", "[db1:27018]"},
		{"db1:27018", "27018", "[db1:27018]"},
		{"rs0/a,b", "", "[a:27017 b:27017]"},
		{"db1:27018", "27019", ""},
		{"db1", "0", ""},
		{"mongodb://db1", "27018", ""},
	} {
		got, err := FromHost(c.host, c.port)
		if (err == nil) != (c.want != "") || err == nil && fmt.Sprint(got.Hosts) != c.want {
			t.Errorf("--host %q --port %q: %v, %v", c.host, c.port, got.Hosts, err)
		}
	}
}

// TestTable: every row is complete and no name means two things.
func TestTable(t *testing.T) {
	seen := map[string]string{}
	for _, row := range Table() {
		names := []string{row.Name}
		for _, old := range row.Old {
			names = append(names, old.Name)
			if old.Of == "" {
				t.Errorf("%s: whose name was %s?", row.Name, old.Name)
			}
		}
		for _, name := range names {
			if other, twice := seen[name]; twice {
				t.Errorf("%s names %s and %s", name, other, row.Name)
			}
			seen[name] = row.Name
		}
		if !row.URI && row.Usage == "" {
			t.Errorf("%s is neither a URI option nor a flag", row.Name)
		}
	}
}
