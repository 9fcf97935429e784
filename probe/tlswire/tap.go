package tlswire

import (
	"net"
	"sync"
	"time"
)

// MaxClientBytes bounds what a Tap keeps of this side's bytes.
const MaxClientBytes = 8 << 10

// Tap is a net.Conn that records what passes, below a TLS library. It keeps the first
// MaxFlight bytes of the server and the first MaxClientBytes of this side; the rest is
// only counted. It is safe for concurrent use.
type Tap struct {
	net.Conn
	now func() time.Time

	mu      sync.Mutex
	traffic Traffic
}

// Traffic is what passed through a Tap until now.
type Traffic struct {
	Server, Client []byte // the first bytes of each side
	// Received and Sent count all bytes.
	Received, Sent int64
	// FirstReceived and FirstSent are when the first bytes passed; zero if none did.
	FirstReceived, FirstSent time.Time
}

// NewTap taps a connection; now is the clock for its timestamps.
func NewTap(conn net.Conn, now func() time.Time) *Tap {
	return &Tap{Conn: conn, now: now}
}

// Read implements net.Conn.
func (t *Tap) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	if n > 0 {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.traffic.Received == 0 {
			t.traffic.FirstReceived = t.now()
		}
		t.traffic.Received += int64(n)
		t.traffic.Server = appendUpTo(t.traffic.Server, b[:n], MaxFlight)
	}
	return n, err
}

// Write implements net.Conn.
func (t *Tap) Write(b []byte) (int, error) {
	n, err := t.Conn.Write(b)
	if n > 0 {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.traffic.Sent == 0 {
			t.traffic.FirstSent = t.now()
		}
		t.traffic.Sent += int64(n)
		t.traffic.Client = appendUpTo(t.traffic.Client, b[:n], MaxClientBytes)
	}
	return n, err
}

// Traffic is what passed until now. Its bytes are only to be read.
func (t *Tap) Traffic() Traffic {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.traffic
}

// Flight is what the server sent in clear until now.
func (t *Tap) Flight() Flight {
	traffic := t.Traffic()
	flight := ParseFlight(traffic.Server)
	if traffic.Received > int64(len(traffic.Server)) {
		flight.Truncated = flight.Truncated || !flight.Encrypted
	}
	return flight
}

func appendUpTo(dst, src []byte, limit int) []byte {
	return append(dst, src[:min(len(src), limit-len(dst))]...)
}
