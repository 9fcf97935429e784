package login

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/target"
	"mongotls/probe/wire"
)

// reply is what a server answers, as it comes from the wire.
func reply(t testing.TB, d bson.D) wire.Reply {
	t.Helper()
	doc, err := bson.Marshal(bson.D{{Key: "doc", Value: d}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := wire.ReadReply(doc)
	if err != nil {
		t.Fatal(err)
	}
	return r.Document("doc")
}

func TestOptions(t *testing.T) {
	s := session{Credentials: &Credentials{}, secrets: []string{"hunter22"}, out: &evidence.Login{}}
	s.readOptions(reply(t, bson.D{{Key: "argv", Value: bson.A{"--tlsCertificateKeyFilePassword", "seven"}}, {Key: "parsed", Value: bson.D{
		{Key: "net", Value: bson.D{
			{Key: "bindIp", Value: "localhost,10.0.0.1"}, {Key: "port", Value: 27018}, {Key: "maxIncomingConnections", Value: 5},
			{Key: "tls", Value: bson.D{
				{Key: "mode", Value: "requireTLS"}, {Key: "certificateKeyFilePassword", Value: "seven"}, {Key: "clusterPassword", Value: "<password>"},
				{Key: "allowInvalidHostnames", Value: true},
			}},
		}},
		{Key: "security", Value: bson.D{{Key: "keyFile", Value: "/etc/hunter22.key"}, {Key: "ldap", Value: bson.D{{Key: "bind", Value: bson.D{{Key: "queryPassword", Value: "eight"}}}}}}},
		{Key: "setParameter", Value: bson.D{{Key: "tlsUseSystemCA", Value: "true"}, {Key: "ldapQueryPassword", Value: "eight"}, {Key: "somePassphrase", Value: "nine"}, {Key: "ApiToken", Value: "ten"}}},
		{Key: "systemLog", Value: bson.D{{Key: "path", Value: "/var/log/mongod.log"}}},
	}}}))
	want := map[string]string{
		"net.bindIp": "localhost,10.0.0.1", "net.port": "27018", "net.tls.mode": "requireTLS", "net.tls.allowInvalidHostnames": "true",
		"security.keyFile": redacted, "setParameter.tlsUseSystemCA": "true",
	}
	got, _ := json.Marshal(s.out.Options)
	if expected, _ := json.Marshal(want); string(got) != string(expected) {
		t.Errorf("%s\nwant %s", got, expected)
	}
}

func TestLog(t *testing.T) {
	lines := []string{
		`{"t":{"$date":"2026-11-21T10:00:00.000+00:00"},"s":"W","c":"NETWORK","id":23235,"ctx":"conn3","msg":"SSL peer certificate validation failed","attr":{"reason":"certificate has expired"}}`,
		`{"t":{"$date":"2026-11-21T10:00:00.000+00:00"},"s":"E","c":"NETWORK","id":23256,"ctx":"conn4","msg":"SSL peer certificate validation failed","attr":{"error":"SSL peer certificate validation failed: certificate has expired"}}`,
		`{"t":{"$date":"2026-11-21T10:00:01.000+00:00"},"s":"I","c":"NETWORK","id":22988,"ctx":"conn5","msg":"Error receiving request from client. Ending connection from remote","attr":{"error":{"code":141,"codeName":"SSLHandshakeFailed","errmsg":"The server is configured to only allow SSL connections"},"remote":"10.0.0.4:50004","connectionId":5}}`,
		`{"t":{"$date":"2026-11-21T10:00:02.000+00:00"},"s":"I","c":"NETWORK","id":23838,"ctx":"conn6","msg":"SSL mode is set to 'preferred' and connection to remote is not using SSL.","attr":{"connectionId":6,"remote":"10.0.0.6:50006"}}`,
		`{"t":{"$date":"2026-11-21T10:00:02.000+00:00"},"s":"I","c":"NETWORK","id":23838,"ctx":"conn7","msg":"SSL mode is set to 'preferred' and connection to remote is not using SSL.","attr":{"connectionId":7,"remote":"10.0.0.6:50007"}}`,
		`{"t":{"$date":"2026-11-21T10:00:02.000+00:00"},"s":"I","c":"NETWORK","id":23838,"ctx":"conn8","msg":"SSL mode is set to 'preferred' and connection to remote is not using SSL.","attr":{"connectionId":8,"remote":"[2001:db8::9]:50008"}}`,
		`{"t":{"$date":"2026-11-21T10:00:02.000+00:00"},"s":"I","c":"NETWORK","id":23838,"ctx":"conn9","msg":"SSL mode is set to 'preferred' and connection to remote is not using SSL.","attr":{"connectionId":9,"remote":"10.0.0.9:50009"}}`,
		`{"t":{"$date":"2026-11-21T10:00:03.000+00:00"},"s":"I","c":"NETWORK","id":51800,"ctx":"conn9","msg":"client metadata","attr":{"remote":"10.0.0.9:50009","client":"conn9","doc":{"application":{"name":"mongotls"},"driver":{"name":"mongotls","version":"1"}}}}`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn12] SSL mode is set to 'preferred' and connection 12 to 10.0.0.12:50012 is not using SSL.`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn13] SSL mode is set to 'preferred' and connection 13 to 10.0.0.13:50013 is not using SSL.`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn13] received client metadata from 10.0.0.13:50013 conn13: { application: { name: "mongotls" }, driver: { name: "mongotls", version: "1" } }`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn15] SSL mode is set to 'preferred' and connection 15 to 10.0.0.13:50015 is not using SSL.`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn16] SSL mode is set to 'preferred' and connection 16 to 10.0.0.16:50016 is not using SSL.`,
		`2019-11-21T10:00:00.000+0000 I NETWORK  [conn16] received client metadata from 10.0.0.16:50016 conn16: { driver: { name: "nodejs", version: "3" } }`,
		`{"t":{"$date":"2026-11-21T10:00:02.000+00:00"},"s":"I","c":"NETWORK","id":23838,"ctx":"conn17","msg":"SSL mode is set to 'preferred' and connection to remote is not using SSL.","attr":{"connectionId":17,"remote":"10.0.0.9:50017"}}`,
		`{"t":{"$date":"2026-11-21T10:00:03.000+00:00"},"s":"I","c":"NETWORK","id":51800,"ctx":"conn17","msg":"client metadata","attr":{"remote":"10.0.0.9:50017","client":"conn17","doc":{"application":{"name":"shop"}}}}`,
		`2019-11-21T10:00:00.000+0000 E NETWORK  [conn14] SSL peer certificate validation failed: self signed certificate hunter22`,
		`{"attr":{"remote":5}}`, `{`, ``,
	}
	s := session{Credentials: &Credentials{}, secrets: []string{"hunter22"}, out: &evidence.Login{Mode: "preferTLS"}}
	s.readLog(reply(t, bson.D{{Key: "log", Value: lines}}))
	if want := []string{"10.0.0.6", "2001:db8::9", "10.0.0.12", "10.0.0.16", "10.0.0.9"}; !slices.Equal(s.out.PlaintextClients, want) || *s.out.Plaintext != 5 {
		t.Errorf("without TLS %v, want %v", s.out.PlaintextClients, want)
	}
	if since, last := s.out.LogSince, s.out.PlaintextLast; since == nil || last == nil ||
		since.Format(time.RFC3339) != "2026-11-21T10:00:00Z" || last.Format(time.RFC3339) != "2026-11-21T10:00:02Z" {
		t.Errorf("the log is since %v, the last without TLS at %v", since, last)
	}
	if len(s.out.Refusals) != 2 || s.out.Refusals[0] != lines[1] || strings.Contains(s.out.Refusals[1], "hunter22") {
		t.Errorf("refusals %q", s.out.Refusals)
	}
	allow := session{Credentials: &Credentials{}, out: &evidence.Login{Mode: "allowTLS"}}
	if allow.readLog(reply(t, bson.D{{Key: "log", Value: lines}})); allow.out.Plaintext != nil {
		t.Error("a server in allowTLS tells nothing of clients without TLS")
	}
}

func TestLineTime(t *testing.T) {
	for line, want := range map[string]string{
		`{"t":{"$date":"2026-11-21T10:00:02.125+00:00"},"s":"I"}`:              "2026-11-21T10:00:02Z",
		`{"t":{"$date":"2026-11-21T10:00:02.125+05:30"},"s":"I"}`:              "2026-11-21T04:30:02Z",
		`{"t":{"$date":"2026-11-21T10:00:02.125Z"},"s":"I"}`:                   "2026-11-21T10:00:02Z",
		`2019-11-21T10:00:00.000+0100 I NETWORK  [conn12] connection accepted`: "2019-11-21T09:00:00Z",
		`{"t":{"$date":"2026-13-41T10:00:02.125Z"},"s":"I"}`:                   "",
		`the line 2019-11-21T10:00:00.000+0100`:                                "",
		``:                                                                     "",
	} {
		got := ""
		if at := lineTime(line); at != nil {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// FuzzRead feeds replies to everything that reads one.
func FuzzRead(f *testing.F) {
	for _, d := range []bson.D{
		{{Key: "log", Value: bson.A{"{}", 5}}, {Key: "users", Value: bson.A{bson.D{}}}},
		{{Key: "parsed", Value: bson.D{{Key: "net", Value: bson.D{{Key: "tls", Value: bson.D{{Key: "mode", Value: "x"}}}, {Key: "bindIp", Value: bson.A{"a"}}}}}}},
		{{Key: "transportSecurity", Value: bson.D{{Key: "1.2", Value: int64(4)}}}, {Key: "security", Value: bson.D{{Key: "SSLServerCertificateExpirationDate", Value: bson.DateTime(0)}}}},
		{{Key: "config", Value: bson.D{{Key: "members", Value: bson.A{bson.D{{Key: "host", Value: "a"}, {Key: "hidden", Value: true}, {Key: "horizons", Value: bson.D{{Key: "h", Value: "b"}}}}}}}}},
	} {
		doc, err := bson.Marshal(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := wire.ReadReply(doc)
		if err != nil {
			return
		}
		s := session{Credentials: &Credentials{}, out: &evidence.Login{}}
		for _, q := range questions {
			q.read(&s, r)
		}
		if _, err := json.Marshal(s.out); err != nil {
			t.Error(err)
		}
	})
}

// FuzzChallenge feeds a server's words to SCRAM.
func FuzzChallenge(f *testing.F) {
	f.Add("r=abc,s=MDEyMzQ1Njc4OWFiY2RlZg==,i=4096", "v=AAAA")
	f.Add("r=,s=,i=-1", "e=other-error")
	f.Add("m=x,i=1e9,r==,", "")
	f.Fuzz(func(t *testing.T, first, final string) {
		c, err := mechanisms[SCRAMSHA256](&Credentials{User: "app", Password: target.NewSecret("secret")})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []string{"", first, final} {
			if _, err := c.Step(step); err != nil {
				return
			}
		}
		if c.Valid() {
			t.Error("a server without the password has proved that it has it")
		}
	})
}
