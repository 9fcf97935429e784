package message

// OpenSSL packs an error into 32 bits: until 1.1 library<<24 | function<<12 | reason, since
// 3.0 library<<23 | reason (include/openssl/err.h). BoringSSL and LibreSSL pack as 1.1.

// Libraries, by their numbers in err.h. BoringSSL numbers SSL 16.
const (
	libSystem = 2
	libPEM    = 9
	libX509   = 11
	libASN1   = 13
	libSSL    = 20
	libBIO    = 32
	libPKCS12 = 35
	libProv   = 57
	libDecode = 60
	boringSSL = 16
)

// alertReasons is what OpenSSL adds to an alert's number to get its reason (SSL_AD_REASON_OFFSET).
const alertReasons = 1000

// opensslWords are the words for a packed error code.
func opensslWords(n int64) string {
	if n>>31 == 1 {
		return errnos[n&0xFFFF] // 3.0: a system error
	}
	for _, unpacked := range [][2]int64{{n >> 23, n & 0x7FFFFF}, {n >> 24, n & 0xFFF}} {
		library, reason := unpacked[0], unpacked[1]
		if library == boringSSL && reason > alertReasons {
			library = libSSL
		}
		if library == libSSL && reason >= alertReasons && reason < alertReasons+256 {
			return alertWords(reason - alertReasons)
		}
		if words := reasons[library][reason]; words != "" {
			return words
		}
	}
	return ""
}

// reasons are the words for the reason codes that matter here, by library (sslerr.h,
// pemerr.h, x509err.h… of OpenSSL 3; a number keeps its meaning across releases).
var reasons = map[int64]map[int64]string{
	libSSL: {
		118: "no suitable signature algorithm", 123: "bad signature", 134: "certificate verify failed", 152: "excessive message size",
		155: "https proxy request", 156: "http request", 181: "no ciphers available", 191: "no protocols available",
		193: "no shared cipher", 199: "peer did not return a certificate", 229: "ssl handshake failure", 244: "unexpected message",
		252: "unknown protocol", 258: "unsupported protocol", 259: "unsupported ssl version", 267: "wrong version number",
		281: "decryption failed or bad record mac", 294: "unexpected eof while reading", 333: "legacy sigalg disallowed or unsupported",
		338: "unsafe legacy renegotiation disabled", 370: "wrong signature type", 372: "dh key too small", 376: "no shared signature algorithms",
		378: "wrong curve", 394: "dh key too small", 396: "version too low", 397: "ca key too small", 398: "ca md too weak", 399: "ee key too small",
	},
	libPEM: {
		100: "pem bad base64 decode", 101: "pem bad decrypt", 104: "pem bad password read", 108: "pem no start line", 113: "pem unsupported encryption",
	},
	libX509: {
		116: "key values mismatch", 117: "key type mismatch", 136: "no certificate or crl found",
	},
	libPKCS12: {113: "pkcs12 mac verify failure"},
	libProv:   {100: "pem bad decrypt"},
	libDecode: {268: "decoder unsupported"},
	libSystem: {2: "system library no such file", 13: "system library permission denied"},
	libBIO:    {128: "bio no such file"},
	libASN1:   {155: "asn1 too long"},
}
