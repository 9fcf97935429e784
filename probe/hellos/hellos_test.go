package hellos

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/tlswire"
)

// TestAll: every hello is what its file says, and can be sent to another host.
func TestAll(t *testing.T) {
	all, err := All()
	if err != nil || len(all) < 10 {
		t.Fatalf("%d hellos, %v", len(all), err)
	}
	for _, h := range all {
		if found, err := Find(h.Name); err != nil || !slices.Equal(found.Record, h.Record) || h.Origin == "" {
			t.Errorf("%s: %+v, %v", h.Name, found, err)
		}
		offer, err := h.Offer()
		if err != nil || offer.ServerName != "db1.example.com" || !offer.HasVersion(tlswire.VersionTLS12) {
			t.Errorf("%s: %+v, %v", h.Name, offer, err)
		}
		for _, name := range []string{"", "other.example", "192.0.2.1"} {
			record, err := tlswire.Replay(h.Record, name, rand.Reader)
			if err != nil {
				t.Errorf("%s: %v", h.Name, err)
				continue
			}
			again, err := Hello{Record: record}.Offer()
			offer.ServerName = name
			if name == "" {
				offer.Extensions = slices.DeleteFunc(slices.Clone(offer.Extensions), func(id uint16) bool { return id == extServerName })
			}
			if err != nil || !alike(again, offer) {
				t.Errorf("%s to %q: %+v, want %+v, %v", h.Name, name, again, offer, err)
			}
			offer, _ = h.Offer()
		}
	}
}

func alike(a, b Offer) bool {
	return a.ServerName == b.ServerName && slices.Equal(a.Versions, b.Versions) && slices.Equal(a.Suites, b.Suites) &&
		slices.Equal(a.Groups, b.Groups) && slices.Equal(a.Shares, b.Shares) && slices.Equal(a.Schemes, b.Schemes) &&
		slices.Equal(a.Extensions, b.Extensions)
}

func TestFindRefuses(t *testing.T) {
	for _, name := range []string{"", "ie6", "../hellos", "go-1.26.json"} {
		if h, err := Find(name); err == nil || !strings.Contains(err.Error(), "recorded") {
			t.Errorf("%q: %+v, %v", name, h, err)
		}
	}
}

// TestOffers holds a few hellos to what is known of their clients.
func TestOffers(t *testing.T) {
	for _, test := range []struct {
		name             string
		newest           bool // TLS 1.3
		group, missing   uint16
		suite, noneOf    uint16
		shares, minBytes int
	}{
		{"go-1.26", true, tlswire.X25519MLKEM768, 0x0100, 0xc02f, 0x009e, 2, 1400},
		{"openjdk-17", true, 0x0100, tlswire.X25519MLKEM768, 0x009e, 0x000a, 2, 200},
		{"cpython-3.11-openssl-3.0", true, 0x0100, tlswire.X25519MLKEM768, 0x009e, 0x009c, 1, 512},
		{"node-26-openssl-3.5", true, tlswire.X25519MLKEM768, 0x0102, 0x009e, 0x0005, 2, 1400},
		{"node-8-openssl-1.0.2s", false, tlswire.P256, tlswire.X25519, 0xc02f, 0x1301, 0, 200},
		{"node-0.10.38-openssl-1.0.1m", false, tlswire.P256, tlswire.X25519, 0x0005, 0x1301, 0, 200},
	} {
		h, err := Find(test.name)
		if err != nil {
			t.Fatal(err)
		}
		o, err := h.Offer()
		if err != nil || o.HasVersion(tlswire.VersionTLS13) != test.newest || !slices.Contains(o.Groups, test.group) ||
			slices.Contains(o.Groups, test.missing) || !slices.Contains(o.Suites, test.suite) || slices.Contains(o.Suites, test.noneOf) ||
			len(o.Shares) != test.shares || len(h.Record) < test.minBytes {
			t.Errorf("%s: %+v, %v", test.name, o, err)
		}
	}
}

func TestHasGroup(t *testing.T) {
	o := Offer{Groups: []uint16{1, 2, 3}, Shares: []uint16{1}}
	for _, test := range []struct {
		group, version uint16
		retry, want    bool
	}{
		{0, 0x0303, false, true},
		{2, 0x0303, false, true},
		{4, 0x0303, false, false},
		{1, 0x0304, false, true},
		{2, 0x0304, false, false},
		{2, 0x0304, true, true},
		{1, 0x0304, true, false},
		{4, 0x0304, true, false},
	} {
		if got := o.HasGroup(test.group, test.version, test.retry); got != test.want {
			t.Errorf("%+v: %t", test, got)
		}
	}
	if !(Offer{}).HasGroup(4, 0x0303, false) {
		t.Error("a hello without groups leaves the choice to the server")
	}
}

func FuzzOffer(f *testing.F) {
	all, err := All()
	if err != nil {
		f.Fatal(err)
	}
	for _, h := range all {
		f.Add(h.Record)
	}
	f.Fuzz(func(t *testing.T, record []byte) {
		if o, err := readOffer(record); err == nil && len(o.Versions) == 0 {
			t.Errorf("no version: %+v", o)
		}
	})
}
