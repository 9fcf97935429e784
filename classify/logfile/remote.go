package logfile

import (
	"bytes"
	"net/netip"
	"regexp"
)

// address is the text of an address or of a host with its port, of a bounded length.
type address = []byte

const maxAddress = 255

// addressOf is the address at the start of a text: an IP address or a host name with a
// port; nil for anything else.
func addressOf(text []byte) address {
	n := 0
	for n < len(text) && n <= maxAddress && (isNameByte(text[n]) || text[n] == ':' || text[n] == '[' || text[n] == ']' || text[n] == '%') {
		n++
	}
	text = bytes.TrimRight(text[:n], ".:")
	colon := bytes.LastIndexByte(text, ':')
	if colon <= 0 || len(text) > maxAddress || len(digits(text[colon+1:])) != len(text)-colon-1 {
		return nil
	}
	return text
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_'
}

// isIP tells numeric addresses, IPv6 with or without brackets, from host names.
func isIP(host []byte) bool {
	_, err := netip.ParseAddr(string(bytes.Trim(host, "[]")))
	return err == nil
}

// withoutPort is the host of an address. mongod up to 4.0 writes IPv6 without brackets.
func withoutPort(a address) []byte {
	if colon := bytes.LastIndexByte(a, ':'); colon > 0 {
		if host := bytes.Trim(a[:colon], "[]"); isIP(host) || bytes.IndexByte(host, ':') < 0 {
			return host
		}
	}
	return a
}

// Where the other end stands in a text: behind a word that announces it, as PyMongo writes
// pairs, with a port that is usual for MongoDB, as a number, as a name with dots.
var (
	announced = regexp.MustCompile(`(?i)(?:\bfrom|\bremote(?: ?address| ?addr)?|\bpeer|\bclient|\bserver|\bhost|\baddr(?:ess)?)["']?(?: |: |[:=] ?|=)["'/]?((?:\d{1,3}\.){3}\d{1,3}:\d{1,5}|\[[0-9A-Fa-f:.]+\]:\d{1,5}|::[0-9A-Fa-f:.]+:\d{1,5})\b`)
	numeric   = regexp.MustCompile(`(?:^|[^\w.])((?:\d{1,3}\.){3}\d{1,3}:\d{2,5}|\[[0-9A-Fa-f:.]{2,45}\]:\d{2,5})\b`)
	pair      = regexp.MustCompile(`\('([\w.:-]{1,200})', (\d{2,5})\)`)
	named     = regexp.MustCompile(`(?:^|[^\w.:-])([A-Za-z0-9][\w-]*(?:\.[\w-]+)*): ?(270\d\d)\b`)
	dotted    = regexp.MustCompile(`(?:^|[\s'"=@]|//)([A-Za-z0-9][\w-]*(?:\.[\w-]+)+):(\d{2,5})\b`)
	// sourceFile is a place in a program, which looks like a host and its port.
	sourceFile = regexp.MustCompile(`(?i)\.(c|cc|cpp|cs|ex|go|java|js|kt|mjs|php|pl|pm|py|rb|rs|scala|swift|ts)$`)
)

// maxRemoteText bounds where an address is looked for.
const maxRemoteText = 4 << 10

// remoteIn is the address of the other end that a text names; nil where it names none.
func remoteIn(text []byte) address {
	text = text[:min(len(text), maxRemoteText)]
	if bytes.IndexByte(text, ':') < 0 && bytes.IndexByte(text, '(') < 0 {
		return nil
	}
	for _, pattern := range []*regexp.Regexp{announced, pair, named, numeric, dotted} {
		m := pattern.FindSubmatch(text)
		switch {
		case m == nil || sourceFile.Match(m[1]):
		case len(m) > 2:
			return bytes.Join(m[1:3], []byte(":"))
		default:
			return m[1]
		}
	}
	return nil
}

// connections remembers the addresses of the last connections of a server, by number.
// A newer connection takes the place of one that is maxConnections older.
type connections struct{ last []connection }

type connection struct {
	number uint64
	length uint8
	host   [45]byte // the longest IPv6 address
}

const maxConnections = 1 << 14

func (c *connections) accepted(number uint64, host []byte) {
	if number == 0 || len(host) == 0 || len(host) > len(connection{}.host) {
		return
	}
	if c.last == nil {
		c.last = make([]connection, maxConnections)
	}
	entry := connection{number: number, length: uint8(len(host))}
	copy(entry.host[:], host)
	c.last[number%maxConnections] = entry
}

// host is the address of a connection; nil if it is not known, or not any more.
func (c *connections) host(number uint64) []byte {
	if number == 0 || c.last == nil {
		return nil
	}
	entry := &c.last[number%maxConnections]
	if entry.number != number {
		return nil
	}
	return entry.host[:entry.length]
}
