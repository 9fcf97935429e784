package classify

// Commands and sentences that several remedies share.
const (
	// mongosh, on each member, after a file named in its configuration was replaced.
	rotate = "db.adminCommand({ rotateCertificates: 1 })"

	// What the server presents, certificate by certificate.
	showChain = "openssl s_client -connect {host} -servername {name} -showcerts </dev/null"

	// The server's own certificate alone, for a pipe into openssl x509.
	fetchLeaf = "openssl s_client -connect {host} -servername {name} </dev/null 2>/dev/null \\"

	notFixChain = "tlsAllowInvalidCertificates and tlsInsecure silence this and every other fault of the " +
		"certificate: the client then talks to anyone who answers."
	notFixName = "tlsAllowInvalidHostnames lets any certificate of a trusted CA stand for {name}."
	notFixOCSP = "tlsInsecure and tlsAllowInvalidCertificates switch the revocation check off together with all others."
)

// trustCA are the lines that make each driver trust the CA in ca.pem.
var trustCA = []string{
	"mongosh --tls --tlsCAFile ca.pem --host {host}",
	`MongoClient(uri, tls=True, tlsCAFile="ca.pem")      # PyMongo`,
	`new MongoClient(uri, { tlsCAFile: "ca.pem" })       // Node.js`,
	"mongodb://{host}/?tls=true&tlsCAFile=ca.pem         # Go, C, PHP",
	"keytool -importcert -alias mongodb-ca -file ca.pem \\",
	"    -keystore trust.p12 -storepass changeit -noprompt",
	"java -Djavax.net.ssl.trustStore=trust.p12 \\",
	"     -Djavax.net.ssl.trustStorePassword=changeit …",
}

// bringCertificate are the lines that make each driver present client.pem.
var bringCertificate = []string{
	"mongosh --tls --tlsCertificateKeyFile client.pem --tlsCAFile ca.pem --host {host}",
	`MongoClient(uri, tls=True, tlsCertificateKeyFile="client.pem")   # PyMongo`,
	`new MongoClient(uri, { tlsCertificateKeyFile: "client.pem" })    // Node.js`,
	"mongodb://{host}/?tls=true&tlsCertificateKeyFile=client.pem      # Go, C, PHP",
	"openssl pkcs12 -export -in client.pem -out client.p12",
	"java -Djavax.net.ssl.keyStore=client.p12 \\",
	"     -Djavax.net.ssl.keyStorePassword=… …",
}
