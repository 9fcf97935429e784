package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/fixtures"
)

// TestConnectionsToMembers: a member gets at most maxConnections, whatever is wrong with it, and
// what is wrong is not passed over for that. Each scenario is a member here, because there is a
// second seed, where nobody listens.
func TestConnectionsToMembers(t *testing.T) {
	for _, sc := range fixtures.Scenarios() {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			lab, err := fixtures.Start(context.Background(), sc, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer lab.Close()
			target, ok := besideAnother(lab.Target)
			if !ok || slices.Contains(lab.Args, "--ciphers") {
				t.Skip("its options allow no other seed, or want more connections")
			}
			lab.Target = target
			doc, _ := doctor(t, lab)
			for _, m := range doc.Targets[0].Evidence.Members {
				if m.Connections > maxConnections {
					t.Errorf("%d connections to %s", m.Connections, m.Host)
				}
			}
			first := doc.Targets[0].Evidence.Members[0].Host
			told := slices.ContainsFunc(doc.Targets[0].Result.Diagnoses, func(d classify.Diagnosis) bool {
				return d.Severity != classify.Info && slices.Contains(d.Members, first)
			})
			if sc.Root != "" && !told {
				t.Errorf("nothing is told of %s, want %s", first, sc.Root)
			}
		})
	}
}

// besideAnother adds a seed to a target; ok is false where its options allow one only.
func besideAnother(target string) (string, bool) {
	if !strings.Contains(target, "://") {
		return "mongodb://" + target + ",127.0.0.1:1/?tls=true", true
	}
	for _, alone := range []string{"+srv", "directConnection=true", "loadBalanced=true"} {
		if strings.Contains(target, alone) {
			return "", false
		}
	}
	scheme, rest, _ := strings.Cut(target, "://")
	hosts, options, ok := strings.Cut(rest, "/")
	return scheme + "://" + hosts + ",127.0.0.1:1/" + options, ok
}
