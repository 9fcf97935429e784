package fetch

import (
	"fmt"
	"net/netip"
	"slices"
)

// class is how far inside a network an address is.
type class string

const (
	public     class = "public"
	private    class = "private"
	linkLocal  class = "link-local"
	loopback   class = "loopback"
	multicast  class = "multicast"
	unusableIP class = "reserved" // unspecified, "this network", future use
)

// special is one block of the IANA special-purpose address registries.
type special struct {
	prefix string
	class  class
}

// specials lists the blocks that are not public; the first that holds an address
// counts. Clouds serve their metadata, credentials included, at addresses within
// private blocks too: those count as link-local, like 169.254.169.254.
func specials() []special {
	return []special{
		{"100.100.100.200/32", linkLocal}, // Alibaba Cloud metadata
		{"192.0.0.192/32", linkLocal},     // Oracle Cloud metadata
		{"fd00:ec2::254/128", linkLocal},  // AWS metadata over IPv6
		{"0.0.0.0/8", unusableIP},
		{"10.0.0.0/8", private},
		{"100.64.0.0/10", private}, // RFC 6598
		{"127.0.0.0/8", loopback},
		{"169.254.0.0/16", linkLocal},
		{"172.16.0.0/12", private},
		{"192.0.0.0/24", private},
		{"192.168.0.0/16", private},
		{"198.18.0.0/15", private}, // RFC 2544
		{"224.0.0.0/4", multicast},
		{"240.0.0.0/4", unusableIP},
		{"::/128", unusableIP},
		{"::1/128", loopback},
		{"fc00::/7", private},
		{"fe80::/10", linkLocal},
		{"fec0::/10", private}, // RFC 3879
		{"ff00::/8", multicast},
	}
}

// embedding is an IPv6 block whose addresses lead to an IPv4 address.
type embedding struct {
	prefix string
	offset int // of the IPv4 address, in bytes
}

func embeddings() []embedding {
	return []embedding{
		{"64:ff9b::/96", 12},   // RFC 6052
		{"64:ff9b:1::/48", 12}, // RFC 8215
		{"2002::/16", 2},       // 6to4, RFC 3056
		{"::/96", 12},          // IPv4-compatible, RFC 4291
	}
}

func classOf(a netip.Addr) class {
	a = a.Unmap().WithZone("")
	if !a.IsValid() {
		return unusableIP
	}
	for _, s := range specials() {
		if netip.MustParsePrefix(s.prefix).Contains(a) {
			return s.class
		}
	}
	for _, e := range embeddings() {
		if netip.MustParsePrefix(e.prefix).Contains(a) {
			b := a.As16()
			return classOf(netip.AddrFrom4([4]byte(b[e.offset : e.offset+4])))
		}
	}
	return public
}

// Allowed tells whether a certificate of a peer at target may steer this machine to
// dest. Public addresses always are. A private one is when the peer is private or
// further inside itself. Link-local and loopback ones are only for peers of the same
// class; multicast and reserved addresses never. Without a target only public
// addresses are allowed.
func Allowed(target []netip.Addr, dest netip.Addr) error {
	to := classOf(dest)
	if to == public {
		return nil
	}
	enough := []class{to}
	switch to {
	case private:
		enough = []class{private, linkLocal, loopback}
	case multicast, unusableIP:
		enough = nil
	}
	from := public
	for _, t := range target {
		from = classOf(t)
		if slices.Contains(enough, from) {
			return nil
		}
	}
	return &GuardError{Address: dest, Class: string(to), Target: string(from)}
}

// GuardError says that an address was not dialled.
type GuardError struct {
	Address netip.Addr
	Class   string
	Target  string // class of the peer
}

func (e *GuardError) Error() string {
	return fmt.Sprintf("%v: %s is a %s address, and the server that names it has a %s one", errNotAsked, e.Address, e.Class, e.Target)
}

// Unwrap marks it as a decision of this side.
func (e *GuardError) Unwrap() error { return errNotAsked }
