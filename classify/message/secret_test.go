package message

import (
	"encoding/json"
	"strings"
	"testing"
)

const pemKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2MIIFHDBOBgkqhkiG9w0BBQ0wQTApBgkq\nhunter2\n-----END ENCRYPTED PRIVATE KEY-----"

func TestSecretsAreNotRepeated(t *testing.T) {
	for _, text := range []string{
		"mongodb://bob:hunter2@db1.example.com:27017/?tls=true certificate has expired",
		"mongodb+srv://bob:hunter2@cluster0.abcde.mongodb.net/ certificate has expired",
		"mongodb://bob:hun@ter2/hunter2@db1.example.com:27017/ certificate has expired",
		"bob:hunter2@db1.example.com:27017 certificate has expired",
		"mongodb://db1/?tlsCertificateKeyFilePassword=hunter2&tls=true certificate has expired",
		"mongo --ssl --sslPEMKeyPassword hunter2 --host db1: certificate has expired",
		"mongo --ssl --sslPEMKeyPassword=hunter2: certificate has expired",
		"mongosh --tls -u bob -p hunter2 certificate has expired",
		"mongodump -u bob -phunter2 certificate has expired",
		"mongosh --password 'hunter2 hunter2' certificate has expired",
		`{"password":"hunter2","pwd": "hun\"ter2hunter2"} certificate has expired`,
		"java -Djavax.net.ssl.keyStorePassword=hunter2 certificate has expired",
		"net.tls.certificateKeyFilePassword: hunter2\ncertificate has expired",
		"MongoClient(ssl_pem_passphrase='hunter2') certificate has expired",
		"AWS_SESSION_TOKEN:hunter2 certificate has expired",
		"certificate has expired\n" + pemKey,
		"certificate has expired\n" + pemKey[:len(pemKey)-40],
	} {
		got := Explain(text)
		out, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(out), "hunter2") || strings.Contains(string(out), "ter2") {
			t.Errorf("a secret of %q is repeated: %s", text, got.Message)
		}
		if got.Cause != "expired" {
			t.Errorf("%q: %v", text, got.Candidates)
		}
	}
}

// TestNothingElseIsMasked: what is no secret stays.
func TestNothingElseIsMasked(t *testing.T) {
	for _, text := range []string{
		"mongodb://db1.example.com:27017,db2.example.com:27017/?tls=true",
		"no password provided to decrypt private key",
		"Failed to authenticate CN=a@$external with x", "bob@example.com wrote: 12:30", "mongosh --port 27017 --tls", "connect ECONNREFUSED 127.0.0.1:27017",
		"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
	} {
		if got := mask(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
