package tlswire

import (
	"fmt"

	"mongotls/probe/evidence"
)

// Protocol versions as they stand on the wire.
const (
	VersionSSL2  uint16 = 0x0002
	VersionSSL3  uint16 = 0x0300
	VersionTLS10 uint16 = 0x0301
	VersionTLS11 uint16 = 0x0302
	VersionTLS12 uint16 = 0x0303
	VersionTLS13 uint16 = 0x0304
)

var versionNames = map[uint16]evidence.Version{
	VersionSSL2:  evidence.SSL2,
	VersionSSL3:  evidence.SSL3,
	VersionTLS10: evidence.TLS10,
	VersionTLS11: evidence.TLS11,
	VersionTLS12: evidence.TLS12,
	VersionTLS13: evidence.TLS13,
}

// VersionName is a version as people write it: "TLS 1.2"; "0x7F1C" if unknown.
func VersionName(v uint16) string {
	if name, ok := versionNames[v]; ok {
		return string(name)
	}
	return fmt.Sprintf("0x%04X", v)
}

// VersionCode is the inverse of VersionName for the known versions; 0 for others.
func VersionCode(name evidence.Version) uint16 {
	for code, n := range versionNames {
		if n == name {
			return code
		}
	}
	return 0
}

// Groups for key exchange, those that this package offers or makes keys for.
const (
	P256           uint16 = 23
	P384           uint16 = 24
	P521           uint16 = 25
	X25519         uint16 = 29
	X448           uint16 = 30
	X25519MLKEM768 uint16 = 0x11EC
)

// groupNames follows the IANA registry "TLS Supported Groups", with the NIST curves
// under their NIST names.
var groupNames = map[uint16]string{
	1: "sect163k1", 2: "sect163r1", 3: "sect163r2", 4: "sect193r1", 5: "sect193r2",
	6: "sect233k1", 7: "sect233r1", 8: "sect239k1", 9: "sect283k1", 10: "sect283r1",
	11: "sect409k1", 12: "sect409r1", 13: "sect571k1", 14: "sect571r1",
	15: "secp160k1", 16: "secp160r1", 17: "secp160r2", 18: "secp192k1", 19: "P-192",
	20: "secp224k1", 21: "P-224", 22: "secp256k1", 23: "P-256", 24: "P-384", 25: "P-521",
	26: "brainpoolP256r1", 27: "brainpoolP384r1", 28: "brainpoolP512r1",
	29: "X25519", 30: "X448",
	31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13", 33: "brainpoolP512r1tls13",
	34: "GC256A", 35: "GC256B", 36: "GC256C", 37: "GC256D", 38: "GC512A", 39: "GC512B", 40: "GC512C",
	41: "curveSM2", 0x100: "ffdhe2048", 0x101: "ffdhe3072", 0x102: "ffdhe4096",
	0x103: "ffdhe6144", 0x104: "ffdhe8192",
	0x200: "MLKEM512", 0x201: "MLKEM768", 0x202: "MLKEM1024",
	0x11EB: "SecP256r1MLKEM768", 0x11EC: "X25519MLKEM768", 0x11ED: "SecP384r1MLKEM1024",
	0x6399: "X25519Kyber768Draft00", 0xFF01: "arbitrary_explicit_prime_curves", 0xFF02: "arbitrary_explicit_char2_curves",
}

// GroupName is the name of a key exchange group, or its code as "0x1234".
func GroupName(id uint16) string { return nameOr(groupNames, id) }

// schemeNames follows RFC 8446, section 4.2.3, RFC 8734, and for the pairs of hash
// and algorithm that only TLS 1.2 has, RFC 5246, section 7.4.1.4.1.
var schemeNames = map[uint16]string{
	0x0101: "rsa_pkcs1_md5", 0x0201: "rsa_pkcs1_sha1", 0x0202: "dsa_sha1", 0x0203: "ecdsa_sha1",
	0x0301: "rsa_pkcs1_sha224", 0x0302: "dsa_sha224", 0x0303: "ecdsa_sha224",
	0x0401: "rsa_pkcs1_sha256", 0x0402: "dsa_sha256", 0x0403: "ecdsa_secp256r1_sha256",
	0x0501: "rsa_pkcs1_sha384", 0x0502: "dsa_sha384", 0x0503: "ecdsa_secp384r1_sha384",
	0x0601: "rsa_pkcs1_sha512", 0x0602: "dsa_sha512", 0x0603: "ecdsa_secp521r1_sha512",
	0x0708: "sm2sig_sm3",
	0x0804: "rsa_pss_rsae_sha256", 0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512",
	0x0807: "ed25519", 0x0808: "ed448",
	0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384", 0x080B: "rsa_pss_pss_sha512",
	0x081A: "ecdsa_brainpoolP256r1tls13_sha256",
	0x081B: "ecdsa_brainpoolP384r1tls13_sha384",
	0x081C: "ecdsa_brainpoolP512r1tls13_sha512",
	0x0904: "mldsa44", 0x0905: "mldsa65", 0x0906: "mldsa87",
}

// SchemeName is the name of a signature scheme, or its code as "0x1234".
func SchemeName(id uint16) string { return nameOr(schemeNames, id) }

func nameOr(names map[uint16]string, id uint16) string {
	if name, ok := names[id]; ok {
		return name
	}
	return fmt.Sprintf("0x%04X", id)
}

// Alerts that this package itself reasons about (RFC 8446, section 6).
const (
	alertUnexpectedMessage = 10
	alertHandshakeFailure  = 40
	alertIllegalParameter  = 47
	alertDecodeError       = 50
	alertProtocolVersion   = 70
	alertInsufficient      = 71
	alertMissingExtension  = 109
)

// alertNames follows the IANA registry "TLS Alerts" (RFC 8446, RFC 5246, RFC 6066,
// RFC 4346 for the retired ones, SSL 3.0 for 41).
var alertNames = map[uint8]string{
	0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 21: "decryption_failed",
	22: "record_overflow", 30: "decompression_failure", 40: "handshake_failure", 41: "no_certificate",
	42: "bad_certificate", 43: "unsupported_certificate", 44: "certificate_revoked",
	45: "certificate_expired", 46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca",
	49: "access_denied", 50: "decode_error", 51: "decrypt_error", 52: "too_many_cids_requested",
	60: "export_restriction", 70: "protocol_version", 71: "insufficient_security",
	80: "internal_error", 86: "inappropriate_fallback", 90: "user_canceled",
	100: "no_renegotiation", 109: "missing_extension", 110: "unsupported_extension",
	111: "certificate_unobtainable", 112: "unrecognized_name", 113: "bad_certificate_status_response",
	114: "bad_certificate_hash_value", 115: "unknown_psk_identity", 116: "certificate_required",
	117: "general_error", 120: "no_application_protocol", 121: "ech_required",
}

// AlertName is the name of an alert; "alert_200" if it has none.
func AlertName(code uint8) string {
	if name, ok := alertNames[code]; ok {
		return name
	}
	return fmt.Sprintf("alert_%d", code)
}

// AlertCode is the inverse of AlertName for the registered alerts.
func AlertCode(name string) (code uint8, ok bool) {
	for code, n := range alertNames {
		if n == name {
			return code, true
		}
	}
	return 0, false
}
