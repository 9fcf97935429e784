package baretls

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"

	"mongotls/fixtures/server"
)

// serve accepts on loopback and gives each connection to handle, until the test ends.
func serve(t testing.TB, handle func(net.Conn)) string {
	t.Helper()
	s, err := server.Start(func(_ context.Context, conn net.Conn) { handle(conn) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s.Address()
}

// echo is a crypto/tls server that sends back what comes, and closes at a "q".
func echo(config *tls.Config) func(net.Conn) {
	return func(conn net.Conn) {
		server := tls.Server(conn, config)
		defer server.Close()
		buf := make([]byte, 1<<15)
		for {
			n, err := server.Read(buf)
			if err != nil || n == 1 && buf[0] == 'q' {
				return
			}
			server.Write(buf[:n])
		}
	}
}

// answer sends bytes once a hello has come, and closes when the client has read them.
func answer(b string) func(net.Conn) {
	return func(conn net.Conn) {
		conn.Read(make([]byte, 4096))
		conn.Write([]byte(b))
		conn.(*net.TCPConn).CloseWrite()
		conn.Read(make([]byte, 4096))
	}
}

// dial connects. The deadline only keeps a defect from hanging the test.
func dial(t testing.TB, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

func client(t testing.TB, address string) (*Conn, Result, error) {
	t.Helper()
	conn := dial(t, address)
	c, result, err := Client(t.Context(), conn, Options{ServerName: "localhost"})
	if err != nil {
		conn.Close()
	}
	return c, result, err
}

func tls12(cert tls.Certificate, suite uint16) *tls.Config {
	return &tls.Config{Certificates: one(cert), MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite}}
}

func one(cert tls.Certificate) []tls.Certificate { return []tls.Certificate{cert} }

// selfSigned is a certificate for localhost on that key.
func selfSigned(t testing.TB, key crypto.Signer) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func parsed(t testing.TB, cert tls.Certificate) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rsaKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func ecKey(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func edKey(t testing.TB) crypto.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
