package classify

import "fmt"

// Most wordings were read off real clients on loopback: PyMongo 3.11 (Python 3.11), the
// Node.js driver 7.9 (Node 20), the Go driver 2.9 (Go 1.26), the Java driver 3.6 (OpenJDK
// 17) and libmongoc 1.23, all with OpenSSL 3.0 where they use it. The others come from the
// drivers' sources and from reported messages. An ellipsis stands for what differs.

// pymongoVerify is how PyMongo reports a verification error of OpenSSL.
func pymongoVerify(reason string) string {
	return "{host}: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: " + reason + " (_ssl.c:…)"
}

// pymongoTLS is how PyMongo reports any other fault of the handshake.
func pymongoTLS(fault string) string {
	return "SSL handshake failed: {host}: " + fault + " (_ssl.c:…)"
}

// nodeSays is the outermost error of the Node.js driver, mongosh and Compass.
func nodeSays(text string) string { return "MongoServerSelectionError: " + text }

// nodeAlert is how Node.js reports an alert: OpenSSL's reason, code and the alert's number.
func nodeAlert(code, reason string, number int) string {
	return nodeSays(fmt.Sprintf("…:error:%s:SSL routines:ssl3_read_bytes:%s:…:SSL alert number %d", code, reason, number))
}

// goSays is how the Go driver reports any error of a connection.
func goSays(text string) string { return "server selection error: … Last error: " + text }

// goVerify is how the Go driver reports a certificate that crypto/x509 refuses.
func goVerify(reason string) string {
	return goSays("tls: failed to verify certificate: x509: " + reason)
}

// goCandidate is how Go names the reason why it did not accept a possible issuer.
func goCandidate(reason string) string {
	return goVerify(`certificate signed by unknown authority (possibly because of "x509: ` + reason +
		`" while trying to verify candidate authority certificate "…")`)
}

// goRead is how the Go driver reports an error while it waits for the first reply.
func goRead(text string) string {
	return goSays("connection({host}[…]) incomplete read of message header: " + text)
}

func javaTLS(reason string) string { return "javax.net.ssl.SSLHandshakeException: " + reason }

// javaOpen is how the Java driver reports a TCP connection that it cannot make.
const javaOpen = "com.mongodb.MongoSocketOpenException: Exception opening socket"

// javaCaused is how the Java driver's cluster description writes an exception and its cause.
func javaCaused(exception, cause string) string {
	return "{" + exception + "}, caused by {" + cause + "}"
}

// javaPath is how Java reports a path that it built and then refused.
func javaPath(reason string) string {
	return javaTLS("PKIX path validation failed: java.security.cert.CertPathValidatorException: " + reason)
}

// javaNoPath is how Java reports that no path leads to its trust store.
const javaNoPath = "javax.net.ssl.SSLHandshakeException: PKIX path building failed: " +
	"sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target"

// javaClosed is what Java makes of a connection that the server closed while it waited for a reply.
const javaClosed = "com.mongodb.MongoSocketReadException: Prematurely reached end of stream"

// cVerify is how libmongoc reports OpenSSL's verification error n.
func cVerify(n int, reason string) string {
	return fmt.Sprintf("TLS handshake failed: certificate verify failed (%d): %s calling hello on '{host}'", n, reason)
}

// cTLS is how libmongoc reports any other fault of the handshake.
func cTLS(text string) string { return "TLS handshake failed: " + text + " calling hello on '{host}'" }

// cClosed is what libmongoc makes of a connection that the server closed while it waited for a reply.
const cClosed = "Failed to receive length header from server. calling hello on '{host}'"

// cOCSP is the one text that libmongoc has for every verdict about revocation.
const cOCSP = "TLS handshake failed: Failed OCSP verification calling hello on '{host}'"

// closedOnReply is what drivers say where mongod closes after the handshake, with the
// reason that its own log gives.
func closedOnReply(reason string) map[string]string {
	return map[string]string{
		"pymongo": "connection closed",
		"node":    nodeSays("connection <monitor> to {address} closed"),
		"go":      goRead("connection closed unexpectedly by the other side: EOF"),
		"java":    javaClosed,
		"c":       cClosed,
		"mongod":  reason,
	}
}

// certificateAlert is how OpenSSL, Go and Java call an alert about a client certificate.
type certificateAlert struct{ openSSL, golang, java string }

var (
	alertRequired    = certificateAlert{"tlsv13 alert certificate required", "certificate required", "certificate_required"}
	alertBad         = certificateAlert{"sslv3 alert bad certificate", "bad certificate", "bad_certificate"}
	alertUnsupported = certificateAlert{"sslv3 alert unsupported certificate", "unsupported certificate", "unsupported_certificate"}
	alertExpired     = certificateAlert{"sslv3 alert certificate expired", "expired certificate", "certificate_expired"}
	alertUnknownCA   = certificateAlert{"tlsv1 alert unknown ca", "unknown certificate authority", "unknown_ca"}
)

// closedOr is closedOnReply for a client certificate: other servers than mongod send an
// alert first.
func closedOr(a certificateAlert, reason string) map[string]string {
	says := closedOnReply(reason)
	says["pymongo"] += ", or: " + a.openSSL + " (_ssl.c:…)"
	says["node"] += ", or: " + a.openSSL
	says["go"] += ", or: remote error: tls: " + a.golang
	says["java"] += ", or: Received fatal alert: " + a.java
	return says
}

// closedInHandshake is what clients say of a server that closes before its handshake is done.
// OpenSSL 3 tells it from other ends; how Python words it depends on its build.
var closedInHandshake = map[string]string{
	"pymongo": pymongoTLS("[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol") + ", or: " +
		pymongoTLS("TLS/SSL connection has been closed (EOF)"),
	"node": nodeSays("Client network socket disconnected before secure TLS connection was established"),
	"go":   goSays("EOF"),
	"java": javaTLS("Remote host terminated the handshake"),
	"c":    cTLS("Connection timed out"),
}

// garbledReply is what clients say of a reply that is no message of MongoDB.
var garbledReply = map[string]string{
	"pymongo": "Got response id … but expected …",
	"node":    nodeSays("connection <monitor> to {address} closed") + ", or: " + nodeSays("connection <monitor> to {address} timed out"),
	"go":      goSays("connection({host}[…]) length of read message too large"),
	"java":    "com.mongodb.MongoInternalException: The reply message length … is less than the maximum message length …",
	"c":       "Invalid reply from server. calling hello on '{host}'",
}
