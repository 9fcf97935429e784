package wire

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

const (
	// MaxReply bounds the reply to a hello, in bytes.
	MaxReply = 1 << 20
	// MaxFirst bounds the first bytes that Hello returns.
	MaxFirst = 64
)

// Options are how to ask.
type Options struct {
	// Version of this tool, for the server's log.
	Version string
	// LoadBalanced asks as a driver with loadBalanced=true does: hello in OP_MSG.
	LoadBalanced bool
	// OpMsg asks by hello in OP_MSG although not load balanced. The default is the
	// legacy isMaster in OP_QUERY with helloOk, as drivers send first: MongoDB 2.6 to
	// 8.x all answer it, in one round trip.
	OpMsg bool
	// Now is the clock; nil = time.Now.
	Now func() time.Time
}

// Hello sends one hello and reads its reply, until ctx ends. The connection stays open
// and the caller's.
//
// The Hello is nil unless a MongoDB reply came (Exchange.Outcome is OK then, also when
// the server answered with an error). Bytes that are no MongoDB message are Malformed.
// The first bytes received, at most MaxFirst, are returned to name what sent them.
func Hello(ctx context.Context, conn net.Conn, o Options) (*evidence.Hello, evidence.Exchange, []byte) {
	if o.Now == nil {
		o.Now = time.Now
	}
	start := o.Now()
	in := &recorder{r: conn}
	request, err := o.request()
	var hello *evidence.Hello
	if err == nil {
		hello, err = ask(ctx, conn, in, request)
	}
	end := o.Now()
	exchange := evidence.Exchange{
		Outcome:  outcomeOf(err),
		Opcode:   request.Op.String(),
		Received: in.count,
		MS:       float64(end.Sub(start)) / float64(time.Millisecond),
	}
	if err != nil {
		text := err.Error()
		exchange.Error = &text
		exchange.Alert = alertOf(err)
		return nil, exchange, in.first
	}
	hello.ReceivedAt = end.UTC()
	return hello, exchange, in.first
}

func ask(ctx context.Context, conn net.Conn, in io.Reader, request Message) (*evidence.Hello, error) {
	defer tlswire.Bind(ctx, conn)()
	// A peer may answer and close before it has read the request, and after a TLS 1.3
	// handshake the alert that says why waits to be read. So a failed write is told
	// only when the read has nothing better.
	_, writeErr := conn.Write(request.Append(nil))
	reply, err := ReadMessage(bufio.NewReader(in), MaxReply)
	switch {
	case err == nil:
		return decodeHello(reply)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case writeErr != nil && errors.Is(err, io.EOF):
		return nil, writeErr
	}
	return nil, err
}

// request is the hello, with more fields where there are. Its client document is the least
// that servers accept (MongoDB Handshake specification).
func (o Options) request(more ...bson.E) (Message, error) {
	client := bson.D{
		{Key: "application", Value: bson.D{{Key: "name", Value: "mongotls"}}},
		{Key: "driver", Value: bson.D{{Key: "name", Value: "mongotls"}, {Key: "version", Value: o.Version}}},
		{Key: "os", Value: bson.D{{Key: "type", Value: runtime.GOOS}}},
	}
	command := bson.D{{Key: "isMaster", Value: int32(1)}, {Key: "helloOk", Value: true}}
	m := Message{RequestID: 1, Op: OpQuery, Collection: "admin.$cmd"}
	if o.OpMsg || o.LoadBalanced {
		command = bson.D{{Key: "hello", Value: int32(1)}}
		m = Message{RequestID: 1, Op: OpMsg}
	}
	if o.LoadBalanced {
		command = append(command, bson.E{Key: "loadBalanced", Value: true})
	}
	command = append(append(command, bson.E{Key: "client", Value: client}), more...)
	if m.Op == OpMsg {
		command = append(command, bson.E{Key: "$db", Value: "admin"})
	}
	var err error
	m.Doc, err = bson.Marshal(command)
	return m, err
}

var messageOutcomes = []struct {
	err     error
	outcome evidence.Outcome
}{
	{ErrNotMongoDB, evidence.Malformed},
	{ErrMalformed, evidence.Malformed},
	{ErrCompressed, evidence.Malformed},
	{ErrTooLarge, evidence.TooLarge},
}

func outcomeOf(err error) evidence.Outcome {
	for _, known := range messageOutcomes {
		if errors.Is(err, known.err) {
			return known.outcome
		}
	}
	return tlswire.OutcomeOf(err)
}

// alertOf is the alert of the peer in an error of a TLS library, which has decrypted it
// and does not tell its level.
func alertOf(err error) *evidence.Alert {
	code, fromServer, ok := tlswire.AlertOf(err)
	if !ok || !fromServer {
		return nil
	}
	alert := tlswire.NewAlert(code, "encrypted")
	return &alert
}

// recorder counts what is read, and keeps the first bytes of it.
type recorder struct {
	r     io.Reader
	first []byte
	count int
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	r.count += n
	r.first = append(r.first, b[:min(n, MaxFirst-len(r.first))]...)
	return n, err
}
