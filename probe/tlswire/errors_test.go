package tlswire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	ztls "github.com/zmap/zcrypto/tls"
	zx509 "github.com/zmap/zcrypto/x509"

	"mongotls/probe/evidence"
)

// handshakes shake hands as each library does; maxVersion bounds the version.
var handshakes = map[string]func(ctx context.Context, conn net.Conn, maxVersion uint16) error{
	"crypto/tls": func(ctx context.Context, conn net.Conn, maxVersion uint16) error {
		return tls.Client(conn, &tls.Config{InsecureSkipVerify: true, MaxVersion: maxVersion}).HandshakeContext(ctx)
	},
	"zcrypto": func(ctx context.Context, conn net.Conn, maxVersion uint16) error {
		config := &ztls.Config{InsecureSkipVerify: true, MaxVersion: maxVersion, RootCAs: zx509.NewCertPool()}
		return ztls.Client(conn, config).HandshakeContext(ctx)
	},
}

func TestOutcomeOfHandshakes(t *testing.T) {
	good := selfSigned(t, ecKey(t))
	otherKey := tls.Certificate{Certificate: good.Certificate, PrivateKey: ecKey(t)}
	unparsable := tls.Certificate{Certificate: [][]byte{[]byte("\x30\x03\x02\x01\x01")}, PrivateKey: good.PrivateKey}
	unoffered := record(recordHandshake, message(msgServerHello, helloBody(VersionTLS12, 0xC077, "")))
	serveCert := func(cert tls.Certificate) func(net.Conn) {
		return func(c net.Conn) {
			tls.Server(c, &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &cert, nil }}).Handshake()
		}
	}
	tests := []struct {
		name   string
		server func(net.Conn)
		want   evidence.Outcome
	}{
		{"good", serveCert(good), evidence.OK},
		{"another key", serveCert(otherKey), evidence.BadKey},
		{"certificate that does not parse", serveCert(unparsable), evidence.Malformed},
		{"suite that was not offered", answer(unoffered), evidence.Unsupported},
		{"version that was not offered", answer(record(recordHandshake, message(msgServerHello, helloBody(VersionSSL3, 5, "")))), evidence.Unsupported},
		{"fatal alert", answer(record(recordAlert, "\x02\x28")), evidence.Alerted},
		{"warning, then close", answer(record(recordAlert, "\x01\x70")), evidence.Closed},
		{"close", answer(""), evidence.Closed},
		{"part of a record", answer("\x16\x03\x03"), evidence.Closed},
		{"reset", reset, evidence.Reset},
		{"HTTP", answer("HTTP/1.1 400 Bad Request\r\n\r\n"), evidence.NotTLS},
		{"unknown message", answer(record(recordHandshake, message(99, ""))), evidence.Malformed},
		{"broken ServerHello", answer(record(recordHandshake, message(msgServerHello, "short"))), evidence.Malformed},
		{"record of another type", answer(record(recordApplication, "x")), evidence.Malformed},
		{"too long a message", answer(record(recordHandshake, "\x02\xff\xff\xff")), evidence.TooLarge},
		{"silence", drain, evidence.Timeout},
	}
	for library, handshake := range handshakes {
		for _, version := range []uint16{VersionTLS12, VersionTLS13} {
			for _, test := range tests {
				t.Run(fmt.Sprint(library, "/", VersionName(version), "/", test.name), func(t *testing.T) {
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					if test.want == evidence.Timeout {
						ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
					}
					defer cancel()
					err := handshake(ctx, dialed(t, serve(t, test.server)), version)
					if got := OutcomeOf(err); got != test.want {
						t.Errorf("%s, want %s: %T %v", got, test.want, err, err)
					}
				})
			}
		}
	}
}

func TestAlertOf(t *testing.T) {
	for library, handshake := range handshakes {
		t.Run(library, func(t *testing.T) {
			remote := handshake(t.Context(), dialed(t, serve(t, answer(record(recordAlert, "\x02\xc8")))), VersionTLS12)
			if code, fromServer, ok := AlertOf(fmt.Errorf("wrapped: %w", remote)); !ok || !fromServer || code != 200 {
				t.Errorf("alert 200 of the server: %d %v %v", code, fromServer, ok)
			}
			local := handshake(t.Context(), dialed(t, serve(t, answer(record(recordHandshake, message(99, ""))))), VersionTLS12)
			if code, fromServer, ok := AlertOf(local); ok && (fromServer || code != alertUnexpectedMessage) {
				t.Errorf("our own alert: %d %v", code, fromServer)
			}
		})
	}
	for _, err := range []error{
		nil, io.EOF, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, &net.OpError{Op: "remote error"},
		&net.OpError{Op: "remote error", Err: errors.New("text")}, &net.OpError{Op: "read", Err: tls.AlertError(40)},
	} {
		if code, _, ok := AlertOf(err); ok {
			t.Errorf("alert %d in %v", code, err)
		}
	}
}

// A TLS 1.3 server refuses a missing client certificate after its own handshake: the
// alert comes with the first read.
func TestAlertOfFirstRead(t *testing.T) {
	dial := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{selfSigned(t, ecKey(t))}, ClientAuth: tls.RequireAnyClientCert})
	client := tls.Client(dialed(t, dial), &tls.Config{InsecureSkipVerify: true})
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	_, err := client.Read(make([]byte, 1))
	if code, fromServer, ok := AlertOf(err); !ok || !fromServer || AlertName(code) != "certificate_required" {
		t.Errorf("%v: %d %v %v", err, code, fromServer, ok)
	}
}

func TestOutcomeOfTypedErrors(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	tests := []struct {
		err  error
		want evidence.Outcome
	}{
		{nil, evidence.OK},
		{dial(syscall.ECONNREFUSED), evidence.Refused},
		{dial(syscall.ETIMEDOUT), evidence.Timeout},
		{dial(syscall.EHOSTUNREACH), evidence.Unreachable},
		{dial(syscall.ENETUNREACH), evidence.Unreachable},
		{dial(syscall.EADDRNOTAVAIL), evidence.Unreachable},
		{dial(syscall.EMFILE), evidence.Other},
		{&net.OpError{Op: "write", Err: syscall.EPIPE}, evidence.Reset},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, evidence.Reset},
		{&net.OpError{Op: "dial", Err: context.DeadlineExceeded}, evidence.Timeout},
		{&net.DNSError{IsTimeout: true}, evidence.Timeout},
		{context.Canceled, evidence.Other},
		{net.ErrClosed, evidence.Other},
		{io.EOF, evidence.Closed},
		{errors.New("something about reset by peer"), evidence.Other},
		{tls.RecordHeaderError{RecordHeader: [5]byte{'S', 'S', 'H', '-', '2'}}, evidence.NotTLS},
		{tls.RecordHeaderError{RecordHeader: [5]byte{22, 3, 4, 0, 1}}, evidence.Malformed},
	}
	for _, test := range tests {
		if got := OutcomeOf(test.err); got != test.want {
			t.Errorf("%v: %s, want %s", test.err, got, test.want)
		}
	}
}

// A refused port is refused, whatever the platform calls it.
func TestOutcomeOfRefusedDial(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	_, err = net.Dial("tcp", listener.Addr().String())
	if got := OutcomeOf(err); got != evidence.Refused {
		t.Errorf("%s: %v", got, err)
	}
}

// Each outcome that only a text tells appears in the table, most special text first.
func TestLibraryTextsAreReachable(t *testing.T) {
	for i, known := range libraryTexts {
		first := slices.IndexFunc(libraryTexts, func(k struct {
			start   string
			outcome evidence.Outcome
		}) bool {
			return len(k.start) <= len(known.start) && known.start[:len(k.start)] == k.start
		})
		if first != i {
			t.Errorf("%q is hidden by %q", known.start, libraryTexts[first].start)
		}
	}
}
