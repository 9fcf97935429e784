package fetch

import (
	"net/netip"
	"testing"
)

func TestClassOf(t *testing.T) {
	for text, want := range map[string]class{
		"203.0.113.7":        public,
		"8.8.8.8":            public,
		"2606:4700::1111":    public,
		"10.1.2.3":           private,
		"172.16.0.1":         private,
		"172.32.0.1":         public,
		"192.168.255.255":    private,
		"100.64.0.1":         private,
		"fd12::1":            private,
		"127.0.0.1":          loopback,
		"127.9.9.9":          loopback,
		"::1":                loopback,
		"::ffff:127.0.0.1":   loopback,
		"::ffff:10.0.0.1":    private,
		"64:ff9b::7f00:1":    loopback,
		"64:ff9b::a9fe:a9fe": linkLocal,
		"64:ff9b::808:808":   public,
		"2002:7f00:1::":      loopback,
		"::127.0.0.1":        loopback,
		"169.254.169.254":    linkLocal,
		"fe80::1":            linkLocal,
		"fe80::1%eth0":       linkLocal,
		"fd00:ec2::254":      linkLocal,
		"100.100.100.200":    linkLocal,
		"224.0.0.1":          multicast,
		"ff02::1":            multicast,
		"0.0.0.0":            unusableIP,
		"0.1.2.3":            unusableIP,
		"::":                 unusableIP,
		"255.255.255.255":    unusableIP,
		"::ffff:0.0.0.0":     unusableIP,
	} {
		if got := classOf(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if got := classOf(netip.Addr{}); got != unusableIP {
		t.Errorf("no address is %s", got)
	}
}

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		target, dest string
		ok           bool
	}{
		{"203.0.113.1", "198.51.100.1", true},
		{"203.0.113.1", "10.0.0.1", false},
		{"203.0.113.1", "127.0.0.1", false},
		{"203.0.113.1", "169.254.169.254", false},
		{"203.0.113.1", "::ffff:127.0.0.1", false},
		{"10.0.0.1", "198.51.100.1", true},
		{"10.0.0.1", "192.168.1.1", true},
		{"10.0.0.1", "fd00::1", true},
		{"10.0.0.1", "127.0.0.1", false},
		{"10.0.0.1", "169.254.169.254", false},
		{"127.0.0.1", "127.0.0.2", true},
		{"127.0.0.1", "::1", true},
		{"127.0.0.1", "10.0.0.1", true},
		{"127.0.0.1", "169.254.169.254", false},
		{"169.254.1.1", "169.254.1.2", true},
		{"224.0.0.1", "224.0.0.1", false},
		{"0.0.0.0", "0.0.0.0", false},
		{"::1", "64:ff9b::a9fe:a9fe", false},
	} {
		err := Allowed([]netip.Addr{netip.MustParseAddr(c.target)}, netip.MustParseAddr(c.dest))
		if (err == nil) != c.ok {
			t.Errorf("from %s to %s: %v, want allowed: %t", c.target, c.dest, err, c.ok)
		}
	}
	if Allowed(nil, netip.MustParseAddr("10.0.0.1")) == nil {
		t.Error("private without a target was allowed")
	}
	if err := Allowed(nil, netip.MustParseAddr("8.8.8.8")); err != nil {
		t.Errorf("public without a target: %v", err)
	}
}
