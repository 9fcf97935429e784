package keyfile

// unsupportedError names an algorithm that this package does not implement.
type unsupportedError struct{ oid string }

func (e unsupportedError) Error() string {
	if name := schemeName(e.oid); name != "" {
		return name + " (" + e.oid + ")"
	}
	return e.oid
}

// schemeName names what older programs encrypted keys with (RFC 8018, appendix C;
// RFC 7292, appendix C) and ciphers of PBES2 that are rare.
func schemeName(oid string) string {
	return map[string]string{
		"1.2.840.113549.1.5.1":      "PBE-MD2-DES",
		"1.2.840.113549.1.5.3":      "PBE-MD5-DES",
		"1.2.840.113549.1.5.6":      "PBE-MD5-RC2-64",
		"1.2.840.113549.1.5.10":     "PBE-SHA1-DES",
		"1.2.840.113549.1.5.11":     "PBE-SHA1-RC2-64",
		"1.2.840.113549.1.12.1.1":   "PBE-SHA1-RC4-128",
		"1.2.840.113549.1.12.1.2":   "PBE-SHA1-RC4-40",
		"1.2.840.113549.1.12.1.3":   "PBE-SHA1-3DES",
		"1.2.840.113549.1.12.1.4":   "PBE-SHA1-2DES",
		"1.2.840.113549.1.12.1.5":   "PBE-SHA1-RC2-128",
		"1.2.840.113549.1.12.1.6":   "PBE-SHA1-RC2-40",
		"1.2.840.113549.3.2":        "RC2-CBC",
		"1.3.14.3.2.7":              "DES-CBC",
		"1.2.392.200011.61.1.1.1.2": "Camellia-128-CBC",
		"1.2.392.200011.61.1.1.1.4": "Camellia-256-CBC",
		"1.2.410.200046.1.1.2":      "ARIA-128-CBC",
		"1.2.410.200046.1.1.12":     "ARIA-256-CBC",
		"2.16.840.1.101.3.4.1.6":    "AES-128-GCM",
		"2.16.840.1.101.3.4.1.46":   "AES-256-GCM",
	}[oid]
}
