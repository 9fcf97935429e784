package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// alertNames are the names of TLS alerts in plain form, as OpenSSL, Go, Java, rustls and
// Erlang spell them. The first is that of RFC 8446, section 6, and RFC 5246.
var alertNames = map[int64][]string{
	10:  {"unexpected message", "unexpectedmessage"},
	20:  {"bad record mac", "badrecordmac"},
	21:  {"decryption failed", "decryptionfailed"},
	22:  {"record overflow", "recordoverflow"},
	30:  {"decompression failure", "decompressionfailure"},
	40:  {"handshake failure", "handshakefailure"},
	41:  {"no certificate", "nocertificate"},
	42:  {"bad certificate", "badcertificate", "bad cert"},
	43:  {"unsupported certificate", "unsupportedcertificate"},
	44:  {"certificate revoked", "revoked certificate", "certificaterevoked"},
	45:  {"certificate expired", "expired certificate", "certificateexpired"},
	46:  {"certificate unknown", "unknown certificate", "certificateunknown"},
	47:  {"illegal parameter", "illegalparameter"},
	48:  {"unknown ca", "unknown certificate authority", "unknownca"},
	49:  {"access denied", "accessdenied"},
	50:  {"decode error", "error decoding message", "decodeerror"},
	51:  {"decrypt error", "error decrypting message", "decrypterror"},
	70:  {"protocol version", "protocol version not supported", "protocolversion"},
	71:  {"insufficient security", "insufficient security level", "insufficientsecurity"},
	80:  {"internal error", "internalerror"},
	86:  {"inappropriate fallback", "inappropriatefallback"},
	90:  {"user canceled", "user cancelled", "usercanceled"},
	100: {"no renegotiation", "norenegotiation"},
	109: {"missing extension", "missingextension"},
	110: {"unsupported extension", "unsupportedextension"},
	112: {"unrecognized name", "unrecognised name", "unrecognisedname", "unrecognizedname"},
	113: {"bad certificate status response", "badcertificatestatusresponse"},
	115: {"unknown psk identity", "unknownpskidentity"},
	116: {"certificate required", "certificaterequired"},
	120: {"no application protocol", "noapplicationprotocol"},
}

// alertWords is the word that stands for an alert in the plain form.
func alertWords(n int64) string { return fmt.Sprintf("alert %d", n) }

// alertToken is how rules name a received alert.
func alertToken(n int) string { return fmt.Sprintf("⟨alert %d⟩", n) }

// anyAlert begins every alert's token.
const anyAlert = "⟨alert "

// named and numbered find an alert that came from the peer, behind the words with which
// the stacks announce one. "local error: tls: …" of Go is the other direction.
var (
	named = lazy(`(?:\balert(?: ?received| has been received\.)?|remote error: tls|handshake warning|alertlevel fatal|\btlsv1|\btlsv13|\bsslv3)` +
		`[\s:,.'"{(\[]*(?:fatal |ssl )?[\s:,'"{(\[]*(` + alertPattern() + `)\b`)
	numbered = lazy(`\b(?:alert number|fatal alert:?|ssl alert|tls alert|⟨alert) ?\(?(\d{1,3})\b`)
)

func alertPattern() string {
	var all []string
	for _, names := range alertNames {
		all = append(all, names...)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(all, "|")
}

// announcing are the words of named and numbered.
var announcing = []string{"alert", "remote error", "handshake warning", "tlsv1", "sslv3"}

// alerts are the tokens of the alerts that a plain text tells of.
func alerts(text string) string {
	if !hasAny(text, announcing) {
		return ""
	}
	var tokens []string
	add := func(n int) {
		if token := alertToken(n); !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	for _, match := range named.FindAllStringSubmatch(text, maxCodes) {
		add(alertNumber(match[1]))
	}
	for _, match := range numbered.FindAllStringSubmatch(text, maxCodes) {
		if n, err := strconv.Atoi(match[1]); err == nil {
			add(n)
		}
	}
	return strings.Join(tokens, " ")
}

func alertNumber(name string) int {
	for n, names := range alertNames {
		if slices.Contains(names, name) {
			return int(n)
		}
	}
	return 0
}
