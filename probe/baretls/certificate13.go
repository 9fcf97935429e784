package baretls

import "golang.org/x/crypto/cryptobyte"

// parseCertificates reads the Certificate message of TLS 1.3 (RFC 8446, section 4.4.2), with
// the OCSP response that stands with the leaf.
func parseCertificates(s cryptobyte.String) (certificates [][]byte, staple []byte, err error) {
	bad := fault(decodeError, "malformed Certificate message")
	var context, list cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&context) || !s.ReadUint24LengthPrefixed(&list) || !s.Empty() {
		return nil, nil, bad
	}
	for !list.Empty() {
		var der, extensions cryptobyte.String
		if !list.ReadUint24LengthPrefixed(&der) || !list.ReadUint16LengthPrefixed(&extensions) {
			return certificates, staple, bad
		}
		certificates = append(certificates, der)
		if status := findExtension(extensions, extStatusRequest); status != nil && len(certificates) == 1 {
			if staple, err = parseStatus(status); err != nil {
				return certificates, nil, err
			}
		}
	}
	return certificates, staple, nil
}

// parseStatus reads a CertificateStatus (RFC 6066, section 8).
func parseStatus(s cryptobyte.String) ([]byte, error) {
	const ocsp = 1
	var kind uint8
	var response cryptobyte.String
	if !s.ReadUint8(&kind) || kind != ocsp || !s.ReadUint24LengthPrefixed(&response) || !s.Empty() {
		return nil, fault(decodeError, "malformed certificate status")
	}
	return response, nil
}

// parseRequest reads the CA names of a CertificateRequest of TLS 1.3 (RFC 8446, sections
// 4.3.2 and 4.2.4).
func parseRequest(s cryptobyte.String) ([][]byte, error) {
	bad := fault(decodeError, "malformed CertificateRequest")
	var context, extensions, names cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&context) || !s.ReadUint16LengthPrefixed(&extensions) || !s.Empty() {
		return nil, bad
	}
	list := findExtension(extensions, extAuthorities)
	if list == nil {
		return nil, nil
	}
	if !list.ReadUint16LengthPrefixed(&names) || !list.Empty() {
		return nil, bad
	}
	var authorities [][]byte
	for !names.Empty() {
		var name cryptobyte.String
		if !names.ReadUint16LengthPrefixed(&name) {
			return authorities, bad
		}
		authorities = append(authorities, name)
	}
	return authorities, nil
}

// findExtension is the body of the first extension of that code; nil if there is none before
// the end of the block or a fault in it.
func findExtension(block cryptobyte.String, code uint16) cryptobyte.String {
	for !block.Empty() {
		var id uint16
		var body cryptobyte.String
		if !block.ReadUint16(&id) || !block.ReadUint16LengthPrefixed(&body) {
			return nil
		}
		if id == code {
			return body
		}
	}
	return nil
}
