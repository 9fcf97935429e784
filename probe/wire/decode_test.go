package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
)

// replies of servers of several releases, as their manuals and drivers' tests show them.
var helloReplies = []struct {
	name  string
	reply bson.D
	want  evidence.Hello
}{
	{"primary 8.0", bson.D{
		{Key: "topologyVersion", Value: bson.D{{Key: "counter", Value: int64(6)}}},
		{Key: "hosts", Value: bson.A{"db1:27017", "db2:27017"}}, {Key: "passives", Value: bson.A{"db3:27017"}}, {Key: "arbiters", Value: bson.A{"db4:27017"}},
		{Key: "setName", Value: "rs0"}, {Key: "ismaster", Value: true}, {Key: "secondary", Value: false},
		{Key: "primary", Value: "db1:27017"}, {Key: "me", Value: "db1:27017"},
		{Key: "localTime", Value: bson.DateTime(1767225600000)}, {Key: "minWireVersion", Value: int32(0)}, {Key: "maxWireVersion", Value: int32(25)}, {Key: "ok", Value: 1.0},
	}, evidence.Hello{Role: "primary", SetName: "rs0", Hosts: []string{"db1:27017", "db2:27017"}, Passives: []string{"db3:27017"}, Arbiters: []string{"db4:27017"},
		Me: "db1:27017", Primary: "db1:27017", MaxWireVersion: 25, LocalTime: timeOf("2026-01-01T00:00:00Z")}},
	{"primary by hello", bson.D{{Key: "setName", Value: "rs0"}, {Key: "isWritablePrimary", Value: true}, {Key: "ok", Value: 1}}, evidence.Hello{Role: "primary", SetName: "rs0"}},
	{"secondary", bson.D{{Key: "setName", Value: "rs0"}, {Key: "ismaster", Value: false}, {Key: "secondary", Value: true}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "secondary", SetName: "rs0"}},
	{"hidden secondary", bson.D{{Key: "setName", Value: "rs0"}, {Key: "secondary", Value: true}, {Key: "hidden", Value: true}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "other", SetName: "rs0"}},
	{"arbiter", bson.D{{Key: "setName", Value: "rs0"}, {Key: "arbiterOnly", Value: true}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "arbiter", SetName: "rs0"}},
	{"recovering", bson.D{{Key: "setName", Value: "rs0"}, {Key: "ismaster", Value: false}, {Key: "secondary", Value: false}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "other", SetName: "rs0"}},
	{"not yet initiated", bson.D{{Key: "isreplicaset", Value: true}, {Key: "ismaster", Value: false}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "other"}},
	{"mongos", bson.D{{Key: "ismaster", Value: true}, {Key: "msg", Value: "isdbgrid"}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "mongos"}},
	{"behind a load balancer", bson.D{{Key: "isWritablePrimary", Value: true}, {Key: "msg", Value: "isdbgrid"}, {Key: "serviceId", Value: bson.ObjectID{1}}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "load-balanced"}},
	{"standalone 2.6", bson.D{{Key: "ismaster", Value: true}, {Key: "maxWireVersion", Value: int32(2)}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone", MaxWireVersion: 2}},
	{"ok as a boolean", bson.D{{Key: "ismaster", Value: 1}, {Key: "ok", Value: true}}, evidence.Hello{Role: "standalone"}},
	{"refused", bson.D{{Key: "ok", Value: 0.0}, {Key: "errmsg", Value: "Unsupported OP_QUERY command: isMaster"}, {Key: "code", Value: int32(352)}}, evidence.Hello{Role: "other", Error: "Unsupported OP_QUERY command: isMaster"}},
	{"empty", bson.D{}, evidence.Hello{Role: "other", Error: "the reply does not say ok: 1"}},
	{"wrong types", bson.D{{Key: "hosts", Value: "db1"}, {Key: "setName", Value: 5}, {Key: "me", Value: bson.A{}}, {Key: "maxWireVersion", Value: "9"}, {Key: "localTime", Value: "now"}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone"}},
	{"equal keys", bson.D{{Key: "me", Value: "first"}, {Key: "me", Value: "second"}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone", Me: "first"}},
	{"time that RFC 3339 cannot write", bson.D{{Key: "localTime", Value: bson.DateTime(1 << 62)}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone"}},
	{"text that is no UTF-8", bson.D{{Key: "me", Value: "a\xffb"}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone", Me: "a\uFFFDb"}},
	{"numbers out of range", bson.D{{Key: "maxWireVersion", Value: int64(1)<<32 + 21}, {Key: "ok", Value: 1.0}}, evidence.Hello{Role: "standalone"}},
}

func timeOf(s string) *time.Time {
	t, _ := time.Parse(time.RFC3339, s)
	return &t
}

func TestDecodeHello(t *testing.T) {
	for _, test := range helloReplies {
		t.Run(test.name, func(t *testing.T) {
			got, err := decodeHello(Message{Doc: doc(t, test.reply)})
			if err != nil {
				t.Fatal(err)
			}
			for _, list := range []*[]string{&test.want.Hosts, &test.want.Passives, &test.want.Arbiters} {
				if *list == nil {
					*list = []string{}
				}
			}
			if !reflect.DeepEqual(*got, test.want) {
				t.Errorf("\n got %+v\nwant %+v", *got, test.want)
			}
		})
	}
}

func TestDecodeQueryFailure(t *testing.T) {
	d := doc(t, bson.D{{Key: "$err", Value: "not authorized for query on admin.$cmd"}, {Key: "code", Value: int32(13)}, {Key: "ok", Value: 1.0}})
	got, err := decodeHello(Message{Doc: d, QueryFailure: true})
	if err != nil || got.Error != "not authorized for query on admin.$cmd" {
		t.Errorf("%+v, %v", got, err)
	}
}

// An echo service sends the question back: that is no server.
func TestDecodeRefusesAQuestion(t *testing.T) {
	d := doc(t, bson.D{{Key: "isMaster", Value: int32(1)}})
	if got, err := decodeHello(Message{Op: OpQuery, Doc: d}); !errors.Is(err, ErrMalformed) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDecodeIsBounded(t *testing.T) {
	var hosts bson.A
	for i := range 2 * MaxHosts {
		hosts = append(hosts, fmt.Sprint("db", i))
	}
	got, err := decodeHello(Message{Doc: doc(t, bson.D{{Key: "hosts", Value: hosts}, {Key: "me", Value: strings.Repeat("m", 1<<16)}})})
	if err != nil || len(got.Hosts) != MaxHosts || len(got.Me) != maxText {
		t.Errorf("%d hosts, %d bytes, %v", len(got.Hosts), len(got.Me), err)
	}
}

// A document nested as deep as a reply can hold must neither exhaust the stack nor take
// more than linear time.
func TestDecodeDeepDocument(t *testing.T) {
	const level = 4 + 3 + 1 // length, type and name, end
	deep := bson.Raw{}
	for n := MaxReply / level * level; n > level; n -= level {
		deep = append(binary.LittleEndian.AppendUint32(deep, uint32(n-level+5)), 3, 'a', 0)
	}
	deep = append(deep, 5, 0, 0, 0)
	deep = append(deep, make([]byte, MaxReply/level)...)
	if got, err := decodeHello(Message{Doc: deep}); err != nil || got.Error == "" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever comes, a Hello can be written as JSON and read back the same.
func FuzzReply(f *testing.F) {
	for _, test := range helloReplies {
		d := doc(f, test.reply)
		for _, op := range []OpCode{OpReply, OpMsg, OpQuery} {
			f.Add(Message{RequestID: 1, Op: op, Doc: d, Collection: "admin.$cmd"}.Append(nil))
		}
	}
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ReadMessage(bytes.NewReader(b), MaxReply)
		if err != nil {
			return
		}
		again, err := ReadMessage(bytes.NewReader(m.Append(nil)), MaxReply)
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%+v, %v, want %+v", again, err, m)
		}
		hello, err := decodeHello(m)
		if err != nil {
			return
		}
		text, err := json.Marshal(hello)
		if err != nil {
			t.Fatal(err)
		}
		var back evidence.Hello
		if err := json.Unmarshal(text, &back); err != nil || back.Me != hello.Me || len(back.Hosts) != len(hello.Hosts) {
			t.Fatalf("%s: %v", text, err)
		}
	})
}
