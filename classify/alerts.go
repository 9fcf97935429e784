package classify

import (
	"fmt"
	"strconv"
	"strings"

	"mongotls/probe/evidence"
)

// alertSpellings are the words for an alert in OpenSSL (ssl_err.c of 3.0) and in Go
// (crypto/tls alert.go). Java prints the name of RFC 8446.
var alertSpellings = map[uint8]struct{ openSSL, golang string }{
	10:  {"sslv3 alert unexpected message", "unexpected message"},
	20:  {"sslv3 alert bad record mac", "bad record MAC"},
	21:  {"tlsv1 alert decryption failed", "decryption failed"},
	22:  {"tlsv1 alert record overflow", "record overflow"},
	30:  {"sslv3 alert decompression failure", "decompression failure"},
	40:  {"sslv3 alert handshake failure", "handshake failure"},
	42:  {"sslv3 alert bad certificate", "bad certificate"},
	43:  {"sslv3 alert unsupported certificate", "unsupported certificate"},
	44:  {"sslv3 alert certificate revoked", "revoked certificate"},
	45:  {"sslv3 alert certificate expired", "expired certificate"},
	46:  {"sslv3 alert certificate unknown", "unknown certificate"},
	47:  {"sslv3 alert illegal parameter", "illegal parameter"},
	48:  {"tlsv1 alert unknown ca", "unknown certificate authority"},
	49:  {"tlsv1 alert access denied", "access denied"},
	50:  {"tlsv1 alert decode error", "error decoding message"},
	51:  {"tlsv1 alert decrypt error", "error decrypting message"},
	70:  {"tlsv1 alert protocol version", "protocol version not supported"},
	71:  {"tlsv1 alert insufficient security", "insufficient security level"},
	80:  {"tlsv1 alert internal error", "internal error"},
	86:  {"tlsv1 alert inappropriate fallback", "inappropriate fallback"},
	90:  {"tlsv1 alert user cancelled", "user canceled"},
	100: {"tlsv1 alert no renegotiation", "no renegotiation"},
	109: {"tlsv13 alert missing extension", "missing extension"},
	110: {"tlsv1 unsupported extension", "unsupported extension"},
	112: {"tlsv1 unrecognized name", "unrecognized name"},
	113: {"tlsv1 bad certificate status response", "bad certificate status response"},
	116: {"tlsv13 alert certificate required", "certificate required"},
	120: {"tlsv1 alert no application protocol", "no application protocol"},
}

// alertVars are the placeholders for an alert. OpenSSL's reason code of an alert is 1000
// more than its number (SSL_AD_REASON_OFFSET).
func alertVars(a evidence.Alert) map[string]string {
	s := alertSpellings[a.Code]
	exception := "javax.net.ssl.SSLException"
	if handshakeAlerts[a.Code] {
		exception = "javax.net.ssl.SSLHandshakeException"
	}
	return map[string]string{
		"alert_code":    fmt.Sprintf("0A%06X", 1000+int(a.Code)),
		"alert_number":  strconv.Itoa(int(a.Code)),
		"alert_openssl": s.openSSL,
		"alert_python":  strings.ToUpper(strings.ReplaceAll(s.openSSL, " ", "_")),
		"alert_go":      s.golang,
		"alert_java":    exception,
		"alert_name":    a.Name,
	}
}
