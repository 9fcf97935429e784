package baretls

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/tls"
	"io"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// FuzzClient: no server makes the handshake panic, hang or succeed with what it has canned.
func FuzzClient(f *testing.F) {
	cert := selfSigned(f, ecKey(f))
	for _, config := range []*tls.Config{
		{Certificates: one(cert)},
		{Certificates: one(cert), CurvePreferences: []tls.CurveID{tls.CurveP384}},
		requesting(tls12(cert, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA), nil),
	} {
		tap := tlswire.NewTap(dial(f, serve(f, echo(config))), time.Now)
		if _, _, err := Client(f.Context(), tap, Options{}); err != nil {
			f.Fatal(err)
		}
		f.Add(tap.Traffic().Server)
	}
	f.Add([]byte("\x15\x03\x01\x00\x02\x02\x28"))
	f.Fuzz(func(t *testing.T, flight []byte) {
		if _, _, err := Client(t.Context(), says(flight), Options{Random: zeros{}}); err == nil {
			t.Error("completed without keys")
		}
	})
}

// zeros makes the client's side the same each time, so that the fuzzer sees what it changed.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	b[len(b)-1] = 1 // a scalar of zero is no key
	return len(b), nil
}

// FuzzRead: what follows the handshake is read to its end.
func FuzzRead(f *testing.F) {
	f.Add([]byte("\x16\x03\x03\x00\x04\x04\x00\x00\x00\x17\x03\x03\x00\x02ok\x15\x03\x03\x00\x02\x01\x00"), true)
	f.Add([]byte("\x16\x03\x03\x00\x04\x00\x00\x00\x00\x17\x03\x03\x00\x00"), false)
	f.Fuzz(func(t *testing.T, flight []byte, tls13 bool) {
		conn := says(flight)
		c := &Conn{Conn: conn, records: &records{conn: conn}, version: tlswire.VersionTLS12}
		if tls13 {
			c.version = tlswire.VersionTLS13
		}
		if data, _ := io.ReadAll(c); len(data) > len(flight) {
			t.Errorf("%d bytes of %d", len(data), len(flight))
		}
	})
}

// FuzzMessages: the messages that only TLS 1.3 encrypts.
func FuzzMessages(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x17\x00\x00\x03der\x00\x0f\x00\x05\x00\x0b\x01\x00\x00\x07staple."))
	f.Add([]byte("\x00\x00\x0b\x00\x2f\x00\x07\x00\x05\x00\x03abc"))
	f.Fuzz(func(t *testing.T, body []byte) {
		certificates, staple, _ := parseCertificates(cryptobyte.String(body))
		authorities, _ := parseRequest(cryptobyte.String(body))
		size := len(staple)
		for _, part := range append(certificates, authorities...) {
			size += len(part)
		}
		if size > 2*len(body) {
			t.Errorf("%d bytes out of %d", size, len(body))
		}
	})
}

// FuzzOpen: a record that nobody sealed is opened by nothing; one that was sealed comes back.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("hello"))
	f.Add(bytes.Repeat([]byte{0}, 64))
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > maxPlaintext {
			return
		}
		for name, p := range protections(t) {
			header := recordHeader(recordApplication, len(body))
			if _, _, err := p.in.open(header, bytes.Clone(body)); err == nil {
				t.Errorf("%s: opened", name)
			}
			record, err := p.out.seal(recordApplication, body)
			if err != nil {
				t.Fatal(err)
			}
			kind, content, err := p.in.open([headerSize]byte(record[:headerSize]), record[headerSize:])
			if err != nil || kind != recordApplication || !bytes.Equal(content, body) {
				t.Errorf("%s: type %d, %q, %v", name, kind, content, err)
			}
		}
	})
}

type pair struct{ out, in protection }

func protections(t *testing.T) map[string]pair {
	key, iv := make([]byte, 32), make([]byte, 12)
	gcm, err := aesGCM(key)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	explicit := func(aead cipher.AEAD) protection { return &aead12{aead: aead, iv: iv[:4], explicit: 8} }
	cbc := func() protection {
		return &cbc12{block: block, mac: hmac.New(sha1.New, key), random: bytes.NewReader(make([]byte, 64))}
	}
	return map[string]pair{
		"GCM in TLS 1.2":    {explicit(gcm), explicit(gcm)},
		"ChaCha in TLS 1.2": {&aead12{aead: gcm, iv: iv}, &aead12{aead: gcm, iv: iv}},
		"TLS 1.3":           {&aead13{aead: gcm, iv: iv}, &aead13{aead: gcm, iv: iv}},
		"CBC":               {cbc(), cbc()},
	}
}
