package cert

import (
	"errors"
	"fmt"
	"time"
)

// time reads a UTCTime or GeneralizedTime. The error says that OpenSSL cannot compare
// with it (x509_vfy.c, X509_cmp_time: seconds and Z are required); the time is then
// what could be made of it, or zero.
func (e element) time() (time.Time, error) {
	body, err := e.octets()
	if err != nil {
		return time.Time{}, err
	}
	text := string(body)
	var forms []string
	switch e.tag &^ bitConstructed {
	case tagUTCTime:
		forms = []string{"060102150405Z", "0601021504Z", "060102150405-0700", "0601021504-0700"}
	case tagTime:
		forms = []string{"20060102150405Z", "200601021504Z", "20060102150405-0700", "200601021504-0700", "20060102150405"}
	default:
		return time.Time{}, errors.New("it is neither a UTCTime nor a GeneralizedTime")
	}
	for i, form := range forms {
		t, err := time.Parse(form, text)
		if err != nil || len(form) != len(text) {
			continue
		}
		t = century(t.UTC(), e.tag)
		if i > 0 {
			return t, fmt.Errorf("the time %q is not in the form that RFC 5280 requires", text)
		}
		return t, nil
	}
	return time.Time{}, fmt.Errorf("%q is no time", text)
}

// century puts the two digits of a UTCTime into 1950 to 2049 (RFC 5280, section
// 4.1.2.5.1); Go's pivot is 1969.
func century(t time.Time, tag byte) time.Time {
	if tag&^bitConstructed == tagUTCTime && t.Year() >= 2050 {
		return t.AddDate(-100, 0, 0)
	}
	return t
}
