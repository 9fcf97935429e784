package tlswire

import (
	"bytes"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"mongotls/probe/evidence"
)

// seeded is a random source that a test can repeat.
func seeded() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// What crypto/tls reads from a hello is what was put in.
func TestClientHelloReadByGo(t *testing.T) {
	hello := BroadHello(VersionTLS13, "db1.example.com")
	hello.ALPN = []string{"a", "bc"}
	hello.Versions = []uint16{VersionTLS13, VersionTLS12}
	hello.Suites = append(SuiteIDs(Suites(VersionTLS12), ordinary), hello.Suites...)
	hello.Extra = []RawExtension{{0x1234, []byte("x")}}
	infos := make(chan *tls.ClientHelloInfo, 1)
	dial := serveTLS(t, &tls.Config{GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		infos <- info
		return nil, errors.New("seen enough")
	}})
	_, outcome := Ask(t.Context(), dialed(t, dial), mustBytes(t, hello), UntilHello)
	if outcome != evidence.Alerted {
		t.Fatal(outcome)
	}
	info := <-infos
	if info.ServerName != hello.ServerName || !slices.Equal(info.CipherSuites, hello.Suites) ||
		!slices.Equal(info.SupportedVersions, hello.Versions) || !slices.Equal(info.SupportedProtos, hello.ALPN) {
		t.Errorf("%+v", info)
	}
	want := []uint16{0xFF01, 0, 23, 5, 11, 10, 16, 13, 43, 45, 51, 0x1234}
	if !slices.Equal(info.Extensions, want) {
		t.Errorf("extensions %v, want %v", info.Extensions, want)
	}
	if len(info.SupportedCurves) != len(hello.Groups) || len(info.SignatureSchemes) != len(hello.SignatureSchemes) {
		t.Errorf("%d groups, %d schemes", len(info.SupportedCurves), len(info.SignatureSchemes))
	}
}

func TestClientHelloRepeats(t *testing.T) {
	hello := BroadHello(VersionTLS13, "localhost")
	hello.KeyShares = KeyShareGroups()
	first, err := hello.Bytes(seeded())
	if err != nil {
		t.Fatal(err)
	}
	second, err := hello.Bytes(seeded())
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the same random gave other bytes, %v", err)
	}
	if other := mustBytes(t, hello); bytes.Equal(first, other) {
		t.Error("another random gave the same bytes")
	}
}

// A server that is limited to a group answers with its ServerHello only when the share
// is a valid public key.
func TestKeySharesAreValid(t *testing.T) {
	cert := selfSigned(t, ecKey(t))
	for _, group := range KeyShareGroups() {
		t.Run(GroupName(group), func(t *testing.T) {
			dial := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}, CurvePreferences: []tls.CurveID{tls.CurveID(group)}})
			hello := BroadHello(VersionTLS13, "")
			hello.KeyShares = []uint16{group}
			f, outcome := Ask(t.Context(), dialed(t, dial), mustBytes(t, hello), UntilHello)
			if outcome != evidence.OK || f.ServerHello == nil || f.Group() != group {
				t.Errorf("%s %+v", outcome, f)
			}
		})
	}
}

func TestClientHelloWithoutExtensions(t *testing.T) {
	b := mustBytes(t, BroadHello(VersionSSL3, "ignored.example"))
	if !bytes.HasPrefix(b, []byte{recordHandshake, 3, 0}) || bytes.Contains(b, []byte("ignored")) {
		t.Errorf("%x", b)
	}
	if !bytes.HasSuffix(b, []byte{0x00, 0xFF, 1, 0}) { // the SCSV, then no compression, then nothing
		t.Errorf("%x", b[len(b)-8:])
	}
}

func TestClientHelloErrors(t *testing.T) {
	tests := []struct {
		name  string
		hello ClientHello
	}{
		{"group without keys", ClientHello{KeyShares: []uint16{0x0100}}},
		{"name too long", ClientHello{ServerName: strings.Repeat("a", 1<<16)}},
		{"too many suites", ClientHello{Suites: make([]uint16, 1<<15)}},
		{"too many versions", ClientHello{Versions: make([]uint16, 200)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if b, err := test.hello.Bytes(seeded()); err == nil {
				t.Errorf("%d bytes", len(b))
			}
		})
	}
	for _, group := range KeyShareGroups() {
		h := ClientHello{KeyShares: []uint16{group}}
		if _, err := h.Bytes(iotest.TimeoutReader(bytes.NewReader(make([]byte, 64)))); err == nil {
			t.Errorf("%s: a failing random source went unnoticed", GroupName(group))
		}
	}
	if _, err := (ClientHello{}).Bytes(iotest.ErrReader(errors.New("empty"))); err == nil {
		t.Error("a failing random source went unnoticed")
	}
}

func TestRandomOfZeros(t *testing.T) {
	h := ClientHello{KeyShares: []uint16{P256}}
	if _, err := h.Bytes(zeros{}); err == nil {
		t.Error("zero is no private key")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestBroadHelloFitsOldServers(t *testing.T) {
	for _, v := range allVersions[1:] {
		h := BroadHello(v, "localhost")
		if n := len(h.Suites); n == 0 || n >= 128 {
			t.Errorf("%s: %d suites", VersionName(v), n)
		}
		for _, id := range h.Suites {
			if s, _ := SuiteInfo(id); s.Auth == "anon" || s.Bits == 0 || s.Export {
				t.Errorf("%s offers %s", VersionName(v), s.Name)
			}
		}
	}
}

func TestSSL2ClientHello(t *testing.T) {
	b := SSL2ClientHello()
	if b[0] != 0x80 || int(b[1]) != len(b)-2 {
		t.Errorf("length %x for %d bytes", b[:2], len(b)-2)
	}
	if want := []byte{1, 0, 2, 0, 21, 0, 0, 0, 16, 1, 0, 0x80}; !reflect.DeepEqual(b[2:2+len(want)], want) {
		t.Errorf("%x", b)
	}
}
