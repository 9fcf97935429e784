package revocation

import (
	"errors"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

func implicit(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific() }
func explicit(n uint8) asn1.Tag { return implicit(n).Constructed() }

var errTime = errors.New("a time that is neither UTCTime nor GeneralizedTime")

// readTime reads a Time of RFC 5280, section 4.1.2.5, either form wherever it
// stands. Seconds may have a fraction, which OpenSSL tolerates and RFC 6960 does not
// forbid in so many words.
func readTime(s *cryptobyte.String) (time.Time, error) {
	var text cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&text, &tag) {
		return time.Time{}, errTime
	}
	switch tag {
	case asn1.GeneralizedTime:
		return time.Parse("20060102150405Z0700", string(text))
	case asn1.UTCTime:
		t, err := time.Parse("060102150405Z0700", string(text))
		if t.Year() >= 2050 { // RFC 5280: 50 to 99 are of the last century; Go's pivot is 69
			t = t.AddDate(-100, 0, 0)
		}
		return t, err
	}
	return time.Time{}, errTime
}

// extension is one Extension of RFC 5280, section 4.1.
type extension struct {
	id       cryptobyte.String // content octets of the OID
	critical bool
	value    cryptobyte.String
}

// eachExtension calls visit for each Extension of a SEQUENCE OF. It is false when
// the encoding is not that.
func eachExtension(list cryptobyte.String, visit func(extension)) bool {
	for !list.Empty() {
		ext, ok := readExtension(&list)
		if !ok {
			return false
		}
		visit(ext)
	}
	return true
}

func readExtension(list *cryptobyte.String) (extension, bool) {
	var body cryptobyte.String
	var ext extension
	if !list.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&ext.id, asn1.OBJECT_IDENTIFIER) {
		return ext, false
	}
	var flag cryptobyte.String
	var present bool
	if !body.ReadOptionalASN1(&flag, &present, asn1.BOOLEAN) {
		return ext, false
	}
	ext.critical = present && len(flag) == 1 && flag[0] != 0 // BER's TRUE, as OpenSSL reads it
	return ext, body.ReadASN1(&ext.value, asn1.OCTET_STRING)
}
