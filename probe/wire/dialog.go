package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// MaxAnswer bounds the reply to a command of a Dialog, in bytes. The longest that is asked
// for is a log of 1024 lines.
const MaxAnswer = 8 << 20

// opMsgSince is the first wire version that knows OP_MSG: that of MongoDB 3.6 (driver
// specifications, "wireversion-featurelist").
const opMsgSince = 6

// Dialog runs commands on one connection, one after the other. After an error of Run it is
// of no more use.
type Dialog struct {
	conn net.Conn
	in   *bufio.Reader
	op   OpCode
	last int32 // the id of the last request
}

// Open says hello on conn and returns the dialog with the reply. Fields are added to the
// hello. The connection stays the caller's.
func Open(ctx context.Context, conn net.Conn, o Options, fields ...bson.E) (*Dialog, Reply, error) {
	request, err := o.request(fields...)
	if err != nil {
		return nil, Reply{}, err
	}
	d := &Dialog{conn: conn, in: bufio.NewReader(conn), op: OpMsg, last: request.RequestID}
	reply, err := d.exchange(ctx, request)
	if err == nil && !o.OpMsg && !o.LoadBalanced && reply.Number("maxWireVersion") < opMsgSince {
		d.op = OpQuery
	}
	return d, reply, err
}

// Run runs one command on a database. The error is nil where a reply came, be it that the
// command failed: see Reply.Failed. Otherwise OutcomeOf tells how it ended.
func (d *Dialog) Run(ctx context.Context, database string, command bson.D) (Reply, error) {
	d.last++
	m := Message{RequestID: d.last, Op: d.op, Collection: database + ".$cmd"}
	if d.op == OpMsg {
		command = append(slices.Clip(command), bson.E{Key: "$db", Value: database})
	}
	var err error
	if m.Doc, err = bson.Marshal(command); err != nil {
		return Reply{}, err
	}
	return d.exchange(ctx, m)
}

func (d *Dialog) exchange(ctx context.Context, request Message) (Reply, error) {
	defer tlswire.Bind(ctx, d.conn)()
	_, writeErr := d.conn.Write(request.Append(nil))
	answer, err := ReadMessage(d.in, MaxAnswer)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return Reply{}, ctx.Err()
	case writeErr != nil && errors.Is(err, io.EOF):
		return Reply{}, writeErr
	default:
		return Reply{}, err
	}
	if answer.Op == OpQuery || answer.ResponseTo != request.RequestID {
		return Reply{}, fmt.Errorf("reply: %w: it answers something else", ErrMalformed)
	}
	f, err := readFields(answer.Doc)
	return Reply{fields: f, queryFailure: answer.QueryFailure}, err
}

// OutcomeOf tells how a command ended, from the error of Open or Run.
func OutcomeOf(err error) evidence.Outcome { return outcomeOf(err) }
