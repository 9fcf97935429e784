package report

import (
	"strings"
	"testing"
	"time"

	"mongotls/probe/evidence"
)

// TestLoginRows: what a login told stands on the screen, the long of it with -v only, and
// nothing that a server says can act on a terminal.
func TestLoginRows(t *testing.T) {
	accepted, there := int64(120), false
	expires := time.Date(2027, 1, 2, 3, 4, 0, 0, time.UTC)
	l := &evidence.Login{
		Mechanism: "SCRAM-SHA-256", User: "app", Source: "admin", Outcome: evidence.OK, Roles: []string{"clusterMonitor@admin"},
		Mode: "preferTLS", ClusterAuthMode: "x509", Version: "7.0.14", OpenSSL: "OpenSSL 3.0.13",
		Transport: map[string]int64{"1.0": 0, "1.2": 3, "1.3": 40}, Accepted: &accepted,
		PlaintextClients: []string{"10.0.0.6"}, Hidden: []string{"db4.example.com:27017"},
		Horizons:      map[string]map[string]string{"db1.example.com:27017": {"public": "db1.example.net:27017"}},
		ServerSubject: "CN=db1", ServerExpires: &expires, Subject: "CN=app", CertificateUser: &there,
		Options: map[string]string{"net.tls.mode": "preferTLS"}, Refusals: []string{"refused \x1b[31m"},
	}
	var short, all []string
	for _, r := range (escaper{true}).login(l) {
		line := r.name + ": " + r.text
		if all = append(all, line); !r.long {
			short = append(short, line)
		}
	}
	want := []string{
		"login: app on admin, by SCRAM-SHA-256; roles clusterMonitor@admin",
		"mode: preferTLS; clusterAuthMode x509",
		"release: 7.0.14, OpenSSL 3.0.13",
		"connections: TLS 1.2: 3, TLS 1.3: 40 since the start, of 120 connections accepted",
		"without TLS: 10.0.0.6",
		"hidden: db4.example.com:27017",
	}
	if got := strings.Join(short, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	for _, line := range []string{
		"horizons: db1.example.com:27017: public is db1.example.net:27017", "own view: CN=db1, until 2027-01-02 03:04 UTC",
		"X.509 user: there is none for CN=app", "options: net.tls.mode=preferTLS", `refusal: refused \x1b[31m`,
	} {
		if !strings.Contains(strings.Join(all, "\n"), line) {
			t.Errorf("no %q in\n%s", line, strings.Join(all, "\n"))
		}
	}
}

func TestNoLoginRows(t *testing.T) {
	for name, l := range map[string]*evidence.Login{"none": nil, "refused": {Outcome: evidence.Refused}, "skipped": {Outcome: evidence.Skipped}} {
		if rows := (escaper{}).login(l); rows != nil {
			t.Errorf("%s: %v", name, rows)
		}
	}
}

// TestToldOfSet: the screen of a deployment has once what the members that logged in agree on,
// and leaves the rest to -v.
func TestToldOfSet(t *testing.T) {
	told := func(mode string) []loginRow {
		return escaper{}.login(&evidence.Login{User: "app", Source: "admin", Mechanism: "SCRAM-SHA-256", Outcome: evidence.OK, Mode: mode,
			Hidden: []string{"db4:27017"}, Transport: map[string]int64{"1.3": 4}})
	}
	v := view{members: []member{{host: "db1", login: told("requireTLS")}, {host: "db2", login: told("preferTLS")}, {host: "db3", login: told("requireTLS")}, {host: "arbiter"}}}
	want := []string{
		"login on db1, db2 and db3: app on admin, by SCRAM-SHA-256",
		"mode on db1 and db3: requireTLS",
		"mode on db2: preferTLS",
	}
	if got := toldOfSet(v); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
