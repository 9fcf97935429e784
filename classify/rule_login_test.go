package classify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify/driver"
	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// loginBench is a healthy member with a login that succeeded, and what this side brought.
type loginBench struct {
	member evidence.Member
	client evidence.Client
	at     time.Time
}

func newLoginBench(t *testing.T, clientUnit string) *loginBench {
	t.Helper()
	b := &loginBench{member: answered(), at: time.Now()}
	b.member.Host, b.member.Name, b.member.Plaintext = "db1.example.com:27017", "db1.example.com", evidence.Rejected
	p := pki.New(b.at)
	root := p.Root("Example Root")
	describe := func(e *pki.Entity) evidence.Certificate {
		if err := p.Err(); err != nil {
			t.Fatal(err)
		}
		c, err := cert.Parse(e.DER())
		if err != nil {
			t.Fatal(err)
		}
		return c.Evidence()
	}
	leaf := describe(root.Leaf("db1.example.com", pki.DNS("db1.example.com"), pki.Subject(pki.O("Example"), pki.OU("Databases"))))
	b.member.Chain.Presented, b.member.Chain.Verified = []evidence.Certificate{leaf}, new(true)
	b.client.Anchors, b.client.AnchorCount = []evidence.Certificate{describe(root)}, 1
	b.member.Client = evidence.ClientAuth{Asked: true, Requested: true, Required: "no"}
	b.member.Login = &evidence.Login{Mechanism: "SCRAM-SHA-256", User: "app", Source: "admin", Outcome: evidence.OK, Mode: "requireTLS"}
	if clientUnit != "" {
		b.client.Certificate = &evidence.ClientCert{Source: "client.pem",
			Chain: []evidence.Certificate{describe(root.Client("app", pki.Subject(pki.O("Example"), pki.OU(clientUnit), pki.CN("app"))))}}
		b.member.Client.Sent = true
	}
	return b
}

// refused makes it a login that the server refused.
func (b *loginBench) refused(code int, text string) {
	l := b.member.Login
	l.Mechanism, l.Outcome, l.Code, l.Error = "SCRAM-SHA-1", evidence.Refused, code, text
}

// byCertificate makes it an X.509 login that the server refused.
func (b *loginBench) byCertificate(code int, text string) {
	unit := strings.Split(b.client.Certificate.Chain[0].Subject, "OU=")[1]
	*b.member.Login = evidence.Login{Mechanism: x509Login, Source: "$external", Outcome: evidence.Refused, Code: code, Error: text,
		Subject: "CN=app,OU=" + unit}
}

func (b *loginBench) classify() Result {
	e := &evidence.Evidence{At: b.at, Client: b.client, Members: []evidence.Member{b.member}}
	return Classify(e, Options{Judges: driver.Families(), FailOn: Error, ExpiresWithin: time.Hour})
}

func TestLoginRules(t *testing.T) {
	options := func(b *loginBench, o map[string]string) { b.member.Login.Options = o }
	count := func(n int64) *int64 { return &n }
	cases := map[string]struct {
		unit string // OU of the client certificate; "" = none is brought
		edit func(*loginBench)
		want string // severity and cause of each diagnosis
		text string // in what is told of the first
	}{
		"all well": {"", func(*loginBench) {}, "", ""},
		"refused": {"", func(b *loginBench) {
			b.member.Login.Outcome, b.member.Login.Code, b.member.Login.CodeName, b.member.Login.Error = evidence.Refused, 18, "AuthenticationFailed", "Authentication failed."
		}, "error auth-failed", "Authentication failed. (AuthenticationFailed, code 18)"},
		"broken off": {"", func(b *loginBench) { b.member.Login.Outcome, b.member.Login.Error = evidence.Closed, "EOF" }, "warning auth-failed", "the server closes the connection"},
		"the server cheats": {"", func(b *loginBench) { b.refused(0, "no proof"); b.member.Login.Outcome = evidence.Malformed },
			"error auth-failed", "-connect db1.example.com:27017"},
		"a password of control characters": {"", func(b *loginBench) { b.refused(0, "RFC 4013"); b.member.Login.Outcome = evidence.Unsupported },
			"error auth-failed", "without control characters"},
		"it shuts down": {"", func(b *loginBench) { b.refused(91, "shutting down") }, "error auth-failed", "at present"},
		"the mechanism is off": {"", func(b *loginBench) { b.refused(334, "not enabled") },
			"error auth-failed", "authenticationMechanisms: SCRAM-SHA-256,SCRAM-SHA-1"},
		"no such user": {"", func(b *loginBench) { b.refused(18, "no"); b.member.Login.Offered = []string{} },
			"error auth-failed", "there seems to be no such user"},
		"no such user, of a server that would not tell": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Offered, b.member.Hello.MaxWireVersion = []string{}, 6
		}, "error wire-version, error auth-failed", ""},
		"no such user, of a service that may not tell": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Offered, b.member.Name = []string{}, "x.y.docdb.amazonaws.com"
		}, "error hostname-mismatch, error auth-failed", ""},
		"no users yet": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Offered, b.member.Hello.Role = []string{}, "other"
		}, "error auth-failed, info no-primary", "it may have no users yet"},
		"another mechanism": {"", func(b *loginBench) { b.refused(18, "no"); b.member.Login.Offered = []string{"SCRAM-SHA-256"} },
			"error auth-failed", "The user cannot log in by SCRAM-SHA-1"},
		"a wrong password": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Offered = []string{"SCRAM-SHA-1", "SCRAM-SHA-256"}
		}, "error auth-failed", "knows app on admin: the password is wrong"},
		"a wrong password: the remedy": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Offered = []string{b.member.Login.Mechanism}
		}, "error auth-failed", `getUser("app", { showAuthenticationRestrictions: true })`},
		"refused at another member": {"", func(b *loginBench) {
			b.refused(18, "no")
			b.member.Login.Outcome, b.member.Login.Skipped, b.member.Login.RefusedAt = evidence.Skipped, "refused", "db9.example.com:27017"
		}, "error auth-failed", "one, at db9.example.com:27017"},
		"not tried": {"", func(b *loginBench) {
			b.member.Login = &evidence.Login{User: "app", Mechanism: "GSSAPI", Outcome: evidence.Skipped, Skipped: "this tool does not log in by GSSAPI"}
		}, "info login-not-tried", "does not log in by GSSAPI"},
		"not tried at an unverified server": {"", func(b *loginBench) {
			b.member.Login = &evidence.Login{User: "app", Outcome: evidence.Skipped, Skipped: "the server's certificate did not verify"}
			b.member.Chain.Verified = new(false)
		}, "", ""},
		"not tried at an arbiter": {"", func(b *loginBench) {
			b.member.Login = &evidence.Login{User: "app", Outcome: evidence.Skipped, Skipped: "an arbiter holds no users"}
			b.member.Hello.Role = "arbiter"
		}, "", ""},
		"X.509": {"Clients", func(b *loginBench) { b.byCertificate(0, ""); b.member.Login.Outcome = evidence.OK }, "", ""},
		"X.509, told that the user is missing": {"Databases", func(b *loginBench) { b.byCertificate(11, `Could not find user "x" for db "$external"`) },
			"error x509-user-missing", `createUser: "CN=app,OU=Databases`},
		"X.509, not told": {"Clients", func(b *loginBench) { b.byCertificate(18, "Authentication failed.") }, "error x509-user-missing", ""},
		"X.509, a member's subject": {"Databases", func(b *loginBench) { b.byCertificate(18, "Authentication failed.") },
			"error x509-subject-is-member", "O=Example, OU=Databases"},
		"X.509, members are known by an attribute": {"Databases", func(b *loginBench) {
			b.byCertificate(18, "Authentication failed.")
			options(b, map[string]string{"net.tls.clusterAuthX509.attributes": "O=Example"})
		}, "error x509-user-missing", ""},
		"X.509, another name": {"Clients", func(b *loginBench) { b.byCertificate(18, "Authentication failed."); b.member.Login.User = "CN=other" },
			"error auth-failed", "letter by letter"},
		"X.509, behind a balancer": {"Clients", func(b *loginBench) {
			b.byCertificate(18, "Authentication failed.")
			b.client.LoadBalanced, b.member.Hello.Role = true, "load-balanced"
		}, "error auth-failed", "balancer ends TLS"},
		"X.509, no certificate": {"", func(b *loginBench) {
			b.member.Login = &evidence.Login{Mechanism: x509Login, Source: "$external", Outcome: evidence.Skipped, Skipped: "none"}
		}, "error auth-failed", "mongodb://db1.example.com:27017/?"},
		"X.509, never asked for one": {"Clients", func(b *loginBench) {
			b.member.Login = &evidence.Login{Mechanism: x509Login, Source: "$external", Outcome: evidence.Skipped, Skipped: "none"}
			b.member.Client = evidence.ClientAuth{Asked: true, Required: "no"}
		}, "error server-missing-ca", "CertificateRequest"},
		"X.509, told that it is a member's": {"Clients", func(b *loginBench) {
			b.byCertificate(18, "The provided certificate can only be used for cluster authentication, not client authentication.")
		}, "error x509-subject-is-member", ""},
		"X.509, told that there was none": {"Clients", func(b *loginBench) { b.byCertificate(18, "No verified subject name available from client") },
			"error auth-failed", "saw no client certificate that it trusts"},
		"X.509, told that there was no TLS": {"Clients", func(b *loginBench) { b.byCertificate(17, "SSL support is required for the MONGODB-X509 mechanism.") },
			"error auth-failed", "something before it ends TLS"},
		"X.509, told that there is no CA": {"Clients", func(b *loginBench) {
			b.byCertificate(18, "Unable to verify x.509 certificate, as no CA has been provided.")
		}, "error server-missing-ca", "no CA to verify"},
		"X.509, switched off": {"Clients", func(b *loginBench) { b.byCertificate(2, "x.509 authentication is disabled.") },
			"error auth-failed", "authenticationMechanisms: SCRAM-SHA-256,MONGODB-X509"},
		"X.509, switched off, 8.0": {"Clients", func(b *loginBench) {
			b.byCertificate(334, "Unsupported mechanism 'MONGODB-X509' on authentication database '$external'")
		}, "error auth-failed", "authenticationMechanisms: SCRAM-SHA-256,MONGODB-X509"},
		"X.509, it shuts down": {"Clients", func(b *loginBench) { b.byCertificate(91, "shutting down") }, "error auth-failed", "at present"},
		"X.509, as a member": {"Databases", func(b *loginBench) {
			b.byCertificate(0, "")
			b.member.Login.Outcome, b.member.Login.Roles = evidence.OK, []string{"__system@admin"}
		}, "warning x509-subject-is-member", "OU=Databases"},
		"no privilege": {"", func(b *loginBench) {
			b.member.Login.Asked = []evidence.Command{{Name: "buildInfo", Outcome: evidence.OK},
				{Name: "getLog", Outcome: evidence.Refused, Code: 13, Role: "clusterMonitor"}, {Name: "serverStatus", Outcome: evidence.Refused, Code: 59, Role: "clusterMonitor"}}
		}, "info missing-privilege, info login-tells-less", `"app", [{ role: "clusterMonitor", db: "admin" }])`},
		"too large an answer": {"", func(b *loginBench) {
			b.member.Login.Asked = []evidence.Command{{Name: "getLog", Outcome: evidence.TooLarge, Error: "the reply is too large", Role: "clusterMonitor"}}
		}, "info login-tells-less", "too large"},
		"not allowed by the service": {"", func(b *loginBench) {
			b.member.Login.Asked = []evidence.Command{{Name: "getLog", Outcome: evidence.Refused, Code: 8000, Error: "not allowed in this tier", Role: "clusterMonitor"}}
		}, "info login-tells-less", "not allowed in this tier (code 8000)"},
		"no replication": {"", func(b *loginBench) {
			b.member.Login.Asked = []evidence.Command{{Name: "replSetGetConfig", Outcome: evidence.Refused, Code: 94, Role: "clusterMonitor"}}
		}, "", ""},
		"no CA": {"", func(b *loginBench) { no := false; b.member.Login.HasCA = &no }, "warning server-missing-ca", ""},
		"the system CA": {"", func(b *loginBench) {
			no := false
			b.member.Login.HasCA = &no
			options(b, map[string]string{"setParameter.tlsUseSystemCA": "true"})
		}, "", ""},
		"plaintext clients": {"", func(b *loginBench) {
			b.member.Login.Mode, b.member.Plaintext = "preferTLS", evidence.Accepted
			b.member.Login.Plaintext, b.member.Login.PlaintextClients = count(2), []string{"10.0.0.6", "10.0.0.7"}
		}, "warning plaintext-accepted, warning plaintext-clients", "preferTLS"},
		"old clients":   {"", func(b *loginBench) { b.member.Login.Transport = map[string]int64{"1.0": 0, "1.1": 3, "1.2": 40} }, "warning legacy-clients", "TLS 1.1: 3, TLS 1.2: 40"},
		"newer clients": {"", func(b *loginBench) { b.member.Login.Transport = map[string]int64{"1.0": 0, "1.2": 40} }, "", ""},
		"not written down": {"", func(b *loginBench) { options(b, map[string]string{"net.tls.mode": "preferTLS"}) },
			"warning mode-not-persisted", "    mode: requireTLS"},
		"written down in the old words": {"", func(b *loginBench) { options(b, map[string]string{"net.ssl.mode": "requireSSL"}) }, "", ""},
		"plaintext in requireTLS": {"", func(b *loginBench) { b.member.Plaintext = evidence.Accepted },
			"warning plaintext-accepted, warning options-differ", ""},
		"a version that is off": {"", func(b *loginBench) {
			options(b, map[string]string{"net.tls.disabledProtocols": "TLS1_0,TLS1_2"})
		}, "warning options-differ", "TLS 1.2 is accepted"},
		"a CA and no request": {"", func(b *loginBench) {
			options(b, map[string]string{"net.tls.CAFile": "/etc/ca.pem"})
			b.member.Client.Requested = false
		}, "warning options-differ", "none is asked for"},
		"another certificate": {"", func(b *loginBench) { day := b.at.Add(240 * time.Hour); b.member.Login.ServerExpires = &day },
			"warning served-differs-from-file", "mongod has"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			b := newLoginBench(t, c.unit)
			c.edit(b)
			r := b.classify()
			if len(r.Defects) > 0 {
				t.Fatal(r.Defects)
			}
			var got []string
			for _, d := range r.Diagnoses {
				got = append(got, fmt.Sprintf("%s %s", d.Severity, d.Cause))
			}
			if strings.Join(got, ", ") != c.want {
				t.Fatalf("%s, want %s", strings.Join(got, ", "), c.want)
			}
			if len(got) > 0 && !strings.Contains(fmt.Sprintf("%+v", r.Diagnoses[0]), c.text) {
				t.Errorf("%+v lacks %q", r.Diagnoses[0], c.text)
			}
			if r.Verdict == Fail != strings.Contains(c.want, "error") {
				t.Errorf("verdict %s", r.Verdict)
			}
		})
	}
}

// TestGrants: a question is no reason to hand out the role that grants all others, and nobody
// grants roles in mongosh where a service keeps the users.
func TestGrants(t *testing.T) {
	b := newLoginBench(t, "Clients")
	b.member.Login.Subject = `CN=<app>`
	b.member.Login.Asked = []evidence.Command{{Name: "usersInfo", Outcome: evidence.Refused, Code: 13, Role: "userAdminAnyDatabase"}}
	told := fmt.Sprintf("%+v", b.classify().Diagnoses)
	if strings.Contains(told, "grantRolesToUser") || !strings.Contains(told, `getUser(   "CN=<app>")`) || !strings.Contains(told, "needs userAdminAnyDatabase") {
		t.Error(told)
	}
	b = newLoginBench(t, "")
	b.member.Name = "cluster0-shard-00-00.abcde.mongodb.net"
	b.member.Login.Asked = []evidence.Command{{Name: "getLog", Outcome: evidence.Refused, Code: 13, Role: "clusterMonitor"}}
	if told := fmt.Sprintf("%+v", b.classify().Diagnoses); strings.Contains(told, "grantRolesToUser") || !strings.Contains(told, "missing-privilege") {
		t.Error(told)
	}
}

// TestLoginOnTheCheckLine: the line of the MongoDB check shows role and login.
func TestLoginOnTheCheckLine(t *testing.T) {
	line := func(b *loginBench) string {
		i := slices.IndexFunc(b.classify().Checks, func(c Check) bool { return c.Check == "mongodb" })
		return b.classify().Checks[i].Why
	}
	b := newLoginBench(t, "")
	if got := line(b); got != "hello: primary, wire version 25; login as app by SCRAM-SHA-256, requireTLS" {
		t.Error(got)
	}
	b.member.Login.Unverified = true
	if got := line(b); !strings.Contains(got, "not verified") {
		t.Error(got)
	}
	b.member.Login = &evidence.Login{User: "app", Outcome: evidence.Skipped, Skipped: "an arbiter holds no users"}
	if got := line(b); !strings.HasSuffix(got, "; no login: an arbiter holds no users") {
		t.Error(got)
	}
}

// TestReasonFromTheLog: the server's log turns a refusal without a reason into the exact cause.
func TestReasonFromTheLog(t *testing.T) {
	for reason, want := range map[string]Word{
		"certificate has expired":                      "client-cert-expired",
		"unable to get local issuer certificate":       "client-cert-untrusted",
		"self-signed certificate in certificate chain": "client-cert-untrusted",
		"unsupported certificate purpose":              "client-cert-wrong-eku",
		"certificate revoked":                          "client-cert-rejected",
	} {
		b := newLoginBench(t, "Clients")
		b.member.Exchange, b.member.Hello = &evidence.Exchange{Outcome: evidence.Closed}, nil
		b.member.Login.Refusals = []string{
			`{"id":23256,"attr":{"error":"SSL peer certificate validation failed: something else"}}`,
			fmt.Sprintf(`{"id":23256,"attr":{"error":"SSL peer certificate validation failed: %s"}}`, reason),
			`{"id":23255,"msg":"No SSL certificate provided by peer; connection rejected"}`,
		}
		d := b.classify().Diagnoses[0]
		told := slices.ContainsFunc(d.Facts, func(f Fact) bool { return f.Value == reason })
		if d.Cause != want || d.Severity != Error || !told {
			t.Errorf("%s: %s %s %v", reason, d.Severity, d.Cause, d.Facts)
		}
	}
}
