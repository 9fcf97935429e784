package target

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParsePlain(t *testing.T) {
	for text, want := range map[string][]HostPort{
		"db1.example.com":        {{"db1.example.com", 27017}},
		"db1.example.com:27018":  {{"db1.example.com", 27018}},
		"DB_1.example.com.:1":    {{"DB_1.example.com.", 1}},
		"127.0.0.1:65535":        {{"127.0.0.1", 65535}},
		"[::1]":                  {{"::1", 27017}},
		"[2001:db8::1]:27018":    {{"2001:db8::1", 27018}},
		"[fe80::1%eth0]:27018":   {{"fe80::1%eth0", 27018}},
		"a,b:1,[::1]:2":          {{"a", 27017}, {"b", 1}, {"::1", 2}},
		"rs0/a.example.com,b:1":  {{"a.example.com", 27017}, {"b", 1}},
		"localhost/admin":        {{"localhost", 27017}},
		"db1.example.com:1/test": {{"db1.example.com", 1}},
		"bücher.example.com":     {{"bücher.example.com", 27017}},
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if fmt.Sprint(got.Hosts) != fmt.Sprint(want) || got.Text != text {
			t.Errorf("Parse(%q) = %v, Text %q", text, got.Hosts, got.Text)
		}
	}
}

func TestReplicaSetBeforeHosts(t *testing.T) {
	got, err := Parse("rs0/db1:27017,db2")
	if err != nil || got.Options.ReplicaSet != "rs0" || !got.Options.Given("replicaSet") {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestBadTargets(t *testing.T) {
	long := strings.Repeat("a", 64)
	for text, want := range map[string]string{
		"":                  `the target is empty: a host or a connection string is expected; for example: db1.example.com:27017`,
		" db1":              `the target begins or ends with white space; remove it; for example: db1.example.com:27017`,
		"db1\nx":            `the target holds a control character (a line break or a tab); write it as one line; for example: db1.example.com:27017`,
		"db 1":              `the host "db 1" holds a space; for example: db1.example.com:27017`,
		"https://a.b.c/x":   `https:// is the address of a web site, not of a MongoDB server; give the host, or a mongodb:// connection string; for example: a.b.c:27017`,
		"http://u:pw@a/":    `http:// is the address of a web site, not of a MongoDB server; give the host, or a mongodb:// connection string; for example: db1.example.com:27017`,
		"mongo://a":         `the scheme "mongo" is not known: mongodb:// or mongodb+srv:// is expected; for example: mongodb://a:27017`,
		"MongoDB://a":       `the scheme "MongoDB" is written in lower case; for example: mongodb://a:27017`,
		"jdbc:mongodb://a":  `the prefix before mongodb is not part of a connection string; remove it; for example: mongodb://a:27017`,
		"mongodb:/a":        `the scheme of a connection string ends in "://"; for example: mongodb://db1.example.com:27017/?tls=true`,
		"db1:0":             `port 0 cannot be connected to: 1 to 65535 is expected; for example: db1:27017`,
		"db1:99999":         `the port of "db1" is above 65535: 1 to 65535 is expected; for example: db1:27017`,
		"db1:-1":            `a port cannot be negative: 1 to 65535 is expected; for example: db1:27017`,
		"db1:abc":           `what follows "db1:" is not a port: a number from 1 to 65535 is expected; for example: db1:27017`,
		"db1:":              `the port is missing after the colon; for example: db1:27017`,
		":27017":            `a host is missing before the port; for example: db1.example.com:27017`,
		"27017":             `"27017" is a number, not a host; a port follows a host and a colon; for example: localhost:27017`,
		"::1":               `an IPv6 address needs brackets; for example: [::1]:27017`,
		"2001:db8::1:27018": `an IPv6 address needs brackets before its port; for example: [2001:db8::1]:27017`,
		"1:2:3:4:5:6:7:8:9": `an IPv6 address needs brackets before its port; for example: [1:2:3:4:5:6:7:8]:27017`,
		"db1:27017:x":       `a host has more than one colon: host:port is expected; for example: db1:27017`,
		"[::1":              `brackets hold an IPv6 address and nothing else, and are closed before the port; for example: [2001:db8::10]:27017`,
		"[db1]:1":           `brackets hold an IPv6 address and nothing else, and are closed before the port; for example: [2001:db8::10]:27017`,
		"[::1]27017":        `after the closing bracket a colon and a port are expected; for example: [::1]:27017`,
		"a,,b":              `a host between commas is empty; for example: db1.example.com,db2.example.com`,
		"a..b":              `the host "a..b" has a part between dots that is empty or longer than 63 characters; for example: db1.example.com:27017`,
		long:                `the host "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" has a part between dots that is empty or longer than 63 characters; for example: db1.example.com:27017`,
		"db*":               `the host "db*" holds '*', which no host name has; for example: db1.example.com:27017`,
		"a/b":               `"a/b" may be a host and a database or a replica set and a host; write the port; for example: rs0/db1.example.com:27017`,
		"alice:pw@db1":      `a user name and password belong into a mongodb:// connection string, or the flags --username and --password; for example: mongodb://alice:p%40ss@db1.example.com/ (%40 stands for @)`,
	} {
		checkUsage(t, text, want)
	}
}

func TestBadURIs(t *testing.T) {
	const auth = "; for example: mongodb://alice:p%40ss@db1.example.com/ (%40 stands for @)"
	const raw = `an "@" stands after a "/" or "?": write "/" as %2F, "?" as %3F and "@" as %40 in the user name and password` + auth
	for text, want := range map[string]string{
		"mongodb://":                        `the connection string names no host; for example: mongodb://db1.example.com:27017/?tls=true`,
		"mongodb://u:hun@ter2@db1":          `the user name or password holds a raw "@": write it as %40` + auth,
		"mongodb://u:hun:ter2@db1":          `the user name or password holds a raw ":": write it as %3A` + auth,
		"mongodb://u:hun/ter2@db1/x":        raw,
		"mongodb://u:hun?ter2@db1/x":        raw,
		"mongodb://u:1?ter2@db1/x":          raw,
		"mongodb://u:1?ter2=x@db1/x":        raw,
		"mongodb://u:hunt%2@db1":            `the user name or password holds a "%" without two hexadecimal digits after it: write it as %25; for example: mongodb://alice:50%25@db1.example.com/ (%25 stands for %)`,
		"mongodb://:p@db1":                  `the user name before the "@" is empty` + auth,
		"mongodb://u:hunter2":               `what follows "u:" is not a port: a number from 1 to 65535 is expected; for example: u:27017`,
		"mongodb://u:hunter2:db1":           `a host has more than one colon: host:port is expected; for example: u:27017`,
		"mongodb://db1/?tls":                `an option has no name or no "=": name=value with "&" between options is expected; for example: mongodb://db1.example.com:27017/?tls=true`,
		"mongodb://db1/?tlsCAFile=%zz":      `the value of "tlsCAFile" holds a "%" without two hexadecimal digits after it: write it as %25; for example: mongodb://db1.example.com:27017/?tls=true`,
		"mongodb://db1/a/b":                 `the database name holds a "/"; a "?" begins the options; for example: mongodb://db1.example.com/admin?tls=true`,
		"mongodb://%2Ftmp%2Fx":              `a host holds a %2F, so it is the path of a Unix domain socket, and that ends in .sock; for example: mongodb://%2Ftmp%2Fmongodb-27017.sock/`,
		"mongodb+srv://a.example.com:27017": `mongodb+srv takes no port; the DNS records have the ports; for example: mongodb+srv://cluster0.example.com/`,
		"mongodb+srv://a,b":                 `mongodb+srv takes one host; its DNS records list the members; for example: mongodb+srv://cluster0.example.com/`,
		"mongodb+srv://127.0.0.1":           `mongodb+srv takes a name with DNS records, not an IP address; for example: mongodb+srv://cluster0.example.com/`,
		"mongodb://db1/?tls=true&ssl=false": `tls and ssl are two names of one option, and they contradict each other; for example: mongodb://db1.example.com:27017/?tls=true`,
		"mongodb://db1/?tlsInsecure=true&tlsAllowInvalidCertificates=true": `tlsInsecure and tlsAllowInvalidCertificates may not be given together, whatever their values; remove one; for example: mongodb://db1.example.com:27017/?tls=true&tlsInsecure=true`,
	} {
		checkUsage(t, text, want)
	}
}

func checkUsage(t *testing.T, text, want string) {
	t.Helper()
	_, err := Parse(text)
	if err == nil {
		t.Errorf("Parse(%q) is accepted", text)
		return
	}
	if wrong := (*UsageError)(nil); !errors.As(err, &wrong) {
		t.Errorf("Parse(%q): %T is no *UsageError", text, err)
	}
	if err.Error() != want {
		t.Errorf("Parse(%q):\n got %s\nwant %s", text, err, want)
	}
}

func TestNotes(t *testing.T) {
	for text, want := range map[string]string{
		"mongodb://a/?ssl_ca_certs=x":                     "use tlsCAFile instead of ssl_ca_certs, a name of PyMongo 3",
		"mongodb://a/?ssl_cert_reqs=CERT_NONE":            "use tlsAllowInvalidCertificates=true instead of ssl_cert_reqs=CERT_NONE, a form of PyMongo 3",
		"mongodb://a/?sslValidate=false":                  "use tlsAllowInvalidCertificates=true instead of sslValidate=false, a form of the older Node.js driver",
		"mongodb://a/?tlsCaFiles=x":                       `the option "tlsCaFiles" is not known: most drivers ignore it, Node.js refuses the connection string; the nearest known one is tlsCAFile`,
		"mongodb://a/?zebra=x":                            `the option "zebra" is not known: most drivers ignore it, Node.js refuses the connection string`,
		"mongodb://a/?tls=false":                          "tls=false: the doctor speaks TLS in any case; a driver with this connection string does not",
		"mongodb://a/?tlsInsecure=yes":                    `tlsInsecure is "yes": true or false is expected; the option is ignored, as in most drivers`,
		"mongodb://a/?tlsCAFile=":                         "tlsCAFile is empty: the name of a file is expected; the option is ignored, as in most drivers",
		"mongodb://a/?replicaSet=x&replicaSet=y":          "replicaSet is given more than once; the last one counts here, drivers differ, and Node.js refuses the connection string",
		"mongodb://a/?sslCAFile=x&tlsCAFile=y":            "sslCAFile is an old name of tlsCAFile, which is given as well; it is ignored",
		"mongodb://%2Ftmp%2Fmongodb-27017.sock":           `"/tmp/mongodb-27017.sock" is a Unix domain socket; TLS is not used on a socket, so it is not examined`,
		"mongodb://bücher.example.com":                    `"bücher.example.com" is not ASCII; drivers differ in how they look such a name up, its xn-- form works in all`,
		"mongodb://a/?tlsCertificateKeyFilePasswort=oops": `the option "tlsCertificateKeyFilePasswort" is not known: most drivers ignore it, Node.js refuses the connection string; the nearest known one is tlsCertificateKeyFilePassword`,
	} {
		got, err := Parse(text)
		if err != nil || len(got.Notes) != 1 || got.Notes[0].Text != want {
			t.Errorf("Parse(%q):\n got %v, %v\nwant %s", text, got.Notes, err, want)
		}
	}
}

func TestOldNamesSetToday(t *testing.T) {
	got, err := Parse("mongodb://a/?ssl=true&ssl_cert_reqs=CERT_REQUIRED&ssl_match_hostname=false&ssl_certfile=c&ssl_keyfile=k&ssl_pem_passphrase=s&ssl_crlfile=r&sslCA=ca")
	if err != nil {
		t.Fatal(err)
	}
	o := got.Options
	if !o.TLS || o.AllowInvalidCertificates || !o.AllowInvalidHostnames || o.CertificateKeyFile != "c" ||
		o.KeyFile != "k" || o.KeyPassword.Reveal() != "s" || o.CRLFile != "r" || o.CAFile != "ca" {
		t.Errorf("%+v", o)
	}
}

func TestSocketsAreNotDialable(t *testing.T) {
	for text, want := range map[string]bool{
		"/tmp/mongodb-27017.sock":                  false,
		"mongodb://%2Ftmp%2Fmongodb-27017.sock":    false,
		"mongodb://%2Ftmp%2Fmongodb-27017.sock,db": true,
		"mongodb+srv://a.example.com":              true,
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if dialable := got.Dialable() == nil; dialable != want {
			t.Errorf("%s is dialable: %v (%v)", text, dialable, got.Dialable())
		}
	}
}

// TestSecretsStayHidden looks for a secret in everything that can be printed.
func TestSecretsStayHidden(t *testing.T) {
	const secret = "hunter2"
	for _, text := range []string{
		"mongodb://alice:hunter2@db1/",
		"mongodb://alice:hunter2@db1:0/",
		"mongodb://alice:hunter2@db1/?tls=true&ssl=false",
		"mongodb://alice:hunter2/x@db1/",
		"mongodb://alice:hunter2",
		"mongodb://alice:hunter2,db1",
		"mongodb://alice:x@hunter2?y@db1",
		"mongodb://db1/?tlsCertificateKeyFilePassword=hunter2",
		"mongodb://db1/?TLScertificatekeyfilepassword=hunter2",
		"mongodb://db1/?ssl_pem_passphrase=hunter2",
		"mongodb://db1/?sslPass=hunter2&tlsCertificateKeyFilePassword=x",
		"mongodb://db1/?sslPemPasword=hunter2",
		"mongodb://db1/?tlsCertificateKeyFilePassword=hunter2%",
		"mongodb://db1/?proxyPassword=hunter2",
		"mongodb://db1/?authMechanismProperties=AWS_SESSION_TOKEN:hunter2",
		"mongodb://db1/?authMechanismProperties=hunter2",
		"alice:hunter2@db1:27017",
		"alice:hunter2@x://db1",
		"https://alice:hunter2@db1",
		"mongo://alice:hunter2@db1",
		"MONGODB://hunter2@db1",
		"mongodb:/alice:hunter2@db1",
	} {
		got, err := Parse(text)
		encoded, jsonErr := json.Marshal(got)
		if jsonErr != nil {
			t.Fatal(jsonErr)
		}
		shown := fmt.Sprint(err) + string(encoded)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			shown += fmt.Sprintf(verb, got)
		}
		if strings.Contains(shown, secret) {
			t.Errorf("%s shows its secret:\n%s", text, shown)
		}
	}
}

func TestTextIsRedacted(t *testing.T) {
	got, err := Parse("mongodb://alice:pw@db1,db2:1/admin?tls=true&tlsCertificateKeyFilePassword=pw&zebra=pw&tlsCAFile=ca.pem")
	const want = "mongodb://<credentials>@db1,db2:1/admin?tls=true&tlsCertificateKeyFilePassword=<redacted>&zebra=<redacted>&tlsCAFile=ca.pem"
	if err != nil || got.Text != want {
		t.Errorf("Text = %s, %v", got.Text, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"db1:27017", "[::1]:1", "mongodb://u:p@a,b:1/db?tls=true&x=y%20", "mongodb+srv://a.b.c/?srvMaxHosts=1", "rs0/a:1,b", "https://x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("Parse(%q) says more than one line: %q", text, err)
			}
			return
		}
		for _, h := range got.Hosts {
			again, err := parseHostPort(h.String())
			if err != nil || again != h {
				t.Errorf("%q: host %v does not read back: %v, %v", text, h, again, err)
			}
		}
	})
}
