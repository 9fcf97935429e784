package wire

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// doc encodes a document, or fails the test.
func doc(t testing.TB, d bson.D) bson.Raw {
	t.Helper()
	b, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMessageRoundTrip(t *testing.T) {
	d := doc(t, bson.D{{Key: "ok", Value: 1.0}})
	tests := []Message{
		{RequestID: 7, ResponseTo: 3, Op: OpMsg, Doc: d},
		{RequestID: 7, Op: OpQuery, Doc: d, Collection: "admin.$cmd"},
		{RequestID: 7, ResponseTo: -1, Op: OpReply, Doc: d},
		{RequestID: 7, Op: OpReply, Doc: d, QueryFailure: true},
	}
	for _, want := range tests {
		encoded := want.Append([]byte("before"))
		r := bytes.NewReader(append(encoded[len("before"):], "after"...))
		got, err := ReadMessage(iotest.OneByteReader(r), MaxReply)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		if r.Len() != len("after") {
			t.Errorf("%s: %d bytes left", want.Op, r.Len())
		}
	}
}

// The bytes of the manual's layout, written by hand.
func TestMessageBytes(t *testing.T) {
	empty := "0500000000"
	tests := []struct {
		message Message
		want    string
	}{
		{Message{RequestID: 1, Op: OpMsg, Doc: unhex(t, empty)}, "1a000000 01000000 00000000 dd070000 00000000 00" + empty},
		{Message{RequestID: 1, Op: OpQuery, Collection: "a.$cmd", Doc: unhex(t, empty)},
			"28000000 01000000 00000000 d4070000 04000000 612e24636d6400 00000000 ffffffff" + empty},
		{Message{ResponseTo: 1, Op: OpReply, Doc: unhex(t, empty)},
			"29000000 00000000 01000000 01000000 08000000 0000000000000000 00000000 01000000" + empty},
	}
	for _, test := range tests {
		if got, want := test.message.Append(nil), unhex(t, test.want); !bytes.Equal(got, want) {
			t.Errorf("%s\n got %x\nwant %x", test.message.Op, got, want)
		}
	}
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadMessageRefuses(t *testing.T) {
	const header = "01000000 00000000 "
	tests := []struct {
		name  string
		bytes string
		want  error
	}{
		{"nothing", "", io.EOF},
		{"header cut", "1a000000 0100", ErrNotMongoDB},
		{"body cut", "1a000000" + header + "dd070000 00", io.ErrUnexpectedEOF},
		{"length below the header", "0f000000" + header + "dd070000", ErrNotMongoDB},
		{"negative length", "ffffffff", ErrNotMongoDB},
		{"length above the server's bound", "016cdc02" + header + "dd070000", ErrNotMongoDB},
		{"TLS alert", "15030300020246", ErrNotMongoDB},
		{"unknown opcode", "1a000000" + header + "de070000", ErrNotMongoDB},
		{"compressed", "1a000000" + header + "dc070000", ErrCompressed},
		{"above our bound", "00001000" + header + "dd070000", ErrTooLarge},
		{"empty OP_MSG", "10000000" + header + "dd070000", ErrMalformed},
		{"OP_MSG without a body", "14000000" + header + "dd070000 00000000", ErrMalformed},
		{"OP_MSG of unknown section", "1a000000" + header + "dd070000 00000000 07 0500000000", ErrMalformed},
		{"OP_MSG with two bodies", "20000000" + header + "dd070000 00000000 00 0500000000 00 0500000000", ErrMalformed},
		{"OP_MSG section longer than the message", "20000000" + header + "dd070000 00000000 00 0500000000 01 ff000000 00", ErrMalformed},
		{"OP_MSG section of length 0", "20000000" + header + "dd070000 00000000 00 0500000000 01 00000000 00", ErrMalformed},
		{"OP_MSG checksum cut", "15000000" + header + "dd070000 01000000 00", ErrMalformed},
		{"document longer than the message", "1a000000" + header + "dd070000 00000000 00 0600000000", ErrMalformed},
		{"document of negative length", "1a000000" + header + "dd070000 00000000 00 ffffffff00", ErrMalformed},
		{"document without its end", "1a000000" + header + "dd070000 00000000 00 0500000001", ErrMalformed},
		{"OP_REPLY of no document", "24000000" + header + "01000000 00000000 0000000000000000 00000000 00000000", ErrMalformed},
		{"OP_QUERY without end of name", "16000000" + header + "d4070000 00000000 6161", ErrMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, err := ReadMessage(bytes.NewReader(unhex(t, test.bytes)), 1<<16)
			if !errors.Is(err, test.want) {
				t.Errorf("%+v, %v, want %v", m, err, test.want)
			}
		})
	}
}

func TestReadMessageSkips(t *testing.T) {
	tests := map[string]string{
		"document sequence": "25000000 01000000 00000000 dd070000 00000000 01 0a000000 61626300 0000 00 0500000000",
		"checksum":          "1e000000 01000000 00000000 dd070000 01000000 00 0500000000 deadbeef",
		"second document":   "2e000000 01000000 00000000 01000000 08000000 0000000000000000 00000000 02000000 0500000000 0500000000",
	}
	for name, text := range tests {
		if m, err := ReadMessage(bytes.NewReader(unhex(t, text)), MaxReply); err != nil || len(m.Doc) != 5 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestOpCodeString(t *testing.T) {
	if OpMsg.String() != "OP_MSG" || OpCode(9).String() != "opcode 9" {
		t.Error(OpMsg, OpCode(9))
	}
}
