package wire

import (
	"net"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
)

// serve answers each request with the next of the replies; to asked it adds the requests.
func serve(t *testing.T, asked *[]Message, edit func(*Message), replies ...bson.D) func(net.Conn) {
	return func(conn net.Conn) {
		for _, d := range replies {
			request, err := ReadMessage(conn, MaxReply)
			if err != nil {
				return
			}
			*asked = append(*asked, request)
			reply := Message{RequestID: 9, ResponseTo: request.RequestID, Op: OpMsg, Doc: doc(t, d)}
			if request.Op == OpQuery {
				reply.Op = OpReply
			}
			if edit != nil {
				edit(&reply)
			}
			conn.Write(reply.Append(nil))
		}
	}
}

var fine = bson.D{{Key: "ok", Value: 1}}

func TestDialog(t *testing.T) {
	tests := []struct {
		name    string
		options Options
		wire    int
		op      OpCode
	}{
		{"a current server", Options{}, 25, OpMsg},
		{"MongoDB 3.6", Options{}, 6, OpMsg},
		{"MongoDB 3.4", Options{}, 5, OpQuery},
		{"load balanced", Options{LoadBalanced: true}, 25, OpMsg},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var asked []Message
			failed := bson.D{{Key: "ok", Value: 0}, {Key: "code", Value: 13}, {Key: "codeName", Value: "Unauthorized"}, {Key: "errmsg", Value: "not authorized"}}
			conn := pipe(t, serve(t, &asked, nil, append(bson.D{{Key: "maxWireVersion", Value: test.wire}, {Key: "msg", Value: "isdbgrid"}}, fine...), fine, failed))
			d, hello, err := Open(t.Context(), conn, test.options, bson.E{Key: "saslSupportedMechs", Value: "admin.app"})
			if err != nil || hello.Failed() != "" || hello.Role() != "mongos" {
				t.Fatalf("%v, %q, %q", err, hello.Failed(), hello.Role())
			}
			if r, err := d.Run(t.Context(), "admin", bson.D{{Key: "ping", Value: 1}}); err != nil || r.Failed() != "" {
				t.Errorf("ping: %v, %q", err, r.Failed())
			}
			r, err := d.Run(t.Context(), "$external", bson.D{{Key: "getLog", Value: "global"}})
			if err != nil || r.Failed() != "not authorized" || r.Code() != 13 || r.Text("codeName") != "Unauthorized" {
				t.Errorf("getLog: %v, %q", err, r.Failed())
			}
			if asked[0].Doc.Lookup("saslSupportedMechs").StringValue() != "admin.app" {
				t.Errorf("hello %s", asked[0].Doc)
			}
			last := asked[2]
			database, inBody := last.Doc.Lookup("$db").StringValueOK()
			if last.Op != test.op || inBody != (test.op == OpMsg) || inBody && database != "$external" || !inBody && last.Collection != "$external.$cmd" {
				t.Errorf("%s %s %s", last.Op, last.Collection, last.Doc)
			}
		})
	}
}

func TestDialogRefusesOtherReplies(t *testing.T) {
	tests := map[string]struct {
		edit    func(*Message)
		outcome evidence.Outcome
	}{
		"to another request": {func(m *Message) { m.ResponseTo++ }, evidence.Malformed},
		"a question":         {func(m *Message) { m.Op, m.Collection = OpQuery, "admin.$cmd" }, evidence.Malformed},
		"no BSON":            {func(m *Message) { m.Doc = bson.Raw{6, 0, 0, 0, 9, 0} }, evidence.Malformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var asked []Message
			_, _, err := Open(t.Context(), pipe(t, serve(t, &asked, test.edit, fine)), Options{})
			if OutcomeOf(err) != test.outcome {
				t.Errorf("%v: %s, want %s", err, OutcomeOf(err), test.outcome)
			}
		})
	}
}

func TestReply(t *testing.T) {
	r, err := ReadReply(doc(t, bson.D{
		{Key: "text", Value: "a\xff"}, {Key: "n", Value: int64(1) << 40}, {Key: "yes", Value: true}, {Key: "at", Value: bson.DateTime(1000)},
		{Key: "list", Value: bson.A{"a", 5, "b"}}, {Key: "bytes", Value: []byte{1, 2}},
		{Key: "docs", Value: bson.A{bson.D{{Key: "k", Value: "v"}}, 5}}, {Key: "doc", Value: bson.D{{Key: "a", Value: "1"}, {Key: "b", Value: 2}}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	n, isNumber := r.Count("n")
	_, isBool := r.Is("text")
	switch {
	case r.Text("text") != "a\uFFFD", r.Text("n") != "", r.Text("none") != "":
		t.Errorf("texts %q %q", r.Text("text"), r.Text("n"))
	case n != 1<<40 || !isNumber || r.Number("n") != 0 || isBool:
		t.Errorf("numbers %d %d", n, r.Number("n"))
	case len(r.Texts("list")) != 2, r.Texts("text") != nil, len(r.Lines("list")) != 2:
		t.Errorf("lists %q %q", r.Texts("list"), r.Lines("list"))
	case string(r.Bytes("bytes")) != "\x01\x02", string(r.Bytes("text")) != "a\uFFFD":
		t.Errorf("bytes %q", r.Bytes("bytes"))
	case len(r.Documents("docs")) != 1, len(r.Documents("text")) != 0, len(r.Document("doc").Keys()) != 2, len(r.Document("none").Keys()) != 0:
		t.Errorf("documents %v", r.Documents("docs"))
	case len(r.Document("doc").AllTexts()) != 1, r.AllTexts()["text"] == "", !r.IsDocument("doc"), r.IsDocument("docs"):
		t.Errorf("texts %v", r.Document("doc").AllTexts())
	case r.Time("at") == nil || r.Time("text") != nil:
		t.Errorf("times %v", r.Time("at"))
	}
}
