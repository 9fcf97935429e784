package tlswire

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"time"

	"mongotls/probe/evidence"
)

// Dial opens a fresh connection to the server in question.
type Dial func(ctx context.Context) (net.Conn, error)

// Options are what the questions below have in common.
type Options struct {
	ServerName string // SNI; "" sends none
	// Timeout bounds each connection, besides ctx; 0 = only ctx.
	Timeout time.Duration
	// MaxConnections bounds one enumeration; 0 = 64.
	MaxConnections int
	// Random feeds the hellos; nil = crypto/rand.
	Random io.Reader
}

func (o Options) limit() int {
	if o.MaxConnections == 0 {
		return 64
	}
	return o.MaxConnections
}

func (o Options) random() io.Reader {
	if o.Random == nil {
		return rand.Reader
	}
	return o.Random
}

// ask sends one hello on a connection of its own. An error is that of the dial or of
// the hello; no question was put then.
func (o Options) ask(ctx context.Context, dial Dial, hello ClientHello, until Until) (Flight, evidence.Outcome, error) {
	record, err := hello.Bytes(o.random())
	if err != nil {
		return Flight{}, evidence.Skipped, err
	}
	return o.askBytes(ctx, dial, record, until)
}

func (o Options) askBytes(ctx context.Context, dial Dial, record []byte, until Until) (Flight, evidence.Outcome, error) {
	if o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.Timeout)
		defer cancel()
	}
	conn, err := dial(ctx)
	if err != nil {
		return Flight{}, evidence.Skipped, err
	}
	defer conn.Close()
	flight, outcome := Ask(ctx, conn, record, until)
	return flight, outcome, nil
}

// refusals are the alerts by which servers turn an offer down. Others, internal_error
// and unrecognized_name among them, are about something else and decide nothing.
var refusals = map[uint8]bool{
	alertUnexpectedMessage: true,
	alertHandshakeFailure:  true,
	alertIllegalParameter:  true,
	alertDecodeError:       true,
	alertProtocolVersion:   true,
	alertInsufficient:      true,
	alertMissingExtension:  true,
}

// refused tells whether a server that did not choose what was asked for turned the offer
// down: by choosing something else, by an alert, or by ending the connection as Windows
// and mongod do.
func refused(f Flight, outcome evidence.Outcome) bool {
	switch outcome {
	case evidence.Alerted:
		return refusals[f.Fatal().Code]
	case evidence.Closed, evidence.Reset:
		return !f.NotTLS && f.Err == nil
	case evidence.OK:
		return true
	}
	return false
}

// ProbeVersion asks whether a server speaks one version, on one connection.
//
// Accepted: a ServerHello or HelloRetryRequest of exactly that version came. Refused: an
// alert about the offer, a closed connection, or the hello of another version. Unknown:
// the dial failed, no answer in time, another alert, or something that is not TLS.
//
// The Flight goes up to the ServerHelloDone of TLS 1.2 and earlier, so it usually has the
// certificates too, also for keys that no Go library knows.
func ProbeVersion(ctx context.Context, dial Dial, version uint16, o Options) (evidence.Answer, Flight) {
	var flight Flight
	var outcome evidence.Outcome
	var err error
	if version == VersionSSL2 {
		flight, outcome, err = o.askBytes(ctx, dial, SSL2ClientHello(), UntilDone)
	} else {
		flight, outcome, err = o.ask(ctx, dial, BroadHello(version, o.ServerName), UntilDone)
	}
	switch {
	case err != nil:
		return evidence.Unknown, flight
	case flight.Negotiated() == version:
		return evidence.Accepted, flight
	case flight.Negotiated() != 0, refused(flight, outcome):
		return evidence.Rejected, flight
	}
	return evidence.Unknown, flight
}
