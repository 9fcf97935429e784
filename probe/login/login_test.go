package login_test

import (
	"context"
	"encoding/json"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/target"
	"mongotls/probe/wire"
)

const password = "p@ss,w=ord ü"

// monitor may ask everything but usersInfo.
func monitor(mechanisms ...string) server.User {
	return server.User{Name: "app", Password: password, Mechanisms: mechanisms, Roles: []string{"clusterMonitor"}}
}

func primary() server.Hello {
	return server.Hello{Role: server.Primary, SetName: "rs0", Hosts: []string{"db1.example.com:27017"}, MaxWireVersion: 25}
}

// start serves a mongod of an Instance without TLS: what a login does inside TLS it does
// outside as well.
func start(t *testing.T, m server.Mongod) *server.Server {
	t.Helper()
	if m.Mode == "" {
		m.Mode = server.AllowTLS
	}
	s, err := server.Start(m.Serve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func dial(s *server.Server) login.Connect {
	return func(ctx context.Context) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", s.Address())
	}
}

// given are the credentials of a connection string.
func given(t *testing.T, uri string) *login.Credentials {
	t.Helper()
	return login.Given(parsed(t, uri), login.NewAttempts())
}

func parsed(t *testing.T, uri string) target.Target {
	t.Helper()
	out, err := target.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	encoded = "p%40ss%2Cw%3Dord%20%C3%BC"
	app     = "mongodb://app:" + encoded + "@db1.example.com/"
)

var verified = login.Server{Role: "primary", Verified: true}

func run(t *testing.T, c *login.Credentials, s *server.Server, judged login.Server) *evidence.Login {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return login.Run(ctx, c, s.Address(), judged, dial(s), wire.Options{Version: "test"})
}

func TestMechanisms(t *testing.T) {
	cases := map[string]struct {
		uri       string
		users     []string // the mechanisms that the server has of the user
		wire      int
		mechanism string
		outcome   evidence.Outcome
	}{
		"both offered":             {app, []string{login.SCRAMSHA1, login.SCRAMSHA256}, 25, login.SCRAMSHA256, evidence.OK},
		"SHA-1 offered":            {app, []string{login.SCRAMSHA1}, 25, login.SCRAMSHA1, evidence.OK},
		"before OP_MSG":            {app, []string{login.SCRAMSHA1}, 5, login.SCRAMSHA1, evidence.OK},
		"SHA-1 asked for":          {app + "?authMechanism=SCRAM-SHA-1", nil, 25, login.SCRAMSHA1, evidence.OK},
		"SHA-256 asked for":        {app + "?authMechanism=SCRAM-SHA-256", nil, 25, login.SCRAMSHA256, evidence.OK},
		"asked for, not there":     {app + "?authMechanism=SCRAM-SHA-256", []string{login.SCRAMSHA1}, 25, login.SCRAMSHA256, evidence.Refused},
		"in another database":      {app + "?authSource=other", nil, 25, login.SCRAMSHA1, evidence.Refused},
		"database of the URI":      {"mongodb://app:" + encoded + "@db1.example.com/shop", nil, 25, login.SCRAMSHA1, evidence.Refused},
		"wrong password":           {"mongodb://app:wrong@db1.example.com/", nil, 25, login.SCRAMSHA256, evidence.Refused},
		"unknown user":             {"mongodb://nobody:wrong@db1.example.com/", nil, 25, login.SCRAMSHA1, evidence.Refused},
		"PLAIN, which is unknown":  {app + "?authMechanism=PLAIN&authSource=$external", nil, 25, login.Plain, evidence.Refused},
		"lower case, as some type": {app + "?authMechanism=scram-sha-256", nil, 25, login.SCRAMSHA256, evidence.OK},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			hello := primary()
			hello.MaxWireVersion, hello.NoOpMsg = c.wire, c.wire < 6
			instance := &server.Instance{Users: []server.User{monitor(c.users...)}}
			if c.users == nil {
				instance.Users = []server.User{monitor()}
			}
			s := start(t, server.Mongod{Instance: instance, Hello: hello})
			got := run(t, given(t, c.uri), s, verified)
			if got.Mechanism != c.mechanism || got.Outcome != c.outcome || got.Skipped != "" {
				t.Fatalf("%+v", got)
			}
			if c.outcome == evidence.Refused && (got.Code == 0 || got.Asked != nil) {
				t.Errorf("code %d, asked %v", got.Code, got.Asked)
			}
			if n := len(instance.Logins()); n != 1 {
				t.Errorf("%d attempts: %v", n, instance.Logins())
			}
			clean(t, instance, got)
		})
	}
}

// clean: nothing was written, and no secret is in what is kept.
func clean(t *testing.T, instance *server.Instance, got *evidence.Login) {
	t.Helper()
	if v := instance.Violations(); v != nil {
		t.Errorf("commands that do more than look: %v", v)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{password, "p@ss", encoded} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the password is in %s", text)
		}
	}
}

func TestFacts(t *testing.T) {
	hello := primary()
	instance := &server.Instance{
		Version: "7.0.14", Users: []server.User{monitor()}, ClusterAuthMode: "sendX509", Configured: server.AllowTLS,
		Transport: map[string]int64{"1.0": 3, "1.2": 40},
		Set: []server.SetMember{{Host: "db1.example.com:27017"}, {Host: "db4.example.com:27017", Hidden: true, Role: server.Secondary,
			Horizons: map[string]string{"public": "db4.example.net:27017"}}},
	}
	s := start(t, server.Mongod{Mode: server.PreferTLS, Instance: instance, Hello: hello})
	got := run(t, given(t, app), s, verified)
	if got.Outcome != evidence.OK {
		t.Fatalf("%+v", got)
	}
	for _, a := range got.Asked {
		if a.Outcome != evidence.OK {
			t.Errorf("%s: %s, code %d", a.Name, a.Outcome, a.Code)
		}
	}
	if got.Mode != "preferTLS" || got.ClusterAuthMode != "sendX509" || got.Version != "7.0.14" || !strings.HasPrefix(got.OpenSSL, "OpenSSL ") {
		t.Errorf("mode %q, cluster %q, version %q, %q", got.Mode, got.ClusterAuthMode, got.Version, got.OpenSSL)
	}
	if got.Options["net.tls.mode"] != "allowTLS" || got.Options["net.bindIp"] != "*" || got.Options["net.port"] != "27017" ||
		got.Options["security.authorization"] != "enabled" || got.Options["replication.replSetName"] != "" {
		t.Errorf("options %v", got.Options)
	}
	if got.Transport["1.0"] != 3 || got.Transport["1.2"] != 40 || got.Accepted == nil || *got.Accepted < 1 {
		t.Errorf("transport %v, accepted %v", got.Transport, got.Accepted)
	}
	if !slices.Equal(got.Hidden, []string{"db4.example.com:27017"}) || got.Horizons["db4.example.com:27017"]["public"] != "db4.example.net:27017" {
		t.Errorf("hidden %v, horizons %v", got.Hidden, got.Horizons)
	}
	if !slices.Equal(got.Roles, []string{"clusterMonitor@admin"}) {
		t.Errorf("roles %v", got.Roles)
	}
	clean(t, instance, got)
}

func TestOldNames(t *testing.T) {
	instance := &server.Instance{Version: "3.6.23", Users: []server.User{monitor()}}
	s := start(t, server.Mongod{Mode: server.PreferTLS, Instance: instance, Hello: primary()})
	got := run(t, given(t, app), s, verified)
	if got.Mode != "preferTLS" || got.Options["net.ssl.mode"] != "preferSSL" {
		t.Errorf("mode %q, options %v", got.Mode, got.Options)
	}
}

func TestMissingPrivileges(t *testing.T) {
	instance := &server.Instance{Version: "8.0.4", Users: []server.User{{Name: "app", Password: password, Roles: []string{"readWrite"}}}}
	s := start(t, server.Mongod{Instance: instance, Hello: primary()})
	judged := verified
	judged.Subject = "CN=app"
	got := run(t, given(t, app), s, judged)
	if got.Outcome != evidence.OK || got.Mode != "" || got.Options != nil {
		t.Fatalf("%+v", got)
	}
	var refused []string
	for _, a := range got.Asked {
		if a.Outcome == evidence.Refused && a.Code == evidence.Unauthorized {
			refused = append(refused, a.Name+" "+a.Role)
		}
	}
	want := []string{"getParameter clusterMonitor", "getCmdLineOpts clusterMonitor", "serverStatus clusterMonitor",
		"replSetGetConfig clusterMonitor", "usersInfo userAdminAnyDatabase", "getLog clusterMonitor"}
	if !slices.Equal(refused, want) {
		t.Errorf("refused %v, want %v", refused, want)
	}
	clean(t, instance, got)
}

func TestWithheld(t *testing.T) {
	with := func(role string, isVerified, allowed bool, subject string) login.Server {
		return login.Server{Role: role, Verified: isVerified, Allowed: allowed, Subject: subject}
	}
	x509 := "mongodb://db1.example.com/?authMechanism=MONGODB-X509"
	cases := map[string]struct {
		uri    string
		server login.Server
		want   string // a part of the reason; "" = it is tried
	}{
		"verified":                {app, with("primary", true, false, ""), ""},
		"unverified":              {app, with("primary", false, false, ""), "did not verify"},
		"unverified, allowed":     {app, with("primary", false, true, ""), ""},
		"arbiter":                 {app, with("arbiter", true, false, ""), "arbiter"},
		"no password":             {"mongodb://app@db1.example.com/", with("primary", true, false, ""), "no password"},
		"no user":                 {"mongodb://db1.example.com/?authMechanism=SCRAM-SHA-256", with("primary", true, false, ""), "no user name"},
		"PLAIN":                   {app + "?authMechanism=PLAIN", with("primary", true, false, ""), ""},
		"PLAIN, allowed only":     {app + "?authMechanism=PLAIN", with("primary", false, true, ""), "PLAIN shows the password"},
		"X.509":                   {x509, with("primary", true, false, "CN=app"), ""},
		"X.509 to an unverified":  {x509, with("primary", false, false, "CN=app"), ""},
		"X.509 without one":       {x509, with("primary", true, false, ""), "client certificate"},
		"a mechanism not spoken":  {app + "?authMechanism=GSSAPI", with("primary", true, false, ""), "GSSAPI"},
		"one without a user":      {"mongodb://db1.example.com/?authMechanism=MONGODB-OIDC", with("primary", true, false, ""), "MONGODB-OIDC"},
		"the mechanism of before": {app + "?authMechanism=MONGODB-CR", with("primary", true, false, ""), "MONGODB-CR"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			got := given(t, c.uri).Withheld(c.server)
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("withheld %q, want %q", got, c.want)
			}
		})
	}
}

// TestPasswordNeeded: nobody is asked for a password that no login here would use.
func TestPasswordNeeded(t *testing.T) {
	cases := map[string]bool{
		"mongodb://app@db1.example.com/":                               true,
		"mongodb://app@db1.example.com/?authMechanism=PLAIN":           true,
		"mongodb://app@db1.example.com/?authMechanism=GSSAPI":          false,
		"mongodb://app@db1.example.com/?authMechanism=MONGODB-OIDC":    false,
		"mongodb://CN=app@db1.example.com/?authMechanism=MONGODB-X509": false,
		"mongodb://db1.example.com/?authMechanism=SCRAM-SHA-256":       false,
		app: false,
	}
	for uri, want := range cases {
		if got := given(t, uri).NeedsPassword(); got != want {
			t.Errorf("%s: %v, want %v", uri, got, want)
		}
	}
}

func TestNothingIsDialledInVain(t *testing.T) {
	connect := func(context.Context) (net.Conn, error) { t.Error("a connection was made"); return nil, net.ErrClosed }
	got := login.Run(t.Context(), given(t, app), "127.0.0.1:1", login.Server{Role: "primary"}, connect, wire.Options{})
	if got.Outcome != evidence.Skipped || got.Skipped == "" || got.User != "app" || got.Source != "admin" {
		t.Errorf("%+v", got)
	}
}

func TestGiven(t *testing.T) {
	cases := map[string]string{ // user, source, mechanism
		"mongodb://db1.example.com/":  "none",
		app:                           "app admin ",
		app + "shop":                  "app shop ",
		app + "shop?authSource=users": "app users ",
		"mongodb://db1.example.com/shop?authMechanism=MONGODB-X509":                  " $external MONGODB-X509",
		"mongodb://CN=app@db1.example.com/?authMechanism=MONGODB-X509":               "CN=app $external MONGODB-X509",
		app + "?authMechanism=PLAIN":                                                 "app $external PLAIN",
		app + "?authMechanism=SCRAM-SHA-1&authSource=$external&retryWrites=true&w=1": "app $external SCRAM-SHA-1",
	}
	for uri, want := range cases {
		got := "none"
		if c := given(t, uri); c != nil {
			got = c.User + " " + c.Source + " " + c.Mechanism
		}
		if got != want {
			t.Errorf("%s: %q, want %q", uri, got, want)
		}
	}
}
