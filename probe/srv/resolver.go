package srv

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"mongotls/probe/target"
)

const (
	notFound = "not-found"
	dnsPort  = 53
)

// Failure is the kind of a failed lookup, as evidence.Lookup.Kind has it, and its text
// without the name and the server.
func Failure(err error) (kind, text string) {
	var dns *net.DNSError
	text = err.Error()
	if errors.As(err, &dns) {
		text = dns.Err
	}
	switch {
	case dns != nil && dns.IsNotFound:
		return notFound, text
	case dns != nil && dns.IsTimeout, errors.Is(err, context.DeadlineExceeded):
		return "timeout", text
	}
	return "failed", text
}

// exampleServer is how a name server is written.
const exampleServer = "203.0.113.53 or [2001:db8::53]:5353"

// Server is a resolver that asks one name server, host or host:port (53 by default), in
// place of those of the system. An IPv6 address without a port needs no brackets. The error
// is a *target.UsageError.
func Server(address string) (*net.Resolver, error) {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() {
		address = "[" + address + "]"
	}
	at, err := target.ParseHostPort(address)
	if misuse := (*target.UsageError)(nil); errors.As(err, &misuse) {
		return nil, &target.UsageError{Msg: misuse.Msg, Example: exampleServer}
	}
	if !strings.HasSuffix(address, ":"+strconv.Itoa(at.Port)) {
		at.Port = dnsPort
	}
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, at.String())
		},
	}, nil
}
