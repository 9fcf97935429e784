package classify

import (
	"regexp"
	"strings"
)

// Clients that print what another family prints in other words: the same driver on another
// OpenSSL, or in another release (fixtures/oracle).

var (
	node5Voice          = voice{like: "node", alter: alterNode5}
	node5OpenSSL11Voice = voice{like: "node", alter: func(text string) string { return alterNodeOpenSSL11(alterNode5(text)) }}
	nodeOpenSSL11Voice  = voice{like: "node", alter: alterNodeOpenSSL11}
	nodeOpenSSL35Voice  = voice{like: "node", alter: alterNodeOpenSSL35}
	mongoshVoice        = voice{like: "node", alter: alterMongosh}
	go1Voice            = voice{like: "go", alter: alterGo1}
)

var secureConnect = regexp.MustCompile(`Socket 'secureConnect' timed out after [^ ]+ \(connectTimeoutMS: [^)]+\)`)

// alterNode5: mongodb 4 and 5 have few words for a bound that was passed.
func alterNode5(text string) string {
	return secureConnect.ReplaceAllString(text, "connection timed out")
}

// opensslCode is an error code of OpenSSL 3, whose last three digits are the reason.
var opensslCode = regexp.MustCompile(`error:0A000([0-9A-F]{3}):`)

// alterNodeOpenSSL11: codes of OpenSSL 1.1.1 name the function as well, and two reasons have
// other words (crypto/x509/x509_txt.c). Where the server ends the connection with its alert,
// Node.js 16 often tells the end alone.
func alterNodeOpenSSL11(text string) string {
	if strings.Contains(text, "SSL alert number") {
		text = either(text, closedInHandshake["node"])
	}
	text = opensslCode.ReplaceAllString(text, "error:14…$1:")
	return strings.NewReplacer(
		"self-signed", "self signed",
		"unsuitable certificate purpose", "unsupported certificate purpose",
	).Replace(text)
}

// alterNodeOpenSSL35: other functions and words (ssl/ssl_err.c).
func alterNodeOpenSSL35(text string) string {
	return strings.NewReplacer(
		"ssl3_get_record:", "tls_validate_record_header:",
		"sslv3 alert handshake failure", "ssl/tls alert handshake failure",
	).Replace(text)
}

// hopeless are faults at which mongosh gives up at once, with the error of the connection
// instead of that of the selection (devtools-connect, fast-failure-connect).
var hopeless = []string{
	"certificate has expired", "certificate is not yet valid", "certificate signature failure", "unable to get local issuer certificate",
	"unable to get issuer certificate", "self-signed certificate", "unsuitable certificate purpose",
	"path length constraint exceeded", "CRL", "certificate revoked", "invalid CA certificate", "ECONNREFUSED", "ENOTFOUND", "ENETUNREACH",
}

func alterMongosh(text string) string {
	text = strings.ReplaceAll(text, "unable to verify the first certificate", "unable to get local issuer certificate") // as any certificate may end a path
	for _, fault := range hopeless {
		if strings.Contains(text, fault) {
			return strings.ReplaceAll(text, "MongoServerSelectionError:", "MongoNetworkError:")
		}
	}
	return strings.ReplaceAll(text, "MongoCompatibilityError:", "MongoServerSelectionError:")
}

// alterGo1: mongo-driver 1 has another text for the end of a connection (x/mongo/driver/topology/errors.go).
func alterGo1(text string) string {
	return strings.ReplaceAll(text, "incomplete read of message header: connection closed unexpectedly by the other side", "socket was unexpectedly closed")
}
