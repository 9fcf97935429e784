package message

import "testing"

func TestAsk(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"host and port of a list", "SSL handshake failed: db1.example.com:27017: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)", "mongotls doctor --driver pymongo db1.example.com:27017"},
		{"a pair of Python", "<TopologyDescription servers: [<ServerDescription ('db1.example.com', 27018) error=AutoReconnect('certificate has expired (_ssl.c:1006)')>]>", "mongotls doctor --driver pymongo db1.example.com:27018"},
		{"quoted by libmongoc", "[TLS handshake failed: certificate verify failed (10): certificate has expired calling hello on 'db1.example.com:27017']", "mongotls doctor --driver c db1.example.com:27017"},
		{"an SRV name", "MongoServerSelectionError: querySrv ENOTFOUND _mongodb._tcp.cluster0.abcde.mongodb.net", "mongotls doctor --driver node mongodb+srv://cluster0.abcde.mongodb.net/"},
		{"a name without a port", "MongoNetworkError: getaddrinfo ENOTFOUND cluster0-shard-00-00.abcde.mongodb.net", "mongotls doctor --driver node cluster0-shard-00-00.abcde.mongodb.net"},
		{"files", "mongosh mongodb://db1.example.com:27017/?tls=true&tlsCAFile=/etc/my ca.pem\nMongoServerSelectionError: self-signed certificate", "mongotls doctor --tlsCAFile /etc/my --driver mongosh db1.example.com:27017"},
		{"a file to quote", `MongoClient(tlsCAFile="/tmp/$(id).pem") _ssl.c: certificate has expired`, `mongotls doctor --tlsCAFile '/tmp/$(id).pem' --driver pymongo HOST:PORT`},
		{"IPv6", "connect ECONNREFUSED [2001:db8::1]:27017", "mongotls doctor --driver node '[2001:db8::1]:27017'"},
		{"source lines are no hosts", "Error: certificate has expired\n    at TLSSocket.<anonymous> (_tls_wrap.js:1017:38)", "mongotls doctor --driver node HOST:PORT"},
		{"a server's log names its clients", `{"c":"NETWORK","id":22988,"ctx":"conn1","attr":{"error":{"errmsg":"The server is configured to only allow SSL connections"},"remote":"10.0.0.9:53386"}}`, "mongotls doctor HOST:PORT"},
		{"times are no hosts", "2025-06-30T20:07:40.934 MongoServerSelectionError: certificate has expired", "mongotls doctor --driver node HOST:PORT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Explain(c.text)
			if len(got.Ask) != 1 || got.Ask[0] != c.want {
				t.Errorf("%q\nwant %s", got.Ask, c.want)
			}
		})
	}
}
