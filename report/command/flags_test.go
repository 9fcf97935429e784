package command

import (
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"mongotls/probe/target"
)

// contractFlags is the table of flags in contract section 1: each with its aliases.
var contractFlags = []struct {
	name    string
	aliases []string
	isBool  bool
}{
	{"tls", []string{"ssl"}, true},
	{"tlsCAFile", []string{"sslCAFile", "ca"}, false},
	{"tlsCertificateKeyFile", []string{"sslPEMKeyFile", "cert"}, false},
	{"tlsCertificateKeyFilePassword", []string{"sslPEMKeyPassword"}, false},
	{"tlsKeyFile", nil, false},
	{"tlsCRLFile", []string{"sslCRLFile"}, false},
	{"tlsAllowInvalidCertificates", []string{"sslAllowInvalidCertificates"}, true},
	{"tlsAllowInvalidHostnames", []string{"sslAllowInvalidHostnames"}, true},
	{"tlsInsecure", nil, true},
	{"tlsDisabledProtocols", []string{"sslDisabledProtocols"}, false},
	{"tlsDisableOCSPEndpointCheck", nil, true},
	{"tlsDisableCertificateRevocationCheck", nil, true},
	{"host", nil, false},
	{"port", nil, false},
	{"username", []string{"u"}, false},
	{"password", []string{"p"}, false},
	{"authenticationDatabase", nil, false},
	{"authenticationMechanism", nil, false},
	{"driver", nil, false},
	{"output", []string{"o"}, false},
	{"json", nil, true},
	{"fail-on", nil, false},
	{"expires-within", nil, false},
	{"timeout", nil, false},
	{"offline", nil, true},
	{"at", nil, false},
	{"resolve", nil, false},
	{"servername", nil, false},
	{"no-discover", nil, true},
	{"color", nil, false},
	{"quiet", []string{"q"}, true},
	{"verbose", []string{"v"}, true},
}

func TestContractFlags(t *testing.T) {
	known := flagSpecs(&cli.Command{Flags: doctorFlags()})
	for _, want := range contractFlags {
		for _, name := range append([]string{want.name}, want.aliases...) {
			spec, ok := known[name]
			if !ok {
				t.Errorf("there is no flag %s", dashed(name))
			} else if spec.isBool != want.isBool {
				t.Errorf("%s: takes no value = %t, want %t", dashed(name), spec.isBool, want.isBool)
			}
		}
	}
}

// TestFlagNamesDiffer: no name stands for two flags of a command.
func TestFlagNamesDiffer(t *testing.T) {
	for _, c := range new(program).commands() {
		seen := []string{"help", "h"}
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				if slices.Contains(seen, name) {
					t.Errorf("%s: two flags are called %s", c.Name, name)
				}
				seen = append(seen, name)
			}
		}
	}
}

// TestHelpFits: no line of any help is wider than a terminal, and every flag that is
// shown has a description and a group.
func TestHelpFits(t *testing.T) {
	commands := new(program).commands()
	var b strings.Builder
	if err := helpOfAll(&b, commands); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		if err := helpOf(&b, c); err != nil {
			t.Fatal(err)
		}
		for _, g := range groups(c.Flags) {
			for _, f := range g.flags {
				if g.name == "" || f.(cli.DocGenerationFlag).GetUsage() == "" {
					t.Errorf("%s --%s: group %q, description %q", c.Name, f.Names()[0], g.name, f.(cli.DocGenerationFlag).GetUsage())
				}
			}
		}
	}
	for line := range strings.SplitSeq(b.String(), "\n") {
		if len(line) > helpWidth || strings.TrimRight(line, " ") != line {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
}

func TestReadArguments(t *testing.T) {
	command := &cli.Command{Name: "doctor", Flags: doctorFlags()}
	for _, c := range []struct {
		args string // words
		want string // flags, then the rest
	}{
		{"a b", "-- a b"},
		{"a --tls b", "--tls=true -- a b"},
		{"a -tls b", "--tls=true -- a b"},
		{"--ca x a", "--tlsCAFile=x -- a"},
		{"a --tlsCAFile -", "--tlsCAFile=- -- a"},
		{"- a", "-- - a"},
		{"--tls -- --tls", "--tls=true -- --tls"},
		{"-u -x a", "--username=-x -- a"},
		{"-u=-x a", "--username=-x -- a"},
		{"-u--tls a", "--username=--tls -- a"},
		{"-ux=y a", "--username=x=y -- a"},
		{"-p --tls a", "--tls=true -- a"},
		{"a -p", "-- a"},
		{"a -p -- b", "-- a b"},
		{"-p -1 a", "--password=-1 -- a"},
		{"--tls false a", "--tls=false -- a"},
		{"--sslCAFile x a", "--sslCAFile=x -- a"},
		{"--tlsCAFile=a=b a", "--tlsCAFile=a=b -- a"},
		{"-v -q", "--verbose=true --quiet=true --"},
	} {
		got, err := readArguments(command, strings.Fields(c.args))
		if err != nil {
			t.Errorf("%s: %v", c.args, err)
		} else if text := strings.Join(got.inOrder(), " "); text != c.want {
			t.Errorf("%s: %s, want %s", c.args, text, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"doctor", "drivers", "explain", "--tlsCAFile"}
	for word, want := range map[string]string{
		"doctr": "doctor", "DOCTOR": "doctor", "driver": "drivers", "--tlscafiel": "--tlsCAFile",
		"x": "", "": "", "nothing": "",
	} {
		if got := target.Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// FuzzReadArguments: whatever the command line, reading it ends, and what is not refused
// has every word after the flags in its place.
func FuzzReadArguments(f *testing.F) {
	f.Add("--tls a -p x -- --ca y")
	f.Add("-oshort --=x ---")
	command := &cli.Command{Name: "doctor", Flags: doctorFlags()}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, " ")
		got, err := readArguments(command, args)
		if err != nil {
			if text := oneLine(err.Error()); strings.ContainsAny(text, "\n\x1b") {
				t.Errorf("%q", text)
			}
			return
		}
		for _, word := range got.rest {
			if !slices.Contains(args, word) {
				t.Errorf("%q is not of %q", word, args)
			}
		}
	})
}
