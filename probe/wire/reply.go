package wire

import (
	"maps"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Reply is what a server answered to a command. A field of another type than the one asked
// for counts as absent, and every text is bounded and valid UTF-8.
type Reply struct {
	fields
	queryFailure bool
}

// ReadReply reads the document of a reply. The error is ErrMalformed.
func ReadReply(doc bson.Raw) (Reply, error) {
	f, err := readFields(doc)
	return Reply{fields: f}, err
}

// Failed is the server's error; "" when the command succeeded.
func (r Reply) Failed() string { return r.failure(r.queryFailure) }

// Role is what a reply to hello makes of the server: see evidence.Hello.
func (r Reply) Role() string { return r.role() }

// Code is the number of the server's error, 0 where there is none.
func (r Reply) Code() int { return r.number("code") }

// Text is a string.
func (r Reply) Text(key string) string { return r.text(key) }

// Number is a number that fits 32 bits.
func (r Reply) Number(key string) int { return r.number(key) }

// Count is any BSON number; false where there is none.
func (r Reply) Count(key string) (int64, bool) { return r.fields[key].AsInt64OK() }

// Is is a truth value; false where there is none.
func (r Reply) Is(key string) (value, ok bool) { return r.fields[key].BooleanOK() }

// Time is a date that RFC 3339 can write, nil where there is none.
func (r Reply) Time(key string) *time.Time { return r.time(key) }

// Texts are the strings of a list, at most MaxHosts; nil where there is no list.
func (r Reply) Texts(key string) []string {
	if _, ok := r.fields[key].ArrayOK(); !ok {
		return nil
	}
	return r.list(key)
}

// maxLines bounds Lines: getLog has 1024 of them.
const maxLines = 2048

// Lines are the strings of a long list, at most maxLines, each bounded.
func (r Reply) Lines(key string) []string {
	array, _ := r.fields[key].ArrayOK()
	values, _ := array.Values()
	var out []string
	for _, v := range values[:min(len(values), maxLines)] {
		if s, ok := v.StringValueOK(); ok {
			out = append(out, bounded(s))
		}
	}
	return out
}

// AllTexts are the fields that are strings, at most MaxHosts; nil where there is none.
func (r Reply) AllTexts() map[string]string {
	var out map[string]string
	for _, key := range r.Keys() {
		s, ok := r.fields[key].StringValueOK()
		if !ok || len(out) == MaxHosts {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[bounded(key)] = bounded(s)
	}
	return out
}

// Keys are the names of the fields, sorted, as they were sent.
func (r Reply) Keys() []string { return slices.Sorted(maps.Keys(r.fields)) }

// Bytes are those of binary data or, as servers before 3.0 sent it, of a string.
func (r Reply) Bytes(key string) []byte {
	if _, data, ok := r.fields[key].BinaryOK(); ok {
		return data
	}
	return []byte(r.text(key))
}

// Document is a document within; an empty one where there is none.
func (r Reply) Document(key string) Reply {
	doc, _ := r.fields[key].DocumentOK()
	return within(doc)
}

// IsDocument tells whether a field is a document.
func (r Reply) IsDocument(key string) bool {
	_, ok := r.fields[key].DocumentOK()
	return ok
}

// Documents are those of a list, at most MaxHosts.
func (r Reply) Documents(key string) []Reply {
	array, _ := r.fields[key].ArrayOK()
	values, _ := array.Values()
	var out []Reply
	for _, v := range values {
		if doc, ok := v.DocumentOK(); ok && len(out) < MaxHosts {
			out = append(out, within(doc))
		}
	}
	return out
}

// within reads a nested document; what is malformed counts as empty.
func within(doc bson.Raw) Reply {
	r, _ := ReadReply(doc)
	return r
}
