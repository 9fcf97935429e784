package wire

import (
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
)

const (
	// MaxHosts bounds each list of members in a reply.
	MaxHosts = 1000
	// maxText bounds each string of a reply, in bytes. A name has at most 255.
	maxText = 4096
)

// decodeHello reads a reply. A field of another type than it should have counts as
// absent: servers before 3.6 and servers that imitate MongoDB differ in many. The error
// is ErrMalformed when the document is not BSON, or not a reply: an echo service sends
// back the question.
func decodeHello(m Message) (*evidence.Hello, error) {
	f, err := readFields(m.Doc)
	if err != nil {
		return nil, err
	}
	if m.Op == OpQuery {
		return nil, fmt.Errorf("reply: %w: a question came back", ErrMalformed)
	}
	return &evidence.Hello{
		Role:           f.role(),
		SetName:        f.text("setName"),
		Hosts:          f.list("hosts"),
		Passives:       f.list("passives"),
		Arbiters:       f.list("arbiters"),
		Me:             f.text("me"),
		Primary:        f.text("primary"),
		MinWireVersion: f.number("minWireVersion"),
		MaxWireVersion: f.number("maxWireVersion"),
		LocalTime:      f.time("localTime"),
		Error:          f.failure(m.QueryFailure),
	}, nil
}

// fields are the elements of a reply; of equal keys the first counts.
type fields map[string]bson.RawValue

func readFields(doc bson.Raw) (fields, error) {
	elements, err := doc.Elements()
	if err != nil {
		return nil, fmt.Errorf("reply: %w: %v", ErrMalformed, err)
	}
	f := fields{}
	for _, e := range elements {
		if _, seen := f[e.Key()]; !seen {
			f[e.Key()] = e.Value()
		}
	}
	return f, nil
}

func (f fields) text(key string) string {
	s, _ := f[key].StringValueOK()
	return bounded(s)
}

// bounded makes a peer's text fit for JSON: of bounded size and valid UTF-8.
func bounded(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), maxText)], "\uFFFD")
}

func (f fields) list(key string) []string {
	values := []string{}
	array, _ := f[key].ArrayOK()
	elements, _ := array.Values()
	for _, e := range elements {
		if s, ok := e.StringValueOK(); ok && len(values) < MaxHosts {
			values = append(values, bounded(s))
		}
	}
	return values
}

// number is any BSON number that fits 32 bits.
func (f fields) number(key string) int {
	n, _ := f[key].AsInt64OK()
	if n != int64(int32(n)) {
		return 0
	}
	return int(n)
}

// is tells whether a field is true, or a number other than 0 as old servers send.
func (f fields) is(key string) bool {
	if b, ok := f[key].BooleanOK(); ok {
		return b
	}
	n, ok := f[key].AsFloat64OK()
	return ok && n != 0
}

// time leaves out what RFC 3339 cannot write.
func (f fields) time(key string) *time.Time {
	ms, ok := f[key].DateTimeOK()
	t := time.UnixMilli(ms).UTC()
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	return &t
}

// failure is the server's error, "" when the command succeeded.
func (f fields) failure(queryFailure bool) string {
	if f.is("ok") && !queryFailure {
		return ""
	}
	for _, key := range []string{"errmsg", "$err"} {
		if s := f.text(key); s != "" {
			return s
		}
	}
	return "the reply does not say ok: 1"
}

// roles are tried in order (Server Discovery and Monitoring specification, "type").
// A hidden member and one that is starting up or recovering are "other".
var roles = []struct {
	name string
	is   func(fields) bool
}{
	{"other", func(f fields) bool { return !f.is("ok") || f.is("isreplicaset") }},
	{"load-balanced", func(f fields) bool { _, ok := f["serviceId"]; return ok }},
	{"mongos", func(f fields) bool { return f.text("msg") == "isdbgrid" }},
	{"standalone", func(f fields) bool { return f.text("setName") == "" }},
	{"other", func(f fields) bool { return f.is("hidden") }},
	{"primary", func(f fields) bool { return f.is("isWritablePrimary") || f.is("ismaster") }},
	{"secondary", func(f fields) bool { return f.is("secondary") }},
	{"arbiter", func(f fields) bool { return f.is("arbiterOnly") }},
}

func (f fields) role() string {
	for _, r := range roles {
		if r.is(f) {
			return r.name
		}
	}
	return "other"
}
