package command

import (
	"bytes"
	"crypto/tls"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/hellos"
	"mongotls/probe/target"
	"mongotls/report"
)

// rsaOnly is a mongod that takes one suite of TLS 1.2, with RSA key exchange.
func rsaOnly(t *testing.T) *server.Server {
	t.Helper()
	p := pki.New(time.Now())
	leaf := p.Root("Example Root").Leaf("127.0.0.1", pki.Key(pki.RSA(2048)))
	if err := p.Err(); err != nil {
		t.Fatal(err)
	}
	mongod := server.Mongod{Mode: server.RequireTLS, TLS: server.Scripted{
		Suites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}, Chain: [][]byte{leaf.DER()}, Key: leaf.Key(),
	}}
	s, err := server.Start(mongod.Serve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// doctor runs the command and returns its screen, and the document that its JSON has.
func doctor(t *testing.T, args ...string) (string, report.Document) {
	t.Helper()
	run := func(format string) string {
		var out, errs bytes.Buffer
		Run(t.Context(), slices.Concat([]string{"mongotls", "doctor", "-o", format}, args), Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" },
			Passphrase: func(string) (target.Secret, error) { return target.Secret{}, io.EOF },
			Password:   func(string) (target.Secret, error) { return target.Secret{}, nil },
		}, nil)
		if errs.Len() > 0 {
			t.Fatal(errs.String())
		}
		return out.String()
	}
	doc, err := report.Read(strings.NewReader(run("json")))
	if err != nil {
		t.Fatal(err)
	}
	return run("text"), doc
}

// TestSimulate: the judges' hellos are replayed where nothing is in common, all with the flag.
func TestSimulate(t *testing.T) {
	s := rsaOnly(t)
	for _, test := range []struct {
		args  []string
		asked []string // among others
		least int
	}{
		{nil, []string{"go-1.26", "openjdk-17"}, 5},
		{[]string{"--driver", "go"}, []string{"go-1.26"}, 1},
		{[]string{"--driver", "go", "--simulate"}, []string{"go-1.26", "openjdk-17", "node-8-openssl-1.0.2s"}, len(hellos.Names())},
	} {
		screen, doc := doctor(t, append(test.args, "-v", s.Address())...)
		m := doc.Targets[0].Evidence.Members[0]
		if len(m.Simulations) < test.least || len(m.Simulations) > 2*test.least {
			t.Errorf("%v: %d replays, want about %d", test.args, len(m.Simulations), test.least)
		}
		for _, name := range test.asked {
			i := slices.IndexFunc(m.Simulations, func(s evidence.Simulation) bool { return s.Hello == name })
			if i < 0 || m.Simulations[i].Origin == "" || !strings.Contains(screen, name) {
				t.Errorf("%v: %s was not replayed:\n%s", test.args, name, screen)
			}
		}
		if told := strings.Contains(screen, "no recorded ClientHello"); told != slices.Contains(test.args, "--simulate") {
			t.Errorf("%v: who has no hello: told %t", test.args, told)
		}
		if !strings.Contains(screen, "own ClientHello, replayed") || !strings.Contains(screen, "alert 40 handshake_failure (") {
			t.Errorf("%v: the diagnosis does not tell:\n%s", test.args, screen)
		}
	}
}

// TestSimulants: profiles with the same hello and habits share one, and all means all.
func TestSimulants(t *testing.T) {
	judge := classify.Options{Judges: driver.Families(), Profiles: driver.Known()}
	if few := simulants(judge, false); len(few) != len(judge.Judges) {
		t.Errorf("%d judges have %d simulants", len(judge.Judges), len(few))
	}
	all := simulants(judge, true)
	for _, name := range hellos.Names() {
		if !slices.ContainsFunc(all, func(s probe.Simulant) bool { return s.Hello == name }) {
			t.Errorf("%s is left out", name)
		}
	}
	for i, s := range all {
		if slices.Contains(all[i+1:], s) {
			t.Errorf("%+v stands twice", s)
		}
	}
}

func TestUnrecorded(t *testing.T) {
	if note := unrecorded(classify.Options{Judges: driver.Families()}); note != nil {
		t.Errorf("every family has a hello: %v", note)
	}
	old := driver.Profile{Title: "Java", Stack: driver.Stack{Hello: ""}, Variant: "jdk8"}
	note := unrecorded(classify.Options{Judges: driver.Families(), Profiles: []driver.Profile{old, old}})
	if len(note) != 1 || !strings.HasSuffix(note[0], "not replayed: Java (jdk8)") {
		t.Error(note)
	}
}
