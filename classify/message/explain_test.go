package message

import (
	"slices"
	"strings"
	"testing"

	"mongotls/classify"
)

// TestRulesAreSound: rules name causes that exist, in phrases that plain text can have,
// and say why.
func TestRulesAreSound(t *testing.T) {
	for _, r := range rules {
		for _, w := range slices.Concat(r.causes, r.rarer) {
			if _, ok := classify.Find(w); !ok {
				t.Errorf("%q names the unknown cause %s", r.any, w)
			}
		}
		if len(r.causes) == 0 || len(r.any) == 0 || r.why == "" {
			t.Errorf("%q lacks its causes or why", r.any)
		}
		for _, p := range slices.Concat(r.any, r.none) {
			if bare := strings.Trim(p, " "); plain(bare) != bare {
				t.Errorf("the phrase %q is not in plain form: %q", p, plain(bare))
			}
		}
	}
}

// TestNotUnderstood: text that is about something else is said not to be understood.
func TestNotUnderstood(t *testing.T) {
	for _, text := range []string{
		"", " \n", "hello world", "SyntaxError: invalid syntax",
		"E11000 duplicate key error collection: test.users index: email_1 dup key: { email: \"a@example.com\" }",
		"TypeError: Cannot read properties of undefined (reading 'map')\n    at Array.map (<anonymous>)",
		"MongoServerError: Document failed validation",
		"WriteConflict error: this operation conflicted with another operation. Please retry your operation or multi-document transaction.",
		"pymongo.errors.CursorNotFound: cursor id 123 not found",
		"MongoServerError: operation exceeded time limit", "Lock wait timeout exceeded; try restarting transaction",
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"10.0.0.1:50000","connectionId":7,"connectionCount":1}}`,
		`{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"NETWORK","id":22944,"ctx":"conn7","msg":"Connection ended","attr":{"remote":"10.0.0.1:50000","connectionId":7,"connectionCount":0}}`,
		"2020-09-02T16:16:51.746+0000 I NETWORK  [listener] connection accepted from 10.244.1.17:35139 #3036 (7 connections now open)",
		"npm ERR! code ERESOLVE", "fatal: not a git repository", "panic: runtime error: index out of range [1] with length 1",
		"ModuleNotFoundError: No module named 'pymongo'", "java.io.FileNotFoundException: /etc/app.yml (No such file or directory)",
		"Incorrect password", "org.postgresql.util.PSQLException: FATAL: password authentication failed", "rpc error: context deadline exceeded",
		"certificate", "TLS 1.3", "mongodb://localhost:27017/test", "mongodb://db1:27017/?tlsAllowInvalidCertificates=true&serverSelectionTimeoutMS=500&connectTimeoutMS=1", "no-such-cause", "expierd",
	} {
		if got := Explain(text); got.Understood() || len(got.Candidates) != 0 {
			t.Errorf("%.80q is taken for %v", text, got.Candidates)
		}
	}
}

// TestAlertsHaveADirection: the same alert blames the other end.
func TestAlertsHaveADirection(t *testing.T) {
	for _, c := range []struct {
		text string
		want classify.Word
		side Side
	}{
		{"pymongo.errors.ServerSelectionTimeoutError: db1:27017: [SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:2580)", "client-cert-untrusted", Client},
		{"2020-01-01T00:00:00.000+0000 E NETWORK  [conn12] SSL: error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca", "unknown-authority", Server},
		{`{"c":"NETWORK","id":22988,"ctx":"conn3","msg":"Error receiving request from client. Ending connection from remote","attr":{"error":{"code":141,"codeName":"SSLHandshakeFailed","errmsg":"error:0A000412:SSL routines::sslv3 alert bad certificate"}}}`, "unknown-authority", Server},
		{"server selection error: … Last error: connection() error occurred during connection handshake: remote error: tls: bad certificate", "client-cert-rejected", Client},
		{"javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown", "client-cert-rejected", Client},
		{"Kind: I/O error: received fatal alert: UnknownCA, labels: {}", "client-cert-untrusted", Client},
		{"** (Mongo.Error) ssl connect: TLS client: In state connection received SERVER ALERT: Fatal - Unknown CA", "client-cert-untrusted", Client},
		{"** (Mongo.Error) ssl connect: TLS client: In state certify at ssl_handshake.erl:1950 generated CLIENT ALERT: Fatal - Unknown CA", "unknown-authority", Client},
	} {
		got := Explain(c.text)
		if got.Cause != c.want || got.Side != c.side {
			t.Errorf("%s: %s of the %s, want %s of the %s", c.text, got.Cause, got.Side, c.want, c.side)
		}
	}
	for _, text := range []string{
		"error:0A000418:SSL routines::tlsv1 alert unknown ca",
		"** (Mongo.Error) ssl connect: TLS Alert: unknown ca - {:tls_alert, 'unknown ca'}",
	} {
		got := Explain(text)
		for _, w := range []classify.Word{"client-cert-untrusted", "unknown-authority"} {
			if !slices.Contains(got.Candidates, w) {
				t.Errorf("%s: an alert of either direction lacks %s: %v", text, w, got.Candidates)
			}
		}
	}
}

// TestCodesAlone: a code is enough, in a text that was never seen.
func TestCodesAlone(t *testing.T) {
	for text, want := range map[string]classify.Word{
		"weird wrapper: error:14094438:lib(20):func(148):reason(1080)": "not-on-access-list",
		"weird wrapper: error:0A000438:lib(20)::reason(1080)":          "not-on-access-list",
		"weird wrapper: error:10000438:x":                              "not-on-access-list",
		"weird wrapper: error:0A000152:lib(20)::reason(338)":           "legacy-renegotiation",
		"weird wrapper: error:1416F086:lib(20)":                        "unknown-authority",
		"weird wrapper: error:0B080074:lib(11)":                        "key-mismatch",
		"handshake: SSL alert number 112":                              "sni-refused",
		"Verify return code: 10":                                       "expired",
		"verify error:num=19":                                          "unknown-authority",
		"X509_V_ERR_HOSTNAME_MISMATCH":                                 "hostname-mismatch",
		"code: 'CERT_NOT_YET_VALID'":                                   "not-yet-valid",
		"SChannel: 0x80090322":                                         "hostname-mismatch",
		"SChannel: -2146893019":                                        "unknown-authority",
		"SecureTransport says errSSL (-9814)":                          "expired",
		"OSStatus -9843":                                               "hostname-mismatch",
		"os error 10061":                                               "refused",
		"OpenSSL said error:1408F10B:lib":                              "server-plaintext",
	} {
		if got := Explain(text); got.Cause != want {
			t.Errorf("%s: %v, want %s", text, got.Candidates, want)
		}
	}
}

func TestLongTextIsCut(t *testing.T) {
	long := strings.Repeat("x", MaxBytes) + " certificate has expired"
	if got := Explain(long); !got.Cut || got.Understood() || len(got.Message) > MaxBytes {
		t.Errorf("cut %v, understood %v, %d bytes", got.Cut, got.Understood(), len(got.Message))
	}
	if got := Explain("certificate has expired"); got.Cut || !got.Understood() {
		t.Errorf("cut %v, understood %v", got.Cut, got.Understood())
	}
}

// TestContext: an access list is looked at first with Atlas, and not before near addresses;
// the port of another service blames that one.
func TestContext(t *testing.T) {
	const closed = ": EOF occurred in violation of protocol (_ssl.c:1129)"
	for text, want := range map[string]classify.Word{
		"SSL handshake failed: db1.example.com:27017" + closed:               "server-plaintext",
		"SSL handshake failed: a-shard-00-00.abc.mongodb.net:27017" + closed: "not-on-access-list",
		"calling hello on 'db1.example.com:3306' wrong version number":       "wrong-service",
		"calling hello on 'db1.example.com:27017' wrong version number":      "server-plaintext",
	} {
		if got := Explain(text); got.Cause != want {
			t.Errorf("%s: %v, want %s first", text, got.Candidates, want)
		}
	}
	for text, listed := range map[string]bool{
		"read tcp 10.0.0.5:41234->203.0.113.9:27017: read: connection reset by peer": true,
		"read tcp 10.0.0.5:41234->10.0.0.9:27017: read: connection reset by peer":    false,
		"SSL handshake failed: localhost:27017" + closed:                             false,
	} {
		if got := Explain(text); slices.Contains(got.Candidates, "not-on-access-list") != listed {
			t.Errorf("%s: %v, an access list is possible: %v", text, got.Candidates, listed)
		}
	}
}

// Patterns are compiled when they are first used, so that a wrong one would be met late.
func TestPatternsCompile(t *testing.T) {
	for _, e := range emitters {
		if e.more != nil {
			e.more.compiled()
		}
	}
	for _, c := range codes {
		c.pattern.compiled()
	}
	for _, p := range releases {
		p.compiled()
	}
	for _, p := range []*pattern{named, numbered, outbound, srvName, hostPort, pairOf, atlasOf, namedIn, fileOf, source, nearby} {
		p.compiled()
	}
}
