package probe_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/target"
)

const secret = "correct horse"

// logsIn gives the lab credentials.
func (l *lab) logsIn(mechanism, user, password string) {
	l.config.Attempts = login.NewAttempts()
	l.options.Username, l.options.AuthMechanism = user, mechanism
	if password != "" {
		l.options.Password = target.NewSecret(password)
	}
}

func users() []server.User {
	return []server.User{
		{Name: "app", Password: secret, Roles: []string{"clusterMonitor"}},
		{Name: "CN=app", Database: server.External, Roles: []string{"clusterMonitor"}},
	}
}

func TestLogin(t *testing.T) {
	cases := map[string]struct {
		mechanism, user, password string
		client                    string // the subject of the client certificate
		at                        time.Duration
		edit                      func(*lab, *server.Mongod)
		options                   func(*target.Options)
		outcome                   evidence.Outcome
		says                      string // in Skipped or Error
		attempts                  int
	}{
		"SCRAM":                      {user: "app", password: secret, outcome: evidence.OK, attempts: 1},
		"wrong password":             {user: "app", password: "wrong horse", outcome: evidence.Refused, says: "Authentication failed", attempts: 1},
		"no password":                {user: "app", outcome: evidence.Skipped, says: "no password"},
		"X.509":                      {mechanism: login.X509, client: "CN=app", outcome: evidence.OK, attempts: 1},
		"X.509, unknown user":        {mechanism: login.X509, client: "CN=web", outcome: evidence.Refused, says: "Could not find user", attempts: 1},
		"X.509, no certificate":      {mechanism: login.X509, outcome: evidence.Skipped, says: "needs a client certificate"},
		"SCRAM beside a certificate": {user: "app", password: secret, client: "CN=web", outcome: evidence.OK, attempts: 1},
		"another name": {user: "app", password: secret, outcome: evidence.Skipped, says: "did not verify",
			edit: func(l *lab, _ *server.Mongod) { l.host = "db2.example.com" }},
		"another name, allowed": {user: "app", password: secret, outcome: evidence.OK, attempts: 1,
			edit:    func(l *lab, _ *server.Mongod) { l.host = "db2.example.com" },
			options: func(o *target.Options) { o.AllowInvalidHostnames = true }},
		"unknown authority, names allowed": {user: "app", password: secret, outcome: evidence.Skipped, says: "did not verify",
			edit:    func(l *lab, _ *server.Mongod) { l.config.Anchors = anchors{l.parse(l.pki.Root("Other Root"))} },
			options: func(o *target.Options) { o.AllowInvalidHostnames = true }},
		"unknown authority, insecure": {user: "app", password: secret, outcome: evidence.OK, attempts: 1,
			edit:    func(l *lab, _ *server.Mongod) { l.config.Anchors = anchors{l.parse(l.pki.Root("Other Root"))} },
			options: func(o *target.Options) { o.Insecure = true }},
		"PLAIN, insecure": {mechanism: login.Plain, user: "app", password: secret, outcome: evidence.Skipped, says: "PLAIN",
			edit:    func(l *lab, _ *server.Mongod) { l.config.Anchors = anchors{l.parse(l.pki.Root("Other Root"))} },
			options: func(o *target.Options) { o.Insecure = true }},
		"valid only at another moment": {user: "app", password: secret, outcome: evidence.Skipped, says: "did not verify", at: -48 * time.Hour,
			edit: func(l *lab, m *server.Mongod) {
				expired := l.leaf(pki.NotBefore(time.Now().Add(-100*time.Hour)), pki.NotAfter(time.Now().Add(-24*time.Hour)))
				m.TLS = server.Standard{Config: l.tls(func(c *tls.Config) { c.Certificates = []tls.Certificate{expired.TLS(l.ica)} })}
			}},
		"arbiter": {user: "app", password: secret, outcome: evidence.Skipped, says: "arbiter",
			edit: func(_ *lab, m *server.Mongod) { m.Hello.Role = server.Arbiter }},
		"mongos": {user: "app", password: secret, outcome: evidence.OK, attempts: 1,
			edit: func(_ *lab, m *server.Mongod) { m.Hello.Role = server.Mongos }},
		"certificate refused, and not needed": {user: "app", password: secret, client: "stranger", outcome: evidence.OK, attempts: 1},
		"certificate refused, and needed": {user: "app", password: secret, client: "stranger", outcome: evidence.Skipped, says: "ends the connection",
			edit: func(_ *lab, m *server.Mongod) { m.Clients.Required = true }},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			l.logsIn(c.mechanism, c.user, c.password)
			l.brings(c.client)
			l.config.At = l.config.At.Add(c.at)
			instance := &server.Instance{Version: "6.0.5", Users: users()}
			m := l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) { s.ClientAuth = tls.RequestClientCert })})
			m.Instance, m.Clients = instance, server.ClientPolicy{CAs: l.pool()}
			if c.edit != nil {
				c.edit(l, &m)
			}
			if c.options != nil {
				c.options(&l.options)
			}
			s := l.start(m.Serve)
			got := l.probePort(t.Context(), s.Port())
			in := got.Login
			if in == nil || in.Outcome != c.outcome || !strings.Contains(in.Skipped+in.Error, c.says) {
				t.Fatalf("%+v", in)
			}
			if n := len(instance.Logins()); n != c.attempts {
				t.Errorf("%d attempts, want %d", n, c.attempts)
			}
			if v := instance.Violations(); v != nil {
				t.Errorf("commands that do more than look: %v", v)
			}
			text, err := json.Marshal(got)
			if err != nil || strings.Contains(string(text), "horse") {
				t.Errorf("%v: the password is in the evidence", err)
			}
			if c.outcome == evidence.OK && (in.Mode != "requireTLS" || in.Unverified != (c.options != nil)) {
				t.Errorf("mode %q, unverified %v", in.Mode, in.Unverified)
			}
		})
	}
}

// brings gives the lab a client certificate: one of a stranger's CA, or of ours.
func (l *lab) brings(subject string) {
	switch subject {
	case "":
	case "stranger":
		l.config.Client = l.client(l.pki.Root("Other Root").Client("CN=app"))
	default:
		l.config.Client = l.client(l.root.Client(strings.TrimPrefix(subject, "CN=")))
	}
}

// TestRefusalInTheLog: the reason for which a certificate was refused is in the log, which a
// login without the certificate can read.
func TestRefusalInTheLog(t *testing.T) {
	l := newLab(t)
	l.logsIn("", "app", secret)
	l.brings("stranger")
	m := l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) { s.ClientAuth = tls.RequestClientCert })})
	m.Instance, m.Clients = &server.Instance{Users: users()}, server.ClientPolicy{CAs: l.pool()}
	got := l.probe(m.Serve)
	if got.Client.RefusedWith == nil || len(got.Login.Refusals) == 0 || !strings.Contains(got.Login.Refusals[0], "unable to get local issuer certificate") {
		t.Errorf("client %+v, login %+v", got.Client, got.Login)
	}
}

func TestLoginCost(t *testing.T) {
	l := newLab(t)
	l.logsIn("", "app", secret)
	m := l.mongod(server.Standard{Config: l.tls(nil)})
	m.Instance = &server.Instance{Users: users()}
	s := l.start(m.Serve)
	got := l.probePort(t.Context(), s.Port())
	if n := s.Connections(); n > maxHealthy+1 || n != got.Connections {
		t.Errorf("%d connections, %d said, at most %d wanted", n, got.Connections, maxHealthy+1)
	}
	if got.Login.ServerExpires == nil || got.Login.ServerExpires.Format(time.RFC3339) != got.Chain.Presented[0].NotAfter || got.Login.HasCA == nil {
		t.Errorf("%+v", got.Login)
	}
}

// TestNoCredentials: a target without credentials gets nothing but hello.
func TestNoCredentials(t *testing.T) {
	l := newLab(t)
	l.config.Attempts = login.NewAttempts()
	instance := &server.Instance{Users: users()}
	m := l.mongod(server.Standard{Config: l.tls(nil)})
	m.Instance = instance
	if got := l.probe(m.Serve); got.Login != nil || instance.Logins() != nil {
		t.Errorf("%+v", got.Login)
	}
}

// TestWrongPasswordOfSet: a wrong password costs a whole set one attempt, under whatever names
// and however often it is examined, and every member counts as refusing it each time.
func TestWrongPasswordOfSet(t *testing.T) {
	members := three()
	members[0].Certificate.Names = []string{"db1.example.com", "seed.example.com"}
	s := start(t, cluster.Spec{Set: "rs0", Members: members, Users: users()})
	first := s.Member("db1.example.com")
	s.config.Resolve = []target.Resolve{{Name: "seed.example.com", Port: first.Port, Addr: first.Address}}
	s.config.Attempts = login.NewAttempts()
	for range 2 {
		e := s.run(fmt.Sprintf("mongodb://app:wrong@seed.example.com:%d/", first.Port))
		if hosts(e) != "seed/given db1/hello db2/hello db3/hello" {
			t.Fatal(hosts(e))
		}
		for _, m := range e.Members {
			if l := m.Login; l.Code != 18 || l.Outcome != evidence.Refused && l.RefusedAt == "" {
				t.Errorf("%s: %+v", m.Host, l)
			}
		}
	}
	attempts := 0
	for _, m := range s.Members() {
		attempts += len(m.Server.Logins())
	}
	if attempts != 1 {
		t.Errorf("%d attempts", attempts)
	}
}
