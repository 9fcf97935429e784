package classify

import "strings"

// Commands and sentences that several remedies share. Lines of a command are kept to
// 74 columns, so that they stand on a screen of 80 without a break.
const (
	// Run on each member, after a file that its configuration names was replaced.
	rotate = "db.adminCommand({ rotateCertificates: 1 })  // in mongosh"

	// A request for a certificate with the name that is missing.
	makeRequest = "openssl req -new -key server.key -subj /O=Example/CN={name} \\\n" +
		"    -addext subjectAltName={san} -out server.csr"
	makeKeyAndRequest = "openssl req -new -newkey rsa:3072 -nodes -keyout server.key \\\n" +
		"    -subj /O=Example/CN={name} \\\n" +
		"    -addext subjectAltName={san} -out server.csr"
	makeClientRequest = "openssl req -new -newkey rsa:3072 -nodes -keyout client.key \\\n" +
		"    -subj /O=Example/OU=Clients/CN=app -out client.csr"

	// A small CA's side of it: the extensions of a member's certificate, and the signature.
	caExtensions = "printf '%s\\n' basicConstraints=critical,CA:TRUE \\\n" +
		"    keyUsage=critical,keyCertSign,cRLSign \\\n" +
		"    subjectKeyIdentifier=hash > ca.ext"
	serverExtensions = "printf '%s\\n' subjectAltName={san} \\\n" +
		"    extendedKeyUsage=serverAuth,clientAuth \\\n" +
		"    authorityKeyIdentifier=keyid subjectKeyIdentifier=hash > ext"
	signServer = "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key \\\n" +
		"    -CAcreateserial -days 365 -extfile ext -out server.crt"

	// The file of net.tls.certificateKeyFile, in the order that TLS asks for.
	assemble = "cat server.crt intermediate.pem server.key > /etc/ssl/mongodb.pem"

	askResponder = "openssl ocsp -issuer intermediate.pem -cert server.crt \\\n" +
		"    -url {responder} -CAfile ca.pem -text"
	reachResponder = "curl -sS -m 5 -o /dev/null -w '%{http_code}\\n' {responder}"

	createUser = `db.getSiblingDB("$external").runCommand({` + "\n" +
		`  createUser: "CN=app,OU=Clients,O=Example",` + "\n" +
		`  roles: [{ role: "readWrite", db: "test" }] })`

	trustCA = "mongosh --tls --tlsCAFile ca.pem --host {host}\n" +
		`MongoClient(uri, tls=True, tlsCAFile="ca.pem")    # PyMongo` + "\n" +
		`new MongoClient(uri, { tlsCAFile: "ca.pem" })     // Node.js` + "\n" +
		"mongodb://{host}/?tls=true&tlsCAFile=ca.pem    # Go, C, PHP\n" +
		"keytool -importcert -alias mongodb-ca -file ca.pem \\\n" +
		"    -keystore trust.p12 -storepass changeit -noprompt\n" +
		"java -Djavax.net.ssl.trustStore=trust.p12 \\\n" +
		"     -Djavax.net.ssl.trustStorePassword=changeit …"

	bringCertificate = "mongosh --tls --tlsCertificateKeyFile client.pem …\n" +
		`MongoClient(uri, tlsCertificateKeyFile="client.pem")        # PyMongo` + "\n" +
		`new MongoClient(uri, { tlsCertificateKeyFile: "client.pem" })  // Node` + "\n" +
		"mongodb://{host}/?tlsCertificateKeyFile=client.pem  # Go, C\n" +
		"openssl pkcs12 -export -in client.pem -out client.p12\n" +
		"java -Djavax.net.ssl.keyStore=client.p12 \\\n" +
		"     -Djavax.net.ssl.keyStorePassword=… …"

	notFixChain = "tlsAllowInvalidCertificates and tlsInsecure silence this and every other fault of the " +
		"certificate: the client then talks to anyone who answers."
	notFixName = "tlsAllowInvalidHostnames lets any certificate of a trusted CA stand for {name}."
	notFixOCSP = "tlsInsecure and tlsAllowInvalidCertificates switch the revocation check off together with all others."
	notFixCRL  = "Leaving tlsCRLFile out connects, and no revocation is noticed any more."
)

// shake is one handshake with the server; rest is what follows on the command line.
func shake(rest string) string {
	return "openssl s_client -connect {host} \\\n    -servername {name} " + rest
}

// served is the certificate that the server presents first, given to openssl x509.
func served(args string) string {
	return shake("</dev/null 2>/dev/null \\\n    | openssl x509 " + args)
}

// script is a list of commands, a line each.
func script(commands ...string) []string { return strings.Split(strings.Join(commands, "\n"), "\n") }
