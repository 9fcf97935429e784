package classify

// Placeholders are the names that texts of the catalogue may use in braces, with
// the value that stands for each where a cause is explained without evidence.
var Placeholders = map[string]string{
	"host":        "db1.example.com:27017",
	"name":        "db1.example.com",
	"port":        "27017",
	"bind":        "localhost,db1.example.com",
	"address":     "203.0.113.10:27017",
	"ca":          "ca.pem",
	"subject":     "the certificate",
	"issuer":      "its issuer",
	"serial":      "its serial number",
	"not_before":  "its first day",
	"not_after":   "its last day",
	"names":       "the names in its subjectAltName",
	"san":         "DNS:db1.example.com",
	"key":         "its key",
	"signature":   "its signature algorithm",
	"sha256":      "its fingerprint",
	"detail":      "what was seen",
	"version":     "the newest version that the server speaks",
	"versions":    "the versions that the server speaks",
	"suite":       "the cipher suite",
	"group":       "the key exchange group",
	"responder":   "http://ocsp.example.com",
	"set":         "rs0",
	"wanted_set":  "the replica set of the URI",
	"server_time": "the server's clock",
	"our_time":    "this machine's clock",
	"at":          "the moment judged",
	"client_cert": "client.pem",
	"client_name": "the subject of the client certificate",
	"issuers":     "the CA names that the server lists",
	"service":     "another service",
	"first_bytes": "its first bytes",
	"alert":       "the alert",
	"mode":        "requireTLS",
	"hello_error": "…", // what the server answers hello with
	"go_error":    "…", // the handshake's error, which is of Go's crypto/tls
	// How the stacks spell the alert (alertSpellings).
	"alert_code":      "0A000…",
	"alert_number":    "…",
	"alert_openssl":   "… alert …",
	"alert_python":    "…_ALERT_…",
	"alert_go":        "…",
	"alert_java":      "javax.net.ssl.SSLHandshakeException",
	"alert_name":      "…",
	"java_revocation": "…",                                  // why Java with revocation checks on goes no further
	"srv":             "_mongodb._tcp.cluster0.example.com", // where no record is
	"refusing":        "the drivers that refuse it",
	"accepting":       "the drivers that accept it",
}
