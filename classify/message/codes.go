package message

import (
	"slices"
	"strconv"
	"strings"
)

// A code is a number that a TLS stack prints for an error. Its words are put behind the
// text, as the same stack or another would print them, so that rules need only words.
type code struct {
	sign    []string // one of them is in every text with such a code
	pattern *pattern // its first group that took part is the number
	base    int
	words   func(n int64) string
}

var codes = []code{
	{[]string{"error:"}, lazy(`\berror:([0-9A-Fa-f]{7,8}):`), 16, opensslWords},
	{[]string{"verif", "Verif", "X509_V_ERR", " depth"}, lazy(`(?i)\bcertificate verify failed \((\d{1,3})\)|` +
		`\bverify error:num=(\d{1,3})|\bverify return code: (\d{1,3})|\berror (\d{1,3}) at \d+ depth|\bX509_V_ERR\D{0,3}(\d{1,3})`), 10, verifyWords},
	{[]string{"0x8", "0X8"}, lazy(`\b0[xX](8[0-9A-Fa-f]{7})\b`), 16, windowsWords},
	{[]string{"-21"}, lazy(`(-21\d{8})\b`), 10, func(n int64) string { return windowsWords(n + 1<<32) }},
	{[]string{"-98", "-67", "-25"}, lazy(`-(98\d\d|678\d\d|676\d\d|252\d\d)\b`), 10, appleWords},
	{[]string{"rror ", "rrno ", "xception ("},
		lazy(`(?i)\b(?:winerror|errno|os error|socket error|sockets?exception \()[\s:]*(\d{2,5})\b`), 10, errnoWords},
	{[]string{`"id":`}, lazy(`"id":\s{0,4}(\d{4,8}),`), 10, logWords},
}

// maxCodes bounds how many codes of one kind are written out.
const maxCodes = 64

// spelled writes out the codes of a text.
func spelled(text string) string {
	var words []string
	for _, c := range codes {
		if !hasAny(text, c.sign) {
			continue
		}
		for _, match := range c.pattern.FindAllStringSubmatch(text, maxCodes) {
			n, err := strconv.ParseInt(strings.Join(match[1:], ""), c.base, 64)
			if err != nil {
				continue
			}
			if w := "⟨" + c.words(n) + "⟩"; w != "⟨⟩" && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return strings.Join(words, " ")
}

func hasAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p) })
}

// windowsWords are the words for an HRESULT of Secure Channel (SEC_E_…), of the trust
// provider (CERT_E_…) or of the certificate API (CRYPT_E_…), from winerror.h.
func windowsWords(n int64) string { return windows[n] }

var windows = map[int64]string{
	0x80090308: "sec e invalid token",
	0x80090317: "sec e context expired",
	0x80090318: "sec e incomplete message",
	0x80090320: "sec e incomplete credentials",
	0x80090322: "sec e wrong principal",
	0x80090325: "sec e untrusted root",
	0x80090326: "sec e illegal message",
	0x80090327: "sec e cert unknown",
	0x80090328: "sec e cert expired",
	0x80090330: "sec e decrypt failure",
	0x80090331: "sec e algorithm mismatch",
	0x80090349: "sec e cert wrong usage",
	0x8009030D: "sec e unknown credentials",
	0x8009030E: "sec e no credentials",
	0x80090366: "sec e application protocol mismatch",
	0x80092004: "crypt e not found",
	0x80092010: "crypt e revoked",
	0x80092012: "crypt e no revocation check",
	0x80092013: "crypt e revocation offline",
	0x800B0101: "cert e expired",
	0x800B0102: "cert e validityperiodnesting",
	0x800B0109: "cert e untrustedroot",
	0x800B010A: "cert e chaining",
	0x800B010C: "cert e revoked",
	0x800B010E: "cert e revocation failure",
	0x800B010F: "cert e cn no match",
	0x800B0110: "cert e wrong usage",
	0x800B0114: "cert e invalid name",
	0x80070056: "the specified network password is not correct",
	0x80072746: "connection reset by peer",
	0x8007274C: "connection timed out",
	0x8007274D: "connection refused",
}

// appleWords are the words for an OSStatus of Secure Transport (SecureTransport.h, with a
// peer's alert as "alert") or of the Security framework (SecBase.h).
func appleWords(n int64) string { return apple[n] }

var apple = map[int64]string{
	9801: "errssl negotiation", 9805: "errssl closed graceful", 9806: "errssl closed abort", 9816: "errssl closed no notify",
	9807: "errssl x cert chain invalid", 9808: "errssl bad cert", 9812: "errssl unknown root cert", 9813: "errssl no root cert",
	9814: "errssl cert expired", 9815: "errssl cert not yet valid", 9843: "errssl host name mismatch", 9847: "errssl weak ephemeral dh key",
	9824: "alert 40", 9825: "alert 42", 9826: "alert 43", 9827: "alert 44", 9828: "alert 45", 9829: "alert 46",
	9830: "alert 47", 9831: "alert 48", 9832: "alert 49", 9833: "alert 50", 9834: "alert 51", 9836: "alert 70",
	9837: "alert 71", 9838: "alert 80", 9839: "alert 90", 9840: "alert 100",
	67602: "errsec hostname mismatch", 67818: "errsec certificate expired", 67819: "errsec certificate not valid yet",
	67820: "errsec certificate revoked", 67843: "errsec not trusted", 67609: "errsec invalid extended key usage",
	25257: "errsec unknown format", 25260: "errsec passphrase required", 25264: "errsec pkcs12 verify failure", 25293: "errsec auth failed",
}

// errnoWords are the words for an error number of Linux, of macOS or of Windows Sockets,
// where all three mean the same by it or only one has it.
func errnoWords(n int64) string { return errnos[n] }

var errnos = map[int64]string{
	32: "broken pipe", 54: "connection reset by peer", 60: "connection timed out", 61: "connection refused",
	101: "network is unreachable", 104: "connection reset by peer", 110: "connection timed out", 111: "connection refused", 113: "no route to host",
	10051: "network is unreachable", 10054: "connection reset by peer", 10053: "connection reset by peer", 10060: "connection timed out",
	10061: "connection refused", 10065: "no route to host", 11001: "name or service not known", 11002: "temporary failure in name resolution",
}

// logWords are the words for a message id of mongod's JSON log, whose text changes from
// release to release.
func logWords(n int64) string { return logIDs[n] }

var logIDs = map[int64]string{
	23255: "no ssl certificate provided by peer", 23234: "no ssl certificate provided by peer",
	23256: "ssl peer certificate validation failed", 23235: "ssl peer certificate validation failed",
	23236: "client connecting with server's own tls certificate", 23237: "ip address written as dns san",
	23238: "the server certificate does not match the remote host name", 23257: "the server certificate does not match the remote host name",
	23248: "cannot read certificate file", 23249: "cannot read certificate file", 23250: "cannot read pem key file",
	23252: "cannot read pem key file", 23253: "cannot read pem key file", 23254: "ssl certificate validation failed",
	23232: "could not staple ocsp response", 23233: "could not staple ocsp response",
	551190: "server certificate has no compatible subject alternative name",
}
