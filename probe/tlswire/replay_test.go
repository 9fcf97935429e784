package tlswire

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"mongotls/probe/evidence"
)

// capture is the hello that crypto/tls sends.
func capture(t testing.TB, config *tls.Config) []byte {
	t.Helper()
	client, server := net.Pipe()
	defer server.Close()
	tap := NewTap(client, time.Now)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tls.Client(tap, config).Handshake()
	}()
	buf := make([]byte, MaxClientBytes)
	n, err := server.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	<-done
	return buf[:n]
}

func TestReplay(t *testing.T) {
	captured := capture(t, &tls.Config{ServerName: "first.example", NextProtos: []string{"x"}})
	fresh, err := Replay(captured, "other.example", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(fresh) != len(captured) || bytes.Contains(fresh, []byte("first.example")) || bytes.Equal(fresh[11:43], captured[11:43]) {
		t.Errorf("%d bytes of %d:\n%x", len(fresh), len(captured), fresh)
	}
	if same, err := Replay(captured, "first.example", rand.Reader); err != nil || differing(same, captured) > 32+32+1216+32 {
		t.Errorf("%d bytes differ, %v", differing(same, captured), err)
	}
	if without, err := Replay(captured, "", rand.Reader); err != nil || len(without) != len(captured)-22 {
		t.Errorf("%d bytes without a name, of %d, %v", len(without), len(captured), err)
	}
}

func differing(x, y []byte) int {
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n
}

// A server answers the replayed hello as the first, for each of its key shares.
func TestReplayIsAnswered(t *testing.T) {
	cert := selfSigned(t, ecKey(t))
	captured := capture(t, &tls.Config{ServerName: "first.example"})
	for _, group := range []uint16{X25519, X25519MLKEM768} {
		fresh, err := Replay(captured, "localhost", rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		dial := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}, CurvePreferences: []tls.CurveID{tls.CurveID(group)}})
		f, outcome := Ask(t.Context(), dialed(t, dial), fresh, UntilHello)
		if outcome != evidence.OK || f.ServerHello == nil || f.Group() != group {
			t.Errorf("%s: %s %+v", GroupName(group), outcome, f)
		}
	}
}

func TestReplayWithoutExtensions(t *testing.T) {
	captured := mustBytes(t, BroadHello(VersionSSL3, ""))
	fresh, err := Replay(captured, "ignored.example", rand.Reader)
	if err != nil || len(fresh) != len(captured) || !slices.Equal(fresh[43:], captured[43:]) {
		t.Errorf("%x, %v", fresh, err)
	}
}

func TestReplayRefuses(t *testing.T) {
	captured := capture(t, &tls.Config{ServerName: "first.example"})
	for n := range captured {
		if _, err := Replay(captured[:n], "x", rand.Reader); err == nil {
			t.Fatalf("%d bytes of %d pass", n, len(captured))
		}
	}
	if _, err := Replay(captured, "x", iotest.ErrReader(errors.New("empty"))); err == nil {
		t.Error("a failing random source went unnoticed")
	}
}

func FuzzReplay(f *testing.F) {
	f.Add(capture(f, &tls.Config{ServerName: "first.example"}))
	f.Add(mustBytes(f, BroadHello(VersionTLS12, "localhost")))
	f.Add(mustBytes(f, BroadHello(VersionSSL3, "")))
	f.Fuzz(func(t *testing.T, b []byte) {
		fresh, err := Replay(b, "other.example", seeded())
		if err != nil {
			return
		}
		if again, err := Replay(fresh, "other.example", seeded()); err != nil || !bytes.Equal(again, fresh) {
			t.Errorf("replayed twice: %v", err)
		}
	})
}
