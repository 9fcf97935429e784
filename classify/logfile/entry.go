package logfile

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// entry is one message of a log with what stands around it.
type entry struct {
	text    []byte // what was said, without the prefix of a container's log
	mongod  bool   // a mongod or mongos printed it
	blind   bool   // it repeats what users sent, or what clients say of themselves
	at      time.Time
	stamp   [2]int // where the stamp stands in text
	conn    uint64 // the number of the connection; 0 = none
	remote  []byte // the address that it names; nil = none
	accepts bool   // it tells which address a connection comes from, and nothing else
}

// mongodStart begins a line of mongod 4.4 and later, behind what a container may add.
var mongodStart = []byte(`{"t":{"$date":"`)

// read finds the parts of an entry.
func (c *clock) read(line []byte) entry {
	line = trimEnd(line)
	if i := bytes.Index(line, mongodStart); i >= 0 {
		return c.readMongod(line[i:])
	}
	if inner, ok := wrapped(line); ok {
		e := c.read(inner)
		if e.at.IsZero() {
			s, _ := c.ofJSON(line)
			e.at = s.at
		}
		return e
	}
	return c.readText(line)
}

func trimEnd(b []byte) []byte { return bytes.TrimRight(b, "\r\n\x00 ") }

// wrapped takes a line out of the JSON in which containers keep their output.
func wrapped(line []byte) ([]byte, bool) {
	if !bytes.HasPrefix(line, []byte(`{"log":"`)) {
		return nil, false
	}
	var outer struct{ Log string }
	if json.Unmarshal(line, &outer) != nil {
		return nil, false
	}
	inner := trimEnd([]byte(outer.Log))
	return inner, !bytes.HasPrefix(inner, []byte(`{"log":"`))
}

// userComponents print the commands of users, and so texts of anyone.
var userComponents = []string{"COMMAND", "QUERY", "WRITE", "INDEX", "STORAGE", "TXN", "RECOVERY", "WT", "FTDC"}

// userLines are the ids of others that do: slow operations of the oplog, and what clients
// say of themselves.
var userLines = []string{"51801", "51803", "51800", "5286306", "20250", "6788700"}

func (c *clock) readMongod(line []byte) entry {
	e := entry{text: line, mongod: true}
	e.stamp[0] = len(mongodStart)
	date := value(line, mongodStart)
	e.stamp[1] = e.stamp[0] + len(date)
	if at, err := time.Parse(time.RFC3339Nano, string(date)); err == nil {
		e.at = at.UTC()
	} else if s, ok := c.of(date); ok { // mongod 4.4 writes +0000
		e.at = s.at
	}
	component, id := value(line, []byte(`"c":"`)), number(line, []byte(`"id":`))
	e.blind = slices.Contains(userComponents, string(component)) || slices.Contains(userLines, string(id))
	e.accepts = string(id) == "22943"
	e.conn = parseNumber(number(line, []byte(`"ctx":"conn`)))
	if e.conn == 0 {
		e.conn = parseNumber(number(line, []byte(`"connectionId":`)))
	}
	e.remote = addressOf(value(line, []byte(`"remote":"`)))
	return e
}

var (
	acceptedText = []byte("connection accepted from ")
	connText     = []byte("[conn")
	metadataText = []byte("received client metadata")
)

func (c *clock) readText(line []byte) entry {
	e := entry{text: line}
	s, stamped := c.of(line)
	if !stamped && len(line) > 0 && line[0] == '{' {
		s, stamped = c.ofJSON(line)
	}
	if stamped {
		e.at, e.stamp = s.at, [2]int{s.start, s.end}
	}
	rest := line[e.stamp[1]:]
	if i := bytes.Index(rest, acceptedText); i >= 0 {
		e.mongod, e.accepts = true, true
		_, n, _ := bytes.Cut(rest[i:], []byte("#"))
		e.conn, e.remote = parseNumber(digits(n)), addressOf(rest[i+len(acceptedText):])
		return e
	}
	component, known := componentOf(rest)
	e.mongod = known
	if known {
		e.blind = slices.Contains(userComponents, component) || bytes.Contains(rest, metadataText)
		e.conn = parseNumber(number(rest, connText))
	}
	e.remote = remoteIn(rest)
	return e
}

// componentOf reads "I NETWORK  [conn11] …" of mongod 3.0 to 4.2, and "[conn11] …" of
// older ones.
func componentOf(rest []byte) (string, bool) {
	rest = bytes.TrimLeft(rest, " ")
	if bytes.HasPrefix(rest, connText) || bytes.HasPrefix(rest, []byte("[initandlisten]")) {
		return "", true
	}
	fields := bytes.Fields(rest[:min(len(rest), 48)])
	if len(fields) < 3 || len(fields[0]) != 1 || !bytes.ContainsAny(fields[0], "IWEFD") || fields[2][0] != '[' {
		return "", false
	}
	return string(fields[1]), !bytes.HasPrefix(fields[2], []byte("[js]")) && !bytes.HasPrefix(fields[2], []byte("[thread1]"))
}

// value is the text behind key up to a quotation mark; nil where there is none.
func value(line, key []byte) []byte {
	i := bytes.Index(line, key)
	if i < 0 {
		return nil
	}
	rest := line[i+len(key):]
	end := bytes.IndexByte(rest, '"')
	return rest[:max(0, end)]
}

// number is the digits behind key, where spaces may stand between.
func number(line, key []byte) []byte {
	i := bytes.Index(line, key)
	if i < 0 {
		return nil
	}
	return digits(bytes.TrimLeft(line[i+len(key):], " "))
}

func digits(b []byte) []byte {
	n := 0
	for n < len(b) && '0' <= b[n] && b[n] <= '9' {
		n++
	}
	return b[:n]
}

// parseNumber is 0 for what is no number.
func parseNumber(digits []byte) uint64 {
	n, err := strconv.ParseUint(string(digits), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
