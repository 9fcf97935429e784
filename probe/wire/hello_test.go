package wire

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// pipe runs server on the other end of a TCP connection on loopback.
func pipe(t *testing.T, server func(net.Conn)) net.Conn {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if conn, err := listener.Accept(); err == nil {
			server(conn)
			conn.Close()
		}
	}()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client.SetDeadline(time.Now().Add(20 * time.Second)) // keeps a defect from hanging the test
	t.Cleanup(func() {
		client.Close()
		listener.Close()
		<-done
	})
	return client
}

// replies reads one message and answers it with d in the fitting form.
func replies(t *testing.T, d bson.D, asked *Message) func(net.Conn) {
	reply := Message{RequestID: 9, Op: OpReply, Doc: doc(t, d)}
	return func(conn net.Conn) {
		request, err := ReadMessage(conn, MaxReply)
		if err != nil {
			return
		}
		if asked != nil {
			*asked = request
		}
		if request.Op == OpMsg {
			reply.Op = OpMsg
		}
		reply.ResponseTo = request.RequestID
		conn.Write(reply.Append(nil))
	}
}

func sends(b string) func(net.Conn) {
	return func(conn net.Conn) {
		conn.Read(make([]byte, 4096))
		conn.Write([]byte(b))
	}
}

func TestHelloForms(t *testing.T) {
	tests := []struct {
		name    string
		options Options
		opcode  string
		command string
		has     []string
		not     []string
	}{
		{"default", Options{Version: "1.2"}, "OP_QUERY", "isMaster", []string{"helloOk", "client"}, []string{"$db", "loadBalanced"}},
		{"OP_MSG", Options{OpMsg: true}, "OP_MSG", "hello", []string{"client", "$db"}, []string{"helloOk", "loadBalanced"}},
		{"load balanced", Options{LoadBalanced: true}, "OP_MSG", "hello", []string{"loadBalanced", "client", "$db"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var asked Message
			hello, exchange, first := Hello(t.Context(), pipe(t, replies(t, bson.D{{Key: "ok", Value: 1.0}, {Key: "maxWireVersion", Value: int32(25)}}, &asked)), test.options)
			if hello == nil || hello.MaxWireVersion != 25 || exchange.Outcome != evidence.OK || exchange.Opcode != test.opcode || exchange.Error != nil {
				t.Fatalf("%+v %+v", hello, exchange)
			}
			if exchange.Received == 0 || len(first) == 0 || tlswire.NameService(first) != "MongoDB" {
				t.Errorf("received %d, first %q", exchange.Received, first)
			}
			elements, err := asked.Doc.Elements()
			if err != nil || elements[0].Key() != test.command {
				t.Fatalf("asked %s, %v", asked.Doc, err)
			}
			for _, key := range test.has {
				if _, err := asked.Doc.LookupErr(key); err != nil {
					t.Errorf("no %s in %s", key, asked.Doc)
				}
			}
			for _, key := range test.not {
				if _, err := asked.Doc.LookupErr(key); err == nil {
					t.Errorf("%s in %s", key, asked.Doc)
				}
			}
			// The server refuses client metadata above 512 bytes.
			if client := asked.Doc.Lookup("client").Document(); len(client) > 512 || client.Lookup("driver", "version").StringValue() != test.options.Version {
				t.Errorf("client %s", client)
			}
		})
	}
}

func TestHelloOutcomes(t *testing.T) {
	reply := func(d bson.D) string { return string(Message{Op: OpReply, Doc: doc(t, d)}.Append(nil)) }
	bad := reply(bson.D{{Key: "a", Value: "text"}})
	bad = bad[:len(bad)-7] + "\xff" + bad[len(bad)-6:] // the string's length
	tests := []struct {
		name   string
		server func(net.Conn)
		want   evidence.Outcome
		first  string
	}{
		{"close", sends(""), evidence.Closed, ""},
		{"reset", func(c net.Conn) { c.Read(make([]byte, 1)); c.(*net.TCPConn).SetLinger(0) }, evidence.Reset, ""},
		{"reply cut", sends(reply(bson.D{{Key: "ok", Value: 1.0}})[:30]), evidence.Closed, "\x35\x00"},
		{"HTTP", sends("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"), evidence.Malformed, "HTTP/1.1 400 Bad Request\r\nServer"},
		{"short banner", sends("+OK\r\n"), evidence.Malformed, "+OK\r\n"},
		{"shorter banner", sends("N"), evidence.Malformed, "N"},
		{"TLS alert", sends("\x15\x03\x01\x00\x02\x02\x46"), evidence.Malformed, "\x15\x03\x01"},
		{"BSON of wrong types", sends(bad), evidence.Malformed, ""},
		{"compressed", sends("\x1a\x00\x00\x00" + strings.Repeat("\x00", 8) + "\xdc\x07\x00\x00"), evidence.Malformed, "\x1a"},
		{"too large", sends("\x00\x00\x20\x00" + strings.Repeat("\x00", 8) + "\x01\x00\x00\x00"), evidence.TooLarge, "\x00"},
		{"more than one reply", sends(strings.Repeat(reply(bson.D{{Key: "ok", Value: 1.0}}), 50)), evidence.OK, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			hello, exchange, first := Hello(t.Context(), pipe(t, test.server), Options{})
			if exchange.Outcome != test.want || (hello != nil) != (test.want == evidence.OK) || (exchange.Error == nil) != (test.want == evidence.OK) {
				t.Errorf("%s, want %s: %+v", exchange.Outcome, test.want, hello)
			}
			if !strings.HasPrefix(string(first), test.first) || len(first) > MaxFirst || exchange.Received < len(first) {
				t.Errorf("first %q of %d", first, exchange.Received)
			}
		})
	}
}

// Time in a bubble is virtual.
func TestHelloEndsWithContext(t *testing.T) {
	tests := map[string]func(net.Conn){
		"silent":            func(c net.Conn) { c.Read(make([]byte, 4096)) },
		"does not read":     func(net.Conn) {},
		"begins, then none": sends("\x30\x00\x00\x00\x01"),
		"drips": func(c net.Conn) {
			c.Read(make([]byte, 4096))
			for _, b := range []byte("\xff\xff\x0f\x00" + strings.Repeat("\x00", 8) + "\x01\x00\x00\x00" + strings.Repeat("x", 1000)) {
				if _, err := c.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		},
	}
	for name, server := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, other := net.Pipe()
				var serving sync.WaitGroup
				serving.Go(func() { server(other) })
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				hello, exchange, _ := Hello(ctx, client, Options{})
				if hello != nil || exchange.Outcome != evidence.Timeout || exchange.MS != 3000 {
					t.Errorf("%+v", exchange)
				}
				client.Close()
				other.Close()
				serving.Wait()
			}) // fails when a goroutine is left
		})
	}
}

// After a TLS 1.3 handshake the refusal of our certificate waits to be read.
func TestHelloMeetsAlert(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, ClientAuth: tls.RequireAnyClientCert}
	conn := tls.Client(pipe(t, func(c net.Conn) { tls.Server(c, config).Handshake() }), &tls.Config{InsecureSkipVerify: true})
	if err := conn.Handshake(); err != nil {
		t.Fatal(err)
	}
	hello, exchange, _ := Hello(t.Context(), conn, Options{})
	want := evidence.Alert{Code: 116, Name: "certificate_required", Level: "encrypted", From: "server"}
	if hello != nil || exchange.Outcome != evidence.Alerted || exchange.Alert == nil || *exchange.Alert != want {
		t.Errorf("%+v", exchange)
	}
}

// resetOnWrite is a connection whose write meets the reset; the kernel tells it once.
type resetOnWrite struct{ net.Conn }

func (resetOnWrite) Write([]byte) (int, error) { return 0, syscall.ECONNRESET }
func (resetOnWrite) Read([]byte) (int, error)  { return 0, io.EOF }

func TestHelloKeepsReset(t *testing.T) {
	if _, exchange, _ := Hello(t.Context(), resetOnWrite{}, Options{}); exchange.Outcome != evidence.Reset {
		t.Error(exchange.Outcome)
	}
}

func TestHelloTakesTimesFromClock(t *testing.T) {
	at := time.Date(2026, 5, 4, 3, 2, 1, 0, time.FixedZone("", 3600))
	clock := func() time.Time { at = at.Add(time.Second); return at }
	hello, exchange, _ := Hello(t.Context(), pipe(t, replies(t, bson.D{{Key: "ok", Value: 1.0}}, nil)), Options{Now: clock})
	if exchange.MS != 1000 || !hello.ReceivedAt.Equal(at) || hello.ReceivedAt.Location() != time.UTC {
		t.Errorf("%v ms, received at %v", exchange.MS, hello.ReceivedAt)
	}
}
