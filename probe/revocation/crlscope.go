package revocation

import (
	"bytes"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"mongotls/probe/cert"
)

// authorityKey is an authorityKeyIdentifier (RFC 5280, section 4.2.1.1).
type authorityKey struct {
	keyID  []byte
	serial []byte // content octets
}

func (a *authorityKey) read(in cryptobyte.String) {
	if !in.ReadASN1(&in, asn1.SEQUENCE) {
		return
	}
	for !in.Empty() {
		var value cryptobyte.String
		var tag asn1.Tag
		if !in.ReadAnyASN1(&value, &tag) {
			return
		}
		switch tag {
		case implicit(0):
			a.keyID = value
		case implicit(2):
			a.serial = value
		}
	}
}

// fits is X509_check_akid (v3_purp.c) without the issuer's name: only what both sides
// have is compared.
func (a authorityKey) fits(issuer *cert.Cert) bool {
	if len(a.keyID) > 0 && len(issuer.SubjectKeyID) > 0 && !bytes.Equal(a.keyID, issuer.SubjectKeyID) {
		return false
	}
	return a.serial == nil || sameInteger(a.serial, integerOctets(issuer.Serial))
}

// scope is an issuingDistributionPoint (RFC 5280, section 5.2.5): which certificates a
// list covers. The zero value covers all of its issuer.
type scope struct {
	named     bool     // the list is of one distribution point
	urls      []string // the URLs among its names
	onlyUser  bool
	onlyCA    bool
	onlyAttr  bool
	reasons   bool // only some reasons
	indirect  bool
	malformed bool
}

func (s *scope) read(in cryptobyte.String) {
	if !in.ReadASN1(&in, asn1.SEQUENCE) {
		s.malformed = true
		return
	}
	for !in.Empty() {
		var value cryptobyte.String
		var tag asn1.Tag
		if !in.ReadAnyASN1(&value, &tag) {
			s.malformed = true
			return
		}
		on := len(value) > 0 && value[0] != 0
		switch tag {
		case explicit(0):
			s.named = true
			s.readName(value)
		case implicit(1):
			s.onlyUser = on
		case implicit(2):
			s.onlyCA = on
		case explicit(3), implicit(3):
			s.reasons = true
		case implicit(4):
			s.indirect = on
		case implicit(5):
			s.onlyAttr = on
		}
	}
}

// readName keeps the URLs of a fullName; nothing of a nameRelativeToCRLIssuer.
func (s *scope) readName(in cryptobyte.String) {
	var names cryptobyte.String
	if !in.PeekASN1Tag(explicit(0)) || !in.ReadASN1(&names, explicit(0)) {
		return
	}
	for !names.Empty() {
		var value cryptobyte.String
		var tag asn1.Tag
		if !names.ReadAnyASN1(&value, &tag) {
			s.malformed = true
			return
		}
		if tag == implicit(6) {
			s.urls = append(s.urls, string(value))
		}
	}
}

// unusable says why the list can never be used, by OpenSSL without
// X509_V_FLAG_EXTENDED_CRL_SUPPORT (x509_vfy.c, get_crl_score; x_crl.c, setup_idp).
func (s scope) unusable() string {
	kinds := 0
	for _, only := range []bool{s.onlyUser, s.onlyCA, s.onlyAttr} {
		if only {
			kinds++
		}
	}
	switch {
	case s.malformed || kinds > 1:
		return "its issuingDistributionPoint is malformed"
	case s.indirect:
		return "it is an indirect list"
	case s.reasons:
		return "it covers only some reasons"
	}
	return ""
}

// excludes says why the list does not cover subject (x509_vfy.c, crl_crldp_check).
func (s scope) excludes(subject *cert.Cert) string {
	isCA := subject.BasicConstraints != nil && subject.BasicConstraints.CA
	switch {
	case s.onlyAttr:
		return "it covers attribute certificates only"
	case isCA && s.onlyUser:
		return "it covers end entity certificates only"
	case !isCA && s.onlyCA:
		return "it covers CA certificates only"
	case s.named && !slices.ContainsFunc(s.urls, func(u string) bool { return slices.Contains(subject.CRLURLs, u) }):
		return "it is of a distribution point that the certificate does not name"
	}
	return ""
}
