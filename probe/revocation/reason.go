package revocation

import "strconv"

// reasonName is a CRLReason as RFC 5280, section 5.3.1, writes it. Value 7 is not used there.
func reasonName(code int) string {
	names := [...]string{
		0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged",
		4: "superseded", 5: "cessationOfOperation", 6: "certificateHold",
		8: removeFromCRL, 9: "privilegeWithdrawn", 10: "aACompromise",
	}
	if code < 0 || code >= len(names) || names[code] == "" {
		return "reason " + strconv.Itoa(code)
	}
	return names[code]
}

const removeFromCRL = "removeFromCRL"

// responseStatus is an OCSPResponseStatus as RFC 6960, section 4.2.1, writes it.
func responseStatus(code int) string {
	names := [...]string{
		0: "successful", 1: "malformedRequest", 2: "internalError", 3: "tryLater",
		5: "sigRequired", 6: "unauthorized",
	}
	if code < 0 || code >= len(names) || names[code] == "" {
		return "status " + strconv.Itoa(code)
	}
	return names[code]
}
