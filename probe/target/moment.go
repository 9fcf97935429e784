package target

import (
	"strconv"
	"strings"
	"time"
)

// maxDuration bounds what ParseDuration accepts: a hundred years.
const maxDuration = 36525 * 24 * time.Hour

// ParseDuration reads a duration as Go writes it, with d for days of 24 hours as
// well: 30d, 12h, 1d12h, 90s. It is never negative.
func ParseDuration(text string) (time.Duration, error) {
	const example = "30d, 12h or 90s"
	var days time.Duration
	rest := text
	if count, after, found := strings.Cut(text, "d"); found {
		number, err := strconv.ParseUint(count, 10, 16)
		if err != nil {
			return 0, usage(example, "%s is not a duration: a number and a unit are expected", Show(text))
		}
		days, rest = time.Duration(number)*24*time.Hour, after
	}
	var part time.Duration
	if rest != "" || text == "" {
		var err error
		if part, err = time.ParseDuration(rest); err != nil {
			return 0, usage(example, "%s is not a duration: a number and a unit (d, h, m, s) are expected", Show(text))
		}
	}
	if part < 0 || part > maxDuration || days+part > maxDuration {
		return 0, usage(example, "%s is out of range: 0 to a hundred years is expected", Show(text))
	}
	return days + part, nil
}

// ParseTime reads the moment of --at: RFC 3339, a day, a day and a time, or an
// offset from now (+30d). Without a zone it is UTC; the result is in UTC.
func ParseTime(text string, now time.Time) (time.Time, error) {
	if offset, found := strings.CutPrefix(text, "+"); found {
		duration, err := ParseDuration(offset)
		if err != nil {
			return time.Time{}, err
		}
		return now.Add(duration).UTC(), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04:05"} {
		if moment, err := time.Parse(layout, text); err == nil {
			return moment.UTC(), nil
		}
	}
	return time.Time{}, usage("2026-12-31, 2026-12-31T15:04:05Z or +30d", "%s is not a moment: a date, a date and time, or an offset is expected", Show(text))
}
