package baretls

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"

	"mongotls/probe/evidence"
	"mongotls/probe/tlswire"
)

// canned is a peer that says what it has to say, whatever it hears, and ends.
type canned struct {
	net.Conn
	says *bytes.Reader
}

func (c canned) Read(b []byte) (int, error)       { return c.says.Read(b) }
func (c canned) Write(b []byte) (int, error)      { return len(b), nil }
func (c canned) SetDeadline(time.Time) error      { return nil }
func (c canned) SetWriteDeadline(time.Time) error { return nil }
func (c canned) Close() error                     { return nil }

func says(b []byte) canned { return canned{says: bytes.NewReader(b)} }

// altered is a connection to a server whose bytes change on the way: the one at place is
// turned round, or the stream ends there.
type altered struct {
	net.Conn
	place int
	cut   bool
	seen  int
}

func (a *altered) Read(b []byte) (int, error) {
	if a.cut {
		b = b[:min(len(b), a.place-a.seen)]
		if len(b) == 0 {
			return 0, io.EOF
		}
	}
	n, err := a.Conn.Read(b)
	if i := a.place - a.seen; i >= 0 && i < n {
		b[i] ^= 0x40
	}
	a.seen += n
	return n, err
}

// TestAlteredFlight: a handshake of which the server's side was cut off or altered anywhere
// is never completed.
func TestAlteredFlight(t *testing.T) {
	cert := selfSigned(t, edKey(t)) // its signatures are all of one length
	for name, config := range map[string]*tls.Config{
		"TLS 1.2": tls12(cert, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
		"TLS 1.3": {Certificates: one(cert), MinVersion: tls.VersionTLS13, SessionTicketsDisabled: true},
	} {
		t.Run(name, func(t *testing.T) {
			address := serve(t, echo(config))
			tap := tlswire.NewTap(dial(t, address), time.Now)
			if _, _, err := Client(t.Context(), tap, Options{}); err != nil {
				t.Fatal(err)
			}
			flight := tap.Traffic().Server
			for place := 0; place < len(flight); place += 3 {
				for _, cut := range []bool{false, true} {
					if !cut && versionByte(flight, place) {
						continue // of a record's version only the first byte is looked at
					}
					conn := dial(t, address)
					if !cut {
						conn.SetDeadline(time.Now().Add(100 * time.Millisecond)) // a changed length makes both sides wait
					}
					_, _, err := Client(t.Context(), &altered{Conn: conn, place: place, cut: cut}, Options{})
					if err == nil {
						t.Errorf("completed with byte %d of %d changed (cut off: %t)", place, len(flight), cut)
					}
					if cut && tlswire.OutcomeOf(err) != evidence.Closed {
						t.Errorf("cut off at %d: %v", place, err)
					}
					conn.Close()
				}
			}
		})
	}
}

// versionByte tells whether a place is in the version of a record that is in clear.
func versionByte(flight []byte, place int) bool {
	for at := 0; at+headerSize <= len(flight); {
		if place == at+1 || place == at+2 {
			return true
		}
		at += headerSize + int(flight[at+3])<<8 + int(flight[at+4])
	}
	return false
}

// TestWrongFinished: what only a peer with the right keys could know is compared.
func TestWrongFinished(t *testing.T) {
	finished := append([]byte{recordHandshake, 3, 3, 0, 16, msgFinished, 0, 0, 12}, "right answer"...)
	for want, ok := range map[string]bool{"right answer": true, "other answer": false, "right": false, "": false} {
		h := &handshake{records: &records{conn: says(finished), limit: maxHandshake}}
		err := h.checkFinished([]byte(want))
		if code, fromServer, alerted := tlswire.AlertOf(err); ok != (err == nil) || !ok && (!alerted || fromServer || code != uint8(decryptError)) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

// TestAfterHandshake is what a connection does with what may and may not come later.
func TestAfterHandshake(t *testing.T) {
	const ticket, data, update = "\x16\x03\x03\x00\x04\x04\x00\x00\x00", "\x17\x03\x03\x00\x02ok", "\x16\x03\x03\x00\x05\x18\x00\x00\x01\x00"
	tests := []struct {
		name    string
		version uint16
		says    string
		data    string
		want    evidence.Outcome
	}{
		{"tickets", tlswire.VersionTLS13, ticket + ticket + data, "ok", evidence.Closed},
		{"ticket in two records", tlswire.VersionTLS13, "\x16\x03\x03\x00\x01\x04\x16\x03\x03\x00\x03\x00\x00\x00" + data, "ok", evidence.Closed},
		{"close_notify", tlswire.VersionTLS13, data + "\x15\x03\x03\x00\x02\x01\x00" + data, "ok", evidence.OK},
		{"fatal alert", tlswire.VersionTLS13, data + "\x15\x03\x03\x00\x02\x02\x74", "ok", evidence.Alerted},
		{"KeyUpdate", tlswire.VersionTLS13, data + update, "ok", evidence.Malformed},
		{"HelloRequest", tlswire.VersionTLS12, "\x16\x03\x03\x00\x04\x00\x00\x00\x00" + data, "ok", evidence.Closed},
		{"ServerHello", tlswire.VersionTLS12, "\x16\x03\x03\x00\x04\x02\x00\x00\x00" + data, "", evidence.Malformed},
		{"endless tickets", tlswire.VersionTLS13, string(bytes.Repeat([]byte(ticket), 1000)), "", evidence.TooLarge},
		{"endless empty data", tlswire.VersionTLS13, string(bytes.Repeat([]byte("\x17\x03\x03\x00\x00"), 1000)), "", evidence.TooLarge},
		{"endless message", tlswire.VersionTLS13, "\x16\x03\x03\x00\x04\x04\xff\xff\xff", "", evidence.Malformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn := says([]byte(test.says))
			c := &Conn{Conn: conn, records: &records{conn: conn}, version: test.version}
			got, err := io.ReadAll(c)
			if test.name != "close_notify" && err == nil {
				err = io.EOF
			}
			if string(got) != test.data || tlswire.OutcomeOf(err) != test.want {
				t.Errorf("%q, %s: %v", got, tlswire.OutcomeOf(err), err)
			}
			if _, again := c.Read(make([]byte, 1)); again == nil {
				t.Error("reads on after an error")
			}
		})
	}
}
