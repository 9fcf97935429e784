package tlswire

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"mongotls/probe/evidence"
)

// Until says how much of a server's flight Ask waits for. A fatal alert, bytes that are
// not TLS and a fault always end it.
type Until int

const (
	// UntilHello ends at a ServerHello, a HelloRetryRequest or an SSL 2.0 answer.
	UntilHello Until = iota
	// UntilKeyExchange goes on to the ServerKeyExchange or the ServerHelloDone of TLS
	// 1.2 and earlier.
	UntilKeyExchange
	// UntilDone goes on to the ServerHelloDone of TLS 1.2 and earlier.
	UntilDone
)

// Ask sends a hello and reads what the server says in clear, at most MaxFlight bytes,
// until there is enough or ctx ends. The connection is used up by it, and stays the
// caller's to close.
//
// The Outcome is OK when all of until was met; else it tells what ended the reading:
// Alerted, NotTLS, Malformed, TooLarge, or as OutcomeOf has it. The Flight is what came
// before that, in every case.
func Ask(ctx context.Context, conn net.Conn, hello []byte, until Until) (Flight, evidence.Outcome) {
	defer Bind(ctx, conn)()
	// A server may answer and close before it has read all of the hello: its answer
	// counts for more than the failure to write.
	_, writeErr := conn.Write(hello)
	var p parser
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		p.feed(buf[:n])
		if outcome, ended := p.outcome(until); ended {
			return p.finish(), outcome
		}
		if err == nil {
			continue
		}
		switch {
		case ctx.Err() != nil:
			err = ctx.Err()
		case writeErr != nil && errors.Is(err, io.EOF):
			err = writeErr // the write has consumed the reset
		}
		return p.finish(), OutcomeOf(err)
	}
}

// outcome tells whether the reading has ended, and how.
func (p *parser) outcome(until Until) (evidence.Outcome, bool) {
	f := &p.flight
	switch {
	case f.Fatal() != nil:
		return evidence.Alerted, true
	case f.meets(until):
		return evidence.OK, true
	case f.NotTLS:
		return evidence.NotTLS, true
	case f.Err != nil:
		return evidence.Malformed, true
	case p.full():
		return evidence.TooLarge, true
	}
	return "", false
}

// meets: nothing more than the hello can be had of TLS 1.3 and SSL 2.0.
func (f *Flight) meets(until Until) bool {
	switch {
	case f.SSL2 != nil || f.RetryRequest != nil:
		return true
	case f.ServerHello == nil:
		return false
	case until == UntilHello || f.ServerHello.Version >= VersionTLS13 || f.HelloDone:
		return true
	}
	return until == UntilKeyExchange && f.KeyExchange != nil
}

// Bind makes reads and writes of conn fail as soon as ctx ends. The function that it
// returns ends that; after it no goroutine is left.
func Bind(ctx context.Context, conn net.Conn) (release func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		conn.SetDeadline(time.Unix(1, 0)) // any moment that has passed
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}
