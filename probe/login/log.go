package login

import (
	"encoding/json"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"

	"mongotls/probe/wire"
)

const (
	// maxRefusals bounds the lines that are kept, the newest.
	maxRefusals = 20
	// maxClients bounds the addresses that are kept.
	maxClients = 50
)

// readLog takes from the newest lines of the server's log what is said of refused clients
// and, in preferTLS, of clients without TLS.
func (s *session) readLog(r wire.Reply) {
	var log clientLog
	for _, line := range r.Lines("log") {
		log.read(line)
		if s.out.LogSince == nil {
			s.out.LogSince = lineTime(line)
		}
		if aboutCertificate(line) {
			s.out.Refusals = append(s.out.Refusals, s.scrub(line))
		}
	}
	s.out.Refusals = slices.Clip(s.out.Refusals[max(0, len(s.out.Refusals)-maxRefusals):])
	if s.out.Mode != "preferTLS" {
		return // other modes do not log such clients
	}
	s.out.PlaintextClients, s.out.PlaintextLast = log.others()
	n := int64(len(s.out.PlaintextClients))
	s.out.Plaintext = &n
}

// aboutCertificate tells whether a line is about a certificate that ended a connection: the
// client's, refused by the server (log ids 23255, 23256, and 22988 with the same words), or
// the server's, refused by the client in an alert (23258 to 23264, 22988). Warnings about a
// client that was let in all the same (23234, 23235) are none.
func aboutCertificate(line string) bool {
	if strings.Contains(line, `"id":23234,`) || strings.Contains(line, `"id":23235,`) {
		return false
	}
	lower := strings.ToLower(line)
	return slices.ContainsFunc(certificatePhrases, func(p string) bool { return strings.Contains(lower, p) })
}

var certificatePhrases = []string{
	"ssl peer certificate validation failed", "no ssl certificate provided by peer; connection rejected",
	"alert bad certificate", "alert unknown ca", "alert certificate unknown", "alert certificate expired",
	"alert unsupported certificate", "alert certificate revoked",
}

// clientLog is who connects, as the log tells it.
type clientLog struct {
	plain []plainLine
	names map[string]string // what clients call themselves, by host:port
}

// plainLine is of a connection without TLS.
type plainLine struct {
	remote string // host:port
	at     *time.Time
}

// ownName is the name that this tool gives in its hello.
const ownName = "mongotls"

// logLine is a line of the log since MongoDB 4.4.
type logLine struct {
	ID   int `json:"id"`
	Attr struct {
		Remote string `json:"remote"`
		Doc    struct {
			Application struct {
				Name string `json:"name"`
			} `json:"application"`
		} `json:"doc"`
	} `json:"attr"`
}

// Log ids, and the words of the same lines before MongoDB 4.4.
const (
	notUsingTLS    = 23838
	clientMetadata = 51800
)

var (
	notUsingTLSText    = regexp.MustCompile(`connection \d+ to (\S+) is not using SSL`)
	clientMetadataText = regexp.MustCompile(`received client metadata from (\S+) [^{]*\{(?: application: \{ name: "([^"]*)" \})?`)
)

func (c *clientLog) read(line string) {
	if !strings.HasPrefix(line, "{") {
		if m := notUsingTLSText.FindStringSubmatch(line); m != nil {
			c.plain = append(c.plain, plainLine{m[1], lineTime(line)})
		} else if m := clientMetadataText.FindStringSubmatch(line); m != nil {
			put(&c.names, m[1], m[2])
		}
		return
	}
	var l logLine
	if json.Unmarshal([]byte(line), &l) != nil || l.Attr.Remote == "" {
		return
	}
	switch l.ID {
	case notUsingTLS:
		c.plain = append(c.plain, plainLine{l.Attr.Remote, lineTime(line)})
	case clientMetadata:
		put(&c.names, l.Attr.Remote, l.Attr.Doc.Application.Name)
	}
}

// others are the addresses without TLS, each once, but for those of this tool, and when the
// last connected. This tool asks without TLS, too, and of some connections says nothing by
// which the server knows it: those that come from where it comes, and have no name, are taken
// for its own.
func (c *clientLog) others() (hosts []string, last *time.Time) {
	own := map[string]bool{}
	for remote, name := range c.names {
		if name == ownName {
			own[hostOf(remote)] = true
		}
	}
	for _, line := range c.plain {
		host := hostOf(line.remote)
		name, known := c.names[line.remote]
		if host == "" || known && name == ownName || !known && own[host] {
			continue
		}
		if line.at != nil && (last == nil || line.at.After(*last)) {
			last = line.at
		}
		if !slices.Contains(hosts, host) && len(hosts) < maxClients {
			hosts = append(hosts, host)
		}
	}
	return hosts, last
}

// lineStart is the time in the log's lines: as JSON since MongoDB 4.4, before it at the start.
var lineStart = regexp.MustCompile(`^(?:\{"t":\{"\$date":")?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:?\d\d))`)

// lineTime is when a line was written; nil where it does not tell.
func lineTime(line string) *time.Time {
	m := lineStart.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05.000Z07:00", "2006-01-02T15:04:05.000-0700"} {
		if at, err := time.Parse(layout, m[1]); err == nil {
			at = at.UTC()
			return &at
		}
	}
	return nil
}

// hostOf is the address of host:port; "" for what is none.
func hostOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return ""
	}
	return host
}
