package logfile

import (
	"fmt"
	"testing"
	"time"
)

func TestStamps(t *testing.T) {
	for line, want := range map[string]string{
		"2025-01-02T03:04:05Z x":                                                 "2025-01-02T03:04:05Z",
		"2025-01-02T03:04:05.678901+02:00 x":                                     "2025-01-02T01:04:05.678901Z",
		"2019-01-15T13:37:22.728+0100 I NETWORK [conn11] x":                      "2019-01-15T12:37:22.728Z",
		"2025-01-02 03:04:05,678 ERROR x":                                        "2025-01-02T03:04:05.678Z",
		"2025-01-02 03:04:05.678 -0800 x":                                        "2025-01-02T11:04:05.678Z",
		"2025-01-02 03:04:05.678 UTC [12] x":                                     "2025-01-02T03:04:05.678Z",
		"2025-01-02 03:04:05+01 x":                                               "2025-01-02T02:04:05Z",
		"2025/01/02 03:04:05 [error] 12#12: x":                                   "2025-01-02T03:04:05Z",
		"[2025-01-02 03:04:05] x":                                                "2025-01-02T03:04:05Z",
		"ERROR 2025-01-02 03:04:05 x":                                            "2025-01-02T03:04:05Z",
		"web1  | 2025-01-02T03:04:05Z x":                                         "2025-01-02T03:04:05Z",
		"Jan  2 03:04:05 web1 app[123]: x":                                       "2026-01-02T03:04:05Z",
		"Dec 31 23:59:59 web1 app[123]: x":                                       "2025-12-31T23:59:59Z",
		"Thu Sep 18 12:12:11.123 [conn1] x":                                      "2025-09-18T12:12:11.123Z",
		"Thu Sep 18 12:12:11 2014 x":                                             "2014-09-18T12:12:11Z",
		"10.0.0.1 - - [02/Jan/2025:03:04:05 +0100] \"GET / HTTP\"":               "2025-01-02T02:04:05Z",
		"1735787045 x":                                                           "2025-01-02T03:04:05Z",
		"1735787045.25 x":                                                        "2025-01-02T03:04:05.25Z",
		"1735787045123 x":                                                        "2025-01-02T03:04:05.123Z",
		`{"ts":1735787045.5,"msg":"x"}`:                                          "2025-01-02T03:04:05.5Z",
		`{"msg":"x","time":1735787045123}`:                                       "2025-01-02T03:04:05.123Z",
		`{"@timestamp": "2025-01-02T03:04:05.6Z"}`:                               "2025-01-02T03:04:05.6Z",
		`{"t":{"$date":"2025-01-02T03:04:05.600+0100"},"s":"I"}`:                 "2025-01-02T02:04:05.6Z",
		"x 12345678901234 x":                                                     "",
		"12345678901234 x":                                                       "",
		"2025-13-45 03:04:05 x":                                                  "",
		"Jan 42 03:04:05 x":                                                      "",
		"the text is long, and much later on comes the time 2025-01-02 03:04:05": "",
		"": "",
	} {
		c := clock{now: now}
		got := ""
		if e := c.read([]byte(line)); !e.at.IsZero() {
			got = e.at.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

func TestZoneAssumed(t *testing.T) {
	for text, want := range map[string]bool{"2025-01-02 03:04:05 " + refusal: false, "2025-01-02 03:04:05 ERROR ssl error: certificate has expired": true, "2025-01-02 03:04:05Z ERROR ssl error: certificate has expired": false} {
		if got := scan(t, text); got.ZoneAssumed != want || len(got.Groups) != 1 {
			t.Errorf("%s: %v, %+v", text, got.ZoneAssumed, summary(got))
		}
	}
}

func TestRemotes(t *testing.T) {
	for text, want := range map[string]string{
		"Ending connection from 10.2.3.4:47890 (connection id: 11)": "10.2.3.4:47890",
		"remote: 1.2.3.4:5 said no":                                 "1.2.3.4:5",
		`"remoteAddress":"1.2.3.4:555"`:                             "1.2.3.4:555",
		"peer [2001:db8::1]:555 closed":                             "[2001:db8::1]:555",
		"('db1.example.com', 27017): timed out":                     "db1.example.com:27017",
		"db1:27017: connection closed":                              "db1:27017",
		"db2.example.com:27017 (10.0.0.2:27017)":                    "db2.example.com:27017",
		"dial tcp 10.0.0.2:5000: refused":                           "10.0.0.2:5000",
		"mongodb://db.example.com:5000/test":                        "db.example.com:5000",
		"\tat com.mongodb.Connection.open(Connection.java:684)":     "",
		"2025/01/02 main.go:120: failed":                            "",
		"at 03:04:05 it failed":                                     "",
		"":                                                          "",
	} {
		if got := string(remoteIn([]byte(text))); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for a, want := range map[string]string{"10.0.0.1:5": "10.0.0.1", "[::1]:5": "::1", "::1:51234": "::1", "db1:27017": "db1", "db1": "db1"} {
		if got := string(withoutPort([]byte(a))); got != want {
			t.Errorf("%s without its port: %s, want %s", a, got, want)
		}
	}
	for text, want := range map[string]string{"10.0.0.1:5 #7": "10.0.0.1:5", "[::1]:5\"": "[::1]:5", "anonymous unix socket:27017": "", "10.0.0.1": "", ":5": "", "x:5y": ""} {
		if got := string(addressOf([]byte(text))); got != want {
			t.Errorf("the address of %q: %q, want %q", text, got, want)
		}
	}
}

// TestConnections: the address of a connection is kept until as many newer ones came.
func TestConnections(t *testing.T) {
	var c connections
	if c.host(1) != nil {
		t.Error("a host of no connection")
	}
	for i := uint64(0); i <= maxConnections+1; i++ {
		c.accepted(i, fmt.Appendf(nil, "10.0.0.%d", i))
	}
	for number, want := range map[uint64]string{0: "", 1: "", 2: "10.0.0.2", maxConnections + 1: fmt.Sprint("10.0.0.", maxConnections+1), maxConnections + 2: ""} {
		if got := string(c.host(number)); got != want {
			t.Errorf("connection %d: %q, want %q", number, got, want)
		}
	}
}

// TestShape: texts of one shape differ in numbers without a meaning, and only in these.
func TestShape(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"conn12 failed", "conn345678 failed", true},
		{"from 10.1.2.3:50000", "from 10.99.2.3:1234", true},
		{"from 10.1.2.3:50000", "from 8.8.8.8:1234", false},
		{"after 30000 ms", "after 30001 ms", true},
		{"id 5f3c9e5f3c9e5f3c9e5f3c9e", "id aaaa9e5f3c9e5f3c9e5f3c9e", true},
		{"2c1f7c5e-7a0b-4b7a-9a5f-00000000000a", "9b2f7c5e-1a0b-4b71-9a5e-0000000000cc", true},
		{"alert number 48", "alert number 42", false},
		{"failed (18)", "failed (19)", false},
		{"error:0A000418:x", "error:0A000086:x", false},
		{`"id":23255,`, `"id":23256,`, false},
		{"OSStatus -9807", "OSStatus -9814", false},
		{"errno 10054", "errno 10061", false},
		{"tls12", "tls13", false},
		{"at 12:00:01", "at 13:59:01", true},
		{"db1.example.com", "db2.example.com", false},
	} {
		a, b := string(shape(nil, []byte(c.a), [2]int{})), string(shape(nil, []byte(c.b), [2]int{}))
		if (a == b) != c.same {
			t.Errorf("%q has the shape %q, %q has %q", c.a, a, c.b, b)
		}
	}
}

func TestKinds(t *testing.T) {
	for line, want := range map[string]kind{
		"2025-01-02 x": kindHead, "{\"t\":": kindHead, "": kindBlank, " \t": kindBlank, "\tat x": kindTrace, "at com.x": kindTrace, "Caused by: x": kindTrace,
		"}": kindTrace, "com.mongodb.MongoTimeoutException: x": kindException, "MongoServerSelectionError": kindException, "MongoDB\\Driver\\Exception\\ConnectionTimeoutException: x": kindException,
		"ERROR x": kindHead, "Error: x": kindException,
	} {
		if got := kindOf([]byte(line)); got != want {
			t.Errorf("%q: %d, want %d", line, got, want)
		}
	}
}
