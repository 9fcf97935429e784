package baretls

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// Servers of crypto/tls: every version, key, suite, group and client certificate setting.
func TestClient(t *testing.T) {
	rsa, ec, ed := selfSigned(t, rsaKey(t)), selfSigned(t, ecKey(t)), selfSigned(t, edKey(t))
	rsa.OCSPStaple = []byte("\x30\x03\x0a\x01\x06")
	authorities := x509.NewCertPool()
	authorities.AddCert(parsed(t, ec))
	listed := [][]byte{parsed(t, ec).RawSubject}
	tests := []struct {
		name   string
		config *tls.Config
		want   Result
	}{
		{"1.3 RSA", &tls.Config{Certificates: one(rsa)}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.X25519, Staple: rsa.OCSPStaple}},
		{"1.3 ECDSA", &tls.Config{Certificates: one(ec)}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.X25519}},
		{"1.3 Ed25519", &tls.Config{Certificates: one(ed)}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.X25519}},
		{"1.3 second share", &tls.Config{Certificates: one(ec), CurvePreferences: []tls.CurveID{tls.CurveP256}}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.P256}},
		{"1.3 retry", &tls.Config{Certificates: one(ec), CurvePreferences: []tls.CurveID{tls.CurveP521}}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.P521}},
		{"1.3 certificate requested", &tls.Config{Certificates: one(rsa), ClientAuth: tls.RequestClientCert, ClientCAs: authorities}, Result{Version: 0x0304, Suite: 0x1301, Group: tlswire.X25519, Staple: rsa.OCSPStaple, Requested: true, Authorities: listed}},
		{"1.2 RSA", tls12(rsa, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256), Result{Version: 0x0303, Suite: 0xC02F, Group: tlswire.X25519, Staple: rsa.OCSPStaple}},
		{"1.2 AES-256", tls12(rsa, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384), Result{Version: 0x0303, Suite: 0xC030, Group: tlswire.X25519, Staple: rsa.OCSPStaple}},
		{"1.2 ECDSA, ChaCha20", tls12(ec, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256), Result{Version: 0x0303, Suite: 0xCCA9, Group: tlswire.X25519}},
		{"1.2 Ed25519", tls12(ed, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), Result{Version: 0x0303, Suite: 0xC02B, Group: tlswire.X25519}},
		{"1.2 CBC SHA-1", tls12(rsa, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA), Result{Version: 0x0303, Suite: 0xC014, Group: tlswire.X25519, Staple: rsa.OCSPStaple}},
		{"1.2 CBC SHA-256", tls12(rsa, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256), Result{Version: 0x0303, Suite: 0xC027, Group: tlswire.X25519, Staple: rsa.OCSPStaple}},
		{"1.2 certificate requested", requesting(tls12(ec, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), authorities), Result{Version: 0x0303, Suite: 0xC02B, Group: tlswire.X25519, Requested: true, Authorities: listed}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.Certificates = test.config.Certificates[0].Certificate
			conn, got, err := client(t, serve(t, echo(test.config)))
			if err != nil {
				t.Fatal(err)
			}
			if !same(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			roundTrip(t, conn)
		})
	}
}

func same(a, b Result) bool {
	return a.Version == b.Version && a.Suite == b.Suite && a.Group == b.Group && a.Requested == b.Requested && bytes.Equal(a.Staple, b.Staple) &&
		slices.EqualFunc(a.Certificates, b.Certificates, bytes.Equal) && slices.EqualFunc(a.Authorities, b.Authorities, bytes.Equal)
}

// roundTrip sends more than a record holds, reads it back, and closes in order.
func roundTrip(t *testing.T, conn *Conn) {
	t.Helper()
	sent := bytes.Repeat([]byte("hello "), 5000)
	go conn.Write(sent)
	got := make([]byte, len(sent))
	if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, sent) {
		t.Fatalf("%d bytes came back, error %v", len(got), err)
	}
	if _, err := conn.Write([]byte("q")); err != nil { // the server closes
		t.Fatal(err)
	}
	rest, err := io.ReadAll(conn)
	if len(rest) > 0 || err != nil {
		t.Errorf("after the close: %q, %v", rest, err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
}

// The server wants a certificate: TLS 1.2 says so in the handshake, TLS 1.3 after it.
func TestCertificateRequired(t *testing.T) {
	cert := selfSigned(t, ecKey(t))
	config := &tls.Config{Certificates: one(cert), ClientAuth: tls.RequireAnyClientCert}
	conn, got, err := client(t, serve(t, echo(config)))
	if err != nil || !got.Requested {
		t.Fatalf("%+v %v", got, err)
	}
	_, err = conn.Read(make([]byte, 1))
	if code, fromServer, ok := tlswire.AlertOf(err); !ok || !fromServer || tlswire.AlertName(code) != "certificate_required" || tlswire.OutcomeOf(err) != evidence.Alerted {
		t.Errorf("read: %v", err)
	}
	config = tls12(cert, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
	config.ClientAuth = tls.RequireAnyClientCert
	_, got, err = client(t, serve(t, echo(config)))
	if tlswire.OutcomeOf(err) != evidence.Alerted || !got.Requested || len(got.Certificates) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

// What a handshake can meet, and how tlswire.OutcomeOf judges the error.
func TestRefusals(t *testing.T) {
	ec := selfSigned(t, ecKey(t))
	tests := []struct {
		name   string
		handle func(net.Conn)
		want   evidence.Outcome
		text   string
	}{
		{"no common version", echo(&tls.Config{Certificates: one(ec), MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}), evidence.Alerted, "protocol_version"},
		{"no common group", echo(&tls.Config{Certificates: one(ec), CurvePreferences: []tls.CurveID{tls.X25519MLKEM768}, MinVersion: tls.VersionTLS13}), evidence.Alerted, "handshake_failure"},
		{"closes at once", func(net.Conn) {}, evidence.Closed, "EOF"},
		{"HTTP", answer("HTTP/1.1 400 Bad Request\r\n\r\n"), evidence.NotTLS, "not a TLS record"},
		{"record too long", answer("\x16\x03\x03\xff\xff"), evidence.Malformed, "record of 65535 bytes"},
		{"cut off in a record", answer("\x16\x03\x03\x00\x20\x02\x00"), evidence.Closed, "unexpected EOF"},
		{"message too long", answer("\x16\x03\x03\x00\x04\x02\xff\xff\xff"), evidence.Malformed, "handshake message of"},
		{"no ServerHello", answer("\x16\x03\x03\x00\x04\x0b\x00\x00\x00"), evidence.Malformed, "type 11 out of order"},
		{"application data", answer("\x17\x03\x03\x00\x01\x00"), evidence.Malformed, "record of type 23"},
		{"endless warnings", answer(strings.Repeat("\x15\x03\x03\x00\x02\x01\x70", 100)), evidence.TooLarge, "too many"},
		{"endless empty records", answer(strings.Repeat("\x16\x03\x03\x00\x00", 100_000)), evidence.TooLarge, "too many"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := client(t, serve(t, test.handle))
			if err == nil || tlswire.OutcomeOf(err) != test.want || !strings.Contains(err.Error(), test.text) {
				t.Errorf("%s: %v", tlswire.OutcomeOf(err), err)
			}
		})
	}
}

// A silent server is left when the context ends.
func TestSilence(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	conn := dial(t, serve(t, func(conn net.Conn) {
		conn.Read(make([]byte, 4096))
		cancel()
		conn.Read(make([]byte, 1))
	}))
	if _, _, err := Client(ctx, conn, Options{}); err != context.Canceled {
		t.Error(err)
	}
}

func requesting(c *tls.Config, authorities *x509.CertPool) *tls.Config {
	c.ClientAuth, c.ClientCAs = tls.RequestClientCert, authorities
	return c
}
