package classify

import (
	"fmt"
	"time"

	"mongotls/probe/cert"
)

// finding is one cause as a rule saw it on one member.
type finding struct {
	word Word
	// refused are the judges (indexes) that would not connect because of it.
	refused []int
	// always makes it an error whoever connects: a certificate known to be revoked.
	always bool
	// mild replaces the catalogue's severity for what stops nobody.
	mild Severity
	// detail is the concrete sentence, about the certificate concerned if there is one.
	detail     string
	cert       *cert.Cert
	facts      []Fact
	vars       map[string]string
	candidates []Word
	// unsaid: what clients print of this face of the cause is not known.
	unsaid bool
	// looksLike is the cause whose messages clients print, where it is not word itself.
	looksLike Word
	// title and why replace the catalogue's where the cause has several faces, and fix are
	// remedies for what was found, which come before the catalogue's, or instead of them where
	// fixed.
	title, why string
	fix        []Fix
	fixed      bool
	// under is the check that shows it, where the word has several.
	under string
}

// severity is an error where a judge refuses, else what the catalogue says of the cause
// where it stops nobody; "" means that it is not told.
func (f finding) severity(c Cause) Severity {
	switch {
	case f.always || len(f.refused) > 0:
		return Error
	case f.mild != "":
		return f.mild
	}
	return c.Mild
}

func fact(label, value, ref string) Fact { return Fact{Label: label, Value: value, Ref: ref} }

// day writes a time as people compare it with a calendar, and how far it is from at.
func day(t, at time.Time) string {
	text := t.UTC().Format("2006-01-02 15:04 UTC")
	switch d := t.Sub(at); {
	case d < -48*time.Hour:
		return fmt.Sprintf("%s (%d days ago)", text, int(-d.Hours()/24))
	case d < 0:
		return fmt.Sprintf("%s (%s ago)", text, hours(-d))
	case d < 48*time.Hour:
		return fmt.Sprintf("%s (in %s)", text, hours(d))
	default:
		return fmt.Sprintf("%s (in %d days)", text, int(d.Hours()/24))
	}
}

func hours(d time.Duration) string {
	if d < time.Hour {
		return plural(int(d.Minutes()), "minute")
	}
	return plural(int(d.Hours()), "hour")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
