package tlswire

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"mongotls/probe/evidence"
)

func TestAskOutcomes(t *testing.T) {
	fatal := record(recordAlert, "\x02\x28")
	tests := []struct {
		name   string
		server func(net.Conn)
		until  Until
		want   evidence.Outcome
		stage  evidence.Stage
	}{
		{"hello", answer(hello12("")), UntilHello, evidence.OK, evidence.AfterHello},
		{"hello, then close", answer(hello12("")), UntilDone, evidence.Closed, evidence.AfterHello},
		{"hello, then alert", answer(hello12("") + fatal), UntilDone, evidence.Alerted, evidence.AfterHello},
		{"TLS 1.3 hello is all there is", answer(hello12(tls13Extension)), UntilDone, evidence.OK, evidence.AfterHello},
		{"alert", answer(fatal), UntilHello, evidence.Alerted, evidence.BeforeHello},
		{"warning, then close", answer(record(recordAlert, "\x01\x70")), UntilHello, evidence.Closed, evidence.BeforeHello},
		{"close", answer(""), UntilHello, evidence.Closed, evidence.NothingReceived},
		{"part of a record", answer("\x16\x03"), UntilHello, evidence.Closed, evidence.BeforeHello},
		{"reset", reset, UntilHello, evidence.Reset, evidence.NothingReceived},
		{"HTTP", answer("HTTP/1.1 400 Bad Request\r\n\r\n"), UntilHello, evidence.NotTLS, evidence.BeforeHello},
		{"broken record order", answer(record(recordApplication, "x")), UntilHello, evidence.Malformed, evidence.BeforeHello},
		{"endless heartbeats", endless(record(recordHeartbeat, "0123456789")), UntilHello, evidence.TooLarge, evidence.BeforeHello},
		{"huge message", answer(record(recordHandshake, "\x0b\xff\xff\xff")), UntilHello, evidence.Malformed, evidence.BeforeHello},
		{"SSL 2.0 error", answer("\x80\x03\x00\x00\x01"), UntilHello, evidence.OK, evidence.BeforeHello},
		{"banner before the hello", func(c net.Conn) { c.Write([]byte("SSH-2.0-OpenSSH_9.6\r\n")); drain(c) }, UntilHello, evidence.NotTLS, evidence.BeforeHello},
	}
	hello := mustBytes(t, BroadHello(VersionTLS12, "localhost"))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, outcome := Ask(t.Context(), dialed(t, serve(t, test.server)), hello, test.until)
			if outcome != test.want || f.Stage() != test.stage {
				t.Errorf("%s at stage %s, want %s at %s", outcome, f.Stage(), test.want, test.stage)
			}
		})
	}
}

func drain(c net.Conn) {
	for buf := make([]byte, 4096); ; {
		if _, err := c.Read(buf); err != nil {
			return
		}
	}
}

// reset reads a byte and closes with the rest unread, which makes the kernel send RST.
func reset(c net.Conn) {
	c.Read(make([]byte, 1))
	c.(*net.TCPConn).SetLinger(0)
}

func endless(piece string) func(net.Conn) {
	return func(c net.Conn) {
		many := []byte(strings.Repeat(piece, 100))
		for {
			if _, err := c.Write(many); err != nil {
				return
			}
		}
	}
}

// Time in a bubble is virtual: it passes when everybody waits.
func TestAskEndsWithContext(t *testing.T) {
	tests := []struct {
		name   string
		server func(net.Conn)
	}{
		{"silent after the hello", drain},
		{"does not even read", func(net.Conn) {}},
		{"drips", func(c net.Conn) {
			go drain(c)
			for _, b := range []byte(hello12("")) {
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			hello := mustBytes(t, BroadHello(VersionTLS12, ""))
			synctest.Test(t, func(t *testing.T) {
				client, server := net.Pipe()
				var serving sync.WaitGroup
				serving.Go(func() { test.server(server) })
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				start := time.Now()
				_, outcome := Ask(ctx, client, hello, UntilHello)
				if took := time.Since(start); outcome != evidence.Timeout || took != 3*time.Second {
					t.Errorf("%s after %s", outcome, took)
				}
				client.Close()
				server.Close()
				serving.Wait()
			}) // fails when a goroutine of Ask is left
		})
	}
}

func TestAskCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		go drain(server)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, outcome := Ask(ctx, client, []byte("x"), UntilHello); outcome != evidence.Other {
			t.Errorf("%s, want %s", outcome, evidence.Other)
		}
		client.Close()
	})
}

// resetOnWrite is a connection whose write meets the reset; the kernel tells it once.
type resetOnWrite struct{ net.Conn }

func (resetOnWrite) Write([]byte) (int, error) { return 0, syscall.ECONNRESET }
func (resetOnWrite) Read([]byte) (int, error)  { return 0, io.EOF }

func TestAskKeepsReset(t *testing.T) {
	if _, outcome := Ask(t.Context(), resetOnWrite{}, []byte("x"), UntilHello); outcome != evidence.Reset {
		t.Error(outcome)
	}
}

func TestBindReleases(t *testing.T) {
	client, server := net.Pipe()
	defer client.Close()
	go server.Write([]byte("x"))
	ctx, cancel := context.WithCancel(t.Context())
	Bind(ctx, client)()
	cancel()
	if _, err := client.Read(make([]byte, 1)); err != nil {
		t.Errorf("a released connection was touched: %v", err)
	}
}

func TestTap(t *testing.T) {
	dial := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{selfSigned(t, ecKey(t))}, MaxVersion: tls.VersionTLS12})
	var ticks int
	clock := func() time.Time { ticks++; return time.Unix(int64(ticks), 0) }
	tap := NewTap(dialed(t, dial), clock)
	if before := tap.Traffic(); before.Sent != 0 || !before.FirstSent.IsZero() {
		t.Errorf("before use: %+v", before)
	}
	client := tls.Client(tap, &tls.Config{InsecureSkipVerify: true})
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	traffic, f := tap.Traffic(), tap.Flight()
	if traffic.FirstSent != time.Unix(1, 0) || traffic.FirstReceived != time.Unix(2, 0) || ticks != 2 {
		t.Errorf("times %v %v after %d ticks", traffic.FirstSent, traffic.FirstReceived, ticks)
	}
	if traffic.Received != int64(len(traffic.Server)) || traffic.Sent != int64(len(traffic.Client)) || traffic.Client[0] != recordHandshake {
		t.Errorf("counts %d %d", traffic.Received, traffic.Sent)
	}
	state := client.ConnectionState()
	if f.Err != nil || !f.HelloDone || !f.Encrypted || f.ServerHello.Suite != state.CipherSuite || f.Group() != uint16(state.CurveID) {
		t.Errorf("%+v", f)
	}
}

func TestTapIsBounded(t *testing.T) {
	const sent = 3 * MaxFlight
	dial := serve(t, func(c net.Conn) {
		c.Write(make([]byte, sent))
		drain(c)
	})
	tap := NewTap(dialed(t, dial), time.Now)
	buf := make([]byte, 10000)
	for tap.Traffic().Received < sent {
		if _, err := tap.Read(buf); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tap.Write(make([]byte, 2*MaxClientBytes)); err != nil {
		t.Fatal(err)
	}
	traffic := tap.Traffic()
	if len(traffic.Server) != MaxFlight || len(traffic.Client) != MaxClientBytes || traffic.Sent != 2*MaxClientBytes {
		t.Errorf("kept %d and %d bytes", len(traffic.Server), len(traffic.Client))
	}
	if !tap.Flight().Truncated {
		t.Error("the flight hides that more came")
	}
}
