package logfile

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// clock reads the time stamps of log lines.
type clock struct {
	now         time.Time
	zoneAssumed bool // a stamp without a zone was taken for UTC
}

// maxStampAt is how far from the start of a line its stamp may begin: behind a level, or
// behind the prefix of a container's log.
const maxStampAt = 48

// form is one way to write a stamp. The groups of its pattern make a text for layout.
type form struct {
	pattern *regexp.Regexp
	read    func(c *clock, groups []string) (time.Time, bool)
}

var (
	// isoForm is RFC 3339 and what looks like it: a space for T, a comma before the
	// fraction, slashes, no zone, a zone without its colon.
	isoForm = form{regexp.MustCompile(`(?:^|[^0-9A-Za-z])(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d\b))?`), readISO}
	// unixForm is that of syslog, ctime and mongod up to 2.4.
	unixForm = form{regexp.MustCompile(`(?:^|[^0-9A-Za-z])(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([ \d]?\d) (\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?: (\d{4})\b)?`), readUnix}
	// webForm is that of Apache and nginx.
	webForm = form{regexp.MustCompile(`(\d\d/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/\d{4}:\d\d:\d\d:\d\d) ([+-]\d{4})`), readWeb}
	// epochForm is seconds or milliseconds since 1970 at the start of a line.
	epochForm = form{regexp.MustCompile(`^\[?(\d{10})(\d{3})?(?:[.,](\d{1,9}))?(?:[\]}\s:,|]|$)`), readEpoch}

	forms = []form{isoForm, unixForm, webForm, epochForm}
)

// stamp is a time in a line, and where it stands.
type stamp struct {
	at         time.Time
	start, end int
}

// of finds the stamp at the beginning of a line.
func (c *clock) of(line []byte) (stamp, bool) {
	line = line[:min(len(line), 2*maxStampAt)]
	for _, f := range forms {
		place := f.pattern.FindSubmatchIndex(line)
		if place == nil || place[0] > maxStampAt {
			continue
		}
		if at, ok := f.read(c, groups(line, place)); ok {
			return stamp{at.UTC(), place[2], place[1]}, true
		}
	}
	return stamp{}, false
}

func groups(line []byte, place []int) []string {
	out := make([]string, len(place)/2)
	for i := range out {
		if place[2*i] >= 0 {
			out[i] = string(line[place[2*i]:place[2*i+1]])
		}
	}
	return out
}

// isStamped tells whether a line begins with a time.
func isStamped(line []byte) bool {
	_, ok := (&clock{}).of(line)
	return ok
}

func readISO(c *clock, g []string) (time.Time, bool) {
	return c.parse("2006-01-02 15:04:05", strings.Join(g[1:4], "-")+" "+g[4], g[5], g[6])
}

func readUnix(c *clock, g []string) (time.Time, bool) {
	text := g[1] + " " + strings.TrimSpace(g[2]) + " " + g[3]
	if g[5] != "" {
		return c.parse("2006 Jan 2 15:04:05", g[5]+" "+text, g[4], "")
	}
	at, ok := c.parse("2006 Jan 2 15:04:05", strconv.Itoa(c.now.Year())+" "+text, g[4], "")
	if ok && at.After(c.now.Add(24*time.Hour)) { // a log is not from the future
		return c.parse("2006 Jan 2 15:04:05", strconv.Itoa(c.now.Year()-1)+" "+text, g[4], "")
	}
	return at, ok
}

func readWeb(c *clock, g []string) (time.Time, bool) {
	return c.parse("02/Jan/2006:15:04:05", g[1], "", g[2])
}

func readEpoch(_ *clock, g []string) (time.Time, bool) {
	seconds, err := strconv.ParseInt(g[1], 10, 64)
	nanos, err2 := strconv.Atoi((g[2] + g[3] + "000000000")[:9])
	at := time.Unix(seconds, int64(nanos))
	return at, err == nil && err2 == nil && at.Year() >= 2001
}

// parse reads a time in layout, a fraction of a second and a zone, each of which may be "".
func (c *clock) parse(layout, text, fraction, zone string) (time.Time, bool) {
	if fraction != "" {
		layout, text = layout+".000000000", text+"."+(fraction + "000000000")[:9]
	}
	switch zone = strings.Replace(zone, ":", "", 1); zone {
	case "":
		c.zoneAssumed = true
	case "Z", "UTC":
	default:
		layout, text = layout+" -0700", text+" "+(zone + "00")[:5]
	}
	at, err := time.Parse(layout, text)
	return at, err == nil
}

// timeKeys name the time in the JSON of applications and of containers.
var timeKeys = [][]byte{
	[]byte(`"$date":`), []byte(`"@timestamp":`), []byte(`"timestamp":`), []byte(`"time":`), []byte(`"ts":`), []byte(`"t":`), []byte(`"datetime":`), []byte(`"date":`),
}

// ofJSON finds the stamp of a line that is a JSON object.
func (c *clock) ofJSON(line []byte) (stamp, bool) {
	for _, key := range timeKeys {
		i := bytes.Index(line, key)
		if i < 0 {
			continue
		}
		from := i + len(key)
		from += len(line[from:]) - len(bytes.TrimLeft(line[from:], ` "`))
		if s, ok := c.of(line[from:]); ok {
			return stamp{s.at, from + s.start, from + s.end}, true
		}
	}
	return stamp{}, false
}
