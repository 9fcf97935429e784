// Package wire asks a MongoDB server for its hello over any net.Conn, and runs single
// commands after it. It frames messages by hand (MongoDB wire protocol, server manual) so
// that no driver stands between the peer and what is reported of it.
//
// Its promise: whatever the peer sends, the answer is bounded in bytes and in time, and
// is a fact about the exchange rather than an error.
package wire

import (
	"encoding/binary"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// OpCode is the kind of a message.
type OpCode int32

const (
	OpReply      OpCode = 1
	OpQuery      OpCode = 2004
	OpCompressed OpCode = 2012
	OpMsg        OpCode = 2013
)

var opNames = map[OpCode]string{
	OpReply: "OP_REPLY", OpQuery: "OP_QUERY", OpCompressed: "OP_COMPRESSED", OpMsg: "OP_MSG",
}

// String is the name in the manual: "OP_MSG".
func (o OpCode) String() string {
	if name, ok := opNames[o]; ok {
		return name
	}
	return fmt.Sprintf("opcode %d", int32(o))
}

// Message is one OP_MSG, OP_QUERY or OP_REPLY with its one document.
type Message struct {
	RequestID, ResponseTo int32
	Op                    OpCode
	// Doc is the command or its reply: the body section of an OP_MSG, the query of an
	// OP_QUERY, the first document of an OP_REPLY. Its length is checked; what is in it
	// is not.
	Doc bson.Raw
	// Collection is the full name in an OP_QUERY: "admin.$cmd" for commands.
	Collection string
	// QueryFailure is the flag of an OP_REPLY whose document is an error ($err).
	QueryFailure bool
}

// Append appends the encoded message to dst.
func (m Message) Append(dst []byte) []byte {
	start := len(dst)
	dst = appendInt32s(dst, 0, m.RequestID, m.ResponseTo, int32(m.Op))
	switch m.Op {
	case OpMsg:
		dst = appendInt32s(dst, 0) // flags
		dst = append(dst, 0)       // section of kind 0: the body
	case OpQuery:
		const secondaryOk = 1 << 2
		dst = appendInt32s(dst, secondaryOk)
		dst = append(append(dst, m.Collection...), 0)
		dst = appendInt32s(dst, 0, -1) // skip none, return one
	case OpReply:
		flags := int32(awaitCapable)
		if m.QueryFailure {
			flags |= queryFailure
		}
		dst = appendInt32s(dst, flags, 0, 0, 0, 1) // cursor 0 in two halves, from 0, one document
	}
	dst = append(dst, m.Doc...)
	binary.LittleEndian.PutUint32(dst[start:], uint32(len(dst)-start))
	return dst
}

// Flags of OP_REPLY.
const (
	queryFailure = 1 << 1
	awaitCapable = 1 << 3
)

func appendInt32s(dst []byte, values ...int32) []byte {
	for _, v := range values {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(v))
	}
	return dst
}
